//! Cross-origin requests with the session cookie.

use serde_json::json;

use super::{Accounts, id, post, service, stored};
use crate::http::ask;
use crate::rpc::code_and_message;
use housestyle::server::Service;

/// Returns the response to a logged-in user's request with these headers.
async fn outcome(service: &Service<Accounts>, headers: &[(&'static str, &str)]) -> String {
    let sid = id(&post(service, "/enter", "", json!(5)).await);
    let mut asking = ask("POST /put").body(r#"{"a":1}"#).with("cookie", &format!("sid={sid}"));
    for (wire, value) in headers {
        asking = asking.with(wire, value);
    }
    let got = asking.of(service).await;
    match got.json()["status"].as_str() {
        Some("ok") => "ok".to_owned(),
        _ => code_and_message(&got).0,
    }
}

const HOST: (&str, &str) = ("host", "api.example.com");

#[tokio::test]
async fn what_comes_from_elsewhere_is_forbidden() {
    let service = service();
    for headers in [
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.test")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "https://blog.example.com")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "x"), ("origin", "https://evil.test")][1..],
        &[HOST, ("origin", "https://evil.test")],
        &[HOST, ("origin", "null")],
        &[HOST, ("origin", "https://api.example.com:8443")],
        &[HOST, ("origin", "https://api.example.com"), ("origin", "https://evil.test")],
        &[HOST, ("origin", "https://api.example.com.evil.test")],
    ] {
        assert_eq!(outcome(&service, headers).await, "PERMISSION_DENIED", "{headers:?}");
    }
}

#[tokio::test]
async fn what_comes_from_here_or_from_no_page_is_answered() {
    let service = service();
    for headers in [
        &[][..],
        &[("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "same-origin"), ("origin", "https://whatever.a.proxy.made.of.it")],
        &[HOST, ("origin", "https://api.example.com")],
        &[HOST, ("origin", "http://API.example.com")],
    ] {
        assert_eq!(outcome(&service, headers).await, "ok", "{headers:?}");
    }
}

#[tokio::test]
async fn other_origins_may_be_let_in() {
    let app = [("sec-fetch-site", "cross-site"), ("origin", "https://app.example")];
    let evil = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.test")];
    for service in
        [service().trusted_origins(["https://app.example"]), service().cors(["https://app.example"])]
    {
        assert_eq!(outcome(&service, &app).await, "ok");
        assert_eq!(outcome(&service, &evil).await, "PERMISSION_DENIED");
    }
    assert_eq!(outcome(&service().cross_origin_check_off(), &evil).await, "ok");
    let public = service().public_url(&"https://public.example/api".parse().expect("a URL"));
    assert_eq!(outcome(&public, &[HOST, ("origin", "https://public.example")]).await, "ok");
    assert_eq!(outcome(&public, &[HOST, ("origin", "https://evil.test")]).await, "PERMISSION_DENIED");
}

#[tokio::test]
async fn what_is_forbidden_changes_nothing_and_has_no_session() {
    let (service, store) = stored();
    let got = ask("POST /enter").body("5").with("sec-fetch-site", "cross-site").of(&service).await;
    assert_eq!((code_and_message(&got).0.as_str(), super::set(&got)), ("PERMISSION_DENIED", None));
    assert_eq!(format!("{store:?}"), "MemorySessions { sessions: 0 }");
    // A safe method changes nothing.
    let got = ask("GET /get").with("sec-fetch-site", "cross-site").of(&service).await;
    assert_ne!(code_and_message(&got).0, "PERMISSION_DENIED");
}
