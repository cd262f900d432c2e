//! A server on a free port, and requests that are sent as they are written.

use std::future::Future;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;
use tokio::net::TcpListener;

/// Serves on a free port until the process ends. Returns the base URL.
pub fn start<F, S>(serve: S) -> String
where
    S: FnOnce(TcpListener) -> F + Send + 'static,
    F: Future<Output = ()>,
{
    let (sender, receiver) = std::sync::mpsc::channel::<SocketAddr>();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            sender.send(listener.local_addr().expect("an address")).expect("the test waits");
            serve(listener).await;
        });
    });
    format!("http://{}", receiver.recv().expect("the server is bound"))
}

/// Sends these bytes to the server at `base`, which must close the connection, and returns all that it sends.
pub fn exchange(base: &str, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(base.trim_start_matches("http://")).expect("a connection");
    stream.write_all(request).expect("sent");
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).expect("read");
    String::from_utf8_lossy(&reply).into_owned()
}

/// Sends a request without a body. Returns the status and the JSON of the response.
pub fn get(base: &str, path: &str) -> (u16, Value) {
    json_of(&exchange(
        base,
        format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").as_bytes(),
    ))
}

/// Sends a request with a body. Returns the status and the JSON of the response.
pub fn send(base: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let (kind, body) = ("content-type: application/json\r\nconnection: close", body.to_string());
    let head =
        format!("{method} {path} HTTP/1.1\r\nhost: a\r\n{kind}\r\ncontent-length: {}\r\n\r\n", body.len());
    json_of(&exchange(base, (head + &body).as_bytes()))
}

fn json_of(answer: &str) -> (u16, Value) {
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let status = head[9..12].parse().expect("a status");
    (status, serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}")))
}

/// Answers one request with these bytes, and returns a base URL and what was received (once it is).
pub fn stub(response: impl Into<Vec<u8>>) -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let response = response.into();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let request = read_request(&mut stream);
        stream.write_all(&response).expect("sent");
        let _ = sender.send(request);
    });
    (base, receiver)
}

/// Answers one request after another, each on a connection of its own, and returns a base URL and what was received.
pub fn stubs<const N: usize>(responses: [&'static str; N]) -> (String, std::sync::mpsc::Receiver<String>) {
    stubs_of(|_| responses.map(str::to_owned))
}

/// As [`stubs`], for responses that have the base URL in them.
pub fn stubs_of<const N: usize>(
    responses: impl FnOnce(&str) -> [String; N],
) -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let responses = responses(&base);
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for response in responses {
            let (mut stream, _) = listener.accept().expect("a client");
            let request = read_request(&mut stream);
            stream.write_all(response.as_bytes()).expect("sent");
            let _ = sender.send(request);
        }
    });
    (base, receiver)
}

/// Head and body of one request; the body has a `Content-Length` or is absent.
pub fn read_request(stream: &mut TcpStream) -> String {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some(head) = text.find("\r\n\r\n") {
            let length = text[..head].lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            if bytes.len() >= head + 4 + length.unwrap_or(0) {
                return text.into_owned();
            }
        }
        let count = stream.read(&mut chunk).expect("read");
        assert!(count > 0, "the request ended early");
        bytes.extend_from_slice(&chunk[..count]);
    }
}
