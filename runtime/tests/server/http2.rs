//! HTTP/2 without TLS, over real sockets.

use axum::body::Body;
use housestyle::server::{Limits, ServeOptions};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;

use crate::serving::{SHORT, Served, served};

/// Returns a connection, and its end.
async fn connect(served: &Served) -> (SendRequest<Body>, JoinHandle<()>) {
    let stream = TokioIo::new(served.connect().await);
    let (sender, connection) = http2::handshake(TokioExecutor::new(), stream).await.expect("a connection");
    (sender, tokio::spawn(async { drop(connection.await) }))
}

async fn send(sender: &SendRequest<Body>, line: &str, body: impl Into<Body>) -> (StatusCode, String) {
    let (method, path) = line.split_once(' ').expect("a method and a path");
    let request = Request::builder().method(method).uri(format!("http://acme.test{path}"));
    let request = request.body(body.into()).expect("a request");
    let (head, body) = sender.clone().send_request(request).await.expect("an answer").into_parts();
    let bytes = body.collect().await.expect("a body").to_bytes();
    (head.status, String::from_utf8(bytes.to_vec()).expect("text"))
}

#[tokio::test]
async fn requests_share_a_connection_and_not_their_fate() {
    let served = served(ServeOptions::new(), Limits::new().body(10)).await;
    let (sender, _) = connect(&served).await;
    let (patient, panic, large, list, echo) = tokio::join!(
        send(&sender, "GET /patients/5", Body::empty()),
        send(&sender, "POST /fail/panic", Body::empty()),
        send(&sender, "PUT /file", "x".repeat(11)),
        send(&sender, "GET /patients?per_page=2", Body::empty()),
        send(&sender, "PUT /file", "0123456789"),
    );
    assert!(patient.0 == StatusCode::OK && patient.1.contains(r#""url":"/patients/5""#), "{patient:?}");
    assert_eq!(panic, (StatusCode::INTERNAL_SERVER_ERROR, r#"{"message":"Internal Server Error"}"#.into()));
    assert_eq!(large.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(list.1.contains(r#""next_url":"/patients?page=2&per_page=2""#), "{list:?}");
    assert_eq!(echo, (StatusCode::OK, "0123456789".into()));
    let head = send(&sender, "HEAD /patients/5", Body::empty()).await;
    assert_eq!(head, (StatusCode::OK, String::new()));
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let options = ServeOptions::new().headers(SHORT).write(SHORT);
    let served = served(options, Limits::new()).await;
    let (sender, closed) = connect(&served).await;
    assert_eq!(send(&sender, "GET /patients/5", Body::empty()).await.0, StatusCode::OK);
    closed.await.expect("closed");
    // A peer that only sends the preface, and ignores GOAWAY.
    let mut stream = served.connect().await;
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.expect("sent");
    let mut all = Vec::new();
    // Reads until the server closes the connection.
    let _ = stream.read_to_end(&mut all).await;
    assert!(!all.is_empty());
}

#[tokio::test]
async fn work_is_not_idleness() {
    let options = ServeOptions::new().headers(SHORT).write(SHORT);
    let served = served(options, Limits::new().handler_time(Some(SHORT * 4))).await;
    let (sender, _) = connect(&served).await;
    let got = send(&sender, "POST /fail/never", Body::empty()).await;
    assert_eq!(got.0, StatusCode::SERVICE_UNAVAILABLE);
}
