//! Where the data is.

use std::error::Error;

use anyhow::Context;
use housestyle::UnixTime;
use housestyle::server::session::StoreError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{Sqlite, Transaction};

use crate::Goat;

/// A pool of connections.
pub type Pool = sqlx::SqlitePool;

/// One of its connections.
pub(crate) type Db = sqlx::SqliteConnection;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// Opens the database at `url` (in memory without one), brings its tables up to date and, if it is empty, fills it with
/// the people and things that the README lists.
///
/// # Errors
/// When it cannot be opened, migrated or filled.
pub async fn open(url: Option<&str>, now: UnixTime) -> anyhow::Result<Pool> {
    let pool = connect(url, "").await.context("the database cannot be opened")?;
    MIGRATIONS.run(&pool).await.context("the tables cannot be brought up to date")?;
    crate::seed::fill(&pool, now).await.context("the first data cannot be written")?;
    Ok(pool)
}

/// A pool for the database at `url`, with `suffix` behind its file's name; in memory without one.
pub(crate) async fn connect(url: Option<&str>, suffix: &str) -> anyhow::Result<Pool> {
    // A database in memory lives and dies with its one connection.
    let (options, most) = match url {
        None => (SqliteConnectOptions::new().in_memory(true), 1),
        Some(url) => {
            let options = url.parse::<SqliteConnectOptions>()?.create_if_missing(true);
            let mut name = options.get_filename().as_os_str().to_owned();
            name.push(suffix);
            (options.filename(name).journal_mode(SqliteJournalMode::Wal), 8)
        }
    };
    let pool = SqlitePoolOptions::new()
        .max_connections(most)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.foreign_keys(true))
        .await?;
    Ok(pool)
}

impl Goat {
    /// A transaction that is going to write: it waits for others at its beginning, not in its middle.
    pub(crate) async fn write(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        self.pool.begin_with("BEGIN IMMEDIATE").await
    }
}

/// Ids as the JSON that `json_each` reads: a list of any length in one parameter.
pub(crate) fn ids(ids: &[i64]) -> String {
    serde_json::Value::from(ids).to_string()
}

/// Whether an error means that the database, or the store of sessions, cannot answer for now.
pub(crate) fn is_unavailable(cause: &(dyn Error + 'static)) -> bool {
    example_database::is_unavailable(cause) || example_database::causes(cause).any(is_store)
}

/// The store of sessions, which may be another database, reports only that it failed.
fn is_store(cause: &(dyn Error + 'static)) -> bool {
    matches!(cause.downcast_ref::<StoreError>(), Some(StoreError::Backend(_)))
}
