//! GOAT-42 to GOAT-44: who someone is, by Facebook or without a name, and how one account becomes the other.

use serde_json::{Value, json};

use super::visitor::{ADA, BORIS, Goats, new_event};

fn token(token: &str) -> Value {
    json!({ "user_access_token": token })
}

#[tokio::test]
async fn goat_42_logout_ends_the_session_and_expires_the_cookie() {
    let goats = Goats::start();
    let mut ada = goats.logged_in(ADA).await;
    let id = ada.cookie.clone().unwrap();
    let reply = ada.call("/accounts/logout/", json!({})).await;
    assert_eq!(reply.text, r#"{"status":"ok","data":{}}"#);
    assert!(reply.cookie().unwrap().max_age() <= 0);
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sessions WHERE id = $1")
        .bind(id)
        .fetch_one(goats.sessions.pool())
        .await
        .unwrap();
    assert_eq!(left, 0);
    // Anonymous callers may do so too.
    assert_eq!(ada.ok("/accounts/logout/", json!({})).await, json!({}));
    assert_eq!(goats.visitor().ok("/accounts/logout/", json!({})).await, json!({}));
}

#[tokio::test]
async fn goat_43_an_anonymous_login_returns_token_and_account_and_logs_in() {
    let goats = Goats::start();
    let mut visitor = goats.visitor();
    let login = visitor.ok("/accounts/auth/anonym/", json!({})).await;
    let given = login["user_access_token"].as_str().unwrap();
    assert_eq!(given.len(), 32);
    assert!(given.bytes().all(|b| b.is_ascii_hexdigit()), "{given}");
    assert_eq!(visitor.ok("/events/list/", json!({})).await, json!([]));
    // The token comes back to the same account.
    let again = goats.visitor().ok("/accounts/auth/anonym/", token(given)).await;
    assert_eq!(again, login);
    let stranger = goats.visitor().refused("/accounts/auth/anonym/", token("nobody's")).await;
    assert_eq!(stranger, "ACCOUNT_NOT_FOUND");
}

#[tokio::test]
async fn goat_43_a_login_with_facebook_swaps_the_token_and_makes_one_account() {
    let goats = Goats::start();
    let mut frida = goats.visitor();
    let login = frida.ok("/accounts/auth/facebook/", token("fb-Frida")).await;
    assert_eq!(login["user_access_token"], "long-Frida");
    let again = goats.visitor().ok("/accounts/auth/facebook/", token("fb-Frida")).await;
    assert_eq!(again["account_id"], login["account_id"]);
    let event = frida.ok("/events/create/", new_event()).await;
    let account = &event["participants"][0]["account"];
    assert_eq!((&account["id"], &account["name"]), (&login["account_id"], &json!("Frida")));
    assert_eq!(account["avatar_url"], "https://pictures.example/Frida");
    assert_eq!(account["identities"], json!([{"auth_method": "FB", "identifier": "id-Frida"}]));
    let mut anonymous = goats.visitor();
    assert_eq!(anonymous.refused("/accounts/auth/facebook/", token("stolen")).await, "FACEBOOK_LOGIN_FAILED");
    assert_eq!(anonymous.refused("/events/list/", json!({})).await, "AUTH_REQUIRED");
}

#[tokio::test]
async fn goat_43_what_others_see_of_an_anonymous_account_does_not_let_them_in() {
    let goats = Goats::shared();
    let event = goats.logged_in(BORIS).await.ok("/events/details/", json!({"event_id": 1})).await;
    let identity = &event["participants"][0]["account"]["identities"][0];
    assert_eq!(identity["auth_method"], "ANONYM");
    assert!(!event.to_string().contains(ADA));
    let identifier = identity["identifier"].as_str().unwrap();
    assert_eq!(
        goats.visitor().refused("/accounts/auth/anonym/", token(identifier)).await,
        "ACCOUNT_NOT_FOUND"
    );
}

#[tokio::test]
async fn goat_44_who_is_logged_in_cannot_log_in() {
    let goats = Goats::shared();
    for mut visitor in [goats.logged_in(ADA).await, goats.with_facebook("fb-Fanny").await] {
        for (path, body) in [
            ("/accounts/auth/facebook/", token("fb-Frida")),
            ("/accounts/auth/facebook/", token("stolen")),
            ("/accounts/auth/anonym/", token(ADA)),
            ("/accounts/auth/anonym/", json!({})),
        ] {
            assert_eq!(visitor.refused(path, body).await, "ALREADY_LOGGED_IN");
        }
    }
}

#[tokio::test]
async fn replacing_moves_the_anonymous_accounts_data_to_the_full_one() {
    let goats = Goats::start();
    let mut frida = goats.with_facebook("fb-Frida").await;
    let before = frida.cookie.clone();
    assert_eq!(frida.ok("/accounts/auth/anonym/replace/", token(BORIS)).await, json!({}));
    assert_ne!(frida.cookie, before, "she is another account now");
    let events = frida.ok("/events/list/", json!({})).await;
    assert_eq!(events[0]["id"], 1, "what was Boris's");
    let account = &events[0]["participants"][1]["account"];
    assert_eq!(
        (&account["id"], &account["name"]),
        (&json!(2), &json!("Frida")),
        "the resulting id is the anonymous one"
    );
    assert_eq!(account["identities"], json!([{"auth_method": "FB", "identifier": "id-Frida"}]));
    assert_eq!(goats.visitor().refused("/accounts/auth/anonym/", token(BORIS)).await, "ACCOUNT_NOT_FOUND");
    let login = goats.visitor().ok("/accounts/auth/facebook/", token("fb-Frida")).await;
    assert_eq!(login["account_id"], 2);
}

#[tokio::test]
async fn replacing_is_refused_where_it_would_mix_accounts() {
    let goats = Goats::start();
    let path = "/accounts/auth/anonym/replace/";
    let mut frida = goats.with_facebook("fb-Frida").await;
    assert_eq!(frida.refused(path, token("nobody's")).await, "ACCOUNT_NOT_FOUND");
    assert_eq!(frida.refused(path, json!({})).await, "MISSING_PARAMETER");
    let mut anonymous = goats.logged_in(ADA).await;
    assert_eq!(anonymous.refused(path, token(BORIS)).await, "INVALID_AUTH_METHOD");
    frida.ok("/participants/create/self/", json!({"secret": "tent42"})).await;
    assert_eq!(frida.refused(path, token(BORIS)).await, "INVALID_ACCOUNT_STATE");
    assert_eq!(goats.visitor().refused(path, token(BORIS)).await, "AUTH_REQUIRED");
}

#[tokio::test]
async fn a_session_of_a_deleted_account_is_anonymous() {
    let goats = Goats::start();
    let mut phone = goats.with_facebook("fb-Frida").await;
    let mut tablet = goats.with_facebook("fb-Frida").await;
    phone.ok("/accounts/auth/anonym/replace/", token(BORIS)).await;
    assert_eq!(tablet.refused("/events/list/", json!({})).await, "AUTH_REQUIRED");
    tablet.ok("/accounts/auth/facebook/", token("fb-Frida")).await;
}
