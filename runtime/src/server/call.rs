//! The argument of handlers.

use std::ops::{Deref, DerefMut};

use crate::server::context::Context;

/// A call of an operation: its validated input, the caller and the request context.
///
/// `I` is the operation's struct, which a call derefs to: `call.page`, `call.qs`. `P` is the handler's
/// [`Principal`](super::Login::Principal), an `Option` of it if login is optional, or `()` for operations without
/// security.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// # use board::{CreateNote, CreateNoteError, Note};
/// use housestyle::server::{HandlerResult, Call};
///
/// async fn create_note(call: Call<CreateNote, String>) -> HandlerResult<Note, CreateNoteError> {
///     tracing::info!(author = call.principal, request = call.context().request_id(), "a new note");
///     Ok(Note { text: call.body.text.clone() })
/// }
/// # drop(create_note);
/// ```
#[derive(Debug)]
pub struct Call<I, P = ()> {
    /// The input.
    pub input: I,
    /// The caller.
    pub principal: P,
    context: Context,
}

impl<I, P> Call<I, P> {
    pub(crate) fn new(input: I, principal: P, context: Context) -> Self {
        Self { input, principal, context }
    }

    /// Returns the request context: headers, request id, representation, time zone and peer, and the headers of the
    /// response.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Splits the call into input, principal and context.
    pub fn into_parts(self) -> (I, P, Context) {
        (self.input, self.principal, self.context)
    }
}

impl<I, P> Deref for Call<I, P> {
    type Target = I;

    fn deref(&self) -> &I {
        &self.input
    }
}

impl<I, P> DerefMut for Call<I, P> {
    fn deref_mut(&mut self) -> &mut I {
        &mut self.input
    }
}
