//! Where sessions are kept: beside the data, in memory, or in a server of their own.

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "redis")]
mod redis;
mod sql;
mod sqlite;

use std::fmt::Display;

use housestyle::server::session::{Id, Record, StoreError};
use time::OffsetDateTime;

#[cfg(feature = "postgres")]
pub use postgres::PostgresSessions;
#[cfg(feature = "redis")]
pub use redis::RedisSessions;
pub use sqlite::SqliteSessions;

/// What a store keeps of a record besides its id and its end, as JSON.
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

/// The failure of whatever a store stands on.
fn backend(error: impl Display) -> StoreError {
    StoreError::Backend(error.to_string())
}
