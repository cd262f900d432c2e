//! What every SQL database keeps sessions by: the same table, the same queries.

/// Makes a store of `$store`, a struct with an sqlx `pool`, in whose database there is a table `sessions`, and a `bound`.
macro_rules! sql_store {
    ($store:ty) => {
        const _: () = {
            use async_trait::async_trait;
            use housestyle::server::session::{ExpiredDeletion, Id, Record, SessionStore, StoreError};

            use crate::sessions::{SessionLimit, backend, data, now, record};

            impl $store {
                /// With at most so many sessions (and at least one) instead of [`MOST`](crate::sessions::MOST). Where there is no
                /// room for a new one, those that have expired go; then those that hold nothing, and those that would expire
                /// first.
                #[must_use]
                pub fn at_most(mut self, sessions: u32) -> Self {
                    self.bound = SessionLimit::new(sessions).into();
                    self
                }

                /// Deletes what has expired, and as much more as new sessions need room.
                async fn make_room(&self) -> Result<(), StoreError> {
                    self.delete_expired().await?;
                    let sessions: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sessions")
                        .fetch_one(&self.pool)
                        .await
                        .map_err(backend)?;
                    let surplus = self.bound.surplus(sessions);
                    if surplus > 0 {
                        sqlx::query(
                            "DELETE FROM sessions WHERE id IN \
                             (SELECT id FROM sessions ORDER BY data <> '{}', expires_at LIMIT $1)",
                        )
                        .bind(surplus)
                        .execute(&self.pool)
                        .await
                        .map_err(backend)?;
                        tracing::warn!(surplus, "no room for more sessions: some were deleted");
                    }
                    Ok(())
                }
            }

            #[async_trait]
            impl SessionStore for $store {
                async fn create(&self, record: &mut Record) -> Result<(), StoreError> {
                    if self.bound.is_due() {
                        self.make_room().await?;
                    }
                    loop {
                        let inserted = sqlx::query(
                            "INSERT INTO sessions (id, data, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                        )
                        .bind(record.id.to_string())
                        .bind(data(record)?)
                        .bind(record.expiry_date.unix_timestamp())
                        .execute(&self.pool)
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
                        .execute(&self.pool)
                        .await
                        .map_err(backend)?;
                    Ok(())
                }

                async fn load(&self, id: &Id) -> Result<Option<Record>, StoreError> {
                    let row: Option<(String, i64)> = sqlx::query_as(
                        "SELECT data, expires_at FROM sessions WHERE id = $1 AND expires_at > $2",
                    )
                    .bind(id.to_string())
                    .bind(now())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(backend)?;
                    row.map(|(data, expires_at)| record(*id, &data, expires_at)).transpose()
                }

                async fn delete(&self, id: &Id) -> Result<(), StoreError> {
                    sqlx::query("DELETE FROM sessions WHERE id = $1")
                        .bind(id.to_string())
                        .execute(&self.pool)
                        .await
                        .map_err(backend)?;
                    Ok(())
                }
            }

            #[async_trait]
            impl ExpiredDeletion for $store {
                async fn delete_expired(&self) -> Result<(), StoreError> {
                    sqlx::query("DELETE FROM sessions WHERE expires_at <= $1")
                        .bind(now())
                        .execute(&self.pool)
                        .await
                        .map_err(backend)?;
                    Ok(())
                }
            }
        };
    };
}

pub(super) use sql_store;
