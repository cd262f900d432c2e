//! Refusals, as RFC 6749 §5.2 tells them.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use crate::api::{HandlerError, UndeclaredError};
use crate::problem::{Outcome, Problem};
use crate::sanitize::ErrorChain;

use super::store::BoxError;

/// The machine's word for a refusal (RFC 6749 §5.2, RFC 7009 §2.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// Something is missing, repeated, too large or malformed.
    InvalidRequest,
    /// The client is unknown, or has not shown who it is: 401.
    InvalidClient,
    /// Login or password are wrong; the refresh token is unknown, expired, revoked, spent or of another client.
    InvalidGrant,
    /// A grant that is not known here.
    UnsupportedGrantType,
    /// A scope that is unknown, or more than was granted.
    InvalidScope,
    /// A kind of token that cannot be revoked (RFC 7009 §2.2.1).
    UnsupportedTokenType,
    /// An unforeseen failure: 500. RFC 6749 has the word for another endpoint (§4.1.2.1).
    ServerError,
    /// Too much to do: 503, with `Retry-After` (RFC 7009 §2.2.1).
    TemporarilyUnavailable,
}

impl ErrorCode {
    /// As it goes over the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::UnsupportedTokenType => "unsupported_token_type",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::InvalidClient => StatusCode::UNAUTHORIZED,
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// A refusal of the token endpoint or of revocation (RFC 6749 §5.2, RFC 7009 §2.2.1).
///
/// In a handler `?` makes the answer of it, outside the style's envelope: `{"error", "error_description"}`, never to be
/// cached. It is no `std::error::Error` on purpose, as [`Problem`] is none.
///
/// ```
/// use housestyle::oauth::{ErrorCode, OAuthError};
///
/// let refused = OAuthError::new(ErrorCode::InvalidGrant, "The account is locked");
/// assert_eq!(refused.status(), 400);
/// assert_eq!(refused.body(), r#"{"error":"invalid_grant","error_description":"The account is locked"}"#);
/// ```
#[derive(Debug, Clone)]
pub struct OAuthError {
    code: ErrorCode,
    status: StatusCode,
    description: Cow<'static, str>,
    /// `Retry-After`, where the refusal is not for good.
    retry_after: Option<HeaderValue>,
}

impl OAuthError {
    /// A refusal, with a text for people. What RFC 6749 §5.2 allows in no description (quotes, backslashes, control
    /// characters, all that is not ASCII) is replaced.
    pub fn new(code: ErrorCode, description: impl Into<Cow<'static, str>>) -> Self {
        let retry_after = (code == ErrorCode::TemporarilyUnavailable).then(|| HeaderValue::from_static("1"));
        Self { code, status: code.status(), description: plain(description.into()), retry_after }
    }

    pub(super) fn invalid(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidRequest, description)
    }

    pub(super) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// To be tried again when the headers of a problem say so.
    pub(super) fn with_retry(self, headers: &HeaderMap) -> Self {
        Self { retry_after: headers.get(RETRY_AFTER).cloned().or(self.retry_after.clone()), ..self }
    }

    /// What went wrong is logged, and not told.
    pub(super) fn unforeseen(what: &'static str, cause: &(dyn Error + 'static)) -> Self {
        tracing::error!(error = %ErrorChain(cause), what, "no token can be given or revoked");
        Self::new(ErrorCode::ServerError, "The server cannot answer now")
    }

    /// The machine's word.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// The HTTP status: 400, 401 for a client, 403 without TLS, 413 for a body that is too large, 408 for one that is
    /// too slow, 429, 500, 503.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The text for people.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The headers: `Cache-Control`, `Pragma`; `WWW-Authenticate` for a client (RFC 6749 §5.2), `Retry-After`.
    #[must_use]
    pub fn headers(&self) -> HeaderMap {
        let mut headers = no_store();
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"oauth\", charset=\"UTF-8\""),
            );
        }
        headers.extend(self.retry_after.clone().map(|retry_after| (RETRY_AFTER, retry_after)));
        headers
    }

    /// The body, JSON.
    #[must_use]
    pub fn body(&self) -> Bytes {
        #[derive(Serialize)]
        struct Body<'a> {
            error: &'static str,
            error_description: &'a str,
        }
        let body = Body { error: self.code.as_str(), error_description: &self.description };
        // Two strings always have JSON.
        serde_json::to_vec(&body).unwrap_or_default().into()
    }
}

/// What no answer with a token, or without one, may be in: a cache (RFC 6749 §5.1).
pub(super) fn no_store() -> HeaderMap {
    HeaderMap::from_iter([
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (PRAGMA, HeaderValue::from_static("no-cache")),
    ])
}

/// Text in the characters of `error_description`: `%x20-21 / %x23-5B / %x5D-7E`.
fn plain(text: Cow<'static, str>) -> Cow<'static, str> {
    let is_plain = |char: char| matches!(char, ' '..='~') && char != '"' && char != '\\';
    if text.chars().all(is_plain) {
        return text;
    }
    let replaced = |char: char| match char {
        char if is_plain(char) => char,
        '"' => '\'',
        _ => '?',
    };
    text.chars().map(replaced).collect::<String>().into()
}

impl From<OAuthError> for Problem {
    fn from(error: OAuthError) -> Self {
        let outcome = match error.status {
            StatusCode::UNAUTHORIZED => Outcome::Unauthenticated,
            StatusCode::PAYLOAD_TOO_LARGE => Outcome::TooLarge,
            StatusCode::REQUEST_TIMEOUT => Outcome::Timeout,
            StatusCode::TOO_MANY_REQUESTS => Outcome::TooMany,
            StatusCode::INTERNAL_SERVER_ERROR => Outcome::Internal,
            StatusCode::SERVICE_UNAVAILABLE => Outcome::Unavailable,
            _ => Outcome::Malformed,
        };
        let mut problem =
            Self::new(outcome).status(error.status.as_u16()).body("application/json", error.body());
        problem.headers = error.headers();
        problem
    }
}

/// A failure of an OAuth endpoint that is an operation of a document, as RFC 6749 §5.2 has it, for
/// [`Service::failures_of`](crate::server::Service::failures_of): of what is found before the handler runs as well.
///
/// RFC 6749 has no words for most of that. What the request is to blame for is `invalid_request` with its own status (413 too
/// large, 408 too slow, 405, 406, 415), what passes by itself is `temporarily_unavailable` (429, 503; RFC 7009 §2.2.1), both with the
/// headers of the failure, such as `Retry-After`. Credentials of a client that cannot be read are `invalid_client`.
#[must_use]
pub fn failure(problem: Problem) -> Problem {
    let mut failure = Problem::from(refusal(&problem));
    failure.headers.extend(problem.headers.clone());
    failure
}

/// What RFC 6749 has for a problem that is not its own.
pub(super) fn refusal(problem: &Problem) -> OAuthError {
    let (code, status, description) = match problem.outcome {
        Outcome::TooLarge => (ErrorCode::InvalidRequest, 413, "The body is too large"),
        Outcome::Timeout => (ErrorCode::InvalidRequest, 408, "The body did not come in time"),
        Outcome::WrongMethod => (ErrorCode::InvalidRequest, 405, "The method has to be POST"),
        Outcome::NotAcceptable => (ErrorCode::InvalidRequest, 406, "The answer is application/json"),
        Outcome::UnsupportedMedia => (
            ErrorCode::InvalidRequest,
            415,
            "The body has to be of the type application/x-www-form-urlencoded or application/json",
        ),
        Outcome::TlsRequired => (ErrorCode::InvalidRequest, 403, "The request has to come over TLS"),
        Outcome::Unauthenticated => {
            (ErrorCode::InvalidClient, 401, "The credentials of the client cannot be read, or are not good")
        }
        Outcome::TooMany => (ErrorCode::TemporarilyUnavailable, 429, "There are too many requests"),
        Outcome::Unavailable => (ErrorCode::TemporarilyUnavailable, 503, "There is too much to do now"),
        Outcome::Internal => (ErrorCode::ServerError, 500, "The server cannot answer now"),
        Outcome::NotImplemented => (ErrorCode::ServerError, 501, "The server has no such endpoint yet"),
        Outcome::Malformed
        | Outcome::MissingParameter
        | Outcome::InvalidParameter
        | Outcome::MissingMember
        | Outcome::InvalidEntity
        | Outcome::Forbidden
        | Outcome::Hidden
        | Outcome::NotFound
        | Outcome::NoOperation
        | Outcome::Conflict
        | Outcome::PreconditionFailed
        | Outcome::MalformedRange
        | Outcome::RangeNotSatisfiable
        | Outcome::Business
        | Outcome::Ok
        | Outcome::Created
        | Outcome::Accepted
        | Outcome::NoContent
        | Outcome::Partial
        | Outcome::NotModified => (ErrorCode::InvalidRequest, 400, "The request cannot be read"),
    };
    let refusal = OAuthError::new(code, description).with_retry(&problem.headers);
    StatusCode::from_u16(status).map_or(refusal.clone(), |status| refusal.with_status(status))
}

impl From<OAuthError> for UndeclaredError {
    fn from(error: OAuthError) -> Self {
        Self::Problem(error.into())
    }
}

impl<E> From<OAuthError> for HandlerError<E> {
    fn from(error: OAuthError) -> Self {
        Self::Problem(error.into())
    }
}

/// A store or the accounts failed where a token was looked at. `?` makes an unforeseen failure of it, in handlers and in
/// logins.
#[derive(Debug)]
pub struct BackendError {
    what: &'static str,
    source: BoxError,
}

impl BackendError {
    pub(super) fn of(what: &'static str) -> impl FnOnce(BoxError) -> Self {
        move |source| Self { what, source }
    }
}

impl fmt::Display for BackendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed", self.what)
    }
}

impl Error for BackendError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source: &(dyn Error + 'static) = &*self.source;
        Some(source)
    }
}

/// An unforeseen failure, of which the cause is logged here. For logins, which fail with problems.
impl From<BackendError> for Problem {
    fn from(error: BackendError) -> Self {
        tracing::error!(error = %ErrorChain(&error), "nobody can be known by a token");
        Self::internal().caused_by(error)
    }
}

/// An unforeseen failure, of which the cause is logged here.
impl From<BackendError> for OAuthError {
    fn from(error: BackendError) -> Self {
        Self::unforeseen(error.what, &error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6749 §5.2: which characters a description may hold.
    #[test]
    fn a_description_holds_what_it_may() {
        let error = OAuthError::new(ErrorCode::InvalidGrant, "The \"account\" of Zoë\r\nis \\ locked");
        assert_eq!(error.description(), "The 'account' of Zo???is ? locked");
        assert_eq!(
            error.body(),
            r#"{"error":"invalid_grant","error_description":"The 'account' of Zo???is ? locked"}"#
        );
    }

    /// RFC 6749 §5.2, §5.1: statuses and headers; in a handler it is a body of its own.
    #[test]
    fn a_refusal_is_a_problem_outside_the_envelope() {
        let problem = Problem::from(OAuthError::new(ErrorCode::InvalidClient, "Who?"));
        assert_eq!((problem.status, problem.outcome), (Some(401), Outcome::Unauthenticated));
        assert_eq!(problem.headers[CACHE_CONTROL], "no-store");
        assert_eq!(problem.headers[PRAGMA], "no-cache");
        assert!(problem.headers[WWW_AUTHENTICATE].to_str().expect("text").starts_with("Basic "));
        assert_eq!(problem.body.as_ref().map(|body| &*body.media), Some("application/json"));
        let invalid = OAuthError::invalid("What?");
        assert!(
            invalid.status() == StatusCode::BAD_REQUEST && !invalid.headers().contains_key(WWW_AUTHENTICATE)
        );
        let busy = OAuthError::new(ErrorCode::TemporarilyUnavailable, "Later");
        assert_eq!((busy.status().as_u16(), &busy.headers()[RETRY_AFTER]), (503, &HeaderValue::from(1)));
    }
}
