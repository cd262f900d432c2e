//! Where the data is.

use std::error::Error;

use anyhow::Context;
use sqlx::pool::PoolOptions;

/// The database that the crate is built for.
#[cfg(not(feature = "postgres"))]
pub type Db = sqlx::Sqlite;
/// The database that the crate is built for.
#[cfg(feature = "postgres")]
pub type Db = sqlx::Postgres;

/// A pool of its connections.
pub type Pool = sqlx::Pool<Db>;

#[cfg(not(feature = "postgres"))]
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
#[cfg(feature = "postgres")]
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// Opens the database at `url` (in memory without one), brings its tables up to date and, if it is empty, fills
/// it with the people and things that the README lists. Jobs that an earlier server did not end are noted as failed: a
/// database is one server's at a time.
///
/// # Errors
/// When it cannot be opened, migrated or filled.
pub async fn open(url: Option<&str>) -> anyhow::Result<Pool> {
    let pool = connect(url).await?;
    MIGRATIONS.run(&pool).await.context("the tables cannot be brought up to date")?;
    crate::seed::fill(&pool).await.context("the first data cannot be written")?;
    crate::jobs::fail_interrupted(&pool).await.context("the jobs of an earlier server cannot be ended")?;
    Ok(pool)
}

#[cfg(not(feature = "postgres"))]
async fn connect(url: Option<&str>) -> anyhow::Result<Pool> {
    use sqlx::sqlite::SqliteConnectOptions;
    // A database in memory lives and dies with its one connection.
    let (options, most) = match url {
        None => (SqliteConnectOptions::new().in_memory(true), 1),
        Some(url) => (url.parse::<SqliteConnectOptions>()?.create_if_missing(true), 8),
    };
    PoolOptions::new()
        .max_connections(most)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.foreign_keys(true))
        .await
        .context("the database cannot be opened")
}

#[cfg(feature = "postgres")]
async fn connect(url: Option<&str>) -> anyhow::Result<Pool> {
    let url = url.context("DATABASE_URL is not set: PostgreSQL is not embedded")?;
    PoolOptions::new().max_connections(8).connect(url).await.context("the database cannot be opened")
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
        Database(error) => error.code().is_some_and(|code| is_such_code(&code)),
        _ => false,
    }
}

/// SQLite's BUSY, LOCKED, IOERR and CANTOPEN, whatever more of them it tells in the upper bits.
#[cfg(not(feature = "postgres"))]
fn is_such_code(code: &str) -> bool {
    code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 14))
}

/// PostgreSQL's classes of connections that fail, of resources that are used up, of an operator's intervention, and of locks
/// that are not to be had.
#[cfg(feature = "postgres")]
fn is_such_code(code: &str) -> bool {
    ["08", "53", "57P", "55P03"].iter().any(|class| code.starts_with(class))
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
