//! The login of a handler.

use std::future::{Future, Ready, ready};
use std::sync::Arc;

use crate::api::{HandlerError, HandlerResult, Security};
use crate::problem::Problem;

use crate::server::auth::caller::Caller;
use crate::server::auth::credentials::Credentials;
use crate::server::idempotency::CallerScope;
use crate::server::route::table::HandlerFuture;

/// Authenticates callers by the credentials of their requests. Implemented by handlers of operations with security.
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
    note = "implement `housestyle::server::Login`: `type Principal` is the caller, `async fn login` checks the credentials and returns it"
)]
pub trait Login: Send + Sync + 'static {
    /// The caller.
    type Principal: Send + Sync + 'static;

    /// Verifies `credentials`, which have the form that one alternative of `need` requires.
    ///
    /// Only called for operations with security if there are credentials. A call without them is refused, or handled
    /// without a principal if login is optional.
    ///
    /// # Errors
    /// Returns [`Problem::unauthenticated`] for invalid credentials, or [`Problem::forbidden`] for a missing scope.
    /// Both are sent to the caller.
    fn login(
        &self,
        credentials: &Credentials,
        need: &Security,
    ) -> impl Future<Output = Result<Self::Principal, Problem>> + Send;

    /// Returns the caller's language (BCP 47: `en`, `pt-BR`), which takes precedence over those that the request
    /// accepts; `None` if it is unknown. A language in which the style has no texts is ignored.
    fn language(&self, principal: &Self::Principal) -> Option<String> {
        let _ = principal;
        None
    }

    /// Returns a name of the caller that stays the same, such as the id of an account. Idempotency keys belong to it;
    /// without one they belong to the credentials, and are new when the caller renews a token. It is not stored, but a
    /// hash of it is.
    fn identity(&self, principal: &Self::Principal) -> Option<String> {
        let _ = principal;
        None
    }
}

/// The principal of a handler's operations with security. `derive(Handler)` implements it with the handler's
/// [`Login`].
///
/// The traits of groups take the principal from here instead of [`Login`], so that a missing `impl Login` is one
/// compiler error instead of several for each operation: the derive checks it in a constant, and types that depend on
/// a failed constant are not reported again.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` handles operations that need a login, and does not derive `Handler`",
    label = "no `derive(Handler)` for `{Self}`",
    note = "add `#[derive(housestyle::Handler)]` and `#[handler(api = PATH)]` to it"
)]
pub trait AuthHandler: Send + Sync + Sized + 'static {
    /// [`Login::Principal`].
    type Principal: Send + Sync + 'static;
    /// The authenticator.
    type Authenticator: Authenticator<Self, Principal = Self::Principal>;
}

/// Authenticates the callers of a handler.
#[doc(hidden)]
pub trait Authenticator<H> {
    /// Whether the handler must implement [`Login`].
    const REQUIRED: bool;
    /// The caller.
    type Principal: Send + Sync + 'static;

    /// Returns the caller and its language.
    fn authenticate(
        handler: Arc<H>,
        credentials: Credentials,
        need: &'static Security,
    ) -> HandlerFuture<Result<Caller, Problem>>;
}

/// The [`Authenticator`] of a handler: its [`Login`] if its operations need one.
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
    ) -> HandlerFuture<Result<Caller, Problem>> {
        Box::pin(async move {
            let principal = handler.login(&credentials, need).await?;
            let language = handler.language(&principal);
            let scope = handler.identity(&principal).map_or(CallerScope::Anonymous, CallerScope::Identity);
            Ok(Caller { principal: Some(Box::new(principal)), language, scope, ..Caller::default() })
        })
    }
}

impl<H> Authenticator<H> for Authentication<false> {
    const REQUIRED: bool = false;
    type Principal = ();

    /// Never called, because the handler's operations have no security.
    fn authenticate(
        _: Arc<H>,
        _: Credentials,
        _: &'static Security,
    ) -> HandlerFuture<Result<Caller, Problem>> {
        Box::pin(ready(Err(Problem::unauthenticated())))
    }
}

/// [`Authenticator::REQUIRED`], for a handler with this authenticator: the only place where a missing [`Login`] is an
/// error.
#[doc(hidden)]
#[must_use]
pub const fn authenticates<A: Authenticator<H>, H>() -> bool {
    A::REQUIRED
}

/// A handler of no operations, with which generated code queries properties of a group.
#[doc(hidden)]
#[derive(Debug)]
pub struct AnyHandler;

impl PartialHandler for AnyHandler {}

impl AuthHandler for AnyHandler {
    type Principal = ();
    type Authenticator = Authentication<false>;
}

/// The bound of handlers of operations without security.
pub trait OpenHandler: Send + Sync + 'static {}

impl<H: Send + Sync + 'static> OpenHandler for H {}

/// A handler that does not implement all operations; the others answer
/// [`Outcome::NotImplemented`](crate::problem::Outcome::NotImplemented).
pub trait PartialHandler {}

/// Returns the response of an operation that is not implemented.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// # use board::{ListNotes, ListNotesError, Note};
/// use housestyle::server::{Call, HandlerResult, not_implemented};
///
/// async fn list_notes(call: Call<ListNotes>) -> HandlerResult<Vec<Note>, ListNotesError> {
///     not_implemented(call).await // 501
/// }
/// # drop(list_notes);
/// ```
pub fn not_implemented<C, T, E>(call: C) -> Ready<HandlerResult<T, E>> {
    drop(call);
    ready(Err(HandlerError::Problem(Problem::not_implemented())))
}
