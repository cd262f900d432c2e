//! Errors of calls.

use std::error::Error as StdError;
use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::codec::DecodeError;
use crate::problem::{Entry, Outcome};
use crate::sanitize::Bounded;

use super::error_debug::RefusalMessage;
use super::transport::TransportError;

/// The error of a call. `E` is the operation's declared error type.
///
/// Neither `Display` nor `Debug` shows a credential. `Display` shows of a body only its message or a short excerpt,
/// on one line with control characters escaped. Both truncate a value after 2 KiB.
///
/// ```
/// use housestyle::client::CallError;
///
/// fn describe<E>(error: &CallError<E>) -> &'static str {
///     match error {
///         CallError::Declared(..) => "the operation's own error",
///         CallError::Problem(_) => "an error of the house style",
///         CallError::Transport(_) => "no response",
///         _ if error.is_server_error() => "the server failed",
///         _ => "something else",
///     }
/// }
/// assert_eq!(describe(&CallError::<()>::Loop), "something else");
/// ```
#[non_exhaustive]
pub enum CallError<E> {
    /// An error that the document declares, and the rest of the response.
    Declared(E, Box<Refusal>),
    /// An error in the style's format that the document does not declare.
    Problem(Box<Refusal>),
    /// A response that neither document nor style describes: a proxy's page, an unknown status or a redirect
    /// (redirects are not followed).
    Unexpected(Box<UnexpectedResponse>),
    /// A response with an expected status whose body is not what the document declares.
    Decode(Box<UndecodableResponse>),
    /// The entity tag in [`CallOptions::if_none_match`](super::CallOptions::if_none_match) is still current (304).
    /// Holds the response headers.
    NotModified(HeaderMap),
    /// No response, or an incomplete one.
    Transport(TransportError),
    /// The response body exceeds the limit; the rest was not read.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
        /// The content coding of the body, if it has one: the limit then applies to the decoded body.
        coding: Option<&'static str>,
    },
    /// A link has another scheme, host or port than the base, and was not followed.
    CrossOrigin {
        /// The origin of the link: scheme, host and port.
        origin: String,
    },
    /// A token source returned an error. Nothing was sent.
    Credential(Box<dyn StdError + Send + Sync>),
    /// An input that cannot be sent. Nothing was sent.
    InvalidInput(InvalidInput),
    /// A next page was requested before, or contains the items of an earlier page.
    Loop,
    /// A stream exceeded its limit of pages or items.
    Endless {
        /// The limit.
        limit: u64,
    },
}

/// An error in the style's format. Members that the style does not have are empty.
///
/// ```
/// # mod example { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/client.rs")); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # use example::*;
/// # let client = client();
/// let error = client.create_note(Note { text: String::new() }).send().await.unwrap_err();
/// let refusal = error.refusal().unwrap();
/// assert_eq!((refusal.status.as_u16(), refusal.entries[0].pointer.as_deref()), (422, Some("/text")));
/// # }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// The response headers.
    pub headers: HeaderMap,
    /// The message for people.
    pub message: Option<String>,
    /// The machine-readable code.
    pub code: Option<String>,
    /// The machine-readable type.
    pub kind: Option<String>,
    /// The parameter or the member of the body that the failure is about, as the server names it.
    pub param: Option<String>,
    /// The machine-readable number.
    pub number: Option<i64>,
    /// Whether the message should be hidden from end users.
    pub suppress: Option<bool>,
    /// A link to documentation.
    pub help: Option<String>,
    /// One entry for each problem.
    pub entries: Vec<Entry>,
    /// The request id, from body or headers.
    pub request_id: Option<String>,
    /// The outcome, as far as code and status determine it.
    pub outcome: Option<Outcome>,
    /// The body, as it was received. [`member`](Self::member) reads members that the style does not have.
    pub body: bytes::Bytes,
}

/// A response that neither document nor style describes.
#[doc = include_str!("../../docs/unexpected.md")]
#[derive(Clone)]
#[non_exhaustive]
pub struct UnexpectedResponse {
    /// The HTTP status.
    pub status: StatusCode,
    /// The response headers.
    pub headers: HeaderMap,
    /// The first 64 KiB of the body.
    pub body: bytes::Bytes,
    /// The outcome, as far as the status determines it.
    pub outcome: Option<Outcome>,
}

/// A body that is not what the document declares.
#[doc = include_str!("../../docs/undecodable.md")]
#[derive(Clone)]
#[non_exhaustive]
pub struct UndecodableResponse {
    /// The HTTP status.
    pub status: StatusCode,
    /// The response headers.
    pub headers: HeaderMap,
    /// The error, with its place and an excerpt of the body.
    pub error: DecodeError,
}

/// An input that cannot be sent.
#[doc = include_str!("../../docs/invalid_input.md")]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidInput {
    /// The wire name of the input.
    pub input: String,
    /// The reason, as the rest of a sentence.
    pub reason: &'static str,
}

impl InvalidInput {
    pub(super) fn new(input: impl Into<String>, reason: &'static str) -> Self {
        Self { input: input.into(), reason }
    }
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.input, self.reason)
    }
}

impl<E> CallError<E> {
    /// Returns the HTTP status, if there was a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Declared(_, refusal) | Self::Problem(refusal) => Some(refusal.status),
            Self::Unexpected(answer) => Some(answer.status),
            Self::Decode(answer) => Some(answer.status),
            Self::NotModified(_) => Some(StatusCode::NOT_MODIFIED),
            _ => None,
        }
    }

    /// Returns the response headers, if there was a response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Declared(_, refusal) | Self::Problem(refusal) => Some(&refusal.headers),
            Self::Unexpected(answer) => Some(&answer.headers),
            Self::Decode(answer) => Some(&answer.headers),
            Self::NotModified(headers) => Some(headers),
            _ => None,
        }
    }

    /// Returns the error in the style's format, declared or not.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Declared(_, refusal) | Self::Problem(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Returns the declared error.
    #[must_use]
    pub fn declared(&self) -> Option<&E> {
        match self {
            Self::Declared(error, _) => Some(error),
            _ => None,
        }
    }

    /// Returns whether the status is 4xx, registered or not (RFC 9110 §15).
    #[must_use]
    pub fn is_client_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_client_error())
    }

    /// Returns whether the status is 5xx, registered or not.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// Returns the [`Outcome`], as far as code and status determine it. A 4xx that the style does not use counts as
    /// 400, a 5xx as 500 (RFC 9110 §15). If the style reports errors in the body of successful responses, an unknown
    /// code is [`Outcome::Business`].
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Declared(_, refusal) | Self::Problem(refusal) => refusal.outcome,
            Self::Unexpected(answer) => answer.outcome,
            Self::NotModified(_) => Some(Outcome::NotModified),
            _ => None,
        }
    }

    /// Converts the declared error.
    pub fn map<F>(self, map: impl FnOnce(E) -> F) -> CallError<F> {
        match self {
            Self::Declared(error, refusal) => CallError::Declared(map(error), refusal),
            Self::Problem(refusal) => CallError::Problem(refusal),
            Self::Unexpected(answer) => CallError::Unexpected(answer),
            Self::Decode(answer) => CallError::Decode(answer),
            Self::NotModified(headers) => CallError::NotModified(headers),
            Self::Transport(error) => CallError::Transport(error),
            Self::TooLarge { limit, coding } => CallError::TooLarge { limit, coding },
            Self::CrossOrigin { origin } => CallError::CrossOrigin { origin },
            Self::Credential(cause) => CallError::Credential(cause),
            Self::InvalidInput(input) => CallError::InvalidInput(input),
            Self::Loop => CallError::Loop,
            Self::Endless { limit } => CallError::Endless { limit },
        }
    }
}

impl<E: fmt::Debug> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared(error, refusal) => {
                write!(f, "{} ({:?}){}", refusal.status.as_u16(), Bounded(error), RefusalMessage(refusal))
            }
            Self::Problem(refusal) => write!(f, "{}{}", refusal.status.as_u16(), RefusalMessage(refusal)),
            Self::Unexpected(answer) => {
                write!(f, "an unexpected response with status {}", answer.status.as_u16())
            }
            Self::Decode(answer) => {
                write!(
                    f,
                    "the response with status {} cannot be read: {}",
                    answer.status.as_u16(),
                    answer.error
                )
            }
            Self::NotModified(_) => f.write_str("not modified"),
            Self::Transport(error) => error.fmt(f),
            Self::TooLarge { limit, coding: None } => {
                write!(f, "the response body is larger than {limit} bytes")
            }
            Self::TooLarge { limit, coding: Some(coding) } => {
                write!(f, "the response body, decoded from `{coding}`, is larger than {limit} bytes")
            }
            Self::CrossOrigin { origin } => write!(f, "a link leads to another origin, {}", Bounded(origin)),
            Self::Credential(_) => f.write_str("no token could be obtained"),
            Self::InvalidInput(input) => input.fmt(f),
            Self::Loop => f.write_str("the next page was requested before"),
            Self::Endless { limit } => write!(f, "the collection exceeds the limit of {limit}"),
        }
    }
}

impl<E: fmt::Debug> StdError for CallError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            // `Display` shows the transport error itself, so the source is its cause.
            Self::Transport(error) => error.source(),
            Self::Credential(cause) => Some(&**cause),
            _ => None,
        }
    }
}

/// A [`CallError`] without its declared errors: code below the typed layer is compiled once.
#[derive(Debug)]
pub(crate) enum CallFault {
    Transport(TransportError),
    TooLarge { limit: u64, coding: Option<&'static str> },
    Decode(Box<UndecodableResponse>),
    CrossOrigin { origin: String },
    Credential(Box<dyn StdError + Send + Sync>),
    InvalidInput(InvalidInput),
}

impl<E> From<CallFault> for CallError<E> {
    fn from(fault: CallFault) -> Self {
        match fault {
            CallFault::Transport(error) => Self::Transport(error),
            CallFault::TooLarge { limit, coding } => Self::TooLarge { limit, coding },
            CallFault::Decode(answer) => Self::Decode(answer),
            CallFault::CrossOrigin { origin } => Self::CrossOrigin { origin },
            CallFault::Credential(cause) => Self::Credential(cause),
            CallFault::InvalidInput(input) => Self::InvalidInput(input),
        }
    }
}

/// An error while building a client.
///
/// ```
/// use housestyle::client::{BuildError, ClientBuilder, ClientCore};
///
/// # fn main_(api: &'static housestyle::api::Api) {
/// let built = ClientBuilder::<ClientCore>::new(api, "ftp://api.example").build();
/// assert!(matches!(built, Err(BuildError::Base { .. })));
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is invalid.
    Base {
        /// The reason, as the rest of a sentence.
        reason: &'static str,
    },
    /// A base is set for an operation that the document does not have.
    Operation {
        /// The id of the operation.
        operation: String,
    },
    /// A header or credential contains characters that a header cannot carry.
    Header {
        /// The name of the header.
        header: String,
    },
    /// The session id is not a valid cookie value, or the API has no sessions.
    Session,
    /// The default transport could not be created.
    Transport(TransportError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base { reason } => write!(f, "the base URL {reason}"),
            Self::Operation { operation } => write!(f, "the API has no operation `{operation}`"),
            Self::Header { header } => write!(f, "{header} contains characters that a header cannot carry"),
            Self::Session => f.write_str("the session cannot be continued"),
            Self::Transport(_) => f.write_str("the HTTP client could not be set up"),
        }
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            _ => None,
        }
    }
}
