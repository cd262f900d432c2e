//! A request's way to its answer: the operation found, the answer's last headers.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::Poll;
use std::time::Instant;

use axum::body::Body;
use http::header::{ALLOW, CONTENT_LENGTH, VARY};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body::Body as _;
use tokio::sync::Semaphore;
use tracing::Instrument;

use crate::answer::Undeclared;
use crate::meta::{OperationMeta, SchemeKind};
use crate::one_line::Causes;
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::style::{Check, Style, Version};

use super::body::Room;
use super::fail::Teller;
use super::limits::Limits;
use super::matcher::{self, Found, Matcher};
use super::negotiate::{self, Representation};
use super::request_id::{REQUEST_ID, request_id};
use super::secrets::Secrets;
use super::table::Bound;
use super::trip::Trip;

/// Everything a service needs, whatever its handlers are.
pub(crate) struct Core {
    style: &'static Style,
    matcher: Matcher,
    pub(super) routes: Vec<Arc<Route>>,
    pub(super) limits: Limits,
    pub(super) secrets: Arc<Secrets>,
    /// For the bodies of all requests.
    pub(super) room: Arc<Semaphore>,
    /// Every check, in the style's order.
    order: Vec<Check>,
}

/// An operation, and what is made of its description once.
pub(crate) struct Route {
    pub(super) bound: Bound,
    challenges: Vec<HeaderValue>,
}

impl Route {
    pub(super) fn new(bound: Bound) -> Self {
        let challenges = challenges(bound.operation);
        Self { bound, challenges }
    }
}

/// `WWW-Authenticate`: the style's challenges, or else what the operation's security takes.
fn challenges(operation: &OperationMeta) -> Vec<HeaderValue> {
    let style = operation.api.style.challenges;
    if !style.is_empty() {
        return style.iter().filter_map(|text| HeaderValue::from_str(text).ok()).collect();
    }
    let mut all: Vec<HeaderValue> = Vec::new();
    for need in operation.security.alternatives.iter().flat_map(|needs| needs.iter()) {
        let text = match need.scheme.kind {
            SchemeKind::Basic => "Basic realm=\"api\", charset=\"UTF-8\"".to_owned(),
            SchemeKind::Authorization(scheme) => capital(scheme),
            // Not registered, but a 401 must name something.
            SchemeKind::Header(key) | SchemeKind::Query(key) | SchemeKind::Cookie(key) => {
                format!("ApiKey name=\"{}\"", key.replace(['"', '\\'], ""))
            }
        };
        all.extend(HeaderValue::try_from(text).ok().filter(|value| !all.contains(value)));
    }
    all
}

fn capital(scheme: &str) -> String {
    let mut letters = scheme.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Core {
    pub(super) fn new(style: &'static Style, routes: Vec<Arc<Route>>, limits: Limits) -> Self {
        let operations: Vec<_> = routes.iter().map(|route| route.bound.operation).collect();
        let matcher = Matcher::new(&operations, style);
        let secrets = Arc::new(Secrets::of(operations.iter().copied()));
        let rest =
            [Check::Method, Check::Login, Check::Syntax, Check::Parameters, Check::Entity, Check::Media];
        let mut order = style.checks.to_vec();
        order.extend(rest.iter().filter(|check| !style.checks.contains(check)));
        Self { style, matcher, routes, limits, secrets, room: Room::whole(&limits), order }
    }

    /// The same with more routes, and other limits.
    pub(super) fn with(&self, more: Vec<Arc<Route>>, limits: Limits) -> Self {
        let routes = self.routes.iter().cloned().chain(more).collect();
        Self::new(self.style, routes, limits)
    }

    pub(super) async fn answer(self: Arc<Self>, request: Request<Body>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let id = request_id(&parts.headers);
        let head = parts.method == Method::HEAD;
        let mut response = match self.matcher.find(matcher::method(&parts.method), parts.uri.path()) {
            Found::Operation(index) => {
                let route = &self.routes[index];
                let operation = route.bound.operation;
                let span = tracing::info_span!("request", operation = operation.id, id = ?id);
                self.operate(route, parts, body, &id).instrument(span).await
            }
            other => {
                super::body::pour_away(body, &parts.headers);
                self.unrouted(other, &parts, &id)
            }
        };
        self.finish(&mut response, id);
        if head { without_body(response) } else { response }
    }

    /// Runs an operation. A panic ends with this request.
    async fn operate(&self, route: &Route, parts: Parts, body: Body, id: &HeaderValue) -> Response<Body> {
        let started = Instant::now();
        let operation = route.bound.operation;
        let style = operation.api.style;
        let negotiated = negotiate::negotiate(style, Some(operation), &parts.headers);
        let acceptable = negotiated.is_some();
        let representation = negotiated.unwrap_or_else(|| Representation::default_of(style));
        let teller = Teller {
            style,
            representation: &representation.clone(),
            request_id: id,
            challenges: &route.challenges,
        };
        let trip = Trip::new(&route.bound, self, parts, body, id, representation, acceptable);
        let mut running = std::pin::pin!(trip.run(&self.order));
        let ran = std::future::poll_fn(|context| {
            let polled = catch_unwind(AssertUnwindSafe(|| running.as_mut().poll(context)));
            polled.unwrap_or_else(|panic| Poll::Ready(Err(panicked(&*panic))))
        });
        let mut response = match ran.await {
            Ok(response) => response,
            Err(Undeclared::Problem(problem)) => teller.tell(problem),
            Err(Undeclared::Internal(cause)) => {
                let error = Causes(&*cause);
                tracing::error!(%error, request_id = ?id, operation = operation.id, "unforeseen failure");
                teller.tell(Problem::internal())
            }
        };
        if operation.media.len() > 1 && !matches!(style.version, Version::AcceptSubtype { .. }) {
            response.headers_mut().append(VARY, HeaderValue::from_static("Accept"));
        }
        tracing::debug!(status = response.status().as_u16(), took = ?started.elapsed(), "answered");
        response
    }

    /// What no operation answers.
    fn unrouted(&self, found: Found, parts: &Parts, id: &HeaderValue) -> Response<Body> {
        let problem = match found {
            Found::WrongMethod(allowed) => {
                let allow = HeaderValue::try_from(allowed.text()).unwrap_or(HeaderValue::from_static(""));
                if parts.method == Method::OPTIONS {
                    let mut response = Response::new(Body::empty());
                    *response.status_mut() = StatusCode::NO_CONTENT;
                    response.headers_mut().insert(ALLOW, allow);
                    return response;
                }
                Problem::new(Outcome::WrongMethod).header(ALLOW, allow)
            }
            Found::Undecodable => Problem::malformed().message("The path is not UTF-8 text"),
            Found::NoPath | Found::Operation(_) => Problem::new(Outcome::NoOperation),
        };
        let representation = negotiate::negotiate(self.style, None, &parts.headers);
        let representation = representation.unwrap_or_else(|| Representation::default_of(self.style));
        Teller { style: self.style, representation: &representation, request_id: id, challenges: &[] }
            .tell(problem)
    }

    /// The headers of every answer.
    fn finish(&self, response: &mut Response<Body>, id: HeaderValue) {
        let headers = response.headers_mut();
        headers.insert(REQUEST_ID, id);
        if matches!(self.style.version, Version::AcceptSubtype { .. }) {
            headers.append(VARY, HeaderValue::from_static("Accept"));
        }
        if let Some(Ok(zone)) = self.style.data.zone_header.map(HeaderValue::from_str) {
            headers.append(VARY, zone);
        }
    }
}

/// As an answer to `HEAD`: the body's length, but not the body.
fn without_body(mut response: Response<Body>) -> Response<Body> {
    if let Some(length) = response.body().size_hint().exact()
        && !super::fail::bodiless(response.status())
    {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    *response.body_mut() = Body::empty();
    response
}

fn panicked(panic: &(dyn Any + Send)) -> Undeclared {
    let said =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Undeclared::Internal(format!("panicked: {}", said.unwrap_or("without a word")).into())
}
