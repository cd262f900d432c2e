//! The endpoints as operations of a document, outside its style; and operations that want a token.

use serde_json::json;

use crate::acme::{Answered, FORM, Server};

const LOGIN: &str = "grant_type=password&username=ann&password=swordfish";

/// RFC 6749 §5.1, §5.2: neither the style's envelope nor its failures.
#[tokio::test]
async fn an_operation_answers_as_the_router_does() {
    let server = Server::start().await;
    let login = server.form("/login/token", LOGIN).await;
    assert_eq!(
        (login.status, login.header("cache-control"), login.header("pragma")),
        (200, "no-store", "no-cache")
    );
    assert_eq!(login.json()["token_type"], "Bearer");
    let json = Answered::of(server.post("/login/token").json(&json!({
        "grant_type": "refresh_token",
        "refresh_token": login.text("refresh_token"),
    })));
    let next = json.await;
    assert_eq!(next.status, 200, "{next:?}");
    let basic =
        server.post("/login/token").basic_auth("app", Some("app secret")).header("content-type", FORM);
    assert_eq!(Answered::of(basic.body(LOGIN)).await.status, 200, "a client is known here too");
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
async fn a_token_that_is_not_good_is_refused_in_the_style() {
    let server = Server::start().await;
    let login = server.form("/oauth/token", &format!("{LOGIN}&scope=read")).await;
    let access = login.text("access_token");
    assert_eq!(server.get_me(&access).await.json(), json!({"data": "person 1"}));
    let put = server.http.put(format!("{}/me", server.base)).bearer_auth(&access);
    assert_eq!(Answered::of(put).await.status, 403, "it does not cover `write`");
    server.pass(3600);
    for token in [access.as_str(), &login.text("refresh_token"), "x"] {
        let refused = server.get_me(token).await;
        assert_eq!((refused.status, refused.header("www-authenticate")), (401, "Bearer"), "{refused:?}");
        assert_eq!(refused.json(), json!({"failed": 401}));
    }
}
