//! JA-74 to JA-79: relationships that are changed by URLs of their own.

use serde_json::{Value, json};

use super::blog::{Blog, document, start};
use crate::server::{Reply, Server};

async fn send(server: &Server, method: &str, wire: &str, body: &Value) -> Reply {
    let path = format!("/articles/1/relationships/{wire}");
    document(server.request(method, &path).body(&body.to_string())).send().await
}

fn tags(ids: &[&str]) -> Value {
    let ids: Vec<_> = ids.iter().map(|id| json!({ "type": "tags", "id": id })).collect();
    json!({ "data": ids })
}

fn kept(blog: &Blog) -> Vec<u32> {
    blog.with(|data| data.article("1").cloned()).unwrap().tags
}

#[tokio::test]
async fn ja_74_ja_79_a_to_one_is_set_or_emptied() {
    let (server, blog) = start();
    let author = |blog: &Blog| blog.with(|data| data.article("1").cloned()).unwrap().author;
    let set = json!({ "data": { "type": "people", "id": "4" } });
    assert_eq!(send(&server, "PATCH", "author", &set).await.expect(204).text, "");
    assert_eq!(author(&blog), Some(4));
    send(&server, "PATCH", "author", &json!({ "data": null })).await.expect(204);
    assert_eq!(author(&blog), None);
    send(&server, "PATCH", "author", &json!({ "data": { "type": "people", "id": "4711" } }))
        .await
        .expect(404);
    for (bad, status) in [
        (json!({}), 400),
        (json!({ "data": [] }), 422),
        (json!({ "data": "4" }), 422),
        (json!({ "data": { "id": "4" } }), 400),
        (json!({ "data": { "type": "tags", "id": "1" } }), 422),
    ] {
        let reply = send(&server, "PATCH", "author", &bad).await;
        assert_eq!(reply.status, status, "{bad}: {}", reply.text);
        let pointer = reply.json()["errors"][0]["source"]["pointer"].as_str().unwrap_or_default().to_owned();
        assert!(pointer.starts_with("/data"), "{bad}: {pointer}");
    }
    assert_eq!(author(&blog), None);
}

#[tokio::test]
async fn ja_75_a_to_many_takes_a_list() {
    let (server, blog) = start();
    for method in ["PATCH", "POST", "DELETE"] {
        for bad in [json!({ "data": null }), json!({ "data": { "type": "tags", "id": "1" } }), json!({})] {
            let reply = send(&server, method, "tags", &bad).await;
            assert!((400..500).contains(&reply.status), "{method} {bad}: {}", reply.text);
        }
    }
    assert_eq!(kept(&blog), [2, 3]);
}

#[tokio::test]
async fn ja_76_a_to_many_is_replaced_completely() {
    let (server, blog) = start();
    let reply = send(&server, "PATCH", "tags", &tags(&["1"])).await.expect(200);
    assert_eq!(reply.data(), tags(&["1"])["data"]);
    assert_eq!(kept(&blog), [1]);
    send(&server, "PATCH", "tags", &tags(&["2", "9"])).await.expect(404);
    assert_eq!(kept(&blog), [1], "all or nothing");
    send(&server, "PATCH", "tags", &tags(&[])).await.expect(200);
    assert!(kept(&blog).is_empty());
}

#[tokio::test]
async fn ja_77_what_is_there_is_not_added_again() {
    let (server, blog) = start();
    let reply = send(&server, "POST", "tags", &tags(&["1", "2"])).await.expect(200);
    assert_eq!(reply.data(), tags(&["2", "3", "1"])["data"]);
    send(&server, "POST", "tags", &tags(&["1", "2"])).await.expect(200);
    assert_eq!(kept(&blog), [2, 3, 1]);
}

#[tokio::test]
async fn ja_78_what_is_not_there_is_gone_already() {
    let (server, blog) = start();
    assert_eq!(send(&server, "DELETE", "tags", &tags(&["1", "3"])).await.expect(204).text, "");
    assert_eq!(kept(&blog), [2]);
    send(&server, "DELETE", "tags", &tags(&["3"])).await.expect(204);
    assert_eq!(kept(&blog), [2]);
}
