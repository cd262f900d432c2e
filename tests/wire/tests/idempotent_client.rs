//! Idempotency keys of clients, and a style that requires them.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use housestyle::Outcome;
use housestyle::Problem;
use housestyle::client::{CallError, RetryPolicy};
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::idempotent::Client;
use housestyle_wire::idempotent::types::Order;
use housestyle_wire::idempotent_strict::Client as StrictClient;
use housestyle_wire::idempotent_strict::operations::{Change, Increment, Replace};
use housestyle_wire::idempotent_strict::server::Counters;
use housestyle_wire::idempotent_strict::types::Count;

use crate::idempotent::Branch;
use crate::support;

fn quick() -> RetryPolicy {
    RetryPolicy { backoff: Duration::ZERO, retry_after_max: Duration::ZERO, ..RetryPolicy::default() }
}

/// Receives a request on each connection and sends the response to it; an empty one closes the connection. Returns the
/// requests.
fn receive(responses: Vec<String>) -> (String, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let requests = std::thread::spawn(move || {
        let one = |response: String| {
            let (mut stream, _) = listener.accept().expect("a client");
            let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
            while !bytes.ends_with(b"}") {
                let count = stream.read(&mut chunk).expect("read");
                bytes.extend_from_slice(&chunk[..count]);
            }
            stream.write_all(response.as_bytes()).expect("sent");
            String::from_utf8(bytes).expect("text")
        };
        responses.into_iter().map(one).collect()
    });
    (base, requests)
}

fn key(request: &str) -> &str {
    request.lines().find_map(|line| line.strip_prefix("idempotency-key: ")).expect("a key")
}

fn response(status: &str, body: &str) -> String {
    let length = body.len();
    let head = "content-type: application/json\r\nconnection: close\r\n";
    format!("HTTP/1.1 {status}\r\n{head}content-length: {length}\r\n\r\n{body}")
}

fn paid() -> String {
    response("201 Created", r#"{"number":1,"amount":5}"#)
}

#[tokio::test]
async fn every_attempt_of_a_call_has_the_same_key() {
    let in_use = response("409 Conflict", r#"{"code":"idempotency_key_in_use","message":"busy"}"#);
    let unavailable = response("503 Service Unavailable", "");
    let (base, requests) = receive(vec![String::new(), in_use, unavailable, paid(), paid()]);
    let retry = RetryPolicy { attempts: 4, ..quick() };
    let client = Client::builder(&base).retry(retry).build().expect("a client");
    for _ in 0..2 {
        let payment = client.pay("a", Order { amount: 5 }).send().await.expect("paid");
        assert_eq!(payment.number, 1);
    }
    let requests = requests.join().expect("requests");
    let keys: Vec<&str> = requests.iter().map(|request| key(request)).collect();
    assert!(keys[..4].iter().all(|one| *one == keys[0]), "{keys:?}");
    assert_ne!(keys[3], keys[4], "each call has its own");
    assert!(housestyle::Uuid::try_parse(keys[0]).is_ok_and(|uuid| uuid.get_version_num() == 4), "{keys:?}");
}

#[tokio::test]
async fn an_ordinary_conflict_is_not_sent_again() {
    let conflict = response("409 Conflict", r#"{"code":"account_locked","message":"no"}"#);
    let (base, requests) = receive(vec![conflict]);
    let client = Client::builder(&base).retry(quick()).build().expect("a client");
    let error = client.pay("a", Order { amount: 5 }).send().await.expect_err("refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(409), "{error:?}");
    assert_eq!(requests.join().expect("requests").len(), 1);
}

#[tokio::test]
async fn a_caller_may_choose_the_key() {
    let branch = Branch::open();
    let client = Client::builder(&branch.base).build().expect("a client");
    let pay = |amount| client.pay("a", Order { amount }).with(|options| options.idempotency_key("order 7"));
    let first = pay(5).send().await.expect("paid");
    let again = pay(5).send_full().await.expect("paid");
    assert_eq!((first.number, again.value.number, branch.performed()), (1, 1, 1));
    assert_eq!(again.headers["idempotent-replayed"], "true");
    let error = pay(6).send().await.expect_err("another body");
    let CallError::Problem(refusal) = error else { panic!("{error:?}") };
    assert_eq!(refusal.outcome, Some(Outcome::IdempotencyMismatch));
    let headers =
        client.pay("a", Order { amount: 5 }).with(|options| options.header("Idempotency-Key", "order 7"));
    assert_eq!(headers.send().await.expect("paid").number, 1);
    client.refund().send().await.expect("a required key is sent too");
}

#[tokio::test]
async fn a_text_that_is_no_key_is_not_sent() {
    let client = Client::builder("http://127.0.0.1:9").build().expect("a client");
    let order = Order { amount: 5 };
    for (text, reason) in [
        ("x".repeat(65), "is longer than the style allows"),
        (String::new(), "is empty"),
        (" a".to_owned(), "is not printable ASCII, or begins or ends with a blank"),
        ("a\r\nb".to_owned(), "is not printable ASCII, or begins or ends with a blank"),
    ] {
        let call = client.pay("a", order.clone()).with(|options| options.idempotency_key(text.clone()));
        let error = call.send().await.expect_err("no key");
        let CallError::InvalidInput(input) = error else { panic!("{error:?}") };
        assert_eq!((&*input.input, input.reason), ("idempotency_key", reason), "{text:?}");
    }
    let error = client.ping().with(|options| options.idempotency_key("a")).send().await.expect_err("no keys");
    let CallError::InvalidInput(input) = error else { panic!("{error:?}") };
    assert_eq!(input.reason, "is not supported by the operation");
}

/// A counter whose first request of each kind fails.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::idempotent_strict)]
struct Counter(Arc<AtomicI64>);

impl Counter {
    fn next(&self) -> Result<Count, Problem> {
        match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => Err(Problem::conflict()),
            count => Ok(Count { count }),
        }
    }
}

impl Counters for Counter {
    async fn increment(&self, _: Call<Increment>) -> HandlerResult<Count> {
        Ok(self.next()?)
    }

    async fn change(&self, _: Call<Change>) -> HandlerResult<Count> {
        Ok(self.next()?)
    }

    async fn replace(&self, _: Call<Replace>) -> HandlerResult<Count> {
        Ok(self.next()?)
    }
}

fn counter() -> String {
    support::start(async |listener| {
        Counter(Arc::default()).serve(listener, ServeOptions::default()).await.expect("served");
    })
}

#[tokio::test]
async fn failures_are_performed_again_if_the_style_forgets_them() {
    let client = StrictClient::builder(&counter()).build().expect("a client");
    let increment = || client.increment().with(|options| options.idempotency_key("a \"b\""));
    assert_eq!(
        increment().send().await.expect_err("refused").status().map(|status| status.as_u16()),
        Some(409)
    );
    for _ in 0..2 {
        assert_eq!(increment().send().await.expect("counted").count, 1);
    }
    assert_eq!(client.increment().send().await.expect("counted").count, 2);
}

#[test]
fn keys_in_quotes_are_strings_and_required() {
    let base = counter();
    let send = |method: &str, key: &str| {
        let head = format!("{method} /counter HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{key}");
        let body = "content-type: application/json\r\ncontent-length: 11\r\n\r\n{\"count\":1}";
        let rest = if method == "POST" { "content-length: 0\r\n\r\n" } else { body };
        support::exchange(&base, format!("{head}{rest}").as_bytes())
    };
    for key in ["", "Idempotency-Key: a\r\n", "Idempotency-Key: \"a\r\n"] {
        assert!(send("POST", key).starts_with("HTTP/1.1 400 "), "{key}");
    }
    assert!(send("POST", "Idempotency-Key: \"a\"\r\n").starts_with("HTTP/1.1 409 "), "the first one fails");
    assert!(send("PATCH", "").starts_with("HTTP/1.1 200 "), "it is optional there");
    assert!(send("PUT", "").starts_with("HTTP/1.1 200 "), "it has no keys");
}
