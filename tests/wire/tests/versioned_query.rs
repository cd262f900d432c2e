//! The version in a query parameter.

use housestyle::client::CallError;
use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::versioned_query::Client;
use housestyle_wire::versioned_query::operations::{Greet, Health};
use housestyle_wire::versioned_query::server::Greetings;
use housestyle_wire::versioned_query::types::Greeting;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::versioned_query)]
struct Desk;

impl Greetings for Desk {
    async fn greet(&self, call: Call<Greet>) -> HandlerResult<Greeting> {
        let version = call.context().representation().version.unwrap_or("none");
        Ok(Greeting { text: format!("{} in {version}", call.to.as_deref().unwrap_or("all")) })
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

fn get(base: &str, target: &str) -> String {
    support::exchange(
        base,
        format!("GET {target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").as_bytes(),
    )
}

#[test]
fn a_server_answers_in_the_version_that_the_query_names() {
    let base = desk();
    for version in ["2", "3"] {
        let answer = get(&base, &format!("/greeting?to=you&api%2Dversion={version}"));
        let is_greeting = answer.contains(&format!("you in {version}"));
        assert!(answer.starts_with("HTTP/1.1 200") && is_greeting, "{answer}");
        assert!(!answer.contains("vary:"), "the address names the version: {answer}");
    }
}

#[test]
fn a_version_that_is_not_served_or_not_named_is_an_outcome_of_its_own() {
    let base = desk();
    for query in ["", "?api-version=4", "?api-version=", "?api-version=2&api-version=3", "?API-VERSION=3"] {
        let answer = get(&base, &format!("/greeting{query}"));
        assert!(answer.starts_with("HTTP/1.1 400"), "{query:?}: {answer}");
        assert!(answer.contains(r#""detail":"There is no such version""#), "the style's message: {answer}");
    }
    let unacceptable = support::exchange(
        &base,
        b"GET /greeting?api-version=3 HTTP/1.1\r\nhost: a\r\nconnection: close\r\naccept: image/png\r\n\r\n",
    );
    assert!(unacceptable.starts_with("HTTP/1.1 406"), "{unacceptable}");
    assert!(get(&base, "/greeting?api-version=3&other=1").starts_with("HTTP/1.1 400"), "still refused");
    let answer = get(&base, "/health");
    assert!(answer.starts_with("HTTP/1.1 200"), "what the style does not touch has no versions: {answer}");
}

#[tokio::test]
async fn a_client_names_the_version_and_refuses_one_that_is_not_served() {
    let client = Client::builder(&desk()).build().expect("a client");
    assert_eq!(client.greet().to("you").send().await.expect("greeted").text, "you in 3");
    let older = client.greet().with(|options| options.version("2")).send().await.expect("greeted");
    assert_eq!(older.text, "all in 2");
    let error = client.greet().with(|options| options.version("4")).send().await.expect_err("not served");
    assert!(matches!(error, CallError::InvalidInput(input) if input.input == "version"));
    assert_eq!(client.health().send().await.expect("well").text, "well");
}
