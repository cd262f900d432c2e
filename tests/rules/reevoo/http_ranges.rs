//! RG-1 to RG-12: what RFC 9110 says of ranges, as far as a server shows it. The client's part is in `client`.

use super::server::{CLIENTS, GUIDES, ReevooReply, ReevooRequest, list, shared};

#[tokio::test]
async fn rg_1_a_9_the_unit_is_a_token_in_any_case() {
    for range in ["clients=0-4", "Clients=0-4", "CLIENTS=0-4", "cLiEnTs=0-4"] {
        let reply = list(CLIENTS, Some(range)).await.expect(206);
        assert_eq!(
            (reply.header("accept-ranges"), reply.content_range()),
            (Some("clients"), "clients 0-4/53")
        );
    }
}

#[tokio::test]
async fn rg_3_a_range_on_head_is_that_of_get() {
    // HEAD returns the headers of GET; RFC 9110 §14.2 leaves the header to GET alone, and R-2 makes the two one.
    let get = list(CLIENTS, None).await.expect(206);
    let head = shared().request("HEAD", CLIENTS).edith().send().await.expect(206);
    assert_eq!((head.text.as_str(), head.content_range()), ("", get.content_range()));
    assert_eq!(head.header("content-length"), Some(get.text.len().to_string().as_str()));
    assert_eq!(head.etag(), get.etag());
}

#[tokio::test]
async fn rg_7_rg_8_satisfied_ranges_are_206_and_others_416_in_the_grammar() {
    let grammar = |text: &str| {
        let (unit, rest) = text.split_once(' ').unwrap();
        let (range, total) = rest.split_once('/').unwrap();
        let total = (total != "*").then(|| total.parse::<u64>().unwrap());
        match range.split_once('-') {
            Some((first, last)) => {
                let (first, last): (u64, u64) = (first.parse().unwrap(), last.parse().unwrap());
                first <= last && total.is_none_or(|total| last < total) && unit == "clients"
            }
            None => range == "*" && total.is_some(),
        }
    };
    for first in [0, 1, 19, 20, 51, 52] {
        for last in [first, first + 1, 52, 53, 500] {
            let reply = list(CLIENTS, Some(&format!("clients={first}-{}", last.max(first)))).await;
            assert_eq!(reply.status, if first == 0 && last >= 52 { 200 } else { 206 });
            assert!(grammar(reply.content_range()), "{}", reply.content_range());
        }
    }
    for first in [53, 54, 1000] {
        let reply = list(CLIENTS, Some(&format!("clients={first}-"))).await.expect(416);
        assert!(grammar(reply.content_range()), "{}", reply.content_range());
    }
}

#[tokio::test]
async fn rg_9_a_206_carries_the_headers_of_a_200() {
    let complete = list(CLIENTS, Some("clients=0-")).await.expect(200);
    let part = list(CLIENTS, Some("clients=0-4")).await.expect(206);
    for wire in ["date", "etag", "vary", "cache-control", "expires", "content-location", "content-type"] {
        assert_eq!(part.header(wire).is_some(), complete.header(wire).is_some(), "{wire}");
    }
    assert!(part.header("date").is_some());
    assert_eq!(part.etag(), complete.etag(), "ranges are of one representation");
}

#[tokio::test]
async fn rg_11_what_has_no_ranges_does_not_claim_any() {
    for path in [GUIDES, "/api/v1/status"] {
        let reply = shared().get(path).edith().send().await.expect(200);
        assert!(matches!(reply.header("accept-ranges"), None | Some("none")), "{path}");
    }
}
