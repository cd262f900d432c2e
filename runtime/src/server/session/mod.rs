//! Sessions: what a server keeps of each client between its requests, under an id that the client has in a cookie
//! (RFC 6265). The style says how the cookie looks and how long it lives.
//!
//! A session is loaded before the checks of every request to a path of the API, known method or not; one that comes
//! without a cookie, or with an id that is unknown, expired or malformed, begins a new one under a new id. When the answer
//! is there, whatever it is, the session is kept and the cookie set. A session that has never held anything is not kept in the
//! store: its cookie is a number with a mark that shows that this server gave it, and the first value that is kept gets an id
//! of its own. A handler has it as
//! [`Context::session`](super::Context::session), a login as [`Credentials::session`](super::Credentials::session).
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
//! [`Service::sessions`](super::Service::sessions) takes any [`SessionStore`]; without, sessions are
//! [in memory](MemorySessions). A store is asked to
//!
//! - **create** a record under its id, or under another where that id is taken, which it writes into the record;
//! - **load** a record: `None` if it is not there. One past its expiry may be returned, and is ignored;
//! - **save** a record that is there: *where it is not there any more, nothing is to be done, and `Ok(())` said*. A save
//!   that creates would bring a session back that was logged out of while another request of it was on its way. In SQL it
//!   is an `UPDATE … WHERE id = …`, no upsert. (`CachingSessionStore` fills its cache by saving, and will not do.)
//! - **delete** a record: `Ok(())` where there is none.
//!
//! Their implementations are annotated with `#[async_trait]` of the crate `async-trait`. One that is
//! [`ExpiredDeletion`] too is swept by [`purge_sessions`].
//!
//! Before a record is saved it is loaded again, and just what this request changed is changed in it: of two requests of one
//! session at a time, neither undoes what the other did to other keys. In one server they take turns at that; two servers
//! on one store can meet between loading and saving, and then the later one wins.

mod cookie;
mod error;
mod handle;
mod manager;
mod memory;
mod purge;
mod visitor;

pub use error::SessionError;
pub use handle::{PRINCIPAL, Session};
pub use memory::MemorySessions;
pub use purge::purge_sessions;
pub use tower_sessions_core::session::{Id, Record};
pub use tower_sessions_core::session_store::{Error as StoreError, ExpiredDeletion, SessionStore};

pub(in crate::server) use manager::{OpenSession, SessionManager};
