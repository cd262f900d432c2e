//! Failures whose code is in a header as well.

use housestyle::Problem;
use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::coded_failures::Client;
use housestyle_wire::coded_failures::operations::{GetThing, GetThingError, ProbeThing};
use housestyle_wire::coded_failures::server::Store;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::coded_failures)]
struct Shelf;

impl Store for Shelf {
    async fn get_thing(&self, call: Call<GetThing>) -> HandlerResult<String, GetThingError> {
        match call.id {
            1 => Ok("one".to_owned()),
            2 => Err(GetThingError::ThingBusy)?,
            _ => Err(Problem::not_found())?,
        }
    }

    async fn probe_thing(&self, _: Call<ProbeThing>) -> HandlerResult<()> {
        Err(Problem::not_found())?
    }
}

fn shelf() -> String {
    support::start(async |listener| Shelf.serve(listener, ServeOptions::default()).await.expect("served"))
}

fn client(base: &str) -> Client {
    Client::builder(base).build().expect("a client")
}

#[test]
fn the_header_repeats_the_code_of_every_failure() {
    let base = shelf();
    for (path, code) in [("9", "ResourceNotFound"), ("2", "ThingBusy"), ("x", "InvalidParameter")] {
        let request = format!("GET /things/{path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        let answer = support::exchange(&base, request.as_bytes());
        assert!(answer.contains(&format!("\r\nx-ms-error-code: {code}\r\n")), "{answer}");
        assert!(answer.contains(&format!(r#"{{"error":{{"code":"{code}","#)), "{answer}");
    }
    let fine = support::exchange(&base, b"GET /things/1 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    assert!(fine.starts_with("HTTP/1.1 200") && !fine.contains("x-ms-error-code"), "{fine}");
}

#[tokio::test]
async fn a_client_reads_the_code_of_a_response_without_a_body() {
    let error = client(&shelf()).probe_thing(9).send().await.expect_err("nothing");
    let refusal = error.refusal().expect("a failure of the style");
    assert_eq!((refusal.status.as_u16(), refusal.code.as_deref()), (404, Some("ResourceNotFound")));
}

#[tokio::test]
async fn a_client_knows_a_declared_failure_by_the_header_alone() {
    for body in ["<p>busy</p>", "{}", r#"{"error":{"message":"It is busy"}}"#] {
        let media = if body.starts_with('<') { "text/html" } else { "application/json" };
        let head = "HTTP/1.1 409 Conflict\r\nx-ms-error-code: ThingBusy\r\nconnection: close\r\n";
        let length = body.len();
        let answer = format!("{head}content-type: {media}\r\ncontent-length: {length}\r\n\r\n{body}");
        let (base, _request) = support::stub(answer);
        let error = client(&base).get_thing(2).send().await.expect_err(body);
        let CallError::Declared(GetThingError::ThingBusy, refusal) = error else {
            panic!("{body}: {error:?}")
        };
        assert_eq!(refusal.code.as_deref(), Some("ThingBusy"), "{body}");
    }
}
