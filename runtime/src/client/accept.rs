//! Which representation a call asks for, and what else rides in its headers.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::api::OperationMeta;
use crate::style::{AcceptParameter, AcceptSubtype, Acceptance, Version};
use crate::syntax::media_type::is_json;

use super::error::InvalidInput;

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
    pub(super) version: Option<String>,
    pub(super) option: Option<String>,
    pub(super) suffix: bool,
    pub(super) accept: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) language: Option<String>,
    pub(super) include: Option<Vec<String>>,
    pub(super) fields: Vec<(String, Vec<String>)>,
    pub(super) document_id: Option<String>,
    pub(super) if_match: Option<String>,
    pub(super) if_none_match: Option<String>,
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

    /// Asks for this version of the API, where the style puts it in `Accept`.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Asks for a representation by one of the style's options (`full`, say).
    #[must_use]
    pub fn representation(mut self, option: impl Into<String>) -> Self {
        self.option = Some(option.into());
        self
    }

    /// Asks for the style's option that stands beside the others (`verbose`, say).
    #[must_use]
    pub const fn verbose(mut self, verbose: bool) -> Self {
        self.suffix = verbose;
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

    /// Whether the call may be sent again though its method does not say so (true: a `POST` that carries its own key
    /// of idempotency), or may not though it does (false).
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

    /// The value of `Accept` for an operation.
    pub(super) fn accept_for(&self, meta: &OperationMeta) -> Result<String, InvalidInput> {
        if let Some(accept) = &self.accept {
            return Ok(accept.clone());
        }
        let asked = self.version.is_some() || self.option.is_some() || self.suffix;
        let plain = || plain(meta);
        match &meta.api.style.version {
            Version::AcceptSubtype(style) if meta.styled => {
                let AcceptSubtype { vendor, current, .. } = style;
                if !asked {
                    return Ok(plain());
                }
                let version = self.version.as_deref().unwrap_or(current);
                if style.served().iter().all(|served| served != version) && version != current {
                    return Err(InvalidInput::new("version", "is none that the API serves"));
                }
                let option = match (self.option.as_deref(), style.suffix()) {
                    (Some(option), _) if !style.alternatives().iter().any(|one| one == option) => {
                        return Err(InvalidInput::new("representation", "is none that the API has"));
                    }
                    (_, None) if self.suffix => {
                        return Err(InvalidInput::new("verbose", "is nothing that the API knows"));
                    }
                    (Some(option), Some(suffix)) if self.suffix => format!(".{option}-{suffix}"),
                    (None, Some(suffix)) if self.suffix => format!(".{suffix}"),
                    (Some(option), _) => format!(".{option}"),
                    (None, _) => String::new(),
                };
                Ok(format!("application/vnd.{vendor}.{version}{option}+json"))
            }
            Version::AcceptParameter(style) if meta.styled => {
                let AcceptParameter { media, parameter, current, .. } = style;
                let version = self.version.as_deref().unwrap_or(current);
                if style.served().iter().all(|served| served != version) && version != current {
                    return Err(InvalidInput::new("version", "is none that the API serves"));
                }
                let mut accept = format!("{media}; {parameter}={version}");
                // What is no JSON is of its own type, whatever the version.
                for other in meta.media.iter().filter(|media| !is_json(media)) {
                    accept.push_str(", ");
                    accept.push_str(other);
                }
                Ok(accept)
            }
            Version::None
            | Version::Path
            | Version::Header(_)
            | Version::AcceptSubtype(_)
            | Version::AcceptParameter(_) => Ok(plain()),
        }
    }

    /// The header that names the version, and the version, where the style has it in one.
    pub(super) fn version_header(
        &self,
        meta: &OperationMeta,
    ) -> Result<Option<(&'static str, String)>, InvalidInput> {
        match &meta.api.style.version {
            Version::Header(style) if meta.styled => {
                let version = self.version.as_deref().unwrap_or(&style.current);
                if style.served().iter().all(|served| served != version) && version != style.current {
                    return Err(InvalidInput::new("version", "is none that the API serves"));
                }
                Ok(Some((&style.name, version.to_owned())))
            }
            Version::None
            | Version::Path
            | Version::Header(_)
            | Version::AcceptSubtype(_)
            | Version::AcceptParameter(_) => Ok(None),
        }
    }
}

/// What the operation declares, where no version is asked for. Under a style that answers in one media type to the letter,
/// that stands for JSON, once and without parameters.
fn plain(meta: &OperationMeta) -> String {
    let style = meta.api.style;
    let only = style.media.response.split(';').next().unwrap_or_default().trim_end();
    match style.media.accept {
        Acceptance::Exact if meta.styled => {
            let others = meta.media.iter().copied().filter(|media| !is_json(media));
            let json =
                (meta.media.is_empty() || meta.media.iter().any(|media| is_json(media))).then_some(only);
            json.into_iter().chain(others).collect::<Vec<_>>().join(", ")
        }
        _ if meta.media.is_empty() => "application/json".to_owned(),
        _ => meta.media.join(", "),
    }
}
