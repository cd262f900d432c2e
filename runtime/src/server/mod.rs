//! The server side of generated code.
//!
//! A [`Handler`] becomes a [`Service`]: one tower service however many operations it has. A request's way:
//! its operation is found in a static table; the checks are made in the order of the style; the handler is called with a
//! [`Call`]; what it returns goes into the style's envelope, or is told in the style's error body.

mod accept;
mod address;
mod answers;
mod beside;
pub(crate) mod body;
pub(crate) mod budget;
mod call;
mod challenge;
mod compress;
mod condition;
mod context;
mod core;
mod cors;
mod credentials;
mod cross_origin;
#[cfg(feature = "oauth")]
pub(crate) mod endpoint_limits;
mod entry;
mod envelope;
mod fail;
mod form;
mod forwarded;
mod gate;
mod language;
mod limits;
mod links;
mod login;
mod matcher;
mod media;
mod negotiate;
mod own_language;
pub(crate) mod peer;
mod precondition;
mod ranges;
mod rate;
mod reader;
mod request_id;
mod secrets;
mod segments;
mod serve;
mod service;
#[cfg(feature = "sessions")]
pub mod session;
#[cfg(not(feature = "sessions"))]
#[path = "session/none.rs"]
mod session;
mod settings;
mod table;
mod told;
mod transport;
mod trip;
mod visit;
mod zone;

pub use crate::api::{Answer, Api, Failure, Security};
pub use call::Call;
pub use condition::IfMatch;
pub use context::Context;
pub use credentials::{ClientCertificate, Credential, Credentials};
pub use form::{Respond, Sheet, Unwritten, WriteForm};
pub use limits::Limits;
pub use login::{Login, Open, Partial, not_written};
pub use negotiate::Representation;
pub use peer::{ClientAddress, Network, NetworkError, Peer};
pub use reader::{Reader, Receive};
pub use serve::{ServeOptions, serve};
pub use service::{Handler, Service};
#[cfg(feature = "sessions")]
pub use session::{MemorySessions, Session, SessionError, purge_sessions};
pub use table::{Entry, Table, open, optional_login, required_login};
