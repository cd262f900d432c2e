//! Idempotency keys on the server: a request is performed once.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use housestyle::server::{Call, Credentials, Handler as _, HandlerResult, Login, Security, ServeOptions};
use housestyle::{Outcome, Problem};
use housestyle_wire::idempotent::operations::{Pay, PayError, Ping, Refund};
use housestyle_wire::idempotent::server::Payments;
use housestyle_wire::idempotent::types::Payment;
use http::HeaderValue;
use http::header::{LOCATION, SET_COOKIE};
use secrecy::ExposeSecret as _;
use tokio::sync::{Semaphore, mpsc};

use crate::support;

/// A bank that counts what it performs. Some amounts do not succeed.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::idempotent)]
pub struct Bank {
    performed: Arc<AtomicI64>,
    /// Receives a message when a payment of `SLOW` begins, which then waits for a permit.
    begun: mpsc::UnboundedSender<()>,
    permits: Arc<Semaphore>,
}

const DECLINED: i64 = 13;
const BROKEN: i64 = 14;
const PANICS: i64 = 15;
const BUSY: i64 = 16;
const SLOW: i64 = 17;

impl Login for Bank {
    type Principal = String;

    async fn login(&self, credentials: &Credentials, _: &Security) -> Result<String, Problem> {
        let token = credentials.authorization("bearer").ok_or_else(Problem::unauthenticated)?;
        Ok(token.expose_secret().to_owned())
    }

    /// Tokens of an account begin with its name, as in `ali.1`.
    fn identity(&self, token: &String) -> Option<String> {
        token.split_once('.').map(|(account, _)| account.to_owned())
    }
}

impl Payments for Bank {
    async fn pay(&self, call: Call<Pay, Option<String>>) -> HandlerResult<Payment, PayError> {
        let (number, amount) = (self.performed.fetch_add(1, Ordering::SeqCst) + 1, call.body.amount);
        match amount {
            DECLINED => Err(Problem::business())?,
            BROKEN => Err(std::io::Error::other("no connection to the bank"))?,
            BUSY => Err(Problem::unavailable())?,
            PANICS if number == 1 => panic!("the first attempt panics"),
            SLOW => {
                self.begun.send(()).expect("the test listens");
                self.permits.acquire().await.expect("open").forget();
            }
            _ => {}
        }
        let location = format!("/payments/{number}").parse().expect("a header");
        call.context().set_header(LOCATION, location);
        call.context().set_header(SET_COOKIE, HeaderValue::from_static("seen=1"));
        Ok(Payment { number, amount })
    }

    async fn refund(&self, _: Call<Refund>) -> HandlerResult<()> {
        self.performed.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    async fn ping(&self, _: Call<Ping>) -> HandlerResult<()> {
        self.performed.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

/// A running bank.
pub struct Branch {
    pub base: String,
    pub performed: Arc<AtomicI64>,
    pub begun: mpsc::UnboundedReceiver<()>,
    pub permits: Arc<Semaphore>,
}

impl Branch {
    pub fn open() -> Self {
        let (sender, begun) = mpsc::unbounded_channel();
        let (performed, permits) = (Arc::new(AtomicI64::new(0)), Arc::new(Semaphore::new(0)));
        let bank = Bank { performed: performed.clone(), begun: sender, permits: permits.clone() };
        let base = support::start(async |listener| {
            bank.serve(listener, ServeOptions::default()).await.expect("served");
        });
        Self { base, performed, begun, permits }
    }

    pub fn performed(&self) -> i64 {
        self.performed.load(Ordering::SeqCst)
    }

    fn post(&self, target: &str, headers: &str, body: &str) -> String {
        support::exchange(&self.base, request(target, headers, body).as_bytes())
    }

    /// Pays with a key.
    fn pay(&self, key: &str, amount: i64) -> String {
        let key = format!("Idempotency-Key: {key}\r\n");
        self.post("/accounts/a/payments", &key, &format!("{{\"amount\":{amount}}}"))
    }
}

fn request(target: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    let media = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
    format!(
        "POST {target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{media}{headers}content-length: {length}\r\n\r\n{body}"
    )
}

fn header<'r>(response: &'r str, name: &str) -> Option<&'r str> {
    let mut lines = response.lines().take_while(|line| !line.is_empty());
    lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn body(response: &str) -> &str {
    response.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[test]
fn the_first_response_is_sent_again() {
    let branch = Branch::open();
    let (first, second) = (branch.pay("k", 5), branch.pay("k", 5));
    assert_eq!(body(&first), r#"{"number":1,"amount":5}"#);
    for response in [&first, &second] {
        assert!(response.starts_with("HTTP/1.1 201 "), "{response}");
        assert_eq!(header(response, "location"), Some("/payments/1"));
        assert_eq!(header(response, "content-type"), Some("application/json"));
    }
    assert_eq!(body(&first), body(&second));
    assert_eq!(
        (header(&first, "idempotent-replayed"), header(&second, "idempotent-replayed")),
        (None, Some("true"))
    );
    assert_ne!(header(&first, "x-request-id"), header(&second, "x-request-id"));
    assert_eq!((header(&first, "set-cookie"), header(&second, "set-cookie")), (Some("seen=1"), None));
    assert_eq!(branch.performed(), 1);
    assert_eq!(body(&branch.pay("other", 5)), r#"{"number":2,"amount":5}"#);
    assert_eq!(
        body(&branch.post("/accounts/a/payments", "", r#"{"amount":5}"#)),
        r#"{"number":3,"amount":5}"#
    );
}

#[test]
fn failures_of_the_handler_are_sent_again() {
    let branch = Branch::open();
    for (amount, status) in [(DECLINED, "HTTP/1.1 422 "), (BROKEN, "HTTP/1.1 500 ")] {
        let (key, before) = (format!("key {amount}"), branch.performed());
        let (first, second) = (branch.pay(&key, amount), branch.pay(&key, amount));
        assert!(first.starts_with(status) && second.starts_with(status), "{first} {second}");
        assert_eq!(body(&first), body(&second));
        assert_eq!(header(&second, "idempotent-replayed"), Some("true"));
        assert_eq!(branch.performed(), before + 1);
    }
}

#[test]
fn a_failure_that_asks_for_another_attempt_is_not_kept() {
    let branch = Branch::open();
    for _ in 0..2 {
        let response = branch.pay("k", BUSY);
        assert!(response.starts_with("HTTP/1.1 503 "), "{response}");
        assert_eq!(header(&response, "idempotent-replayed"), None);
    }
    assert_eq!(branch.performed(), 2);
}

#[test]
fn a_failure_before_the_handler_leaves_the_key_new() {
    let branch = Branch::open();
    assert!(branch.pay("k", 0).starts_with("HTTP/1.1 422 "), "the amount is too small");
    let response = branch.pay("k", 5);
    assert!(response.starts_with("HTTP/1.1 201 "), "another body is no mismatch: {response}");
}

#[test]
fn a_key_of_another_request_is_a_mismatch() {
    let branch = Branch::open();
    let key = "Idempotency-Key: k\r\n";
    let five = r#"{"amount":5}"#;
    assert!(branch.pay("k", 5).starts_with("HTTP/1.1 201 "));
    for (target, body) in [
        ("/accounts/a/payments", r#"{"amount":6}"#),
        ("/accounts/a/payments", r#"{"amount": 5}"#),
        ("/accounts/b/payments", five),
        ("/accounts/a/payments?currency=EUR", five),
    ] {
        let response = branch.post(target, key, body);
        assert!(response.starts_with("HTTP/1.1 400 "), "{target} {body}: {response}");
        assert!(response.contains(r#""code":"idempotency_error""#), "{response}");
    }
    assert!(branch.post("/refunds", key, "").starts_with("HTTP/1.1 204 "), "keys belong to an operation");
    assert_eq!(branch.performed(), 2);
}

#[test]
fn a_key_belongs_to_one_caller() {
    let branch = Branch::open();
    let pay = |token: &str| {
        let headers = format!("Idempotency-Key: k\r\n{token}");
        body(&branch.post("/accounts/a/payments", &headers, r#"{"amount":5}"#)).to_owned()
    };
    let numbered = |number| format!(r#"{{"number":{number},"amount":5}}"#);
    let callers =
        ["", "authorization: Bearer x\r\n", "authorization: Bearer y\r\n", "authorization: Bearer ali.1\r\n"];
    for (caller, number) in callers.iter().zip(1..) {
        assert_eq!(pay(caller), numbered(number));
    }
    for (caller, number) in callers.iter().zip(1..) {
        assert_eq!(pay(caller), numbered(number));
    }
    let renewed = pay("authorization: Bearer ali.2\r\n");
    assert_eq!(renewed, numbered(4), "the login says that it is the same caller");
}

#[tokio::test]
async fn a_request_that_arrives_during_the_first_is_a_conflict() {
    let mut branch = Branch::open();
    let base = branch.base.clone();
    let slow = request("/accounts/a/payments", "Idempotency-Key: k\r\n", &format!("{{\"amount\":{SLOW}}}"));
    let first = tokio::task::spawn_blocking(move || support::exchange(&base, slow.as_bytes()));
    branch.begun.recv().await.expect("begun");
    let second = branch.pay("k", SLOW);
    assert!(second.starts_with("HTTP/1.1 409 "), "{second}");
    assert!(second.contains(r#""code":"idempotency_key_in_use""#), "{second}");
    assert_eq!(header(&second, "retry-after"), Some("1"));
    assert!(branch.pay("k", 5).starts_with("HTTP/1.1 400 "), "another body is a mismatch");
    branch.permits.add_permits(1);
    let first = first.await.expect("a response");
    assert!(first.starts_with("HTTP/1.1 201 "), "{first}");
    assert_eq!(body(&branch.pay("k", SLOW)), body(&first));
    assert_eq!(branch.performed(), 1);
}

#[tokio::test]
async fn a_request_whose_client_goes_away_is_performed_to_its_end() {
    let mut branch = Branch::open();
    let slow = request("/accounts/a/payments", "Idempotency-Key: k\r\n", &format!("{{\"amount\":{SLOW}}}"));
    let mut stream =
        std::net::TcpStream::connect(branch.base.trim_start_matches("http://")).expect("connected");
    stream.write_all(slow.as_bytes()).expect("sent");
    branch.begun.recv().await.expect("begun");
    drop(stream);
    branch.permits.add_permits(1);
    // Until the first request is done, the key is in use.
    let second = loop {
        let response = branch.pay("k", SLOW);
        if !response.starts_with("HTTP/1.1 409 ") {
            break response;
        }
        tokio::task::yield_now().await;
    };
    assert!(second.starts_with("HTTP/1.1 201 "), "{second}");
    assert_eq!(header(&second, "idempotent-replayed"), Some("true"));
    assert_eq!(branch.performed(), 1);
}

#[test]
fn a_key_can_be_used_again_after_a_panic() {
    let branch = Branch::open();
    assert!(branch.pay("k", PANICS).starts_with("HTTP/1.1 500 "));
    let second = branch.pay("k", PANICS);
    assert!(second.starts_with("HTTP/1.1 201 "), "{second}");
    assert_eq!((header(&second, "idempotent-replayed"), branch.performed()), (None, 2));
}

#[test]
fn keys_are_checked_where_operations_have_them() {
    let branch = Branch::open();
    let refund = |headers: &str| branch.post("/refunds", headers, "");
    let missing = refund("");
    assert!(missing.starts_with("HTTP/1.1 400 ") && missing.contains(r#""code":"missing""#), "{missing}");
    assert!(missing.contains(r#"{"header":"idempotency-key","message":"is required"}"#), "{missing}");
    let long = format!("Idempotency-Key: {}\r\n", "x".repeat(65));
    for (headers, message) in [
        (&*long, "must have at most 64 characters"),
        ("Idempotency-Key: \r\n", "must have at least 1 character"),
        ("Idempotency-Key: a\r\nIdempotency-Key: a\r\n", "is given more than once"),
        ("Idempotency-Key: \u{e9}\r\n", "must be printable ASCII"),
    ] {
        let response = refund(headers);
        assert!(response.starts_with("HTTP/1.1 400 "), "{headers}: {response}");
        assert!(
            response.contains(message) && response.contains(r#""code":"invalid""#),
            "{headers}: {response}"
        );
    }
    let longest = format!("Idempotency-Key: {}\r\n", "x".repeat(64));
    assert!(refund(&longest).starts_with("HTTP/1.1 204 "));
    assert!(refund(&longest).contains("idempotent-replayed: true"));
    assert_eq!(branch.performed(), 1);
    for _ in 0..2 {
        assert!(branch.post("/pings", &long, "").starts_with("HTTP/1.1 204 "), "it has no keys");
    }
    assert_eq!(branch.performed(), 3);
    assert_eq!(Outcome::IdempotencyConflict.usual_status(), 409);
}
