//! A document that spells out envelopes, parameters of pages and failures: what the style explains is folded, the rest stays.

use housestyle::Page;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::full_notes::Client;
use housestyle_wire::full_notes::operations::{GetHealth, GetNote, GetNoteError, ListNotes, ListTags};
use housestyle_wire::full_notes::server::Notes;
use housestyle_wire::full_notes::types::{GetHealthResponse, Note};

use crate::support;

/// Has five notes, the last of which is gone.
#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::full_notes)]
struct Desk;

impl Notes for Desk {
    async fn list_notes(&self, call: Call<ListNotes>) -> HandlerResult<Page<Note>> {
        let (skip, take) = (call.page.offset() as usize, call.page.limit() as usize);
        let notes = (1..=5).skip(skip).take(take).map(|id| Note { id });
        Ok(Page::new(notes.collect()).total(5))
    }

    async fn get_note(&self, call: Call<GetNote>) -> HandlerResult<Note, GetNoteError> {
        match call.id {
            5 => Err(GetNoteError::NoteGone)?,
            id => Ok(Note { id }),
        }
    }

    async fn get_health(&self, _: Call<GetHealth>) -> HandlerResult<GetHealthResponse> {
        Ok(GetHealthResponse { up: true })
    }

    async fn list_tags(&self, _: Call<ListTags>) -> HandlerResult<Vec<String>> {
        Ok(vec!["old".to_owned()])
    }
}

fn desk() -> String {
    support::start(async |listener| {
        Desk.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

/// The response to a `GET`.
fn response(base: &str, path: &str, version: &str) -> String {
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: a\r\nx-version: {version}\r\nconnection: close\r\n\r\n");
    support::exchange(base, request.as_bytes())
}

/// The body of the response to a `GET`.
fn body(base: &str, path: &str) -> String {
    response(base, path, "2").split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn a_list_of_a_full_document_is_walked_to_its_end() {
    let base = desk();
    let mut pages = client(&base).list_notes().pages();
    let mut found = Vec::new();
    while let Some(page) = pages.try_next().await.expect("a page") {
        found.extend(page.items.into_iter().map(|note| note.id));
    }
    assert_eq!(found, [1, 2, 3, 4, 5]);
    let last = r#"{"status":"ok","data":[{"id":5}],"meta":{"total":5}}"#;
    assert_eq!(body(&base, "/notes?page=3&size=2"), last);
}

#[tokio::test]
async fn what_is_not_in_the_envelope_goes_without_it_on_both_sides() {
    let base = desk();
    assert_eq!(body(&base, "/health"), r#"{"up":true}"#);
    assert_eq!(body(&base, "/tags"), r#"["old"]"#);
    let client = client(&base);
    assert!(client.get_health().send().await.expect("a response").up);
    assert_eq!(client.list_tags().send().await.expect("a response"), ["old"]);
    // The rest of the style applies.
    let refused = response(&base, "/health", "9");
    let (head, body) = refused.split_once("\r\n\r\n").expect("a body");
    assert!(!head.starts_with("HTTP/1.1 2") && body.starts_with(r#"{"status":"error""#), "{refused}");
}

#[tokio::test]
async fn a_code_that_a_full_document_lists_arrives_as_its_failure() {
    let base = desk();
    let failure = client(&base).get_note(5).send().await.expect_err("it is gone");
    assert_eq!(failure.declared(), Some(&GetNoteError::NoteGone));
    assert!(body(&base, "/notes/5").starts_with(r#"{"status":"error","code":"note_gone""#));
    assert_eq!(client(&base).get_note(4).send().await.expect("a note").id, 4);
}
