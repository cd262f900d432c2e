//! Clients: calls over HTTP to one origin, within deadlines and size limits.
//!
//! A generated client is a typed wrapper of [`ClientCore`]. It follows no redirects, reads no body past its limit,
//! sends no credentials to another origin, retries only requests that may be repeated, and returns every failure as a
//! [`CallError`].

mod accept;
mod attempt;
mod builder;
mod cache;
mod call;
mod classify;
mod coding;
mod content_type;
mod core;
mod credential;
mod error;
mod error_debug;
mod form;
mod idempotency;
mod origin;
mod pages;
mod paginator;
mod prepared;
mod query_options;
mod refusal;
mod request_builder;
mod retry;
mod servers;
mod service;
mod session;
mod timeouts;
mod token;
mod transport;
mod write;

pub use self::core::ClientCore;
pub use accept::CallOptions;
pub use builder::ClientBuilder;
pub use call::{ClientCall, LinkCall};
pub use credential::Credential;
pub use error::{BuildError, CallError, InvalidInput, Refusal, UndecodableResponse, UnexpectedResponse};
pub use form::{Answered, DecodeFailure, ReadForm, ReadMany};
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
