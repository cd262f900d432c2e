//! Transport errors.

use std::time::Duration;

use housestyle::client::{CallError, InProcess, Timeouts, TransportKind};
use tokio::net::TcpListener;

use crate::acme::{self, PET, get_pet};
use crate::stub::{Act, Stub, json, with};

fn hasty() -> Timeouts {
    Timeouts { attempt: Duration::from_millis(60), ..Timeouts::default() }
}

async fn kind(base: &str) -> TransportKind {
    let client = acme::builder(base).timeouts(hasty()).build().unwrap();
    match client.call(get_pet("7")).send().await {
        Err(CallError::Transport(error)) => error.kind(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nobody_listens() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    assert_eq!(kind(&format!("http://127.0.0.1:{port}")).await, TransportKind::Connect);
}

#[tokio::test]
async fn never_answers() {
    let mut stub = Stub::start(|_| Act::Silence).await;
    assert_eq!(kind(&stub.base).await, TransportKind::Timeout);
    stub.closed().await;
}

#[tokio::test]
async fn trickles() {
    let stub = Stub::start(|_| Act::Trickle("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")).await;
    assert_eq!(kind(&stub.base).await, TransportKind::Timeout);
}

#[tokio::test]
async fn closes_before_the_end() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec();
    let stub = Stub::start(move |_| Act::Send(head.clone())).await;
    assert_eq!(kind(&stub.base).await, TransportKind::Closed);
    let stub = Stub::start(|_| Act::Send(Vec::new())).await;
    assert_eq!(kind(&stub.base).await, TransportKind::Closed);
}

#[tokio::test]
async fn garbage() {
    let stub = Stub::start(|_| Act::Send(b"+OK POP3 ready\r\n\r\n".to_vec())).await;
    assert_eq!(kind(&stub.base).await, TransportKind::Protocol);
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_vec();
    let stub = Stub::start(move |_| Act::Send(chunked.clone())).await;
    assert_eq!(kind(&stub.base).await, TransportKind::Protocol);
}

#[tokio::test]
async fn a_call_as_a_whole_ends_in_time() {
    let stub = Stub::start(|_| Act::Silence).await;
    let client = acme::client(&stub.base);
    let call = client.call(get_pet("7")).with(|options| options.timeout(Duration::from_millis(60)));
    let error = call.send().await.unwrap_err();
    assert!(matches!(error, CallError::Transport(error) if error.kind() == TransportKind::Timeout));
}

#[tokio::test]
async fn bodies_past_the_cap_are_given_up() {
    let heads = [
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n",
    ];
    for head in heads {
        let mut stub = Stub::start(move |_| Act::Flood(head)).await;
        let client = acme::builder(&stub.base).body_limit(100_000).build().unwrap();
        let error = client.call(get_pet("7")).send().await.unwrap_err();
        assert!(matches!(error, CallError::TooLarge { limit: 100_000, .. }), "{error:?}");
        stub.closed().await;
    }
}

#[tokio::test]
async fn an_answer_in_a_coding_that_is_not_asked_for_is_refused() {
    let stub = Stub::start(|_| {
        with(200, "content-type: application/json\r\ncontent-encoding: compress\r\n", "\x1f")
    })
    .await;
    let client = acme::client(&stub.base);
    let error = client.call(get_pet("7")).send().await.expect_err("it is refused");
    assert!(error.to_string().contains("content coding `compress`"), "{error}");
    // Without a feature for a coding, `Accept-Encoding` is absent.
    let asks = cfg!(any(feature = "gzip", feature = "br", feature = "zstd"));
    assert_eq!(stub.seen()[0].header("accept-encoding").is_some(), asks);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Stub::start(|_| json(200, PET)).await;
    let headers = format!("location: {}/pets/7\r\n", other.base);
    let stub = Stub::start(move |_| with(307, &headers, "")).await;
    let client = acme::builder(&stub.base).token("hush").build().unwrap();
    let error = client.call(get_pet("7")).send().await.unwrap_err();
    assert!(matches!(&error, CallError::Unexpected(answer) if answer.status == 307), "{error:?}");
    assert!(other.seen().is_empty());
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test]
async fn a_dropped_call_gives_the_connection_up() {
    let mut stub = Stub::start(|_| Act::Silence).await;
    let client = acme::client(&stub.base);
    let call = tokio::spawn(client.call(get_pet("7")).send());
    while stub.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    call.abort();
    stub.closed().await;
}

#[derive(Clone)]
struct Echo;

impl tower_service::Service<http::Request<http_body_util::Full<bytes::Bytes>>> for Echo {
    type Response = http::Response<http_body_util::Full<bytes::Bytes>>;
    type Error = std::convert::Infallible;
    type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<http_body_util::Full<bytes::Bytes>>) -> Self::Future {
        let body = format!(r#"{{"data":{{"id":1,"name":"{}"}}}}"#, request.uri());
        std::future::ready(Ok(http::Response::new(body.into())))
    }
}

#[tokio::test]
async fn a_service_in_the_same_process() {
    let client = acme::builder("http://in.process/v1").transport(InProcess::new(Echo)).build().unwrap();
    let pet = client.call(get_pet("7")).send().await.unwrap();
    assert_eq!(pet.name, "http://in.process/v1/pets/7");
}
