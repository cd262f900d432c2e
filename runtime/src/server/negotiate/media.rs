//! Which media types the body of a request may have.

use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};

use crate::api::UndeclaredError;
use crate::api::{BodyKind, BodyMeta, OperationMeta};
use crate::problem::{Entry, Outcome, Problem};
use crate::style::{OnlyMedia, RequestMedia, Text};

use crate::server::pipeline::request::RequestHead;

use crate::syntax::accept::{foreign, split_outside_quotes};
use crate::syntax::media_type::is_json;
use crate::version;

/// Checks `Accept`, and `Content-Type` if the style minds it.
///
/// # Errors
/// If the request accepts no representation of the operation, or its own media type is not accepted.
pub(in crate::server) fn check(
    head: &RequestHead,
    acceptable: bool,
    has_body: bool,
) -> Result<(), UndeclaredError> {
    let operation = head.operation;
    if !acceptable {
        return Err(version::refused(operation, &head.parts).into());
    }
    refused(operation, &head.parts.headers, has_body).map_or(Ok(()), |problem| Err(problem.into()))
}

/// Why the media type of a request is not accepted.
fn refused(operation: &OperationMeta, headers: &HeaderMap, has_body: bool) -> Option<Problem> {
    let style = operation.api.style;
    if has_body && operation.body.is_some() && is_coded(headers) {
        let problem = Problem::new(Outcome::UnsupportedMedia).header(ACCEPT_ENCODING, IDENTITY);
        return Some(problem.blame(style, Entry::default().header("Content-Encoding")));
    }
    let is_json = operation.body.is_none_or(|body| body.kind == BodyKind::Json);
    let mut lines = headers.get_all(CONTENT_TYPE).iter();
    let taken = match (&style.media.request, operation.body) {
        (RequestMedia::Only(OnlyMedia { media, parameters }), _) if operation.styled && is_json => {
            let sent = (lines.next(), lines.next().is_some());
            if only(media, parameters, sent, has_body) {
                return None;
            }
            media.to_string()
        }
        (RequestMedia::Any, _) | (_, None) => return None,
        (RequestMedia::Only(_) | RequestMedia::Declared | RequestMedia::Form, Some(meta)) => {
            if lines.next().is_none_or(|sent| takes(meta, sent.to_str().unwrap_or(""))) {
                return None;
            }
            meta.media.join(", ")
        }
    };
    let part = Entry::default().header("Content-Type");
    let problem = Problem::new(Outcome::UnsupportedMedia).blame(style, part);
    match HeaderValue::try_from(taken) {
        Ok(taken) => Some(problem.header(ACCEPT, taken)),
        Err(_) => Some(problem),
    }
}

/// What a 415 says of content codings (RFC 9110 §12.5.3): there is none that is taken.
const IDENTITY: HeaderValue = HeaderValue::from_static("identity");

/// Whether a body has a content coding.
fn is_coded(headers: &HeaderMap) -> bool {
    let codings = headers.get_all(CONTENT_ENCODING).iter().map(|coding| coding.to_str().unwrap_or("?"));
    let mut codings = codings.flat_map(|list| list.split(',')).map(str::trim);
    codings.any(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"))
}

/// Whether a body is of the one media type that is taken. Without one it need not be, but parameters that are not taken are
/// refused where the type is named all the same.
fn only(
    media: &str,
    parameters: &[Text],
    (sent, again): (Option<&HeaderValue>, bool),
    has_body: bool,
) -> bool {
    let Some(sent) = sent else { return !has_body };
    let sent = sent.to_str().unwrap_or("");
    let (essence, after) = sent.split_once(';').unwrap_or((sent, ""));
    if essence.trim().eq_ignore_ascii_case(media) { !again && !foreign(after, parameters) } else { !has_body }
}

/// Whether a body of this media type is taken. All JSON is taken where JSON is, in UTF-8 alone.
fn takes(meta: &BodyMeta, sent: &str) -> bool {
    let mut parts = split_outside_quotes(sent, b';').map(str::trim);
    let essence = parts.next().unwrap_or("");
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
    let named = meta.media.iter().any(|media| {
        let (k, s) =
            media.split(';').next().and_then(|media| media.trim().split_once('/')).unwrap_or(("*", "*"));
        (k == "*" || k.eq_ignore_ascii_case(kind)) && (s == "*" || s.eq_ignore_ascii_case(subtype))
    });
    let json = meta.kind == BodyKind::Json && kind.eq_ignore_ascii_case("application") && is_json(essence);
    let mut charsets =
        parts.filter_map(|part| part.split_once('=')).filter(|(key, _)| key.eq_ignore_ascii_case("charset"));
    let utf8 = charsets.all(|(_, charset)| {
        matches!(&*charset.trim_matches('"').to_ascii_lowercase(), "utf-8" | "utf8" | "us-ascii")
    });
    (named || json) && (utf8 || meta.kind == BodyKind::Bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn body(kind: BodyKind, media: &'static [&'static str]) -> BodyMeta {
        BodyMeta { required: true, media, kind, schema: None, resource: None }
    }
    static JSON: BodyMeta = body(BodyKind::Json, &["application/json"]);
    static FORM: BodyMeta = body(BodyKind::Form(&[]), &["application/x-www-form-urlencoded"]);
    static IMAGE: BodyMeta = body(BodyKind::Bytes, &["image/*"]);

    #[test]
    fn media_types_that_are_taken() {
        for sent in ["application/json", "Application/JSON;charset=\"UTF-8\"", "application/merge-patch+json"]
        {
            assert!(takes(&JSON, sent), "{sent}");
        }
        for sent in ["", "json", "text/json", "application/jsonp", "application/json; charset=utf-16"] {
            assert!(!takes(&JSON, sent), "{sent}");
        }
        assert!(takes(&FORM, "application/x-www-form-urlencoded") && !takes(&FORM, "application/json"));
        assert!(takes(&IMAGE, "image/png; charset=x") && !takes(&IMAGE, "text/plain"));
    }
}
