//! Bodies and parameters, written and read: JSON, body templates, forms, parts, text.

pub mod body;
mod decode;
pub mod json;
pub mod multipart;
pub mod param;
pub(crate) mod path_template;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) mod segment;
pub mod template;

pub use decode::{DecodeError, EXCERPT};
