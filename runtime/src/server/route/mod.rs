//! Routing by method and path, and the table that binds operations to a handler.

pub(crate) mod matcher;
pub(crate) mod segments;
pub(crate) mod table;

use http::HeaderValue;

use super::auth::challenge;
use table::BoundOperation;

/// An operation with its handler, and what is derived from its description.
pub(crate) struct Route {
    pub(in crate::server) bound: BoundOperation,
    /// `WWW-Authenticate` of a 401.
    pub(in crate::server) challenges: Vec<HeaderValue>,
    /// `WWW-Authenticate` if the request's bearer token is invalid.
    pub(in crate::server) invalid_token: Vec<HeaderValue>,
}

impl Route {
    pub(in crate::server) fn new(bound: BoundOperation) -> Self {
        let challenges = challenge::all(bound.operation);
        let invalid_token = challenges.iter().map(challenge::of_invalid_token).collect();
        Self { bound, challenges, invalid_token }
    }
}
