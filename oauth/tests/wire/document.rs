//! The endpoints as operations of a document, outside its style; and operations that require a token.

use std::time::Duration;

use housestyle::server::{Limits, Service};
use serde_json::json;

use crate::acme::{Clinic, FORM, Server, TestResponse};

const LOGIN: &str = "grant_type=password&username=ann&password=swordfish";

/// RFC 6749 §5.1, §5.2: neither the style's envelope nor its failures.
#[tokio::test]
async fn an_operation_responds_like_the_router() {
    let server = Server::start().await;
    let login = server.form("/login/token", LOGIN).await;
    assert_eq!(
        (login.status, login.header("cache-control"), login.header("pragma")),
        (200, "no-store", "no-cache")
    );
    assert_eq!(login.json()["token_type"], "Bearer");
    let json = TestResponse::of(server.post("/login/token").json(&json!({
        "grant_type": "refresh_token",
        "refresh_token": login.text("refresh_token"),
    })));
    let next = json.await;
    assert_eq!(next.status, 200, "{next:?}");
    let basic =
        server.post("/login/token").basic_auth("app", Some("app secret")).header("content-type", FORM);
    assert_eq!(TestResponse::of(basic.body(LOGIN)).await.status, 200, "a client is known here too");
    for (path, body, status) in [
        ("token", "grant_type=password&username=ann&password=x", 400),
        ("token", "grant_type=password&username=ann&password=x&client_id=app", 401),
        ("revoke", "", 400),
    ] {
        let (there, here) = (format!("/oauth/{path}"), format!("/login/{path}"));
        let (router, operation) = (server.form(&there, body).await, server.form(&here, body).await);
        assert_eq!((operation.status, &operation.text), (status, &router.text), "{operation:?}");
        for wire in ["cache-control", "pragma", "content-type", "www-authenticate"] {
            assert_eq!(operation.header(wire), router.header(wire), "{wire}");
        }
    }
    let revoked = server.form("/login/revoke", &format!("token={}", next.text("access_token"))).await;
    assert_eq!(
        (revoked.status, revoked.text.as_str(), revoked.header("cache-control")),
        (200, "{}", "no-store")
    );
    assert_eq!(server.get_me(&next.text("access_token")).await.status, 401);
}

/// RFC 6750 §2.1, §3.1: failures of a token are the style's.
#[tokio::test]
async fn an_invalid_token_is_refused_in_the_style() {
    let server = Server::start().await;
    let login = server.form("/oauth/token", &format!("{LOGIN}&scope=read")).await;
    let access = login.text("access_token");
    assert_eq!(server.get_me(&access).await.json(), json!({"data": "person 1"}));
    let put = server.http.put(format!("{}/me", server.base)).bearer_auth(&access);
    let little = TestResponse::of(put).await;
    let challenge = "Bearer error=\"insufficient_scope\", scope=\"write\"";
    assert_eq!((little.status, little.header("www-authenticate")), (403, challenge), "{little:?}");
    server.pass(3600);
    for token in [access.as_str(), &login.text("refresh_token"), "x"] {
        let refused = server.get_me(token).await;
        let challenge = "Bearer error=\"invalid_token\"";
        assert_eq!((refused.status, refused.header("www-authenticate")), (401, challenge), "{refused:?}");
        assert_eq!(refused.json(), json!({"failed": 401}));
    }
    // Without a token there is no error of the token.
    let none = TestResponse::of(server.http.get(format!("{}/me", server.base))).await;
    assert_eq!((none.status, none.header("www-authenticate")), (401, "Bearer"), "{none:?}");
}

/// RFC 6749 §5.2: also for errors that are found before the handler runs.
#[tokio::test]
async fn a_body_too_large_and_too_many_requests_are_errors_of_oauth() {
    let set_up =
        |service: Service<Clinic>| service.rate(3, Duration::from_secs(30)).limits(Limits::new().body(1000));
    let server = Server::serving(|builder| builder, set_up).await;
    let long = format!("{LOGIN}&x={}", "x".repeat(2000));
    let large = server.form("/login/token", &long).await;
    let busy = loop {
        let response = server.form("/login/token", "grant_type=implicit").await;
        if response.status != 400 {
            break response;
        }
    };
    for (response, status, error) in
        [(&large, 413, "invalid_request"), (&busy, 429, "temporarily_unavailable")]
    {
        assert_eq!((response.status, response.text("error").as_str()), (status, error), "{response:?}");
        assert!(!response.text("error_description").is_empty(), "{response:?}");
        assert_eq!(response.header("content-type"), "application/json");
        assert_eq!(response.header("cache-control"), "no-store");
    }
    assert!(busy.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds >= 1), "{busy:?}");
    // Other operations fail in the style.
    let me = server.get_me("x").await;
    assert_eq!((me.status, me.json()), (429, json!({"failed": 429})));
}
