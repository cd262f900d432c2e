//! Stores of sessions: next to the data, in memory, or in a separate server.

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "redis")]
mod redis;
mod sql;
mod sqlite;

use std::fmt::Display;
use std::sync::atomic::{AtomicU32, Ordering};

use housestyle::server::session::{Id, Record, StoreError};
use time::OffsetDateTime;

#[cfg(feature = "postgres")]
pub use postgres::PostgresSessions;
#[cfg(feature = "redis")]
pub use redis::RedisSessions;
pub use sqlite::SqliteSessions;

/// Most sessions in a database where nothing else is said.
pub const MOST: u32 = 100_000;

/// How many sessions a database holds at most, and when that is looked after: at every so many new ones.
#[derive(Debug)]
struct SessionLimit {
    most: u32,
    created: AtomicU32,
}

impl SessionLimit {
    /// At most so many, and at least one.
    fn new(most: u32) -> Self {
        Self { most: most.max(1), created: AtomicU32::new(0) }
    }

    /// How many new sessions come between two looks: few in comparison to the bound, so that it holds between them.
    fn interval(&self) -> u32 {
        (self.most / 16).clamp(1, 64)
    }

    /// Counts a new session; whether to look after the bound before it is kept.
    fn is_due(&self) -> bool {
        self.created.fetch_add(1, Ordering::Relaxed).is_multiple_of(self.interval())
    }

    /// How many of so many sessions must go for the next ones to have room: none, or an eighth of what there may be and what
    /// is above that.
    fn surplus(&self, sessions: i64) -> i64 {
        let (most, interval) = (i64::from(self.most), i64::from(self.interval()));
        if sessions + interval <= most { 0 } else { sessions - most + interval.max(most / 8) }
    }
}

/// What a store keeps of a record in addition to its id and expiry, as JSON.
fn data(record: &Record) -> Result<String, StoreError> {
    serde_json::to_string(&record.data).map_err(|error| StoreError::Encode(error.to_string()))
}

/// A record of what a store kept.
fn record(id: Id, data: &str, expires_at: i64) -> Result<Record, StoreError> {
    let decode = |error: &dyn Display| StoreError::Decode(error.to_string());
    Ok(Record {
        id,
        data: serde_json::from_str(data).map_err(|error| decode(&error))?,
        expiry_date: OffsetDateTime::from_unix_timestamp(expires_at).map_err(|error| decode(&error))?,
    })
}

/// The time, in the seconds that ends are kept in.
fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

/// An error of a store's backend.
fn backend(error: impl Display) -> StoreError {
    StoreError::Backend(error.to_string())
}
