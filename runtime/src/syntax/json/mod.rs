//! JSON text.

mod depth;
mod finite;
mod float;
mod indent;
pub(crate) mod integer;
pub(crate) mod wide_integer;

pub use depth::DEPTH;
pub(crate) use depth::{TOO_DEEP, is_too_deep, parse};
pub(crate) use float::{FloatDeserializer, FloatSeed};
pub use indent::indent;
use serde::Serialize;
use std::fmt;

/// Returns JSON text without a byte order mark, which parsers may ignore (RFC 8259 §8.1).
#[must_use]
pub fn text(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Appends a value without whitespace.
///
/// # Errors
/// Returns an error if the value cannot be serialized: a non-finite number, or an object whose names are not strings.
/// `out` is then unchanged.
pub fn write<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), WriteError> {
    let start = out.len();
    let written = value.serialize(finite::Finite(&mut serde_json::Serializer::new(&mut *out)));
    written.map_err(|error| {
        out.truncate(start);
        WriteError { message: error.to_string() }
    })
}

/// Converts a value to a JSON tree.
///
/// # Errors
/// See [`write()`].
pub fn tree<T: Serialize + ?Sized>(value: &T) -> Result<serde_json::Value, WriteError> {
    let written = value.serialize(finite::Finite(serde_json::value::Serializer));
    written.map_err(|error| WriteError { message: error.to_string() })
}

/// A value that cannot be serialized.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError {
    message: String,
}

impl WriteError {
    /// An error with this reason.
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { message: reason.into() }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value cannot be written as JSON: {}", self.message)
    }
}

impl std::error::Error for WriteError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_not_finite_are_refused() {
        let mut out = b"kept".to_vec();
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(write(&bad, &mut out).is_err());
            assert!(write(&[Some((1, bad))], &mut out).is_err());
            assert!(tree(&[bad]).is_err());
            assert!(write(&std::collections::BTreeMap::from([("a", vec![bad as f32])]), &mut out).is_err());
        }
        assert_eq!(out, b"kept");
        write(&[0.5], &mut out).expect("written");
        assert_eq!(out, b"kept[0.5]");
    }

    #[test]
    fn raw_text_goes_through() {
        let raw = serde_json::value::RawValue::from_string("[1,2]".to_owned()).expect("raw");
        let mut out = Vec::new();
        write(&(raw, 1), &mut out).expect("written");
        assert_eq!(out, b"[[1,2],1]");
    }
}
