//! Preconditions (RFC 9110 §13.2), evaluated with the response to an internal `GET` of the same target as the same
//! caller.

use std::future::Future;
use std::pin::Pin;

use axum::body::Body;
use http::header::{
    CONTENT_LENGTH, CONTENT_TYPE, ETAG, EXPECT, IF_MATCH, IF_NONE_MATCH, IF_RANGE, RANGE, TRANSFER_ENCODING,
};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};

use crate::api::{self, OperationMeta, UndeclaredError};
use crate::jsonapi::{Fields, Include};
use crate::problem::{Outcome, Problem};

use crate::server::core::Core;
use crate::server::negotiate::language::NegotiatedLanguage;
use crate::server::route::matcher::RouteMatch;
use crate::version::{self, Representation};

use super::OperationCall;
use super::entity_tag::{self, EntityTags, IfMatch};
use super::request::{RequestDetails, RequestHead};

/// How a `GET` of the same target presents the resource.
#[derive(Debug, Clone)]
pub(crate) struct ResourceView {
    pub(crate) operation: &'static OperationMeta,
    pub(crate) include: Include,
    pub(crate) fields: Fields,
    pub(crate) media: HeaderValue,
}

impl ResourceView {
    /// Returns how an internal request presents the resource.
    pub(super) fn of_internal(head: &RequestHead, details: &RequestDetails) -> Option<Self> {
        head.internal.then(|| Self {
            operation: head.operation,
            include: details.include.clone(),
            fields: details.fields.clone(),
            media: head.representation.media.clone(),
        })
    }
}

/// The result of `If-Range`.
pub(super) struct RangeCondition {
    /// Whether `Range` applies: there is no `If-Range`, or it holds.
    pub(super) counts: bool,
    /// The entity tag of the set, if `If-Range` holds.
    pub(super) tag_of_set: Option<HeaderValue>,
}

/// Marks a response whose entity tag is that of the complete set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SetEntityTag;

/// The state of the resource at a path.
enum CurrentState {
    /// It exists, with the response to a `GET`.
    Present(Box<Response<Body>>),
    /// It does not exist, with the problem of a `GET`.
    Gone(Problem),
    /// This caller cannot `GET` it.
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

type ResponseFuture<'r> = Pin<Box<dyn Future<Output = Result<Response<Body>, UndeclaredError>> + Send + 'r>>;

/// Headers that an internal `GET` does not take over.
const OF_BODIES: [HeaderName; 4] = [CONTENT_LENGTH, CONTENT_TYPE, EXPECT, TRANSFER_ENCODING];

impl Core {
    /// Evaluates the preconditions of a request that changes something with the response to a `GET` of the same
    /// target by the same caller. Returns how that presents the resource, if it was needed.
    ///
    /// # Errors
    /// Returns an error if a precondition fails, if there is nothing to change, or if the state is unknown.
    pub(super) async fn check_conditions(
        &self,
        head: &RequestHead,
    ) -> Result<Option<ResourceView>, UndeclaredError> {
        if head.internal || !head.operation.api.style.caching.checks_if_match() {
            return Ok(None);
        }
        let headers = &head.parts.headers;
        let (acts, replaces) = match head.operation.method {
            api::Method::Put | api::Method::Patch | api::Method::Delete => (true, true),
            api::Method::Post => (true, false),
            // Conditions of reads are evaluated with their own response; `OPTIONS` and `TRACE` have none.
            api::Method::Get | api::Method::Head | api::Method::Options | api::Method::Trace => {
                (false, false)
            }
        };
        let matches = IfMatch::of(headers).filter(|_| acts);
        let differs = EntityTags::of(headers, &IF_NONE_MATCH).filter(|_| replaces);
        if matches.is_none() && differs.is_none() {
            return Ok(None);
        }
        let mut current = self.current(head).await?;
        let holds = match (matches, &current) {
            (None, _) | (Some(IfMatch::Any), CurrentState::Present(_) | CurrentState::Unknown) => true,
            // 404 is more specific than 412.
            (Some(_), CurrentState::Gone(problem)) if replaces => return Err(problem.clone().into()),
            (Some(tags), _) => current.tag().is_some_and(|tag| tags.holds_for(tag)),
        };
        let differs = match (differs, &current) {
            (None, _) | (Some(_), CurrentState::Gone(_) | CurrentState::Unknown) => true,
            (Some(EntityTags::Any), CurrentState::Present(_)) => false,
            (Some(EntityTags::List(tags)), CurrentState::Present(_)) => {
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

    /// Returns the entity tag of the complete set, if `If-Range` names it.
    async fn range_tag(&self, head: &RequestHead) -> Result<Option<HeaderValue>, UndeclaredError> {
        if !entity_tag::reads(&head.parts.method) {
            return Ok(None);
        }
        let CurrentState::Present(response) = self.current(head).await? else { return Ok(None) };
        let tag =
            response.headers().get(ETAG).filter(|_| response.extensions().get::<SetEntityTag>().is_some());
        Ok(tag.filter(|tag| entity_tag::is_range_of(&head.parts.headers, tag)).cloned())
    }

    /// Returns the response to a request without its range, if it has preconditions: they are evaluated before
    /// `Range` (RFC 9110 §13.2.2), also if there is no such range.
    pub(super) fn without_range<'r>(&'r self, head: &RequestHead) -> Option<ResponseFuture<'r>> {
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

    /// Performs an internal `GET` as the same caller. Boxed because performing a request may need it.
    fn get<'r>(
        &'r self,
        head: &RequestHead,
        index: usize,
        parts: Parts,
        representation: Representation,
    ) -> ResponseFuture<'r> {
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

/// Returns the response to a range request, after its preconditions have been evaluated.
pub(super) async fn before_range(
    handled: Result<Response<Body>, UndeclaredError>,
    without_range: Option<ResponseFuture<'_>>,
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
