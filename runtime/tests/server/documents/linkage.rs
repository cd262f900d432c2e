//! Relationship documents.

use super::{ask, errors_of, failure, send};

#[tokio::test]
async fn ja_46_a_relationship_is_its_linkage() {
    assert_eq!(ask("GET /books/1/author").await.text, r#"{"data":{"type":"person","id":"7"}}"#);
    assert_eq!(ask("GET /books/2/author").await.text, r#"{"data":null}"#);
}

#[tokio::test]
async fn ja_74_a_relationship_to_one_is_set_to_an_identifier_or_null() {
    let ada = r#"{"data":{"type":"person","id":"7"}}"#;
    for document in [ada, r#"{"data":null}"#] {
        assert_eq!(send("PATCH /books/1/author", document).await.text, document);
    }
    let got = send("PATCH /books/1/author", r#"{"data":{"type":"book","id":"7"}}"#).await;
    assert_eq!(errors_of(&got), failure(422, &[("422", "wrong_target", "/data/type")]));
    let got = send("PATCH /books/1/author", "{}").await;
    assert_eq!(errors_of(&got), failure(400, &[("400", "required", "/data")]));
    assert_eq!(errors_of(&send("PATCH /books/1/author", "{").await), failure(400, &[("400", "", "")]));
}

#[tokio::test]
async fn ja_75_ja_77_a_relationship_to_many_takes_a_list_of_which_each_comes_once() {
    let got =
        send("POST /people/books", r#"{"data":[{"type":"book","id":"1"},{"type":"book","id":"1"}]}"#).await;
    assert_eq!(got.text, r#"{"data":[{"type":"book","id":"1"}]}"#);
    assert_eq!(send("POST /people/books", r#"{"data":[]}"#).await.text, r#"{"data":[]}"#);
    let got = send("POST /people/books", r#"{"data":[{"type":"book"},{"id":"1"}]}"#).await;
    let expected = [("400", "required", "/data/0/id"), ("400", "required", "/data/1/type")];
    assert_eq!(errors_of(&got), failure(400, &expected));
}
