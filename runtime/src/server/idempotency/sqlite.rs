//! Idempotency keys in SQLite.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sqlx::SqlitePool;

use super::{IdempotencyStore, KeptResponse, KeyState, KeyStoreError, KeyedRequest};

/// How often the state of a key is read if other requests change it at the same time.
const READS: usize = 8;

/// Idempotency keys in a SQLite database: they survive a restart, and servers with one database share them.
///
/// Each request with a new key also removes a few expired records.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// # async fn example() -> Result<(), sqlx::Error> {
/// # use board::Board;
/// use housestyle::Handler as _;
/// use housestyle::server::SqliteIdempotencyKeys;
///
/// let keys = SqliteIdempotencyKeys::new(sqlx::SqlitePool::connect("sqlite::memory:").await?);
/// keys.create_table().await?; // or a migration with `SqliteIdempotencyKeys::SCHEMA`
/// let service = Board.into_service().idempotency_keys(keys);
/// # drop(service);
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Clone)]
pub struct SqliteIdempotencyKeys {
    pool: SqlitePool,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl SqliteIdempotencyKeys {
    /// The statements that create the table. `expires_at` is in milliseconds since 1970; `response` is null while the
    /// request is being performed.
    pub const SCHEMA: &'static str = "\
        CREATE TABLE IF NOT EXISTS idempotency_keys (\
            id TEXT PRIMARY KEY NOT NULL, \
            fingerprint TEXT NOT NULL, \
            attempt TEXT NOT NULL, \
            expires_at INTEGER NOT NULL, \
            response BLOB\
        ) WITHOUT ROWID; \
        CREATE INDEX IF NOT EXISTS idempotency_keys_by_expiry ON idempotency_keys (expires_at);";

    /// Creates a store in a database that has the table.
    #[must_use]
    pub fn new(pool: SqlitePool) -> Self {
        Self { pool, clock: Arc::new(SystemTime::now) }
    }

    /// Sets the clock by which records expire, for tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Creates the table unless it exists.
    ///
    /// # Errors
    /// Returns the errors of the database.
    pub async fn create_table(&self) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(Self::SCHEMA).execute(&self.pool).await.map(drop)
    }

    /// Removes all expired records.
    ///
    /// # Errors
    /// Returns the errors of the database.
    pub async fn delete_expired(&self) -> Result<(), sqlx::Error> {
        let statement = "DELETE FROM idempotency_keys WHERE expires_at <= ?1";
        sqlx::query(statement).bind(self.after(Duration::ZERO)).execute(&self.pool).await.map(drop)
    }

    /// Returns the time after `time`, in milliseconds since 1970.
    fn after(&self, time: Duration) -> i64 {
        let now = (self.clock)().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(now.saturating_add(time).as_millis()).unwrap_or(i64::MAX)
    }

    /// Takes the key if it is new or expired. Returns whether it was.
    async fn take(&self, request: &KeyedRequest, lease: Duration) -> Result<bool, sqlx::Error> {
        let statement = "INSERT INTO idempotency_keys (id, fingerprint, attempt, expires_at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint, attempt = excluded.attempt, \
             expires_at = excluded.expires_at, response = NULL WHERE idempotency_keys.expires_at <= ?5";
        let taken = sqlx::query(statement)
            .bind(&request.id)
            .bind(&request.fingerprint)
            .bind(request.attempt.to_string())
            .bind(self.after(lease))
            .bind(self.after(Duration::ZERO))
            .execute(&self.pool)
            .await?;
        Ok(taken.rows_affected() > 0)
    }

    async fn sweep(&self) -> Result<(), sqlx::Error> {
        let statement = "DELETE FROM idempotency_keys WHERE id IN \
             (SELECT id FROM idempotency_keys WHERE expires_at <= ?1 ORDER BY expires_at LIMIT 8)";
        sqlx::query(statement).bind(self.after(Duration::ZERO)).execute(&self.pool).await.map(drop)
    }
}

impl fmt::Debug for SqliteIdempotencyKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteIdempotencyKeys").field("pool", &self.pool).finish_non_exhaustive()
    }
}

impl IdempotencyStore for SqliteIdempotencyKeys {
    async fn begin(&self, request: &KeyedRequest, lease: Duration) -> Result<KeyState, KeyStoreError> {
        // The record may be removed between the two statements.
        for _ in 0..READS {
            if self.take(request, lease).await? {
                if let Err(error) = self.sweep().await {
                    tracing::warn!(%error, "could not remove expired idempotency keys");
                }
                return Ok(KeyState::New);
            }
            let statement = "SELECT fingerprint, response FROM idempotency_keys WHERE id = ?1";
            let row: Option<(String, Option<Vec<u8>>)> =
                sqlx::query_as(statement).bind(&request.id).fetch_optional(&self.pool).await?;
            let Some((fingerprint, response)) = row else { continue };
            return Ok(match response {
                Some(bytes) => {
                    let response =
                        KeptResponse::from_bytes(&bytes).ok_or("a kept response cannot be read")?;
                    KeyState::Completed { fingerprint, response }
                }
                None => KeyState::Running { fingerprint },
            });
        }
        Err("an idempotency key changes too often".into())
    }

    async fn complete(
        &self,
        request: &KeyedRequest,
        response: KeptResponse,
        lifetime: Duration,
    ) -> Result<(), KeyStoreError> {
        let statement =
            "UPDATE idempotency_keys SET response = ?3, expires_at = ?4 WHERE id = ?1 AND attempt = ?2";
        sqlx::query(statement)
            .bind(&request.id)
            .bind(request.attempt.to_string())
            .bind(response.to_bytes())
            .bind(self.after(lifetime))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn abandon(&self, request: &KeyedRequest) -> Result<(), KeyStoreError> {
        sqlx::query("DELETE FROM idempotency_keys WHERE id = ?1 AND attempt = ?2")
            .bind(&request.id)
            .bind(request.attempt.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
