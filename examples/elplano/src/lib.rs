//! The API of `specs/apis/elplano.yaml` on SQLite.
//!
//! This crate writes what document and style cannot know: who may do what, and the queries.

pub mod access;
pub mod clock;
pub mod database;
mod downloads;
pub mod files;
mod handlers;
pub mod journal;
pub mod letters;
pub mod listing;
mod login;
pub mod people;
mod references;
mod resources;
mod rows;
mod seed;
pub mod tokens;

housestyle::include_api!(
    /// The generated server and client.
    pub mod elplano
);

use clock::{Clock, Moment};
use database::Pool;
use elplano::operations::{IssueToken, RevokeToken};
use files::Files;
use housestyle::Handler;
use housestyle::server::Service;
use housestyle_oauth::{Passwords, failure};
use people::Tokens;
use sqlx::{Sqlite, Transaction};

/// What the handlers of every group share.
#[derive(Clone, Debug, housestyle::Handler)]
#[handler(
    api = elplano,
    groups(
        Oauth, Accounts, Profile, Events, Tasks, Group, Courses, Lecturers, Invites, Labels, Classmates, Announcements,
        Activity, Reports, Uploads, About, AdminUsers, AdminAnnouncements
    ),
    unavailable = example_database::is_unavailable,
    partial
)]
pub struct Planner {
    pool: Pool,
    clock: Clock,
    tokens: Tokens,
    files: Files,
}

impl Planner {
    /// Handlers over a database that [`database::open`] opened.
    #[must_use]
    pub fn new(pool: Pool, clock: Clock, files: Files) -> Self {
        Self::with_passwords(pool, clock, files, Passwords::new())
    }

    /// The same with passwords that are hashed at other costs: for tests.
    #[must_use]
    pub fn with_passwords(pool: Pool, clock: Clock, files: Files, passwords: Passwords) -> Self {
        let tokens = people::tokens(pool.clone(), clock.clone(), passwords);
        Self { pool, clock, tokens, files }
    }

    /// As a service, whose OAuth endpoints fail as OAuth has it.
    #[must_use]
    pub fn service(&self) -> Service<Self> {
        let service = self.clone().into_service();
        service.failures_of::<IssueToken>(failure).failures_of::<RevokeToken>(failure)
    }

    /// A transaction that is going to write.
    async fn write(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        database::write(&self.pool).await
    }

    /// A transaction that reads: whatever it reads was so at one time.
    async fn read(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        self.pool.begin().await
    }

    /// Now.
    fn now(&self) -> Moment {
        self.clock.now()
    }
}
