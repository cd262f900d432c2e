//! Why a call has no answer.

use std::error::Error as StdError;
use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::codec::DecodeError;
use crate::problem::{Entry, Outcome};
use crate::sanitize::{Bounded, OneLine};

use super::transport::TransportError;

/// Why a call has no answer. `E` is what the document declares of the operation's failures.
///
/// Neither `Display` nor `Debug` shows a credential. `Display` shows no more of a body than its message or a short
/// excerpt, on one line: control characters of the server's are written as escapes. What either shows of one value ends
/// after 2 KiB.
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
    /// A failure that the document declares, and all else that the answer told.
    Declared(E, Box<Refusal>),
    /// A failure in the body of the house style, which the document does not declare.
    Problem(Box<Refusal>),
    /// An answer that neither document nor style knows: a proxy's page, a status out of nowhere, a redirect (none is
    /// followed).
    Unexpected(Box<Unexpected>),
    /// An answer of the right status whose body is not what the document says.
    Decode(Box<Undecodable>),
    /// What [`CallOptions::if_none_match`](super::CallOptions::if_none_match) names is still current (304). The answer's
    /// headers.
    NotModified(HeaderMap),
    /// No answer, or just a part of one.
    Transport(TransportError),
    /// The answer's body goes past the cap; the rest was not read.
    TooLarge {
        /// The cap in bytes.
        limit: u64,
        /// The content coding that the body is decoded from, where it has one: the cap is of what comes out of it.
        coding: Option<&'static str>,
    },
    /// A link leads away from the base's scheme, host or port, and was not followed.
    CrossOrigin {
        /// Where to, at most: scheme, host and port.
        origin: String,
    },
    /// A token source gave no token. Nothing was sent.
    Credential(Box<dyn StdError + Send + Sync>),
    /// Something that cannot be sent. Nothing was.
    InvalidInput(InvalidInput),
    /// A link to the next page, or its range, was followed before; or a page was of items that were there before.
    Loop,
    /// A stream went past its bound of pages or items.
    Endless {
        /// The bound.
        limit: u64,
    },
}

/// A failure as the style's body tells it. What the style has no place for is empty.
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
    /// The answer's headers.
    pub headers: HeaderMap,
    /// The text for people.
    pub message: Option<String>,
    /// The machine's word.
    pub code: Option<String>,
    /// The machine's number.
    pub number: Option<i64>,
    /// Whether an app may keep the message to itself.
    pub suppress: Option<bool>,
    /// Where to read on.
    pub help: Option<String>,
    /// One a problem.
    pub entries: Vec<Entry>,
    /// The request's id, from body or headers.
    pub request_id: Option<String>,
    /// What happened, as far as code and status tell.
    pub outcome: Option<Outcome>,
}

/// An answer that neither document nor style knows.
#[doc = include_str!("../../docs/unexpected.md")]
#[derive(Clone)]
#[non_exhaustive]
pub struct Unexpected {
    /// The HTTP status.
    pub status: StatusCode,
    /// The answer's headers.
    pub headers: HeaderMap,
    /// The body's first 64 KiB.
    pub body: bytes::Bytes,
    /// What happened, as far as the status tells.
    pub outcome: Option<Outcome>,
}

impl fmt::Debug for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unexpected")
            .field("status", &self.status)
            .field("headers", &Bounded(&self.headers))
            .field("body", &Bounded(String::from_utf8_lossy(&self.body)))
            .finish_non_exhaustive()
    }
}

/// A body that is not what the document says.
#[doc = include_str!("../../docs/undecodable.md")]
#[derive(Clone)]
#[non_exhaustive]
pub struct Undecodable {
    /// The HTTP status.
    pub status: StatusCode,
    /// The answer's headers.
    pub headers: HeaderMap,
    /// What is wrong, where, and a piece of the body.
    pub error: DecodeError,
}

/// An input that cannot be sent.
#[doc = include_str!("../../docs/invalid_input.md")]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidInput {
    /// Which, by its wire name.
    pub input: String,
    /// What is wrong with it, as the rest of a sentence.
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
    /// The answer's HTTP status, where one came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Declared(_, told) | Self::Problem(told) => Some(told.status),
            Self::Unexpected(answer) => Some(answer.status),
            Self::Decode(answer) => Some(answer.status),
            Self::NotModified(_) => Some(StatusCode::NOT_MODIFIED),
            _ => None,
        }
    }

    /// The answer's headers, where one came.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Declared(_, told) | Self::Problem(told) => Some(&told.headers),
            Self::Unexpected(answer) => Some(&answer.headers),
            Self::Decode(answer) => Some(&answer.headers),
            Self::NotModified(headers) => Some(headers),
            _ => None,
        }
    }

    /// What the style's failure body told, declared or not.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Declared(_, told) | Self::Problem(told) => Some(told),
            _ => None,
        }
    }

    /// The declared failure, where it is one.
    #[must_use]
    pub fn declared(&self) -> Option<&E> {
        match self {
            Self::Declared(error, _) => Some(error),
            _ => None,
        }
    }

    /// Whether the request is at fault: any 4xx, registered or not (RFC 9110 §15).
    #[must_use]
    pub fn is_client_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_client_error())
    }

    /// Whether the server is at fault: any 5xx, registered or not.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// What happened, in the words of [`Outcome`], as far as code and status tell. A 4xx that the style does not know
    /// is as a 400, a 5xx as a 500 (RFC 9110 §15). Where the body tells failures under a status of success, a code that
    /// the style does not know is [`Outcome::Business`].
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Declared(_, told) | Self::Problem(told) => told.outcome,
            Self::Unexpected(answer) => answer.outcome,
            Self::NotModified(_) => Some(Outcome::NotModified),
            _ => None,
        }
    }

    /// The same error with another kind of declared failure.
    pub fn map<F>(self, map: impl FnOnce(E) -> F) -> CallError<F> {
        match self {
            Self::Declared(error, told) => CallError::Declared(map(error), told),
            Self::Problem(told) => CallError::Problem(told),
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
            Self::Declared(error, told) => {
                write!(f, "{} ({:?}){}", told.status.as_u16(), Bounded(error), Said(told))
            }
            Self::Problem(told) => write!(f, "{}{}", told.status.as_u16(), Said(told)),
            Self::Unexpected(answer) => {
                write!(f, "an unexpected answer with status {}", answer.status.as_u16())
            }
            Self::Decode(answer) => {
                write!(
                    f,
                    "the answer with status {} cannot be read: {}",
                    answer.status.as_u16(),
                    answer.error
                )
            }
            Self::NotModified(_) => f.write_str("what is kept is still current"),
            Self::Transport(error) => error.fmt(f),
            Self::TooLarge { limit, coding: None } => {
                write!(f, "the answer's body is larger than {limit} bytes")
            }
            Self::TooLarge { limit, coding: Some(coding) } => {
                write!(f, "the answer's body, decoded from `{coding}`, is larger than {limit} bytes")
            }
            Self::CrossOrigin { origin } => write!(f, "a link leads to another origin, {}", Bounded(origin)),
            Self::Credential(_) => f.write_str("no token could be had"),
            Self::InvalidInput(input) => input.fmt(f),
            Self::Loop => f.write_str("the way to the next page leads back to one before"),
            Self::Endless { limit } => write!(f, "the collection goes on past the bound of {limit}"),
        }
    }
}

/// The message of a failure, if it has one.
struct Said<'a>(&'a Refusal);

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = &self.0.code {
            write!(f, " {}", Bounded(OneLine(code)))?;
        }
        match &self.0.message {
            Some(message) => write!(f, ": {}", Bounded(OneLine(message))),
            None => Ok(()),
        }
    }
}

impl<E: fmt::Debug> StdError for CallError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            // The text of the error itself is this one's; what is below it is its cause.
            Self::Transport(error) => error.source(),
            Self::Credential(cause) => Some(&**cause),
            _ => None,
        }
    }
}

/// A [`CallError`] before it is known which failures are declared: what is below the typed layer is compiled once.
#[derive(Debug)]
pub(crate) enum Fault {
    Transport(TransportError),
    TooLarge { limit: u64, coding: Option<&'static str> },
    Decode(Box<Undecodable>),
    CrossOrigin { origin: String },
    Credential(Box<dyn StdError + Send + Sync>),
    InvalidInput(InvalidInput),
}

impl<E> From<Fault> for CallError<E> {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Transport(error) => Self::Transport(error),
            Fault::TooLarge { limit, coding } => Self::TooLarge { limit, coding },
            Fault::Decode(answer) => Self::Decode(answer),
            Fault::CrossOrigin { origin } => Self::CrossOrigin { origin },
            Fault::Credential(cause) => Self::Credential(cause),
            Fault::InvalidInput(input) => Self::InvalidInput(input),
        }
    }
}

/// Why a client could not be built.
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
    /// The base URL.
    Base {
        /// What is wrong with it, as the rest of a sentence.
        reason: &'static str,
    },
    /// A base is given to an operation that the document does not have.
    Operation {
        /// Its id.
        operation: String,
    },
    /// A header or credential holds what no header can carry.
    Header {
        /// Which.
        header: String,
    },
    /// The id of a session is none that a cookie carries, or the API has no sessions.
    Session,
    /// The default transport could not be set up.
    Transport(TransportError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base { reason } => write!(f, "the base URL {reason}"),
            Self::Operation { operation } => write!(f, "the API has no operation `{operation}`"),
            Self::Header { header } => write!(f, "{header} holds what a header cannot carry"),
            Self::Session => f.write_str("the session cannot be gone on with"),
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
