//! HTTP/2 peers that do not read responses, or read them slowly.

use std::time::Duration;

use axum::body::Body;
use housestyle::server::{Limits, ServeOptions};
use http::Request;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::client::conn::http2::{Builder, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::task::JoinHandle;

use crate::serving::{SHORT, Served, served};

/// The timeout for an expected event.
const LONG: Duration = Duration::from_secs(20);

/// Returns a connection with this window for each response, and its end.
async fn connect(served: &Served, window: u32) -> (SendRequest<Body>, JoinHandle<()>) {
    let stream = TokioIo::new(served.connect().await);
    let mut builder = Builder::new(TokioExecutor::new());
    builder.initial_stream_window_size(window).initial_connection_window_size(1 << 20);
    let (sender, connection) = builder.handshake(stream).await.expect("a connection");
    (sender, tokio::spawn(async { drop(connection.await) }))
}

/// Returns the body of a response whose head has arrived.
async fn answer(sender: &SendRequest<Body>, line: &str, body: impl Into<Body>) -> Incoming {
    let (method, path) = line.split_once(' ').expect("a method and a path");
    let request = Request::builder().method(method).uri(format!("http://acme.test{path}"));
    let request = request.body(body.into()).expect("a request");
    let answer = sender.clone().send_request(request).await.expect("an answer");
    assert!(answer.status().is_success());
    answer.into_body()
}

#[tokio::test]
async fn who_keeps_the_window_shut_is_cut_off_and_its_place_is_free() {
    let served = served(ServeOptions::new().write(SHORT * 4).connections(1), Limits::new()).await;
    let (sender, closed) = connect(&served, 0).await;
    let mut unread = Vec::new();
    for _ in 0..5 {
        unread.push(answer(&sender, "GET /patients/5", Body::empty()).await);
    }
    for body in unread {
        let got = tokio::time::timeout(LONG, body.collect()).await.expect("it ends");
        assert!(got.is_err(), "nothing could be sent of it");
    }
    tokio::time::timeout(LONG, closed).await.expect("it is closed").expect("no panic");
    // The sender is still open: the client did not close the connection.
    assert!(sender.is_closed());
    let (sender, _) = connect(&served, 65_535).await;
    answer(&sender, "GET /patients/5", Body::empty()).await.collect().await.expect("a body");
}

#[tokio::test]
async fn who_stops_reading_in_the_middle_is_cut_off_and_others_are_not() {
    let served = served(ServeOptions::new().write(SHORT), Limits::new()).await;
    let (sender, closed) = connect(&served, 1000).await;
    let mut body = answer(&sender, "PUT /file", vec![b'x'; 200_000]).await;
    let first = body.frame().await.expect("a frame").expect("no error").into_data().expect("data");
    assert!(!first.is_empty());
    // The body is not read while the server processes another request of the connection.
    let other = answer(&sender, "POST /fail/not", Body::empty());
    drop(tokio::time::timeout(SHORT / 2, other).await);
    tokio::time::timeout(LONG, closed).await.expect("it is closed").expect("no panic");
    assert!(body.collect().await.is_err());
}

#[tokio::test]
async fn who_reads_slowly_gets_the_whole_answer() {
    let served = served(ServeOptions::new().write(SHORT * 2).headers(SHORT), Limits::new()).await;
    let (sender, _closed) = connect(&served, 1024).await;
    let mut body = answer(&sender, "PUT /file", vec![b'x'; 50_000]).await;
    let (mut all, started) = (0, std::time::Instant::now());
    while let Some(frame) = body.frame().await {
        all += frame.expect("it goes on").into_data().expect("data").len();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(all, 50_000);
    assert!(started.elapsed() > SHORT * 8, "longer than anything unread may stay");
}
