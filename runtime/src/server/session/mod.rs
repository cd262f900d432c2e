//! Sessions: values that a server stores for each client between requests, under an id in a cookie (RFC 6265). The
//! style configures the cookie and its lifetime.
//!
//! The session is loaded before the checks of every request to a known path; a request without a cookie, or with an
//! unknown, expired or malformed id, starts a new session with a new id. When the response is ready, whatever it is,
//! the session is saved and the cookie set. A session that has never held a value is not stored: its cookie is a
//! number with a signature of this server, and the first value is stored under an id derived from it. A handler gets
//! the session from [`Context::session`](super::Context::session), a login from
//! [`Credentials::session`](super::Credentials::session).
//!
//! ```
//! use housestyle::server::{Call, Credentials, HandlerResult, Login, Security};
//! use housestyle::Problem;
//!
//! # struct LogIn { name: String }
//! # struct LogOut;
//! # struct Shop;
//! # impl Shop {
//! # async fn account(&self, _: &str) -> Result<Option<i64>, std::io::Error> { Ok(None) }
//! async fn log_in(&self, call: Call<LogIn>) -> HandlerResult<i64> {
//!     let account = self.account(&call.name).await?.ok_or_else(Problem::unauthenticated)?;
//!     call.context().session()?.log_in(&account).await?; // under a new id
//!     Ok(account)
//! }
//! async fn log_out(&self, call: Call<LogOut>) -> HandlerResult<()> {
//!     Ok(call.context().session()?.log_out().await?) // the response expires the cookie
//! }
//! # }
//!
//! impl Login for Shop {
//!     type Principal = i64;
//!
//!     async fn login(&self, credentials: &Credentials, _: &Security) -> Result<i64, Problem> {
//!         let session = credentials.session().ok_or_else(Problem::unauthenticated)?;
//!         session.principal().await?.ok_or_else(Problem::unauthenticated)
//!     }
//! }
//! ```
//!
//! # Stores
//!
//! [`Service::sessions`](super::Service::sessions) accepts any [`SessionStore`]; by default sessions are [in
//! memory](MemorySessions). A store must
//!
//! - **create** a record under its id or, if that is taken, under another, which it writes into the record;
//! - **load** a record: `None` if it does not exist. An expired record may be returned, and is ignored;
//! - **save** an existing record: *if it does not exist any more, do nothing and return `Ok(())`*. Creating it would
//!   restore a session that was logged out while another of its requests was in progress. In SQL this is an `UPDATE …
//!   WHERE id = …`, not an upsert. (`CachingSessionStore` fills its cache on save and is not suitable.)
//! - **delete** a record: `Ok(())` if it does not exist.
//!
//! Implementations are annotated with `#[async_trait]` of the crate `async-trait`. If a store also implements
//! [`ExpiredDeletion`], [`purge_sessions`] sweeps it.
//!
//! Before a record is saved it is loaded again, and only the changes of this request are applied: two concurrent
//! requests of a session do not undo each other's changes to different keys. One server serializes this; with two
//! servers on one store, the later save can win.

mod anonymous;
mod cookie;
mod error;
mod handle;
mod manager;
mod memory;
mod purge;

pub use error::SessionError;
pub use handle::{PRINCIPAL, Session};
pub use memory::MemorySessions;
pub use purge::purge_sessions;
pub use tower_sessions_core::session::{Id, Record};
pub use tower_sessions_core::session_store::{Error as StoreError, ExpiredDeletion, SessionStore};

pub(in crate::server) use manager::{OpenSession, SessionManager};
