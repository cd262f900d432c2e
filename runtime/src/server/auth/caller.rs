//! The caller of an operation, authenticated by the handler's login.

use std::time::Duration;

use http::header::WWW_AUTHENTICATE;
use http::request::Parts;

use crate::api::UndeclaredError;
use crate::problem::Outcome;
use crate::problem::Problem;

use crate::server::core::Core;
use crate::server::idempotency::CallerScope;
use crate::server::pipeline::request::RequestHead;
use crate::server::pipeline::session_scope::{catch_panic, with_deadline};
use crate::server::route::Route;
use crate::server::route::table::Typed;
use crate::style::KeyUse;

use super::credentials::{PresentedCredentials, SessionCredential, presented};

/// The caller of an operation. By default it is anonymous.
#[doc(hidden)]
#[derive(Default)]
pub struct Caller {
    pub(in crate::server) principal: Option<Typed>,
    /// The language that the login knows.
    pub(in crate::server) language: Option<String>,
    /// Whom idempotency keys belong to.
    pub(in crate::server) scope: CallerScope,
    /// How long the login took.
    pub(in crate::server) login_time: Duration,
}

/// The maximum number of logins that are tried for a caller's language.
const LOGINS: usize = 2;

impl Core {
    /// Authenticates the caller of an operation.
    ///
    /// # Errors
    /// Returns an error if credentials are missing or invalid.
    pub(in crate::server) async fn authenticate(
        &self,
        route: &Route,
        head: &RequestHead,
    ) -> Result<Caller, UndeclaredError> {
        let Some(login) = &route.bound.login else { return Ok(Caller::default()) };
        let security = &head.operation.security;
        let session = match (&head.operation.api.style.login.session, &head.session) {
            (Some(rules), Some(session)) => {
                let principal = session.has_principal().await;
                Some(SessionCredential { cookie: &rules.cookie, session, principal })
            }
            _ => None,
        };
        match presented(security, &head.parts, session) {
            PresentedCredentials::Complete(credentials) => {
                let bearer = credentials.authorization("bearer").is_some();
                let of_credentials = match head.operation.idempotency_key {
                    KeyUse::Off => CallerScope::Anonymous,
                    KeyUse::Optional | KeyUse::Required => credentials.scope().await,
                };
                let (caller, login_time) =
                    with_deadline(self.limits.handler_time, login(credentials)).await?;
                let caller = caller.map_err(|problem| match bearer {
                    true => invalid_token(problem, route),
                    false => problem,
                })?;
                let scope = match caller.scope {
                    CallerScope::Anonymous => of_credentials,
                    scope => scope,
                };
                Ok(Caller { login_time, scope, ..caller })
            }
            PresentedCredentials::Absent if security.optional => Ok(Caller::default()),
            PresentedCredentials::Absent | PresentedCredentials::Bad => {
                Err(Problem::unauthenticated().into())
            }
        }
    }

    /// Returns the language of the caller of a request that has no operation, from a login that accepts the request's
    /// credentials. `None` if the style has no texts, or no login knows the language.
    /// Sessions are not loaded: an unknown path does not touch them.
    pub(in crate::server) async fn caller_language(&self, parts: &Parts) -> Option<String> {
        self.style.locale.as_ref().filter(|locale| locale.languages.all.len() > 1)?;
        let mut routes: Vec<&Route> = self.routes.iter().map(|route| &**route).collect();
        // A login that checks scopes may refuse a caller whose language it knows, so try it last.
        routes.sort_by_key(|route| scopes(route));
        let mut asked = 0;
        for route in routes {
            let Some(login) = &route.bound.login else { continue };
            let security = &route.bound.operation.security;
            let PresentedCredentials::Complete(credentials) = presented(security, parts, None) else {
                continue;
            };
            let login = async { Ok(login(credentials).await) };
            match with_deadline(self.limits.handler_time, catch_panic(login)).await {
                Ok((Ok(Ok(caller)), _)) => return caller.language,
                Ok((Ok(Err(problem)), _)) if problem.language.is_some() => {
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

/// Adds the error of a bearer token to a 401 (RFC 6750 §3.1), unless the login has set a challenge.
fn invalid_token(mut problem: Problem, route: &Route) -> Problem {
    if problem.outcome == Outcome::Unauthenticated && !problem.headers.contains_key(WWW_AUTHENTICATE) {
        for challenge in &route.invalid_token {
            problem.headers.append(WWW_AUTHENTICATE, challenge.clone());
        }
    }
    problem
}

fn scopes(route: &Route) -> usize {
    let needs = route.bound.operation.security.alternatives.iter().flat_map(|needs| needs.iter());
    needs.map(|need| need.scopes.len()).sum()
}
