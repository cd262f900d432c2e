//! What becomes of work that goes on after its answer (BD-9, R-73) when its server ends before it.

use example_bestdoctor::database;
use housestyle::passwords::Passwords;

use crate::server::{OLGA, Server};

const JOB: &str = "0a0b0c0d-0000-4000-8000-000000000001";

#[tokio::test]
async fn r_73_a_job_that_the_end_of_the_server_interrupted_has_failed_after_the_restart() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("clinic.db").display());
    // A server that was killed leaves its job running: nothing of it is noted any more.
    let pool = database::open(Some(&url)).await.unwrap();
    sqlx::query(
        "INSERT INTO jobs (job_id, person_id, status, created_at) \
         SELECT $1, person_id, 'running', '2020-04-01T00:00:00+00:00' FROM people WHERE login = 'olga'",
    )
    .bind(JOB.replace('-', "").as_bytes().chunks(2).map(hex).collect::<Vec<u8>>())
    .execute(&pool)
    .await
    .unwrap();
    pool.close().await;

    let server = Server::start_at(Some(url), Passwords::new());
    let job = server.get(&format!("/jobs/{JOB}")).as_(OLGA).send().await.expect(200).data();
    assert_eq!(job["status"], "failed", "{job}");
    assert!(job["finished_at"].is_string() && job["result"].is_null(), "{job}");
    // Nor does it block the next.
    server.post("/appeals/exports", "{}").as_(OLGA).send().await.expect(202);
}

fn hex(pair: &[u8]) -> u8 {
    u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()
}
