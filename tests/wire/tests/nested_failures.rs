//! Failures with a type, and with the part of the request that they are about.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerError, HandlerResult, ServeOptions};
use housestyle::{Outcome, Problem};
use housestyle_wire::nested_failures::Client;
use housestyle_wire::nested_failures::operations::{CreateOrder, CreateOrderError};
use housestyle_wire::nested_failures::server::Orders;
use housestyle_wire::nested_failures::types::{Order, OrderItem};

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::nested_failures)]
struct Till;

impl Orders for Till {
    /// The price says how it ends.
    async fn create_order(&self, call: Call<CreateOrder>) -> HandlerResult<Order, CreateOrderError> {
        match call.body.items.first().map(|item| item.price) {
            Some(1) => Err(HandlerError::Declared(CreateOrderError::Declined)),
            Some(2) => Err(HandlerError::Declared(CreateOrderError::SoldOut)),
            Some(3) => Err(Problem::conflict().kind("lock_error").into()),
            Some(4) => Err(std::io::Error::other("a fault").into()),
            Some(_) | None => Ok(call.body.clone()),
        }
    }
}

fn till() -> String {
    support::start(async |listener| {
        Till.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

/// The body of the response to an order.
fn ordered(base: &str, query: &str, body: &str) -> String {
    let head = "host: a\r\nconnection: close\r\ncontent-type: application/json";
    let length = body.len();
    let request = format!("POST /orders{query} HTTP/1.1\r\n{head}\r\ncontent-length: {length}\r\n\r\n{body}");
    support::exchange(base, request.as_bytes()).split_once("\r\n\r\n").expect("a head").1.to_owned()
}

fn order(price: i64) -> Order {
    Order::new(vec![OrderItem::new(price)])
}

#[test]
fn the_type_is_that_of_the_failure_or_of_the_outcome() {
    let base = till();
    let answer = |price: u8| ordered(&base, "", &format!(r#"{{"items":[{{"price":{price}}}]}}"#));
    let declined = r#"{"error":{"type":"card_error","code":"declined","message":"The card was declined.","param":"items[0][price]"}}"#;
    assert_eq!(answer(1), declined);
    let sold_out = r#"{"error":{"type":"request_error","code":"sold_out","message":"There is no more."}}"#;
    assert_eq!(answer(2), sold_out);
    assert!(answer(3).starts_with(r#"{"error":{"type":"lock_error","#), "{}", answer(3));
    assert!(answer(4).starts_with(r#"{"error":{"type":"server_error","#), "{}", answer(4));
}

#[test]
fn the_place_of_the_first_problem_is_in_brackets() {
    let base = till();
    for (query, body, param) in [
        ("", r#"{"items":[{"price":7},{"price":0}]}"#, "items[1][price]"),
        ("", r#"{"items":[{}]}"#, "items[0][price]"),
        ("", r#"{"items":7}"#, "items"),
        ("?window[from]=x", r#"{"items":[]}"#, "window[from]"),
    ] {
        let answer = ordered(&base, query, body);
        assert!(answer.contains(&format!(r#""param":"{param}""#)), "{body}: {answer}");
        assert!(answer.starts_with(r#"{"error":{"type":"request_error","#), "{answer}");
    }
    let missing = ordered(&base, "", r#"{"items":[{}]}"#);
    assert!(missing.contains(r#""message":"Missing items[0][price].""#), "{missing}");
    assert!(!ordered(&base, "", "{").contains("param"), "the whole body is no parameter");
}

#[tokio::test]
async fn a_client_reads_type_code_and_param() {
    let client = Client::builder(&till()).build().expect("a client");
    let error = client.create_order(order(1)).send().await.expect_err("declined");
    let CallError::Declared(CreateOrderError::Declined, refusal) = error else { panic!("{error:?}") };
    assert_eq!(
        (refusal.kind.as_deref(), refusal.code.as_deref(), refusal.param.as_deref()),
        (Some("card_error"), Some("declined"), Some("items[0][price]"))
    );
    let error = client.create_order(order(3)).send().await.expect_err("a conflict");
    assert_eq!(error.outcome(), Some(Outcome::Conflict));
    let refusal = error.refusal().expect("in the style's form");
    assert_eq!((refusal.kind.as_deref(), &refusal.param), (Some("lock_error"), &None));
}
