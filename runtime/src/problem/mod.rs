//! Failures that are told to the caller.

mod outcome;
mod wording;

pub use outcome::Outcome;
#[cfg(feature = "client")]
pub(crate) use outcome::registered;
pub use wording::{Text, Wording};

#[cfg(any(feature = "client", feature = "server"))]
use crate::style::{Slot, Style};
use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use std::error::Error;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

/// A failure that is told to the caller, in the style's error body.
///
/// What is not said here, the style's reaction to the outcome says. It is no `std::error::Error` on purpose: `?` makes
/// an unforeseen failure of every error, and a problem is a foreseen one. It is one pointer in size, so that a
/// `Result<T, Problem>` is small; what it says are the fields of [`Details`], which it derefs to.
///
/// ```
/// use housestyle::{Entry, Outcome, Problem};
///
/// let problem = Problem::invalid_entity()
///     .message("The visit cannot be booked")
///     .entry(Entry::new("in_the_past").pointer("/at").message("must be in the future"));
///
/// assert_eq!(problem.outcome, Outcome::InvalidEntity);
/// assert_eq!(problem.entries.len(), 1);
/// ```
#[derive(Debug, Clone)]
pub struct Problem(Box<Details>);

/// What a [`Problem`] says.
#[derive(Debug, Clone)]
pub struct Details {
    /// What happened.
    pub outcome: Outcome,
    /// The HTTP status, where it is not the outcome's own.
    pub status: Option<u16>,
    /// The machine's word for it.
    pub code: Option<Text>,
    /// The machine's number.
    pub number: Option<i64>,
    /// The text for people.
    pub message: Option<Text>,
    /// What that text is looked up by in the languages of the style, where not by the outcome.
    pub wording: Option<Wording>,
    /// The language of its texts (BCP 47), where the caller's own is known and is not that of the request.
    pub language: Option<Text>,
    /// Whether an app may keep the message to itself.
    pub suppress: Option<bool>,
    /// Where to read on: a link.
    pub help: Option<Text>,
    /// What is wrong in particular.
    pub entries: Vec<Entry>,
    /// Headers that the answer gets besides.
    pub headers: HeaderMap,
    /// A body in place of the style's.
    pub body: Option<RawBody>,
    /// What made it an internal failure: a service may know it to mean that it cannot answer for now.
    pub(crate) cause: Option<Arc<dyn Error + Send + Sync>>,
}

/// A body as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawBody {
    /// Its media type.
    pub media: Text,
    /// Its bytes.
    pub bytes: Bytes,
}

macro_rules! shorthands {
    ($($(#[$doc:meta])* $ident:ident => $outcome:ident;)*) => { $(
        $(#[$doc])*
        #[must_use]
        pub fn $ident() -> Self {
            Self::new(Outcome::$outcome)
        }
    )* };
}

impl Problem {
    /// A problem of which nothing but the outcome is said.
    #[must_use]
    pub fn new(outcome: Outcome) -> Self {
        Self(Box::new(Details {
            outcome,
            status: None,
            code: None,
            number: None,
            message: None,
            wording: None,
            language: None,
            suppress: None,
            help: None,
            entries: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            cause: None,
        }))
    }

    shorthands! {
        /// The body is not in the syntax of its media type.
        malformed => Malformed;
        /// A parameter has a value that cannot be.
        invalid_parameter => InvalidParameter;
        /// The body says what cannot be.
        invalid_entity => InvalidEntity;
        /// No credentials, or bad ones.
        unauthenticated => Unauthenticated;
        /// Known, but not entitled.
        forbidden => Forbidden;
        /// It exists, but must look as if it did not.
        hidden => Hidden;
        /// It does not exist.
        not_found => NotFound;
        /// In conflict with what is there.
        conflict => Conflict;
        /// A precondition of the request does not hold.
        precondition_failed => PreconditionFailed;
        /// A failure that the business foresees.
        business => Business;
        /// Nothing here yet.
        not_implemented => NotImplemented;
        /// For now the service cannot answer.
        unavailable => Unavailable;
        /// An unforeseen failure. `?` on any error makes one too, and logs the cause.
        internal => Internal;
    }

    /// Too many requests: try again after `retry_after`, rounded up to whole seconds.
    #[must_use]
    pub fn too_many(retry_after: Duration) -> Self {
        let seconds = retry_after.as_secs().saturating_add(u64::from(retry_after.subsec_nanos() > 0));
        Self::new(Outcome::TooMany).header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// With this HTTP status in place of the outcome's.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// With the machine's word for it.
    #[must_use]
    pub fn code(mut self, code: impl Into<Text>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// With the machine's number.
    #[must_use]
    pub fn number(mut self, number: i64) -> Self {
        self.number = Some(number);
        self
    }

    /// With a text for people, in every language.
    #[must_use]
    pub fn message(mut self, message: impl Into<Text>) -> Self {
        self.message = Some(message.into());
        self.wording = None;
        self
    }

    /// With a text for people that is looked up in the language of the request. Where there is none, the message is told.
    #[must_use]
    pub fn wording(mut self, wording: Wording) -> Self {
        self.wording = Some(wording);
        self
    }

    /// With texts in this language (BCP 47), where the style has such: a login that knows who calls, and refuses, says it.
    #[must_use]
    pub fn language(mut self, language: Option<impl Into<Text>>) -> Self {
        self.language = language.map(Into::into);
        self
    }

    /// With the error that it comes of, which is not logged for that. Where the service is
    /// [told](crate::server::Service::unavailable_if) that such an error means it, the problem becomes
    /// [`Outcome::Unavailable`]. For logins, which fail with problems.
    #[must_use]
    pub fn caused_by(mut self, error: impl Into<Box<dyn Error + Send + Sync>> + 'static) -> Self {
        self.cause = Some(Arc::from(crate::api::boxed(error)));
        self
    }

    /// Says whether an app may keep the message to itself.
    #[must_use]
    pub fn suppress(mut self, suppress: bool) -> Self {
        self.suppress = Some(suppress);
        self
    }

    /// With a link to where to read on.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With one more thing that is wrong in particular.
    #[must_use]
    pub fn entry(mut self, entry: Entry) -> Self {
        self.entries.push(entry);
        self
    }

    /// Names the part of the request that is at fault, if the style reports every problem by entries and these have a place
    /// for it.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn blame(self, style: &Style, part: Entry) -> Self {
        let has_place = part.header.is_none() || style.failure.entry.has(Slot::Header);
        if style.failure.has_lone_entry() && has_place { self.entry(part) } else { self }
    }

    /// With more things that are wrong in particular.
    #[must_use]
    pub fn entries(mut self, entries: impl IntoIterator<Item = Entry>) -> Self {
        self.entries.extend(entries);
        self
    }

    /// With a header besides.
    #[must_use]
    pub fn header(mut self, wire: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(wire, value);
        self
    }

    /// With a body in place of the style's.
    #[must_use]
    pub fn body(mut self, media: impl Into<Text>, bytes: impl Into<Bytes>) -> Self {
        self.body = Some(RawBody { media: media.into(), bytes: bytes.into() });
        self
    }
}

impl Deref for Problem {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl From<Problem> for Details {
    fn from(problem: Problem) -> Self {
        *problem.0
    }
}

/// One thing that is wrong in particular. A style writes those of its members that it has a place for.
///
/// ```
/// use housestyle::Entry;
///
/// let entry = Entry::new("taken").field("email").message("belongs to another account");
/// assert_eq!(entry.code.as_deref(), Some("taken"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// What it is a case of, where it is not of the problem's own outcome.
    pub outcome: Option<Outcome>,
    /// The type of the resource that is to blame.
    pub resource: Option<Text>,
    /// The field, by its dotted name.
    pub field: Option<Text>,
    /// The JSON pointer (RFC 6901) into the body.
    pub pointer: Option<Text>,
    /// The parameter's name, of the path or the query.
    pub parameter: Option<Text>,
    /// The header's name.
    pub header: Option<Text>,
    /// The machine's word for it.
    pub code: Option<Text>,
    /// The text for people.
    pub message: Option<Text>,
    /// What that text is looked up by in the languages of the style.
    pub wording: Option<Wording>,
}

impl Entry {
    /// An entry with the machine's word for what is wrong.
    #[must_use]
    pub fn new(code: impl Into<Text>) -> Self {
        Self { code: Some(code.into()), ..Self::default() }
    }

    /// To blame: a resource of this type.
    #[must_use]
    pub fn resource(mut self, resource: impl Into<Text>) -> Self {
        self.resource = Some(resource.into());
        self
    }

    /// To blame: the field of this dotted name.
    #[must_use]
    pub fn field(mut self, field: impl Into<Text>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// To blame: what the JSON pointer leads to.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<Text>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// As a case of another outcome than the problem: it is told with that one's status, and the style says which status
    /// the whole answer has then.
    #[must_use]
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = Some(outcome);
        self
    }

    /// To blame: the header.
    #[must_use]
    pub fn header(mut self, header: impl Into<Text>) -> Self {
        self.header = Some(header.into());
        self
    }

    /// To blame: the parameter.
    #[must_use]
    pub fn parameter(mut self, parameter: impl Into<Text>) -> Self {
        self.parameter = Some(parameter.into());
        self
    }

    /// With a text for people, in every language.
    #[must_use]
    pub fn message(mut self, message: impl Into<Text>) -> Self {
        self.message = Some(message.into());
        self.wording = None;
        self
    }

    /// With a text for people that is looked up in the language of the request. Where there is none, the message is told.
    #[must_use]
    pub fn wording(mut self, wording: Wording) -> Self {
        self.wording = Some(wording);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_rounded_up() {
        let problem = Problem::too_many(Duration::from_millis(1500));
        assert_eq!(problem.headers[RETRY_AFTER], "2");
        assert_eq!(Problem::too_many(Duration::MAX).headers[RETRY_AFTER], u64::MAX.to_string());
    }
}
