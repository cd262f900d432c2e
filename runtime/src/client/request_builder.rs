//! Builds requests, without the transport's part.

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, COOKIE, HeaderName};
use http::{HeaderMap, HeaderValue, Request};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::api::{Method, OperationMeta};
use crate::codec::param;

use super::error::{CallFault, InvalidInput};

/// Builds a request. It is built once and sent once for each attempt.
#[derive(Clone)]
pub(super) struct RequestBuilder {
    pub(super) meta: &'static OperationMeta,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    /// The flat form of the resource in the body.
    pub(super) flat: Option<Vec<u8>>,
    /// The encoded pairs, joined as in `Cookie`.
    pub(super) cookies: String,
    /// The first input that cannot be sent. Building continues, but nothing is sent.
    pub(super) problem: Option<SendError>,
}

/// Why a request is not sent.
#[derive(Debug, Clone)]
pub(super) enum SendError {
    Input(InvalidInput),
    /// The origin of a link outside the base.
    CrossOrigin(String),
}

impl SendError {
    pub(super) fn fault(self) -> CallFault {
        match self {
            Self::Input(input) => CallFault::InvalidInput(input),
            Self::CrossOrigin(origin) => CallFault::CrossOrigin { origin },
        }
    }
}

impl RequestBuilder {
    pub(super) fn new(meta: &'static OperationMeta, url: Url) -> Self {
        Self {
            meta,
            url,
            headers: HeaderMap::new(),
            body: None,
            flat: None,
            cookies: String::new(),
            problem: None,
        }
    }

    /// Records that an input cannot be sent; the first one is reported.
    pub(super) fn refuse(&mut self, input: &str, reason: &'static str) {
        self.problem.get_or_insert_with(|| SendError::Input(InvalidInput::new(input, reason)));
    }

    /// Sets a header, replacing those with the same name.
    pub(super) fn header(&mut self, wire: &str, value: &str) {
        match (HeaderName::from_bytes(wire.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(header), Ok(value)) => drop(self.headers.insert(header, value)),
            _ => self.refuse(wire, "has a value that a header cannot carry"),
        }
    }

    /// Sets a header whose value `Debug` does not print.
    pub(super) fn secret_header(&mut self, wire: &str, value: &str) {
        match (HeaderName::from_bytes(wire.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(header), Ok(mut value)) => {
                value.set_sensitive(true);
                self.headers.insert(header, value);
            }
            _ => self.refuse(wire, "has a value that a header cannot carry"),
        }
    }

    /// Adds a cookie, with name and value encoded.
    pub(super) fn cookie(&mut self, wire: &str, value: &str) {
        param::push_pair(&mut self.cookies, "; ", wire, value);
    }

    /// Sets a query parameter, replacing those of a followed link.
    pub(super) fn set_query(&mut self, wire: &str, value: &str) {
        let is_other = |pair: &&str| {
            let key = pair.split('=').next().unwrap_or_default().replace('+', " ");
            percent_decode_str(&key).decode_utf8_lossy() != wire
        };
        let pairs = self.url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let mut query = pairs.filter(is_other).collect::<Vec<_>>().join("&");
        param::push_pair(&mut query, "&", wire, value);
        self.url.set_query(Some(&query));
    }

    /// Returns the request for the transport.
    pub(super) fn request(&self) -> Result<Request<Bytes>, InvalidInput> {
        let uri: http::Uri = self
            .url
            .as_str()
            .parse()
            .map_err(|_| InvalidInput::new("the URL", "is too long or not a URI"))?;
        let mut request = Request::new(self.body.clone().unwrap_or_default());
        *request.method_mut() = self.meta.method.to_http();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers.clone();
        // If the method expects a body, an empty one has a length (RFC 9110 §8.6).
        let expected = matches!(self.meta.method, Method::Put | Method::Post | Method::Patch);
        if expected && self.body.is_none() {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if !self.cookies.is_empty() {
            add_cookies(request.headers_mut(), self.cookies.as_bytes())
                .ok_or_else(|| InvalidInput::new("cookies", "cannot be carried by a header"))?;
        }
        Ok(request)
    }
}

/// Adds pairs to the request's single `Cookie` (RFC 6265 §5.4). Returns `None` if a header cannot carry them.
pub(super) fn add_cookies(headers: &mut HeaderMap, pairs: &[u8]) -> Option<()> {
    let mut cookies = Vec::new();
    for value in headers.get_all(COOKIE) {
        cookies.extend_from_slice(value.as_bytes());
        cookies.extend_from_slice(b"; ");
    }
    cookies.extend_from_slice(pairs);
    let mut value = HeaderValue::from_bytes(&cookies).ok()?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Some(())
}

impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Query, headers and body may contain secrets.
        f.debug_struct("RequestBuilder")
            .field("operation", &self.meta.id)
            .field("path", &self.url.path())
            .finish_non_exhaustive()
    }
}
