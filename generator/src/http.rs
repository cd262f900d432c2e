//! Syntax of HTTP: what may become a header name or a media type.

/// Whether `text` is a token of RFC 9110 §5.6.2, as header names and methods are.
#[must_use]
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// Whether `text` is a media type or range of RFC 9110 §8.3.1, parameters apart.
#[must_use]
pub fn is_media(text: &str) -> bool {
    text.split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub))
}
