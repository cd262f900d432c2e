//! Where the data is.

use std::error::Error;

use anyhow::Context;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{Sqlite, Transaction};

use crate::clock::Moment;

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
pub async fn open(url: Option<&str>, now: Moment) -> anyhow::Result<Pool> {
    // A database in memory lives and dies with its one connection.
    let (options, most) = match url {
        None => (SqliteConnectOptions::new().in_memory(true), 1),
        Some(url) => {
            let options = url.parse::<SqliteConnectOptions>()?.create_if_missing(true);
            (options.journal_mode(SqliteJournalMode::Wal), 8)
        }
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
    crate::seed::fill(&pool, now).await.context("the first data cannot be written")?;
    Ok(pool)
}

/// A transaction that is going to write: it waits for others at its beginning, not in its middle. Whatever it has looked at
/// stays as it was until its end.
pub(crate) async fn write(pool: &Pool) -> sqlx::Result<Transaction<'static, Sqlite>> {
    pool.begin_with("BEGIN IMMEDIATE").await
}

/// A list or an object, as its column has it.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, serde_json::Error> {
    serde_json::to_string(value)
}

/// What [`json`] wrote.
pub(crate) fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text)
}

/// Ids as the JSON that `json_each` reads: a list of any length in one parameter.
pub(crate) fn ids(ids: &[i64]) -> String {
    serde_json::Value::from(ids).to_string()
}

/// What a search looks through: texts in lower case, a line each.
pub(crate) fn search_text(texts: &[Option<&str>]) -> String {
    texts.iter().flatten().map(|text| text.to_lowercase()).collect::<Vec<_>>().join("\n")
}

/// The id that a text of a request names: ids go out in decimal, and no other text is one of them.
pub(crate) fn id(text: &str) -> Option<i64> {
    text.parse().ok().filter(|id: &i64| id.to_string() == text)
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
    fn an_id_has_one_text() {
        assert_eq!(id("17"), Some(17));
        for text in ["", "017", "+17", " 17", "17.0", "9223372036854775808", "x"] {
            assert_eq!(id(text), None, "{text}");
        }
    }

    #[test]
    fn a_database_that_is_locked_or_gone_is_unavailable_and_a_mistake_is_not() {
        // `anyhow` hides what it was made of, and tells what it wraps.
        let wrapped = anyhow::Error::from(sqlx::Error::PoolTimedOut).context("the list");
        let wrapped: Box<dyn Error + Send + Sync> = wrapped.into();
        assert!(is_unavailable(&*wrapped));
        assert!(is_unavailable(&sqlx::Error::PoolClosed));
        assert!(!is_unavailable(&sqlx::Error::RowNotFound));
    }

    #[test]
    fn a_lock_of_another_connection_is_no_internal_failure() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let late = runtime.block_on(async {
            let file = std::env::temp_dir().join(format!("locked-{}.db", uuid::Uuid::new_v4()));
            let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
            let options = options.busy_timeout(std::time::Duration::ZERO);
            let pool = SqlitePoolOptions::new().connect_with(options).await.expect("a database");
            let mut holder = pool.acquire().await.expect("a connection");
            sqlx::query("BEGIN EXCLUSIVE").execute(&mut *holder).await.expect("a lock");
            let late = sqlx::query("CREATE TABLE late (id INTEGER)").execute(&pool).await;
            drop(holder);
            pool.close().await;
            std::fs::remove_file(file).expect("removed");
            late.expect_err("locked")
        });
        assert!(is_unavailable(&late), "{late}");
    }
}
