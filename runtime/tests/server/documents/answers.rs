//! Response documents.

use serde_json::{Value, json};

use super::{MEDIA, ask, send};

#[tokio::test]
async fn ja_2_ja_18_ja_34_one_resource_and_what_it_includes() {
    let got = ask("GET /books/1").await;
    assert_eq!((got.status.as_u16(), got.header("content-type")), (200, MEDIA));
    let expected = concat!(
        r#"{"data":{"type":"book","id":"1","attributes":{"title":"Emma","printed":"1815-12-23T00:00:00Z"},"#,
        r#""relationships":{"author":{"data":{"type":"person","id":"7"}}}},"included":[{"type":"person","id":"7","#,
        r#""attributes":{"name":"Ada"},"relationships":{"books":{"data":[{"type":"book","id":"1"},"#,
        r#"{"type":"book","id":"2"}]}}}]}"#,
    );
    assert_eq!(got.text, expected);
}

#[tokio::test]
async fn r_41_ja_48_include_narrows_and_is_there_when_asked_for() {
    let included = |target: &'static str| async move { ask(target).await.json()["included"].clone() };
    let ids = |included: &Value| {
        let list = included.as_array().expect("a list").iter();
        list.map(|object| format!("{} {}", object["type"], object["id"]).replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(ids(&included("GET /books").await), ["person 7"], "book 2 is primary data");
    assert_eq!(ids(&included("GET /books?include=author").await), ["person 7"]);
    assert_eq!(included("GET /books?include=").await, json!([]));
    assert_eq!(included("GET /books/1?include=").await, json!([]));
    assert_eq!(included("GET /library").await, Value::Null, "there are no paths");
    assert!(!ask("GET /library").await.text.contains("included"));
}

#[tokio::test]
async fn r_41_ja_49_fields_are_those_that_are_asked_for() {
    let got = ask("GET /books/1?fields[book]=title&fields%5Bperson%5D=").await.json();
    assert_eq!(got["data"], json!({"type": "book", "id": "1", "attributes": {"title": "Emma"}}));
    assert_eq!(got["included"], json!([{"type": "person", "id": "7"}]));
}

#[tokio::test]
async fn ja_17_ja_53_a_page_is_a_list_with_meta_and_links() {
    let got = ask("GET /books?page[number]=2&filter[search]=x").await;
    let body = got.json();
    assert_eq!(body["data"].as_array().map(Vec::len), Some(2));
    assert_eq!(body["meta"], json!({"total_pages": 3}));
    let next = body["links"]["next"].as_str().expect("a link");
    assert!(next.ends_with("filter%5Bsearch%5D=x&page%5Bnumber%5D=3&page%5Bsize%5D=2"), "{next}");
    let keys: Vec<_> = body.as_object().expect("an object").keys().cloned().collect();
    assert_eq!(keys, ["data", "included", "meta", "links"]);
}

#[tokio::test]
async fn r_42_ja_60_what_came_to_be_has_a_location() {
    let document =
        r#"{"data":{"type":"book","attributes":{"title":"On"},"relationships":{"author":{"data":null}}}}"#;
    let got = send("POST /books", document).await;
    assert_eq!((got.status.as_u16(), got.header("content-type")), (201, MEDIA));
    assert!(got.header("location").ends_with("/books/a%2F9"), "{}", got.header("location"));
    assert_eq!(got.json()["data"]["id"], "a/9");
}

#[tokio::test]
async fn ja_16_ja_44_nothing_is_null() {
    let got = send("PATCH /library", r#"{"data":{"type":"book"}}"#).await;
    assert_eq!((got.status.as_u16(), &*got.text), (200, r#"{"data":null}"#));
}

#[tokio::test]
async fn ja_11_a_document_may_be_of_meta_alone() {
    let got = send("POST /library", r#"{"data":{"type":"request","attributes":{"title":"Emma"}}}"#).await;
    assert_eq!((got.status.as_u16(), &*got.text), (200, r#"{"meta":{"message":"Emma"}}"#));
}

#[tokio::test]
async fn what_is_said_beside_resources_is_their_documents_meta() {
    let got = ask("GET /library?fields[book]=title").await;
    let expected =
        r#"{"data":[{"type":"book","id":"1","attributes":{"title":"Emma"}}],"meta":{"room":"hall"}}"#;
    assert_eq!((got.header("content-type"), &*got.text), (MEDIA, expected));
}

#[tokio::test]
async fn elp_84_what_is_not_styled_is_plain() {
    let asking = crate::http::ask("POST /token?x=1").with("content-type", "application/json; charset=utf-8");
    let got = super::answer(asking.with("accept", "application/json").body("[1]")).await;
    assert_eq!((got.header("content-type"), &*got.text), ("application/json", r#"{"token":[1]}"#));
}
