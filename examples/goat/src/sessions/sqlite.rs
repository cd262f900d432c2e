//! Sessions beside the data.

use async_trait::async_trait;
use housestyle::server::session::{ExpiredDeletion, Id, Record, SessionStore, StoreError};

use super::{backend, data, record};
use crate::database::Pool;

/// Sessions in the table `sessions` of the example's own database.
#[derive(Debug, Clone)]
pub struct SqliteSessions(Pool);

impl SqliteSessions {
    /// In a database that [`open`](crate::database::open) opened.
    #[must_use]
    pub fn new(pool: Pool) -> Self {
        Self(pool)
    }
}

#[async_trait]
impl SessionStore for SqliteSessions {
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
            "SELECT data, expires_at FROM sessions WHERE id = $1 AND expires_at > unixepoch()",
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
impl ExpiredDeletion for SqliteSessions {
    async fn delete_expired(&self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE expires_at <= unixepoch()")
            .execute(&self.0)
            .await
            .map_err(backend)?;
        Ok(())
    }
}
