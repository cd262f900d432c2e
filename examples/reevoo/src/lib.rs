//! The API of `specs/apis/reevoo.yaml` on SQLite.
//!
//! [`api`] is what the command `housestyle generate` wrote from the document and its style; this crate writes what the
//! style cannot know: who may do what, and the queries. One file a group of operations.

mod access;
mod actions;
pub mod api;
mod clients;
pub mod database;
mod login;
mod query;
mod rows;
mod seed;
mod status;
pub mod tokens;
mod users;

use sqlx::{Sqlite, SqlitePool, Transaction};
use tokens::Tokens;

/// The handlers of every group, and what they share.
#[derive(Clone, Debug, housestyle::Handler)]
#[handler(api = api, unavailable = example_database::is_unavailable)]
pub struct Reviews {
    pool: SqlitePool,
    tokens: Tokens,
}

impl Reviews {
    /// Handlers over a database that [`database::open`] opened.
    #[must_use]
    pub fn new(pool: SqlitePool, tokens: Tokens) -> Self {
        Self { pool, tokens }
    }

    /// An exclusive transaction: what it reads first is what it changes.
    async fn change(&self) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
        self.pool.begin_with("BEGIN IMMEDIATE").await
    }
}
