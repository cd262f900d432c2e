//! Where the data is.

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
