//! A source of tokens with a server of canned responses, and a clock that is set by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::join_all;
use housestyle::client::{Body, Request, Response};
use http::{Response as HttpResponse, StatusCode};

use super::*;

const NOW: i64 = 1_700_000_000;

/// A request that was sent.
#[derive(Debug, Clone)]
struct SentRequest {
    url: String,
    authorization: Option<String>,
    media: String,
    body: String,
}

type Responder = Arc<dyn Fn(usize, &SentRequest) -> Result<(u16, String), TransportKind> + Send + Sync>;

/// A server as a transport, its clock, and the requests that it received.
#[derive(Clone)]
struct CannedServer {
    seen: Arc<Mutex<Vec<SentRequest>>>,
    clock: Arc<AtomicI64>,
    act: Responder,
}

/// Tokens `a1`, `r1`, then `a2`, `r2`, …
fn counted(number: usize) -> Result<(u16, String), TransportKind> {
    let text = format!(
        r#"{{"access_token":"a{number}","token_type":"bearer","expires_in":3600,"refresh_token":"r{number}"}}"#
    );
    Ok((200, text))
}

fn refused(word: &str) -> Result<(u16, String), TransportKind> {
    Ok((400, format!(r#"{{"error":"{word}","error_description":"No\u0007"}}"#)))
}

impl CannedServer {
    fn new(
        act: impl Fn(usize, &SentRequest) -> Result<(u16, String), TransportKind> + Send + Sync + 'static,
    ) -> Self {
        Self { seen: Arc::default(), clock: Arc::new(AtomicI64::new(NOW)), act: Arc::new(act) }
    }

    fn builder(&self) -> TokensBuilder {
        let (this, clock) = (self.clone(), Arc::clone(&self.clock));
        Tokens::builder("https://acme.test/v1")
            .transport(move |request: Request| this.clone().answer(request))
            .clock(move || clock.load(Ordering::SeqCst))
    }

    fn with_password(&self) -> Tokens {
        self.builder().password("ann", "sword fish&").build().expect("a source")
    }

    async fn answer(self, request: Request) -> Result<Response, TransportError> {
        // Other calls are polled first.
        tokio::task::yield_now().await;
        let header =
            |wire: &str| request.headers().get(wire).map(|value| value.to_str().expect("text").to_owned());
        let seen = SentRequest {
            url: request.uri().to_string(),
            authorization: header("authorization"),
            media: header("content-type").expect("a media type"),
            body: String::from_utf8(request.body().to_vec()).expect("text"),
        };
        let number = {
            let mut all = self.seen.lock().expect("a lock");
            all.push(seen.clone());
            all.len()
        };
        let (status, body) = (self.act)(number, &seen).map_err(TransportError::new)?;
        Ok(HttpResponse::builder().status(status).body(Body::from(body)).expect("an answer"))
    }

    fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    fn bodies(&self) -> Vec<String> {
        self.seen.lock().expect("a lock").iter().map(|seen| seen.body.clone()).collect()
    }
}

async fn token(tokens: &Tokens) -> String {
    tokens.access_token().await.expect("a token").expose_secret().to_owned()
}

async fn instead(tokens: &Tokens, refused: &str) -> String {
    let token = tokens.instead(&refused.into()).await.expect("a token");
    token.expose_secret().to_owned()
}

const LOGIN: &str = "grant_type=password&username=ann&password=sword+fish%26";

/// RFC 6749 §4.3.2, §6.
#[tokio::test]
async fn it_logs_in_once_and_refreshes_before_the_token_expires() {
    let server = CannedServer::new(|number, _| counted(number));
    let tokens = server.with_password();
    assert_eq!((token(&tokens).await, token(&tokens).await), ("a1".into(), "a1".into()));
    assert!(tokens.lasts(&"a1".into()) && !tokens.lasts(&"a0".into()));
    server.pass(3569);
    assert_eq!(token(&tokens).await, "a1");
    server.pass(1);
    assert!(!tokens.lasts(&"a1".into()), "a client asks for another in time");
    assert_eq!(token(&tokens).await, "a2");
    assert_eq!(server.bodies(), [LOGIN, "grant_type=refresh_token&refresh_token=r1"]);
    let seen = server.seen.lock().expect("a lock")[0].clone();
    assert_eq!((seen.url.as_str(), seen.authorization), ("https://acme.test/v1/oauth/token", None));
    assert_eq!(seen.media, "application/x-www-form-urlencoded");
    let shown = format!("{tokens:?}");
    assert!(!["a2", "r2", "fish"].iter().any(|secret| shown.contains(secret)), "{shown}");
}

#[tokio::test]
async fn calls_at_once_ask_once() {
    let server = CannedServer::new(|number, _| counted(number));
    let tokens = server.with_password();
    let all = join_all((0..8).map(|_| token(&tokens))).await;
    assert!(all.iter().all(|token| token == "a1") && server.bodies().len() == 1);
    // The server refuses it.
    let all = join_all((0..8).map(|_| instead(&tokens, "a1"))).await;
    assert!(all.iter().all(|token| token == "a2") && server.bodies().len() == 2);
}

/// RFC 6749 §2.3.1.
#[tokio::test]
async fn a_client_authenticates() {
    let server = CannedServer::new(|number, _| counted(number));
    let basic = server
        .builder()
        .client("an app", "a:b")
        .password("ann", "x")
        .scope("read")
        .build()
        .expect("a source");
    token(&basic).await;
    let in_body =
        server.builder().client_in_body("page", None).json().login_parameter("login").password("ann", "x");
    token(&in_body.token_path("/token").build().expect("a source")).await;
    let seen = server.seen.lock().expect("a lock").clone();
    let pair = format!("Basic {}", STANDARD.encode("an+app:a%3Ab"));
    assert_eq!(seen[0].authorization.as_ref(), Some(&pair));
    assert_eq!(seen[0].body, "grant_type=password&username=ann&password=x&scope=read");
    assert_eq!(
        (seen[1].url.as_str(), seen[1].media.as_str()),
        ("https://acme.test/v1/token", "application/json")
    );
    assert_eq!(seen[1].body, r#"{"grant_type":"password","login":"ann","password":"x","client_id":"page"}"#);
}

/// RFC 6749 §5.2.
#[tokio::test]
async fn the_password_is_used_if_the_refresh_token_is_refused() {
    let act = |number, seen: &SentRequest| match seen.body.contains("refresh_token=") {
        true => refused("invalid_grant"),
        false => counted(number),
    };
    let server = CannedServer::new(act);
    let tokens = server.with_password();
    token(&tokens).await;
    assert_eq!(instead(&tokens, "a1").await, "a3");
    assert_eq!(server.bodies().len(), 3);
    // Without a password the user has to log in again.
    let saved = tokens.saved().expect("tokens");
    let without = server.builder().saved(saved).build().expect("a source");
    server.pass(3600);
    let error = without.access_token().await.expect_err("no token");
    assert!(error.is_invalid_grant());
    assert_eq!(error.to_string(), r"no token: 400 invalid_grant: No\u{7}");
    server.pass(10);
    assert!(matches!(without.access_token().await, Err(TokenError::NoGrant)), "it is sent once");
}

#[tokio::test]
async fn a_refused_password_is_not_tried_again_at_once() {
    let server = CannedServer::new(|_, _| refused("invalid_grant"));
    let tokens = server.with_password();
    for came in join_all((0..8).map(|_| tokens.access_token())).await {
        assert!(came.expect_err("refused").is_invalid_grant());
    }
    server.pass(9);
    assert!(tokens.access_token().await.is_err() && server.bodies().len() == 1);
    server.pass(1);
    assert!(tokens.access_token().await.is_err() && server.bodies().len() == 2);
}

#[tokio::test]
async fn a_token_that_is_still_valid_is_used_if_it_cannot_be_renewed() {
    let server =
        CannedServer::new(|number, _| if number == 1 { counted(1) } else { Err(TransportKind::Connect) });
    let tokens = server.with_password();
    token(&tokens).await;
    server.pass(3580);
    assert_eq!(token(&tokens).await, "a1");
    assert!(tokens.instead(&"a1".into()).await.is_err(), "not the one that was refused");
    server.pass(20);
    assert!(matches!(tokens.access_token().await, Err(TokenError::Transport(_))));
}

/// A refresh token may be spent once it has been sent, so that the request goes on without its caller.
#[tokio::test]
async fn a_dropped_call_loses_no_tokens() {
    let server = CannedServer::new(|number, _| counted(number));
    let tokens = server.with_password();
    tokio::select! {
        biased;
        _ = tokens.access_token() => unreachable!("the server has not been asked yet"),
        () = std::future::ready(()) => {}
    }
    assert_eq!(token(&tokens).await, "a1");
    assert_eq!(server.bodies().len(), 1);
}

/// RFC 7009 §2.1, §2.2.1.
#[tokio::test]
async fn revoked_tokens_are_dropped_and_others_are_not() {
    let server = CannedServer::new(|number, seen| match (seen.url.ends_with("/oauth/revoke"), number) {
        (true, 2) => Ok((503, "busy".into())),
        (true, 4) => refused("unsupported_token_type"),
        (true, _) => Ok((200, "{}".into())),
        (false, _) => counted(number),
    });
    let tokens = server.with_password();
    tokens.revoke().await.expect("nothing to revoke");
    token(&tokens).await;
    let error = tokens.revoke().await.expect_err("not revoked");
    assert!(matches!(error, TokenError::Unexpected { status: StatusCode::SERVICE_UNAVAILABLE, .. }));
    assert!(tokens.saved().is_some());
    tokens.revoke().await.expect("revoked");
    assert!(tokens.saved().is_none() && !tokens.lasts(&"a1".into()));
    let bodies = server.bodies();
    assert_eq!(
        bodies[2..],
        ["token=r1&token_type_hint=refresh_token", "token=a1&token_type_hint=access_token"]
    );
    assert_eq!(token(&tokens).await, "a5", "it logs in anew");
    tokens.forget();
    assert!(tokens.saved().is_none());
}

#[tokio::test]
async fn every_change_is_reported_so_that_it_can_be_saved() {
    let server = CannedServer::new(|number, _| counted(number));
    let changes: Arc<Mutex<Vec<Option<String>>>> = Arc::default();
    let log = Arc::clone(&changes);
    let on_change = move |tokens: Option<&SavedTokens>| {
        log.lock().expect("a lock").push(tokens.map(|tokens| serde_json::to_string(tokens).expect("JSON")));
    };
    let tokens = server.builder().password("ann", "x").on_change(on_change).build().expect("a source");
    token(&tokens).await;
    tokens.forget();
    let changes = changes.lock().expect("a lock").clone();
    assert_eq!(changes.len(), 2);
    let saved = || serde_json::from_str(changes[0].as_deref().expect("tokens")).expect("tokens");
    let later = server.builder().saved(saved()).build().expect("a source");
    assert_eq!((token(&later).await, server.bodies().len()), ("a1".into(), 1));
    let elsewhere = Tokens::builder("https://acme.test:8443").saved(saved()).build();
    assert!(elsewhere.is_err(), "tokens of another origin are not sent");
}

/// RFC 6749 §5.1.
#[tokio::test]
async fn a_response_that_is_not_of_oauth_is_an_error() {
    let long = format!(r#"{{"access_token":"{}"}}"#, "a".repeat(70_000));
    for (status, body) in [
        (302, ""),
        (200, ""),
        (200, r#"{"access_token":"a"}"#),
        (200, r#"{"access_token":"a","token_type":"mac"}"#),
        (200, r#"{"access_token":"a\nb","token_type":"bearer"}"#),
        (200, &long),
        (502, "<html>"),
        (200, r#"{"error":"invalid_grant"}"#),
    ] {
        let text = body.to_owned();
        let server = CannedServer::new(move |_, _| Ok((status, text.clone())));
        let error = server.with_password().access_token().await.expect_err("no token");
        assert!(matches!(error, TokenError::Unexpected { .. }), "{status} {body:.40}: {error}");
        assert_eq!(server.bodies().len(), 1);
    }
    // A number as text, no lifetime and no refresh token are accepted.
    let server = CannedServer::new(|number, _| match number {
        1 => Ok((200, r#"{"access_token":"a","token_type":"Bearer","expires_in":"60"}"#.into())),
        _ => Ok((200, r#"{"access_token":"b","token_type":"Bearer"}"#.into())),
    });
    let tokens = server.with_password();
    assert_eq!(
        (token(&tokens).await, tokens.saved().and_then(|saved| saved.expires_at())),
        ("a".into(), Some(NOW + 60))
    );
    server.pass(60);
    assert_eq!(token(&tokens).await, "b");
    server.pass(i64::from(u32::MAX));
    assert_eq!((token(&tokens).await, server.bodies().len()), ("b".into(), 2));
}
