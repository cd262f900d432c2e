//! BD-70 to BD-80: paging before and after an item.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::server::{JOHN, Reply, Server};

/// The uuid of John's message `n`, from the oldest.
fn message(n: u32) -> String {
    format!("00000003-0000-4000-8000-{n:012x}")
}

fn texts(reply: &Reply) -> Vec<String> {
    reply.data().as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap().to_owned()).collect()
}

async fn list(query: &str) -> Reply {
    Server::shared().get(&format!("/chat/messages?{query}")).as_(JOHN).send().await
}

#[tokio::test]
async fn bd_70_bd_72_before_is_strictly_earlier_and_descending() {
    let reply = list(&format!("per_page=3&before={}", message(50))).await.expect(200);
    assert_eq!(texts(&reply), ["Message 49", "Message 48", "Message 47"]);
}

#[tokio::test]
async fn bd_71_after_is_strictly_later_and_ascending() {
    let reply = list(&format!("per_page=3&after={}", message(50))).await.expect(200);
    assert_eq!(texts(&reply), ["Message 51", "Message 52", "Message 53"]);
}

#[tokio::test]
async fn bd_73_empty_anchors_are_the_two_ends() {
    assert_eq!(texts(&list("per_page=2&before=").await), ["Message 97", "Message 96"]);
    assert_eq!(texts(&list("per_page=2&after=").await), ["Message 0", "Message 1"]);
}

#[tokio::test]
async fn bd_74_bd_75_bd_76_bd_78_the_meta_of_the_guide() {
    let reply = list("per_page=10&before=").await.expect(200);
    let (first, last) = (message(97), message(88));
    assert_eq!(reply.meta("total"), 98);
    assert_eq!(reply.meta("url"), format!("/chat/messages?per_page=10&before={first}"));
    assert_eq!(reply.meta("next_url"), format!("/chat/messages?per_page=10&before={last}"));
    assert_eq!(reply.meta("prev_url"), format!("/chat/messages?per_page=10&after={first}"));
    let members: BTreeSet<_> = reply.json()["meta"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(members, BTreeSet::from(["total", "url", "next_url", "prev_url"].map(str::to_owned)));
}

#[tokio::test]
async fn bd_77_after_is_the_mirror_of_before() {
    let reply = list(&format!("per_page=10&after={}", message(9))).await.expect(200);
    assert_eq!(reply.meta("next_url"), format!("/chat/messages?per_page=10&after={}", message(19)));
    assert_eq!(reply.meta("prev_url"), format!("/chat/messages?per_page=10&before={}", message(10)));
}

#[tokio::test]
async fn bd_79_what_a_link_leads_to_does_not_change() {
    let server = Server::start();
    let first = server.get("/chat/messages?per_page=10&before=").as_(JOHN).send().await.expect(200);
    let next = first.meta("next_url");
    let before = server.get(next.as_str().unwrap()).as_(JOHN).send().await.expect(200);
    server.post("/chat/messages", r#"{"text":"newer"}"#).as_(JOHN).send().await.expect(201);
    let after = server.get(next.as_str().unwrap()).as_(JOHN).send().await.expect(200);
    assert_eq!(texts(&before), texts(&after));
}

#[tokio::test]
async fn bd_80_r_63_without_an_anchor_before_and_bad_anchors_are_422() {
    assert_eq!(texts(&list("per_page=2").await), ["Message 97", "Message 96"]);
    let both = format!("before={}&after={}", message(1), message(2));
    list(&both).await.expect(422);
    list("before=&after=").await.expect(422);
    for anchor in ["not-a-uuid", "00000009-0000-4000-8000-000000000000"] {
        let reply = list(&format!("before={anchor}")).await.expect(422);
        assert_eq!(reply.entry("before")["field"], "before");
        assert_eq!(list(&format!("after={anchor}")).await.expect(422).entry("after")["field"], "after");
    }
}

#[tokio::test]
async fn r_63_a_walk_loses_nothing_that_shares_a_time() {
    let server = Server::shared();
    for (start, first) in [("before=", "Message 97"), ("after=", "Message 0")] {
        let mut path = format!("/chat/messages?per_page=7&{start}");
        let mut seen = Vec::new();
        loop {
            let reply = server.get(&path).as_(JOHN).send().await.expect(200);
            seen.extend(texts(&reply));
            match reply.meta("next_url") {
                Value::String(next) => path = next,
                _ => break,
            }
            assert!(seen.len() <= 98, "the walk does not end");
        }
        assert_eq!(seen[0], first);
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 98);
        assert_eq!(seen.len(), 98);
    }
}
