//! Failures that a document declares.

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::first_steps::Client;
use housestyle_wire::first_steps::operations::{GetNote, GetNoteError};
use housestyle_wire::first_steps::server::Notes;
use housestyle_wire::first_steps::types::{Missing, Note};

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::first_steps)]
struct Desk;

impl Notes for Desk {
    async fn get_note(&self, call: Call<GetNote>) -> HandlerResult<Note, GetNoteError> {
        match call.id {
            1 => Ok(Note { text: "buy milk".to_owned() }),
            id => Err(GetNoteError::NotFound(Missing { why: format!("no note {id}") }))?,
        }
    }
}

fn desk() -> String {
    support::start(async |listener| Desk.serve(listener, ServeOptions::default()).await.expect("served"))
}

#[tokio::test]
async fn a_declared_failure_arrives_as_its_type() {
    let client = Client::builder(&desk()).build().expect("a client");
    assert_eq!(client.get_note(1).send().await.expect("a note").text, "buy milk");
    let failure = client.get_note(2).send().await.expect_err("there is no note 2");
    let declared = failure.declared().expect("a declared failure");
    assert_eq!(declared, &GetNoteError::NotFound(Missing { why: "no note 2".to_owned() }));
}

#[test]
fn a_declared_failure_on_the_wire() {
    let reply = support::exchange(&desk(), b"GET /notes/2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(reply.starts_with("HTTP/1.1 404 "), "{reply}");
    assert!(reply.ends_with(r#"{"why":"no note 2"}"#), "{reply}");
}

#[tokio::test]
async fn an_undeclared_status_is_unexpected_and_keeps_its_body() {
    let (base, request) = support::stub(
        "HTTP/1.1 418 I'm a teapot\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nshort",
    );
    let client = Client::builder(&base).build().expect("a client");
    let failure = client.get_note(1).send().await.expect_err("no note");
    assert!(request.recv().expect("a request").starts_with("GET /notes/1 HTTP/1.1\r\n"));
    assert_eq!(failure.status().map(|status| status.as_u16()), Some(418));
    assert!(format!("{failure:?}").contains("short"), "{failure:?}");
}
