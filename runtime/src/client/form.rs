//! Answers read back, each in the form that its operation declares.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use url::Url;

use crate::api::{OperationMeta, operation};
use crate::codec::template::Envelope;
use crate::codec::{DecodeError, json};
use crate::envelope::success::SuccessBody;
use crate::paging::Page;
use crate::style::Slot;
use crate::value::{Link, StatusIn};
use crate::version;

mod page;
mod resource;

/// An answer, whole.
#[derive(Debug)]
pub struct Answered {
    pub(super) meta: &'static OperationMeta,
    pub(super) asked: RequestFacts,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: bytes::Bytes,
    /// Where it came from: what relative links in it start at.
    pub(super) url: Url,
}

/// What reading a response needs to know of its request.
#[derive(Debug, Clone)]
pub(super) struct RequestFacts {
    /// Whether it has `If-None-Match`.
    pub(super) if_none_match: bool,
    /// Its `Range`.
    pub(super) range: Option<HeaderValue>,
}

/// Why an answer could not be read.
#[derive(Debug)]
pub enum DecodeFailure {
    /// It is nothing that the operation declares.
    Undeclared,
    /// It is not what the document says.
    Decode(DecodeError),
}

impl From<DecodeError> for DecodeFailure {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

/// A form that an answer comes in, and how `T` is read of it. The markers of [`operation`] are such forms.
pub trait ReadForm<T> {
    /// Reads the output.
    ///
    /// # Errors
    /// The answer is not of this form.
    fn read(answer: &Answered) -> Result<T, DecodeFailure>;
}

impl ReadForm<()> for operation::Empty {
    fn read(_: &Answered) -> Result<(), DecodeFailure> {
        Ok(())
    }
}

impl<T: DeserializeOwned> ReadForm<T> for operation::Json {
    fn read(answer: &Answered) -> Result<T, DecodeFailure> {
        answer.payload()
    }
}

impl<T: DeserializeOwned> ReadForm<T> for operation::Located {
    fn read(answer: &Answered) -> Result<T, DecodeFailure> {
        answer.payload()
    }
}

impl<T: DeserializeOwned> ReadForm<Page<T>> for operation::Paged {
    fn read(answer: &Answered) -> Result<Page<T>, DecodeFailure> {
        answer.page(answer.payload()?)
    }
}

impl<T: DeserializeOwned> ReadForm<Page<T>> for operation::KeyedPaged {
    fn read(answer: &Answered) -> Result<Page<T>, DecodeFailure> {
        answer.page(answer.payload()?)
    }
}

impl ReadForm<String> for operation::Text {
    fn read(answer: &Answered) -> Result<String, DecodeFailure> {
        answer.text()
    }
}

impl ReadForm<bytes::Bytes> for operation::Bytes {
    fn read(answer: &Answered) -> Result<bytes::Bytes, DecodeFailure> {
        Ok(answer.body.clone())
    }
}

impl ReadForm<Link> for operation::JobLink {
    /// The payload's `url`.
    fn read(answer: &Answered) -> Result<Link, DecodeFailure> {
        #[derive(serde::Deserialize)]
        struct Job {
            url: Link,
        }
        Ok(answer.payload::<Job>()?.url)
    }
}

impl<T: ReadMany> ReadForm<T> for operation::Many {
    fn read(answer: &Answered) -> Result<T, DecodeFailure> {
        T::read(answer)
    }
}

/// One of several successes. Emitted for the enum of an operation's responses.
pub trait ReadMany: Sized {
    /// Reads the response of the answer's status; [`DecodeFailure::Undeclared`] where none has it.
    ///
    /// # Errors
    /// The answer is none of them.
    fn read(answer: &Answered) -> Result<Self, DecodeFailure>;
}

/// What [`ReadMany`] reads of.
impl Answered {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The status, where the declaration leaves it open.
    ///
    /// # Errors
    /// It is none of those that are declared.
    pub fn open<const MIN: u16, const MAX: u16>(&self) -> Result<StatusIn<MIN, MAX>, DecodeFailure> {
        StatusIn::new(self.status()).ok_or(DecodeFailure::Undeclared)
    }

    /// A JSON value, out of the style's wrapper.
    ///
    /// # Errors
    /// It is not of the type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeFailure> {
        self.payload()
    }

    /// The body as text.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeFailure> {
        String::from_utf8(self.body.to_vec()).map_err(|_| DecodeFailure::Undeclared)
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> bytes::Bytes {
        self.body.clone()
    }
}

impl Answered {
    /// The request's id, where the style's header tells it.
    pub(super) fn request_id(&self) -> Option<String> {
        self.header(&self.meta.api.style.headers.request_id.header)
    }

    /// A header's value, where it is text.
    pub(super) fn header(&self, wire: &str) -> Option<String> {
        self.headers.get(wire)?.to_str().ok().map(str::to_owned)
    }

    /// The slots of the success template that the body fills; the whole body is the payload where nothing wraps it.
    fn slots(&self) -> Result<SuccessBody<'_>, DecodeFailure> {
        if !self.is_json() {
            return Err(DecodeFailure::Undeclared);
        }
        Ok(SuccessBody::read(self.envelope(), json::text(&self.body))?)
    }

    fn envelope(&self) -> Envelope {
        self.meta.envelope(self.status.as_u16())
    }

    /// The payload as a value.
    fn payload<T: DeserializeOwned>(&self) -> Result<T, DecodeFailure> {
        let found = self.slots()?;
        // Absent and null are one: where null will not do, the type's own error says so.
        let payload = found.payload().map_or("null", RawValue::get);
        let place =
            |error: DecodeError| error.inside(&self.envelope().pointer(Slot::Payload).unwrap_or_default());
        Ok(json::read(payload.as_bytes()).map_err(place)?)
    }

    /// The JSON texts of `$meta` and `$echo`.
    pub(super) fn meta_and_echo(&self) -> (Option<Box<RawValue>>, Option<Box<RawValue>>) {
        let found = self.slots().unwrap_or_default();
        (found.meta().map(ToOwned::to_owned), found.echo().map(ToOwned::to_owned))
    }

    /// Whether the body is of a type that the operation answers in, or of no type at all.
    pub(super) fn is_json(&self) -> bool {
        let declared = |media: &str| {
            let kind = media.split('/').next().unwrap_or_default();
            self.meta.media.iter().any(|declared| match declared.split_once('/') {
                Some(("*", "*")) => true,
                Some((of, "*")) => of.eq_ignore_ascii_case(kind),
                _ => declared.eq_ignore_ascii_case(media),
            })
        };
        self.media().is_none_or(|media| declared(&media)) || self.is_named_json()
    }

    /// Whether the body is JSON by the name of its type, or of no type at all.
    pub(super) fn is_named_json(&self) -> bool {
        self.media().is_none_or(|media| {
            matches!(&*media, "application/json" | "text/json")
                || media.ends_with("+json")
                || version::is_own_type(self.meta.api.style, &media)
        })
    }

    /// The media type of the body in lower case, without parameters.
    fn media(&self) -> Option<String> {
        let media = self.headers.get(CONTENT_TYPE)?.to_str().unwrap_or_default();
        Some(media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }
}
