//! Admission of requests, over real sockets and without.

use std::net::SocketAddr;
use std::time::Duration;

use housestyle::__private as rt;
use housestyle::server::{Peer, ServeOptions, Service, serve};
use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::depot::{Counted, Depot, FULL, Full, Look};
use crate::http::{Answered, Asking, ask};

struct Strict;
impl Look for Strict {
    const STYLE: rt::Style = rt::Style {
        rate: Some(rt::Rate {
            requests: 3,
            per_s: 3600,
            applies_to: rt::RatedRequests::All,
            limit: Some(rt::style::HeaderName(rt::Borrowed("ratelimit-limit"))),
            remaining: Some(rt::style::HeaderName(rt::Borrowed("ratelimit-remaining"))),
            reset: None,
            reset_as: rt::ResetTime::Seconds,
        }),
        transport: rt::style::Transport { tls: rt::Tls::Required },
        ..FULL
    };
}

fn strict() -> Service<Depot<Strict>> {
    Depot::new(1, Counted::All).service()
}

fn from(line: &str, peer: &str) -> Asking {
    ask(line).extension(Peer(peer.parse::<SocketAddr>().expect("an address")))
}

fn refused(got: &Answered) -> bool {
    got.status == StatusCode::FORBIDDEN && got.json()["id"] == "tls_required"
}

#[tokio::test]
async fn hk_3_hk_4_r_85_without_tls_nothing_is_answered_and_nobody_sent_elsewhere() {
    let open = strict().rate_off();
    for line in ["GET /crates", "GET /nowhere", "DELETE /crates", "OPTIONS /crates", "GET /%ff"] {
        let got = from(line, "192.0.2.1:80").of(&open).await;
        assert!(refused(&got) && got.header("location").is_empty(), "{line}: {got:?}");
    }
    let head = from("HEAD /crates", "192.0.2.1:80").of(&open).await;
    assert_eq!((head.status, &*head.text), (StatusCode::FORBIDDEN, ""));
    assert_eq!(from("GET /crates", "127.0.0.1:80").of(&open).await.status, StatusCode::OK);
    let via_proxy = |service: Service<Depot<Strict>>, proto: &'static str| async move {
        from("GET /tls", "127.0.0.1:80").with("x-forwarded-proto", proto).of(&service).await
    };
    assert_eq!(via_proxy(open.clone(), "https").await.text, "false");
    let proxied = open.clone().trust_forwarded();
    assert_eq!(via_proxy(proxied.clone(), "http, https").await.text, "true");
    assert!(refused(&via_proxy(proxied, "https, http").await));
    assert_eq!(from("GET /tls", "192.0.2.1:80").of(&open.clone().behind_tls()).await.text, "true");
    assert_eq!(from("GET /tls", "192.0.2.1:80").of(&open.clone().require_tls(false)).await.text, "false");
    let full = Depot::<Full>::new(1, Counted::All).service().require_tls(true);
    assert!(refused(&ask("GET /crates").of(&full).await));
}

#[tokio::test]
async fn hk_41_r_83_each_peer_has_so_many_requests_and_every_answer_reports_what_is_left() {
    let service = strict();
    let ask_as = async |line: &str, peer: &str| from(line, peer).of(&service).await;
    for (line, status, remaining) in [
        ("GET /nowhere", StatusCode::FORBIDDEN, "2"),
        ("GET /crates", StatusCode::FORBIDDEN, "1"),
        ("OPTIONS /crates", StatusCode::FORBIDDEN, "0"),
    ] {
        let got = ask_as(line, "192.0.2.1:80").await;
        assert_eq!((got.status, got.header("ratelimit-remaining")), (status, remaining), "{line}");
    }
    for (line, status) in [
        ("GET /nowhere", StatusCode::NOT_FOUND),
        ("PUT /crates", StatusCode::METHOD_NOT_ALLOWED),
        ("GET /crates", StatusCode::OK),
    ] {
        let got = ask_as(line, "127.0.0.1:80").await;
        assert_eq!((got.status, got.header("ratelimit-limit")), (status, "3"), "{line}");
    }
    for line in ["GET /crates", "GET /nowhere", "HEAD /crates"] {
        let got = ask_as(line, "127.0.0.1:81").await;
        assert_eq!((got.status, got.header("ratelimit-remaining")), (StatusCode::TOO_MANY_REQUESTS, "0"));
        let wait: u64 = got.header("retry-after").parse().expect("seconds");
        assert!((1..=1200).contains(&wait), "{wait}");
        assert!(line.starts_with("HEAD") || got.json()["id"] == "rate_limit");
        assert_eq!(got.header("request-id").len(), 36);
    }
    assert_eq!(ask_as("GET /crates", "[::1]:80").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_services_rate_goes_before_the_styles() {
    let one = strict().behind_tls().rate(1, Duration::from_secs(60));
    assert_eq!(ask("GET /crates").of(&one).await.header("ratelimit-limit"), "1");
    assert_eq!(ask("GET /crates").of(&one).await.status, StatusCode::TOO_MANY_REQUESTS);
    let off = one.rate_off();
    for _ in 0..9 {
        let got = ask("GET /crates").of(&off).await;
        assert_eq!((got.status, got.header("ratelimit-remaining")), (StatusCode::OK, ""));
    }
    let full = Depot::<Full>::new(1, Counted::All).service().rate(1, Duration::from_secs(60));
    assert_eq!(ask("GET /crates").of(&full).await.status, StatusCode::OK);
    assert_eq!(ask("GET /crates").of(&full).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn hk_50_a_post_may_stand_for_another_method() {
    let service = Depot::<Full>::new(53, Counted::All).service();
    let crate_ = "/crates/00000000-0000-0000-0000-000000000001";
    let sent = async |line: &str, named: &str| {
        ask(line).with("x-http-method-override", named).with("x-key", "good").of(&service).await
    };
    for named in ["DELETE", "delete", "Patch", " get "] {
        let got = sent(&format!("POST {crate_}"), named).await;
        assert_eq!(got.status, StatusCode::OK, "{named}");
    }
    assert_eq!(sent(&format!("POST {crate_}"), "GET").await.json()["at"], "2012-01-01T12:00:00Z");
    let got = sent("POST /crates", "HEAD").await;
    assert_eq!((got.status, &*got.text), (StatusCode::PARTIAL_CONTENT, ""));
    assert_eq!(sent("POST /crates", "OPTIONS").await.status, StatusCode::NO_CONTENT);
    assert_eq!(sent("GET /crates", "DELETE").await.status, StatusCode::PARTIAL_CONTENT);
    for named in ["PUT", "BREW", "", "a b", "GET, GET"] {
        let got = sent("POST /crates", named).await;
        assert_eq!(
            (got.status, got.header("allow")),
            (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD, POST, OPTIONS")
        );
        assert_eq!(sent("POST /nowhere", named).await.status, StatusCode::NOT_FOUND);
    }
    let plain = Depot::<NoOverride>::new(53, Counted::All).service();
    let got = ask("POST /crates").with("x-http-method-override", "DELETE").of(&plain).await;
    assert_eq!(got.status, StatusCode::CREATED);
}

struct NoOverride;
impl Look for NoOverride {
    const STYLE: rt::Style =
        rt::Style { methods: rt::style::Methods { override_header: None, ..FULL.methods }, ..FULL };
}

#[tokio::test]
async fn hk_11_r_83_every_answer_has_an_id_and_a_clients_own_is_kept_where_it_is_a_uuid() {
    let service = Depot::<Full>::new(1, Counted::All).service();
    let own = "e978b3ef-a43d-41b1-b72c-05e129f162ca";
    for line in ["GET /crates", "GET /nowhere", "PUT /crates", "OPTIONS /crates"] {
        assert_eq!(ask(line).with("request-id", own).of(&service).await.header("request-id"), own, "{line}");
        let got = ask(line).with("request-id", "mine").with("x-request-id", own).of(&service).await;
        assert!(got.header("request-id").len() == 36 && got.header("request-id") != own, "{line}");
    }
}

/// Reads until the server closes the connection.
async fn over_a_socket<H: Send + Sync + 'static>(service: Service<H>, requests: &[&str]) -> Vec<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let task = tokio::spawn(serve(listener, service, ServeOptions::new().until(std::future::pending())));
    let mut all = Vec::new();
    for request in requests {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let text = format!("{}\r\nHost: x\r\nConnection: close\r\n\r\n", request.replace('\n', "\r\n"));
        stream.write_all(text.as_bytes()).await.expect("sent");
        let mut got = String::new();
        stream.read_to_string(&mut got).await.expect("an answer");
        all.push(got);
    }
    task.abort();
    all
}

#[tokio::test]
async fn over_a_socket_the_peer_is_known() {
    let got = over_a_socket(
        strict(),
        &[
            "GET /crates HTTP/1.1",
            "GET /tls HTTP/1.1\nX-Forwarded-Proto: https",
            "GET /x HTTP/1.1",
            "GET /x HTTP/1.1",
        ],
    )
    .await;
    assert!(
        got[0].starts_with("HTTP/1.1 200 ") && got[0].contains("ratelimit-remaining: 2\r\n"),
        "{}",
        got[0]
    );
    assert!(got[1].ends_with("\r\n\r\nfalse"), "{}", got[1]);
    assert!(
        got[2].starts_with("HTTP/1.1 404 ") && got[2].contains("ratelimit-remaining: 0\r\n"),
        "{}",
        got[2]
    );
    assert!(got[3].starts_with("HTTP/1.1 429 ") && got[3].contains("retry-after: "), "{}", got[3]);
}

#[tokio::test]
async fn over_a_socket_parts_and_what_is_current() {
    let service = Depot::<Full>::new(53, Counted::All).service();
    let part = "GET /crates HTTP/1.1\nRange: crates=50-";
    let got = over_a_socket(service.clone(), &[part, "HEAD /crates HTTP/1.1\nRange: crates=50-"]).await;
    for got in &got {
        assert!(got.starts_with("HTTP/1.1 206 Partial Content\r\n"), "{got}");
        assert!(
            got.contains("accept-ranges: crates\r\n") && got.contains("content-range: crates 50-52/53\r\n")
        );
    }
    let tag = got[0].lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag");
    let got = over_a_socket(service, &[&format!("{part}\nIf-None-Match: {tag}")]).await;
    let (head, body) = got[0].split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 304 Not Modified\r\n") && body.is_empty(), "{head}");
    assert!(!head.contains("content-length") && !head.contains("content-type"), "{head}");
}
