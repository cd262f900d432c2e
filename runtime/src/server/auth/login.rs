//! Who calls: what a handler implements to tell.

use std::future::{Future, Ready, ready};
use std::sync::Arc;

use crate::api::{Answer, Failure, Security};
use crate::problem::Problem;

use crate::server::auth::credentials::Credentials;
use crate::server::route::table::{Boxed, Known};

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

/// Who calls the operations of a handler with security. `derive(Handler)` implements it, by the handler's [`Login`].
///
/// The traits of groups take the principal from here, not from [`Login`], so that a missing `impl Login` is one error of the
/// compiler instead of several for each operation: the derive checks for it in a constant, and a type made with a constant that
/// did not compile is reported nowhere else.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` handles operations that need a login, and does not derive `Handler`",
    label = "no `derive(Handler)` for `{Self}`",
    note = "add `#[derive(housestyle::Handler)]` and `#[handler(api = PATH)]` to it"
)]
pub trait AuthHandler: Send + Sync + Sized + 'static {
    /// [`Login::Principal`].
    type Principal: Send + Sync + 'static;
    /// Whether it logs in.
    type Authenticator: Authenticator<Self, Principal = Self::Principal>;
}

/// Finds out who calls a handler.
#[doc(hidden)]
pub trait Authenticator<H> {
    /// Whether the handler must implement [`Login`].
    const REQUIRED: bool;
    /// Who calls.
    type Principal: Send + Sync + 'static;

    /// Who calls, and in which language.
    fn authenticate(
        handler: Arc<H>,
        credentials: Credentials,
        need: &'static Security,
    ) -> Boxed<Result<Known, Problem>>;
}

/// The [`Authenticator`] of a handler: its [`Login`] where operations that it handles need one, else none.
#[doc(hidden)]
#[derive(Debug)]
pub struct Authentication<const REQUIRED: bool>;

impl<H: Login> Authenticator<H> for Authentication<true> {
    const REQUIRED: bool = true;
    type Principal = H::Principal;

    fn authenticate(
        handler: Arc<H>,
        credentials: Credentials,
        need: &'static Security,
    ) -> Boxed<Result<Known, Problem>> {
        Box::pin(async move {
            let principal = handler.login(&credentials, need).await?;
            let language = handler.language(&principal);
            Ok(Known { principal: Box::new(principal), language })
        })
    }
}

impl<H> Authenticator<H> for Authentication<false> {
    const REQUIRED: bool = false;
    type Principal = ();

    /// No operation of such a handler asks for it.
    fn authenticate(_: Arc<H>, _: Credentials, _: &'static Security) -> Boxed<Result<Known, Problem>> {
        Box::pin(ready(Err(Problem::unauthenticated())))
    }
}

/// [`Authenticator::REQUIRED`], for a handler that can be authenticated so: the one place where a missing [`Login`] is an error.
#[doc(hidden)]
#[must_use]
pub const fn authenticates<A: Authenticator<H>, H>() -> bool {
    A::REQUIRED
}

/// A handler of every group, of which nothing is written: generated code asks it what the derive must know of a group.
#[doc(hidden)]
#[derive(Debug)]
pub struct AnyHandler;

impl Partial for AnyHandler {}

impl AuthHandler for AnyHandler {
    type Principal = ();
    type Authenticator = Authentication<false>;
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
