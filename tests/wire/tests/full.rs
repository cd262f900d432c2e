//! A full document: its failures are those of the style.

use housestyle::Problem;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::full::Client;
use housestyle_wire::full::operations::{GetCharge, GetChargeError};
use housestyle_wire::full::server::Charges;
use housestyle_wire::full::types::{Charge, GetChargeConflictResponse};

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::full)]
struct Till;

impl Charges for Till {
    async fn get_charge(&self, call: Call<GetCharge>) -> HandlerResult<Charge, GetChargeError> {
        match &*call.id {
            "declined" => Err(GetChargeError::CardDeclined)?,
            "gone" => Err(GetChargeError::Gone)?,
            "conflict" => Err(GetChargeError::Conflict(GetChargeConflictResponse { conflicts: Some(2) }))?,
            "none" => Err(Problem::not_found())?,
            id => Ok(Charge { id: id.to_owned() }),
        }
    }
}

fn till() -> String {
    support::start(async |listener| Till.serve(listener, ServeOptions::default()).await.expect("served"))
}

fn get(id: &str) -> String {
    let request = format!("GET /charges/{id} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    support::exchange(&till(), request.as_bytes())
}

#[test]
fn failures_go_out_in_the_form_that_the_document_spells_out() {
    let reply = get("declined");
    assert!(reply.starts_with("HTTP/1.1 402 "), "{reply}");
    assert!(reply.contains(r#"{"error":{"code":"card_declined","message":"No money""#), "{reply}");
    let reply = get("gone");
    assert!(reply.starts_with("HTTP/1.1 410 "), "{reply}");
    assert!(reply.contains(r#"{"error":{"message":""#) && !reply.contains("code"), "{reply}");
    let reply = get("none");
    assert!(reply.starts_with("HTTP/1.1 404 ") && reply.contains(r#"{"error":{"#), "{reply}");
    let reply = get("conflict");
    assert!(reply.starts_with("HTTP/1.1 409 ") && reply.ends_with(r#"{"conflicts":2}"#), "{reply}");
}

#[tokio::test]
async fn failures_arrive_as_what_the_document_declares() {
    let client = Client::builder(&till()).build().expect("a client");
    let failure = async |id: &str| client.get_charge(id).send().await.expect_err("a failure");
    assert_eq!(failure("declined").await.declared(), Some(&GetChargeError::CardDeclined));
    assert_eq!(failure("gone").await.declared(), Some(&GetChargeError::Gone));
    let conflict = GetChargeError::Conflict(GetChargeConflictResponse { conflicts: Some(2) });
    assert_eq!(failure("conflict").await.declared(), Some(&conflict));
    let missing = failure("none").await;
    assert_eq!((missing.declared(), missing.status().map(|status| status.as_u16())), (None, Some(404)));
    assert_eq!(missing.outcome(), Some(housestyle::Outcome::NotFound));
}

#[tokio::test]
async fn members_that_the_style_does_not_have_are_read_from_the_body() {
    let body = r#"{"error":{"code":"card_declined","decline_code":"insufficient_funds","notes":["Try later","Or never"]}}"#;
    let head = "HTTP/1.1 402 Payment Required\r\nContent-Type: application/json\r\nContent-Length: ";
    let (base, _) = support::stub(format!("{head}{}\r\n\r\n{body}", body.len()));
    let client = Client::builder(&base).build().expect("a client");
    let failure = client.get_charge("ch_1").send().await.expect_err("a failure");
    assert_eq!(failure.declared(), Some(&GetChargeError::CardDeclined));
    let refusal = failure.refusal().expect("a failure of the style");
    assert_eq!(refusal.member("/error/decline_code"), Some("insufficient_funds".into()));
    assert_eq!(refusal.member("/error/param"), None);
    assert_eq!(refusal.body, body);
    let notes: Vec<_> = refusal.entries.iter().filter_map(|entry| entry.message.as_deref()).collect();
    assert_eq!(notes, ["Try later", "Or never"]);
}
