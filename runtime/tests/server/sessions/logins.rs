//! Login and logout.

use serde_json::{Value, json};

use super::{Accounts, Client, id, post, service, service_of, set};
use crate::http::ask;

fn code(got: &Value) -> &str {
    got["error_code"].as_str().unwrap_or("")
}

#[tokio::test]
async fn whoever_is_not_logged_in_is_refused_after_the_body() {
    let service = service();
    let mut client = Client::new(&service);
    assert_eq!(code(&client.post("/account", json!({})).await), "AUTH_REQUIRED");
    client.post("/put", json!({"a": 1})).await;
    assert_eq!(code(&client.post("/account", json!({})).await), "AUTH_REQUIRED");
    client.post("/enter", json!(5)).await;
    assert_eq!(client.post("/account", json!({})).await["data"], 5);
}

#[tokio::test]
async fn r_14_logging_in_changes_the_id_and_keeps_what_is_there() {
    let service = service();
    let mut client = Client::new(&service);
    client.post("/put", json!({"a": 1})).await;
    let planted = client.sid.clone();
    client.post("/enter", json!(5)).await;
    assert_ne!(client.sid, planted);
    assert_eq!(client.post("/get", json!("a")).await["data"], json!({"value": 1, "who": 5}));
    // The old id is useless.
    let got = post(&service, "/account", &planted, json!({})).await;
    assert_eq!(code(&got.json()), "AUTH_REQUIRED");
    assert_ne!(id(&got), planted);
    // Log in again as somebody else.
    let before = client.sid.clone();
    client.post("/enter", json!(6)).await;
    assert_ne!(client.sid, before);
    assert_eq!(client.post("/account", json!({})).await["data"], 6);
}

#[tokio::test]
async fn an_id_that_was_logged_out_is_nobody() {
    let service = service();
    let mut client = Client::new(&service);
    client.post("/enter", json!(5)).await;
    let sid = client.sid.clone();
    post(&service, "/leave", &sid, json!({})).await;
    let got = post(&service, "/account", &sid, json!({})).await;
    assert_eq!(code(&got.json()), "AUTH_REQUIRED");
    assert_ne!(id(&got), sid);
}

#[tokio::test]
async fn where_login_is_optional_a_session_of_nobody_is_nobody() {
    let service = service();
    let mut client = Client::new(&service);
    for _ in 0..2 {
        assert_eq!(client.post("/maybe", json!({})).await["data"], Value::Null);
    }
    client.post("/enter", json!(5)).await;
    assert_eq!(client.post("/maybe", json!({})).await["data"], 5);
}

#[tokio::test]
async fn a_session_of_nobody_does_not_stand_before_other_credentials() {
    let service = service();
    let sid = id(&post(&service, "/get", "", json!("a")).await);
    let either = |token: &'static str, sid: String| {
        let service = &service;
        async move {
            let asking = ask("POST /either").with("cookie", &format!("sid={sid}")).body("{}");
            let asking = if token.is_empty() { asking } else { asking.with("authorization", token) };
            asking.of(service).await.json()
        }
    };
    assert_eq!(either("Bearer x", sid.clone()).await["data"], -1);
    assert_eq!(code(&either("", sid.clone()).await), "AUTH_REQUIRED");
    assert_eq!(code(&either("Digest x", sid.clone()).await), "AUTH_REQUIRED");
    let sid = id(&post(&service, "/enter", &sid, json!(5)).await);
    assert_eq!(either("Bearer x", sid).await["data"], 5);
}

#[tokio::test]
async fn what_is_no_principal_any_more_is_nobody() {
    let service = service();
    let mut client = Client::new(&service);
    client.post("/enter", json!({"of": "an older type"})).await;
    assert_eq!(code(&client.post("/account", json!({})).await), "AUTH_REQUIRED");
    client.post("/enter", json!(5)).await;
    assert_eq!(client.post("/account", json!({})).await["data"], 5);
}

#[tokio::test]
async fn what_was_done_is_kept_whatever_the_answer_is() {
    let service = service();
    let mut client = Client::new(&service);
    for how in ["conflict", "type", "panic"] {
        client.post("/put", json!({"failed": null})).await;
        client.post("/put", json!({"kept": how})).await;
        let sid = client.sid.clone();
        let got = client.post("/fail", json!(how)).await;
        assert_eq!((got["status"].as_str(), &client.sid), (Some("error"), &sid), "{how}");
        assert_eq!(client.post("/get", json!("failed")).await["data"]["value"], true, "{how}");
    }
    client.post("/fail", json!("enter")).await;
    assert_eq!(client.post("/account", json!({})).await["data"], 1);
    let got = post(&service, "/fail", &client.sid, json!("leave")).await;
    assert!(set(&got).is_some_and(|line| line.contains("Max-Age=0")), "{got:?}");
    assert_eq!(code(&client.post("/account", json!({})).await), "AUTH_REQUIRED");
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_is_cut_off_has_its_session_kept() {
    let service = service();
    let mut client = Client::new(&service);
    let got = client.post("/fail", json!("never")).await;
    assert_eq!(got["status"], "error");
    assert_eq!(client.post("/get", json!("failed")).await["data"]["value"], true);
}

#[tokio::test]
async fn after_the_answer_a_session_can_be_read_but_not_changed() {
    let accounts = Accounts::default();
    accounts.go_on.notify_one();
    let service = service_of(accounts.clone());
    post(&service, "/wait", "", json!("a")).await;
    let context = accounts.kept.lock().await.take().expect("a context");
    let session = context.session().expect("a session");
    assert_eq!(session.get::<i64>("a").await.expect("read"), Some(1));
    let said = session.insert("b", &1).await.expect_err("too late").to_string();
    assert_eq!(said, "the session cannot be changed after the response");
    assert!(session.log_in(&1).await.is_err() && session.log_out().await.is_err());
    assert_eq!(format!("{session:?}"), "Session { .. }");
}
