//! Validators, preconditions, and versions in media types.

use std::borrow::Cow::Borrowed;

use housestyle::Outcome;
use housestyle::api::operation::{self, Operation};
use housestyle::api::{Api, Method, NoError, OperationMeta, Security, Segment};
use housestyle::client::{CallError, CallOptions, ClientBuilder, ClientCore, Dispatch, RetryPolicy, Writer};
use housestyle::style::*;

use crate::stub::{Act, Stub, typed, with};

const fn reactions() -> [OutcomeResponse; Outcome::ALL.len()] {
    let mut all = OutcomeResponse::USUAL;
    OutcomeResponse::set_code(&mut all, Outcome::PreconditionFailed, "stale");
    all
}

static OUTCOMES: [OutcomeResponse; Outcome::ALL.len()] = reactions();

static STYLE: Style = Style {
    version: Version::AcceptParameter(AcceptParameter {
        media: Borrowed("application/vnd.acme+json"),
        parameter: Borrowed("version"),
        versions: ServedVersions {
            current: Borrowed("3"),
            served: Some(Borrowed(&[Borrowed("2"), Borrowed("3")])),
            required: true,
        },
    }),
    outcomes: Outcomes(Borrowed(&OUTCOMES)),
    failure: Failure {
        body: Template::Object(Borrowed(&[Member {
            wire: Borrowed("id"),
            value: Template::Slot(Slot::Code),
            keep: false,
        }])),
        ..Style::MINIMAL.failure
    },
    caching: Caching { etag: EntityTags::Strong, if_match: IfMatch::Check },
    ..Style::MINIMAL
};
pub static API: Api = Api { title: "Acme", version: "1", style: &STYLE, document: None, operations: &[] };
static META: OperationMeta = OperationMeta {
    api: &API,
    id: "getPet",
    group: "pets",
    method: Method::Get,
    path: &[Segment::Literal("pet")],
    slash: false,
    security: Security { alternatives: &[], optional: true },
    paging: None,
    ranges: &[],
    resource: None,
    include: &[],
    sort: &[],
    list: None,
    rated: false,
    idempotency_key: housestyle::style::KeyUse::Off,
    status: 200,
    media: &[],
    styled: true,
    body: None,
};

pub struct GetPet;
impl Operation for GetPet {
    const META: &'static OperationMeta = &META;
    type Output = i64;
    type Form = operation::Json;
    type Error = NoError;
}
impl Dispatch for GetPet {
    fn dispatch(&self, _: &mut Writer) {}
}

struct GetPicture;
impl Operation for GetPicture {
    const META: &'static OperationMeta =
        &OperationMeta { media: &["application/json", "image/png", "image/*"], ..META };
    type Output = bytes::Bytes;
    type Form = operation::Bytes;
    type Error = NoError;
}
impl Dispatch for GetPicture {
    fn dispatch(&self, _: &mut Writer) {}
}

async fn start(act: fn() -> Act) -> (Stub, ClientCore) {
    let stub = Stub::start(move |_| act()).await;
    let client = ClientBuilder::new(&API, &stub.base).retry(RetryPolicy::never()).build().unwrap();
    (stub, client)
}

#[tokio::test]
async fn hk_6_every_request_names_its_version() {
    let (stub, client) = start(|| typed(200, "application/vnd.acme+json; version=3", "7")).await;
    assert_eq!(client.call(GetPet).send().await.unwrap(), 7);
    client.call(GetPet).with(|options| options.version("2")).send().await.unwrap();
    client.with(CallOptions::new().version("2")).call(GetPet).send().await.unwrap();
    client.call(GetPicture).send().await.unwrap();
    client.call(GetPet).with(|options| options.accept("application/json")).send().await.unwrap();
    let sent: Vec<_> = stub.seen().iter().map(|seen| seen.header("accept").unwrap().to_owned()).collect();
    let vendors = |version| format!("application/vnd.acme+json; version={version}");
    assert_eq!(
        sent,
        [
            vendors(3),
            vendors(2),
            vendors(2),
            vendors(3) + ", image/png, image/*",
            "application/json".to_owned()
        ]
    );
    let error = client.call(GetPet).with(|options| options.version("1")).send().await.unwrap_err();
    assert!(matches!(error, CallError::InvalidInput(input) if input.input == "version"));
}

#[tokio::test]
async fn hk_8_hk_9_an_answer_only_where_it_changed() {
    let (_stub, client) = start(|| with(200, "etag: \"a\"\r\n", "7")).await;
    let reply = client.call(GetPet).send_full().await.unwrap();
    let etag = reply.etag.unwrap();
    assert_eq!((reply.value, &*etag), (7, "\"a\""));

    let (stub, client) = start(|| with(304, "etag: \"a\"\r\n", "")).await;
    let error = client.call(GetPet).with(|options| options.if_none_match(etag)).send().await.unwrap_err();
    assert!(matches!(&error, CallError::NotModified(headers) if headers["etag"] == "\"a\""), "{error:?}");
    assert_eq!((error.status().unwrap().as_u16(), error.outcome()), (304, Some(Outcome::NotModified)));
    assert_eq!(stub.seen()[0].header("if-none-match"), Some("\"a\""));
    // The call has no `If-None-Match`.
    let error = client.call(GetPet).send().await.unwrap_err();
    assert!(matches!(error, CallError::Unexpected(answer) if answer.status == 304));
}

#[tokio::test]
async fn hk_10_a_change_of_what_changed_meanwhile() {
    let (stub, client) = start(|| typed(412, "application/json", r#"{"id":"stale"}"#)).await;
    for etag in ["\"a\"", "W/\"a\"", "*"] {
        let error = client.call(GetPet).with(|options| options.if_match(etag)).send().await.unwrap_err();
        assert_eq!(error.outcome(), Some(Outcome::PreconditionFailed));
        assert_eq!(stub.seen().last().unwrap().header("if-match"), Some(etag));
    }
    let sent = stub.seen().len();
    for etag in ["a", "\"a", "\"", "\"a\"b\"", "\"a b\"", "\"a\r\n\"", ""] {
        let error = client.call(GetPet).with(|options| options.if_match(etag)).send().await.unwrap_err();
        assert!(matches!(error, CallError::InvalidInput(input) if input.input == "if-match"), "{etag}");
    }
    assert_eq!(stub.seen().len(), sent);
}
