//! Which representation a call asks for, and what else rides in its headers.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::version::WantedVersion;

/// What a call asks for besides its input. A client has defaults of it, and each call may say otherwise.
///
/// ```
/// # mod example { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/client.rs")); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # use example::*;
/// # let client = client();
/// use std::time::Duration;
///
/// let call = client.list_notes().with(|options| options.timeout(Duration::from_secs(5)).header("X-Trace", "7"));
/// assert_eq!(call.send().await.unwrap().len(), 1);
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    pub(super) wanted: WantedVersion,
    pub(super) accept: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) language: Option<String>,
    pub(super) include: Option<Vec<String>>,
    pub(super) fields: Vec<(String, Vec<String>)>,
    pub(super) document_id: Option<String>,
    pub(super) if_match: Option<String>,
    pub(super) if_none_match: Option<String>,
    pub(super) idempotency_key: Option<String>,
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) repeatable: Option<bool>,
    pub(super) max_pages: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) headers: HeaderMap,
    pub(super) bad_header: Option<String>,
}

impl CallOptions {
    /// Nothing but defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for this version of the API, where requests name one.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.wanted.version = Some(version.into());
        self
    }

    /// Asks for a representation by one of the style's options (`full`, say).
    #[must_use]
    pub fn representation(mut self, option: impl Into<String>) -> Self {
        self.wanted.option = Some(option.into());
        self
    }

    /// Requests the style's option that follows the others, such as `verbose`.
    #[must_use]
    pub const fn verbose(mut self, verbose: bool) -> Self {
        self.wanted.suffix = verbose;
        self
    }

    /// Sends this `Accept`, whatever the style says.
    #[must_use]
    pub fn accept(mut self, media: impl Into<String>) -> Self {
        self.accept = Some(media.into());
        self
    }

    /// Asks for times in this IANA zone, where the style has a header for it.
    #[must_use]
    pub fn zone(mut self, zone: impl Into<String>) -> Self {
        self.zone = Some(zone.into());
        self
    }

    /// Asks for texts in this language, where the style has texts in several: a tag as `ru`, or all that `Accept-Language`
    /// takes (RFC 9110 §12.5.4).
    #[must_use]
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// Changes it only while it still has this validator, as [`Reply::etag`](super::Reply::etag) gives it (RFC 9110
    /// §13.1.1): else the style's failure for it, of [`Outcome::PreconditionFailed`](crate::Outcome::PreconditionFailed).
    /// `*` is any.
    #[must_use]
    pub fn if_match(mut self, etag: impl Into<String>) -> Self {
        self.if_match = Some(etag.into());
        self
    }

    /// Answers only where it no longer has this validator (RFC 9110 §13.1.2): else
    /// [`CallError::NotModified`](super::CallError::NotModified). `*` is any.
    #[must_use]
    pub fn if_none_match(mut self, etag: impl Into<String>) -> Self {
        self.if_none_match = Some(etag.into());
        self
    }

    /// Sends this idempotency key, if the operation has one in the style. Without it, each call sends a new UUID, and the
    /// same one with each attempt. With a key that the application keeps, a call may be repeated after a restart.
    ///
    /// If the operation has no keys, or this is not one, the call fails before anything is sent.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// The call is done after this time, retries and waits included.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// One attempt is done after this time, its body included.
    #[must_use]
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Whether the call may be sent again though neither its method nor an idempotency key of the style allows it (true),
    /// or may not though they do (false).
    #[must_use]
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// A stream of pages or items ends with an error after so many pages. 10 000 by default.
    #[must_use]
    pub const fn max_pages(mut self, pages: u64) -> Self {
        self.max_pages = Some(pages);
        self
    }

    /// A stream of items ends with an error after so many items. No bound by default.
    #[must_use]
    pub const fn max_items(mut self, items: u64) -> Self {
        self.max_items = Some(items);
        self
    }

    /// Sends this header too. Its value may be a secret, and no `Debug` shows it.
    #[must_use]
    pub fn header(mut self, header: &str, value: &str) -> Self {
        match (HeaderName::from_bytes(header.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(header), Ok(mut value)) => {
                value.set_sensitive(true);
                self.headers.insert(header, value);
            }
            _ => self.bad_header = Some(header.to_owned()),
        }
        self
    }
}
