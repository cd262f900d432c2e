//! The language of a caller whom no operation has logged in.

use http::request::Parts;

use crate::server::auth::credentials::{Presented, presented};
use crate::server::core::{Core, Route};
use crate::server::pipeline::session_scope::contained;
use crate::server::pipeline::trip::within;

/// How many logins are asked at most.
const LOGINS: usize = 2;

impl Core {
    /// The language of whoever sends a request that leads to no operation, as a login tells it that takes the credentials
    /// which come with it. `None` if the style has no texts, or none of the logins knows.
    ///
    /// Sessions are left alone: a path that is unknown does not touch them.
    pub(in crate::server) async fn own_language(&self, parts: &Parts) -> Option<String> {
        self.style.locale.as_ref().filter(|locale| locale.languages.len() > 1)?;
        let mut routes: Vec<&Route> = self.routes.iter().map(|route| &**route).collect();
        // A login that has scopes to check may refuse who is known all the same.
        routes.sort_by_key(|route| scopes(route));
        let mut asked = 0;
        for route in routes {
            let Some(login) = &route.bound.login else { continue };
            let Presented::Whole(credentials) = presented(&route.bound.operation.security, parts, None)
            else {
                continue;
            };
            let login = async { Ok(login(credentials).await) };
            match within(self.limits.handler_time, contained(login)).await {
                Ok(Ok(Ok(known))) => return known.language,
                Ok(Ok(Err(problem))) if problem.language.is_some() => {
                    return problem.language.clone().map(Into::into);
                }
                Ok(_) | Err(_) => asked += 1,
            }
            if asked == LOGINS {
                break;
            }
        }
        None
    }
}

fn scopes(route: &Route) -> usize {
    let needs = route.bound.operation.security.alternatives.iter().flat_map(|needs| needs.iter());
    needs.map(|need| need.scopes.len()).sum()
}
