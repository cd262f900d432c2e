//! What one client may use of a server: connections, memory for bodies and responses, requests.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use housestyle::server::{ClientAddress, Handler, Limits, ServeOptions, serve};
use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;

use crate::http::{Asking, ask};
use crate::sample::clinic::Clinic;

/// The timeout for an expected event.
const LONG: Duration = Duration::from_secs(20);

/// Starts a server on all loopback addresses.
async fn start(options: ServeOptions, limits: Limits, rate: u32) -> (SocketAddr, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let service = Clinic::default().into_service().limits(limits).rate(rate, Duration::from_secs(3600));
    tokio::spawn(serve(listener, service, options.until(async { drop(stopped.await) })));
    (address, stop)
}

/// Connects from another loopback address.
async fn connect(server: SocketAddr, from: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::new(from.parse().expect("an address"), 0)).expect("bound");
    socket.connect(server).await.expect("a connection")
}

/// Returns the response, up to the end of the connection.
async fn exchange(mut stream: TcpStream, request: &str) -> String {
    let _ = stream.write_all(request.as_bytes()).await;
    let mut all = Vec::new();
    drop(tokio::time::timeout(LONG, stream.read_to_end(&mut all)).await.expect("the server closes"));
    String::from_utf8_lossy(&all).into_owned()
}

fn get(headers: &str) -> String {
    format!("GET /patients/5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n")
}

#[tokio::test]
async fn one_address_does_not_take_all_connections() {
    let options = ServeOptions::new().connections(5).connections_per_client(3);
    let (server, _stop) = start(options, Limits::new(), 1000).await;
    let mut kept = Vec::new();
    for _ in 0..3 {
        kept.push(connect(server, "127.0.0.9").await);
    }
    assert_eq!(exchange(connect(server, "127.0.0.9").await, &get("")).await, "", "closed at once");
    let other = exchange(connect(server, "127.0.0.8").await, &get("")).await;
    assert!(other.starts_with("HTTP/1.1 200"), "{other}");
    // A closed connection frees its place.
    let ended = exchange(kept.pop().expect("one"), &get("")).await;
    assert!(ended.starts_with("HTTP/1.1 200"), "{ended}");
    tokio::time::timeout(LONG, async {
        while !exchange(connect(server, "127.0.0.9").await, &get("")).await.starts_with("HTTP/1.1 200") {}
    })
    .await
    .expect("a place");
}

#[tokio::test]
async fn a_trusted_proxy_has_the_connections_and_rates_of_its_clients() {
    let proxy = "127.0.0.9".parse().expect("an address");
    let options = ServeOptions::new().connections_per_client(1).trusted_proxies([proxy]);
    let (server, _stop) = start(options, Limits::new(), 1).await;
    let _others = [connect(server, "127.0.0.9").await, connect(server, "127.0.0.9").await];
    let mut statuses = Vec::new();
    for (from, headers) in [
        ("127.0.0.9", "X-Forwarded-For: 192.0.2.1\r\n"),
        ("127.0.0.9", "X-Forwarded-For: 192.0.2.2\r\n"),
        ("127.0.0.9", "X-Forwarded-For: 198.51.100.9, 192.0.2.2\r\n"),
        ("127.0.0.9", "Forwarded: for=192.0.2.3;proto=https\r\n"),
        ("127.0.0.9", "Forwarded: for=192.0.2.3\r\n"),
        // The header is ignored from untrusted peers, which are then one client.
        ("127.0.0.8", "X-Forwarded-For: 192.0.2.4\r\n"),
        ("127.0.0.8", "Forwarded: for=192.0.2.5\r\n"),
    ] {
        let got = exchange(connect(server, from).await, &get(headers)).await;
        statuses.push(got["HTTP/1.1 ".len()..][..3].to_owned());
    }
    assert_eq!(statuses, ["200", "200", "429", "200", "429", "200", "429"]);
}

#[tokio::test]
async fn unfinished_bodies_of_one_client_leave_room_for_others() {
    let limits = Limits::new().bodies(100_000).bodies_per_client(10_000).body_time(LONG);
    let (server, _stop) = start(ServeOptions::new(), limits, 1000).await;
    let begin = "PUT /file HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\nConnection: close\r\n\r\n";
    let mut unfinished = connect(server, "127.0.0.9").await;
    let sent = format!("{begin}{}", "x".repeat(8999));
    unfinished.write_all(sent.as_bytes()).await.expect("sent");
    let whole = format!("{begin}{}", "x".repeat(9000));
    // There may be memory left until the body has been read.
    let mut again = String::new();
    for _ in 0..100 {
        again = exchange(connect(server, "127.0.0.9").await, &whole).await;
        if again.starts_with("HTTP/1.1 503") {
            break;
        }
    }
    assert!(again.starts_with("HTTP/1.1 503") && again.contains("retry-after: 1"), "{again}");
    let other = exchange(connect(server, "127.0.0.8").await, &whole).await;
    assert!(other.starts_with("HTTP/1.1 200"), "{other}");
    // The first client keeps its connection.
    let ended = exchange(unfinished, "x").await;
    assert!(ended.starts_with("HTTP/1.1 200"), "{ended}");
}

fn from(asking: Asking, address: &str) -> Asking {
    asking.extension(ClientAddress(address.parse().expect("an address")))
}

#[tokio::test]
async fn answers_that_nobody_reads_are_bounded_for_each_client_and_for_all() {
    let limits = Limits::new().responses(10_000).responses_per_client(5_000);
    let service = Clinic::default().into_service().limits(limits);
    let echo = |client: &'static str| {
        let request =
            http::Request::put("/file").extension(ClientAddress(client.parse().expect("an address")));
        service.answer(request.body(Body::from(vec![b'x'; 3000])).expect("a request"))
    };
    let get = |client: &'static str| from(ask("GET /patients/5"), client).of(&service);
    let first = [echo("192.0.2.1").await, echo("192.0.2.1").await];
    assert!(first.iter().all(|answer| answer.status() == StatusCode::OK), "the second goes over the share");
    let refused = get("192.0.2.1").await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "1"));
    assert!(!refused.text.is_empty(), "in the style's error body");
    // Others of the same /64 are the same client.
    let second = [echo("2001:db8::1").await, echo("2001:db8::1").await];
    assert_eq!(get("2001:db8::2").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(get("192.0.2.2").await.status, StatusCode::SERVICE_UNAVAILABLE, "all is taken");
    drop(second);
    assert_eq!(get("192.0.2.2").await.status, StatusCode::OK);
    assert_eq!(get("192.0.2.1").await.status, StatusCode::SERVICE_UNAVAILABLE);
    drop(first);
    assert_eq!(get("192.0.2.1").await.status, StatusCode::OK);
}
