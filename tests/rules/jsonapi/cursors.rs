//! JA-95 to JA-100: the profile for cursors.

use serde_json::{Value, json};

use super::blog::{PEOPLE, shared};

async fn get(path: &str) -> Value {
    shared().get(path).send().await.expect(200).json()
}

fn names(document: &Value) -> Vec<String> {
    let data = document["data"].as_array().unwrap();
    data.iter().map(|one| one["attributes"]["name"].as_str().unwrap().to_owned()).collect()
}

fn link(document: &Value, wire: &str) -> Option<String> {
    let link = document["links"].get(wire).unwrap_or_else(|| panic!("no {wire}: {}", document["links"]));
    Some(link.as_str()?.strip_prefix(shared().base.as_str()).unwrap().to_owned())
}

/// Every name, from page to page.
async fn walk(first: &str, wire: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(path) = next {
        let document = get(&path).await;
        pages.push(names(&document));
        next = link(&document, wire);
    }
    pages
}

#[tokio::test]
async fn ja_95_ja_98_behind_a_cursor_and_before_one() {
    let pages = walk("/people?sort=name&page[size]=10", "next").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 5]);
    let all: Vec<_> = pages.concat();
    assert!(all.is_sorted() && all.len() == PEOPLE as usize);
    let last = walk("/people?sort=name&page[size]=10", "next").await.len();
    assert_eq!(last, 3);
    let first = get("/people?sort=name&page[size]=10").await;
    let second = get(&link(&first, "next").unwrap()).await;
    let back = get(&link(&second, "prev").unwrap()).await;
    assert_eq!(names(&back), pages[0], "right before the cursor, in the same order");
}

#[tokio::test]
async fn ja_96_a_size_that_cannot_be_is_400() {
    for size in ["0", "-1", "ten", "101", "1.5", ""] {
        let reply = shared().get(&format!("/people?page[size]={size}")).send().await.expect(400);
        assert_eq!(reply.json()["errors"][0]["source"], json!({ "parameter": "page[size]" }), "{size}");
    }
    assert_eq!(names(&get("/people?page[size]=100").await).len(), PEOPLE as usize);
    let reply = shared().get("/people?page[after]=4711").send().await.expect(400);
    assert_eq!(reply.json()["errors"][0]["source"], json!({ "parameter": "page[after]" }));
}

#[tokio::test]
async fn ja_97_a_tie_is_broken() {
    let up = walk("/people?sort=name&page[size]=7", "next").await.concat();
    let down = walk("/people?sort=-name&page[size]=7", "next").await.concat();
    assert_eq!(up.into_iter().rev().collect::<Vec<_>>(), down);
}

#[tokio::test]
async fn ja_99_both_cursors_at_once_are_400() {
    let first = get("/people?page[size]=2").await;
    let next = link(&first, "next").unwrap();
    let cursor = next.split("page%5Bafter%5D=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let path = format!("/people?page[after]={cursor}&page[before]={cursor}");
    let reply = shared().get(&path).send().await.expect(400);
    assert!(reply.json()["errors"][0]["source"]["parameter"].is_string(), "{}", reply.text);
}

#[tokio::test]
async fn ja_100_both_links_and_the_total_are_always_present() {
    let complete = get("/people?page[size]=100").await;
    assert_eq!(
        (link(&complete, "prev"), link(&complete, "next")),
        (None, None),
        "null where the end is known"
    );
    assert_eq!(complete["meta"]["page"]["total"], PEOPLE);
    let first = get("/people?page[size]=5").await;
    assert_eq!(link(&first, "prev"), None);
    assert!(link(&first, "next").is_some());
    shared().get("/people?sort=age").send().await.expect(400);
}
