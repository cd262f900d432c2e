//! The media type of a request body, if the document leaves it open.

use http::HeaderValue;
use http::header::CONTENT_TYPE;

use crate::api::BodyKind;

use super::accept::CallOptions;
use super::request_builder::RequestBuilder;

impl CallOptions {
    /// Sets the media type of the body. Required for an operation that accepts a media range, such as `image/*`;
    /// ignored by others.
    #[must_use]
    pub fn content_type(mut self, media: &str) -> Self {
        match HeaderValue::from_str(media) {
            Ok(media) => drop(self.headers.insert(CONTENT_TYPE, media)),
            Err(_) => self.bad_header = Some(CONTENT_TYPE.to_string()),
        }
        self
    }
}

/// Refuses a body of bytes or text whose default type the operation does not accept: the caller must set one.
pub(super) fn check(sending: &mut RequestBuilder, options: &CallOptions) {
    let Some(body) = sending.meta.body.filter(|body| matches!(body.kind, BodyKind::Bytes | BodyKind::Text))
    else {
        return;
    };
    if sending.body.is_none() || options.headers.contains_key(CONTENT_TYPE) {
        return;
    }
    let sent = sending.headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let essence = sent.split(';').next().unwrap_or_default().trim();
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
    let taken = body.media.iter().any(|media| {
        let (k, s) = media.split_once('/').unwrap_or(("*", "*"));
        (k == "*" || k.eq_ignore_ascii_case(kind)) && (s == "*" || s.eq_ignore_ascii_case(subtype))
    });
    if !taken && !body.media.is_empty() {
        let reason = "has a media range: set its type with `CallOptions::content_type`";
        sending.refuse("Content-Type", reason);
    }
}
