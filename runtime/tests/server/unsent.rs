//! Responses that become ready while their client has others to read.

use std::sync::Arc;

use axum::body::Body;
use housestyle::server::{Call, Limits, Service, Table};
use housestyle::{__private as rt, HandlerResult};
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::rpc::{STYLE, meta};

static API: rt::Api =
    rt::Api { title: "Slow", version: "1", style: &STYLE, document: None, operations: &[&READ, &MAKE] };
const SLOW: &[rt::Segment] = &[rt::Segment::Literal("slow")];
static READ: rt::OperationMeta = rt::OperationMeta { method: rt::Method::Get, ..meta(&API, "read", SLOW) };
static MAKE: rt::OperationMeta = meta(&API, "make", SLOW);

macro_rules! operations {
    ($($ident:ident: $meta:ident;)*) => { $(
        #[derive(Debug)]
        struct $ident;
        impl rt::Operation for $ident {
            const META: &'static rt::OperationMeta = &$meta;
            type Output = Value;
            type Form = rt::Json;
            type Error = rt::NoError;
        }
        impl rt::Receive for $ident {
            fn receive(_: &mut rt::Reader<'_>) -> Option<Self> {
                Some(Self)
            }
        }
    )* };
}
operations! { Read: READ; Make: MAKE; }

/// Returns a large response for each permit.
struct Slow(Arc<Semaphore>);

impl Slow {
    async fn read(self: Arc<Self>, _: Call<Read>) -> HandlerResult<Value> {
        self.large().await
    }

    async fn make(self: Arc<Self>, _: Call<Make>) -> HandlerResult<Value> {
        self.large().await
    }

    async fn large(&self) -> HandlerResult<Value> {
        self.0.acquire().await?.forget();
        Ok(json!("x".repeat(3000)))
    }
}

#[tokio::test]
async fn what_is_ready_while_too_much_is_unread_is_given_up_where_it_changed_nothing() {
    let go_on = Arc::new(Semaphore::new(0));
    let table: Table<Slow> = Table::new::<Slow>(&API)
        .entry(rt::open::<_, Read, _, _>(Slow::read))
        .entry(rt::open::<_, Make, _, _>(Slow::make));
    let service = Service::new(Slow(go_on.clone()), table).limits(Limits::new().responses(5000));
    for (method, answered) in [(Method::GET, 2), (Method::POST, 5)] {
        // All requests have started before the first response.
        let tasks: Vec<_> = (0..5)
            .map(|_| {
                let request = Request::builder().method(&method).uri("/slow").body(Body::empty());
                let service = service.clone();
                tokio::spawn(async move { service.answer(request.expect("a request")).await })
            })
            .collect();
        tokio::task::yield_now().await;
        go_on.add_permits(5);
        let mut unread = Vec::new();
        for task in tasks {
            unread.push(task.await.expect("no panic"));
        }
        let large = unread.iter().filter(|answer| is_large(answer)).count();
        assert_eq!(large, answered, "{method}");
        assert!(unread.iter().all(|answer| is_large(answer) || answer.headers()["retry-after"] == "1"));
        // A request that has not started is refused whatever its method.
        let late = service.answer(Request::post("/slow").body(Body::empty()).expect("a request")).await;
        assert_eq!((late.status(), is_large(&late)), (StatusCode::OK, false), "the style's status");
    }
}

fn is_large(answer: &http::Response<Body>) -> bool {
    use http_body::Body as _;
    answer.body().size_hint().exact().is_some_and(|length| length > 3000)
}
