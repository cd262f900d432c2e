//! What goes on around a call: sessions, ids, rates, caches.

use serde::Serialize;

use crate::style::{Rated, SameSite};

/// A session that the server keeps: a cookie with an opaque id (RFC 6265).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Session {
    /// The cookie's name.
    pub cookie: String,
    /// Its `Path`.
    pub path: String,
    /// Its `Max-Age`, and how long the server keeps the session; seconds.
    pub max_age_s: u32,
    /// Whether every answer begins the age anew.
    pub sliding: bool,
    /// Whether scripts are kept from it.
    pub http_only: bool,
    /// Its `SameSite`.
    pub same_site: SameSite,
}

/// Headers that every answer carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headers {
    /// A request's id.
    pub request_id: RequestId,
}

/// How a request's id travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestId {
    /// The header, both ways.
    pub header: String,
    /// Whether a client's own id is kept only where it is a UUID.
    pub uuid: bool,
}

/// A token bucket for each peer, and the headers that tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// The bucket's size: requests at once.
    pub requests: u32,
    /// How long an empty bucket takes to be full; seconds.
    pub per_s: u32,
    /// Which requests take a token.
    pub of: Rated,
    /// The header for the bucket's size.
    pub limit: Option<String>,
    /// The header for the tokens that are left.
    pub remaining: Option<String>,
    /// The header for the seconds until the bucket is full.
    pub reset: Option<String>,
}

/// What pages of other origins may do: every method and header of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cors {
    /// Whose pages.
    pub origins: Origins,
    /// Whether with credentials of the browser's own.
    pub credentials: bool,
    /// For how long a preflight is good; seconds.
    pub max_age_s: u32,
}

/// Origins whose pages may call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Origins {
    /// All.
    Any,
    /// These: `https://app.example.com`.
    These(Vec<String>),
}

/// Validators of representations (RFC 9110 §8.8), and conditions on them (§13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Caching {
    /// Whether answers with a body carry a strong `ETag`, and `If-None-Match` is heeded.
    pub etag: bool,
    /// Whether `If-Match` is heeded.
    pub if_match: bool,
}
