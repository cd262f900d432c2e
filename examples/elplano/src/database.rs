//! Where the data is.

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
}
