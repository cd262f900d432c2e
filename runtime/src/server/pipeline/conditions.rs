//! Conditions of a request on what a `GET` of its target answers (RFC 9110 §13.2): asked for inside the server, as the same
//! caller.

use std::future::Future;
use std::pin::Pin;

use axum::body::Body;
use http::header::{
    CONTENT_LENGTH, CONTENT_TYPE, ETAG, EXPECT, IF_MATCH, IF_NONE_MATCH, IF_RANGE, RANGE, TRANSFER_ENCODING,
};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Response};

use crate::api::{self, Undeclared};
use crate::jsonapi::{Fields, Include};
use crate::problem::{Outcome, Problem};

use crate::server::context::Request;
use crate::server::core::Core;
use crate::server::negotiate::language::Spoken;
use crate::server::negotiate::{self, Representation};
use crate::server::pipeline::entity_tag::{self, IfMatch, Tags};
use crate::server::pipeline::trip::Trip;
use crate::server::route::matcher::Found;

/// How a `GET` of the same target shows what is there.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) include: Include,
    pub(crate) fields: Fields,
    pub(crate) media: HeaderValue,
}

/// An answer whose entity tag is that of all ranges of its set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TagOfSet;

/// What is at a path now.
enum Current {
    /// Something: what a `GET` answers.
    There(Box<Response<Body>>),
    /// Nothing: the problem of a `GET`.
    Gone(Problem),
    /// What no `GET` of this caller tells.
    Unknown,
}

impl Current {
    fn tag(&self) -> Option<&HeaderValue> {
        match self {
            Self::There(response) => response.headers().get(ETAG),
            Self::Gone(_) | Self::Unknown => None,
        }
    }
}

type BoxFuture<'r> = Pin<Box<dyn Future<Output = Result<Response<Body>, Undeclared>> + Send + 'r>>;

/// What a `GET` inside the server leaves out of the headers of the request that it is for.
const OF_BODIES: [HeaderName; 4] = [CONTENT_LENGTH, CONTENT_TYPE, EXPECT, TRANSFER_ENCODING];

impl Core {
    /// Checks the conditions of a request that does more than read, by what a `GET` of the same target answers the same
    /// caller; says how that shows what is there, where it was asked.
    ///
    /// # Errors
    /// They do not hold; there is nothing to change; that cannot be found out.
    pub(in crate::server) async fn check_conditions(
        &self,
        request: &Request,
    ) -> Result<Option<View>, Undeclared> {
        let headers = &request.parts.headers;
        let (acts, replaces) = match request.operation.method {
            api::Method::Put | api::Method::Patch | api::Method::Delete => (true, true),
            api::Method::Post => (true, false),
            // What reads is checked when its answer is there, and the others have nothing to do with what is there.
            api::Method::Get | api::Method::Head | api::Method::Options | api::Method::Trace => {
                (false, false)
            }
        };
        let matches = IfMatch::of(headers).filter(|_| acts);
        let differs = Tags::of(headers, &IF_NONE_MATCH).filter(|_| replaces);
        if matches.is_none() && differs.is_none() {
            return Ok(None);
        }
        let mut current = self.current(request).await?;
        let holds = match (matches, &current) {
            (None, _) | (Some(IfMatch::Any), Current::There(_) | Current::Unknown) => true,
            // That what is to be changed is not there says more than that it is not as it was.
            (Some(_), Current::Gone(problem)) if replaces => return Err(problem.clone().into()),
            (Some(tags), _) => current.tag().is_some_and(|tag| tags.holds_for(tag)),
        };
        let differs = match (differs, &current) {
            (None, _) | (Some(_), Current::Gone(_) | Current::Unknown) => true,
            (Some(Tags::Any), Current::There(_)) => false,
            (Some(Tags::List(tags)), Current::There(_)) => {
                !tags.iter().any(|one| current.tag().is_some_and(|tag| one.is(tag)))
            }
        };
        if !holds || !differs {
            return Err(Problem::precondition_failed().into());
        }
        Ok(match &mut current {
            Current::There(response) => response.extensions_mut().remove(),
            Current::Gone(_) | Current::Unknown => None,
        })
    }

    /// The tag of all ranges of the set that a request asks for a range of, where its `If-Range` names it.
    pub(in crate::server) async fn range_tag(
        &self,
        request: &Request,
    ) -> Result<Option<HeaderValue>, Undeclared> {
        if !entity_tag::reads(&request.parts.method) {
            return Ok(None);
        }
        let Current::There(response) = self.current(request).await? else { return Ok(None) };
        let tag = response.headers().get(ETAG).filter(|_| response.extensions().get::<TagOfSet>().is_some());
        Ok(tag.filter(|tag| entity_tag::is_range_of(&request.parts.headers, tag)).cloned())
    }

    /// What a request for a range is answered where there is no such range and its conditions decide before that: they are
    /// looked at before `Range` is (RFC 9110 §13.2.2). `None` if it has no conditions.
    pub(in crate::server) fn without_range<'r>(&'r self, request: &Request) -> Option<BoxFuture<'r>> {
        let caching = request.operation.api.style.caching;
        let headers = &request.parts.headers;
        let conditional = headers.contains_key(IF_NONE_MATCH) && caching.etag
            || headers.contains_key(IF_MATCH) && caching.if_match;
        if !conditional || !headers.contains_key(RANGE) || !entity_tag::reads(&request.parts.method) {
            return None;
        }
        let index = self.route_of_get(request)?;
        let mut parts = request.parts.clone();
        [RANGE, IF_RANGE].iter().for_each(|header| drop(parts.headers.remove(header)));
        Some(self.get(request, index, parts, request.representation.clone()))
    }

    async fn current(&self, request: &Request) -> Result<Current, Undeclared> {
        let Some(index) = self.route_of_get(request) else { return Ok(Current::Unknown) };
        let mut parts = request.parts.clone();
        parts.method = Method::GET;
        let left_out = [IF_MATCH, IF_NONE_MATCH, RANGE, IF_RANGE];
        OF_BODIES.iter().chain(&left_out).for_each(|header| drop(parts.headers.remove(header)));
        let operation = self.routes[index].bound.operation;
        let (mut representation, _) = negotiate::negotiate(operation.api.style, Some(operation), &parts);
        representation.pretty &= entity_tag::reads(&request.parts.method);
        match self.get(request, index, parts, representation).await {
            Ok(response) if response.status().is_success() => Ok(Current::There(Box::new(response))),
            Err(Undeclared::Problem(problem)) => match problem.outcome {
                Outcome::NotFound | Outcome::Hidden => Ok(Current::Gone(problem)),
                Outcome::Internal | Outcome::Unavailable | Outcome::NotImplemented | Outcome::TooMany => {
                    Err(problem.into())
                }
                _ => Ok(Current::Unknown),
            },
            Err(cause) => Err(cause),
            Ok(_) => Ok(Current::Unknown),
        }
    }

    fn route_of_get(&self, request: &Request) -> Option<usize> {
        match self.matcher.find(Some(api::Method::Get), request.parts.uri.path()) {
            Found::Operation(index) => Some(index),
            Found::NoPath | Found::WrongMethod(_) => None,
        }
    }

    /// Boxed, for a trip may come here, and this is a trip.
    fn get<'r>(
        &'r self,
        request: &Request,
        index: usize,
        parts: Parts,
        representation: Representation,
    ) -> BoxFuture<'r> {
        let route = &self.routes[index];
        let mut spoken = Spoken::of(route.bound.operation.api.style, &parts.headers);
        let (id, session) = (request.id.clone(), request.session.clone());
        Box::pin(async move {
            let negotiated = (representation, true);
            let trip = Trip::new(&route.bound, self, parts, Body::empty(), &id, negotiated, &mut spoken);
            trip.in_session(session).inside().run(&self.order).await
        })
    }
}
