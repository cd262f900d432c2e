//! The table of a handler's operations: how each is authenticated, read and run.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use http::Response;

use crate::api::{Api, HandlerError, HandlerResult, OperationMeta, Security, SuccessMeta, UndeclaredError};
use crate::problem::Problem;

use crate::server::auth::caller::Caller;
use crate::server::auth::credentials::Credentials;
use crate::server::auth::login::{AuthHandler, Authenticator, not_implemented};
use crate::server::call::Call;
use crate::server::context::Context;
use crate::server::encode::response::{WriteForm, encode};
use crate::server::pipeline::read::{Reader, Receive};

#[doc(hidden)]
pub type HandlerFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A value whose type the entry knows.
pub(crate) type Typed = Box<dyn Any + Send>;

/// The input of a handler: the operation's struct, the caller, and the request.
#[doc(hidden)]
pub struct HandlerInput {
    input: Typed,
    principal: Option<Typed>,
    context: Context,
}

impl HandlerInput {
    pub(crate) fn new(input: Typed, principal: Option<Typed>, context: Context) -> Self {
        Self { input, principal, context }
    }
}

type BoundLogin = Box<dyn Fn(Credentials) -> HandlerFuture<Result<Caller, Problem>> + Send + Sync>;
type BoundRun =
    Box<dyn Fn(HandlerInput) -> HandlerFuture<Result<Response<Body>, UndeclaredError>> + Send + Sync>;
type LoginFn<H> = fn(Arc<H>, Credentials, &'static Security) -> HandlerFuture<Result<Caller, Problem>>;
type RunFn<H> =
    Box<dyn Fn(Arc<H>, HandlerInput) -> HandlerFuture<Result<Response<Body>, UndeclaredError>> + Send + Sync>;

/// An operation in a [`Table`], created by [`open`], [`required_login`] or [`optional_login`].
pub struct TableEntry<H> {
    operation: &'static OperationMeta,
    login: Option<LoginFn<H>>,
    receive: fn(&mut Reader<'_>) -> Option<Typed>,
    run: RunFn<H>,
    successes: &'static [SuccessMeta],
}

/// The operations that a handler serves.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// # use board::Board;
/// use housestyle::Handler as _;
///
/// let operations = format!("{:?}", Board::table());
/// assert_eq!(operations, r#"["listNotes", "createNote"]"#);
/// ```
pub struct Table<H = ()> {
    api: &'static Api,
    entries: Vec<TableEntry<H>>,
}

impl Table<()> {
    /// Creates an empty table: `Table::new::<Clinic>(&API)`.
    #[must_use]
    pub fn new<H>(api: &'static Api) -> Table<H> {
        Table { api, entries: Vec::new() }
    }
}

impl<H: Send + Sync + 'static> Table<H> {
    /// Adds an operation.
    #[must_use]
    pub fn entry(mut self, entry: TableEntry<H>) -> Self {
        self.entries.push(entry);
        self
    }

    /// Adds the operations of another table. Of two entries for one operation, the first is served.
    #[must_use]
    pub fn merge(mut self, mut other: Self) -> Self {
        self.entries.append(&mut other.entries);
        self
    }

    /// Adds every operation of the API that has no entry as [not
    /// implemented](crate::problem::Outcome::NotImplemented).
    #[must_use]
    pub fn partial(mut self) -> Self {
        for operation in self.api.operations {
            if !self.entries.iter().any(|entry| entry.operation.id == operation.id) {
                self.entries.push(unimplemented(operation));
            }
        }
        self
    }

    pub(crate) fn api(&self) -> &'static Api {
        self.api
    }

    /// Binds the entries to a handler and erases its type.
    pub(crate) fn bind(self, handler: &Arc<H>) -> Vec<BoundOperation> {
        self.entries.into_iter().map(|entry| entry.bind(handler.clone())).collect()
    }
}

impl<H> fmt::Debug for Table<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|entry| entry.operation.id)).finish()
    }
}

impl<H> fmt::Debug for TableEntry<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TableEntry").field(&self.operation.id).finish()
    }
}

/// An entry that is bound to its handler.
pub(crate) struct BoundOperation {
    pub(crate) operation: &'static OperationMeta,
    /// `None` if the operation has no login.
    pub(crate) login: Option<BoundLogin>,
    pub(crate) receive: fn(&mut Reader<'_>) -> Option<Typed>,
    pub(crate) run: BoundRun,
    pub(crate) successes: &'static [SuccessMeta],
}

impl<H: Send + Sync + 'static> TableEntry<H> {
    fn bind(self, handler: Arc<H>) -> BoundOperation {
        let Self { operation, login, receive, run, successes } = self;
        let who = handler.clone();
        let login = login.map(|login| -> BoundLogin {
            Box::new(move |credentials| login(who.clone(), credentials, &operation.security))
        });
        BoundOperation {
            operation,
            login,
            receive,
            run: Box::new(move |input| run(handler.clone(), input)),
            successes,
        }
    }
}

/// Creates an entry for an operation without security.
pub fn open<H, O, F, A>(handle: F) -> TableEntry<H>
where
    H: Send + Sync + 'static,
    O: Receive,
    O::Form: WriteForm<O::Output>,
    F: Fn(Arc<H>, Call<O>) -> A + Send + Sync + 'static,
    A: Future<Output = HandlerResult<O::Output, O::Error>> + Send + 'static,
{
    entry::<H, O, (), F, A>(None, |_| Some(()), handle)
}

/// Creates an entry for an operation that requires a login.
pub fn required_login<H, O, F, A>(handle: F) -> TableEntry<H>
where
    H: AuthHandler,
    O: Receive,
    O::Form: WriteForm<O::Output>,
    F: Fn(Arc<H>, Call<O, H::Principal>) -> A + Send + Sync + 'static,
    A: Future<Output = HandlerResult<O::Output, O::Error>> + Send + 'static,
{
    entry::<H, O, H::Principal, F, A>(Some(H::Authenticator::authenticate), principal, handle)
}

/// Creates an entry for an operation with optional login; without credentials there is no principal.
pub fn optional_login<H, O, F, A>(handle: F) -> TableEntry<H>
where
    H: AuthHandler,
    O: Receive,
    O::Form: WriteForm<O::Output>,
    F: Fn(Arc<H>, Call<O, Option<H::Principal>>) -> A + Send + Sync + 'static,
    A: Future<Output = HandlerResult<O::Output, O::Error>> + Send + 'static,
{
    let who = |typed| Some(principal(typed));
    entry::<H, O, Option<H::Principal>, F, A>(Some(H::Authenticator::authenticate), who, handle)
}

fn principal<P: 'static>(typed: Option<Typed>) -> Option<P> {
    typed.and_then(|typed| typed.downcast().ok()).map(|principal| *principal)
}

fn entry<H, O, P, F, A>(
    login: Option<LoginFn<H>>,
    who: fn(Option<Typed>) -> Option<P>,
    handle: F,
) -> TableEntry<H>
where
    P: 'static,
    O: Receive,
    O::Form: WriteForm<O::Output>,
    F: Fn(Arc<H>, Call<O, P>) -> A + Send + Sync + 'static,
    A: Future<Output = HandlerResult<O::Output, O::Error>> + Send + 'static,
{
    let run: RunFn<H> = Box::new(move |handler, input| {
        let HandlerInput { input, principal, context } = input;
        let (Ok(input), Some(principal)) = (input.downcast::<O>(), who(principal)) else {
            return Box::pin(std::future::ready(Err(mismatch())));
        };
        let answer = handle(handler, Call::new(*input, principal, context.clone()));
        Box::pin(async move { encode::<O>(answer.await, &context) })
    });
    TableEntry { operation: O::META, login, receive: receive::<O>, run, successes: O::SUCCESSES }
}

fn receive<O: Receive>(reader: &mut Reader<'_>) -> Option<Typed> {
    O::receive(reader).map(|input| Box::new(input) as Typed)
}

/// Creates an entry for an operation that is not implemented; neither credentials nor input are checked.
fn unimplemented<H>(operation: &'static OperationMeta) -> TableEntry<H> {
    let run: RunFn<H> = Box::new(|_, input| {
        drop(input);
        Box::pin(async {
            let answer: HandlerResult<(), crate::api::NoError> = not_implemented(()).await;
            Err(answer.err().map_or_else(mismatch, HandlerError::undeclared))
        })
    });
    TableEntry { operation, login: None, receive: skip_input, run, successes: &[] }
}

fn skip_input(reader: &mut Reader<'_>) -> Option<Typed> {
    reader.any_query();
    Some(Box::new(()))
}

/// Unreachable: an entry received the input of another operation.
pub(crate) fn mismatch() -> UndeclaredError {
    UndeclaredError::internal("an entry of the table received the input of another operation")
}
