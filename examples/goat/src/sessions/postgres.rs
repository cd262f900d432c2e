//! Sessions in PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use super::sql::sql_store;
use super::{MOST, SessionLimit};

/// Sessions in the table `sessions` of a PostgreSQL database.
#[derive(Debug, Clone)]
pub struct PostgresSessions {
    pool: PgPool,
    bound: Arc<SessionLimit>,
}

impl PostgresSessions {
    /// In the database at `url`; creates its table if it does not exist.
    ///
    /// # Errors
    /// It cannot be opened, or the table not be made.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        // While the server is away, requests fail rather than wait.
        let pool = PgPoolOptions::new().acquire_timeout(Duration::from_secs(5)).connect(url).await;
        let pool = pool.context("the database of sessions cannot be opened")?;
        for query in [
            "CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, data TEXT NOT NULL, expires_at BIGINT NOT NULL)",
            "CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (expires_at)",
        ] {
            sqlx::query(query).execute(&pool).await.context("the table of sessions cannot be made")?;
        }
        Ok(Self { pool, bound: SessionLimit::new(MOST).into() })
    }
}

sql_store!(PostgresSessions);
