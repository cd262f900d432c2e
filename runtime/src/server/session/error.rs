//! What can go wrong with a session.

use std::fmt;

use crate::problem::Problem;

use super::StoreError;

/// A session that cannot be read or changed. `?` makes an unforeseen failure of it, in handlers and in logins.
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
    /// The value under a key is not of the type that was asked for, or has no JSON.
    Value(serde_json::Error),
    /// The answer has been made: nothing that is changed now would be kept.
    Answered,
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Store(_) => "the store of sessions failed",
            Self::Value(_) => "a value of the session cannot be read or written",
            Self::Answered => "the session cannot be changed after the answer",
        })
    }
}

impl std::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::Value(error) => Some(error),
            Self::Answered => None,
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

/// An unforeseen failure, of which the cause is logged here: a [`Problem`] has no place for it. For logins, which fail
/// with problems.
impl From<SessionError> for Problem {
    fn from(error: SessionError) -> Self {
        tracing::error!(error = %crate::sanitize::ErrorChain(&error), "the session cannot be used");
        Self::internal().caused_by(error)
    }
}
