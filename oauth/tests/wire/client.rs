//! A client that logs in, refreshes and revokes, against a server of the same crate.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::future::join_all;
use housestyle::client::{CallError, ClientBuilder, ClientCore, Reqwest, Transport};
use housestyle_oauth::{SavedTokens, Tokens, TokensBuilder};
use serde_json::json;

use crate::acme::{API, RenameMe, Server, WhoAmI};

/// A source whose clock is the server's, and a client that shares its connections.
fn source(server: &Server) -> (TokensBuilder, Arc<dyn Transport>) {
    let clock = Arc::clone(&server.clock);
    let transport: Arc<dyn Transport> = Arc::new(Reqwest::new(Duration::from_secs(5)).expect("a transport"));
    let builder = Tokens::builder(&server.base).transport(Arc::clone(&transport));
    (builder.clock(move || clock.load(Ordering::SeqCst)), transport)
}

fn client(server: &Server, tokens: &Tokens, transport: Arc<dyn Transport>) -> ClientCore {
    ClientBuilder::new(&API, &server.base)
        .token_source("oauth", tokens.clone())
        .transport(transport)
        .build()
        .expect("a client")
}

async fn who_am_i(client: &ClientCore) -> String {
    client.call(WhoAmI {}).send().await.expect("an answer").as_str().expect("text").to_owned()
}

fn access(tokens: &Tokens) -> String {
    let saved = serde_json::to_value(tokens.saved().expect("tokens")).expect("JSON");
    saved["access_token"].as_str().expect("text").to_owned()
}

/// RFC 6749 §4.3, §6.
#[tokio::test]
async fn calls_at_once_log_in_once_and_refresh_once() {
    let server = Server::start().await;
    let (builder, transport) = source(&server);
    let tokens = builder.client("app", "app secret").password("ann", "swordfish").build().expect("a source");
    let client = client(&server, &tokens, transport);
    let all = || async { join_all((0..8).map(|_| who_am_i(&client))).await };
    assert!(all().await.iter().all(|who| who == "person 1"));
    assert_eq!(server.people.looked.load(Ordering::SeqCst), 1);
    let first = access(&tokens);
    // Shortly before it expires: nothing is refused.
    server.pass(3580);
    all().await;
    let second = access(&tokens);
    assert_ne!(first, second);
    // The server revokes it, which the client cannot know.
    let family = server.oauth.access(&second.clone().into()).await.expect("known").expect("good").family;
    server.oauth.revoke_family(family).await.expect("revoked");
    assert!(all().await.iter().all(|who| who == "person 1"));
    assert_eq!(server.people.looked.load(Ordering::SeqCst), 2, "the password, where no refresh token helps");
}

/// RFC 6749 §6: a refused token is not sent again, although it has not expired.
#[tokio::test]
async fn a_401_renews_the_token_by_the_refresh_token() {
    let server = Server::with(|builder| builder.access_lifetime(Duration::from_secs(3600))).await;
    let (builder, transport) = source(&server);
    // With a clock that stands still, only a 401 makes this client renew its token.
    let tokens = builder.clock(|| 0).password("ann", "swordfish").build().expect("a source");
    let client = client(&server, &tokens, transport);
    who_am_i(&client).await;
    let first = access(&tokens);
    server.pass(3600);
    let all = join_all((0..8).map(|_| who_am_i(&client))).await;
    assert!(all.iter().all(|who| who == "person 1"));
    assert_ne!(access(&tokens), first);
    assert_eq!(server.people.looked.load(Ordering::SeqCst), 1, "no password was needed");
}

/// RFC 7009 §2.
#[tokio::test]
async fn tokens_outlive_a_run_until_they_are_revoked() {
    let server = Server::with(|builder| builder.login_parameter("login")).await;
    let (builder, transport) = source(&server);
    let tokens =
        builder.json().login_parameter("login").password("ann", "swordfish").build().expect("a source");
    who_am_i(&client(&server, &tokens, transport)).await;
    let text = serde_json::to_string(&tokens.saved()).expect("JSON");
    let saved: Option<SavedTokens> = serde_json::from_str(&text).expect("tokens");
    let (builder, transport) = source(&server);
    let later = builder.saved(saved.expect("tokens")).build().expect("a source");
    let client = client(&server, &later, transport);
    who_am_i(&client).await;
    assert_eq!(server.people.looked.load(Ordering::SeqCst), 1);
    let shown = access(&later);
    later.revoke().await.expect("revoked");
    assert_eq!(server.get_me(&shown).await.status, 401);
    let error = client.call(WhoAmI {}).send().await.expect_err("nobody");
    assert!(matches!(error, CallError::Credential(_)), "{error:?}");
}

/// RFC 6749 §3.3.
#[tokio::test]
async fn a_token_of_a_narrow_scope_is_not_renewed_for_a_403() {
    let server = Server::start().await;
    let (builder, transport) = source(&server);
    let tokens = builder.scope("read").password("ann", "swordfish").build().expect("a source");
    let client = client(&server, &tokens, transport);
    let error = client.call(RenameMe {}).send().await.expect_err("too little");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    assert_eq!(tokens.saved().expect("tokens").scope(), Some("read"));
    assert_eq!(client.call(WhoAmI {}).send().await.expect("an answer"), json!("person 1"));
    assert_eq!(server.people.looked.load(Ordering::SeqCst), 1);
}
