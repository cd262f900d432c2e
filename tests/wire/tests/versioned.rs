//! The version in its own header.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::versioned::Client;
use housestyle_wire::versioned::operations::{Greet, Health};
use housestyle_wire::versioned::server::Greetings;
use housestyle_wire::versioned::types::Greeting;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::versioned)]
struct Desk;

impl Greetings for Desk {
    async fn greet(&self, call: Call<Greet>) -> HandlerResult<Greeting> {
        let version = call.context().representation().version.unwrap_or("none");
        Ok(Greeting { text: format!("in {version}") })
    }

    async fn health(&self, _: Call<Health>) -> HandlerResult<Greeting> {
        Ok(Greeting { text: "well".to_owned() })
    }
}

fn desk() -> String {
    support::start(async |listener| {
        Desk.serve(listener, ServeOptions::default()).await.expect("served");
    })
}

fn get(base: &str, path: &str, version: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{version}\r\n");
    support::exchange(base, request.as_bytes())
}

#[test]
fn a_server_answers_in_the_version_that_the_header_names() {
    let base = desk();
    for version in ["2", "3"] {
        let answer = get(&base, "/greeting", &format!("X-API-Version: {version}\r\n"));
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(&format!("in {version}")), "{answer}");
        assert!(answer.contains("vary: x-api-version"), "{answer}");
    }
}

#[test]
fn a_version_that_is_not_served_or_not_named_is_not_acceptable() {
    let base = desk();
    for version in ["", "x-api-version: 4\r\n", "x-api-version: 2\r\nx-api-version: 3\r\n"] {
        let answer = get(&base, "/greeting", version);
        assert!(answer.starts_with("HTTP/1.1 406"), "{version:?}: {answer}");
    }
    let answer = get(&base, "/health", "");
    assert!(answer.starts_with("HTTP/1.1 200"), "what the style does not touch has no versions: {answer}");
}

#[tokio::test]
async fn a_client_names_the_version_and_refuses_one_that_is_not_served() {
    let client = Client::builder(&desk()).build().expect("a client");
    assert_eq!(client.greet().send().await.expect("greeted").text, "in 3");
    let older = client.greet().with(|options| options.version("2")).send().await.expect("greeted");
    assert_eq!(older.text, "in 2");
    let error = client.greet().with(|options| options.version("4")).send().await.expect_err("not served");
    assert!(matches!(error, CallError::InvalidInput(input) if input.input == "version"));
}
