//! The API of `specs/apis/goat.yaml` on SQLite, with sessions in a store of one's choice.
//!
//! [`goat`] is generated in place by the macro; this crate writes what document and style cannot know: who may do
//! what, how an event becomes ready, and the queries. One file a group of operations.

mod access;
mod accounts;
mod assignees;
mod children;
pub mod clock;
pub mod database;
mod events;
pub mod facebook;
mod feedbacks;
mod login;
mod other;
mod participants;
mod places;
mod plan_items;
mod seed;
pub mod sessions;
mod spots;
mod steps;

use std::fmt;
use std::sync::Arc;

use clock::Clock;
use database::Pool;
use facebook::Facebook;
use housestyle::DeclaredError;
use housestyle::HandlerError;
use housestyle::UndeclaredError;

housestyle::api!(
    /// The generated server and client.
    pub mod goat = "../../specs/apis/goat.yaml",
    server,
    client,
    openapi
);

/// The handlers of every group, and what they share.
#[derive(Clone, housestyle::Handler)]
#[handler(api = goat, unavailable = database::is_unavailable)]
pub struct Goat {
    pool: Pool,
    clock: Clock,
    facebook: Arc<dyn Facebook>,
}

impl Goat {
    /// Handlers over a database that [`database::open`] opened.
    #[must_use]
    pub fn new(pool: Pool, clock: Clock, facebook: impl Facebook) -> Self {
        Self { pool, clock, facebook: Arc::new(facebook) }
    }
}

impl fmt::Debug for Goat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Goat").field("clock", &self.clock).finish_non_exhaustive()
    }
}

/// A failure that several methods declare, of what shared functions have no method to name: in the words of one of them.
fn refused<E: DeclaredError>(error: E) -> UndeclaredError {
    HandlerError::Declared(error).undeclared()
}
