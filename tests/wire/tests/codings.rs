//! Content codings, byte order marks, and what errors print.

use std::error::Error;
use std::sync::{Arc, Mutex};

use housestyle::client::{CallError, InProcess};
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions, serve};
use housestyle::{Outcome, Problem};
use housestyle_wire::codings::Client;
use housestyle_wire::codings::operations::*;
use housestyle_wire::codings::server::Items;
use housestyle_wire::codings::types::Item;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::codings)]
struct Desk;

impl Items for Desk {
    async fn get_item(&self, call: Call<GetItem>) -> HandlerResult<Item, GetItemError> {
        match &*call.name {
            "boxed" => Err::<(), Box<dyn Error + Send + Sync>>("disk full".into())?,
            "anyhow" => Err(anyhow::anyhow!("disk full"))?,
            "gone" => Err(Problem::not_found().status(410))?,
            _ => {}
        }
        Ok(Item { text: call.name.repeat(100) })
    }

    async fn put_item(&self, _: Call<PutItem>) -> HandlerResult<(), PutItemError> {
        Ok(())
    }
}

fn desk() -> String {
    let service = Desk.into_service().compress();
    support::start(async |listener| serve(listener, service, ServeOptions::default()).await.expect("served"))
}

fn stub(head: &str, body: &[u8]) -> String {
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len());
    support::stub([head.as_bytes(), body].concat()).0
}

async fn failure(base: &str) -> CallError<GetItemError> {
    let client = Client::builder(base).build().expect("a client");
    client.get_item("a").send().await.expect_err("a failure")
}

#[test]
fn answers_are_compressed_for_those_who_ask() {
    for (accept, coded) in [("gzip", true), ("br;q=0.5", true), ("identity", false), ("x-unknown", false)] {
        let request = format!(
            "GET /items/abc HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: {accept}\r\n\r\n"
        );
        let reply = support::exchange(&desk(), request.as_bytes());
        assert_eq!(reply.contains("content-encoding: "), coded, "{reply}");
        assert_eq!(reply.contains("abcabcabc"), !coded, "{reply}");
        assert!(reply.to_lowercase().contains("vary: accept-encoding"), "{reply}");
    }
}

#[tokio::test]
async fn a_client_asks_for_codings_and_decodes_them() {
    let codings = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&codings);
    let router = Desk.into_service().compress().router().layer(axum::middleware::map_response(
        move |response: axum::response::Response| {
            seen.lock().expect("no panic").push(response.headers().get("content-encoding").cloned());
            async { response }
        },
    ));
    let transport = InProcess::<_, axum::body::Body>::new(router);
    let client = Client::builder("http://in.process").transport(transport).build().expect("a client");
    let reply = client.get_item("abc").send_full().await.expect("an item");
    assert_eq!(reply.value.text, "abc".repeat(100));
    assert!(!reply.headers.contains_key("content-encoding"));
    assert!(codings.lock().expect("no panic")[0].is_some(), "it went compressed");
}

#[tokio::test]
async fn the_limit_of_bodies_is_of_what_comes_out_of_a_coding() {
    let client = Client::builder(&desk()).body_limit(200).build().expect("a client");
    let failure = client.get_item("abc").send().await.expect_err("300 bytes");
    assert!(
        matches!(failure, CallError::TooLarge { limit: 200, coding: Some("gzip" | "br" | "zstd") }),
        "{failure}"
    );
    assert!(failure.to_string().contains("decoded from `"), "{failure}");
}

/// An answer of the server, as it is coded.
async fn coded(coding: &str) -> Vec<u8> {
    let client = reqwest::Client::builder().build().expect("a client");
    let asked = client.get(format!("{}/items/abc", desk())).header("Accept-Encoding", coding);
    let answer = asked.send().await.expect("an answer");
    assert_eq!(answer.headers()["content-encoding"], coding);
    answer.bytes().await.expect("a body").to_vec()
}

#[tokio::test]
async fn a_body_that_its_coding_does_not_decode_is_undecodable() {
    for coding in ["gzip", "br"] {
        let complete = coded(coding).await;
        let mut corrupt = complete.clone();
        corrupt[complete.len() / 2..].fill(0xff);
        for (what, body) in [
            ("no such coding", b"{\"text\":\"a\"}".to_vec()),
            ("corrupt", corrupt),
            ("truncated", complete[..complete.len() - 2].to_vec()),
        ] {
            let head = format!("200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {coding}");
            let failure = failure(&stub(&head, &body)).await;
            let CallError::Decode(answer) = &failure else { panic!("{coding} {what}: {failure:?}") };
            assert_eq!(answer.status.as_u16(), 200);
            let message = format!("the body could not be decoded from its content coding `{coding}`");
            assert!(failure.to_string().contains(&message), "{coding} {what}: {failure}");
        }
    }
}

#[tokio::test]
async fn a_coded_body_that_breaks_off_is_of_the_transport() {
    let complete = coded("gzip").await;
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        complete.len()
    );
    let (base, _) = support::stub([head.as_bytes(), &complete[..complete.len() / 2]].concat());
    let client =
        Client::builder(&base).retry(housestyle::client::RetryPolicy::never()).build().expect("a client");
    let failure = client.get_item("a").send().await.expect_err("a part");
    let CallError::Transport(error) = failure else { panic!("{failure:?}") };
    assert_eq!(error.kind(), housestyle::client::TransportKind::Closed);
}

#[tokio::test]
async fn an_answer_in_an_unknown_coding_is_refused() {
    let head = "200 OK\r\nContent-Type: application/json\r\nContent-Encoding: x-rot13";
    let failure = failure(&stub(head, b"{\"grkg\":\"n\"}")).await;
    assert!(matches!(failure, CallError::Decode(_)), "{failure}");
    assert!(failure.to_string().contains("content coding `x-rot13`"), "{failure}");
}

#[test]
fn a_request_in_a_coding_is_415() {
    for (coding, status) in [("gzip", 415), ("x-unknown", 415), ("identity", 204)] {
        let request = format!(
            "PUT /items/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Encoding: {coding}\r\nContent-Length: 12\r\n\r\n{{\"text\":\"a\"}}"
        );
        let reply = support::exchange(&desk(), request.as_bytes());
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{reply}");
        assert_eq!(reply.contains("accept-encoding: identity"), status == 415, "{reply}");
    }
}

#[tokio::test]
async fn a_byte_order_mark_before_json_is_passed_over() {
    let base = stub("200 OK\r\nContent-Type: application/json", b"\xef\xbb\xbf{\"text\":\"a\"}");
    let client = Client::builder(&base).build().expect("a client");
    assert_eq!(client.get_item("a").send().await.expect("an item").text, "a");
    let failure =
        failure(&stub("409 Conflict\r\nContent-Type: application/json", b"\xef\xbb\xbf{\"text\":\"a\"}"))
            .await;
    assert_eq!(failure.declared(), Some(&GetItemError::Conflict(Item { text: "a".to_owned() })));
}

#[tokio::test]
async fn what_an_error_prints_is_bounded() {
    let long = "x".repeat(1 << 20);
    let json = "Content-Type: application/json";
    for (head, body) in [
        (format!("200 OK\r\n{json}"), format!("{{\"{long}\":[{{\"{long}\":oops")),
        (format!("200 OK\r\n{json}"), format!("{{\"text\":{{\"{long}\":1}}}}")),
        (format!("409 Conflict\r\n{json}"), format!("{{\"text\":\"{long}\"}}")),
        (
            "400 Bad Request\r\nContent-Type: application/problem+json".to_owned(),
            format!(
                "{{\"title\":\"{long}\",\"detail\":\"{long}\",\"errors\":[{{\"code\":\"{long}\",\"detail\":\"{long}\"}}]}}"
            ),
        ),
        ("500 Oops\r\nContent-Type: text/html".to_owned(), long.clone()),
    ] {
        let failure = failure(&stub(&head, body.as_bytes())).await;
        for printed in [failure.to_string(), format!("{failure:?}"), format!("{failure:#?}")] {
            assert!(printed.len() < 32 << 10, "{head}: {} bytes", printed.len());
        }
    }
}

#[tokio::test]
async fn any_error_goes_through_the_question_mark() {
    let client = Client::builder(&desk()).build().expect("a client");
    for item in ["boxed", "anyhow"] {
        let failure = client.get_item(item).send().await.expect_err("an unforeseen failure");
        assert_eq!(failure.outcome(), Some(Outcome::Internal));
    }
}

#[tokio::test]
async fn what_is_gone_is_not_malformed() {
    let client = Client::builder(&desk()).build().expect("a client");
    let failure = client.get_item("gone".to_owned()).send().await.expect_err("gone");
    assert_eq!(
        (failure.status().map(|status| status.as_u16()), failure.outcome()),
        (Some(410), Some(Outcome::NotFound))
    );
}

#[tokio::test]
async fn a_router_nests_in_one_with_a_state() {
    let outer: axum::Router<u8> = axum::Router::new().nest("/api", Desk.router());
    let transport = InProcess::<_, axum::body::Body>::new(outer.with_state(5));
    let client = Client::builder("http://in.process/api").transport(transport).build().expect("a client");
    assert_eq!(client.get_item("a").send().await.expect("an item").text.len(), 100);
}
