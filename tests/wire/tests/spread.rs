//! Members of payloads next to those of the style, and failures by a flag that is no text.

use std::collections::BTreeMap;

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle::{Outcome, Problem};
use housestyle_wire::spread::Client;
use housestyle_wire::spread::operations::{
    DeleteMessage, GetMessage, ListMessages, ReadSettings, SendMessage,
};
use housestyle_wire::spread::server::Chat;
use housestyle_wire::spread::types::Message;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::spread)]
struct Room;

impl Chat for Room {
    async fn get_message(&self, call: Call<GetMessage>) -> HandlerResult<Message> {
        match call.id.as_str() {
            "none" => Err(Problem::not_found().into()),
            id => Ok(Message { thread: Some(vec![1, 2]), ..Message::new(id.to_owned()) }),
        }
    }

    async fn delete_message(&self, _: Call<DeleteMessage>) -> HandlerResult<()> {
        Ok(())
    }

    async fn list_messages(&self, _: Call<ListMessages>) -> HandlerResult<Vec<Message>> {
        Ok(vec![Message::new("a".to_owned())])
    }

    async fn send_message(&self, call: Call<SendMessage>) -> HandlerResult<Message> {
        Ok(call.body.clone())
    }

    /// With the name of a member of the style if the request has a header.
    async fn read_settings(&self, call: Call<ReadSettings>) -> HandlerResult<BTreeMap<String, String>> {
        let name = call.context().headers().get("x-name").map_or("theme", |name| name.to_str().unwrap_or(""));
        Ok(BTreeMap::from([(name.to_owned(), "dark".to_owned())]))
    }
}

fn room() -> String {
    support::start(async |listener| {
        Room.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

fn sent(base: &str, method_and_path: &str, headers: &str) -> String {
    let request = format!("{method_and_path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}\r\n");
    support::exchange(base, request.as_bytes())
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").expect("a head").1
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

/// A client of a server that answers once, with this body.
fn answered(text: &str) -> Client {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let (base, _) = support::stub(format!("{head}content-length: {}\r\n\r\n{text}", text.len()));
    client(&base)
}

#[test]
fn members_of_a_payload_are_next_to_those_of_the_style() {
    let base = room();
    let one = sent(&base, "GET /messages/hello", "");
    assert_eq!(body(&one), r#"{"ok":true,"text":"hello","thread":[1,2]}"#);
    assert_eq!(body(&sent(&base, "GET /messages", "")), r#"{"ok":true,"messages":[{"text":"a"}]}"#);
    assert_eq!(body(&sent(&base, "DELETE /messages/a", "")), r#"{"ok":true}"#);
    assert_eq!(body(&sent(&base, "GET /settings", "")), r#"{"ok":true,"theme":"dark"}"#);
}

#[test]
fn a_payload_with_a_member_of_the_style_is_a_failure_of_the_server() {
    let answer = sent(&room(), "GET /settings", "x-name: ok\r\n");
    assert!(body(&answer).starts_with(r#"{"ok":false,"message":"#), "{answer}");
}

#[tokio::test]
async fn a_client_reads_the_payload_without_the_members_of_the_style() {
    let client = client(&room());
    let message = client.get_message("hello").send().await.expect("a message");
    assert_eq!((message.text.as_str(), message.thread.as_deref()), ("hello", Some(&[1, 2][..])));
    client.delete_message("a").send().await.expect("deleted");
    assert_eq!(client.list_messages().send().await.expect("messages").len(), 1);
    let settings = client.read_settings().send().await.expect("settings");
    assert_eq!(settings, BTreeMap::from([("theme".to_owned(), "dark".to_owned())]));
}

#[tokio::test]
async fn a_flag_that_is_no_text_distinguishes_failures() {
    let base = room();
    assert!(sent(&base, "GET /messages/none", "").starts_with("HTTP/1.1 200"));
    let error = client(&base).get_message("none").send().await.expect_err("a failure");
    assert_eq!(error.outcome(), Some(Outcome::NotFound));
    // A text is another value than the flag.
    assert!(answered(r#"{"ok":"false","text":"a"}"#).get_message("a").send().await.is_err());
    assert!(answered(r#"{"text":"a"}"#).get_message("a").send().await.is_err());
    assert_eq!(answered(r#"{"text":"a","ok":true}"#).get_message("a").send().await.expect("one").text, "a");
}

#[tokio::test]
async fn an_error_in_a_payload_is_at_its_place_in_the_body() {
    let error = answered(r#"{"ok":true,"text":"a","thread":["x"]}"#)
        .get_message("a")
        .send()
        .await
        .expect_err("a text");
    assert!(error.to_string().contains("/thread/0"), "{error}");
}
