//! How someone is known: by an access token.

use housestyle::Problem;
use housestyle::server::{Credentials, Login, Security};

use crate::Planner;
use crate::access::Person;

impl Login for Planner {
    type Principal = Person;

    /// Who is banned is known all the same, and may do nothing.
    async fn login(&self, credentials: &Credentials, _need: &Security) -> Result<Person, Problem> {
        let bearer = credentials.authorization("bearer").ok_or_else(Problem::unauthenticated)?;
        let access = self.tokens.access(bearer).await?.ok_or_else(Problem::unauthenticated)?;
        let mut person = self.tokens.principal_of(&access).await?.ok_or_else(Problem::unauthenticated)?;
        if person.banned {
            return Err(Problem::forbidden());
        }
        person.family = access.family;
        Ok(person)
    }
}
