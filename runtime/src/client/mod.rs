//! Clients: calls over HTTP that keep to one origin, to deadlines and to bounds.
//!
//! A generated client is a typed face of [`ClientCore`]. It follows no redirect, reads no body past its cap, sends no
//! credential to another origin, repeats just what may be repeated, and tells every failure as a [`CallError`].

mod accept;
mod attempt;
mod builder;
mod cache;
mod call;
mod coding;
mod content_type;
mod core;
mod credential;
mod error;
mod error_debug;
mod form;
mod narrow;
mod origin;
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
pub use origin::{BaseUrl, BaseUrlError};
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
