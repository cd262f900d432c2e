//! BD-48 to BD-56: who is let in.

use serde_json::json;

use crate::server::{ANNA, HELEN, JOHN, OLGA, Server};

const TOKEN: &str = "5f0c7fa1e4bd4d3c8d5a2a6b9c1e7f30";

/// `Basic` of RFC 7617.
fn basic(pair: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
}

async fn who(credentials: &str) -> serde_json::Value {
    Server::shared().get("/patients/me").as_(credentials).send().await.expect(200).data()["patient_id"]
        .clone()
}

#[tokio::test]
async fn bd_48_schemes_are_basic_bearer_and_token_in_any_case() {
    let session = Server::sessions().issue("john").unwrap();
    let basic = basic("john:correct-horse");
    let value = basic.strip_prefix("Basic ").unwrap();
    for credentials in [
        basic.clone(),
        format!("BASIC {value}"),
        format!("basic {value}"),
        format!("Bearer {session}"),
        format!("bearer {session}"),
        format!("Token {TOKEN}"),
        format!("token {TOKEN}"),
        format!("TOKEN {TOKEN}"),
    ] {
        assert_eq!(who(&credentials).await, 51413, "{credentials}");
    }
}

#[tokio::test]
async fn bd_49_basic_is_login_and_password() {
    assert_eq!(who(&basic("john:correct-horse")).await, 51413);
    let server = Server::shared();
    for pair in ["john:wrong", "nobody:correct-horse", "john:", ":", "john"] {
        server.get("/patients/me").as_(&basic(pair)).send().await.expect(401);
    }
}

#[tokio::test]
async fn bd_50_basic_may_carry_an_applications_token() {
    assert_eq!(who(&basic(&format!("john:{TOKEN}"))).await, 51413);
    // The token of another person's application is none of this login's.
    Server::shared().get("/patients/me").as_(&basic(&format!("anna:{TOKEN}"))).send().await.expect(401);
}

#[tokio::test]
async fn bd_51_bearer_is_a_session() {
    assert_eq!(who(&format!("Bearer {}", Server::sessions().issue("anna").unwrap())).await, 51414);
    let foreign =
        example_bestdoctor::sessions::Sessions::new(b"another secret, of thirty-two bytes").unwrap();
    let foreign = foreign.issue("anna").unwrap();
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIiwiZXhwIjo5OTk5OTk5OTk5fQ.";
    for token in [foreign.as_str(), unsigned, "x"] {
        Server::shared().get("/patients/me").as_(&format!("Bearer {token}")).send().await.expect(401);
    }
}

#[tokio::test]
async fn bd_52_token_is_an_applications() {
    assert_eq!(who(ANNA).await, 51414);
    Server::shared().get("/patients/me").as_("Token 0000").send().await.expect(401);
}

#[tokio::test]
async fn bd_53_without_credentials_the_answer_is_reduced_or_401() {
    let server = Server::shared();
    let reduced = server.get("/patients").send().await.expect(200);
    assert_eq!(reduced.meta("total"), 10);
    for patient in reduced.data().as_array().unwrap() {
        assert_eq!((patient.get("phone"), &patient["permissions"]), (None, &json!([])));
    }
    assert_eq!(server.get("/patients").as_(OLGA).send().await.meta("total"), 98);
    assert_eq!(server.get("/appeals_categories").send().await.data().as_array().unwrap().len(), 4);
    assert_eq!(server.get("/appeals_categories").as_(JOHN).send().await.data().as_array().unwrap().len(), 5);
    server.get("/patients/51413").send().await.expect(401);
}

#[tokio::test]
async fn bd_54_the_401_of_the_guide() {
    let reply = Server::shared().post("/patients/me", "name=JOHN").send().await.expect(401);
    assert_eq!(reply.json(), json!({"message": "You should be logged in"}));
}

#[tokio::test]
async fn bd_55_known_but_not_entitled_is_403() {
    let server = Server::shared();
    server.patch("/patients/51413", r#"{"name":"X"}"#).as_(HELEN).send().await.expect(403);
    server.post("/appeals", r#"{"text":"t","category_id":1}"#).as_(JOHN).send().await.expect(403);
    server.delete("/patients/51413").as_(JOHN).send().await.expect(403);
    let list = server.get("/patients").as_(HELEN).send().await.expect(200);
    assert_eq!(list.meta("total"), 49, "the patients of the client");
    assert_eq!(list.data()[0]["permissions"], json!(["patient:view"]));
}

#[tokio::test]
async fn bd_56_what_must_not_be_known_is_404_like_what_does_not_exist() {
    let server = Server::shared();
    server.get("/clients/acme").as_(HELEN).send().await.expect(200);
    for (nonexistent, existing, credentials) in [
        ("/clients/nonexistent", "/clients/globex", HELEN),
        ("/clients/nonexistent", "/clients/acme", JOHN),
        ("/patients/1", "/patients/51414", JOHN),
        ("/appeals/99", "/appeals/1", ANNA),
        ("/slots/99", "/slots/7", ANNA),
    ] {
        let nothing = server.get(nonexistent).as_(credentials).send().await.expect(404);
        let hidden = server.get(existing).as_(credentials).send().await.expect(404);
        assert_eq!(nothing.text, hidden.text);
    }
}
