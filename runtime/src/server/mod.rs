//! The server side of generated code.
//!
//! A [`Handler`] becomes a [`Service`]: one tower service however many operations it has. A request's way:
//! its operation is found in a static table; the checks are made in the order of the style; the handler is called with a
//! [`Call`]; what it returns goes into the style's envelope, or is told in the style's error body.

mod auth;
mod call;
mod context;
mod core;
mod encode;
pub(crate) mod limits;
mod negotiate;
mod pipeline;
mod route;
pub(crate) mod serve;
mod service;
#[cfg(feature = "sessions")]
pub mod session;
#[cfg(not(feature = "sessions"))]
#[path = "session/none.rs"]
mod session;
mod settings;

pub use crate::api::{Answer, Api, Failure, Security};
pub use auth::credentials::{ClientCertificate, Credential, Credentials};
#[doc(hidden)]
pub use auth::login::{AnyHandler, AuthHandler, Authentication, Authenticator, authenticates};
pub use auth::login::{Login, Open, Partial, not_written};
pub use call::Call;
pub use context::Context;
pub use encode::response::{Respond, Sheet, Unwritten, WriteForm};
pub use limits::Limits;
pub use negotiate::Representation;
pub use pipeline::entity_tag::IfMatch;
pub use pipeline::read::{Reader, Receive};
pub use route::table::{Entry, Table, open, optional_login, required_login};
pub use serve::peer::{ClientAddress, Network, NetworkError, Peer};
pub use serve::{ServeOptions, serve};
pub use service::{Handler, Service};
#[cfg(feature = "sessions")]
pub use session::{MemorySessions, Session, SessionError, purge_sessions};
