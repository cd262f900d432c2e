//! Sessions in a separate database next to the data: no request waits for its session while another writes to the data.

use std::sync::Arc;

use anyhow::Context;

use super::sql::sql_store;
use super::{MOST, SessionLimit};
use crate::database::{Pool, connect};

/// Sessions in the table `sessions` of an SQLite database.
#[derive(Debug, Clone)]
pub struct SqliteSessions {
    pool: Pool,
    bound: Arc<SessionLimit>,
}

impl SqliteSessions {
    /// Next to the data whose database is at `url`: in a file of its name with `-sessions` behind it; in memory without one.
    ///
    /// # Errors
    /// It cannot be opened, or the table not be made.
    pub async fn next_to(url: Option<&str>) -> anyhow::Result<Self> {
        let pool = connect(url, "-sessions").await.context("the database of sessions cannot be opened")?;
        Self::within(pool).await
    }

    /// In a database; creates its table if it does not exist.
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
        Ok(Self { pool, bound: SessionLimit::new(MOST).into() })
    }

    /// The database.
    #[must_use]
    pub fn pool(&self) -> &Pool {
        &self.pool
    }
}

sql_store!(SqliteSessions);

#[cfg(test)]
mod tests {
    use housestyle::server::session::{Id, Record, SessionStore};
    use serde_json::json;
    use time::{Duration, OffsetDateTime};

    use super::*;

    async fn store(most: u32) -> SqliteSessions {
        SqliteSessions::next_to(None).await.expect("a database").at_most(most)
    }

    fn record(minutes: i64, holds: bool) -> Record {
        let data = holds.then(|| ("a".to_owned(), json!(1))).into_iter().collect();
        Record {
            id: Id::default(),
            data,
            expiry_date: OffsetDateTime::now_utc() + Duration::minutes(minutes),
        }
    }

    async fn create(store: &SqliteSessions, mut record: Record) -> Record {
        store.create(&mut record).await.expect("created");
        record
    }

    async fn has(store: &SqliteSessions, record: &Record) -> bool {
        store.load(&record.id).await.expect("loaded").is_some()
    }

    async fn rows(store: &SqliteSessions) -> i64 {
        sqlx::query_scalar("SELECT COUNT(*) FROM sessions").fetch_one(store.pool()).await.expect("counted")
    }

    #[tokio::test]
    async fn there_are_never_more_sessions_than_the_bound() {
        for most in [1, 3, 20, 100] {
            let store = store(most).await;
            for minutes in 1..=i64::from(3 * most) {
                let new = create(&store, record(minutes, true)).await;
                assert!(rows(&store).await <= i64::from(most), "{most}");
                assert!(has(&store, &new).await, "{most}: a new session is kept");
            }
            assert!(rows(&store).await > i64::from(most / 2), "{most}: no more go than must");
        }
    }

    #[tokio::test]
    async fn the_expired_go_first_then_the_empty_then_those_that_would_expire_first() {
        let store = store(4).await;
        let soon = create(&store, record(1, true)).await;
        let late = create(&store, record(9, true)).await;
        let empty = create(&store, record(9, false)).await;
        let expired = create(&store, record(-1, true)).await;
        assert_eq!(rows(&store).await, 4);
        create(&store, record(9, true)).await;
        assert!(!has(&store, &expired).await && has(&store, &empty).await);
        create(&store, record(9, true)).await;
        assert!(!has(&store, &empty).await && has(&store, &soon).await);
        create(&store, record(9, true)).await;
        assert!(!has(&store, &soon).await && has(&store, &late).await);
    }

    #[tokio::test]
    async fn a_full_store_keeps_what_an_existing_session_changes() {
        let store = store(2).await;
        let mut kept = create(&store, record(8, true)).await;
        create(&store, record(9, true)).await;
        kept.data.insert("b".to_owned(), json!(2));
        store.save(&kept).await.expect("saved");
        let loaded = store.load(&kept.id).await.expect("loaded").expect("there");
        assert_eq!((loaded.data, rows(&store).await), (kept.data, 2));
    }

    #[tokio::test]
    async fn new_sessions_take_the_expired_away_although_nothing_purges() {
        let store = store(MOST).await;
        for _ in 0..100 {
            create(&store, record(-1, true)).await;
        }
        assert!(rows(&store).await <= 64, "{}", rows(&store).await);
    }
}
