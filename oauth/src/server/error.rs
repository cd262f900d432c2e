//! Error responses (RFC 6749 §5.2).

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use bytes::Bytes;
use housestyle::sanitize::ErrorChain;
use housestyle::{HandlerError, Outcome, Problem, UndeclaredError};
use http::header::{CACHE_CONTROL, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use super::store::BoxError;

/// The error code of a response (RFC 6749 §5.2, RFC 7009 §2.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// A parameter is missing or repeated, or the request is too large or malformed.
    InvalidRequest,
    /// The client is unknown or not authenticated: 401.
    InvalidClient,
    /// Login or password are wrong; the refresh token is unknown, expired, revoked, used or of another client.
    InvalidGrant,
    /// The grant type is not supported.
    UnsupportedGrantType,
    /// The scope is unknown, or more than was granted.
    InvalidScope,
    /// The kind of token cannot be revoked (RFC 7009 §2.2.1).
    UnsupportedTokenType,
    /// An internal error: 500. RFC 6749 has the code for another endpoint (§4.1.2.1).
    ServerError,
    /// The server is overloaded: 503, with `Retry-After` (RFC 7009 §2.2.1).
    TemporarilyUnavailable,
}

impl ErrorCode {
    /// The code in the response.
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

/// An error response of the token endpoint or of revocation (RFC 6749 §5.2, RFC 7009 §2.2.1).
///
/// In a handler `?` returns it as the response, outside the style's envelope: `{"error", "error_description"}`, never
/// cached. Like [`Problem`] it does not implement `std::error::Error`, because `?` makes internal errors of those.
///
/// ```
/// use housestyle_oauth::{ErrorCode, OAuthError};
///
/// let error = OAuthError::new(ErrorCode::InvalidGrant, "The account is locked");
/// assert_eq!(error.status(), 400);
/// assert_eq!(error.body(), r#"{"error":"invalid_grant","error_description":"The account is locked"}"#);
/// ```
#[derive(Debug, Clone)]
pub struct OAuthError {
    code: ErrorCode,
    status: StatusCode,
    description: Cow<'static, str>,
    /// `Retry-After`, if the request may be repeated.
    retry_after: Option<HeaderValue>,
}

impl OAuthError {
    /// Creates an error with a text for people. Characters that RFC 6749 §5.2 forbids in a description (quotes, backslashes,
    /// control characters, everything outside of ASCII) are replaced.
    pub fn new(code: ErrorCode, description: impl Into<Cow<'static, str>>) -> Self {
        let retry_after = (code == ErrorCode::TemporarilyUnavailable).then(|| HeaderValue::from_static("1"));
        Self { code, status: code.status(), description: printable(description.into()), retry_after }
    }

    pub(super) fn invalid(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidRequest, description)
    }

    pub(super) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Takes `Retry-After` from the headers of a problem.
    pub(super) fn with_retry(self, headers: &HeaderMap) -> Self {
        Self { retry_after: headers.get(RETRY_AFTER).cloned().or(self.retry_after.clone()), ..self }
    }

    /// An internal error. Its cause is logged, and not sent to the caller.
    pub(super) fn internal(what: &'static str, cause: &(dyn Error + 'static)) -> Self {
        tracing::error!(error = %ErrorChain(cause), what, "no token can be given or revoked");
        Self::new(ErrorCode::ServerError, "The server cannot answer now")
    }

    /// The error code.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// The HTTP status: 400; 401 for a client, 403 without TLS, 413 for a body that is too large, 408 for one that is too
    /// slow, 429, 500, 503.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The text for people.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The headers: `Cache-Control` and `Pragma`, `WWW-Authenticate` for a client (RFC 6749 §5.2), `Retry-After`.
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

    /// The body, as JSON.
    #[must_use]
    pub fn body(&self) -> Bytes {
        #[derive(Serialize)]
        struct Body<'a> {
            error: &'static str,
            error_description: &'a str,
        }
        let body = Body { error: self.code.as_str(), error_description: &self.description };
        // Two strings can always be encoded.
        serde_json::to_vec(&body).unwrap_or_default().into()
    }
}

/// The headers that forbid caching (RFC 6749 §5.1).
pub(super) fn no_store() -> HeaderMap {
    HeaderMap::from_iter([
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (PRAGMA, HeaderValue::from_static("no-cache")),
    ])
}

/// Replaces all characters that `error_description` may not have: others than `%x20-21 / %x23-5B / %x5D-7E`.
fn printable(text: Cow<'static, str>) -> Cow<'static, str> {
    let is_printable = |char: char| matches!(char, ' '..='~') && char != '"' && char != '\\';
    if text.chars().all(is_printable) {
        return text;
    }
    let replaced = |char: char| match char {
        char if is_printable(char) => char,
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

/// Converts any failure of an operation to an error response of RFC 6749 §5.2, for
/// [`Service::failures_of`](housestyle::server::Service::failures_of), including failures that are found before the handler
/// runs.
///
/// RFC 6749 has no code for most of those. Errors of the request are `invalid_request` with their own status (413 too large,
/// 408 too slow, 405, 406, 415), temporary ones are `temporarily_unavailable` (429, 503; RFC 7009 §2.2.1), both with the
/// headers of the failure, for example `Retry-After`. Malformed credentials of a client are `invalid_client`.
#[must_use]
pub fn failure(problem: Problem) -> Problem {
    let mut failure = Problem::from(from_problem(&problem));
    failure.headers.extend(problem.headers.clone());
    failure
}

/// The error of RFC 6749 that is closest to a problem.
pub(super) fn from_problem(problem: &Problem) -> OAuthError {
    let (code, status, description) = match problem.outcome {
        Outcome::TooLarge => (ErrorCode::InvalidRequest, 413, "The body is too large"),
        Outcome::Timeout => (ErrorCode::InvalidRequest, 408, "The body did not come in time"),
        Outcome::WrongMethod => (ErrorCode::InvalidRequest, 405, "The method has to be POST"),
        Outcome::NotAcceptable | Outcome::UnsupportedVersion => {
            (ErrorCode::InvalidRequest, 406, "The answer is application/json")
        }
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
        | Outcome::IdempotencyMismatch
        | Outcome::IdempotencyConflict
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
    let error = OAuthError::new(code, description).with_retry(&problem.headers);
    StatusCode::from_u16(status).map_or(error.clone(), |status| error.with_status(status))
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

/// The store or the accounts failed. In handlers and logins `?` makes an internal error of it.
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

/// An internal error, whose cause is logged here. For logins, which return problems.
impl From<BackendError> for Problem {
    fn from(error: BackendError) -> Self {
        tracing::error!(error = %ErrorChain(&error), "nobody can be known by a token");
        Self::internal().caused_by(error)
    }
}

/// An internal error, whose cause is logged here.
impl From<BackendError> for OAuthError {
    fn from(error: BackendError) -> Self {
        Self::internal(error.what, &error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6749 §5.2.
    #[test]
    fn forbidden_characters_of_a_description_are_replaced() {
        let error = OAuthError::new(ErrorCode::InvalidGrant, "The \"account\" of Zoë\r\nis \\ locked");
        assert_eq!(error.description(), "The 'account' of Zo???is ? locked");
        assert_eq!(
            error.body(),
            r#"{"error":"invalid_grant","error_description":"The 'account' of Zo???is ? locked"}"#
        );
    }

    /// RFC 6749 §5.2, §5.1: statuses and headers.
    #[test]
    fn an_error_is_a_problem_outside_the_envelope() {
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
