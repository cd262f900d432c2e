//! Tokens that expire between calls.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use housestyle::client::{BoxFuture, CallError, SecretString};

use crate::acme::{self, PET, create_visit, get_pet};
use crate::stub::{Stub, json};

type Token = BoxFuture<'static, Result<SecretString, Infallible>>;

/// Returns a source of `t1`, `t2`, …, and the number of tokens it returned.
fn source() -> (Arc<AtomicU32>, impl Fn() -> Token) {
    let given = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&given);
    let source = move || -> Token {
        let count = Arc::clone(&count);
        Box::pin(async move {
            tokio::task::yield_now().await;
            Ok(SecretString::from(format!("t{}", count.fetch_add(1, Ordering::SeqCst) + 1)))
        })
    };
    (given, source)
}

/// Returns a stub that only accepts this token.
async fn taking(token: &'static str) -> Stub {
    Stub::start(move |seen| match seen.header("authorization") == Some(token) {
        true if seen.method == "POST" => json(201, r#"{"data":3}"#),
        true => json(200, PET),
        false => json(401, r#"{"message":"You should be logged in"}"#),
    })
    .await
}

#[tokio::test]
async fn calls_at_once_renew_it_once() {
    let stub = taking("Token t2").await;
    let (given, source) = source();
    let client = acme::builder(&stub.base).token_source("app", source).build().unwrap();
    let calls = (0..8).map(|_| client.call(get_pet("7")).send());
    for came in futures_util::future::join_all(calls).await {
        came.unwrap();
    }
    assert_eq!(given.load(Ordering::SeqCst), 2);
    // The next call uses the same token.
    client.call(create_visit()).send().await.unwrap();
    assert_eq!(given.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_call_is_sent_twice_and_no_more() {
    let stub = taking("Token never").await;
    let (given, source) = source();
    let client = acme::builder(&stub.base).token_source("app", source).build().unwrap();
    let error = client.call(get_pet("7")).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!((stub.seen().len(), given.load(Ordering::SeqCst)), (2, 2));
}

#[tokio::test]
async fn a_fixed_token_is_shown_once() {
    let stub = taking("Token other").await;
    let client = acme::builder(&stub.base).token("mine").build().unwrap();
    assert_eq!(client.call(get_pet("7")).send().await.unwrap_err().status().unwrap(), 401);
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_source_may_not_take_longer_than_the_call() {
    let silent = || async { std::future::pending::<Result<SecretString, Infallible>>().await };
    let client = acme::builder("http://acme.test").token_source("app", silent).build().unwrap();
    let start = tokio::time::Instant::now();
    assert!(matches!(client.call(get_pet("7")).send().await, Err(CallError::Credential(_))));
    assert_eq!(start.elapsed().as_secs(), 90);
    let for_ever = std::time::Duration::MAX;
    let call = client.call(get_pet("7")).with(|options| options.timeout(for_ever).attempt_timeout(for_ever));
    let years = tokio::time::timeout(std::time::Duration::from_secs(1 << 30), call.send()).await;
    assert!(years.is_err());
}

#[tokio::test]
async fn no_token_no_call() {
    let stub = taking("Token never").await;
    let source = || async { Err::<SecretString, _>("the login service is away") };
    let client = acme::builder(&stub.base).token_source("app", source).build().unwrap();
    assert!(matches!(client.call(get_pet("7")).send().await, Err(CallError::Credential(_))));
    assert!(stub.seen().is_empty());
}
