//! Why there is no token.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::client::TransportError;
use crate::sanitize::OneLine;

/// Why a source of tokens has none, or could not revoke one. It holds no secret that the server did not write into it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum TokenError {
    /// The server refused (RFC 6749 §5.2).
    Refused {
        /// The HTTP status.
        status: StatusCode,
        /// The machine's word: `invalid_grant`, `invalid_client`, ….
        error: String,
        /// The text for people; at most 500 characters.
        description: Option<String>,
        /// How long the server asks to be left in peace.
        retry_after: Option<Duration>,
    },
    /// An answer that RFC 6749 does not know: a redirect (none is followed), a proxy's page, no JSON.
    Unexpected {
        /// The HTTP status.
        status: StatusCode,
        /// What is wrong with it.
        reason: &'static str,
        /// How long the server asks to be left in peace.
        retry_after: Option<Duration>,
    },
    /// No answer, or just a part of one.
    Transport(Arc<TransportError>),
    /// There is neither a refresh token nor a password.
    NoGrant,
}

impl TokenError {
    /// Whether the server will not have the password or the refresh token (RFC 6749 §5.2): people have to log in again.
    #[must_use]
    pub fn is_invalid_grant(&self) -> bool {
        self.is("invalid_grant")
    }

    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Refused { error, .. } if error == word)
    }

    /// How long nothing is asked after it, in seconds: what was refused once will be again, and each try of a password may
    /// count towards a lock.
    pub(super) fn pause(&self) -> i64 {
        let asked = |time: &Option<Duration>| {
            time.map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(60).min(60))
        };
        match self {
            Self::Refused { retry_after, .. } => asked(retry_after).max(10),
            Self::Unexpected { retry_after, .. } => asked(retry_after).max(1),
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
