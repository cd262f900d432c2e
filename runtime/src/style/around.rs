//! What goes on around a call: sessions, transport, ids, rates, caches.

#[allow(unused_imports, reason = "docs name it")]
use crate::problem::Outcome;

/// A session that the server keeps: a cookie with an opaque id (RFC 6265). Every answer to a path of the API sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// The cookie's name.
    pub cookie: &'static str,
    /// Its `Path`.
    pub path: &'static str,
    /// Its `Max-Age`, and how long the server keeps the session; seconds.
    pub max_age_s: u32,
    /// Whether every answer begins the age anew.
    pub sliding: bool,
    /// Whether scripts are kept from it.
    pub http_only: bool,
    /// Its `SameSite`.
    pub same_site: SameSite,
}

/// Whether other sites' requests carry a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SameSite {
    Strict,
    Lax,
    None,
}

/// Whether a request may come without TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// It may.
    Optional,
    /// It is [`Outcome::TlsRequired`], and never redirected; but for clients on the server's own machine.
    Required,
}

/// How a request's id travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId {
    /// The header, both ways; in lower case.
    pub header: &'static str,
    /// Whether a client's own id is kept only where it is a UUID; else any token of at most 128 characters is.
    pub uuid: bool,
}

/// A token bucket for each peer, and the headers that tell of it; in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The bucket's size: requests at once. The server's own setting goes before it.
    pub requests: u32,
    /// How long an empty bucket takes to be full; seconds.
    pub per_s: u32,
    /// Which requests take a token.
    pub of: Rated,
    /// The header for the bucket's size.
    pub limit: Option<&'static str>,
    /// The header for the tokens that are left.
    pub remaining: Option<&'static str>,
    /// The header for the seconds until the bucket is full.
    pub reset: Option<&'static str>,
}

/// Validators of representations (RFC 9110 §8.8), and conditions on them (§13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caching {
    /// Whether answers with a body carry a strong `ETag`, and `If-None-Match` is heeded.
    pub etag: bool,
    /// Whether `If-Match` is heeded.
    pub if_match: bool,
}

/// Which requests are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rated {
    /// Every one.
    All,
    /// Those of operations that the document marks (`rate` of `x-style`).
    Marked,
}

/// What pages of other origins may do (<https://fetch.spec.whatwg.org/#http-cors-protocol>): every method and header of the
/// API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cors {
    /// Whose pages.
    pub origins: Origins,
    /// Whether with credentials of the browser's own.
    pub credentials: bool,
    /// For how long a preflight is good; seconds.
    pub max_age_s: u32,
}

/// Origins whose pages may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origins {
    /// All.
    Any,
    /// These: `https://app.example.com`.
    These(&'static [&'static str]),
}
