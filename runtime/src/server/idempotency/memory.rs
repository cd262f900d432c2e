//! Idempotency keys in memory.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use super::{IdempotencyStore, KeptResponse, KeyState, KeyStoreError, KeyedRequest};

/// The default maximum number of keys.
const MOST: usize = 100_000;
/// The default maximum size of their responses.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// What a record takes besides its body, roughly.
const OVERHEAD: usize = 512;

/// Idempotency keys in the memory of one server, lost when it stops. Cheap to clone; clones share the keys.
///
/// Number and size are limited. At a limit the responses that would expire first are removed, which is logged: their keys
/// are new again. If all keys belong to requests that are being performed, further requests with a new key are
/// [`Outcome::Unavailable`](crate::Outcome::Unavailable).
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// # use board::Board;
/// use housestyle::Handler as _;
/// use housestyle::server::MemoryIdempotencyKeys;
///
/// let service = Board.into_service().idempotency_keys(MemoryIdempotencyKeys::new().at_most(10_000, 1 << 20));
/// # drop(service);
/// ```
#[derive(Clone)]
pub struct MemoryIdempotencyKeys {
    records: Arc<Mutex<KeyRecords>>,
}

struct KeyRecords {
    records: HashMap<String, KeyRecord>,
    /// The records by the time at which they expire.
    order: BTreeSet<(Instant, String)>,
    bytes: usize,
    most: usize,
    most_bytes: usize,
}

struct KeyRecord {
    fingerprint: String,
    attempt: Uuid,
    expires: Instant,
    response: Option<KeptResponse>,
}

impl KeyRecord {
    fn size(&self) -> usize {
        let headers = |kept: &KeptResponse| {
            kept.headers.iter().map(|(header, value)| header.as_str().len() + value.len()).sum::<usize>()
        };
        OVERHEAD + self.response.as_ref().map_or(0, |kept| kept.body.len() + headers(kept))
    }
}

impl MemoryIdempotencyKeys {
    /// Creates a store of at most 100,000 keys, with 64 MiB of responses.
    #[must_use]
    pub fn new() -> Self {
        let (records, order) = (HashMap::new(), BTreeSet::new());
        let records = KeyRecords { records, order, bytes: 0, most: MOST, most_bytes: MOST_BYTES };
        Self { records: Arc::new(Mutex::new(records)) }
    }

    /// Sets the maximum number of keys (at least one) and the maximum size of their responses.
    #[must_use]
    pub fn at_most(self, keys: usize, bytes: usize) -> Self {
        let mut records = self.locked();
        (records.most, records.most_bytes) = (keys.max(1), bytes);
        drop(records);
        self
    }

    fn locked(&self) -> MutexGuard<'_, KeyRecords> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryIdempotencyKeys {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryIdempotencyKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryIdempotencyKeys").field("keys", &self.locked().records.len()).finish()
    }
}

impl KeyRecords {
    fn insert(&mut self, id: &str, record: KeyRecord) {
        self.remove(id);
        self.bytes += record.size();
        self.order.insert((record.expires, id.to_owned()));
        self.records.insert(id.to_owned(), record);
    }

    fn remove(&mut self, id: &str) -> Option<KeyRecord> {
        let (id, record) = self.records.remove_entry(id)?;
        self.bytes -= record.size();
        self.order.remove(&(record.expires, id));
        Some(record)
    }

    /// Removes the record of a request if it belongs to this attempt.
    fn remove_own(&mut self, request: &KeyedRequest) -> Option<KeyRecord> {
        self.records.get(&request.id).filter(|record| record.attempt == request.attempt)?;
        self.remove(&request.id)
    }

    fn remove_expired(&mut self) {
        let now = Instant::now();
        while let Some((_, id)) = self.order.first().filter(|(expires, _)| *expires <= now).cloned() {
            self.remove(&id);
        }
    }

    /// Removes responses until there are at most this many records of this size.
    fn make_room(&mut self, most: usize, most_bytes: usize) {
        let mut removed = 0_usize;
        while self.records.len() > most || self.bytes > most_bytes {
            let completed = |(_, id): &&(Instant, String)| {
                self.records.get(id).is_some_and(|record| record.response.is_some())
            };
            let Some((_, id)) = self.order.iter().find(completed).cloned() else { break };
            self.remove(&id);
            removed += 1;
        }
        if removed > 0 {
            tracing::warn!(removed, "removed idempotency keys to make room");
        }
    }
}

impl IdempotencyStore for MemoryIdempotencyKeys {
    async fn begin(&self, request: &KeyedRequest, lease: Duration) -> Result<KeyState, KeyStoreError> {
        let mut keys = self.locked();
        keys.remove_expired();
        if let Some(KeyRecord { fingerprint, response, .. }) = keys.records.get(&request.id) {
            let fingerprint = fingerprint.clone();
            return Ok(match response.clone() {
                Some(response) => KeyState::Completed { fingerprint, response },
                None => KeyState::Running { fingerprint },
            });
        }
        let (most, most_bytes) = (keys.most - 1, keys.most_bytes);
        keys.make_room(most, most_bytes);
        if keys.records.len() > most {
            return Err("there is no room for more idempotency keys".into());
        }
        let (fingerprint, attempt) = (request.fingerprint.clone(), request.attempt);
        let expires = Instant::now() + lease;
        keys.insert(&request.id, KeyRecord { fingerprint, attempt, expires, response: None });
        Ok(KeyState::New)
    }

    async fn complete(
        &self,
        request: &KeyedRequest,
        response: KeptResponse,
        lifetime: Duration,
    ) -> Result<(), KeyStoreError> {
        let mut keys = self.locked();
        if let Some(record) = keys.remove_own(request) {
            let expires = Instant::now() + lifetime;
            keys.insert(&request.id, KeyRecord { expires, response: Some(response), ..record });
            let (most, most_bytes) = (keys.most, keys.most_bytes);
            keys.make_room(most, most_bytes);
        }
        Ok(())
    }

    async fn abandon(&self, request: &KeyedRequest) -> Result<(), KeyStoreError> {
        self.locked().remove_own(request);
        Ok(())
    }
}
