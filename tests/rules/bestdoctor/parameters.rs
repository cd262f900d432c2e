//! BD-27 to BD-29: the locations of parameters.

use serde_json::json;

use crate::server::{JOHN, OLGA, Server};

#[tokio::test]
async fn bd_27_get_takes_parameters_from_path_and_query() {
    let server = Server::shared();
    let found = server.get("/patients?qs=doe").as_(OLGA).send().await.expect(200);
    assert_eq!(found.data()[0]["surname"], "Doe");
    assert_eq!(found.meta("total"), 1);
    // The body of a GET is ignored.
    let same = server.get("/patients?qs=doe").as_(OLGA).body(r#"{"qs":"nobody"}"#).send().await.expect(200);
    assert_eq!(same.meta("total"), 1);
}

#[tokio::test]
async fn bd_28_other_verbs_take_parameters_from_url_and_body() {
    let server = Server::start();
    let reply =
        server.put("/appeals/1/patient", r#"{"patient_id":51413}"#).as_(OLGA).send().await.expect(200);
    assert_eq!((&reply.data()["appeal_id"], &reply.data()["patient_id"]), (&json!(1), &json!(51413)));
}

#[tokio::test]
async fn bd_29_post_on_an_item_is_a_valid_shape() {
    let server = Server::start();
    let reply = server.post("/patients/51413", r#"{"name":"Vasiliy"}"#).as_(JOHN).send().await.expect(200);
    assert_eq!(reply.data()["name"], "Vasiliy");
    assert_eq!(reply.data()["surname"], "Doe");
}
