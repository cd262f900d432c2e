//! Syntax of HTTP: what may become a header name or a media type.

pub use housestyle_style::texts::{is_media, is_token};
