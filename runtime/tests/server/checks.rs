//! Routing, login, and the order of the checks.

use std::sync::atomic::Ordering;

use housestyle::server::Handler;
use http::StatusCode;

use crate::http::ask;
use crate::sample::clinic::Clinic;

#[tokio::test]
async fn unknown_paths_and_methods() {
    let got = ask("GET /nowhere").answer().await;
    assert_eq!((got.status, got.text.as_str()), (StatusCode::NOT_FOUND, r#"{"message":"Not Found"}"#));
    let got = ask("PUT /patients/5").answer().await;
    assert_eq!(
        (got.status, got.text.as_str()),
        (StatusCode::METHOD_NOT_ALLOWED, r#"{"message":"Method Not Allowed"}"#)
    );
    assert_eq!(got.header("allow"), "GET, HEAD, POST, PATCH, DELETE, OPTIONS");
    let got = ask("OPTIONS /patients").answer().await;
    assert_eq!((got.status, got.header("allow")), (StatusCode::NO_CONTENT, "GET, HEAD, POST, OPTIONS"));
    assert_eq!(ask("FOO /patients").answer().await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let get = ask("GET /patients/5").answer().await;
    let head = ask("HEAD /patients/5").answer().await;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
    assert_eq!(head.header("content-length"), get.text.len().to_string());
    assert_eq!(head.header("content-type"), get.header("content-type"));
}

#[tokio::test]
async fn post_on_an_item_is_patch_and_slashes_do_not_matter() {
    let got = ask("POST /patients/51413/").token().body(r#"{"name":"Vasiliy"}"#).answer().await;
    assert_eq!((got.status, &got.json()["data"]["name"]), (StatusCode::OK, &"Vasiliy".into()));
}

#[tokio::test]
async fn login_is_asked_for_where_it_must_be() {
    let got = ask("POST /patients/me").body("name=JOHN").answer().await;
    assert_eq!(
        (got.status, got.text.as_str()),
        (StatusCode::UNAUTHORIZED, r#"{"message":"You should be logged in"}"#)
    );
    assert_eq!(got.all("www-authenticate"), ["Basic realm=\"acme\", charset=\"UTF-8\"", "Token"]);
    let list =
        |value: &'static str| async move { ask("GET /patients").with("authorization", value).answer().await };
    let basic = list("basic dTpzZWNyZXQ=").await;
    assert_eq!(basic.json()["data"][0]["name"], "u");
    for bad in ["Token bad", "Basic dTp4", "Bearer good", "Token", "Basic %%%"] {
        assert_eq!(list(bad).await.status, StatusCode::UNAUTHORIZED, "{bad}");
    }
    let narrow = list("TOKEN narrow").await;
    assert_eq!(
        (narrow.status, narrow.text.as_str()),
        (StatusCode::FORBIDDEN, r#"{"message":"Out of scope"}"#)
    );
    assert_eq!(ask("GET /patients").answer().await.json()["data"][0]["name"], "John");
}

#[tokio::test]
async fn nobody_logs_in_where_nobody_needs_to() {
    let clinic = Clinic::default();
    let service = clinic.clone().into_service();
    ask("GET /chat/messages").token().of(&service).await;
    ask("GET /patients").of(&service).await;
    assert_eq!(clinic.logins.load(Ordering::Relaxed), 0);
    ask("GET /patients").token().of(&service).await;
    assert_eq!(clinic.logins.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn request_ids_are_kept_or_made() {
    assert_eq!(
        ask("GET /patients").with("x-request-id", "abc-1").answer().await.header("x-request-id"),
        "abc-1"
    );
    assert_eq!(ask("GET /no").with("x-request-id", "a b").answer().await.header("x-request-id").len(), 36);
}

#[tokio::test]
async fn media_types_are_checked_last_in_this_style() {
    let send = |media: &'static str, body: &'static str| async move {
        ask("PATCH /patients/me").token().with("content-type", media).body(body).answer().await.status
    };
    assert_eq!(send("application/x-www-form-urlencoded", "name=JOHN").await, StatusCode::BAD_REQUEST);
    for media in ["application/json; charset=UTF-8", "application/merge-patch+json", "text/plain"] {
        assert_eq!(send(media, r#"{"name":"V"}"#).await, StatusCode::OK, "{media}");
    }
}
