//! Cached responses and their revalidation (RFC 9110 §13, RFC 9111 §4.3).
//!
//! Every call revalidates, so the cache saves transfers and is never stale.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, SET_COOKIE,
    TRAILER, TRANSFER_ENCODING, UPGRADE, VARY,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};

use crate::style::EntityTags;

use super::classify::ResponseClass;
use super::form::Answered;
use super::transport::Request;

/// The largest body that is cached.
const MOST_BYTES: usize = 1 << 20;

/// A request that has one of these is conditional by the caller's choice, and bypasses the cache.
const CONDITIONS: [HeaderName; 5] =
    [IF_MATCH, IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE, IF_RANGE];

/// Headers that a 304 does not update (RFC 9111 §3.1, §3.2).
const LASTING: [HeaderName; 8] = [
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_RANGE,
    CONTENT_TYPE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// The responses, least recently used first.
pub(super) struct Cache {
    capacity: usize,
    /// The name of the request id header, which differs each time and is not part of the key.
    request_id: &'static str,
    entries: Mutex<VecDeque<(CacheKey, CachedResponse)>>,
}

/// The URL and all request headers, including credentials and session, so that no caller gets another's response,
/// whatever the response varies by.
#[derive(PartialEq)]
pub(super) struct CacheKey {
    url: Uri,
    headers: HeaderMap,
}

/// A cached response.
#[derive(Clone)]
pub(super) struct CachedResponse {
    pub(super) etag: HeaderValue,
    status: StatusCode,
    headers: HeaderMap,
    body: bytes::Bytes,
}

impl CachedResponse {
    /// Replaces a 304 by the cached response. Returns false if the 304 has a different validator (RFC 9111 §4.3.4);
    /// weak and strong validators are equal if their text is (RFC 9110 §13.1.2).
    pub(super) fn refresh(self, answer: &mut Answered) -> bool {
        let opaque =
            |etag: &HeaderValue| etag.as_bytes().strip_prefix(b"W/").unwrap_or(etag.as_bytes()).to_vec();
        if answer.headers.get(ETAG).is_some_and(|etag| opaque(etag) != opaque(&self.etag)) {
            return false;
        }
        let mut headers = self.headers;
        for name in answer.headers.keys().filter(|name| !LASTING.contains(name)) {
            headers.remove(name);
            for value in answer.headers.get_all(name) {
                headers.append(name, value.clone());
            }
        }
        (answer.status, answer.headers, answer.body) = (self.status, headers, self.body);
        true
    }
}

impl Cache {
    pub(super) const fn new(capacity: usize, request_id: &'static str) -> Self {
        Self { capacity, request_id, entries: Mutex::new(VecDeque::new()) }
    }

    /// Returns the cache key of a request, or `None` if it is not cacheable.
    pub(super) fn key(&self, request: &Request) -> Option<CacheKey> {
        let headers = request.headers();
        let conditional = CONDITIONS.iter().any(|name| headers.contains_key(name));
        if request.method() != Method::GET || conditional || has_directive(headers, "no-store") {
            return None;
        }
        let mut headers = headers.clone();
        for name in self.neutral() {
            headers.remove(name);
        }
        Some(CacheKey { url: request.uri().clone(), headers })
    }

    /// Returns the cached response.
    pub(super) fn get(&self, key: &CacheKey) -> Option<CachedResponse> {
        let mut all = self.all();
        let found = take(&mut all, key)?;
        let cached = found.1.clone();
        all.push_back(found);
        Some(cached)
    }

    /// Stores a response, or removes the stored one unless the new one is a temporary failure.
    pub(super) fn store(&self, key: CacheKey, answer: &Answered) {
        if answer.status.is_server_error() || answer.status == StatusCode::TOO_MANY_REQUESTS {
            return;
        }
        let mut all = self.all();
        take(&mut all, &key);
        let Some(etag) = answer.headers.get(ETAG).filter(|_| self.is_cacheable(answer)) else { return };
        let mut headers = answer.headers.clone();
        headers.remove(SET_COOKIE);
        let cached =
            CachedResponse { etag: etag.clone(), status: answer.status, headers, body: answer.body.clone() };
        all.push_back((key, cached));
        while all.len() > self.capacity {
            all.pop_front();
        }
    }

    fn is_cacheable(&self, answer: &Answered) -> bool {
        // A weak tag counts if the style sends weak ones, and never for a part (RFC 9110 §13.1.5).
        let weak = answer.meta.api.style.caching.etag == EntityTags::Weak && answer.status == StatusCode::OK;
        let is_tag = |etag: &HeaderValue| match etag.as_bytes().strip_prefix(b"W/") {
            Some(opaque) => weak && opaque.starts_with(b"\""),
            None => etag.as_bytes().starts_with(b"\""),
        };
        let varies =
            |name: &str| name == "*" || self.neutral().any(|neutral| neutral.eq_ignore_ascii_case(name));
        answer.headers.get(ETAG).is_some_and(is_tag)
            && matches!(answer.status, StatusCode::OK | StatusCode::PARTIAL_CONTENT)
            && answer.classify() == ResponseClass::Success
            && answer.body.len() <= MOST_BYTES
            && !has_directive(&answer.headers, "no-store")
            && !elements(&answer.headers, &VARY).any(varies)
    }

    /// Returns the request headers that responses do not vary by unless `Vary` lists them.
    fn neutral(&self) -> impl Iterator<Item = &'static str> {
        [self.request_id, "traceparent", "tracestate"].into_iter()
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<(CacheKey, CachedResponse)>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cache(..)")
    }
}

fn take(
    all: &mut VecDeque<(CacheKey, CachedResponse)>,
    key: &CacheKey,
) -> Option<(CacheKey, CachedResponse)> {
    let at = all.iter().position(|(other, _)| other == key)?;
    all.remove(at)
}

/// Returns whether `Cache-Control` has this directive.
fn has_directive(headers: &HeaderMap, directive: &str) -> bool {
    elements(headers, &CACHE_CONTROL).any(|word| word.eq_ignore_ascii_case(directive))
}

/// Returns the elements of a list header.
fn elements<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let lists = headers.get_all(name).iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',').map(str::trim))
}
