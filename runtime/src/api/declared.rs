//! Failures that the document declares for an operation, the same enum on both sides.

use crate::codec::DecodeError;
use crate::codec::json::{self, WriteError};
use crate::problem::{Entry, Outcome, Problem, Wording};
use crate::value::StatusIn;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;

/// The failures that the document declares for an operation. Implemented by an enum; emitted.
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
    /// What is said of each, in the enum's order.
    const DECLARED: &'static [Declared];
    /// Which of [`Self::DECLARED`] this is, with its own body where it has one.
    fn tell(&self) -> Told;
    /// The failure that was heard; none where it is not one of these.
    ///
    /// # Errors
    /// The body is not what the document says.
    fn read(heard: &Heard<'_>) -> Result<Option<Self>, DecodeError>;
}

/// What the document says of a failure.
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    /// Its status.
    pub status: StatusSpec,
    /// The machine's word for it.
    pub code: Option<&'static str>,
    /// The machine's number.
    pub number: Option<i64>,
    /// The text for people.
    pub message: Option<&'static str>,
    /// The type of the resource that is to blame.
    pub resource: Option<&'static str>,
    /// Where it is told to be: a JSON pointer (RFC 6901) into the request's body.
    pub pointer: Option<&'static str>,
    /// Whether an app may keep the message to itself.
    pub suppress: Option<bool>,
    /// Whether it has a body of its own in place of the style's.
    pub typed: bool,
    /// What it is a case of, where that is known; else its status tells.
    pub outcome: Option<Outcome>,
}

impl Declared {
    /// As a problem: the code goes into an entry, beside the resource that is to blame, and to the problem itself. The
    /// status counts where the declaration leaves it open; `body` is a media type and what stands in place of the style's body.
    #[must_use]
    pub fn problem(&self, status: Option<u16>, body: Option<(&'static str, Vec<u8>)>) -> Problem {
        let status = self.status.exact().or(status).unwrap_or(500);
        let mut problem = Problem::new(self.outcome.unwrap_or(outcome_of(status))).status(status);
        (problem.number, problem.suppress) = (self.number, self.suppress);
        problem.message = self.message.map(Into::into);
        problem.code = self.code.map(Into::into);
        if let Some(code) = self.code {
            problem.wording = Some(Wording::of(format!("failure.{code}")));
            let (resource, pointer) = (self.resource.map(Into::into), self.pointer.map(Into::into));
            let entry = Entry { resource, pointer, ..Entry::new(code) };
            problem.entries.push(entry);
        }
        match body {
            None => problem,
            // A range is no type that a body could have.
            Some((media, body)) if media.contains('*') => problem.body("application/octet-stream", body),
            Some(("text/plain", text)) => problem.body("text/plain; charset=utf-8", text),
            Some((media, body)) => problem.body(media, body),
        }
    }
}

/// The outcome that a declared status is likest: what is not known as another is the business's.
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
    /// This one.
    Exact(u16),
    /// `4XX`: the hundreds digit.
    Range(u8),
    /// `default`: whatever is not declared otherwise.
    Default,
}

impl StatusSpec {
    /// The status, where there is just one.
    #[must_use]
    pub const fn exact(self) -> Option<u16> {
        if let Self::Exact(status) = self { Some(status) } else { None }
    }

    /// How wide it is: one status before a range, and that before the default.
    pub(crate) const fn rank(self) -> u8 {
        match self {
            Self::Exact(_) => 0,
            Self::Range(_) => 1,
            Self::Default => 2,
        }
    }

    /// Whether `status` is of it.
    #[must_use]
    pub const fn covers(self, status: u16) -> bool {
        match self {
            Self::Exact(exact) => exact == status,
            Self::Range(hundreds) => hundreds as u16 == status / 100,
            Self::Default => true,
        }
    }
}

/// Which declared failure a handler tells.
#[derive(Debug)]
pub struct Told {
    /// The index into [`DeclaredError::DECLARED`].
    pub index: usize,
    /// The status, where the declaration leaves it open.
    pub status: Option<u16>,
    /// Its own body.
    pub body: Option<Result<Vec<u8>, WriteError>>,
    /// The media type of that.
    pub media: &'static str,
}

impl Told {
    /// A failure in the style's body.
    #[must_use]
    pub const fn index(index: usize) -> Self {
        Self { index, status: None, body: None, media: "application/json" }
    }

    /// A failure with a body of its own.
    #[must_use]
    pub fn body<T: Serialize + ?Sized>(index: usize, status: Option<u16>, body: &T) -> Self {
        Self { status, ..Self::index(index) }.json("application/json", body)
    }

    /// With this status, where the declaration leaves it open.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// With a body of its own in JSON, under this media type.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(self, media: &'static str, body: &T) -> Self {
        let mut text = Vec::new();
        let written = json::write(body, &mut text);
        Self { body: Some(written.map(|()| text)), media, ..self }
    }

    /// With a body of its own of text.
    #[must_use]
    pub fn text(self, media: &'static str, body: &str) -> Self {
        self.bytes(media, body.as_bytes())
    }

    /// With a body of its own of bytes.
    #[must_use]
    pub fn bytes(self, media: &'static str, body: &[u8]) -> Self {
        Self { body: Some(Ok(body.to_vec())), media, ..self }
    }
}

/// A failure that a client heard.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// The index into [`DeclaredError::DECLARED`], as [`find`] told it.
    pub index: usize,
    /// The HTTP status.
    pub status: u16,
    /// The media type of the body, where it is told.
    pub media: Option<&'a str>,
    /// The whole body.
    pub bytes: &'a [u8],
}

impl Heard<'_> {
    /// The body as a value.
    ///
    /// # Errors
    /// The body is not what the document says.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        json::read(json::text(self.bytes))
    }

    /// The body as a value, whatever its media type: JSON of any type is JSON.
    ///
    /// # Errors
    /// The body is not what the document says.
    pub fn json<T: DeserializeOwned>(&self, _: &str) -> Result<T, DecodeError> {
        self.body()
    }

    /// The body as text of this media type.
    ///
    /// # Errors
    /// It is of another type, or not UTF-8.
    pub fn text(&self, media: &str) -> Result<String, DecodeError> {
        let bytes = self.bytes(media)?;
        String::from_utf8(bytes.into()).map_err(|_| DecodeError::of("is no UTF-8 text", self.bytes))
    }

    /// The body as bytes of this media type.
    ///
    /// # Errors
    /// It is of another type.
    pub fn bytes(&self, media: &str) -> Result<bytes::Bytes, DecodeError> {
        let essence = |media: &str| media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let (kind, subtype) = media.split_once('/').unwrap_or((media, "*"));
        let is = |told: &str| {
            let told = essence(told);
            // What a server writes for a range.
            let usual = subtype == "*" && told == "application/octet-stream";
            usual
                || told.split_once('/').is_some_and(|(of, sub)| {
                    (kind == "*" || of == kind) && (subtype == "*" || sub == essence(subtype))
                })
        };
        match self.media {
            Some(told) if !is(told) => Err(DecodeError::of(format!("is of the type `{told}`"), self.bytes)),
            _ => Ok(bytes::Bytes::copy_from_slice(self.bytes)),
        }
    }

    /// The status, where the declaration leaves it open.
    ///
    /// # Errors
    /// It is none of those that are declared.
    pub fn open<const MIN: u16, const MAX: u16>(&self) -> Result<StatusIn<MIN, MAX>, DecodeError> {
        StatusIn::try_from(self.status).map_err(|error| DecodeError::of(error.to_string(), self.bytes))
    }
}

/// Which declared failure an answer is: by number, else by code, else by status; an exact status goes before a range,
/// and a range before the default. A failure that declares a code or a number is taken by its status alone only where
/// the answer tells neither and no other is declared for that status.
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

/// Which declared failure an answer is by number, else by code, whatever the status: where the body tells failures.
#[must_use]
pub fn find_named(declared: &[Declared], number: Option<i64>, codes: &[&str]) -> Option<usize> {
    let by_number = declared.iter().position(|one| one.number.is_some() && one.number == number);
    by_number.or_else(|| declared.iter().position(|one| one.code.is_some_and(|code| codes.contains(&code))))
}

/// No failure is declared.
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

    fn tell(&self) -> Told {
        match *self {}
    }

    fn read(_: &Heard<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn declared(status: StatusSpec, code: Option<&'static str>, number: Option<i64>) -> Declared {
        let (message, resource, pointer, suppress) = (None, None, None, None);
        Declared { status, code, number, message, resource, pointer, suppress, typed: false, outcome: None }
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
        assert_eq!(problem.entries, [Entry::new("busy").resource("Clinic").pointer("/clinic")]);
        let told_in_body = |outcome| Declared { status: StatusSpec::Exact(200), outcome, ..ALL[1] };
        let outcome = |outcome| told_in_body(outcome).problem(None, None).outcome;
        assert_eq!(outcome(Some(Outcome::Forbidden)), Outcome::Forbidden);
        assert_eq!(outcome(None), Outcome::Business);
    }
}
