//! The router over the wire.

use std::time::Duration;

use housestyle::server::Limits;
use serde_json::json;

use crate::acme::{FORM, NOW, Server, TestResponse};

const LOGIN: &str = "grant_type=password&username=ann&password=swordfish";

fn is_uncached(response: &TestResponse) -> bool {
    response.header("cache-control") == "no-store"
        && response.header("pragma") == "no-cache"
        && response.header("content-type") == "application/json"
}

/// RFC 6749 §4.3.2, §5.1, §6; the bodies may be JSON too.
#[tokio::test]
async fn a_form_and_json_get_the_same_response() {
    let server = Server::start().await;
    let form = server.form("/oauth/token", LOGIN).await;
    let json = TestResponse::of(
        server
            .post("/oauth/token")
            .json(&json!({"grant_type":"password","username":"ann","password":"swordfish"})),
    )
    .await;
    for response in [&form, &json] {
        assert_eq!(response.status, 200, "{response:?}");
        assert!(is_uncached(response), "{response:?}");
        let body = response.json();
        let members: Vec<_> = body.as_object().expect("an object").keys().collect();
        assert_eq!(
            members,
            ["access_token", "token_type", "expires_in", "refresh_token", "scope", "created_at"]
        );
        assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(3600)));
        assert_eq!((&body["created_at"], &body["scope"]), (&json!(NOW), &json!("read write")));
        assert_eq!(response.text("access_token").len(), 43);
    }
    assert_ne!(form.text("access_token"), json.text("access_token"));
    let refresh = format!("grant_type=refresh_token&refresh_token={}", form.text("refresh_token"));
    let next = server.form("/oauth/token", &refresh).await;
    assert_eq!(server.get_me(&next.text("access_token")).await.json(), json!({"data": "person 1"}));
    server.pass(10);
    let again = server.form("/oauth/token", &refresh).await;
    assert_eq!((again.status, again.text("error").as_str()), (400, "invalid_grant"));
    assert_eq!(server.get_me(&next.text("access_token")).await.status, 401, "the login is revoked");
}

/// RFC 6749 §5.2.
#[tokio::test]
async fn an_error_is_json_and_never_cached() {
    let server = Server::start().await;
    let long = format!("{LOGIN}&x={}", "x".repeat(17_000));
    for (body, status, error) in [
        ("", 400, "invalid_request"),
        ("grant_type=password&username=ann", 400, "invalid_request"),
        ("grant_type=password&grant_type=password", 400, "invalid_request"),
        ("grant_type=client_credentials", 400, "unsupported_grant_type"),
        ("grant_type=refresh_token&refresh_token=x", 400, "invalid_grant"),
        ("grant_type=password&username=ann&password=x", 400, "invalid_grant"),
        ("grant_type=password&username=who&password=swordfish", 400, "invalid_grant"),
        ("grant_type=password&username=ann&password=swordfish&scope=root", 400, "invalid_scope"),
        ("grant_type=password&username=ann&password=swordfish&client_id=app", 401, "invalid_client"),
        (&long, 413, "invalid_request"),
    ] {
        let response = server.form("/oauth/token", body).await;
        assert_eq!((response.status, response.text("error").as_str()), (status, error), "{body:.80}");
        assert!(is_uncached(&response) && !response.text("error_description").is_empty(), "{response:?}");
        assert_eq!(response.header("www-authenticate").starts_with("Basic "), status == 401, "{response:?}");
    }
    let wrong = server.form("/oauth/token", "grant_type=password&username=ann&password=x").await;
    let unknown = server.form("/oauth/token", "grant_type=password&username=who&password=x").await;
    assert_eq!(wrong.text, unknown.text);
    let text =
        TestResponse::of(server.post("/oauth/token").header("content-type", "text/plain").body(LOGIN)).await;
    assert_eq!((text.status, text.text("error").as_str()), (400, "invalid_request"));
    // RFC 6749 §3.2: only POST, and no parameters in the URI.
    let get = TestResponse::of(server.http.get(format!("{}/oauth/token?{LOGIN}", server.base))).await;
    assert_eq!((get.status, get.header("allow")), (405, "POST"));
    assert_eq!(server.form(&format!("/oauth/token?{LOGIN}"), "").await.status, 400);
}

/// RFC 6749 §2.3.1, §6; RFC 7009 §2.1.
#[tokio::test]
async fn a_client_authenticates_by_basic_or_by_parameters_but_not_by_both() {
    let server = Server::start().await;
    let form = |body: String| server.post("/oauth/token").header("content-type", FORM).body(body);
    let basic = |request: reqwest::RequestBuilder| request.basic_auth("app", Some("app+secret"));
    let first = TestResponse::of(basic(form(LOGIN.to_owned()))).await;
    assert_eq!(first.status, 200, "{first:?}");
    let refresh = format!("grant_type=refresh_token&refresh_token={}", first.text("refresh_token"));
    let without = TestResponse::of(form(refresh.clone())).await;
    assert_eq!((without.status, without.text("error").as_str()), (401, "invalid_client"));
    let pair = "&client_id=app&client_secret=app%20secret";
    let both = TestResponse::of(basic(form(format!("{refresh}{pair}")))).await;
    assert_eq!((both.status, both.text("error").as_str()), (400, "invalid_request"));
    let second = TestResponse::of(form(format!("{refresh}{pair}"))).await;
    assert_eq!(second.status, 200, "{second:?}");
    let revoke = format!("token={}", second.text("access_token"));
    assert_eq!(server.form("/oauth/revoke", &revoke).await.text("error"), "invalid_client");
    let revoked = server.form("/oauth/revoke", &format!("{revoke}{pair}")).await;
    assert_eq!((revoked.status, revoked.text.as_str()), (200, "{}"));
    assert_eq!(server.get_me(&second.text("access_token")).await.status, 401);
}

/// RFC 7009 §2.1, §2.2.
#[tokio::test]
async fn an_unknown_token_and_an_unknown_hint_are_not_errors() {
    let server = Server::with(|builder| builder).await;
    let login = server.form("/oauth/token", LOGIN).await;
    let body = format!("token={}&token_type_hint=whatever&client_id=x", login.text("refresh_token"));
    for body in ["token=never+there", &body, &body] {
        let response = server.form("/oauth/revoke", body).await;
        assert_eq!((response.status, response.text.as_str()), (200, "{}"), "{body}");
        assert!(is_uncached(&response));
    }
    assert_eq!(server.get_me(&login.text("access_token")).await.status, 401);
    let json = TestResponse::of(server.post("/oauth/revoke").json(&json!({"token": "never there"}))).await;
    assert_eq!((json.status, json.text.as_str()), (200, "{}"));
    let none = server.form("/oauth/revoke", "token_type_hint=access_token").await;
    assert_eq!((none.status, none.text("error").as_str()), (400, "invalid_request"));
}

#[tokio::test]
async fn the_endpoints_share_the_limits_of_the_service() {
    let rated = Server::limited(|service| service.rate(2, Duration::from_secs(3600))).await;
    assert_eq!(rated.form("/oauth/token", "grant_type=x").await.status, 400);
    assert_eq!(rated.get_me("x").await.status, 401, "it takes a token of the same bucket");
    let refused = rated.form("/oauth/token", LOGIN).await;
    assert_eq!((refused.status, refused.text("error").as_str()), (429, "temporarily_unavailable"));
    assert!(is_uncached(&refused) && refused.header("retry-after").len() == 4, "half an hour: {refused:?}");

    let full = Server::limited(|service| service.limits(Limits::new().bodies_per_client(20))).await;
    assert_eq!(full.form("/oauth/token", "grant_type=x").await.status, 400);
    let refused = full.form("/oauth/token", LOGIN).await;
    assert_eq!((refused.status, refused.text("error").as_str()), (503, "temporarily_unavailable"));

    // A client on the server's own machine needs no TLS; requests through a proxy do.
    let secure = Server::limited(|service| service.require_tls(true).trust_forwarded()).await;
    assert_eq!(secure.form("/oauth/token", LOGIN).await.status, 200);
    let proxied =
        secure.post("/oauth/token").header("content-type", FORM).header("x-forwarded-proto", "http");
    let refused = TestResponse::of(proxied.body(LOGIN)).await;
    assert_eq!((refused.status, refused.text("error").as_str()), (403, "invalid_request"));
}
