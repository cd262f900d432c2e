//! Errors of sessions.

use std::fmt;

use crate::problem::Problem;

use super::StoreError;

/// An error of reading or changing a session. `?` converts it to an unexpected error, in handlers and logins.
///
/// ```
/// use housestyle::server::{Session, SessionError};
///
/// /// What is in the basket; an older version kept something else there.
/// async fn basket(session: &Session) -> Result<Vec<u64>, SessionError> {
///     match session.get("basket").await {
///         Err(SessionError::Value(_)) => Ok(Vec::new()),
///         kept => Ok(kept?.unwrap_or_default()),
///     }
/// }
/// # drop(basket);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum SessionError {
    /// The store failed.
    Store(StoreError),
    /// A value does not have the requested type, or cannot be serialized.
    Value(serde_json::Error),
    /// The response has been encoded, so changes would be lost.
    Closed,
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Store(_) => "the session store failed",
            Self::Value(_) => "a value of the session cannot be read or written",
            Self::Closed => "the session cannot be changed after the response",
        })
    }
}

impl std::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::Value(error) => Some(error),
            Self::Closed => None,
        }
    }
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<serde_json::Error> for SessionError {
    fn from(error: serde_json::Error) -> Self {
        Self::Value(error)
    }
}

/// Converts to an unexpected error, whose cause is logged here because a [`Problem`] does not hold it. For logins,
/// which return problems.
impl From<SessionError> for Problem {
    fn from(error: SessionError) -> Self {
        tracing::error!(error = %crate::sanitize::ErrorChain(&error), "session error");
        Self::internal().caused_by(error)
    }
}
