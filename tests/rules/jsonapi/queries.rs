//! JA-82 to JA-94: parameters, and problems.

use serde_json::{Value, json};

use super::blog::{MEDIA, document, shared, start};

#[tokio::test]
async fn ja_82_ja_83_a_parameter_that_there_is_not_is_400() {
    for parameter in
        ["colour", "page[offset]", "page", "filter[title]", "filter", "my_parameter", "Sort", "cursor"]
    {
        let reply = shared().get(&format!("/articles?{parameter}=1")).send().await.expect(400);
        assert_eq!(reply.json()["errors"][0]["source"], json!({ "parameter": parameter }));
    }
    for path in ["/articles/1?page[size]=1", "/articles/1?sort=id", "/comments?page[number]=1"] {
        shared().get(path).send().await.expect(400);
    }
    // Each of several is reported.
    let reply = shared().get("/articles?a=1&b=2&filter[published]=maybe").send().await.expect(400);
    let errors = reply.json()["errors"].clone();
    let parameters: Vec<_> =
        errors.as_array().unwrap().iter().map(|error| error["source"]["parameter"].clone()).collect();
    assert_eq!(parameters.len(), 3, "{parameters:?}");
}

#[tokio::test]
async fn ja_84_ja_85_ja_86_problems_are_a_list_of_objects_that_say_something() {
    let (server, _) = start();
    for reply in [
        shared().get("/nowhere").send().await,
        shared().request("PUT", "/articles").send().await,
        shared().get("/articles?sort=x").send().await,
        document(server.post("/articles", "{")).send().await,
        server.post("/articles", "{}").header("content-type", "text/plain").send().await,
    ] {
        assert!(reply.status >= 400);
        assert_eq!(reply.header("content-type"), Some(MEDIA));
        let json = reply.json();
        let members: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["errors"]);
        let errors = json["errors"].as_array().unwrap();
        assert!(!errors.is_empty());
        for error in errors {
            assert_eq!(error["status"], json!(reply.status.to_string()));
            assert!(error.get("code").is_none_or(Value::is_string), "{error}");
            assert!(error["title"].is_string() && error["detail"].is_string(), "{error}");
        }
    }
}

#[tokio::test]
async fn ja_87_ja_88_a_source_is_a_pointer_a_parameter_or_a_header() {
    let (server, _) = start();
    let body = json!({ "data": { "type": "articles", "attributes": { "title": "" } } }).to_string();
    let reply = document(server.post("/articles", &body)).send().await.expect(422);
    let source = reply.json()["errors"][0]["source"].clone();
    assert_eq!(source, json!({ "pointer": "/data/attributes/title" }));
    let document: Value = serde_json::from_str(&body).unwrap();
    assert!(document.pointer(source["pointer"].as_str().unwrap()).is_some(), "what it points at is there");
    let header =
        server.post("/articles", &body).header("content-type", "text/plain").send().await.expect(415);
    assert_eq!(header.json()["errors"][0]["source"], json!({ "header": "Content-Type" }));
}

#[tokio::test]
async fn ja_90_a_title_is_of_the_kind_not_of_the_case() {
    let title = |reply: &crate::server::Reply| reply.json()["errors"][0]["title"].clone();
    let one = shared().get("/articles?sort=x").send().await;
    let other = shared().get("/articles/1?include=y").send().await;
    assert_eq!(title(&one), title(&other));
    assert_ne!(one.json()["errors"][0]["detail"], other.json()["errors"][0]["detail"]);
}

#[tokio::test]
async fn ja_94_http_holds_too() {
    let head = shared().request("HEAD", "/articles").send().await.expect(200);
    assert_eq!((head.text.as_str(), head.header("content-type")), ("", Some(MEDIA)));
    let options = shared().request("OPTIONS", "/articles").send().await.expect(204);
    let allow = options.header("allow").unwrap_or_default().to_owned();
    assert!(allow.contains("GET") && allow.contains("POST"), "{allow}");
    let wrong = shared().delete("/articles").send().await.expect(405);
    assert!(wrong.header("allow").is_some());
}
