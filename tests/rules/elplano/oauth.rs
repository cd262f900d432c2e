//! ELP-81 to ELP-90 and the ruling R-43: tokens, as RFC 6749 and RFC 7009 have them.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use example_elplano::people::refusal;
use serde_json::{Value, json};

use super::server::{
    ElplanoReply, ElplanoRequest, MALLORY, MEDIA, PASSWORD, PAVEL, Plano, START, UNA, bearer,
};
use crate::server::{Reply, Request};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const CLIENT: &str = "planner-app";
const SECRET: &str = "for-trying-only";

/// Something for an endpoint, in JSON.
fn ask(plano: &Plano, endpoint: &str, body: &Value) -> Request {
    plano.server.post(&format!("/oauth/{endpoint}"), &body.to_string()).header("content-type", JSON)
}

fn password(login: &str, password: &str) -> Value {
    json!({"grant_type": "password", "login": login, "password": password})
}

fn refreshing(token: &str) -> Value {
    json!({"grant_type": "refresh_token", "refresh_token": token})
}

/// The tokens that someone gets for the password.
async fn tokens(plano: &Plano, login: &str) -> (String, String) {
    both(&ask(plano, "token", &password(login, PASSWORD)).send().await.expect(200))
}

/// An access token and a refresh token.
fn both(reply: &Reply) -> (String, String) {
    let json = reply.json();
    let text = |wire: &str| json[wire].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}

/// The status of a call with an access token.
async fn status(plano: &Plano, access: &str) -> u16 {
    plano.get("/labels").as_(&format!("Bearer {access}")).send().await.status
}

/// Checks that the response may not be cached (RFC 6749 §5.1), and that it is plain JSON.
#[track_caller]
fn uncached(reply: Reply) -> Reply {
    assert_eq!(reply.header("cache-control"), Some("no-store"), "{}", reply.text);
    assert_eq!(reply.header("pragma"), Some("no-cache"));
    assert_eq!(reply.header("content-type"), Some(JSON));
    reply
}

/// That a request is refused as RFC 6749 §5.2 has it, and with which text.
#[track_caller]
fn refused(reply: Reply, status: u16, error: &str) -> String {
    let reply = uncached(reply.expect(status));
    let mut members = reply.members();
    members.sort();
    assert_eq!(members, ["error", "error_description"], "{}", reply.text);
    assert_eq!(reply.json()["error"], error, "{}", reply.text);
    reply.json()["error_description"].as_str().unwrap().to_owned()
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

#[tokio::test]
async fn elp_81_r_43_calls_carry_a_bearer() {
    let plano = Plano::shared();
    plano.get("/labels").as_(&bearer(PAVEL)).send().await.expect(200);
    plano.get("/labels").as_(&bearer(PAVEL).replace("Bearer", "bearer")).send().await.expect(200);
    let token = bearer(PAVEL).replace("Bearer ", "");
    let client = basic(CLIENT, SECRET);
    for wrong in [&token, &*format!("Token {token}"), &*client, "Bearer", "Bearer  ", "Bearer nonsense", ""] {
        let reply = plano.get("/labels").as_(wrong).send().await.expect(401);
        assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"), "{wrong}");
        assert_eq!((reply.errors().len(), reply.header("content-type")), (1, Some(MEDIA)), "{wrong}");
    }
    plano.get("/labels").send().await.expect(401);
    plano.get(&format!("/labels?access_token={token}")).send().await.expect(401);
}

#[tokio::test]
async fn elp_82_elp_84_a_login_and_a_password_give_a_token() {
    let plano = Plano::start();
    for login in [PAVEL, "pavel@elplano.example", "PAVEL", "Pavel@ElPlano.example"] {
        let reply = uncached(ask(&plano, "token", &password(login, PASSWORD)).send().await.expect(200));
        assert_eq!(reply.json().get("data"), None, "no document");
        assert_eq!(status(&plano, &both(&reply).0).await, 200);
    }
    // RFC 6749's parameter is accepted as well as the guide's, but not both at once.
    let mut body = json!({"grant_type": "password", "username": PAVEL, "password": PASSWORD});
    ask(&plano, "token", &body).send().await.expect(200);
    body["login"] = json!(PAVEL);
    let text = refused(ask(&plano, "token", &body).send().await, 400, "invalid_request");
    assert!(text.contains("login") && text.contains("username"), "{text}");
    // Neither endpoint has the prefix of the version.
    plano.send("POST", "/oauth/token", &password(PAVEL, PASSWORD)).send().await.expect(404);
}

#[tokio::test]
async fn elp_83_the_answer_has_the_members_of_the_guide() {
    let plano = Plano::start();
    let reply = ask(&plano, "token", &password(PAVEL, PASSWORD)).send().await.expect(200);
    let mut members = reply.members();
    members.sort();
    assert_eq!(members, ["access_token", "created_at", "expires_in", "refresh_token", "token_type"]);
    let json = reply.json();
    assert_eq!((&json["token_type"], &json["expires_in"]), (&json!("Bearer"), &json!(3600)));
    assert_eq!(json["created_at"], START);
    let (access, refresh) = both(&reply);
    assert!(
        access.len() >= 22 && refresh.len() >= 22 && access != refresh,
        "128 bits or more: {access} {refresh}"
    );
    let again = tokens(&plano, PAVEL).await;
    assert!(again.0 != access && again.1 != refresh);
}

#[tokio::test]
async fn elp_85_a_refresh_token_gives_new_ones_once() {
    let plano = Plano::start();
    let first = tokens(&plano, PAVEL).await;
    let reply = uncached(ask(&plano, "token", &refreshing(&first.1)).send().await.expect(200));
    assert_eq!(reply.members().len(), 5);
    let second = both(&reply);
    assert!(second.0 != first.0 && second.1 != first.1);
    assert_eq!(status(&plano, &second.0).await, 200);
    let third = both(&ask(&plano, "token", &refreshing(&second.1)).send().await.expect(200));
    assert_eq!(status(&plano, &third.0).await, 200);
    // An access token is not a refresh token.
    refused(ask(&plano, "token", &refreshing(&third.0)).send().await, 400, "invalid_grant");
    assert_eq!(status(&plano, &third.0).await, 200);
}

#[tokio::test]
async fn elp_85_r_43_a_refresh_token_that_is_shown_again_ends_its_login() {
    let plano = Plano::start();
    let other = tokens(&plano, PAVEL).await;
    let first = tokens(&plano, PAVEL).await;
    let second = both(&ask(&plano, "token", &refreshing(&first.1)).send().await.expect(200));
    plano.set_time(START + 10);
    refused(ask(&plano, "token", &refreshing(&first.1)).send().await, 400, "invalid_grant");
    assert_eq!(status(&plano, &second.0).await, 401);
    refused(ask(&plano, "token", &refreshing(&second.1)).send().await, 400, "invalid_grant");
    assert_eq!(status(&plano, &other.0).await, 200, "another login of the same user");
}

/// RFC 9700 §4.14: two requests of one client do not count as theft.
#[tokio::test]
async fn elp_85_r_43_of_two_refreshes_at_the_same_moment_one_wins_and_keeps_its_tokens() {
    let plano = Plano::start();
    let first = tokens(&plano, PAVEL).await;
    let refresh = || tokio::spawn(ask(&plano, "token", &refreshing(&first.1)).send());
    let mut replies = Vec::new();
    for one in [refresh(), refresh(), refresh()] {
        replies.push(one.await.unwrap());
    }
    let (won, lost): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 2));
    for reply in lost {
        let text = refused(reply, 400, "invalid_grant");
        assert!(text.contains("a moment ago"), "{text}");
    }
    let second = both(&won[0]);
    assert_eq!(status(&plano, &second.0).await, 200);
    ask(&plano, "token", &refreshing(&second.1)).send().await.expect(200);
}

/// RFC 6750 §3.1.
#[tokio::test]
async fn elp_89_r_43_a_401_says_what_is_wrong_with_a_token_that_was_sent() {
    let plano = Plano::shared();
    let challenge = async |credentials: Option<&str>| {
        let request = plano.get("/labels");
        let request = if let Some(credentials) = credentials { request.as_(credentials) } else { request };
        request.send().await.expect(401).header("www-authenticate").unwrap().to_owned()
    };
    assert_eq!(challenge(Some("Bearer nonsense")).await, "Bearer error=\"invalid_token\"");
    for without in [None, Some("Bearer"), Some("Basic eDp5")] {
        assert_eq!(challenge(without).await, "Bearer", "{without:?}");
    }
}

/// RFC 6749 §5.2: whatever refuses a request.
#[tokio::test]
async fn r_43_r_47_too_much_is_refused_as_oauth_has_it() {
    let plano = Plano::start_as(|service| service.rate(3, Duration::from_secs(60)));
    for endpoint in ["token", "revoke"] {
        let body =
            json!({"grant_type": "password", "login": PAVEL, "password": "x".repeat(3 << 20), "token": "x"});
        refused(ask(&plano, endpoint, &body).send().await, 413, "invalid_request");
    }
    ask(&plano, "token", &password(PAVEL, PASSWORD)).send().await.expect(200);
    for endpoint in ["token", "revoke"] {
        let busy =
            ask(&plano, endpoint, &password(PAVEL, PASSWORD)).header("accept-language", "ru").send().await;
        assert!(busy.header("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
        assert_eq!(busy.header("ratelimit-remaining"), Some("0"));
        assert_eq!(busy.header("content-language"), None, "the words are RFC 6749's, of ASCII");
        refused(busy, 429, "temporarily_unavailable");
    }
    // Credentials that cannot be read are a client's (RFC 6749 §5.2).
    let plano = Plano::shared();
    let unread = ask(plano, "revoke", &json!({"token": "x"})).as_("Basic !!!").send().await;
    assert!(unread.header("www-authenticate").is_some_and(|value| value.starts_with("Basic")), "{unread:?}");
    refused(unread, 401, "invalid_client");
}

#[tokio::test]
async fn elp_86_elp_89_revocation_takes_back_tokens_of_either_kind() {
    let plano = Plano::start();
    for refresh in [false, true] {
        let (access, kept) = tokens(&plano, PAVEL).await;
        let token = if refresh { &kept } else { &access };
        let reply = uncached(ask(&plano, "revoke", &json!({"token": token})).send().await.expect(200));
        assert_eq!(reply.text, "{}");
        let call = plano.get("/labels").as_(&format!("Bearer {access}")).send().await.expect(401);
        assert_eq!(call.errors().len(), 1);
        refused(ask(&plano, "token", &refreshing(&kept)).send().await, 400, "invalid_grant");
        ask(&plano, "revoke", &json!({"token": token})).send().await.expect(200);
    }
    // The hint helps a search that is not needed.
    let (access, _) = tokens(&plano, PAVEL).await;
    let body = json!({"token": access, "token_type_hint": "refresh_token"});
    ask(&plano, "revoke", &body).send().await.expect(200);
    assert_eq!(status(&plano, &access).await, 401);
    assert_eq!(plano.get("/labels").by(PAVEL).send().await.status, 200, "another login of the same user");
}

#[tokio::test]
async fn elp_87_a_client_shows_itself_as_basic_or_in_the_body() {
    let plano = Plano::start();
    let with_client = |mut body: Value, secret: &str| {
        body["client_id"] = json!(CLIENT);
        body["client_secret"] = json!(secret);
        body
    };
    for in_body in [false, true] {
        let ask = |endpoint: &str, body: Value, secret: &str| match in_body {
            true => ask(&plano, endpoint, &with_client(body, secret)),
            false => ask(&plano, endpoint, &body).as_(&basic(CLIENT, secret)),
        };
        let grant = || password(PAVEL, PASSWORD);
        let reply = ask("token", grant(), SECRET).send().await.expect(200);
        let (access, refresh) = both(&reply);
        let wrong = ask("revoke", json!({"token": access}), "wrong").send().await;
        assert!(
            wrong.header("www-authenticate").is_some_and(|value| value.starts_with("Basic")),
            "{wrong:?}"
        );
        refused(wrong, 401, "invalid_client");
        refused(ask("token", grant(), "wrong").send().await, 401, "invalid_client");
        // What a client got is that client's to refresh and revoke.
        let stranger = super::oauth::ask(&plano, "revoke", &json!({"token": access})).send().await;
        refused(stranger, 401, "invalid_client");
        let stranger = super::oauth::ask(&plano, "token", &refreshing(&refresh)).send().await;
        refused(stranger, 401, "invalid_client");
        assert_eq!(status(&plano, &access).await, 200);
        let reply = ask("revoke", json!({"token": refresh}), SECRET).send().await.expect(200);
        assert_eq!(reply.text, "{}");
        assert_eq!(status(&plano, &access).await, 401);
    }
    // Both at once is an invalid request (RFC 6749 §2.3).
    let both = ask(&plano, "revoke", &with_client(json!({"token": "x"}), SECRET)).as_(&basic(CLIENT, SECRET));
    refused(both.send().await, 400, "invalid_request");
}

#[tokio::test]
async fn elp_88_an_unknown_token_is_revoked_as_well() {
    let plano = Plano::shared();
    let reply = uncached(ask(plano, "revoke", &json!({"token": "nonsense"})).send().await.expect(200));
    assert_eq!(reply.text, "{}");
    let by_client = ask(plano, "revoke", &json!({"token": "nonsense"})).as_(&basic(CLIENT, SECRET));
    by_client.send().await.expect(200);
    refused(ask(plano, "revoke", &json!({})).send().await, 400, "invalid_request");
}

#[tokio::test]
async fn elp_89_a_token_is_good_for_an_hour() {
    let plano = Plano::start();
    let (access, refresh) = tokens(&plano, PAVEL).await;
    plano.set_time(START + 3599);
    assert_eq!(status(&plano, &access).await, 200);
    plano.set_time(START + 3600);
    let reply = plano.get("/labels").as_(&format!("Bearer {access}")).send().await.expect(401);
    assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"));
    let next = both(&ask(&plano, "token", &refreshing(&refresh)).send().await.expect(200));
    assert_eq!((status(&plano, &next.0).await, status(&plano, &access).await), (200, 401));
    // No refresh token is good for ever.
    plano.set_time(START + 10 * 365 * 24 * 60 * 60);
    refused(ask(&plano, "token", &refreshing(&next.1)).send().await, 400, "invalid_grant");
}

#[tokio::test]
async fn elp_90_bodies_are_json_or_forms() {
    let plano = Plano::start();
    let form = |endpoint: &str, body: &str| {
        plano.server.post(&format!("/oauth/{endpoint}"), body).header("content-type", FORM).send()
    };
    let reply =
        uncached(form("token", "grant_type=password&login=pavel%40elplano.example&password=swordfish").await);
    let (_, refresh) = both(&reply.expect(200));
    let reply =
        form("token", &format!("refresh_token={refresh}&grant_type=refresh_token&other=1")).await.expect(200);
    let (access, _) = both(&reply);
    assert_eq!(status(&plano, &access).await, 200);
    assert_eq!(form("revoke", &format!("token={access}")).await.expect(200).text, "{}");
    assert_eq!(status(&plano, &access).await, 401);
    let body = password(PAVEL, PASSWORD).to_string();
    for media in ["application/json; charset=utf-8", MEDIA] {
        plano.server.post("/oauth/token", &body).header("content-type", media).send().await.expect(200);
    }
    let text = plano.server.post("/oauth/token", &body).header("content-type", "text/plain").send().await;
    refused(text, 400, "invalid_request");
    refused(plano.server.post("/oauth/token", &body).send().await, 400, "invalid_request");
    refused(form("token", "grant_type=password&login=a&login=b&password=c").await, 400, "invalid_request");
    refused(ask(&plano, "token", &json!(["grant_type"])).send().await, 400, "invalid_request");
    let broken = plano.server.post("/oauth/token", "{").header("content-type", JSON).send().await;
    refused(broken, 400, "invalid_request");
}

#[tokio::test]
async fn r_43_refusals_are_those_of_rfc_6749() {
    let plano = Plano::start();
    let token = async |body: Value| ask(&plano, "token", &body).send().await;
    let wrong = refused(token(password(PAVEL, "wrong")).await, 400, "invalid_grant");
    let unknown = refused(token(password("nobody", "wrong")).await, 400, "invalid_grant");
    assert_eq!(wrong, unknown, "the response does not reveal who has an account");
    assert_eq!(refused(token(password(UNA, "wrong")).await, 400, "invalid_grant"), wrong);
    assert_eq!(refused(token(password(UNA, PASSWORD)).await, 400, "invalid_grant"), refusal::UNCONFIRMED);
    assert_eq!(refused(token(password(MALLORY, PASSWORD)).await, 400, "invalid_grant"), refusal::BANNED);
    refused(token(refreshing("nonsense")).await, 400, "invalid_grant");
    refused(token(json!({"grant_type": "implicit"})).await, 400, "unsupported_grant_type");
    refused(
        token(json!({"grant_type": "authorization_code", "code": "x"})).await,
        400,
        "unsupported_grant_type",
    );
    for body in [
        json!({}),
        json!({"grant_type": "password", "login": PAVEL}),
        json!({"grant_type": "password", "password": PASSWORD}),
        json!({"grant_type": "password", "login": PAVEL, "password": ["swordfish"]}),
        json!({"grant_type": "refresh_token"}),
    ] {
        refused(token(body).await, 400, "invalid_request");
    }
    // Who is already logged in gets another token all the same: the request's own credentials are ignored.
    let again = ask(&plano, "token", &password(PAVEL, PASSWORD)).header("accept-language", "ru");
    again.send().await.expect(200);
}
