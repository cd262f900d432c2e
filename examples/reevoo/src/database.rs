//! Where the data is.

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

/// The time, in seconds as the guide writes times.
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
