//! BD-31 to BD-47: how failures are encoded.

use serde_json::json;

use crate::server::{HELEN, JOHN, OLGA, Server};

const BUSY: &str = r#"{"clinic_id": 54321, "timeslot": "2020-04-15T10:45:00+03:00"}"#;

#[tokio::test]
async fn bd_31_body_is_not_json() {
    let reply = Server::shared().patch("/patients/me", "name=JOHN").as_(JOHN).send().await.expect(400);
    assert_eq!(reply.json(), json!({"message": "Body should be a valid json"}));
}

#[tokio::test]
async fn bd_32_bd_45_a_foreseen_failure_of_the_business_is_420() {
    let reply = Server::shared().post("/patients/me/visits", BUSY).as_(JOHN).send().await.expect(420);
    assert_eq!(
        reply.json(),
        json!({
            "message": "Выбранное время для записи в клинику недоступно",
            "int_code": 90210,
            "suppress_message": false,
            "errors": [{"resource": "Clinic", "code": "timeslot_is_busy"}]
        })
    );
}

#[tokio::test]
async fn bd_33_bd_43_bd_44_validation_is_422_with_an_entry_a_field() {
    let body = r#"{"patient_id": 12345, "phone": "сотовый"}"#;
    let reply = Server::shared().patch("/patients/me", body).as_(JOHN).send().await.expect(422);
    assert_eq!(
        reply.json(),
        json!({
            "message": "Validation error",
            "errors": [
                {"resource": "Patient", "field": "patient_id", "code": "readonly_field",
                 "message": "Id пациента нельзя редактировать"},
                {"resource": "Patient", "field": "phone", "code": "wrong_phone_format",
                 "message": "Телефон должен содержать хотя бы одну цифру"}
            ]
        })
    );
    let unchanged = Server::shared().get("/patients/me").as_(JOHN).send().await.data();
    assert_eq!(unchanged["patient_id"], 51413);
}

#[tokio::test]
async fn bd_35_500_is_for_unexpected_failures() {
    // Every request of this list is foreseen.
    let server = Server::shared();
    for path in [
        "/patients/%00",
        "/patients/99999999999999999999",
        "/patients?page=1e3",
        "/jobs/x",
        "/%ff",
        "/patients?qs=%ff",
    ] {
        let reply = server.get(path).as_(OLGA).send().await;
        assert!((400..500).contains(&reply.status), "{path}: {} {}", reply.status, reply.text);
    }
}

#[tokio::test]
async fn bd_37_login_then_syntax_then_validation_then_business() {
    let server = Server::shared();
    let visit = |body: &str| server.post("/patients/me/visits", body);
    visit("name=JOHN").send().await.expect(401);
    visit("name=JOHN").as_(JOHN).send().await.expect(400);
    let invalid = BUSY.replace("54321", "\"x\"");
    visit(&invalid).as_(JOHN).send().await.expect(422);
    visit(BUSY).as_(JOHN).send().await.expect(420);
}

#[tokio::test]
async fn bd_38_message_is_a_string_in_every_failure() {
    let server = Server::shared();
    let replies = [
        server.get("/patients/me").send().await.expect(401),
        server.get("/appeals").as_(HELEN).send().await.expect(403),
        server.get("/nothing").send().await.expect(404),
        server.request("DELETE", "/chat/messages").as_(JOHN).send().await.expect(405),
        server.get("/patients/me").as_(JOHN).accept("image/png").send().await.expect(406),
        server.patch("/patients/me", "{").as_(JOHN).send().await.expect(400),
        server.patch("/patients/me", r#"{"name":1}"#).as_(JOHN).send().await.expect(422),
        server.post("/patients/me/visits", BUSY).as_(JOHN).send().await.expect(420),
    ];
    for reply in replies {
        assert!(!reply.json()["message"].as_str().unwrap().is_empty(), "{}", reply.text);
    }
}

#[tokio::test]
async fn bd_39_bd_40_bd_46_number_and_flag_are_there_where_the_operation_declares_them() {
    let server = Server::start();
    let declared = server.delete("/patients/me").as_(OLGA).send().await;
    assert_eq!(declared.status, 404, "the care team has no patient of its own");
    let open = server.delete("/patients/51413").as_(OLGA).send().await.expect(420).json();
    assert_eq!((&open["int_code"], &open["suppress_message"]), (&json!(90221), &json!(false)));
    let suppressed = server.delete("/appeals/1/resolution").as_(OLGA).send().await.expect(420).json();
    assert_eq!(suppressed["suppress_message"], true);
    let undeclared = server.get("/patients/me").send().await.expect(401).json();
    assert_eq!((undeclared.get("int_code"), undeclared.get("suppress_message")), (None, None));
}

#[tokio::test]
async fn bd_41_entries_have_resource_field_code_and_message() {
    let reply =
        Server::shared().patch("/patients/me", r#"{"name":"","email":7}"#).as_(JOHN).send().await.expect(422);
    for field in ["name", "email"] {
        let entry = reply.entry(field);
        assert_eq!(entry["resource"], "Patient");
        let code = entry["code"].as_str().unwrap();
        assert!(code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{code}");
        assert!(!entry["message"].as_str().unwrap().is_empty());
        assert_eq!(entry.as_object().unwrap().len(), 4);
    }
}

#[tokio::test]
async fn bd_42_members_of_an_entry_that_say_nothing_are_left_out() {
    let reply = Server::shared().post("/patients/me/visits", BUSY).as_(JOHN).send().await.expect(420);
    assert_eq!(reply.json()["errors"], json!([{"resource": "Clinic", "code": "timeslot_is_busy"}]));
}

#[tokio::test]
async fn bd_47_times_are_iso_8601_with_offset() {
    let server = Server::shared();
    let patient = server.get("/patients/me").as_(JOHN).send().await.expect(200).data();
    assert_eq!(patient["created_at"], "2020-04-01T00:00:00Z");
    let without = r#"{"clinic_id": 54321, "timeslot": "2020-04-15T10:45:00"}"#;
    let reply = server.post("/patients/me/visits", without).as_(JOHN).send().await.expect(422);
    assert_eq!(reply.entry("timeslot")["resource"], "Visit");
}
