//! Sessions in memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::handle::is_live;
use super::{ExpiredDeletion, Id, Record, SessionStore, StoreError};

/// The default maximum number of sessions.
const MOST: usize = 100_000;
/// The number of sessions at which expired ones are first removed.
const FEW: usize = 64;

/// Sessions in the memory of one server, lost when it stops. Cheap to clone; clones share the sessions.
///
/// Their number is limited. At the limit an eighth of them is removed: first empty ones, then those that expire
/// first. Expired sessions are removed automatically.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// # use board::Board;
/// use housestyle::Handler as _;
/// use housestyle::server::MemorySessions;
///
/// let service = Board.into_service().sessions(MemorySessions::new());
/// # drop(service);
/// ```
#[derive(Clone)]
pub struct MemorySessions {
    records: Arc<Mutex<SessionRecords>>,
}

struct SessionRecords {
    records: HashMap<Id, Record>,
    most: usize,
    /// The number of records at which expired ones are removed: twice as many as after the last time, which keeps the
    /// amortized cost constant.
    sweep_at: usize,
}

impl MemorySessions {
    /// Creates a store of at most 100,000 sessions.
    #[must_use]
    pub fn new() -> Self {
        Self::at_most(MOST)
    }

    /// Creates a store of at most this many sessions, at least one.
    #[must_use]
    pub fn at_most(sessions: usize) -> Self {
        let records = SessionRecords { records: HashMap::new(), most: sessions.max(1), sweep_at: FEW };
        Self { records: Arc::new(Mutex::new(records)) }
    }

    fn locked(&self) -> MutexGuard<'_, SessionRecords> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemorySessions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemorySessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemorySessions").field("sessions", &self.locked().records.len()).finish()
    }
}

impl SessionRecords {
    fn sweep(&mut self) {
        self.records.retain(|_, record| is_live(record));
        self.sweep_at = self.records.len().saturating_mul(2).max(FEW);
    }

    /// Makes room for one more.
    fn make_room(&mut self) {
        if self.records.len() >= self.sweep_at.min(self.most) {
            self.sweep();
        }
        if self.records.len() < self.most {
            return;
        }
        let mut all: Vec<_> = self
            .records
            .values()
            .map(|record| (!record.data.is_empty(), record.expiry_date, record.id))
            .collect();
        let (going, _, _) =
            all.select_nth_unstable_by_key(self.most / 8, |(holds, expiry, _)| (*holds, *expiry));
        let first = going.len();
        all.iter().take(first + 1).for_each(|(_, _, id)| drop(self.records.remove(id)));
        tracing::warn!(went = first + 1, most = self.most, "removed sessions to make room");
    }
}

#[async_trait]
impl SessionStore for MemorySessions {
    async fn create(&self, record: &mut Record) -> Result<(), StoreError> {
        let mut sessions = self.locked();
        sessions.make_room();
        while sessions.records.contains_key(&record.id) {
            record.id = Id::default();
        }
        sessions.records.insert(record.id, record.clone());
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<(), StoreError> {
        if let Some(stored) = self.locked().records.get_mut(&record.id) {
            stored.clone_from(record);
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>, StoreError> {
        Ok(self.locked().records.get(id).filter(|record| is_live(record)).cloned())
    }

    async fn delete(&self, id: &Id) -> Result<(), StoreError> {
        self.locked().records.remove(id);
        Ok(())
    }
}

#[async_trait]
impl ExpiredDeletion for MemorySessions {
    async fn delete_expired(&self) -> Result<(), StoreError> {
        self.locked().sweep();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use time::{Duration, OffsetDateTime};

    fn record(minutes: i64, holds: bool) -> Record {
        let data = holds.then(|| ("a".to_owned(), json!(1))).into_iter().collect();
        let expiry_date = OffsetDateTime::now_utc() + Duration::minutes(minutes);
        Record { id: Id::default(), data, expiry_date }
    }

    async fn create(store: &MemorySessions, mut record: Record) -> Id {
        store.create(&mut record).await.expect("created");
        record.id
    }

    async fn has(store: &MemorySessions, id: Id) -> bool {
        store.load(&id).await.expect("loaded").is_some()
    }

    #[tokio::test]
    async fn what_was_deleted_is_not_saved() {
        let store = MemorySessions::new();
        let mut deleted = record(5, true);
        store.create(&mut deleted).await.expect("created");
        store.delete(&deleted.id).await.expect("deleted");
        store.save(&deleted).await.expect("passed over");
        assert!(!has(&store, deleted.id).await);
    }

    #[tokio::test]
    async fn an_id_that_is_taken_is_not_given_again() {
        let store = MemorySessions::new();
        let first = record(5, true);
        let id = create(&store, first.clone()).await;
        assert_eq!(id, first.id);
        assert_ne!(create(&store, first).await, id);
    }

    #[tokio::test]
    async fn the_expired_are_neither_loaded_nor_kept() {
        let store = MemorySessions::new();
        let (old, new) = (create(&store, record(-1, true)).await, create(&store, record(1, true)).await);
        assert!(!has(&store, old).await && has(&store, new).await);
        store.delete_expired().await.expect("deleted");
        assert_eq!(format!("{store:?}"), "MemorySessions { sessions: 1 }");
        for _ in 0..10 * FEW {
            create(&store, record(-1, false)).await;
        }
        assert!(store.locked().records.len() <= FEW + 1, "they are removed without an external sweep");
    }

    #[tokio::test]
    async fn those_that_hold_nothing_make_room_first() {
        let store = MemorySessions::at_most(16);
        let held = create(&store, record(1, true)).await;
        for minutes in 2..17 {
            create(&store, record(minutes, false)).await;
        }
        let last = create(&store, record(1, false)).await;
        assert!(has(&store, held).await && has(&store, last).await);
        assert!((1..=16).contains(&store.locked().records.len()));
        let least = MemorySessions::at_most(0);
        let first = create(&least, record(5, true)).await;
        let second = create(&least, record(5, true)).await;
        assert!(!has(&least, first).await && has(&least, second).await);
    }
}
