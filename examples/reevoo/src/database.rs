//! Where the data is.

use std::error::Error;

use anyhow::Context;
use chrono::{DateTime, SubsecRound, Utc};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{SqliteConnection, SqlitePool};

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

/// Opens the database at `url` (in memory without one), brings its tables up to date and, if it is empty, fills
/// it with the people and things that the README lists.
///
/// # Errors
/// When it cannot be opened, migrated or filled.
pub async fn open(url: Option<&str>) -> anyhow::Result<SqlitePool> {
    // A database in memory lives and dies with its one connection.
    let (options, most) = match url {
        None => (SqliteConnectOptions::new().in_memory(true), 1),
        Some(url) => (url.parse::<SqliteConnectOptions>()?.create_if_missing(true), 8),
    };
    let pool = SqlitePoolOptions::new()
        .max_connections(most)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.foreign_keys(true))
        .await
        .context("the database cannot be opened")?;
    MIGRATIONS.run(&pool).await.context("the tables cannot be brought up to date")?;
    crate::seed::fill(&pool).await.context("the first data cannot be written")?;
    Ok(pool)
}

/// The time, in whole seconds as the guide writes times.
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(0)
}

/// How often a table has changed.
pub(crate) async fn revision(database: &mut SqliteConnection, table: &str) -> sqlx::Result<i64> {
    let revision = sqlx::query_scalar("SELECT revision FROM revisions WHERE of = $1").bind(table);
    revision.fetch_one(database).await
}

/// Whether a statement failed since a key would not be unique any more.
pub(crate) fn is_conflict(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.is_unique_violation())
}

/// Whether an error means that the database cannot answer for now: it is locked, gone, or has no connection free.
pub(crate) fn is_unavailable(cause: &(dyn Error + 'static)) -> bool {
    let mut next = Some(cause);
    while let Some(cause) = next {
        if cause.downcast_ref::<sqlx::Error>().is_some_and(is_such) {
            return true;
        }
        next = cause.source();
    }
    false
}

fn is_such(error: &sqlx::Error) -> bool {
    use sqlx::Error::{Database, Io, PoolClosed, PoolTimedOut, WorkerCrashed};
    match error {
        Io(_) | PoolClosed | PoolTimedOut | WorkerCrashed => true,
        // SQLite's BUSY, LOCKED, IOERR and CANTOPEN, whatever more of them it tells in the upper bits.
        Database(error) => {
            let code = error.code().and_then(|code| code.parse::<i32>().ok());
            code.is_some_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 14))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_is_locked_or_gone_is_unavailable_and_a_mistake_is_not() {
        // `anyhow` hides what it was made of, and tells what it wraps.
        let wrapped = anyhow::Error::from(sqlx::Error::PoolTimedOut).context("the list");
        let wrapped: Box<dyn Error + Send + Sync> = wrapped.into();
        assert!(is_unavailable(&*wrapped));
        assert!(is_unavailable(&sqlx::Error::PoolClosed));
        assert!(!is_unavailable(&sqlx::Error::RowNotFound));
    }
}
