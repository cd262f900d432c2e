//! Who calls: what a handler implements to tell.

use std::future::{Future, Ready, ready};

use crate::api::{Answer, Failure, Security};
use crate::problem::Problem;

use super::credentials::Credentials;

/// Tells who calls, by the credentials of the request. A handler of operations with security implements it.
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
    /// It is called for operations with security alone, and where credentials are presented. A call without them never
    /// comes here: it is refused, or let through as nobody where login is optional.
    ///
    /// # Errors
    /// [`Problem::unauthenticated`] for credentials that are not good, [`Problem::forbidden`] for a scope that is not
    /// theirs. Either is told as it is.
    fn login(
        &self,
        credentials: &Credentials,
        need: &Security,
    ) -> impl Future<Output = Result<Self::Principal, Problem>> + Send;

    /// The language of who calls (BCP 47: `en`, `pt-BR`), which goes before those that the request accepts; none where it is
    /// not known. One that the style has no texts in is as good as none.
    fn language(&self, principal: &Self::Principal) -> Option<String> {
        let _ = principal;
        None
    }
}

/// What a handler of operations without security must be.
pub trait Open: Send + Sync + 'static {}

impl<H: Send + Sync + 'static> Open for H {}

/// A handler that leaves operations unwritten; they answer
/// [`Outcome::NotImplemented`](crate::problem::Outcome::NotImplemented).
pub trait Partial {}

/// The answer of an operation that is not written yet.
pub fn not_written<C, T, E>(call: C) -> Ready<Answer<T, E>> {
    drop(call);
    ready(Err(Failure::Problem(Problem::not_implemented())))
}
