//! A client whose transport is a server in the same process.
#![cfg(all(feature = "server", feature = "client"))]

use std::borrow::Cow::Borrowed;
use std::sync::Arc;

use axum::body::Body;
use housestyle::__private as rt;
use housestyle::client::{CallError, ClientBuilder, ClientCore, InProcess};
use housestyle::server::{Service, Table};
use housestyle::style::*;
use housestyle::{Outcome, Page, Problem};
use tower_service::Service as _;

#[allow(dead_code)] // paging by keys is for the other tests
#[path = "client/acme_style.rs"]
mod acme_style;

const fn reactions() -> [OutcomeResponse; Outcome::ALL.len()] {
    let mut all = [const { OutcomeResponse::new(500, None, "") }; Outcome::ALL.len()];
    all[Outcome::Ok as usize].status = 200;
    let gone = OutcomeResponse::new(404, Some("gone"), "Nothing here");
    OutcomeResponse::set(&mut all, Outcome::NotFound, gone);
    all
}

static BARE: NumberPaging = NumberPaging {
    list: None,
    number: Borrowed("page"),
    first: 1,
    size: Borrowed("size"),
    past_end: PastEnd::NotFound,
    edge_links: EdgeLinks::Always,
    after_row: None,
    limits: PageLimits { size_default: 2, size_max: 10, oversize: Oversize::Clamp, zero: Zero::Reject },
    meta: Some(Template::Object(Borrowed(&[Member {
        wire: Borrowed("next"),
        value: Template::Slot(Slot::Next),
        keep: false,
    }]))),
    links: None,
    link_header: None,
};
static OUTCOMES: [OutcomeResponse; Outcome::ALL.len()] = reactions();
static STYLE: Style = Style {
    version: Version::None,
    success: Success {
        body: Template::Object(Borrowed(&[
            Member { wire: Borrowed("items"), value: Template::Slot(Slot::Payload), keep: true },
            Member { wire: Borrowed("paging"), value: Template::Slot(Slot::Meta), keep: false },
        ])),
        ..Style::MINIMAL.success
    },
    failure: Failure {
        body: Template::Object(Borrowed(&[
            Member { wire: Borrowed("code"), value: Template::Slot(Slot::Code), keep: false },
            Member { wire: Borrowed("message"), value: Template::Slot(Slot::Message), keep: true },
        ])),
        entry: Template::Object(Borrowed(&[])),
        ..Style::MINIMAL.failure
    },
    outcomes: Outcomes(Borrowed(&OUTCOMES)),
    data: Data { unknown_members: UnknownMembers::Ignore, ..Style::MINIMAL.data },
    media: Media { request: RequestMedia::Any, ..Style::MINIMAL.media },
    ..Style::MINIMAL
};
static API: rt::Api =
    rt::Api { title: "Acme", version: "1", style: &STYLE, document: None, operations: &[&COUNT] };
static COUNT: rt::OperationMeta = rt::OperationMeta {
    api: &API,
    id: "count",
    group: "numbers",
    method: rt::Method::Get,
    path: &[rt::Segment::Literal("number s")],
    slash: false,
    security: rt::Security { alternatives: &[], optional: false },
    paging: Some(&BARE),
    ranges: &[],
    resource: None,
    include: &[],
    sort: &[],
    list: None,
    rated: false,
    idempotency_key: rt::KeyUse::Off,
    status: 200,
    media: &[],
    styled: true,
    body: None,
};

#[derive(Debug, Clone)]
struct Count {
    page: rt::NumberedPage,
}
impl rt::Operation for Count {
    const META: &'static rt::OperationMeta = &COUNT;
    type Output = Page<u64>;
    type Form = rt::Paged;
    type Error = rt::NoError;
}
impl rt::Receive for Count {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        Some(Self { page: read.page(&BARE)? })
    }
}
impl rt::Dispatch for Count {
    fn dispatch(&self, write: &mut rt::Writer) {
        write.page(&BARE, &self.page);
    }
}

/// Counts to five.
fn service() -> Service {
    let table: Table<()> = Table::new::<()>(&API).entry(rt::open::<(), Count, _, _>(
        |_: Arc<()>, call: rt::Call<Count>| async move {
            let first = u64::try_from(call.page.offset())?;
            if first >= 5 {
                Err(Problem::not_found())?;
            }
            let last = 5.min(first + u64::try_from(call.page.limit())?);
            Ok(Page::new((first..last).collect()).more(last < 5))
        },
    ));
    Service::new((), table)
}

fn client<S>(base: &str, service: S) -> ClientCore
where
    S: tower_service::Service<
            http::Request<Body>,
            Response = http::Response<Body>,
            Error = std::convert::Infallible,
            Future: Send,
        > + Clone
        + Send
        + 'static,
{
    ClientBuilder::new(&API, base).transport(InProcess::<_, Body>::new(service)).build().expect("a client")
}

fn count() -> Count {
    Count { page: rt::PageRequest::first(&BARE, &[]) }
}

#[tokio::test]
async fn a_client_goes_through_the_pages_of_a_service() {
    let client = client("http://acme.test", service());
    assert_eq!(client.call(count()).items::<u64>().try_collect().await.expect("items"), [0, 1, 2, 3, 4]);
    let past = Count { page: rt::NumberedPage { number: 9, size: 2 } };
    let error = client.call(past).send().await.expect_err("no such page");
    let refusal = error.refusal().expect("in the style's body");
    assert_eq!((refusal.code.as_deref(), refusal.outcome), (Some("gone"), Some(Outcome::NotFound)));
    assert!(refusal.request_id.is_some() && matches!(error, CallError::Problem(_)));
}

#[tokio::test]
async fn and_of_one_that_is_nested() {
    let nested = axum::Router::new().nest("/api", service().router()).into_service::<Body>();
    let client = client("http://acme.test/api", nested);
    assert_eq!(client.call(count()).items::<u64>().try_collect().await.expect("items"), [0, 1, 2, 3, 4]);
}

#[tokio::test]
async fn a_service_is_always_ready() {
    let mut service = service();
    std::future::poll_fn(|context| service.poll_ready(context)).await.expect("ready");
    assert_eq!(
        service
            .call(http::Request::get("/number%20s").body(Body::empty()).expect("a request"))
            .await
            .expect("an answer")
            .status(),
        200
    );
}
