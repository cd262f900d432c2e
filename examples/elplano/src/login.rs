//! Authentication by an access token.

use housestyle::Problem;
use housestyle::server::{Credentials, Login, Security};

use crate::Planner;
use crate::access::Person;

impl Login for Planner {
    type Principal = Person;

    /// Banned users are authenticated, but may do nothing. A client's own credentials let it revoke tokens and no more:
    /// what they are worth is looked at there.
    async fn login(&self, credentials: &Credentials, _need: &Security) -> Result<Person, Problem> {
        if credentials.basic().is_some() {
            return Ok(Person::without_account());
        }
        let bearer = credentials.authorization("bearer").ok_or_else(Problem::unauthenticated)?;
        let access = self.tokens.access(bearer).await?.ok_or_else(Problem::unauthenticated)?;
        let mut person = self.tokens.principal_of(&access).await?.ok_or_else(Problem::unauthenticated)?;
        if person.banned {
            return Err(Problem::forbidden().language(person.locale));
        }
        person.family = access.family;
        Ok(person)
    }

    fn language(&self, person: &Person) -> Option<String> {
        person.locale.clone()
    }
}
