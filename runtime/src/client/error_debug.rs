//! Texts of errors, truncated because they may contain a server's data.

use std::fmt;

use crate::sanitize::{Bounded, OneLine};

use super::error::{CallError, Refusal, UndecodableResponse, UnexpectedResponse};

/// The maximum number of entries that are printed.
const ENTRIES: usize = 20;

/// Displays the message of an error, if it has one.
pub(super) struct RefusalMessage<'a>(pub(super) &'a Refusal);

impl fmt::Display for RefusalMessage<'_> {
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

impl<E: fmt::Debug> fmt::Debug for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared(error, refusal) => {
                f.debug_tuple("Declared").field(&Bounded(error)).field(refusal).finish()
            }
            Self::Problem(refusal) => f.debug_tuple("Problem").field(refusal).finish(),
            Self::Unexpected(answer) => f.debug_tuple("Unexpected").field(answer).finish(),
            Self::Decode(answer) => f.debug_tuple("Decode").field(answer).finish(),
            Self::NotModified(headers) => f.debug_tuple("NotModified").field(&Bounded(headers)).finish(),
            Self::Transport(error) => f.debug_tuple("Transport").field(error).finish(),
            Self::TooLarge { limit, coding } => {
                f.debug_struct("TooLarge").field("limit", limit).field("coding", coding).finish()
            }
            Self::CrossOrigin { origin } => {
                f.debug_struct("CrossOrigin").field("origin", &Bounded(origin)).finish()
            }
            Self::Credential(cause) => f.debug_tuple("Credential").field(cause).finish(),
            Self::InvalidInput(input) => f.debug_tuple("InvalidInput").field(input).finish(),
            Self::Loop => f.write_str("Loop"),
            Self::Endless { limit } => f.debug_struct("Endless").field("limit", limit).finish(),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("status", &self.status)
            .field("headers", &Bounded(&self.headers))
            .field("message", &self.message.as_ref().map(Bounded))
            .field("code", &self.code.as_ref().map(Bounded))
            .field("kind", &self.kind.as_ref().map(Bounded))
            .field("param", &self.param.as_ref().map(Bounded))
            .field("number", &self.number)
            .field("suppress", &self.suppress)
            .field("help", &self.help.as_ref().map(Bounded))
            .field("entries", &self.entries.iter().take(ENTRIES).map(Bounded).collect::<Vec<_>>())
            .field("request_id", &self.request_id.as_ref().map(Bounded))
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UnexpectedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnexpectedResponse")
            .field("status", &self.status)
            .field("headers", &Bounded(&self.headers))
            .field("body", &Bounded(String::from_utf8_lossy(&self.body)))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UndecodableResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UndecodableResponse")
            .field("status", &self.status)
            .field("headers", &Bounded(&self.headers))
            .field("error", &self.error)
            .finish()
    }
}
