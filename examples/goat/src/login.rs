//! Whose a session is.

use housestyle::Problem;
use housestyle::server::{Credentials, Login, Security, Session, SessionError};
use sha2::{Digest, Sha256};

use crate::Goat;

/// A user who is logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// The id of the account.
    pub account_id: i64,
}

impl Login for Goat {
    type Principal = Person;

    async fn login(&self, credentials: &Credentials, _need: &Security) -> Result<Person, Problem> {
        let session = credentials.session().ok_or_else(Problem::unauthenticated)?;
        let account_id = logged_in(session).await?.ok_or_else(Problem::unauthenticated)?;
        match self.exists(account_id).await {
            Ok(true) => Ok(Person { account_id }),
            Ok(false) => Err(Problem::unauthenticated()),
            Err(error) => {
                tracing::error!(%error, "login");
                Err(Problem::internal().caused_by(error))
            }
        }
    }
}

/// The id of the account that a session is logged in to.
async fn logged_in(session: &Session) -> Result<Option<i64>, SessionError> {
    session.principal().await
}

impl Goat {
    /// Whether a session is logged in to an account that is still there.
    pub(crate) async fn is_logged_in(&self, session: &Session) -> Result<bool, housestyle::UndeclaredError> {
        match logged_in(session).await? {
            Some(account_id) => Ok(self.exists(account_id).await?),
            None => Ok(false),
        }
    }

    async fn exists(&self, account_id: i64) -> sqlx::Result<bool> {
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM accounts WHERE id = $1)")
            .bind(account_id)
            .fetch_one(&self.pool)
            .await
    }
}

/// The form in which a token is stored: reading the table does not give a usable token.
pub(crate) fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
