//! Clients: calls over HTTP to one origin, within deadlines and size limits.
//!
//! A generated client is a typed wrapper of [`ClientCore`]. It follows no redirects, reads no body past its limit,
//! sends no credentials to another origin, retries only requests that may be repeated, and returns every failure as a
//! [`CallError`].

mod accept;
pub(crate) mod attempt;
mod builder;
mod cache;
mod call;
mod coding;
mod content_type;
mod core;
mod credential;
pub(crate) mod error;
mod error_debug;
mod form;
mod narrow;
pub(crate) mod origin;
mod pages;
mod paginator;
mod prepared;
mod ranges;
mod refusal;
mod retry;
mod rows;
mod sending;
mod servers;
mod service;
mod session;
mod timeouts;
mod token;
mod transport;
mod verdict;
mod write;

pub use self::core::ClientCore;
pub use accept::CallOptions;
pub use builder::ClientBuilder;
pub use call::{ClientCall, Followed};
pub use credential::Credential;
pub use error::{BuildError, CallError, InvalidInput, Refusal, Undecodable, Unexpected};
pub use form::{Answered, ReadForm, ReadMany, Unread};
pub use pages::CallStream;
pub use prepared::{CallResult, Reply};
pub use retry::RetryPolicy;
pub use secrecy::SecretString;
pub use servers::{Server, ServerError};
pub use service::InProcess;
pub use timeouts::Timeouts;
pub use token::TokenSource;
pub use transport::{Body, BoxFuture, Request, Reqwest, Response, Transport, TransportError, TransportKind};
pub use write::{Dispatch, DispatchBody, Writer};
