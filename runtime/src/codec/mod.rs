//! Encoding and decoding of bodies and parameters: JSON, body templates, forms, multipart and text.

pub mod body;
mod decode;
pub mod json;
pub mod multipart;
pub mod param;
pub(crate) mod path_template;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) mod segment;
pub mod template;

#[cfg(any(feature = "client", feature = "server"))]
pub use crate::syntax::media_type::is_json;
pub use decode::{DecodeError, EXCERPT};
