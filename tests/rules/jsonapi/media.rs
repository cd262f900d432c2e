//! JA-2 to JA-10: what documents are called.

use super::blog::{MEDIA, document, shared, start};

const NEW: &str = r#"{"data":{"type":"articles","attributes":{"title":"New"}}}"#;
const FOREIGN: &str = "application/vnd.api+json; charset=utf-8";
const EXTENSION: &str = r#"application/vnd.api+json; ext="https://jsonapi.org/ext/atomic""#;
const PROFILE: &str = r#"application/vnd.api+json; profile="https://example.com/profiles/flexible""#;

#[tokio::test]
async fn ja_2_documents_are_answered_in_the_standards_media_type() {
    for path in ["/articles", "/articles/1", "/articles/none", "/nowhere", "/articles?sort=x"] {
        let reply = shared().get(path).send().await;
        assert_eq!(reply.header("content-type"), Some(MEDIA), "{path}");
    }
}

#[tokio::test]
async fn ja_3_a_request_with_another_parameter_is_415() {
    let (server, blog) = start();
    let before = blog.with(|data| data.clone());
    for media in [FOREIGN, "application/vnd.api+json;v=1", "application/json", "text/plain"] {
        let reply = server.post("/articles", NEW).header("content-type", media).send().await.expect(415);
        assert_eq!(reply.json()["errors"][0]["status"], "415", "{media}");
        assert_eq!(reply.json()["errors"][0]["source"]["header"], "Content-Type", "{media}");
    }
    server.post("/articles", NEW).send().await.expect(415);
    assert_eq!(blog.with(|data| data.clone()), before, "no row is touched");
    document(server.post("/articles", NEW)).send().await.expect(201);
}

#[tokio::test]
async fn ja_4_an_unknown_extension_is_415() {
    shared().post("/articles", NEW).header("content-type", EXTENSION).send().await.expect(415);
}

#[tokio::test]
async fn ja_5_ja_7_where_each_instance_has_parameters_it_is_406() {
    for accept in [FOREIGN, EXTENSION, &format!("{FOREIGN}, {EXTENSION}")] {
        let reply = shared().get("/articles/1").accept(accept).send().await.expect(406);
        assert_eq!(reply.json()["errors"][0]["status"], "406", "{accept}");
        assert_eq!(reply.header("content-type"), Some(MEDIA));
    }
}

#[tokio::test]
async fn ja_6_an_instance_without_parameters_is_enough() {
    for accept in [&format!("{FOREIGN}, {MEDIA}"), MEDIA, "*/*", "text/html", "application/json;q=0.5"] {
        let reply = shared().get("/articles/1").accept(accept).send().await.expect(200);
        assert_eq!(reply.header("content-type"), Some(MEDIA), "{accept}");
    }
}

#[tokio::test]
async fn ja_10_an_unknown_profile_is_ignored() {
    shared().get("/articles/1").accept(PROFILE).send().await.expect(200);
    let (server, _) = start();
    server.post("/articles", NEW).header("content-type", PROFILE).send().await.expect(201);
    let vary = shared().get("/articles/1").send().await;
    let vary = vary.header("vary").unwrap_or_default().to_ascii_lowercase();
    assert!(vary.split(',').any(|wire| wire.trim() == "accept"), "{vary}");
}
