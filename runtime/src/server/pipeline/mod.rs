//! The processing of a request from top to bottom: admit, route, open the session, negotiate, check in the style's
//! order, read, evaluate preconditions, handle, encode, and write the headers of every response.
//!
//! Each step returns its result. The details of a step are in a file of its own, here or in the folder of its
//! subject.

pub(crate) mod address;
pub(crate) mod admission;
pub(crate) mod conditions;
pub(crate) mod cors;
mod custom_route;
pub(crate) mod entity_tag;
mod finalize;
mod idempotent;
pub(crate) mod read;
pub(crate) mod request;
pub(crate) mod request_id;
pub(crate) mod session_scope;
pub(crate) mod transport;

use std::sync::{Arc, Mutex};

use axum::body::Body;
use http::header::ALLOW;
use http::request::Parts;
use http::{HeaderValue, Method, Request as HttpRequest, Response, StatusCode};
use tracing::Instrument;

use crate::api::UndeclaredError;
use crate::api::{self, OperationMeta};
use crate::problem::Outcome;
use crate::problem::Problem;
use crate::style::Check;

use super::auth::caller::Caller;
use super::auth::cross_origin::uses_cookies;
use super::context::Context;
use super::core::Core;
use super::encode::problem::bodiless;
use super::encode::response::add_accept_ranges;
use super::idempotency::KeyClaim;
use super::limits::body::{RequestBody, drain};
use super::limits::rate::RateStatus;
use super::limits::responses;
use super::negotiate::language::NegotiatedLanguage;
use super::negotiate::media;
use super::route::Route;
use super::route::matcher::{Allowed, RouteMatch};
use super::route::table::{HandlerInput, mismatch};
use super::serve::peer;
use admission::AdmissionResult;
use finalize::{Exchange, Stopwatch};
use read::RequestContent;
use request::{CheckedRequest, RequestHead};
use session_scope::{catch_panic, with_deadline};

/// Why a request has no operation.
enum NoRoute {
    /// The path is known, but not with this method.
    WrongMethod(Allowed),
    NoOperation,
    /// The request is refused; the operation is the one that it would have reached.
    Refusal(Problem, Option<&'static OperationMeta>),
}

/// A request to an operation.
struct OperationCall<'r> {
    route: &'r Route,
    head: RequestHead,
    body: Body,
    /// Whether the operation has an acceptable representation.
    acceptable: bool,
    /// The negotiated language; the caller's own takes precedence.
    language: Option<NegotiatedLanguage>,
}

/// The response to a call, or the error that replaces it, in the language of the caller.
struct CallOutcome {
    result: Result<Response<Body>, UndeclaredError>,
    language: Option<NegotiatedLanguage>,
    /// The claim to the idempotency key.
    claim: Option<KeyClaim>,
}

impl Core {
    /// Responds to a request under the rules for other origins, with an accepted content coding.
    pub(super) async fn answer(self: Arc<Self>, request: HttpRequest<Body>) -> Response<Body> {
        if let Some(file) = self.settings.documentation.find(request.uri().path()) {
            return self.serve_file(file, request).await;
        }
        let core = self.clone();
        self.with_cors(request, |request| async move {
            if core.settings.idempotency.may_apply(request.headers()) {
                return idempotent::to_its_end(core, request).await;
            }
            core.respond(request).await
        })
        .await
    }

    async fn respond(&self, request: HttpRequest<Body>) -> Response<Body> {
        let (mut parts, body) = request.into_parts();
        let id = self.ids.id(&parts.headers);
        let admission = self.admission.admit(self.style, &mut parts);
        let (routed, quota) = self.route(admission, &parts);
        let exchange = Exchange::new(&parts, id, quota);
        let id = &exchange.id;
        let (response, bound) = match routed {
            Ok(route) => {
                let client = peer::address(&parts.extensions).map(tracing::field::display);
                let operation = route.bound.operation.id;
                let span = tracing::info_span!("request", operation, id = ?id, client);
                (self.call(route, parts, body, id).instrument(span).await, Some(&route.bound))
            }
            Err(no_route) => {
                drain(body, &parts.headers);
                (self.refuse(no_route, &parts, id).await, None)
            }
        };
        self.write_headers(response, exchange, bound)
    }

    /// Finds the operation of a request, and takes a token if only marked operations are counted.
    fn route(
        &self,
        admission: AdmissionResult,
        parts: &Parts,
    ) -> (Result<&Route, NoRoute>, Option<RateStatus>) {
        let AdmissionResult { method, mut quota } = admission;
        let find = |method: Option<api::Method>| self.matcher.find(method, parts.uri.path());
        let routed = match method.map(find) {
            Ok(RouteMatch::Operation(index)) => {
                let route = &*self.routes[index];
                let operation = route.bound.operation;
                quota = quota.or_else(|| self.admission.take_marked(operation, parts));
                let refusal = quota.and_then(RateStatus::exceeded);
                match refusal.or_else(|| self.refusal(parts, uses_cookies(operation))) {
                    Some(problem) => Err(NoRoute::Refusal(problem, Some(operation))),
                    None => Ok(route),
                }
            }
            Ok(RouteMatch::WrongMethod(allowed)) => Err(NoRoute::WrongMethod(allowed)),
            Ok(RouteMatch::NoPath) => Err(NoRoute::NoOperation),
            Err(problem) => {
                let operation = match find(api::Method::from_http(&parts.method)) {
                    RouteMatch::Operation(index) => Some(self.routes[index].bound.operation),
                    RouteMatch::WrongMethod(_) | RouteMatch::NoPath => None,
                };
                Err(NoRoute::Refusal(problem, operation))
            }
        };
        (routed, quota)
    }

    /// Calls an operation within the session of its client.
    async fn call(&self, route: &Route, parts: Parts, body: Body, id: &HeaderValue) -> Response<Body> {
        let stopwatch = Stopwatch::start(route.bound.operation);
        let (is_get, client) = (parts.method == Method::GET, peer::holder_of(&parts));
        let operation = route.bound.operation;
        let style = operation.api.style;
        let (representation, acceptable) = crate::version::negotiate(style, Some(operation), &parts);
        let language = NegotiatedLanguage::of(style, &parts.headers);
        let mut problems = self.encoder_of_operation(route, representation.clone(), language, id);
        let result = match self.open_session(style, &parts).await {
            Ok(scope) => {
                let session = scope.session();
                let head = RequestHead::new(self, operation, parts, id.clone(), representation, session);
                let call = OperationCall { route, head, body, acceptable, language };
                let CallOutcome { mut result, language, claim } = self.perform(call).await;
                if let (Ok(response), Some(language), true) = (&mut result, language, operation.styled) {
                    language.write_headers(bodiless(response.status()), response.headers_mut());
                }
                problems.language = language;
                let failure = problems.outcome(&result);
                let response = problems.respond(result);
                scope.close(idempotent::settled(claim, failure, response).await).await
            }
            Err(error) => {
                drain(body, &parts.headers);
                Err(error)
            }
        };
        let mut response = problems.respond(result);
        if is_get && self.responses.is_spent(client) {
            response = problems.encode(responses::too_many_unsent());
        }
        stopwatch.log(response.status());
        response
    }

    /// Checks and reads a request, and runs its handler.
    async fn perform(&self, call: OperationCall<'_>) -> CallOutcome {
        let OperationCall { route, head, body, acceptable, language } = call;
        let operation = head.operation;
        // The share of the memory for bodies is held until the handler has returned.
        let mut body = RequestBody::new(body, &self.bodies, peer::holder_of(&head.parts));
        let (caller, checked) = self.check(route, &head, &mut body, acceptable).await;
        body.drain(&head.parts.headers);
        let language = NegotiatedLanguage::of_caller(language, caller.language.as_deref());
        let performed = match checked {
            Ok(content) => self.handle_once(route, head, content, caller, language).await,
            Err(error) => CallOutcome { result: Err(error), language, claim: None },
        };
        let result = performed.result.map_err(|error| add_accept_ranges(error, operation));
        CallOutcome { result, ..performed }
    }

    /// Runs the checks in the style's order up to the first failure. Returns the caller in any case.
    async fn check(
        &self,
        route: &Route,
        head: &RequestHead,
        body: &mut RequestBody,
        acceptable: bool,
    ) -> (Caller, Result<RequestContent, UndeclaredError>) {
        let (mut caller, mut content) = (Caller::default(), None);
        for check in &self.order {
            let checked = match check {
                // The operation would not have been found.
                Check::Method => Ok(()),
                Check::Login => catch_panic(self.authenticate(route, head)).await.map(|found| caller = found),
                Check::Media => media::check(head, acceptable, body.is_present()),
                Check::Syntax | Check::Parameters | Check::Entity => {
                    if content.is_none() {
                        match catch_panic(self.read(route, head, body)).await {
                            Ok(read) => content = Some(read),
                            Err(error) => return (caller, Err(error)),
                        }
                    }
                    let faults = content.as_mut().map(|read: &mut RequestContent| &mut read.faults);
                    let problem = faults.and_then(|faults| faults.problem(head.operation.api.style, *check));
                    problem.map_or(Ok(()), |problem| Err(problem.into()))
                }
            };
            if let Err(error) = checked {
                return (caller, Err(error));
            }
        }
        (caller, content.ok_or_else(mismatch))
    }

    /// Evaluates the preconditions of a request and runs its handler; the route encodes the result.
    async fn handle(
        &self,
        route: &Route,
        head: RequestHead,
        content: RequestContent,
        caller: Caller,
        language: Option<NegotiatedLanguage>,
        claim: Option<&mut KeyClaim>,
    ) -> Result<Response<Body>, UndeclaredError> {
        let view = self.check_conditions(&head).await?;
        let without_range = self.without_range(&head);
        let RequestContent { input: Some(input), details, tag_of_set, .. } = content else {
            return Err(mismatch());
        };
        let shown = conditions::ResourceView::of_internal(&head, &details);
        let response_headers = Mutex::default();
        let request = CheckedRequest { head, details, language, tag_of_set, view, response_headers };
        let context = Context { request: Arc::new(request) };
        let running = (route.bound.run)(HandlerInput::new(input, caller.principal, context));
        let left = self.limits.handler_time.map(|limit| limit.saturating_sub(caller.login_time));
        let handled = match with_deadline(left, running).await {
            Ok((handled, _)) => {
                claim.into_iter().for_each(KeyClaim::handler_returned);
                handled
            }
            Err(problem) => Err(problem.into()),
        };
        let mut response = conditions::before_range(handled, without_range).await?;
        if let Some(shown) = shown {
            response.extensions_mut().insert(shown);
        }
        Ok(response)
    }

    /// Responds to a request without an operation.
    async fn refuse(&self, no_route: NoRoute, parts: &Parts, id: &HeaderValue) -> Response<Body> {
        match no_route {
            NoRoute::WrongMethod(allowed) => self.wrong_method(allowed, parts, id).await,
            NoRoute::NoOperation => {
                self.encoder_in_callers_language(parts, id).await.encode(Problem::new(Outcome::NoOperation))
            }
            NoRoute::Refusal(problem, operation) => {
                self.encoder_of_refusal(operation, parts, id).encode(problem)
            }
        }
    }

    /// Responds to a method that a known path does not have. Its session is opened nevertheless.
    async fn wrong_method(&self, allowed: Allowed, parts: &Parts, id: &HeaderValue) -> Response<Body> {
        let allow = HeaderValue::try_from(allowed.text()).unwrap_or(HeaderValue::from_static(""));
        if parts.method == Method::OPTIONS {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            response.headers_mut().insert(ALLOW, allow);
            return response;
        }
        let problems = self.encoder_in_callers_language(parts, id).await;
        let response = problems.encode(Problem::new(Outcome::WrongMethod).header(ALLOW, allow));
        problems.respond(match self.open_session(self.style, parts).await {
            Ok(scope) => scope.close(response).await,
            Err(error) => Err(error),
        })
    }
}
