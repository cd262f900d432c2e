//! Authentication by a token.

use housestyle::Problem;
use housestyle::server::{Credentials, Login, Security};
use secrecy::ExposeSecret;

use crate::Reviews;
use crate::access::Person;

impl Login for Reviews {
    type Principal = Person;

    async fn login(&self, credentials: &Credentials, _need: &Security) -> Result<Person, Problem> {
        let token = credentials.authorization("bearer").ok_or_else(Problem::unauthenticated)?;
        let login = self.tokens.read(token.expose_secret()).ok_or_else(Problem::unauthenticated)?;
        let role: Result<Option<String>, _> = sqlx::query_scalar("SELECT role FROM people WHERE login = $1")
            .bind(login)
            .fetch_optional(&self.pool)
            .await;
        match role {
            Ok(Some(role)) if role == "editor" => Ok(Person { edits: true }),
            Ok(Some(role)) if role == "viewer" => Ok(Person { edits: false }),
            Ok(Some(_)) => Err(Problem::forbidden()),
            Ok(None) => Err(Problem::unauthenticated()),
            Err(error) => {
                tracing::error!(%error, "login");
                Err(Problem::internal().caused_by(error))
            }
        }
    }
}
