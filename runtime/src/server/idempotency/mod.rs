//! Idempotency keys: a request that a client sends again under the same key is performed once. The style's `idempotency`
//! declares the header and the rules.
//!
//! A key belongs to one operation and one caller: to the [identity](super::Login::identity) that the login returns for the
//! principal or, without one, to the credentials that were presented. Callers without credentials share their keys. The
//! first request with a key is performed, after all its checks have passed, and its response is kept. The same request
//! with the same key then gets that response: its status, headers and body. Cookies and the headers that every response
//! has (the id of the request, the rate limit) are not kept. A request that differs in method, path, query, media type or
//! body is [`Outcome::IdempotencyMismatch`](crate::Outcome::IdempotencyMismatch), and one that arrives while the first is
//! being performed [`Outcome::IdempotencyConflict`](crate::Outcome::IdempotencyConflict), with `Retry-After`.
//!
//! If the client goes away, a request with a key is performed to its end, and its response is kept for the next attempt.
//! The key is given up, and can be used again, if the handler panics or exceeds its [time
//! limit](super::Limits::handler_time), if a precondition fails, and if the response is `too_many` or `unavailable`; the
//! style's `failures` decides for other failures of handlers. A handler that panics or is cut off may have done a part of
//! its work: it should change things in one transaction.
//!
//! # Stores
//!
//! [`Service::idempotency_keys`](super::Service::idempotency_keys) accepts any [`IdempotencyStore`]. By default keys are
//! [in memory](MemoryIdempotencyKeys), for one server. With the feature `idempotency-sqlite`, `SqliteIdempotencyKeys` keeps
//! them in a database.

mod claim;
mod memory;
mod request;
#[cfg(feature = "idempotency-sqlite")]
mod sqlite;
mod store;

pub use memory::MemoryIdempotencyKeys;
#[cfg(feature = "idempotency-sqlite")]
pub use sqlite::SqliteIdempotencyKeys;
pub use store::{IdempotencyStore, KeptResponse, KeyState, KeyStoreError, KeyedRequest};

pub(in crate::server) use claim::{KeyClaim, KeyStart};
pub(in crate::server) use request::{CallerScope, RequestKey, read_key};
pub(in crate::server) use store::KeyStore;
