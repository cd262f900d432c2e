//! RV-2, HK-2 to HK-4, R-85 and A1: TLS and nothing else. HK-25, HK-39 and HK-41: not too often.

use std::time::Duration;

use super::server::{CLIENTS, GUIDES, ReevooReply, ReevooRequest, bearer, start, start_as};

#[tokio::test]
async fn rv_2_hk_2_hk_3_hk_4_r_85_a_1_plain_http_is_403_and_never_redirected() {
    let server = start_as(|service| service.trust_forwarded());
    for (method, path) in [("GET", CLIENTS), ("POST", CLIENTS), ("GET", "/nowhere"), ("OPTIONS", GUIDES)] {
        let request = server.request(method, path).edith().header("x-forwarded-proto", "http");
        let reply = request.send().await.failed(403, "tls_required");
        assert_eq!(reply.header("location"), None, "{method} {path}");
        assert!(reply.header("request-id").is_some());
    }
    let https = server.get(CLIENTS).edith().header("x-forwarded-proto", "https").send().await;
    https.expect(206);
    // The nearest proxy is the last that is named.
    let both = |protos: &str| server.get(CLIENTS).edith().header("x-forwarded-proto", protos).send();
    both("https, http").await.failed(403, "tls_required");
    both("http, https").await.expect(206);
}

#[tokio::test]
async fn r_85_on_loopback_and_where_tls_is_not_required_plain_http_will_do() {
    // No proxy is configured, so the header is not trusted.
    let server = start();
    server.get(CLIENTS).edith().header("x-forwarded-proto", "http").send().await.expect(206);
    server.get(CLIENTS).edith().send().await.expect(206);
    let server = start_as(|service| service.trust_forwarded().require_tls(false));
    server.get(CLIENTS).edith().header("x-forwarded-proto", "http").send().await.expect(206);
}

#[tokio::test]
async fn hk_25_hk_39_hk_41_r_83_a_peer_that_asks_too_often_is_429_until_there_are_tokens_again() {
    let server = start_as(|service| service.rate(3, Duration::from_secs(3600)));
    for left in ["2", "1", "0"] {
        let reply = server.get(GUIDES).edith().send().await.expect(200);
        assert_eq!(reply.header("ratelimit-remaining"), Some(left));
    }
    // Whatever the path and the credentials.
    for (path, login) in [(GUIDES, "edith"), (CLIENTS, "victor"), ("/nowhere", "edith")] {
        let reply = server.get(path).as_(&bearer(login)).send().await.failed(429, "rate_limit");
        assert_eq!(reply.header("ratelimit-remaining"), Some("0"));
        assert!(reply.header("request-id").is_some());
        let wait: u64 = reply.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=1200).contains(&wait), "a token comes every 20 minutes: {wait}");
    }
}

#[tokio::test]
async fn hk_41_tokens_come_again() {
    let server = start_as(|service| service.rate(1000, Duration::from_millis(1)));
    for _ in 0..50 {
        let reply = server.get(GUIDES).edith().send().await.expect(200);
        let left: u64 = reply.header("ratelimit-remaining").unwrap().parse().unwrap();
        assert!(left >= 998, "a million a second: {left}");
    }
}
