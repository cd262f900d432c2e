//! Errors of token requests.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use housestyle::client::TransportError;
use housestyle::sanitize::OneLine;
use http::StatusCode;

/// Why there is no token, or a token is not revoked. It contains no secret unless the server wrote one into its response.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum TokenError {
    /// An error response of the server (RFC 6749 §5.2).
    Refused {
        /// The HTTP status.
        status: StatusCode,
        /// The error code: `invalid_grant`, `invalid_client`, ….
        error: String,
        /// The text for people; at most 500 characters.
        description: Option<String>,
        /// How long to wait before the next request, if the server says so.
        retry_after: Option<Duration>,
    },
    /// A response that is not of RFC 6749: a redirect (which is not followed), the page of a proxy, or not JSON.
    Unexpected {
        /// The HTTP status.
        status: StatusCode,
        /// What is wrong with it.
        reason: &'static str,
        /// How long to wait before the next request, if the server says so.
        retry_after: Option<Duration>,
    },
    /// There was no response, or only a part of it.
    Transport(Arc<TransportError>),
    /// There is neither a refresh token nor a password.
    NoGrant,
}

impl TokenError {
    /// Returns whether the server refused the password or the refresh token (RFC 6749 §5.2): the user has to log in again.
    #[must_use]
    pub fn is_invalid_grant(&self) -> bool {
        self.is("invalid_grant")
    }

    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Refused { error, .. } if error == word)
    }

    /// The time to the next request, in seconds: a refused one would be refused again, and each password may count towards a
    /// lock.
    pub(super) fn pause(&self) -> i64 {
        let requested = |time: &Option<Duration>| {
            time.map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(60).min(60))
        };
        match self {
            Self::Refused { retry_after, .. } => requested(retry_after).max(10),
            Self::Unexpected { retry_after, .. } => requested(retry_after).max(1),
            Self::Transport(_) => 1,
            Self::NoGrant => 0,
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { status, error, description: Some(description), .. } => {
                write!(f, "no token: {} {}: {}", status.as_u16(), OneLine(error), OneLine(description))
            }
            Self::Refused { status, error, .. } => {
                write!(f, "no token: {} {}", status.as_u16(), OneLine(error))
            }
            Self::Unexpected { status, reason, .. } => {
                write!(f, "no token: an unexpected answer ({}): {reason}", status.as_u16())
            }
            Self::Transport(_) => f.write_str("no token: no answer"),
            Self::NoGrant => f.write_str("no token: there is neither a refresh token nor a password"),
        }
    }
}

impl Error for TokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Transport(error) => {
                let error: &(dyn Error + 'static) = &**error;
                Some(error)
            }
            _ => None,
        }
    }
}

impl From<TransportError> for TokenError {
    fn from(error: TransportError) -> Self {
        Self::Transport(Arc::new(error))
    }
}
