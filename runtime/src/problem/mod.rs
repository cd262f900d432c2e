//! Problems: errors in the style's format.

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
use std::ops::{Deref, DerefMut};
use std::{error::Error, sync::Arc, time::Duration};

/// An error response in the style's format.
///
/// Members that are not set come from the style's rule for the outcome. It does not implement `std::error::Error` on
/// purpose: `?` converts any error to an unexpected one, while a problem is expected. It is one pointer in size, so
/// that a `Result<T, Problem>` is small; its fields are those of [`Details`], which it derefs to.
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

/// The fields of a [`Problem`].
///
/// ```
/// let problem = housestyle::Problem::conflict().code("taken").message("The name is taken");
/// assert_eq!(problem.code.as_deref(), Some("taken")); // a field of `Details`
/// assert!(problem.status.is_none()); // the status is that of the outcome, which the style decides
/// ```
#[derive(Debug, Clone)]
pub struct Details {
    /// The outcome.
    pub outcome: Outcome,
    /// The HTTP status, if it is not the outcome's default.
    pub status: Option<u16>,
    /// The machine-readable code.
    pub code: Option<Text>,
    /// The machine-readable type, if it is not that of the outcome.
    pub kind: Option<Text>,
    /// The machine-readable number.
    pub number: Option<i64>,
    /// The message for people.
    pub message: Option<Text>,
    /// The key of the message in the style's languages, if it is not that of the outcome.
    pub wording: Option<Wording>,
    /// The language of the message (BCP 47), if the caller's is known and differs from that of the request.
    pub language: Option<Text>,
    /// Whether the message should be hidden from end users.
    pub suppress: Option<bool>,
    /// A link to documentation.
    pub help: Option<Text>,
    /// One entry for each detected problem.
    pub entries: Vec<Entry>,
    /// Additional response headers.
    pub headers: HeaderMap,
    /// A body that replaces the style's.
    pub body: Option<RawBody>,
    /// The cause of an internal error; the service may be configured to treat it as unavailable.
    pub(crate) cause: Option<Arc<dyn Error + Send + Sync>>,
}

/// An encoded body.
///
/// ```
/// use housestyle::Problem;
///
/// let problem = Problem::not_found().body("text/plain", b"There is nothing here.".to_vec());
/// assert_eq!(problem.body.as_ref().map(|body| &*body.media), Some("text/plain"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawBody {
    /// The media type.
    pub media: Text,
    /// The bytes.
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
    /// Creates a problem from an outcome.
    #[must_use]
    pub fn new(outcome: Outcome) -> Self {
        Self(Box::new(Details {
            outcome,
            status: None,
            code: None,
            kind: None,
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
        /// The body does not match the syntax of its media type.
        malformed => Malformed;
        /// A parameter has an invalid value.
        invalid_parameter => InvalidParameter;
        /// The body has an invalid value.
        invalid_entity => InvalidEntity;
        /// Credentials are missing or invalid.
        unauthenticated => Unauthenticated;
        /// The caller is not permitted to do this.
        forbidden => Forbidden;
        /// The resource exists, but must appear not to.
        hidden => Hidden;
        /// The resource does not exist.
        not_found => NotFound;
        /// The request conflicts with the current state.
        conflict => Conflict;
        /// A precondition of the request failed.
        precondition_failed => PreconditionFailed;
        /// An error of the application's domain.
        business => Business;
        /// Not implemented.
        not_implemented => NotImplemented;
        /// The service is temporarily unavailable.
        unavailable => Unavailable;
        /// An unexpected error. `?` on any error creates one too, and logs the cause.
        internal => Internal;
    }

    /// Too many requests: the caller may retry after `retry_after`, rounded up to whole seconds.
    #[must_use]
    pub fn too_many(retry_after: Duration) -> Self {
        let seconds = retry_after.as_secs().saturating_add(u64::from(retry_after.subsec_nanos() > 0));
        Self::new(Outcome::TooMany).header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets the machine-readable code.
    #[must_use]
    pub fn code(mut self, code: impl Into<Text>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Sets the machine-readable type.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<Text>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Sets the machine-readable number.
    #[must_use]
    pub fn number(mut self, number: i64) -> Self {
        self.number = Some(number);
        self
    }

    /// Sets the message for people, for all languages.
    #[must_use]
    pub fn message(mut self, message: impl Into<Text>) -> Self {
        self.message = Some(message.into());
        self.wording = None;
        self
    }

    /// Sets the key of the message, which is looked up in the language of the request. `message` is used if there is
    /// no such text.
    #[must_use]
    pub fn wording(mut self, wording: Wording) -> Self {
        self.wording = Some(wording);
        self
    }

    /// Sets the language of the message (BCP 47), if the style has texts in it. A login that knows the caller's
    /// language sets it when it refuses the caller.
    #[must_use]
    pub fn language(mut self, language: Option<impl Into<Text>>) -> Self {
        self.language = language.map(Into::into);
        self
    }

    /// Sets the cause, which is not logged. If the service is [configured](crate::server::Service::unavailable_if) to
    /// treat such an error as unavailable, the problem becomes [`Outcome::Unavailable`]. For logins, which return
    /// problems.
    #[must_use]
    pub fn caused_by(mut self, error: impl Into<Box<dyn Error + Send + Sync>> + 'static) -> Self {
        self.cause = Some(Arc::from(crate::api::boxed(error)));
        self
    }

    /// Sets whether the message should be hidden from end users.
    #[must_use]
    pub fn suppress(mut self, suppress: bool) -> Self {
        self.suppress = Some(suppress);
        self
    }

    /// Sets a link to documentation.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds an entry.
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
        if style.failure.fills_empty_entries() && has_place { self.entry(part) } else { self }
    }

    /// Adds entries.
    #[must_use]
    pub fn entries(mut self, entries: impl IntoIterator<Item = Entry>) -> Self {
        self.entries.extend(entries);
        self
    }

    /// Adds a response header.
    #[must_use]
    pub fn header(mut self, wire: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(wire, value);
        self
    }

    /// Sets a body that replaces the style's.
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

/// One detected problem. A style encodes the members that it has a place for.
///
/// ```
/// use housestyle::Entry;
///
/// let entry = Entry::new("taken").field("email").message("belongs to another account");
/// assert_eq!(entry.code.as_deref(), Some("taken"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// The outcome, if it is not that of the problem.
    pub outcome: Option<Outcome>,
    /// The type of the resource at fault.
    pub resource: Option<Text>,
    /// The field, by its dotted name.
    pub field: Option<Text>,
    /// A JSON pointer (RFC 6901) into the body.
    pub pointer: Option<Text>,
    /// The name of the path or query parameter.
    pub parameter: Option<Text>,
    /// The name of the header.
    pub header: Option<Text>,
    /// The machine-readable code.
    pub code: Option<Text>,
    /// The message for people.
    pub message: Option<Text>,
    /// The key of the message in the style's languages.
    pub wording: Option<Wording>,
}

impl Entry {
    /// Creates an entry with a machine-readable code.
    #[must_use]
    pub fn new(code: impl Into<Text>) -> Self {
        Self { code: Some(code.into()), ..Self::default() }
    }

    /// Sets the type of the resource at fault.
    #[must_use]
    pub fn resource(mut self, resource: impl Into<Text>) -> Self {
        self.resource = Some(resource.into());
        self
    }

    /// Sets the dotted name of the field at fault.
    #[must_use]
    pub fn field(mut self, field: impl Into<Text>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Sets the JSON pointer of the value at fault.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<Text>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Sets an outcome that differs from the problem's: the entry has that outcome's status, and the style selects
    /// the status of the response.
    #[must_use]
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = Some(outcome);
        self
    }

    /// Sets the name of the header at fault.
    #[must_use]
    pub fn header(mut self, header: impl Into<Text>) -> Self {
        self.header = Some(header.into());
        self
    }

    /// Sets the name of the parameter at fault.
    #[must_use]
    pub fn parameter(mut self, parameter: impl Into<Text>) -> Self {
        self.parameter = Some(parameter.into());
        self
    }

    /// Sets the message for people, for all languages.
    #[must_use]
    pub fn message(mut self, message: impl Into<Text>) -> Self {
        self.message = Some(message.into());
        self.wording = None;
        self
    }

    /// Sets the key of the message, which is looked up in the language of the request. `message` is used if there is
    /// no such text.
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
