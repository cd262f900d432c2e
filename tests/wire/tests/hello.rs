//! What the README of `examples/hello`, and that of the repository, show of the server that comes of its two files.

use std::path::Path;

use housestyle::server::{Call, Handler as _, HandlerResult, ServeOptions};
use housestyle_wire::hello::operations::{Greet, GreetError};
use housestyle_wire::hello::server::Greetings;

use crate::support;

#[derive(Clone, housestyle::Handler)]
#[handler(api = housestyle_wire::hello)]
struct Handlers;

impl Greetings for Handlers {
    async fn greet(&self, call: Call<Greet>) -> HandlerResult<String, GreetError> {
        Ok("Hello, ".repeat(call.times as usize) + &call.name)
    }
}

/// The handler above, as the text has it.
const BODY: &str = r#"Ok("Hello, ".repeat(call.times as usize) + &call.name)"#;

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    std::fs::read_to_string(path).expect("a text")
}

/// Each line of `curl`, the path of its URL, and the line of the answer behind it.
fn calls(text: &str) -> Vec<(String, String)> {
    let mut calls = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some((_, path)) = line.split_once("curl").and_then(|(_, url)| url.split_once("127.0.0.1:3000"))
        {
            let answer = lines.next().expect("an answer").to_owned();
            calls.push((path.trim_end_matches('\'').to_owned(), answer));
        }
    }
    calls
}

#[test]
fn the_answers_that_the_readmes_show_are_those_of_the_server() {
    let base = support::start(async |listener| {
        Handlers.serve(listener, ServeOptions::default()).await.expect("served");
    });
    for file in ["examples/hello/README.md", "README.md"] {
        let text = read(file);
        assert!(text.contains(BODY), "{file}");
        let calls = calls(&text);
        assert!(calls.len() >= 2, "{file}: {calls:?}");
        for (path, answer) in calls {
            let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
            let reply = support::exchange(&base, request.as_bytes());
            let (_, body) = reply.split_once("\r\n\r\n").expect("a body");
            assert_eq!(body, answer, "{file}: {path}");
        }
    }
}

#[test]
fn the_readme_shows_the_two_files() {
    let text = read("README.md");
    for file in ["examples/hello/hello.yaml", "examples/hello/style.yaml"] {
        assert!(text.contains(&read(file)), "{file}");
    }
}
