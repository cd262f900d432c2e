//! A request's way to its answer: the operation found, the answer's last headers.

use std::future::Future;
use std::sync::Arc;

use axum::body::Body;
use http::header::{ALLOW, CONTENT_LENGTH, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body::Body as _;
use tokio::time::Instant;
use tower_http::cors::CorsLayer;
use tracing::Instrument;

use crate::api::{OperationMeta, SuccessMeta};
use crate::problem::{Outcome, Problem};
use crate::style::{Check, LinkForm, Style};

use crate::server::auth::challenge;
use crate::server::auth::cross_origin::{CrossOrigin, uses_cookies};
use crate::server::auth::secrets::Secrets;
use crate::server::encode::compress::Accepted;
use crate::server::encode::problem::{FailureForm, Teller, bodiless};
use crate::server::limits::Limits;
use crate::server::limits::body::Room;
use crate::server::limits::budget::Budget;
use crate::server::limits::responses;
use crate::server::negotiate::language::Spoken;
use crate::server::negotiate::{self, Representation};
use crate::server::pipeline::admission::Gate;
use crate::server::pipeline::cors;
use crate::server::pipeline::request_id::Ids;
use crate::server::pipeline::session_scope::contained;
use crate::server::pipeline::trip::Trip;
use crate::server::route::matcher::{self, Found, Matcher};
use crate::server::route::table::Bound;
use crate::server::serve::peer;
use crate::server::session::Keeper;
use crate::server::settings::Settings;

/// Everything a service needs, whatever its handlers are.
pub(crate) struct Core {
    pub(super) style: &'static Style,
    pub(super) matcher: Matcher,
    pub(super) routes: Vec<Arc<Route>>,
    pub(super) settings: Settings,
    pub(super) limits: Limits,
    pub(super) gate: Gate,
    pub(super) cors: Option<CorsLayer>,
    cross_origin: CrossOrigin,
    pub(super) ids: Ids,
    pub(super) secrets: Arc<Secrets>,
    /// For the bodies of all requests.
    pub(super) bodies: Arc<Budget>,
    /// For the answers to all requests.
    pub(super) answers: Arc<Budget>,
    /// Every check, in the style's order.
    pub(super) order: Vec<Check>,
    pub(super) keeper: Keeper,
}

/// An operation, and what is made of its description once.
pub(crate) struct Route {
    pub(super) bound: Bound,
    challenges: Vec<HeaderValue>,
    /// The same for a request whose bearer token is not good.
    bad_token: Vec<HeaderValue>,
}

impl Route {
    pub(super) fn new(bound: Bound) -> Self {
        let challenges = challenge::all(bound.operation);
        let bad_token = challenges.iter().map(challenge::of_bad_token).collect();
        Self { bound, challenges, bad_token }
    }
}

impl Core {
    pub(super) fn new(style: &'static Style, routes: Vec<Arc<Route>>, settings: Settings) -> Self {
        let operations: Vec<_> = routes.iter().map(|route| route.bound.operation).collect();
        let rest =
            [Check::Method, Check::Login, Check::Syntax, Check::Parameters, Check::Entity, Check::Media];
        let mut order = style.checks.to_vec();
        order.extend(rest.iter().filter(|check| !style.checks.contains(check)));
        let keeper = Keeper::default().or_usual(operations.iter().map(|operation| operation.api.style));
        let ids = Ids::of(style);
        Self {
            style,
            matcher: Matcher::new(&operations, style),
            secrets: Arc::new(Secrets::of(operations.iter().copied())),
            routes,
            limits: settings.limits,
            gate: Gate::new(style, &settings),
            cors: cors::layer(style, settings.origins.as_ref(), &operations, &ids.header),
            cross_origin: CrossOrigin::of(style, &settings),
            ids,
            bodies: Room::whole(&settings.limits),
            answers: Budget::new(settings.limits.answers, settings.limits.answers_each),
            order,
            keeper,
            settings,
        }
    }

    /// The same with more routes, and set up otherwise.
    pub(super) fn with(&self, more: Vec<Arc<Route>>, settings: Settings) -> Self {
        let routes: Vec<_> = self.routes.iter().cloned().chain(more).collect();
        let keeper = self.keeper.or_usual(routes.iter().map(|route| route.bound.operation.api.style));
        Self { keeper, ..Self::new(self.style, routes, settings) }
    }

    /// The same with this store of sessions.
    #[cfg(feature = "sessions")]
    pub(super) fn keeping(&self, keeper: Keeper) -> Self {
        Self { keeper, ..Self::new(self.style, self.routes.clone(), self.settings.clone()) }
    }

    pub(super) async fn answer(self: Arc<Self>, request: Request<Body>) -> Response<Body> {
        let preflight = self.cors.as_ref().map(|_| cors::Asked::of(&request));
        let accepted = Accepted::of(self.settings.compress, request.headers());
        let core = self.clone();
        self.answer_across(preflight, accepted, async move { core.respond(request).await }).await
    }

    /// Answers under the rules for pages of other origins, in a coding that is accepted.
    pub(super) async fn answer_across(
        &self,
        asked: Option<cors::Asked>,
        accepted: Accepted,
        answering: impl Future<Output = Response<Body>> + Send + 'static,
    ) -> Response<Body> {
        let response = match (self.cors.clone(), asked) {
            (Some(layer), Some(asked)) => cors::answer(layer, asked, Box::pin(answering)).await,
            _ => answering.await,
        };
        let mut response = accepted.code(response).await;
        vary_once(response.headers_mut());
        response
    }

    pub(super) async fn respond(&self, request: Request<Body>) -> Response<Body> {
        let (mut parts, body) = request.into_parts();
        let id = self.ids.id(&parts.headers);
        let entered = self.gate.enter(self.style, &mut parts);
        let (head, mut left) = (parts.method == Method::HEAD, entered.left);
        let mut answered: Option<&Bound> = None;
        let found = entered.method.map(|method| self.matcher.find(method, parts.uri.path()));
        let holder = peer::holder_of(&parts);
        let mut response = match found {
            Ok(Found::Operation(index)) => {
                let route = &self.routes[index];
                let operation = route.bound.operation;
                left = left.or_else(|| self.gate.rate(operation, &parts));
                let wait = left.and_then(|left| left.wait).map(Problem::too_many);
                let refusal = wait.or_else(|| self.refusal(&parts, uses_cookies(operation)));
                if let Some(problem) = refusal {
                    crate::server::limits::body::pour_away(body, &parts.headers);
                    self.refuse(problem, &parts, &id, Some(operation))
                } else {
                    answered = Some(&route.bound);
                    let client = peer::address(&parts.extensions).map(tracing::field::display);
                    let span = tracing::info_span!("request", operation = operation.id, id = ?id, client);
                    self.operate(route, parts, body, &id).instrument(span).await
                }
            }
            Ok(other) => {
                crate::server::limits::body::pour_away(body, &parts.headers);
                self.unrouted(other, &parts, &id).await
            }
            Err(refused) => {
                crate::server::limits::body::pour_away(body, &parts.headers);
                let found = self.matcher.find(matcher::method(&parts.method), parts.uri.path());
                let operation = match found {
                    Found::Operation(index) => Some(self.routes[index].bound.operation),
                    Found::WrongMethod(_) | Found::NoPath => None,
                };
                self.refuse(refused, &parts, &id, operation)
            }
        };
        self.gate.tell(left, response.headers_mut());
        self.finish(&mut response, id);
        if let Some(bound) = answered {
            report_missing(bound, &response);
        }
        let response = if head { without_body(response) } else { response };
        responses::hold(response, self.answers.share(holder))
    }

    /// Lets a request of an endpoint beside the operations in, or says why not.
    #[cfg(feature = "oauth")]
    pub(super) fn admit(&self, parts: &mut Parts) -> Result<(), Problem> {
        self.gate.enter(self.style, parts).method.map(drop)
    }

    /// Why a request is not handled: its client has not read its answers, or another origin's page would use a cookie.
    pub(super) fn refusal(&self, parts: &Parts, uses_cookies: bool) -> Option<Problem> {
        if self.answers.is_spent(peer::holder_of(parts)) {
            return Some(responses::unread());
        }
        let is_foreign = uses_cookies && self.cross_origin.refuses(parts, || self.gate.origin(parts));
        is_foreign.then(Problem::forbidden)
    }

    /// Whether a request came over TLS.
    pub(super) fn is_tls(&self, parts: &Parts) -> bool {
        self.gate.is_tls(parts)
    }

    /// What absolute links begin with; nothing where the style has them relative.
    pub(super) fn root(&self, parts: &Parts) -> String {
        match (self.style.links, &self.settings.public_url) {
            (LinkForm::HostRelative, _) => String::new(),
            (LinkForm::Absolute, Some(url)) => url.to_string(),
            (LinkForm::Absolute, None) => self.gate.origin(parts),
        }
    }

    /// Runs an operation. A panic ends with this request.
    async fn operate(&self, route: &Route, parts: Parts, body: Body, id: &HeaderValue) -> Response<Body> {
        let started = Instant::now();
        let (is_get, holder) = (parts.method == Method::GET, peer::holder_of(&parts));
        let operation = route.bound.operation;
        let style = operation.api.style;
        let (representation, acceptable) = negotiate::negotiate(style, Some(operation), &parts);
        let mut spoken = Spoken::of(style, &parts.headers);
        let mut teller = Teller {
            style,
            representation: &representation.clone(),
            request_id: id,
            challenges: &route.challenges,
            spoken,
            own: self.own_failures(operation),
            unavailable: &self.settings.unavailable,
        };
        let ran = match self.visit(style, &parts).await {
            Ok(visit) => {
                let negotiated = (representation, acceptable);
                let trip = Trip::new(&route.bound, self, parts, body, id, negotiated, &mut spoken);
                let trip = trip.in_session(visit.session()).refusing_tokens_with(&route.bad_token);
                let running = trip.run(&self.order);
                let mut ran = contained(running).await;
                teller.spoken = spoken;
                if let (Ok(response), Some(spoken), true) = (&mut ran, spoken, operation.styled) {
                    spoken.tell(bodiless(response.status()), response.headers_mut());
                }
                let answer = teller.answer(ran, Some(operation.id));
                visit.end(answer).await
            }
            Err(cause) => {
                crate::server::limits::body::pour_away(body, &parts.headers);
                Err(cause)
            }
        };
        let mut response = teller.answer(ran, Some(operation.id));
        if is_get && self.answers.is_spent(holder) {
            response = teller.tell(responses::unread());
        }
        let concrete = operation.media.iter().filter(|media| !media.contains('*'));
        if concrete.count() > 1 && !negotiate::varies(self.style) {
            response.headers_mut().append(VARY, HeaderValue::from_static("Accept"));
        }
        let took = started.elapsed();
        tracing::debug!(status = response.status().as_u16(), ?took, "answered");
        let took_ms = took.as_millis();
        if style.slow_after_ms.is_some_and(|limit| took_ms > u128::from(limit)) {
            tracing::warn!(operation = operation.id, took_ms, "slow");
        }
        response
    }

    /// What no operation answers. A path that is known has its session all the same.
    async fn unrouted(&self, found: Found, parts: &Parts, id: &HeaderValue) -> Response<Body> {
        let (representation, _) = negotiate::negotiate(self.style, None, parts);
        let mut teller = self.teller(&representation, parts, id);
        if let (Some(spoken), Some(own)) = (teller.spoken, self.own_language(parts).await) {
            teller.spoken = Some(spoken.with(&own));
        }
        let problem = match found {
            Found::WrongMethod(allowed) => {
                let allow = HeaderValue::try_from(allowed.text()).unwrap_or(HeaderValue::from_static(""));
                if parts.method == Method::OPTIONS {
                    let mut response = Response::new(Body::empty());
                    *response.status_mut() = StatusCode::NO_CONTENT;
                    response.headers_mut().insert(ALLOW, allow);
                    return response;
                }
                let answer = teller.tell(Problem::new(Outcome::WrongMethod).header(ALLOW, allow));
                let visited = async { self.visit(self.style, parts).await?.end(answer).await };
                return teller.answer(visited.await, None);
            }
            Found::NoPath | Found::Operation(_) => Problem::new(Outcome::NoOperation),
        };
        teller.tell(problem)
    }

    /// Tells what is wrong with a request that no operation has seen.
    fn refuse(
        &self,
        problem: Problem,
        parts: &Parts,
        id: &HeaderValue,
        operation: Option<&OperationMeta>,
    ) -> Response<Body> {
        let (representation, _) = negotiate::negotiate(self.style, None, parts);
        let own = operation.and_then(|operation| self.own_failures(operation));
        Teller { own, ..self.teller(&representation, parts, id) }.tell(problem)
    }

    /// What failures of an operation become, where they have a form of their own.
    fn own_failures(&self, operation: &OperationMeta) -> Option<FailureForm> {
        self.settings.failures.iter().rfind(|(id, _)| *id == operation.id).map(|(_, form)| *form)
    }

    /// Tells what no operation is asked for, in a language that the request accepts.
    fn teller<'a>(
        &'a self,
        representation: &'a Representation,
        parts: &Parts,
        request_id: &'a HeaderValue,
    ) -> Teller<'a> {
        let spoken = Spoken::of(self.style, &parts.headers);
        let (style, unavailable) = (self.style, &self.settings.unavailable);
        Teller { style, representation, request_id, challenges: &[], spoken, own: None, unavailable }
    }

    /// The headers of every answer.
    pub(super) fn finish(&self, response: &mut Response<Body>, id: HeaderValue) {
        let headers = response.headers_mut();
        headers.insert(&self.ids.header, id);
        if negotiate::varies(self.style) {
            headers.append(VARY, HeaderValue::from_static("Accept"));
        }
        if let Some(Ok(zone)) = self.style.data.zone_header.map(HeaderValue::from_str) {
            headers.append(VARY, zone);
        }
    }
}

/// Logs what the document requires of an answer's headers and is not there: a client refuses such an answer. It goes out all
/// the same, since a layer around the service may add what is missing.
fn report_missing(bound: &Bound, response: &Response<Body>) {
    let status = response.status().as_u16();
    if status >= 400 {
        return;
    }
    let required = SuccessMeta::find(bound.successes, status).map_or(&[][..], |success| success.headers);
    for header in required.iter().filter(|header| !response.headers().contains_key(**header)) {
        let operation = bound.operation.id;
        tracing::error!(operation, status, header, "an answer lacks a header that its document requires");
    }
}

/// Makes one list of all that an answer varies with, each once.
fn vary_once(headers: &mut HeaderMap) {
    if headers.get_all(VARY).iter().nth(1).is_none() {
        return;
    }
    let mut all: Vec<&str> = Vec::new();
    let lines = headers.get_all(VARY).iter().filter_map(|line| line.to_str().ok());
    for name in lines.flat_map(|line| line.split(',')).map(str::trim).filter(|name| !name.is_empty()) {
        if !all.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            all.push(name);
        }
    }
    if let Ok(list) = HeaderValue::try_from(all.join(", ")) {
        headers.insert(VARY, list);
    }
}

/// As an answer to `HEAD`: the body's length, but not the body.
pub(super) fn without_body(mut response: Response<Body>) -> Response<Body> {
    if let Some(length) = response.body().size_hint().exact()
        && !bodiless(response.status())
    {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    *response.body_mut() = Body::empty();
    response
}
