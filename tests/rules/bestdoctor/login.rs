//! BD-48 to BD-56: authentication.

use housestyle::passwords::Passwords;
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
    // The token of another person's application is not valid for this login.
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

#[tokio::test]
async fn bd_53_responses_do_not_reveal_programs_or_owners_of_phones() {
    let server = Server::shared();
    let shown = server.get("/patients?per_page=100").as_(OLGA).send().await.expect(200).data();
    let john = &shown.as_array().unwrap()[0];
    assert!(john["program_id"].is_number() && john["phone"].is_string(), "{john}");
    for accept in [
        "application/json",
        "application/vnd.bestdoctor.v1.full+json",
        "application/vnd.bestdoctor.v1.compact+json",
    ] {
        let reduced = server.get("/patients").accept(accept).send().await.expect(200);
        for patient in reduced.data().as_array().unwrap() {
            for member in
                ["program", "program_id", "program_url", "slot", "slot_id", "slot_url", "phone", "email"]
            {
                assert!(
                    patient.get(member).is_none_or(serde_json::Value::is_null),
                    "{accept} {member}: {patient}"
                );
            }
        }
    }
    let found = async |word: &str, credentials: Option<&str>| {
        let words: String = word.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let request = server.get(&format!("/patients?qs={words}"));
        let request = if let Some(credentials) = credentials { request.as_(credentials) } else { request };
        request.send().await.expect(200).meta("total")
    };
    let text = |member: &str| john[member].as_str().unwrap().to_owned();
    assert!(found(&text("surname"), None).await.as_i64().unwrap() >= 1);
    for member in ["phone", "email"] {
        assert_eq!(found(&text(member), None).await, 0, "{member}");
        assert_eq!(found(&text(member), Some(OLGA)).await, 1, "{member}");
    }
}

#[tokio::test]
async fn bd_49_passwords_are_checked_a_few_at_a_time_and_other_logins_are_asked_to_retry() {
    let server = Server::start_at(None, Passwords::new().max_concurrent(1).max_waiting(0));
    let credentials = basic("john:correct-horse");
    let calls: Vec<_> =
        (0..30).map(|_| tokio::spawn(server.get("/patients/me").as_(&credentials).send())).collect();
    let mut replies = Vec::new();
    for call in calls {
        replies.push(call.await.unwrap());
    }
    let of = |status: u16| replies.iter().filter(move |reply| reply.status == status);
    assert_eq!(of(200).count() + of(503).count(), 30);
    assert!(of(200).count() >= 1 && of(503).count() >= 1, "{} {}", of(200).count(), of(503).count());
    assert!(of(503).all(|reply| reply.header("retry-after") == Some("1")));
}
