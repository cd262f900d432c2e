//! Invalid request documents.

use serde_json::json;

use super::{ask, errors_of, failure, send};

fn create(inner: &str) -> String {
    format!(r#"{{"data":{{"type":"book",{inner}}}}}"#)
}

const SOUND: &str =
    r#""attributes":{"title":"On"},"relationships":{"author":{"data":{"type":"person","id":"7"}}}"#;

#[tokio::test]
async fn ja_57_ja_58_a_document_becomes_what_the_handler_is_given() {
    let got = send("POST /books", &create(SOUND)).await;
    assert_eq!(got.json()["data"]["attributes"], json!({"title": "On"}));
    assert_eq!(got.json()["data"]["relationships"]["author"]["data"], json!({"type": "person", "id": "7"}));
}

#[tokio::test]
async fn r_40_what_is_not_known_is_passed_over() {
    let odd =
        SOUND.replace(r#"{"title""#, r#"{"odd":1,"title""#).replace(r#"{"author""#, r#"{"odd":{},"author""#);
    assert_eq!(send("POST /books", &create(&odd)).await.status, 201);
}

#[tokio::test]
async fn r_33_what_is_missing_is_400_what_is_wrong_is_422_and_both_are_400() {
    let missing =
        [("400", "required", "/data/attributes/title"), ("400", "required", "/data/relationships/author")];
    assert_eq!(errors_of(&send("POST /books", &create(r#""x":1"#)).await), failure(400, &missing));
    let blank = SOUND.replace("On", "");
    let wrong = [("422", "too_short", "/data/attributes/title")];
    assert_eq!(errors_of(&send("POST /books", &create(&blank)).await), failure(422, &wrong));
    let got = send("POST /books", &create(r#""attributes":{"title":""}"#)).await;
    assert_eq!(errors_of(&got), failure(400, &[wrong[0], missing[1]]));
    assert_eq!(errors_of(&send("POST /books", "{}").await), failure(400, &[("400", "required", "/data")]));
}

#[tokio::test]
async fn r_40_ja_59_the_server_chooses_ids() {
    let got = send("POST /books", &create(&format!(r#""id":"5",{SOUND}"#))).await;
    assert_eq!(errors_of(&got), failure(403, &[("403", "client_id", "/data/id")]));
}

#[tokio::test]
async fn r_40_ja_72_ja_73_type_and_id_are_those_of_the_path() {
    let got = send("POST /books", r#"{"data":{"type":"person"}}"#).await;
    assert_eq!(errors_of(&got), failure(409, &[("409", "wrong_resource_type", "/data/type")]));
    let got = send("PATCH /books/1", r#"{"data":{"type":"book","id":"2"}}"#).await;
    assert_eq!(errors_of(&got), failure(409, &[("409", "wrong_id", "/data/id")]));
    let both = send("PATCH /books/1", r#"{"data":{"type":"person","id":"2"}}"#).await;
    assert_eq!(both.status, 409);
    assert_eq!(both.json()["errors"].as_array().map(Vec::len), Some(2));
    let mixed = send("PATCH /books/1", r#"{"data":{"type":"person"}}"#).await;
    let expected = [("409", "wrong_resource_type", "/data/type"), ("400", "required", "/data/id")];
    assert_eq!(errors_of(&mixed), failure(400, &expected), "JA-89");
    let encoded = send("PATCH /books/a%2Fb", r#"{"data":{"type":"book","id":"a/b"}}"#).await;
    assert_eq!(encoded.json()["data"]["id"], "a/b");
}

#[tokio::test]
async fn ja_62_what_is_not_sent_is_not_changed() {
    let got = send("PATCH /books/1", r#"{"data":{"type":"book","id":"1"}}"#).await;
    assert_eq!(got.json()["data"]["attributes"]["title"], "untouched");
}

#[tokio::test]
async fn an_id_that_the_path_does_not_tell_is_for_the_handler_to_compare() {
    assert_eq!(send("PATCH /library", r#"{"data":{"type":"book","id":"1"}}"#).await.status, 200);
    let got = send("PATCH /library", r#"{"data":{"type":"book","id":"2"}}"#).await;
    assert_eq!(errors_of(&got), failure(409, &[("409", "", "")]));
}

#[tokio::test]
async fn what_is_no_resource_has_a_type_and_its_id_counts_for_nothing() {
    let said =
        send("POST /library", r#"{"data":{"type":"request","id":7,"attributes":{"title":"On"}}}"#).await;
    assert_eq!(said.json(), json!({"meta": {"message": "On"}}));
    let got = send("POST /library", r#"{"data":{"type":"book","attributes":{"title":"On"}}}"#).await;
    assert_eq!(errors_of(&got), failure(409, &[("409", "wrong_resource_type", "/data/type")]));
}

#[tokio::test]
async fn what_is_no_json_is_reported_as_one_problem() {
    for document in ["", "{", "{}{}", "\u{feff}{}"] {
        let got = send("POST /books", document).await;
        let expected = json!({"errors": [{"status": "400", "detail": "is not JSON"}]});
        assert_eq!((got.status.as_u16(), got.json()), (400, expected), "{document}");
    }
    let deep = format!(r#""attributes":{{"title":{}1{}}}"#, "[".repeat(9999), "]".repeat(9999));
    assert_eq!(send("POST /books", &create(&deep)).await.status, 400);
}

#[tokio::test]
async fn elp_23_elp_31_a_lone_problem_is_an_entry() {
    let expected = json!({"errors": [{"status": "404", "code": "not_found", "detail": "is not there"}]});
    for target in ["GET /books/5", "GET /books/0"] {
        assert_eq!(ask(target).await.json(), expected, "{target}");
    }
    let nowhere = json!({"errors": [{"status": "404"}]});
    assert_eq!(ask("GET /nowhere").await.json(), nowhere, "the style has no words for it here");
}
