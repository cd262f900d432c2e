//! The login that a handler implements.

use std::future::{Future, Ready, ready};

use crate::api::{Answer, Failure, Security};
use crate::problem::Problem;

use crate::server::auth::credentials::Credentials;

/// Finds out who calls, by the credentials of the request. A handler of operations with security implements it.
///
/// ```
/// use housestyle::Problem;
/// use housestyle::server::{Credentials, Login, Security};
///
/// struct Clinic;
///
/// impl Login for Clinic {
///     type Principal = String;
///
///     async fn login(&self, credentials: &Credentials, _: &Security) -> Result<String, Problem> {
///         let (user, password) = credentials.basic().ok_or_else(Problem::unauthenticated)?;
///         if is_correct(user, password) { Ok(user.to_owned()) } else { Err(Problem::unauthenticated()) }
///     }
/// }
/// # fn is_correct(_: &str, _: &secrecy::SecretString) -> bool { false }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` handles operations that need a login, and does not implement `Login`",
    label = "no `impl Login for {Self}`",
    note = "implement `housestyle::server::Login`: `type Principal` is who calls, `async fn login` checks the credentials and returns it"
)]
pub trait Login: Send + Sync + 'static {
    /// Who calls.
    type Principal: Send + Sync + 'static;

    /// Checks `credentials`, which meet one alternative of `need` as far as their form goes.
    ///
    /// It is called for operations with security alone, and where credentials are presented. A call without them does
    /// not get here: it is refused, or, if login is optional, handled without a principal.
    ///
    /// # Errors
    /// [`Problem::unauthenticated`] for credentials that are not good, [`Problem::forbidden`] for a scope that is not
    /// theirs. Either is reported as it is.
    fn login(
        &self,
        credentials: &Credentials,
        need: &Security,
    ) -> impl Future<Output = Result<Self::Principal, Problem>> + Send;

    /// The language of who calls (BCP 47: `en`, `pt-BR`), which goes before those that the request accepts; `None` if it is
    /// not known. A language in which the style has no texts is ignored.
    fn language(&self, principal: &Self::Principal) -> Option<String> {
        let _ = principal;
        None
    }
}

/// What a handler of operations without security must be.
pub trait Open: Send + Sync + 'static {}

impl<H: Send + Sync + 'static> Open for H {}

/// A handler that does not implement all operations; the others answer
/// [`Outcome::NotImplemented`](crate::problem::Outcome::NotImplemented).
pub trait Partial {}

/// The response of an operation that is not implemented.
pub fn not_written<C, T, E>(call: C) -> Ready<Answer<T, E>> {
    drop(call);
    ready(Err(Failure::Problem(Problem::not_implemented())))
}
