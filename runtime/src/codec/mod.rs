//! Bodies and parameters, written and read: JSON, body templates, forms, parts, text.

mod decode;
pub mod json;
pub mod multipart;
pub mod param;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) mod segment;
pub mod template;

pub use decode::{DecodeError, EXCERPT};
