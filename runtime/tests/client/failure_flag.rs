//! Errors in the body of responses with any status.

use std::borrow::Cow::Borrowed;

use housestyle::Outcome;
use housestyle::api::operation::{self, Operation};
use housestyle::api::{
    Api, Declared, DeclaredError, EncodedError, Method, OperationMeta, ReceivedError, Security, Segment,
    StatusSpec,
};
use housestyle::client::{
    CallError, CallOptions, ClientBuilder, Dispatch, ReadForm, Reply, RetryPolicy, Writer,
};
use housestyle::codec::DecodeError;
use housestyle::style::*;

use crate::stub::{Act, Stub, json, typed, with};

const fn member(wire: &'static str, value: Template) -> Member {
    Member { wire: Borrowed(wire), value, keep: false }
}

const fn reactions() -> [OutcomeResponse; Outcome::ALL.len()] {
    let mut all = [const { OutcomeResponse::new(200, None, "") }; Outcome::ALL.len()];
    OutcomeResponse::set_code(&mut all, Outcome::Unauthenticated, "AUTH_REQUIRED");
    OutcomeResponse::set_code(&mut all, Outcome::MissingMember, "MISSING_PARAMETER");
    all[Outcome::NoOperation as usize].status = 404;
    all
}

static OUTCOMES: [OutcomeResponse; Outcome::ALL.len()] = reactions();

static STYLE: Style = Style {
    success: Success {
        body: Template::Object(Borrowed(&[
            member("status", Template::Constant(Borrowed("\"ok\""))),
            member("data", Template::Slot(Slot::Payload)),
        ])),
        empty: Some(Json(Borrowed("{}"))),
        ..Style::MINIMAL.success
    },
    failure: Failure {
        body: Template::Object(Borrowed(&[
            member("status", Template::Constant(Borrowed("\"error\""))),
            member("error_code", Template::Slot(Slot::Code)),
            member("error_message", Template::Slot(Slot::Message)),
        ])),
        failure_flag: Some(FailureFlag {
            member: Borrowed("status"),
            is: housestyle::style::Json(Borrowed("\"error\"")),
        }),
        ..Style::MINIMAL.failure
    },
    outcomes: Outcomes(Borrowed(&OUTCOMES)),
    headers: Headers { request_id: RequestId { header: HeaderName(Borrowed("request-id")), uuid: true } },
    ..Style::MINIMAL
};
static API: Api = Api { title: "Acme", version: "1", style: &STYLE, document: None, operations: &[] };

const fn meta(id: &'static str, path: &'static [Segment]) -> OperationMeta {
    OperationMeta {
        api: &API,
        id,
        group: "rooms",
        method: Method::Post,
        path,
        slash: true,
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
    }
}

struct Count;
impl Operation for Count {
    const META: &'static OperationMeta = &meta("count", &[Segment::Literal("count")]);
    type Output = i64;
    type Form = operation::Json;
    type Error = Shut;
}

struct Close;
impl Operation for Close {
    const META: &'static OperationMeta = &meta("close", &[Segment::Literal("close")]);
    type Output = ();
    type Form = operation::Empty;
    type Error = Shut;
}

impl Dispatch for Count {
    fn dispatch(&self, _: &mut Writer) {}
}
impl Dispatch for Close {
    fn dispatch(&self, _: &mut Writer) {}
}

const DOOR_IS_SHUT: Declared = Declared {
    status: StatusSpec::Exact(422),
    code: Some("DOOR_IS_SHUT"),
    number: None,
    message: None,
    resource: None,
    pointer: None,
    kind: None,
    suppress: None,
    typed: false,
    outcome: None,
};
const DOOR_IS_GONE: Declared =
    Declared { code: Some("DOOR_IS_GONE"), outcome: Some(Outcome::NotFound), ..DOOR_IS_SHUT };

/// Declared with a status that no response has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shut {
    Shut,
    Gone,
}
impl DeclaredError for Shut {
    const DECLARED: &'static [Declared] = &[DOOR_IS_SHUT, DOOR_IS_GONE];

    fn encode(&self) -> EncodedError {
        EncodedError::index(0)
    }

    fn read(received: &ReceivedError<'_>) -> Result<Option<Self>, DecodeError> {
        Ok([Self::Shut, Self::Gone].get(received.index).copied())
    }
}

async fn call<O: Dispatch>(input: O, act: fn() -> Act) -> Result<Reply<O::Output>, CallError<O::Error>>
where
    O::Form: ReadForm<O::Output>,
{
    let stub = Stub::start(move |_| act()).await;
    let client: housestyle::client::ClientCore =
        ClientBuilder::new(&API, &stub.base).retry(RetryPolicy::never()).build().unwrap();
    client.call(input).with(|options: CallOptions| options).send_full().await
}

#[tokio::test]
async fn success_is_decided_by_the_body() {
    for status in [200, 201, 404, 500] {
        let act: fn() -> Act = match status {
            200 => || json(200, r#"{"data":7,"status":"ok"}"#),
            201 => || json(201, r#"{"status":"ok","data":7}"#),
            404 => || json(404, r#"{"status":"ok","data":7}"#),
            _ => || json(500, r#"{"status":"ok","data":7,"new":1}"#),
        };
        let reply = call(Count, act).await.unwrap();
        assert_eq!((reply.value, reply.status.as_u16()), (7, status));
    }
    call(Close, || json(200, r#"{"status":"ok","data":{}}"#)).await.unwrap();
}

#[tokio::test]
async fn failure_is_decided_by_the_body() {
    const BUSY: &str = r#"{"status":"error","error_code":"AUTH_REQUIRED","error_message":"Log in"}"#;
    for error in [
        call(Count, || json(200, BUSY)).await.unwrap_err(),
        call(Close, || json(200, BUSY)).await.unwrap_err(),
        call(Count, || json(401, BUSY)).await.unwrap_err(),
    ] {
        assert_eq!(error.outcome(), Some(Outcome::Unauthenticated));
        let refusal = error.refusal().unwrap();
        assert_eq!(refusal.code.as_deref(), Some("AUTH_REQUIRED"));
        assert_eq!(refusal.message.as_deref(), Some("Log in"));
    }
    // An error with nothing but its flag.
    let error = call(Close, || json(200, r#"{"status":"error"}"#)).await.unwrap_err();
    assert!(
        matches!(&error, CallError::Problem(refusal) if refusal.outcome == Some(Outcome::Business)),
        "{error:?}"
    );
}

#[tokio::test]
async fn declared_failures_are_found_by_code_whatever_the_status() {
    const SHUT: &str = r#"{"status":"error","error_code":"DOOR_IS_SHUT","error_message":"x"}"#;
    for act in [|| json(200, SHUT), || json(500, SHUT)] {
        assert_eq!(call(Count, act).await.unwrap_err().declared(), Some(&Shut::Shut));
        assert_eq!(call(Close, act).await.unwrap_err().declared(), Some(&Shut::Shut));
    }
    assert_eq!(call(Count, || json(200, SHUT)).await.unwrap_err().outcome(), Some(Outcome::Business));
    const GONE: &str = r#"{"status":"error","error_code":"DOOR_IS_GONE","error_message":"x"}"#;
    let error = call(Count, || json(200, GONE)).await.unwrap_err();
    assert_eq!((error.declared(), error.outcome()), (Some(&Shut::Gone), Some(Outcome::NotFound)));
}

#[tokio::test]
async fn unknown_codes_are_of_the_business_under_a_good_status_and_of_the_status_under_others() {
    const NEW: &str = r#"{"status":"error","error_code":"NEW","error_message":"x"}"#;
    let outcome = |error: CallError<Shut>| {
        assert!(matches!(error, CallError::Problem(_)), "{error:?}");
        error.outcome().unwrap()
    };
    assert_eq!(outcome(call(Count, || json(200, NEW)).await.unwrap_err()), Outcome::Business);
    assert_eq!(outcome(call(Count, || json(404, NEW)).await.unwrap_err()), Outcome::NoOperation);
    assert_eq!(outcome(call(Count, || json(499, NEW)).await.unwrap_err()), Outcome::Malformed);
    assert_eq!(outcome(call(Count, || json(502, NEW)).await.unwrap_err()), Outcome::Internal);
}

#[tokio::test]
async fn a_body_that_does_not_tell_is_unexpected() {
    let acts: [fn() -> Act; 9] = [
        || json(200, "7"),
        || json(200, r#"{"data":7}"#),
        || json(200, r#"{"status":null,"data":7}"#),
        || json(200, r#"{"status":{"status":"ok"},"data":7}"#),
        || json(200, r#"{"status":"maybe","data":7}"#),
        || json(200, r#"{"status":"ok","data":7"#),
        || json(200, ""),
        || typed(200, "text/html", r#"{"status":"ok","data":7}"#),
        || with(307, "location: /v2/\r\n", ""),
    ];
    for act in acts {
        let error = call(Count, act).await.unwrap_err();
        assert!(matches!(&error, CallError::Unexpected(answer) if answer.outcome.is_none()), "{error:?}");
        assert!(matches!(call(Close, act).await, Err(CallError::Unexpected(_))));
    }
    let error = call(Close, || typed(502, "text/html", "<h1>Bad gateway")).await.unwrap_err();
    assert_eq!(error.outcome(), Some(Outcome::Internal));
}

#[tokio::test]
async fn a_success_that_is_not_as_declared_reports_where() {
    for act in [|| json(200, r#"{"status":"ok","data":"x"}"#), || json(201, r#"{"status":"ok","data":"x"}"#)]
    {
        let CallError::Decode(answer) = call(Count, act).await.unwrap_err() else { panic!() };
        assert_eq!(answer.error.pointer, "/data");
    }
}

#[tokio::test]
async fn the_request_id_is_in_the_styles_header() {
    let act = || {
        with(200, "request-id: r1\r\nx-request-id: proxy\r\netag: \"e\"\r\n", r#"{"status":"ok","data":7}"#)
    };
    let reply = call(Count, act).await.unwrap();
    assert_eq!((reply.request_id.as_deref(), reply.etag.as_deref()), (Some("r1"), Some("\"e\"")));
    let act = || with(200, "request-id: r2\r\n", r#"{"status":"error","error_code":"X","error_message":""}"#);
    assert_eq!(call(Close, act).await.unwrap_err().refusal().unwrap().request_id.as_deref(), Some("r2"));
}
