//! Media types of requests and responses.

use std::sync::Arc;

use housestyle::server::Service;
use housestyle::{__private as rt, HandlerResult};
use serde_json::json;

use super::operations::CreateBook;
use super::{MEDIA, answer};
use crate::http::{Answered, ask};

const DOCUMENT: &str =
    r#"{"data":{"type":"book","attributes":{"title":"On"},"relationships":{"author":{"data":null}}}}"#;

async fn sent(media: Option<&str>, body: &'static str) -> Answered {
    let asking = ask("POST /books").body(body);
    answer(match media {
        Some(media) => asking.with("content-type", media),
        None => asking,
    })
    .await
}

#[tokio::test]
async fn r_31_elp_3_elp_4_elp_5_ja_3_ja_4_a_document_is_sent_in_its_media_type() {
    for media in [
        MEDIA,
        "Application/Vnd.API+json",
        "application/vnd.api+json; profile=\"https://a.test/p\"",
        "application/vnd.api+json;ext=\"\"",
    ] {
        assert_eq!(sent(Some(media), DOCUMENT).await.status, 201, "{media}");
    }
    for media in [
        None,
        Some("application/json"),
        Some("text/plain"),
        Some("application/vnd.api+json; charset=utf-8"),
        Some("application/vnd.api+json;ext=\"https://a.test/e\""),
        Some("application/vnd.api+jsonp"),
        Some(""),
    ] {
        let got = sent(media, DOCUMENT).await;
        assert_eq!(
            (got.status.as_u16(), got.header("accept"), got.header("content-type")),
            (415, MEDIA, MEDIA)
        );
        let expected = json!({"errors": [{"status": "415", "source": {"header": "Content-Type"}}]});
        assert_eq!(got.json(), expected, "{media:?}");
    }
}

/// As [`super::HOUSE`], but the media type is checked after the body has been read.
static LATE: rt::Style = rt::Style {
    checks: rt::Borrowed(&[rt::Check::Syntax, rt::Check::Parameters, rt::Check::Entity, rt::Check::Media]),
    ..super::HOUSE
};
static LATE_API: rt::Api =
    rt::Api { title: "Late", version: "1", style: &LATE, document: None, operations: &[] };
static LATE_META: rt::OperationMeta =
    rt::OperationMeta { api: &LATE_API, ..*<CreateBook as rt::Operation>::META };

#[derive(Debug)]
struct Late;

impl rt::Operation for Late {
    const META: &'static rt::OperationMeta = &LATE_META;
    type Output = ();
    type Form = rt::Empty;
    type Error = rt::NoError;
}

impl rt::Receive for Late {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        <CreateBook as rt::Receive>::receive(read).map(|_| Self)
    }
}

async fn late(_: Arc<()>, _: rt::Call<Late>) -> HandlerResult<()> {
    Ok(())
}

#[tokio::test]
async fn r_31_a_media_type_is_looked_at_though_the_body_has_been_read() {
    let service: Service = Service::new((), rt::Table::new::<()>(&LATE_API).entry(rt::open(late)));
    for (media, status) in [(MEDIA, 201), ("application/json", 415)] {
        let asking = ask("POST /books").body(DOCUMENT).with("content-type", media);
        assert_eq!(asking.of(&service).await.status, status, "{media}");
    }
    assert_eq!(ask("POST /books").body(DOCUMENT).of(&service).await.status, 415);
}

#[tokio::test]
async fn r_31_a_request_without_a_body_needs_no_media_type() {
    assert_eq!(answer(ask("GET /books/1")).await.status, 200);
    assert_eq!(answer(ask("GET /books/1").with("content-type", "application/json")).await.status, 200);
    let with_parameter = ask("GET /books/1").with("content-type", "application/vnd.api+json; charset=utf-8");
    assert_eq!(answer(with_parameter).await.status, 415, "JA-3 has no exception");
    let got = sent(None, "").await;
    assert_eq!((got.status.as_u16(), &got.json()["errors"][0]["detail"]), (400, &json!("is not JSON")));
    assert_eq!(answer(ask("GET /books/1").body("{}")).await.status, 415);
}

#[tokio::test]
async fn ja_5_ja_6_ja_7_accept_is_refused_where_it_names_the_type_with_foreign_parameters_alone() {
    for (accept, status) in [
        ("*/*", 200),
        ("text/html", 200),
        ("application/json", 200),
        ("application/vnd.api+json", 200),
        ("application/vnd.api+json;a=1, application/vnd.api+json", 200),
        ("application/vnd.api+json;profile=\"https://a.test/p\"", 200),
        ("application/vnd.api+json;a=1", 406),
        ("application/vnd.api+json;a=1, text/html", 406),
        ("application/vnd.api+json;ext=\"https://a.test/e\"", 406),
    ] {
        let got = answer(ask("GET /books/1").with("accept", accept)).await;
        assert_eq!((got.status.as_u16(), got.header("content-type")), (status, MEDIA), "{accept}");
        assert_eq!(got.header("vary"), "Accept", "JA-10");
        if status == 406 {
            let expected = json!({"errors": [{"status": "406", "source": {"header": "Accept"}}]});
            assert_eq!(got.json(), expected, "{accept}");
        }
    }
}

#[tokio::test]
async fn what_is_not_styled_takes_and_gives_what_it_declares() {
    for (media, accept, status) in [
        ("application/json", "*/*", 200),
        ("application/json", "application/vnd.api+json;a=1, */*", 200),
        ("text/plain", "*/*", 415),
        ("application/json", "text/html", 406),
    ] {
        let asking = ask("POST /token").with("content-type", media).with("accept", accept).body("[1]");
        assert_eq!(answer(asking).await.status, status, "{media} {accept}");
    }
}
