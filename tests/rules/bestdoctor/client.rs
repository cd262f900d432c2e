//! What the guide asks of a client: BD-2, BD-36, BD-61, A8 and the rulings R-8 and R-9, on the generated one.

use std::sync::{Arc, Mutex};

use example_bestdoctor::bestdoctor::client::Client;
use example_bestdoctor::bestdoctor::operations::{CreateVisitError, ListAppeals};
use example_bestdoctor::bestdoctor::types::{NewVisit, PatientRef, PatientRefMe};
use housestyle::client::{CallError, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::server::Server;

const TOKEN: &str = "5f0c7fa1e4bd4d3c8d5a2a6b9c1e7f30";
const CARE_TEAM: &str = "c3a8e2f45b7d49e0b6f1d2c3a4e5f607";

fn client(base: &str, token: &str) -> Client {
    Client::builder(base).token(token).build().unwrap()
}

/// Answers each connection with the next of `answers` and keeps the request lines.
async fn stub(answers: Vec<String>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let lines = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&lines);
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = Vec::new();
            while !head.windows(4).any(|w| w == b"\r\n\r\n") {
                let mut chunk = [0; 4096];
                let read = stream.read(&mut chunk).await.unwrap();
                assert!(read > 0, "the client hung up");
                head.extend_from_slice(&chunk[..read]);
            }
            let line = String::from_utf8_lossy(&head).lines().next().unwrap().to_owned();
            seen.lock().unwrap().push(line);
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (base, lines)
}

fn answer(status: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

fn message(uuid: u32, more: &str) -> String {
    format!(
        r#"{{"uuid":"00000000-0000-4000-8000-{uuid:012}","text":"t","author":"patient","created_at":"2020-04-01T00:00:00+00:00","read_at":null{more}}}"#
    )
}

#[tokio::test]
async fn bd_2_the_client_goes_where_answers_lead() {
    let server = Server::shared();
    let api = client(&server.base, TOKEN);
    let me = api.get_patient(PatientRef::Me(PatientRefMe::Me)).send().await.unwrap();
    let appeals = api.follow::<ListAppeals>(&me.appeals_url).send().await.unwrap();
    assert_eq!(appeals.items.len(), 1);
    assert_eq!(appeals.items[0].patient_id, Some(me.patient_id));
    // A link that leads to another server is not followed: the credentials are not its business.
    let (elsewhere, seen) = stub(vec![]).await;
    let foreign = housestyle::Link::from(format!("{elsewhere}/appeals"));
    let refused = api.follow::<ListAppeals>(&foreign).send().await.unwrap_err();
    assert!(matches!(refused, CallError::CrossOrigin { .. }), "{refused:?}");
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn bd_36_r_8_an_unknown_status_is_handled_by_its_class() {
    let body = r#"{"message":"m","int_code":7,"errors":[{"code":"c"}]}"#;
    let (base, _) = stub(vec![answer("499 Odd", body), answer("599 Odd", body)]).await;
    let api = Client::builder(&base).token("t").retry(RetryPolicy::never()).build().unwrap();
    let odd = api.list_appeals().send().await.unwrap_err();
    assert!(odd.is_client_error() && !odd.is_server_error());
    let refusal = odd.refusal().expect("the body is read");
    assert_eq!(
        (refusal.status.as_u16(), refusal.message.as_deref(), refusal.number),
        (499, Some("m"), Some(7))
    );
    assert_eq!(refusal.entries[0].code.as_deref(), Some("c"));
    let odd = api.list_appeals().send().await.unwrap_err();
    assert!(odd.is_server_error());
    assert_eq!(odd.refusal().and_then(|refusal| refusal.message.clone()).as_deref(), Some("m"));
}

#[tokio::test]
async fn bd_36_the_business_failure_of_the_guide_is_typed() {
    let api = client(&Server::shared().base, TOKEN);
    let visit =
        NewVisit { clinic_id: 54321, timeslot: "2020-04-15T10:45:00+03:00".parse().unwrap(), reason: None };
    let failed = api.create_visit(PatientRef::Integer(51413), visit).send().await.unwrap_err();
    let CallError::Declared(CreateVisitError::TimeslotIsBusy, refusal) = failed else { panic!("{failed:?}") };
    assert_eq!((refusal.status.as_u16(), refusal.number, refusal.suppress), (420, Some(90210), Some(false)));
}

#[tokio::test]
async fn bd_61_everything_is_downloaded_by_next_url() {
    let api = client(&Server::shared().base, CARE_TEAM);
    let patients: Vec<_> = api.list_patients().per_page(10).stream().try_collect().await.unwrap();
    assert_eq!(patients.len(), 98);
    let api = client(&Server::shared().base, TOKEN);
    let messages: Vec<_> = api.list_messages().per_page(7).stream().try_collect().await.unwrap();
    assert_eq!(messages.len(), 98);
    assert_eq!(messages[0].text, "Message 97");
}

#[tokio::test]
async fn bd_61_the_next_page_is_the_one_that_the_answer_names() {
    let first = format!(r#"{{"data":[{}],"meta":{{"next_url":"/anywhere?x=1"}}}}"#, message(1, ""));
    let second = format!(r#"{{"data":[{}],"meta":{{}}}}"#, message(2, ""));
    let (base, lines) = stub(vec![answer("200 OK", &first), answer("200 OK", &second)]).await;
    let items: Vec<_> = client(&base, "t").list_messages().stream().try_collect().await.unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(lines.lock().unwrap()[1], "GET /anywhere?x=1 HTTP/1.1");
}

#[tokio::test]
async fn r_62_a_null_link_is_an_absent_one() {
    let only = format!(r#"{{"data":[{}],"meta":{{"next_url":null,"total":null}}}}"#, message(1, ""));
    let (base, lines) = stub(vec![answer("200 OK", &only)]).await;
    let items: Vec<_> = client(&base, "t").list_messages().stream().try_collect().await.unwrap();
    assert_eq!((items.len(), lines.lock().unwrap().len()), (1, 1));
}

#[tokio::test]
async fn r_9_members_that_the_client_does_not_know_are_ignored() {
    let item = message(1, r#","mood":"new","deep":{"a":[1,{"b":null}]}"#);
    let body = format!(r#"{{"extra":1,"data":[{item}],"meta":{{"total":1,"weather":"fine"}},"links":{{}}}}"#);
    let (base, _) = stub(vec![answer("200 OK", &body)]).await;
    let page = client(&base, "t").list_messages().send().await.unwrap();
    assert_eq!((page.items.len(), page.info.total), (1, Some(1)));
}
