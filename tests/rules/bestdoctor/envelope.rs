//! BD-1 to BD-26: links, and what wraps an answer.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::server::{HELEN, JOHN, OLGA, Server, VERBOSE};

#[tokio::test]
async fn bd_1_bd_21_bd_22_answers_carry_the_links_that_a_client_needs_next() {
    let server = Server::shared();
    let patient = server.get("/patients/me").as_(JOHN).send().await.expect(200).data();
    for (link, related) in [("url", "patient_id"), ("program_url", "program_id"), ("slot_url", "slot_id")] {
        let path = patient[link].as_str().unwrap_or_else(|| panic!("no {link}: {patient}"));
        let target = server.get(path).as_(JOHN).send().await.expect(200).data();
        assert_eq!(target[related], patient[related], "{link} leads to another resource");
    }
    let appeals =
        server.get(patient["appeals_url"].as_str().unwrap()).as_(JOHN).send().await.expect(200).data();
    assert_eq!(appeals.as_array().unwrap().len(), 1);
    assert_eq!(appeals[0]["patient_id"], patient["patient_id"]);
}

#[tokio::test]
async fn bd_3_bd_30_success_is_200_201_or_204() {
    let server = Server::start();
    server.get("/patients/me").as_(JOHN).send().await.expect(200);
    let created =
        server.post("/appeals", r#"{"text":"t","category_id":1}"#).as_(OLGA).send().await.expect(201);
    assert_eq!(created.data()["status"], "open");
    let patient =
        server.post("/patients", r#"{"name":"N","surname":"S"}"#).as_(OLGA).send().await.expect(201);
    let url = patient.data()["url"].as_str().unwrap().to_owned();
    server.delete(&url).as_(OLGA).send().await.expect(204);
}

#[tokio::test]
async fn bd_5_bd_34_faults_of_the_request_are_4xx() {
    let server = Server::shared();
    let statuses = [
        (server.get("/patients/me"), 401),
        (server.get("/appeals").as_(HELEN), 403),
        (server.get("/appeals/999").as_(JOHN), 404),
        (server.get("/patients/x").as_(JOHN), 422),
        (server.get("/nothing"), 404),
        (server.request("DELETE", "/patients"), 405),
    ];
    for (request, status) in statuses {
        request.send().await.expect(status);
    }
}

#[tokio::test]
async fn bd_6_bd_17_bd_90_the_request_is_echoed_with_defaults_under_verbose_alone() {
    let server = Server::shared();
    let plain = server.get("/patients?per_page=10").as_(OLGA).send().await.expect(200);
    assert_eq!(plain.json().get("query"), None);
    let verbose = server.get("/patients?per_page=10").as_(OLGA).accept(VERBOSE).send().await.expect(200);
    assert_eq!(verbose.json()["query"], json!({"page": 1, "per_page": 10}));
}

#[tokio::test]
async fn bd_7_bd_24_bd_25_a_failure_has_a_message_and_entries() {
    let reply = Server::shared().patch("/patients/me", r#"{"name":""}"#).as_(JOHN).send().await.expect(422);
    assert!(!reply.json()["message"].as_str().unwrap().is_empty());
    assert_eq!(reply.json()["errors"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn bd_8_version_options_and_zone_travel_in_headers() {
    let server = Server::shared();
    let zoned =
        server.get("/patients/me").as_(JOHN).header("timezone", "Asia/Tokyo").send().await.expect(200);
    assert!(zoned.data()["created_at"].as_str().unwrap().ends_with("+09:00"), "{}", zoned.text);
    let compact = "application/vnd.bestdoctor.v1.compact+json";
    let reply = server.get("/patients/me").as_(JOHN).accept(compact).send().await.expect(200);
    assert_eq!(reply.header("content-type"), Some(compact));
}

#[tokio::test]
async fn bd_9_answers_come_within_250_ms() {
    let server = Server::shared();
    server.get("/patients?per_page=200").as_(OLGA).send().await.expect(200);
    let mut times = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        server.get("/patients?per_page=200").as_(OLGA).send().await.expect(200);
        times.push(start.elapsed());
    }
    // The best of five: a machine that is busy with other tests is not what the rule is about.
    assert!(times.iter().min().unwrap() < &Duration::from_millis(250), "{times:?}");
}

#[tokio::test]
async fn bd_12_requests_and_answers_are_json() {
    let server = Server::shared();
    for path in ["/patients/me", "/patients/1", "/nothing"] {
        let reply = server.get(path).as_(JOHN).send().await;
        assert_eq!(reply.header("content-type"), Some("application/json"), "{path}");
        assert!(reply.json().is_object());
    }
}

#[tokio::test]
async fn bd_13_bd_16_a_success_has_data_and_may_have_meta() {
    let server = Server::start();
    let one = server.get("/patients/me").as_(JOHN).send().await.expect(200);
    assert_eq!(one.members(), ["data"]);
    let created = server.post("/chat/messages", r#"{"text":"hello"}"#).as_(JOHN).send().await.expect(201);
    assert_eq!(created.data()["text"], "hello");
    let list = server.get("/patients").as_(OLGA).send().await.expect(200);
    assert_eq!(list.members(), ["data", "meta"]);
    assert_eq!(list.meta("total"), 98);
    let verbose = server.get("/patients/me").as_(JOHN).accept(VERBOSE).send().await.expect(200);
    assert_eq!(verbose.json()["meta"], Value::Null);
}

#[tokio::test]
async fn bd_14_a_204_has_no_body() {
    let server = Server::start();
    let set = r#"{"result_id":1}"#;
    server.put("/appeals/1/resolution", set).as_(OLGA).send().await.expect(200);
    let reply = server.delete("/appeals/1/resolution").as_(OLGA).send().await.expect(204);
    assert_eq!(reply.text, "");
    assert_eq!(reply.header("content-type"), None);
}

#[tokio::test]
async fn bd_15_a_success_has_nothing_else() {
    let reply = Server::shared().get("/patients").as_(OLGA).accept(VERBOSE).send().await.expect(200);
    assert_eq!(reply.members(), ["data", "meta", "query"]);
}

#[tokio::test]
async fn bd_18_bd_19_the_echo_is_the_entire_input() {
    let server = Server::start();
    let get = server.get("/patients/me").as_(JOHN).accept(VERBOSE).send().await.expect(200);
    assert_eq!(get.json()["query"], json!({"patient_id": "me"}));
    let patch = server
        .patch("/patients/me", r#"{"name":"Johnny"}"#)
        .as_(JOHN)
        .accept(VERBOSE)
        .send()
        .await
        .expect(200);
    assert_eq!(patch.json()["query"], json!({"patient_id": "me", "name": "Johnny"}));
}

#[tokio::test]
async fn bd_20_every_object_links_to_itself() {
    let server = Server::shared();
    let list = server.get("/patients").as_(OLGA).send().await.expect(200).data();
    for patient in list.as_array().unwrap() {
        assert_eq!(patient["url"], format!("/patients/{}", patient["patient_id"]));
    }
    assert_eq!(server.get("/appeals/1").as_(JOHN).send().await.data()["url"], "/appeals/1");
}

#[tokio::test]
async fn bd_23_embedded_objects_link_to_themselves() {
    let patient = Server::shared().get("/patients/me").as_(JOHN).send().await.expect(200).data();
    assert_eq!(patient["program"]["url"], patient["program_url"]);
    assert_eq!(patient["slot"]["url"], patient["slot_url"]);
}

#[tokio::test]
async fn bd_26_a_failure_has_no_data() {
    let server = Server::shared();
    for reply in [server.get("/patients/me").send().await, server.get("/appeals/77").as_(JOHN).send().await] {
        assert_eq!(reply.json().get("data"), None);
    }
}

#[tokio::test]
async fn labels_come_back_as_they_were_sent_with_any_characters() {
    let server = Server::shared();
    let sent = json!(["two\nlines", "\n", "a, b", "[\"c\"]"]);
    let body = json!({ "text": "t", "category_id": 1, "labels": sent }).to_string();
    let created = server.post("/appeals", &body).as_(OLGA).send().await.expect(201);
    assert_eq!(created.data()["labels"], sent);
    let got = server.get(created.data()["url"].as_str().unwrap()).as_(OLGA).send().await.expect(200);
    assert_eq!(got.data()["labels"], sent);
}
