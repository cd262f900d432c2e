//! A style that adds nothing: problem details, media types as declared, 400 for parameters.

use std::sync::Arc;

use housestyle::__private as rt;
use housestyle::server::{Service, Table};
use http::StatusCode;
use serde_json::json;

use crate::http::{Answered, ask};
use crate::sample::{BASIC, style, types};

static KEY: rt::Scheme = rt::Scheme { wire: "key", kind: rt::SchemeKind::Header("x-key") };

const fn slot(wire: &'static str, slot: rt::Slot) -> rt::Member {
    rt::Member { wire: rt::Borrowed(wire), value: rt::Template::Slot(slot), keep: false }
}

static STYLE: rt::Style = rt::Style {
    version: rt::Version::None,
    success: rt::Success { body: rt::Template::Slot(rt::Slot::Payload), ..rt::Style::MINIMAL.success },
    failure: rt::Failure {
        media: rt::Borrowed("application/problem+json"),
        body: rt::Template::Object(rt::Borrowed(&[
            rt::Member {
                wire: rt::Borrowed("type"),
                value: rt::Template::Constant(rt::Borrowed("\"about:blank\"")),
                keep: false,
            },
            slot("title", rt::Slot::Title),
            slot("status", rt::Slot::Status),
            slot("request", rt::Slot::RequestId),
            slot("errors", rt::Slot::Entries),
        ])),
        entry: rt::Template::Object(rt::Borrowed(&[
            slot("pointer", rt::Slot::Pointer),
            slot("parameter", rt::Slot::Parameter),
            slot("code", rt::Slot::Code),
        ])),
        report: rt::Report::First,
        code_header: None,
        failure_flag: None,
        ..rt::Style::MINIMAL.failure
    },
    outcomes: rt::Outcomes(rt::Borrowed(&OUTCOMES)),
    data: rt::Data {
        unknown_members: rt::UnknownMembers::AsSchema,
        read_only: rt::ReadOnly::Ignore,
        time_zone_header: None,
        ..rt::Style::MINIMAL.data
    },
    checks: rt::Borrowed(&[
        rt::Check::Method,
        rt::Check::Login,
        rt::Check::Media,
        rt::Check::Syntax,
        rt::Check::Parameters,
        rt::Check::Entity,
    ]),
    slow_after_ms: Some(250),
    ..rt::Style::MINIMAL
};
static OUTCOMES: [rt::OutcomeResponse; rt::Outcome::ALL.len()] = {
    let mut table = style::OUTCOMES_COPY;
    table[rt::Outcome::MissingParameter as usize].status = 400;
    table[rt::Outcome::InvalidParameter as usize].status = 400;
    table
};
static API: rt::Api =
    rt::Api { title: "Plain", version: "1", style: &STYLE, document: None, operations: &[&MAKE] };
static BODY: rt::BodyMeta = rt::BodyMeta {
    required: true,
    media: &["application/json"],
    kind: rt::BodyKind::Json,
    schema: Some(&types::NEW_PATIENT),
    resource: None,
};
static MAKE: rt::OperationMeta = rt::OperationMeta {
    api: &API,
    id: "make",
    group: "things",
    method: rt::Method::Post,
    path: &[rt::Segment::Literal("things")],
    slash: false,
    security: rt::Security {
        alternatives: &[
            &[rt::RequiredScheme { scheme: &BASIC, scopes: &[] }],
            &[rt::RequiredScheme { scheme: &KEY, scopes: &[] }],
        ],
        optional: true,
    },
    paging: None,
    ranges: &[],
    resource: None,
    include: &[],
    sort: &[],
    list: None,
    rated: false,
    idempotency_key: rt::KeyUse::Off,
    status: 201,
    media: &["application/hal+json", "application/json"],
    styled: true,
    body: Some(&BODY),
};
static SIZE: rt::Param = rt::Param {
    wire: "size",
    place: rt::Place::Query,
    encoding: rt::ParamEncoding::Form { explode: true },
    schema: &rt::Schema::INT64,
    required: true,
    default: None,
    reserved: false,
    empty: false,
};

#[derive(Debug)]
struct Make {
    size: i64,
    body: types::NewPatient,
}
impl rt::Operation for Make {
    const META: &'static rt::OperationMeta = &MAKE;
    type Output = String;
    type Form = rt::Json;
    type Error = rt::NoError;
}
impl rt::Receive for Make {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let size = read.required(&SIZE);
        let body = read.json(&types::NEW_PATIENT);
        Some(Self { size: size?, body: body? })
    }
}

fn service() -> Service {
    let table: Table<()> = Table::new::<()>(&API).entry(rt::open::<(), Make, _, _>(
        |_: Arc<()>, call: rt::Call<Make>| async move { Ok(format!("{} {}", call.size, call.body.name)) },
    ));
    Service::new((), table)
}

async fn make(query: &str, body: &'static str, media: Option<&'static str>) -> Answered {
    let asking = ask(&format!("POST /things{query}")).body(body);
    let asking = match media {
        Some(media) => asking.with("content-type", media),
        None => asking,
    };
    asking.of(&service()).await
}

#[tokio::test]
async fn the_payload_alone() {
    let got = make("?size=1", r#"{"name":"x"}"#, None).await;
    assert_eq!((got.status, got.text.as_str()), (StatusCode::CREATED, "\"1 x\""));
    assert_eq!((got.header("content-type"), got.header("vary")), ("application/hal+json", "Accept"));
}

#[tokio::test]
async fn accept_chooses_among_the_declared_types() {
    let accept = |accept: &'static str| async move {
        ask("POST /things?size=1").with("accept", accept).body(r#"{"name":"x"}"#).of(&service()).await
    };
    assert_eq!(accept("application/json").await.header("content-type"), "application/json");
    assert_eq!(accept("application/*;q=0.5").await.header("content-type"), "application/hal+json");
    let got = accept("text/html").await;
    assert_eq!(
        (got.status, got.header("content-type")),
        (StatusCode::NOT_ACCEPTABLE, "application/problem+json")
    );
    assert_eq!(got.json()["errors"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn checks_one_after_the_other() {
    let got = make("", "{", Some("text/csv")).await;
    assert_eq!((got.status, got.header("accept")), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "application/json"));
    assert_eq!(make("", "{", None).await.status, StatusCode::BAD_REQUEST);
    let got = make("", r#"{"name":1}"#, None).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    assert_eq!(got.json()["errors"], json!([{"parameter": "size", "code": "required"}]));
    let got = make("?size=x", r#"{"name":1}"#, None).await;
    assert_eq!(got.json()["errors"], json!([{"parameter": "size", "code": "wrong_type"}]));
    let got = make("?size=1", r#"{"name":1,"phone":"x"}"#, None).await;
    assert_eq!(
        (got.status, &got.json()["errors"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!([{"pointer": "/name", "code": "wrong_type"}]))
    );
    assert_eq!(got.json()["request"], got.header("x-request-id"));
}

#[tokio::test]
async fn slashes_matter() {
    assert_eq!(make("/?size=1", r#"{"name":"x"}"#, None).await.status, StatusCode::NOT_FOUND);
}
