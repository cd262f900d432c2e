//! The login that a handler implements.

use std::future::{Future, Ready, ready};
use std::sync::Arc;

use crate::api::{HandlerError, HandlerResult, Security};
use crate::problem::Problem;

use crate::server::auth::caller::Caller;
use crate::server::auth::credentials::Credentials;
use crate::server::route::table::Boxed;

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
    ) -> Boxed<Result<Caller, Problem>>;
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
    ) -> Boxed<Result<Caller, Problem>> {
        Box::pin(async move {
            let principal = handler.login(&credentials, need).await?;
            let language = handler.language(&principal);
            Ok(Caller { principal: Some(Box::new(principal)), language, ..Caller::default() })
        })
    }
}

impl<H> Authenticator<H> for Authentication<false> {
    const REQUIRED: bool = false;
    type Principal = ();

    /// No operation of such a handler asks for it.
    fn authenticate(_: Arc<H>, _: Credentials, _: &'static Security) -> Boxed<Result<Caller, Problem>> {
        Box::pin(ready(Err(Problem::unauthenticated())))
    }
}

/// [`Authenticator::REQUIRED`], for a handler that can be authenticated so: the one place where a missing [`Login`] is an error.
#[doc(hidden)]
#[must_use]
pub const fn authenticates<A: Authenticator<H>, H>() -> bool {
    A::REQUIRED
}

/// A handler that implements no operation of any group: generated code asks it what the derive must know of a group.
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

/// A handler that does not implement all operations; the others answer
/// [`Outcome::NotImplemented`](crate::problem::Outcome::NotImplemented).
pub trait Partial {}

/// The response of an operation that is not implemented.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// # use board::{ListNotes, ListNotesError, Note};
/// use housestyle::server::{Call, HandlerResult, not_written};
///
/// async fn list_notes(call: Call<ListNotes>) -> HandlerResult<Vec<Note>, ListNotesError> {
///     not_written(call).await // 501
/// }
/// # drop(list_notes);
/// ```
pub fn not_written<C, T, E>(call: C) -> Ready<HandlerResult<T, E>> {
    drop(call);
    ready(Err(HandlerError::Problem(Problem::not_implemented())))
}
