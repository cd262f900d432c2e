//! Empty sessions, which are not stored.

use serde_json::json;

use super::{id, post, service, stored};
use crate::http::ask;

#[tokio::test]
async fn whoever_comes_without_a_cookie_leaves_nothing_in_the_store() {
    let (service, store) = stored();
    for _ in 0..100 {
        post(&service, "/get", "", json!("a")).await;
        post(&service, "/account", "", json!({})).await;
        ask("GET /get").of(&service).await;
        post(&service, "/put", "A", json!({"a": null})).await;
    }
    assert_eq!(format!("{store:?}"), "MemorySessions { sessions: 0 }");
}

#[tokio::test]
async fn a_visitor_keeps_its_number_until_something_is_kept() {
    let (service, store) = stored();
    let number = id(&post(&service, "/get", "", json!("a")).await);
    for _ in 0..3 {
        assert_eq!(id(&post(&service, "/get", &number, json!("a")).await), number);
    }
    let sid = id(&post(&service, "/put", &number, json!({"a": 1})).await);
    assert_eq!(sid.len(), 22, "an id");
    assert_eq!(format!("{store:?}"), "MemorySessions { sessions: 1 }");
    let got = post(&service, "/get", &sid, json!("a")).await;
    assert_eq!((id(&got), &got.json()["data"]["value"]), (sid.clone(), &json!(1)));
    // A concurrent request of the visitor.
    let got = post(&service, "/put", &number, json!({"b": 2})).await;
    assert_eq!(id(&got), sid);
    assert_eq!(post(&service, "/get", &sid, json!("b")).await.json()["data"]["value"], 2);
}

#[tokio::test]
async fn a_number_that_another_server_gave_is_not_taken() {
    let number = id(&post(&service(), "/get", "", json!("a")).await);
    let got = id(&post(&service(), "/get", &number, json!("a")).await);
    assert!(got != number && got.len() == 43);
}

#[tokio::test]
async fn a_visitor_who_logs_in_and_out_is_one_again() {
    let (service, store) = stored();
    let number = id(&post(&service, "/get", "", json!("a")).await);
    let sid = id(&post(&service, "/enter", &number, json!(5)).await);
    assert!(sid.len() == 22 && sid != number);
    assert_eq!(post(&service, "/account", &sid, json!({})).await.json()["data"], json!(5));
    // The number alone gives no access to the session.
    assert_eq!(id(&post(&service, "/get", &number, json!("a")).await), number);
    assert_eq!(id(&post(&service, "/leave", &sid, json!({})).await), "");
    assert_eq!(format!("{store:?}"), "MemorySessions { sessions: 0 }");
    assert_eq!(id(&post(&service, "/get", &sid, json!("a")).await).len(), 43);
}
