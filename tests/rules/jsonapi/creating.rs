//! JA-56 to JA-61, JA-71, JA-72: what comes to be.

use serde_json::{Value, json};

use super::blog::{Blog, document, start};
use crate::server::{Reply, Server};

async fn post(server: &Server, path: &str, body: &Value) -> Reply {
    document(server.post(path, &body.to_string())).send().await
}

fn article(attributes: &Value, relationships: &Value) -> Value {
    json!({ "data": { "type": "articles", "attributes": attributes, "relationships": relationships } })
}

/// Statuses and places of the problems of an answer.
fn problems(reply: &Reply) -> Vec<(String, String)> {
    let json = reply.json();
    let errors = json["errors"].as_array().unwrap_or_else(|| panic!("{json}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    errors.iter().map(|error| (text(&error["status"]), text(&error["source"]["pointer"]))).collect()
}

#[track_caller]
fn refused(reply: &Reply, status: u16, places: &[(&str, &str)]) {
    assert_eq!(reply.status, status, "{}", reply.text);
    let places: Vec<_> = places.iter().map(|(s, p)| ((*s).to_owned(), (*p).to_owned())).collect();
    assert_eq!(problems(reply), places, "{}", reply.text);
}

fn unchanged(blog: &Blog) {
    assert_eq!(blog.with(|data| data.clone()), Blog::new().with(|data| data.clone()));
}

#[tokio::test]
async fn ja_56_ja_58_ja_89_all_or_nothing_and_every_problem_at_once() {
    let (server, blog) = start();
    let body = article(
        &json!({ "title": "", "published": "yes" }),
        &json!({ "tags": { "links": {} }, "author": { "data": { "type": "tags", "id": "1" } } }),
    );
    let reply = post(&server, "/articles", &body).await;
    assert_eq!(reply.status, 400, "{}", reply.text);
    let mut places = problems(&reply);
    places.sort();
    let place = |status: &str, pointer: &str| (status.to_owned(), pointer.to_owned());
    assert!(places.contains(&place("400", "/data/relationships/tags/data")), "{places:?}");
    assert!(places.contains(&place("422", "/data/attributes/title")), "{places:?}");
    assert!(places.contains(&place("422", "/data/attributes/published")), "{places:?}");
    assert!(
        places.iter().any(|(_, pointer)| pointer.starts_with("/data/relationships/author/data")),
        "{places:?}"
    );
    unchanged(&blog);
}

#[tokio::test]
async fn ja_57_a_create_is_one_resource_with_a_type() {
    let (server, blog) = start();
    refused(&post(&server, "/articles", &json!({})).await, 400, &[("400", "/data")]);
    refused(
        &post(&server, "/articles", &json!({ "data": { "attributes": { "title": "x" } } })).await,
        400,
        &[("400", "/data/type")],
    );
    for data in [json!([]), json!("articles"), json!(null)] {
        let reply = post(&server, "/articles", &json!({ "data": data })).await;
        assert!((400..500).contains(&reply.status), "{}", reply.text);
        assert_eq!(problems(&reply)[0].1, "/data", "{}", reply.text);
    }
    let cut = document(server.post("/articles", r#"{"data":{"type":"articles","#)).send().await.expect(400);
    assert_eq!(cut.json()["errors"][0]["status"], "400");
    document(server.post("/articles", "")).send().await.expect(400);
    unchanged(&blog);
}

#[tokio::test]
async fn ja_59_a_client_does_not_choose_ids() {
    let (server, blog) = start();
    let id = "7b9d2f40-3f5c-4f37-9a14-0d3a0e1c8b11";
    let body = json!({ "data": { "type": "articles", "id": id, "attributes": { "title": "New" } } });
    refused(&post(&server, "/articles", &body).await, 403, &[("403", "/data/id")]);
    unchanged(&blog);
}

#[tokio::test]
async fn ja_60_the_created_resource_is_returned_with_its_location() {
    let (server, _) = start();
    let relationships = json!({
        "author": { "data": { "type": "people", "id": "3" } },
        "tags": { "data": [{ "type": "tags", "id": "1" }] },
    });
    let reply =
        post(&server, "/articles", &article(&json!({ "title": "New", "text": "x" }), &relationships)).await;
    let reply = reply.expect(201);
    let data = reply.data();
    assert_eq!(reply.header("location"), Some(&*format!("{}/articles/1000", server.base)));
    assert_eq!((&data["type"], &data["id"]), (&json!("articles"), &json!("1000")));
    assert_eq!(data["attributes"]["title"], "New");
    assert_eq!(data["relationships"]["author"]["data"]["id"], "3");
    let again = server.get("/articles/1000?include=author,tags").send().await.expect(200).json();
    assert_eq!(again["data"], data);
    assert_eq!(again["included"], reply.json()["included"]);
}

#[tokio::test]
async fn ja_61_ja_68_what_is_not_finished_is_202() {
    let (server, _) = start();
    let from = "https://example.com/feed";
    let body = json!({ "data": { "type": "imports", "attributes": { "from": from } } });
    let reply = post(&server, "/imports", &body).await.expect(202);
    assert_eq!(reply.data(), json!({ "type": "imports", "id": "1", "attributes": { "from": from } }));
}

#[tokio::test]
async fn ja_71_a_related_resource_that_is_not_there_is_404() {
    let (server, blog) = start();
    let relationships = json!({ "author": { "data": { "type": "people", "id": "4711" } } });
    let reply = post(&server, "/articles", &article(&json!({ "title": "New" }), &relationships)).await;
    refused(&reply, 404, &[("404", "/data/relationships/author/data")]);
    let body = json!({ "data": {
        "type": "articles", "id": "1",
        "relationships": { "tags": { "data": [{ "type": "tags", "id": "9" }] } },
    } });
    let reply = document(server.patch("/articles/1", &body.to_string())).send().await;
    refused(&reply, 404, &[("404", "/data/relationships/tags/data")]);
    unchanged(&blog);
}

#[tokio::test]
async fn ja_72_another_type_is_409() {
    let (server, blog) = start();
    let body = json!({ "data": { "type": "people", "attributes": { "name": "x" } } });
    refused(&post(&server, "/articles", &body).await, 409, &[("409", "/data/type")]);
    unchanged(&blog);
}

#[tokio::test]
async fn ja_24_ja_29_ja_30_ja_39_ja_92_ja_93_what_is_not_of_the_standard_is_passed_over() {
    let (server, _) = start();
    let body = json!({
        "@context": 1, "atomic:operations": [], "jsonapi": { "version": "1.1" }, "meta": { "x": 1 },
        "data": {
            "type": "articles",
            "attributes": { "title": "New", "@note": 1, "colour": "red" },
            "relationships": { "publisher": { "data": { "type": "firms", "id": "1" } } },
            "links": { "self": "/x" },
        },
    });
    let data = post(&server, "/articles", &body).await.expect(201).data();
    let attributes: Vec<_> = data["attributes"].as_object().unwrap().keys().collect();
    assert_eq!(attributes, ["title", "text", "published", "created_at"]);
    assert!(data["relationships"].get("publisher").is_none());
}
