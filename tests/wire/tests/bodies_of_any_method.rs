//! Request bodies of methods that seldom have one.

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::bodies_of_any_method::Client;
use housestyle_wire::bodies_of_any_method::operations::{DropNotes, ExplainNotes, FindNotes, ProbeNotes};
use housestyle_wire::bodies_of_any_method::server::Notes;
use housestyle_wire::bodies_of_any_method::types::Note;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::bodies_of_any_method)]
struct Echo;

impl Notes for Echo {
    async fn find_notes(&self, call: Call<FindNotes>) -> HandlerResult<Note> {
        Ok(call.input.body)
    }

    async fn drop_notes(&self, call: Call<DropNotes>) -> HandlerResult<Note> {
        Ok(call.input.body)
    }

    async fn explain_notes(&self, call: Call<ExplainNotes>) -> HandlerResult<Note> {
        Ok(call.input.body)
    }

    async fn probe_notes(&self, call: Call<ProbeNotes>) -> HandlerResult<()> {
        assert_eq!(call.body.text, "milk");
        Ok(())
    }
}

fn echo() -> String {
    support::start(async |listener| Echo.serve(listener, ServeOptions::default()).await.expect("served"))
}

#[tokio::test]
async fn a_body_is_sent_and_read_whatever_the_method_is() {
    let client = Client::builder(&echo()).build().expect("a client");
    let note = || Note { text: "milk".to_owned() };
    assert_eq!(client.find_notes(note()).send().await.expect("read"), note());
    assert_eq!(client.drop_notes(note()).send().await.expect("read"), note());
    assert_eq!(client.explain_notes(note()).send().await.expect("read"), note());
    client.probe_notes(note()).send().await.expect("read");
}

#[test]
fn a_body_is_checked_whatever_the_method_is() {
    let base = echo();
    for method in ["GET", "DELETE", "OPTIONS", "HEAD"] {
        let request = format!(
            "{method} /notes HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: 12\r\n\r\n{{\"text\":\"a\"}}"
        );
        let reply = support::exchange(&base, request.as_bytes());
        assert!(reply.starts_with("HTTP/1.1 422 "), "{method}: {reply}");
    }
}
