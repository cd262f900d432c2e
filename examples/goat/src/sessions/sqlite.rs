//! Sessions in a database of their own beside the data: no request waits for its session while another writes to the data.

use anyhow::Context;

use super::sql::sql_store;
use crate::database::{Pool, connect};

/// Sessions in the table `sessions` of an SQLite database.
#[derive(Debug, Clone)]
pub struct SqliteSessions(Pool);

impl SqliteSessions {
    /// Beside the data whose database is at `url`: in a file of its name with `-sessions` behind it; in memory without one.
    ///
    /// # Errors
    /// It cannot be opened, or the table not be made.
    pub async fn beside(url: Option<&str>) -> anyhow::Result<Self> {
        let pool = connect(url, "-sessions").await.context("the database of sessions cannot be opened")?;
        Self::within(pool).await
    }

    /// In a database, with its table made where there is none.
    ///
    /// # Errors
    /// The table cannot be made.
    pub async fn within(pool: Pool) -> anyhow::Result<Self> {
        for query in [
            "CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, data TEXT NOT NULL, expires_at INTEGER NOT NULL)",
            "CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (expires_at)",
        ] {
            sqlx::query(query).execute(&pool).await.context("the table of sessions cannot be made")?;
        }
        Ok(Self(pool))
    }

    /// The database.
    #[must_use]
    pub fn pool(&self) -> &Pool {
        &self.0
    }
}

sql_store!(SqliteSessions);
