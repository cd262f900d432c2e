//! Conditions of a request on what a `GET` of its target answers (RFC 9110 §13.2): asked for inside the server, as the same
//! caller.

use std::future::Future;
use std::pin::Pin;

use axum::body::Body;
use http::header::{
    CONTENT_LENGTH, CONTENT_TYPE, ETAG, EXPECT, IF_MATCH, IF_NONE_MATCH, IF_RANGE, RANGE, TRANSFER_ENCODING,
};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};

use crate::api::{self, UndeclaredError};
use crate::jsonapi::{Fields, Include};
use crate::problem::{Outcome, Problem};

use crate::server::core::Core;
use crate::server::negotiate::language::NegotiatedLanguage;
use crate::server::route::matcher::RouteMatch;
use crate::version::{self, Representation};

use super::OperationCall;
use super::entity_tag::{self, IfMatch, Tags};
use super::request::{RequestDetails, RequestHead};

/// How a `GET` of the same target shows the resource.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) include: Include,
    pub(crate) fields: Fields,
    pub(crate) media: HeaderValue,
}

impl View {
    /// How a request that the server makes itself shows the resource.
    pub(super) fn of_internal(head: &RequestHead, details: &RequestDetails) -> Option<Self> {
        head.internal.then(|| Self {
            include: details.include.clone(),
            fields: details.fields.clone(),
            media: head.representation.media.clone(),
        })
    }
}

/// Whether `Range` counts, as `If-Range` has it.
pub(super) struct RangeCondition {
    /// Whether there is no `If-Range`, or one that holds.
    pub(super) counts: bool,
    /// The entity tag of the set, if it holds.
    pub(super) tag_of_set: Option<HeaderValue>,
}

/// A response whose entity tag is that of all ranges of its set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TagOfSet;

/// The state of the resource at a path.
enum CurrentState {
    /// The response to a `GET`.
    Present(Box<Response<Body>>),
    /// It does not exist: the problem of a `GET`.
    Gone(Problem),
    /// A `GET` of this caller does not say.
    Unknown,
}

impl CurrentState {
    fn tag(&self) -> Option<&HeaderValue> {
        match self {
            Self::Present(response) => response.headers().get(ETAG),
            Self::Gone(_) | Self::Unknown => None,
        }
    }
}

type BoxFuture<'r> = Pin<Box<dyn Future<Output = Result<Response<Body>, UndeclaredError>> + Send + 'r>>;

/// What a `GET` inside the server leaves out of the headers of the request that it is for.
const OF_BODIES: [HeaderName; 4] = [CONTENT_LENGTH, CONTENT_TYPE, EXPECT, TRANSFER_ENCODING];

impl Core {
    /// Evaluates the conditions of a request that changes something, by the response to a `GET` of the same target by the
    /// same caller. Returns how that shows the resource, if it was needed.
    ///
    /// # Errors
    /// If they do not hold, there is nothing to change, or that cannot be found out.
    pub(super) async fn check_conditions(&self, head: &RequestHead) -> Result<Option<View>, UndeclaredError> {
        if head.internal || !head.operation.api.style.caching.checks_if_match() {
            return Ok(None);
        }
        let headers = &head.parts.headers;
        let (acts, replaces) = match head.operation.method {
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
        let mut current = self.current(head).await?;
        let holds = match (matches, &current) {
            (None, _) | (Some(IfMatch::Any), CurrentState::Present(_) | CurrentState::Unknown) => true,
            // That what is to be changed is not there says more than that it is not as it was.
            (Some(_), CurrentState::Gone(problem)) if replaces => return Err(problem.clone().into()),
            (Some(tags), _) => current.tag().is_some_and(|tag| tags.holds_for(tag)),
        };
        let differs = match (differs, &current) {
            (None, _) | (Some(_), CurrentState::Gone(_) | CurrentState::Unknown) => true,
            (Some(Tags::Any), CurrentState::Present(_)) => false,
            (Some(Tags::List(tags)), CurrentState::Present(_)) => {
                !tags.iter().any(|one| current.tag().is_some_and(|tag| one.is(tag)))
            }
        };
        if !holds || !differs {
            return Err(Problem::precondition_failed().into());
        }
        Ok(match &mut current {
            CurrentState::Present(response) => response.extensions_mut().remove(),
            CurrentState::Gone(_) | CurrentState::Unknown => None,
        })
    }

    /// Evaluates `If-Range`, if the operation has ranges.
    pub(super) async fn range_condition(
        &self,
        head: &RequestHead,
    ) -> Result<RangeCondition, UndeclaredError> {
        let headers = &head.parts.headers;
        if !headers.contains_key(IF_RANGE) {
            return Ok(RangeCondition { counts: true, tag_of_set: None });
        }
        let has_ranges = !head.operation.ranges.is_empty() && headers.contains_key(RANGE);
        let tag_of_set = match has_ranges && head.operation.api.style.caching.has_tags() && !head.internal {
            true => self.range_tag(head).await?,
            false => None,
        };
        Ok(RangeCondition { counts: tag_of_set.is_some(), tag_of_set })
    }

    /// The tag of all ranges of the set that a request asks for a range of, if its `If-Range` names it.
    async fn range_tag(&self, head: &RequestHead) -> Result<Option<HeaderValue>, UndeclaredError> {
        if !entity_tag::reads(&head.parts.method) {
            return Ok(None);
        }
        let CurrentState::Present(response) = self.current(head).await? else { return Ok(None) };
        let tag = response.headers().get(ETAG).filter(|_| response.extensions().get::<TagOfSet>().is_some());
        Ok(tag.filter(|tag| entity_tag::is_range_of(&head.parts.headers, tag)).cloned())
    }

    /// The response to a request without its range, if it has conditions: they are evaluated before `Range`
    /// (RFC 9110 §13.2.2), and decide if there is no such range.
    pub(super) fn without_range<'r>(&'r self, head: &RequestHead) -> Option<BoxFuture<'r>> {
        let caching = &head.operation.api.style.caching;
        let headers = &head.parts.headers;
        let conditional = headers.contains_key(IF_NONE_MATCH) && caching.has_tags()
            || headers.contains_key(IF_MATCH) && caching.checks_if_match();
        if !conditional || !headers.contains_key(RANGE) || !entity_tag::reads(&head.parts.method) {
            return None;
        }
        let index = self.route_of_get(head)?;
        let mut parts = head.parts.clone();
        [RANGE, IF_RANGE].iter().for_each(|header| drop(parts.headers.remove(header)));
        Some(self.get(head, index, parts, head.representation.clone()))
    }

    async fn current(&self, head: &RequestHead) -> Result<CurrentState, UndeclaredError> {
        let Some(index) = self.route_of_get(head) else { return Ok(CurrentState::Unknown) };
        let mut parts = head.parts.clone();
        parts.method = Method::GET;
        let left_out = [IF_MATCH, IF_NONE_MATCH, RANGE, IF_RANGE];
        OF_BODIES.iter().chain(&left_out).for_each(|header| drop(parts.headers.remove(header)));
        let operation = self.routes[index].bound.operation;
        let (mut representation, _) = version::negotiate(operation.api.style, Some(operation), &parts);
        representation.pretty &= entity_tag::reads(&head.parts.method);
        match self.get(head, index, parts, representation).await {
            Ok(response) if response.status().is_success() => Ok(CurrentState::Present(Box::new(response))),
            Err(UndeclaredError::Problem(problem)) => match problem.outcome {
                Outcome::NotFound | Outcome::Hidden => Ok(CurrentState::Gone(problem)),
                Outcome::Internal | Outcome::Unavailable | Outcome::NotImplemented | Outcome::TooMany => {
                    Err(problem.into())
                }
                _ => Ok(CurrentState::Unknown),
            },
            Err(cause) => Err(cause),
            Ok(_) => Ok(CurrentState::Unknown),
        }
    }

    fn route_of_get(&self, head: &RequestHead) -> Option<usize> {
        match self.matcher.find(Some(api::Method::Get), head.parts.uri.path()) {
            RouteMatch::Operation(index) => Some(index),
            RouteMatch::NoPath | RouteMatch::WrongMethod(_) => None,
        }
    }

    /// Performs a `GET` as the same caller. Boxed, since it may be needed to perform a request.
    fn get<'r>(
        &'r self,
        head: &RequestHead,
        index: usize,
        parts: Parts,
        representation: Representation,
    ) -> BoxFuture<'r> {
        let route = &self.routes[index];
        let operation = route.bound.operation;
        let language = NegotiatedLanguage::of(operation.api.style, &parts.headers);
        let (id, session) = (head.id.clone(), head.session.clone());
        let head = RequestHead::new(self, operation, parts, id, representation, session);
        let head = RequestHead { internal: true, ..head };
        let call = OperationCall { route, head, body: Body::empty(), acceptable: true, language };
        Box::pin(async move { self.perform(call).await.result })
    }
}

/// The response to a request for a range, in which conditions go before the range.
pub(super) async fn before_range(
    handled: Result<Response<Body>, UndeclaredError>,
    without_range: Option<BoxFuture<'_>>,
) -> Result<Response<Body>, UndeclaredError> {
    match (handled, without_range) {
        (Err(UndeclaredError::Problem(problem)), Some(without_range))
            if problem.outcome == Outcome::RangeNotSatisfiable =>
        {
            match without_range.await {
                Ok(response) if response.status() == StatusCode::NOT_MODIFIED => Ok(response),
                Err(UndeclaredError::Problem(failed)) if failed.outcome == Outcome::PreconditionFailed => {
                    Err(failed.into())
                }
                Ok(_) | Err(_) => Err(problem.into()),
            }
        }
        (handled, _) => handled,
    }
}
