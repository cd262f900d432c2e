//! The API of `specs/apis/bestdoctor.yaml` on SQLite (or PostgreSQL with the feature `postgres`).
//!
//! `build.rs` generates [`bestdoctor`] from the document and its style; this crate writes what the style cannot
//! know: who may do what, and the queries. One file a group of operations.

mod access;
mod appeals;
mod chat;
mod clients;
pub mod database;
mod dictionaries;
mod jobs;
mod login;
mod patients;
mod programs;
mod rows;
mod seed;
pub mod sessions;
mod visits;

housestyle::include_api!(
    /// The generated server and client.
    pub mod bestdoctor
);

use database::Pool;
use housestyle::passwords::Passwords;
use sessions::Sessions;

/// The handlers of every group, and what they share.
#[derive(Clone, Debug, housestyle::Handler)]
#[handler(api = bestdoctor, unavailable = example_database::is_unavailable)]
pub struct Clinic {
    pool: Pool,
    sessions: Sessions,
    passwords: Passwords,
}

impl Clinic {
    /// Handlers over a database that [`database::open`] opened.
    #[must_use]
    pub fn new(pool: Pool, sessions: Sessions) -> Self {
        Self::with_passwords(pool, sessions, Passwords::new())
    }

    /// The same with other bounds on the passwords that are checked at a time.
    #[must_use]
    pub fn with_passwords(pool: Pool, sessions: Sessions, passwords: Passwords) -> Self {
        Self { pool, sessions, passwords }
    }
}
