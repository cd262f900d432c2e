//! Checked wire values: nothing else of a document may become a header name or a media type.

pub use housestyle_style::texts::{is_media, is_token};
