//! Sessions in PostgreSQL.

use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use housestyle::server::session::{ExpiredDeletion, Id, Record, SessionStore, StoreError};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use super::{backend, data, record};

/// Sessions in the table `sessions` of a PostgreSQL database.
#[derive(Debug, Clone)]
pub struct PostgresSessions(PgPool);

impl PostgresSessions {
    /// In the database at `url`, with its table made where there is none.
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
        Ok(Self(pool))
    }
}

#[async_trait]
impl SessionStore for PostgresSessions {
    async fn create(&self, record: &mut Record) -> Result<(), StoreError> {
        loop {
            let inserted = sqlx::query(
                "INSERT INTO sessions (id, data, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            )
            .bind(record.id.to_string())
            .bind(data(record)?)
            .bind(record.expiry_date.unix_timestamp())
            .execute(&self.0)
            .await
            .map_err(backend)?;
            if inserted.rows_affected() == 1 {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    /// An update and no more: what was logged out of meanwhile does not come back.
    async fn save(&self, record: &Record) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET data = $2, expires_at = $3 WHERE id = $1")
            .bind(record.id.to_string())
            .bind(data(record)?)
            .bind(record.expiry_date.unix_timestamp())
            .execute(&self.0)
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>, StoreError> {
        let row: Option<(String, i64)> = sqlx::query_as(
            "SELECT data, expires_at FROM sessions WHERE id = $1 AND expires_at > extract(epoch FROM now())",
        )
        .bind(id.to_string())
        .fetch_optional(&self.0)
        .await
        .map_err(backend)?;
        row.map(|(data, expires_at)| record(*id, &data, expires_at)).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE id = $1")
            .bind(id.to_string())
            .execute(&self.0)
            .await
            .map_err(backend)?;
        Ok(())
    }
}

#[async_trait]
impl ExpiredDeletion for PostgresSessions {
    async fn delete_expired(&self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE expires_at <= extract(epoch FROM now())")
            .execute(&self.0)
            .await
            .map_err(backend)?;
        Ok(())
    }
}
