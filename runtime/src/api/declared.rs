//! Errors that the document declares for an operation: one enum for both sides.

use crate::codec::DecodeError;
use crate::codec::json::{self, WriteError};
use crate::problem::{Entry, Outcome, Problem, Wording};
use crate::syntax::pointer;
use crate::value::StatusIn;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;

/// The errors that the document declares for an operation. Implemented by generated enums.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// use housestyle::{DeclaredError, NoError};
///
/// /// The statuses that the document declares.
/// fn statuses<E: DeclaredError>() -> Vec<Option<u16>> {
///     E::DECLARED.iter().map(|declared| declared.status.exact()).collect()
/// }
/// assert!(statuses::<NoError>().is_empty());
/// ```
pub trait DeclaredError: Sized + fmt::Debug + Send + Sync + 'static {
    /// The declarations, in the order of the enum's variants.
    const DECLARED: &'static [Declared];
    /// Encodes the error: its index in [`Self::DECLARED`], and its own body if it has one.
    fn encode(&self) -> EncodedError;
    /// Decodes a received error. Returns `None` if it is not one of these.
    ///
    /// # Errors
    /// Returns an error if the body is not what the document declares.
    fn read(received: &ReceivedError<'_>) -> Result<Option<Self>, DecodeError>;
}

/// The declaration of an error.
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    /// The status.
    pub status: StatusSpec,
    /// The machine-readable code.
    pub code: Option<&'static str>,
    /// The machine-readable type.
    pub kind: Option<&'static str>,
    /// The machine-readable number.
    pub number: Option<i64>,
    /// The message for people.
    pub message: Option<&'static str>,
    /// The type of the resource that caused the error.
    pub resource: Option<&'static str>,
    /// A JSON pointer (RFC 6901) into the request body.
    pub pointer: Option<&'static str>,
    /// Whether the message should be hidden from end users.
    pub suppress: Option<bool>,
    /// Whether the error has a body of its own instead of the style's.
    pub typed: bool,
    /// The outcome, if it is declared; otherwise the status decides.
    pub outcome: Option<Outcome>,
}

impl Declared {
    /// Converts the declaration to a problem. `status` counts if the declaration leaves it open; `body` is a media
    /// type and the bytes that replace the style's body.
    #[must_use]
    pub fn problem(&self, status: Option<u16>, body: Option<(&'static str, Vec<u8>)>) -> Problem {
        let status = self.status.exact().or(status).unwrap_or(500);
        let mut problem = Problem::new(self.outcome.unwrap_or(outcome_of(status))).status(status);
        (problem.number, problem.suppress) = (self.number, self.suppress);
        problem.message = self.message.map(Into::into);
        problem.code = self.code.map(Into::into);
        problem.kind = self.kind.map(Into::into);
        if let Some(code) = self.code {
            problem.wording = Some(Wording::of(format!("failure.{code}")));
            let (resource, pointer) = (self.resource.map(Into::into), self.pointer.map(Into::into));
            let field = self.pointer.and_then(pointer::dotted).map(Into::into);
            let entry = Entry { resource, field, pointer, ..Entry::new(code) };
            problem.entries.push(entry);
        }
        match body {
            None => problem,
            // A media range is not a valid `Content-Type`.
            Some((media, body)) if media.contains('*') => problem.body("application/octet-stream", body),
            Some(("text/plain", text)) => problem.body("text/plain; charset=utf-8", text),
            Some((media, body)) => problem.body(media, body),
        }
    }
}

/// The most likely outcome of a declared status; `Business` if there is no better one.
const fn outcome_of(status: u16) -> Outcome {
    match status {
        400 => Outcome::Malformed,
        401 => Outcome::Unauthenticated,
        403 => Outcome::Forbidden,
        404 => Outcome::NotFound,
        409 => Outcome::Conflict,
        412 => Outcome::PreconditionFailed,
        422 => Outcome::InvalidEntity,
        429 => Outcome::TooMany,
        501 => Outcome::NotImplemented,
        503 => Outcome::Unavailable,
        500..=599 => Outcome::Internal,
        410 => Outcome::NotFound,
        _ => Outcome::Business,
    }
}

/// The status of a declared response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusSpec {
    /// Exactly this status.
    Exact(u16),
    /// A class by its hundreds digit, such as `4XX`.
    Range(u8),
    /// `default`: every status that is not declared otherwise.
    Default,
}

impl StatusSpec {
    /// Returns the status if there is exactly one.
    #[must_use]
    pub const fn exact(self) -> Option<u16> {
        if let Self::Exact(status) = self { Some(status) } else { None }
    }

    /// Returns the precedence: an exact status before a range, a range before the default.
    pub(crate) const fn rank(self) -> u8 {
        match self {
            Self::Exact(_) => 0,
            Self::Range(_) => 1,
            Self::Default => 2,
        }
    }

    /// Returns whether the specification covers `status`.
    #[must_use]
    pub const fn covers(self, status: u16) -> bool {
        match self {
            Self::Exact(exact) => exact == status,
            Self::Range(hundreds) => hundreds as u16 == status / 100,
            Self::Default => true,
        }
    }
}

/// An error of a handler, ready to be encoded as a response.
#[derive(Debug)]
pub struct EncodedError {
    /// The index into [`DeclaredError::DECLARED`].
    pub index: usize,
    /// The status, if the declaration leaves it open.
    pub status: Option<u16>,
    /// The error's own body.
    pub body: Option<Result<Vec<u8>, WriteError>>,
    /// The media type of the body.
    pub media: &'static str,
}

impl EncodedError {
    /// An error in the style's body.
    #[must_use]
    pub const fn index(index: usize) -> Self {
        Self { index, status: None, body: None, media: "application/json" }
    }

    /// An error with a JSON body of its own.
    #[must_use]
    pub fn body<T: Serialize + ?Sized>(index: usize, status: Option<u16>, body: &T) -> Self {
        Self { status, ..Self::index(index) }.json("application/json", body)
    }

    /// Sets the status, if the declaration leaves it open.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets a JSON body of this media type.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(self, media: &'static str, body: &T) -> Self {
        let mut text = Vec::new();
        let written = json::write(body, &mut text);
        Self { body: Some(written.map(|()| text)), media, ..self }
    }

    /// Sets a text body of this media type.
    #[must_use]
    pub fn text(self, media: &'static str, body: &str) -> Self {
        self.bytes(media, body.as_bytes())
    }

    /// Sets a body of bytes of this media type.
    #[must_use]
    pub fn bytes(self, media: &'static str, body: &[u8]) -> Self {
        Self { body: Some(Ok(body.to_vec())), media, ..self }
    }
}

/// A declared error as a client received it.
#[derive(Debug, Clone, Copy)]
pub struct ReceivedError<'a> {
    /// The index into [`DeclaredError::DECLARED`], as returned by [`find`].
    pub index: usize,
    /// The HTTP status.
    pub status: u16,
    /// The media type of the body, if the response has a `Content-Type`.
    pub media: Option<&'a str>,
    /// The body.
    pub bytes: &'a [u8],
}

impl ReceivedError<'_> {
    /// Decodes the body.
    ///
    /// # Errors
    /// Returns an error if the body is not what the document declares.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        json::read(json::text(self.bytes))
    }

    /// Decodes the body as JSON, whatever its media type.
    ///
    /// # Errors
    /// Returns an error if the body is not what the document declares.
    pub fn json<T: DeserializeOwned>(&self, _: &str) -> Result<T, DecodeError> {
        self.body()
    }

    /// Decodes the body as text of this media type.
    ///
    /// # Errors
    /// Returns an error if the media type differs or the body is not UTF-8.
    pub fn text(&self, media: &str) -> Result<String, DecodeError> {
        let bytes = self.bytes(media)?;
        String::from_utf8(bytes.into()).map_err(|_| DecodeError::of("is not UTF-8 text", self.bytes))
    }

    /// Returns the body as bytes of this media type.
    ///
    /// # Errors
    /// Returns an error if the media type differs.
    pub fn bytes(&self, media: &str) -> Result<bytes::Bytes, DecodeError> {
        let essence = |media: &str| media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let (kind, subtype) = media.split_once('/').unwrap_or((media, "*"));
        let matches = |received: &str| {
            let received = essence(received);
            // A server sends this type for a media range.
            let is_default = subtype == "*" && received == "application/octet-stream";
            is_default
                || received.split_once('/').is_some_and(|(of, sub)| {
                    (kind == "*" || of == kind) && (subtype == "*" || sub == essence(subtype))
                })
        };
        match self.media {
            Some(received) if !matches(received) => {
                Err(DecodeError::of(format!("has the type `{received}`"), self.bytes))
            }
            _ => Ok(bytes::Bytes::copy_from_slice(self.bytes)),
        }
    }

    /// Returns the status, if the declaration leaves it open.
    ///
    /// # Errors
    /// Returns an error if the status is not one of those declared.
    pub fn open<const MIN: u16, const MAX: u16>(&self) -> Result<StatusIn<MIN, MAX>, DecodeError> {
        StatusIn::try_from(self.status).map_err(|error| DecodeError::of(error.to_string(), self.bytes))
    }
}

/// Returns the index of the declared error of a response: by number, then by code, then by status. An exact status
/// takes precedence over a range, and a range over the default. An error that declares a code or number matches by
/// status alone only if the response has neither and no other error is declared for that status.
#[must_use]
pub fn find(declared: &[Declared], status: u16, number: Option<i64>, codes: &[&str]) -> Option<usize> {
    let covered = || declared.iter().enumerate().filter(move |(_, one)| one.status.covers(status));
    let index = |found: Option<(usize, &Declared)>| found.map(|(index, _)| index);
    let named = |one: &Declared| one.code.is_some() || one.number.is_some();
    let by_number = covered().find(|(_, one)| one.number.is_some() && one.number == number);
    let by_code = || covered().find(|(_, one)| one.code.is_some_and(|code| codes.contains(&code)));
    let by_status = || covered().filter(|(_, one)| !named(one)).min_by_key(|(_, one)| one.status.rank());
    let alone = || {
        let mut exact = covered().filter(|(_, one)| one.status.exact().is_some());
        let only = exact.next().filter(|_| number.is_none() && codes.is_empty());
        only.filter(|_| exact.next().is_none())
    };
    index(by_number.or_else(by_code).or_else(by_status).or_else(alone))
}

/// Returns the index of the declared error by number, then by code, whatever the status.
#[must_use]
pub fn find_named(declared: &[Declared], number: Option<i64>, codes: &[&str]) -> Option<usize> {
    let by_number = declared.iter().position(|one| one.number.is_some() && one.number == number);
    by_number.or_else(|| declared.iter().position(|one| one.code.is_some_and(|code| codes.contains(&code))))
}

/// The error type of an operation that declares no errors.
///
/// ```
/// use housestyle::{HandlerResult, NoError};
///
/// fn health() -> HandlerResult<&'static str, NoError> {
///     Ok("fine")
/// }
/// assert_eq!(health().unwrap(), "fine");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoError {}

impl DeclaredError for NoError {
    const DECLARED: &'static [Declared] = &[];

    fn encode(&self) -> EncodedError {
        match *self {}
    }

    fn read(_: &ReceivedError<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn declared(status: StatusSpec, code: Option<&'static str>, number: Option<i64>) -> Declared {
        let (message, resource, pointer, suppress) = (None, None, None, None);
        Declared {
            status,
            code,
            kind: None,
            number,
            message,
            resource,
            pointer,
            suppress,
            typed: false,
            outcome: None,
        }
    }

    const ALL: &[Declared] = &[
        declared(StatusSpec::Default, None, None),
        declared(StatusSpec::Exact(420), Some("busy"), Some(9)),
        declared(StatusSpec::Exact(420), Some("closed"), None),
        declared(StatusSpec::Range(4), None, None),
        declared(StatusSpec::Exact(404), None, None),
    ];

    #[test]
    fn number_then_code_then_status() {
        assert_eq!(find(ALL, 420, Some(9), &["closed"]), Some(1));
        assert_eq!(find(ALL, 420, None, &["x", "closed"]), Some(2));
        assert_eq!(find(ALL, 404, None, &["busy"]), Some(4));
        assert_eq!(find(ALL, 410, None, &[]), Some(3));
        assert_eq!(find(ALL, 500, None, &[]), Some(0));
    }

    #[test]
    fn a_coded_failure_by_status_only_where_it_is_alone() {
        let one = &ALL[1..2];
        assert_eq!(find(one, 420, None, &[]), Some(0));
        assert_eq!(find(one, 420, Some(1), &[]), None);
        assert_eq!(find(&ALL[1..3], 420, None, &[]), None);
    }

    #[test]
    fn a_declared_failure_as_a_problem() {
        let at = Declared { resource: Some("Clinic"), pointer: Some("/clinic"), ..ALL[1] };
        let problem = at.problem(None, None);
        assert_eq!((problem.status, problem.number), (Some(420), Some(9)));
        assert_eq!(
            problem.entries,
            [Entry::new("busy").resource("Clinic").field("clinic").pointer("/clinic")]
        );
        let told_in_body = |outcome| Declared { status: StatusSpec::Exact(200), outcome, ..ALL[1] };
        let outcome = |outcome| told_in_body(outcome).problem(None, None).outcome;
        assert_eq!(outcome(Some(Outcome::Forbidden)), Outcome::Forbidden);
        assert_eq!(outcome(None), Outcome::Business);
    }
}
