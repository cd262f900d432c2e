//! JA-62 to JA-81: what changes, and what goes.

use serde_json::{Value, json};

use super::blog::{Blog, document, start};
use crate::server::{Reply, Server};

async fn patch(server: &Server, id: &str, data: &Value) -> Reply {
    let body = json!({ "data": data }).to_string();
    document(server.patch(&format!("/articles/{id}"), &body)).send().await
}

fn unchanged(blog: &Blog) {
    assert_eq!(blog.with(|data| data.clone()), Blog::new().with(|data| data.clone()));
}

#[tokio::test]
async fn ja_62_ja_64_ja_67_what_is_not_sent_stays() {
    let (server, blog) = start();
    let before = blog.with(|data| data.article("2").cloned()).unwrap();
    let change = json!({ "type": "articles", "id": "2", "attributes": { "title": "Other" } });
    let reply = patch(&server, "2", &change).await.expect(200);
    assert_eq!(reply.data()["attributes"]["title"], "Other");
    let after = blog.with(|data| data.article("2").cloned()).unwrap();
    assert_eq!(after, super::blog::Row { title: "Other".to_owned(), ..before });
    let nothing = json!({ "type": "articles", "id": "2" });
    patch(&server, "2", &nothing).await.expect(200);
    assert_eq!(blog.with(|data| data.article("2").cloned()).unwrap(), after);
    let null = json!({ "type": "articles", "id": "2", "attributes": { "text": null } });
    let reply = patch(&server, "2", &null).await.expect(200);
    assert_eq!(reply.data()["attributes"]["text"], Value::Null, "null is a value");
}

#[tokio::test]
async fn ja_63_ja_73_type_and_id_are_those_of_the_url() {
    let (server, blog) = start();
    for (data, pointer) in [
        (json!({ "type": "people", "id": "1", "attributes": { "title": "x" } }), "/data/type"),
        (json!({ "type": "articles", "id": "2", "attributes": { "title": "x" } }), "/data/id"),
    ] {
        let reply = patch(&server, "1", &data).await.expect(409);
        assert_eq!(reply.json()["errors"][0]["source"], json!({ "pointer": pointer }));
    }
    for (data, pointer) in [
        (json!({ "id": "1", "attributes": { "title": "x" } }), "/data/type"),
        (json!({ "type": "articles", "attributes": { "title": "x" } }), "/data/id"),
    ] {
        let reply = patch(&server, "1", &data).await.expect(400);
        assert_eq!(reply.json()["errors"][0]["source"], json!({ "pointer": pointer }));
    }
    unchanged(&blog);
}

#[tokio::test]
async fn ja_65_a_relationship_replaces_the_old_linkage() {
    let (server, blog) = start();
    let data = json!({ "type": "articles", "id": "1", "relationships": {
        "tags": { "data": [{ "type": "tags", "id": "1" }] },
        "author": { "data": null },
    } });
    let reply = patch(&server, "1", &data).await.expect(200);
    assert_eq!(reply.data()["relationships"]["author"]["data"], Value::Null);
    let row = blog.with(|data| data.article("1").cloned()).unwrap();
    assert_eq!((row.tags, row.author), (vec![1], None));
    let empty = json!({ "type": "articles", "id": "1", "relationships": { "tags": { "data": [] } } });
    patch(&server, "1", &empty).await.expect(200);
    assert!(blog.with(|data| data.article("1").cloned()).unwrap().tags.is_empty());
    let absent = json!({ "type": "articles", "id": "1", "relationships": { "tags": {} } });
    let reply = patch(&server, "1", &absent).await.expect(400);
    assert_eq!(reply.json()["errors"][0]["source"]["pointer"], "/data/relationships/tags/data");
}

#[tokio::test]
async fn ja_66_ja_69_a_change_that_is_refused_has_no_effect() {
    let (server, blog) = start();
    let data = json!({ "type": "articles", "id": "5", "attributes": { "text": "x", "title": "Other" } });
    let reply = patch(&server, "5", &data).await.expect(422);
    let error = &reply.json()["errors"][0];
    assert_eq!(error["code"], "title_is_fixed");
    assert_eq!(error["source"], json!({ "pointer": "/data/attributes/title" }), "as the document places it");
    // What is read alone cannot be changed, and is passed over.
    let alone =
        json!({ "type": "articles", "id": "5", "attributes": { "created_at": "2000-01-01T00:00:00Z" } });
    patch(&server, "5", &alone).await.expect(200);
    unchanged(&blog);
}

#[tokio::test]
async fn ja_70_a_resource_that_is_not_there_cannot_change() {
    let (server, _) = start();
    let data = json!({ "type": "articles", "id": "4711", "attributes": { "title": "x" } });
    patch(&server, "4711", &data).await.expect(404);
}

#[tokio::test]
async fn ja_80_what_is_gone_is_204_or_200_with_meta() {
    let (server, blog) = start();
    let gone = server.delete("/articles/1").send().await.expect(204);
    assert_eq!((gone.text.as_str(), gone.header("content-type")), ("", None));
    server.get("/articles/1").send().await.expect(404);
    assert!(blog.with(|data| data.article("1").cloned()).is_err());
    let response = server.delete("/people/5").send().await.expect(200);
    assert_eq!(response.json(), json!({ "meta": { "articles": response.json()["meta"]["articles"] } }));
    assert!(response.json()["meta"]["articles"].as_u64() > Some(0));
}
