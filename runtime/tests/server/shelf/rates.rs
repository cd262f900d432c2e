//! Rate limits of marked operations.

use std::net::SocketAddr;
use std::time::Duration;

use housestyle::server::{Peer, Service};
use http::StatusCode;

use super::{Shelf, service};
use crate::http::{Answered, ask};

async fn from(line: &str, peer: &str, service: &Service<Shelf>) -> Answered {
    ask(line).extension(Peer(peer.parse::<SocketAddr>().expect("an address"))).of(service).await
}

#[tokio::test]
async fn r_47_marked_operations_share_a_bucket_and_no_others_are_counted() {
    let service = service();
    for _ in 0..4 {
        let got = from("GET /books", "192.0.2.1:80", &service).await;
        assert_eq!((got.status, got.header("ratelimit-limit")), (StatusCode::OK, ""));
    }
    let first = from("POST /sessions", "192.0.2.1:80", &service).await;
    assert_eq!((first.status, first.header("ratelimit-limit")), (StatusCode::OK, "2"));
    assert_eq!((first.header("ratelimit-remaining"), first.header("ratelimit-reset")), ("1", "1800"));
    let second = from("POST /loans", "192.0.2.1:81", &service).await;
    assert_eq!((second.status, second.header("ratelimit-remaining")), (StatusCode::UNAUTHORIZED, "0"));
    for line in ["POST /loans", "POST /sessions"] {
        let got = from(line, "192.0.2.1:82", &service).await;
        assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS, "before login: {line}");
        assert_eq!((got.header("ratelimit-limit"), got.header("ratelimit-remaining")), ("2", "0"));
        let wait: u64 = got.header("retry-after").parse().expect("seconds");
        assert!((1..=1800).contains(&wait), "{wait}");
    }
    assert_eq!(from("GET /books", "192.0.2.1:80", &service).await.status, StatusCode::OK);
    assert_eq!(from("POST /sessions", "192.0.2.2:80", &service).await.status, StatusCode::OK);
}

#[tokio::test]
async fn r_47_the_services_own_rate_is_of_marked_operations_too() {
    let one = service().rate(1, Duration::from_secs(60));
    assert_eq!(from("POST /sessions", "192.0.2.1:80", &one).await.header("ratelimit-limit"), "1");
    assert_eq!(from("POST /sessions", "192.0.2.1:80", &one).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(from("GET /books", "192.0.2.1:80", &one).await.status, StatusCode::OK);
    let off = one.rate_off();
    for _ in 0..4 {
        assert_eq!(from("POST /sessions", "192.0.2.1:80", &off).await.status, StatusCode::OK);
    }
}
