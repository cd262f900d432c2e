//! Fields of which some values have no effect: why, in words that go on after the field's name.

use serde_json::Value;

use super::super::downgrade_3_1::is_binary;

/// The dialects that are read as they are meant, up to a version behind them.
const DIALECTS: [&str; 3] = [
    "https://json-schema.org/draft/2020-12/schema",
    "https://spec.openapis.org/oas/3.1/dialect/",
    "https://spec.openapis.org/oas/3.2/dialect/",
];

/// Another dialect of JSON Schema than OpenAPI's.
pub(super) fn dialect(value: &Value) -> Option<&'static str> {
    let known = value.as_str().is_none_or(|uri| DIALECTS.iter().any(|known| uri.starts_with(known)));
    (!known).then_some("names another dialect than OpenAPI's; keywords are read as OpenAPI has them")
}

/// An encoding whose texts are not decoded.
pub(super) fn content_encoding(value: &Value) -> Option<&'static str> {
    let known = ["base64", "base64url", "binary", "7bit", "8bit"];
    let known = value.as_str().is_none_or(|name| known.iter().any(|known| name.eq_ignore_ascii_case(known)));
    (!known).then_some("is not decoded: the text is handed over as it is sent")
}

/// A media type of a text that is handed over as any other text.
pub(super) fn content_media_type(value: &Value) -> Option<&'static str> {
    let known = value.as_str().is_none_or(|media| is_binary(&media.to_ascii_lowercase()));
    (!known).then_some("is not enforced: the text may hold anything")
}
