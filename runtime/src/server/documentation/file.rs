//! Files that are served as they are.

use std::fmt;

use axum::body::Body;
use bytes::Bytes;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use crate::server::pipeline::entity_tag::{EntityTags, tag};

/// The methods of a file.
pub(super) const ALLOWED: &str = "GET, HEAD, OPTIONS";

/// What is served at a path.
pub(in crate::server) struct ServedFile {
    pub(super) path: String,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl ServedFile {
    /// A file with an entity tag, which a cache has to validate.
    pub(super) fn new(path: &str, media: &'static str, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        if let Some(tag) = tag(&headers, &body, false) {
            headers.insert(ETAG, tag);
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        Self { path: path.to_owned(), status: StatusCode::OK, headers, body }
    }

    /// A permanent redirect to a relative reference.
    #[cfg_attr(not(feature = "docs"), expect(dead_code))]
    pub(super) fn redirect(path: &str, to: &str) -> Self {
        let location = HeaderValue::try_from(to).map(|to| (LOCATION, to));
        let (status, body) = (StatusCode::PERMANENT_REDIRECT, Bytes::new());
        Self { path: path.to_owned(), status, headers: location.into_iter().collect(), body }
    }

    /// The same with the policy of a page.
    #[cfg_attr(not(feature = "docs"), expect(dead_code))]
    pub(super) fn with_policy(mut self, policy: &'static str) -> Self {
        self.headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
        self.headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        self
    }

    /// The response to `GET`: without the body if the client has it.
    pub(super) fn response(&self, request: &HeaderMap) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        if self.is_current(request) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = Body::empty();
            response.headers_mut().remove(CONTENT_TYPE);
        }
        response
    }

    fn is_current(&self, request: &HeaderMap) -> bool {
        let Some(tag) = self.headers.get(ETAG) else { return false };
        match EntityTags::of(request, &IF_NONE_MATCH) {
            None => false,
            Some(EntityTags::Any) => true,
            Some(EntityTags::List(tags)) => tags.iter().any(|one| one.is(tag)),
        }
    }
}

impl fmt::Debug for ServedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServedFile").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The response to `OPTIONS`.
pub(super) fn options() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(ALLOWED));
    response
}
