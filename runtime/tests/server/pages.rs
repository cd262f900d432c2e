//! Links and `meta` of pages.

use http::StatusCode;
use serde_json::{Value, json};

use crate::http::ask;

async fn meta(target: &str) -> Value {
    let got = ask(&format!("GET {target}")).answer().await;
    assert_eq!(got.status, StatusCode::OK, "{target}: {}", got.text);
    got.json()["meta"].clone()
}

#[tokio::test]
async fn the_first_page_by_number() {
    let got = ask("GET /patients?per_page=10").verbose().answer().await.json();
    let wanted = json!({
        "total": 98, "pages": 10,
        "page_tmpl_url": "/patients?page={page}&per_page=10",
        "url": "/patients?page=1&per_page=10",
        "next_url": "/patients?page=2&per_page=10",
        "last_url": "/patients?page=10&per_page=10",
    });
    assert_eq!(got["meta"], wanted);
    assert_eq!(got["query"], json!({"page": 1, "per_page": 10}));
    assert_eq!(got["data"].as_array().map(Vec::len), Some(10));
}

#[tokio::test]
async fn other_parameters_are_kept() {
    let meta = meta("/patients?page=10&qs=%D0%B6+a%26b&per_page=10&ids=1&ids=2").await;
    assert_eq!(meta["prev_url"], "/patients?qs=%D0%B6%20a%26b&ids=1&ids=2&page=9&per_page=10");
    assert!(meta.get("next_url").is_none());
    assert_eq!(meta["page_tmpl_url"], "/patients?qs=%D0%B6%20a%26b&ids=1&ids=2&page={page}&per_page=10");
}

#[tokio::test]
async fn sizes_over_the_limit_are_the_limit() {
    let got = meta("/patients?per_page=99999999999999999999999").await;
    assert_eq!((&got["url"], &got["pages"]), (&json!("/patients?page=1&per_page=200"), &json!(1)));
}

#[tokio::test]
async fn past_the_end() {
    let got = ask("GET /patients?page=6").answer().await;
    assert_eq!((got.status, got.text.as_str()), (StatusCode::NOT_FOUND, r#"{"message":"Not Found"}"#));
    let empty = meta("/patients?qs=none").await;
    let wanted = json!({
        "total": 0, "pages": 0, "page_tmpl_url": "/patients?qs=none&page={page}&per_page=20",
        "url": "/patients?qs=none&page=1&per_page=20",
    });
    assert_eq!(empty, wanted);
    assert_eq!(meta("/patients?qs=none&page=3").await["total"], 0);
}

#[tokio::test]
async fn bad_pages_are_reported_together() {
    for (query, fields) in [
        ("page=0", vec!["page"]),
        ("page=-1&per_page=x", vec!["page", "per_page"]),
        ("per_page=0", vec!["per_page"]),
        ("page=1&page=2", vec!["page"]),
        ("page=&ids=x", vec!["ids.0", "page"]),
        ("page=+1", vec!["page"]),
    ] {
        let got = ask(&format!("GET /patients?{query}")).answer().await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let errors = got.json()["errors"].clone();
        let reported: Vec<_> =
            errors.as_array().expect("a list").iter().map(|error| error["field"].clone()).collect();
        assert_eq!(reported, fields, "{query}");
    }
}

const fn uuid(number: u128) -> housestyle::Uuid {
    housestyle::Uuid::from_u128(number)
}

#[tokio::test]
async fn the_first_page_by_key_is_described_by_its_first_item() {
    for target in ["/chat/messages?per_page=10&before=", "/chat/messages?per_page=10"] {
        let wanted = json!({
            "total": 25,
            "url": format!("/chat/messages?per_page=10&before={}", uuid(25)),
            "next_url": format!("/chat/messages?per_page=10&before={}", uuid(16)),
            "prev_url": format!("/chat/messages?per_page=10&after={}", uuid(25)),
        });
        assert_eq!(meta(target).await, wanted);
    }
}

#[tokio::test]
async fn pages_by_key_go_on_and_back() {
    let got = meta(&format!("/chat/messages?x=y&before={}&per_page=10", uuid(11))).await;
    let wanted = json!({
        "total": 25,
        "url": format!("/chat/messages?x=y&per_page=10&before={}", uuid(11)),
        "prev_url": format!("/chat/messages?x=y&per_page=10&after={}", uuid(10)),
    });
    assert_eq!(got, wanted);
    let got = meta(&format!("/chat/messages?after={}&per_page=2", uuid(3))).await;
    assert_eq!(got["next_url"], format!("/chat/messages?per_page=2&after={}", uuid(5)));
    assert_eq!(got["prev_url"], format!("/chat/messages?per_page=2&before={}", uuid(4)));
    let got = meta(&format!("/chat/messages?before={}", uuid(1))).await;
    assert_eq!(got, json!({"total": 25, "url": format!("/chat/messages?per_page=20&before={}", uuid(1))}));
}

#[tokio::test]
async fn bad_keys() {
    for (query, field) in [("before=&after=", "after"), ("before=nonsense", "before"), ("after=x", "after")] {
        let got = ask(&format!("GET /chat/messages?{query}")).answer().await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(got.json()["errors"][0]["field"], field, "{query}");
    }
}
