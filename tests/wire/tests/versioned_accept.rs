//! The version as a parameter of a media type in `Accept`.

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::versioned_accept::Client;
use housestyle_wire::versioned_accept::operations::{Greet, Health};
use housestyle_wire::versioned_accept::server::Greetings;
use housestyle_wire::versioned_accept::types::Greeting;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::versioned_accept)]
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
fn an_operation_without_the_style_has_no_versions() {
    let base = desk();
    let vendor = "accept: application/vnd.greetings+json";
    for accept in
        ["", "accept: */*\r\n", &format!("{vendor}\r\n"), &format!("{vendor}; version=4, image/png\r\n")]
    {
        let response = get(&base, "/greeting", accept);
        assert!(response.starts_with("HTTP/1.1 400"), "a version that is not served: {accept:?}: {response}");
    }
    for accept in
        ["accept: application/json\r\n", "accept: image/png\r\n", &format!("{vendor}; version=3; q=0\r\n")]
    {
        let response = get(&base, "/greeting", accept);
        assert!(response.starts_with("HTTP/1.1 406"), "no type that is served: {accept:?}: {response}");
    }
    for accept in ["", "accept: application/json\r\n", "accept: */*\r\n"] {
        let response = get(&base, "/health", accept);
        assert!(response.starts_with("HTTP/1.1 200"), "{accept:?}: {response}");
        assert!(response.contains("content-type: application/json\r\n"), "{accept:?}: {response}");
    }
}

#[tokio::test]
async fn a_client_calls_operations_with_and_without_the_style() {
    let client = Client::builder(&desk()).build().expect("a client");
    assert_eq!(client.greet().send().await.expect("greeted").text, "in 3");
    assert_eq!(client.health().send().await.expect("asked").text, "well");
}
