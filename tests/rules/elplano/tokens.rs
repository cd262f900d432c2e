//! The client's source of tokens against the example: it logs in, refreshes and revokes by itself (ELP-82, ELP-85, ELP-86).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use example_elplano::elplano::client::Client;
use housestyle::client::CallError;
use housestyle_oauth::{TokenError, Tokens, TokensBuilder};
use serde_json::json;

use super::server::{DAY, ElplanoRequest, PASSWORD, PAVEL, Plano, START};

/// A source of Pavel's tokens that counts how often they change.
fn source(plano: &Plano, password: &str) -> (Tokens, Arc<AtomicUsize>) {
    let changes = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&changes);
    let builder = builder(plano).password(PAVEL, password);
    let tokens = builder.on_change(move |_| _ = counted.fetch_add(1, Ordering::SeqCst)).build().unwrap();
    (tokens, changes)
}

fn builder(plano: &Plano) -> TokensBuilder {
    Tokens::builder(&plano.server.base).login_parameter("login")
}

fn client(plano: &Plano, tokens: &Tokens) -> Client {
    Client::builder(&plano.server.base).token_source("bearer", tokens.clone()).build().unwrap()
}

/// So many calls at once, all of which have to be answered.
async fn calls(api: &Client, count: usize) {
    let all: Vec<_> = (0..count).map(|_| tokio::spawn(api.clone().list_labels().send())).collect();
    for call in all {
        assert_eq!(call.await.unwrap().unwrap().items.len(), 3);
    }
}

/// How many logins of Pavel's there are, and how many refresh tokens of theirs are spent.
async fn kept(plano: &Plano) -> (i64, i64) {
    let logins = "SELECT COUNT(*) FROM oauth_families WHERE user_id = 3";
    let spent = "SELECT COUNT(*) FROM oauth_tokens t JOIN oauth_families f ON f.id = t.family_id \
        WHERE f.user_id = 3 AND t.spent_at IS NOT NULL";
    (
        sqlx::query_scalar(logins).fetch_one(&plano.pool).await.unwrap(),
        sqlx::query_scalar(spent).fetch_one(&plano.pool).await.unwrap(),
    )
}

#[tokio::test]
async fn elp_82_many_waiting_calls_log_in_once() {
    let plano = Plano::start();
    let (before, _) = kept(&plano).await;
    let (tokens, changes) = source(&plano, PASSWORD);
    calls(&client(&plano, &tokens), 20).await;
    assert_eq!((changes.load(Ordering::SeqCst), kept(&plano).await), (1, (before + 1, 0)));
    // Clients of one source share the tokens.
    calls(&client(&plano, &tokens), 5).await;
    assert_eq!(changes.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn elp_85_elp_89_many_refused_calls_refresh_once() {
    let plano = Plano::start();
    let (tokens, changes) = source(&plano, PASSWORD);
    let api = client(&plano, &tokens);
    calls(&api, 1).await;
    let (logins, _) = kept(&plano).await;
    // The client's clock knows nothing of it: the server says so.
    plano.set_time(START + 3600);
    calls(&api, 20).await;
    assert_eq!((changes.load(Ordering::SeqCst), kept(&plano).await), (2, (logins, 1)));
    plano.set_time(START + 7200);
    calls(&api, 20).await;
    assert_eq!((changes.load(Ordering::SeqCst), kept(&plano).await), (3, (logins, 2)));
}

#[tokio::test]
async fn elp_85_tokens_are_renewed_before_they_expire() {
    let plano = Plano::start();
    let now = Arc::new(AtomicI64::new(START));
    let clock = Arc::clone(&now);
    let tokens = builder(&plano).password(PAVEL, PASSWORD).clock(move || clock.load(Ordering::SeqCst));
    let tokens = tokens.build().unwrap();
    let access = async || {
        tokens.access_token().await.unwrap();
        serde_json::to_value(tokens.saved().unwrap()).unwrap()["access_token"].clone()
    };
    let first = access().await;
    now.store(START + 3500, Ordering::SeqCst);
    assert_eq!(access().await, first);
    now.store(START + 3580, Ordering::SeqCst);
    assert_ne!(access().await, first, "30 s before it expires");
    assert_eq!(kept(&plano).await.1, 1);
}

#[tokio::test]
async fn elp_85_who_lost_the_login_to_a_thief_logs_in_anew() {
    let plano = Plano::start();
    let (tokens, changes) = source(&plano, PASSWORD);
    let api = client(&plano, &tokens);
    calls(&api, 1).await;
    let stolen = serde_json::to_value(tokens.saved().unwrap()).unwrap()["refresh_token"].clone();
    let thief = json!({"grant_type": "refresh_token", "refresh_token": stolen}).to_string();
    let thief = plano.server.post("/oauth/token", &thief).header("content-type", "application/json");
    thief.send().await.expect(200);
    // The refresh token is used a second time, which revokes both logins; the password starts another.
    plano.set_time(START + 3600);
    calls(&api, 3).await;
    assert!(changes.load(Ordering::SeqCst) >= 2);
    assert_eq!(kept(&plano).await.1, 0, "of the login that ended nothing is left");
}

#[tokio::test]
async fn elp_86_the_source_revokes_its_tokens() {
    let plano = Plano::start();
    let (before, _) = kept(&plano).await;
    let (tokens, _) = source(&plano, PASSWORD);
    let api = client(&plano, &tokens);
    calls(&api, 1).await;
    let saved = tokens.saved().unwrap();
    assert_eq!(kept(&plano).await.0, before + 1);
    tokens.revoke().await.unwrap();
    assert_eq!((kept(&plano).await.0, tokens.saved().is_none()), (before, true));
    calls(&api, 1).await;
    // Without the password nothing is left of what was revoked.
    let saved = builder(&plano).saved(saved).build().unwrap();
    let refused = client(&plano, &saved).list_labels().send().await.unwrap_err();
    let CallError::Credential(error) = &refused else { panic!("{refused:?}") };
    assert!(error.downcast_ref::<TokenError>().is_some_and(TokenError::is_invalid_grant), "{refused:?}");
}

#[tokio::test]
async fn r_43_the_source_reports_why_there_is_no_token() {
    let plano = Plano::start();
    let (tokens, changes) = source(&plano, "hunter2");
    let refused = client(&plano, &tokens).list_labels().send().await.unwrap_err();
    let CallError::Credential(error) = &refused else { panic!("{refused:?}") };
    assert!(error.downcast_ref::<TokenError>().is_some_and(TokenError::is_invalid_grant), "{refused:?}");
    assert!(!format!("{refused:?}{refused}").contains("hunter2"));
    assert_eq!(changes.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn elp_87_elp_90_the_source_shows_its_client_and_speaks_forms_or_json() {
    let plano = Plano::start();
    for json in [false, true] {
        for in_body in [false, true] {
            let (id, secret) = ("planner-app", "for-trying-only");
            let builder = builder(&plano).password(PAVEL, PASSWORD);
            let builder = if json { builder.json() } else { builder };
            let builder = match in_body {
                true => builder.client_in_body(id, Some(secret.into())),
                false => builder.client(id, secret),
            };
            let tokens = builder.build().unwrap();
            calls(&client(&plano, &tokens), 2).await;
            tokens.revoke().await.unwrap();
        }
    }
    let stranger = builder(&plano).password(PAVEL, PASSWORD).client("planner-app", "wrong").build().unwrap();
    let refused = stranger.access_token().await.unwrap_err();
    assert!(
        matches!(&refused, TokenError::Refused { error, .. } if error == "invalid_client"),
        "{refused:?}"
    );
    plano.get("/labels").by(PAVEL).send().await.expect(200);
}

#[tokio::test]
async fn tokens_that_have_expired_go_and_their_logins_with_them() {
    let plano = Plano::start();
    let count = async || -> (i64, i64) {
        sqlx::query_as("SELECT (SELECT COUNT(*) FROM oauth_tokens), (SELECT COUNT(*) FROM oauth_families)")
            .fetch_one(&plano.pool)
            .await
            .unwrap()
    };
    let before = count().await;
    assert!(before.0 > 0 && before.1 > 0, "{before:?}");
    plano.set_time(START + 1000 * DAY - 1);
    plano.planner.clean().await.unwrap();
    assert_eq!(count().await, before);
    plano.set_time(START + 1000 * DAY);
    plano.planner.clean().await.unwrap();
    assert_eq!(count().await, (0, 0));
}
