//! JSON text in and out.

mod depth;
mod finite;
mod indent;
mod narrow;
mod whole;
pub(crate) mod wide;

use crate::codec::DecodeError;
use crate::schema::union;
pub use depth::DEPTH;
pub(crate) use depth::{TOO_DEEP, is_too_deep, parse};
pub use indent::indent;
pub(crate) use narrow::{Narrow, NarrowSeed};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;

/// JSON text without the byte order mark that some put before it. Parsers may pass it over (RFC 8259 §8.1).
#[must_use]
pub fn text(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Reads a value, all of the text.
///
/// # Errors
/// The text is not JSON, nests deeper than [`DEPTH`], or is not of the type.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    if is_too_deep(body) {
        return Err(DecodeError { syntax: true, ..DecodeError::of(TOO_DEEP, body) });
    }
    typed(body).map_err(|error| DecodeError::new(&error, body))
}

/// The same of a text that is not too deep; what fails is read once more with whole numbers in plain digits, for `5.0` is an integer too.
pub(crate) fn typed<T: DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    union::fault();
    let error = match parse(body) {
        // Where an integer of 128 bits is read, a fraction is none of the syntax.
        Err(error) if error.is_data() || error.is_syntax() => error,
        read => return read,
    };
    let fault = union::fault();
    let Some(plain) = whole::plain(body) else {
        union::set_fault(fault);
        return Err(error);
    };
    parse(&plain).map_err(|_| {
        union::set_fault(fault);
        error
    })
}

/// The digits of a whole number that is written with a fraction or an exponent.
pub(crate) use whole::digits as whole_digits;

/// A value of a tree as a type, where `5.0` is an integer too.
///
/// # Errors
/// It is not of the type.
pub(crate) fn typed_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, serde_json::Error> {
    match is_loose(&value) {
        false => T::deserialize(Narrow(value)),
        true => typed(wide::text(&value).as_bytes()),
    }
}

/// Whether a tree has a whole number that it does not hold as an integer: a float, or one beyond 64 bits.
fn is_loose(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::Number(number) => number.is_f64() && number.as_f64().is_some_and(|float| float.fract() == 0.0),
        Value::Array(items) => items.iter().any(is_loose),
        Value::Object(members) => wide::of(value).is_some() || members.values().any(is_loose),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// Appends a value, without blanks.
///
/// # Errors
/// The value has no JSON: a number that is not finite, or an object with names that are no text. What was appended by
/// then is taken back.
pub fn write<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), WriteError> {
    let start = out.len();
    let written = value.serialize(finite::Finite(&mut serde_json::Serializer::new(&mut *out)));
    written.map_err(|error| {
        out.truncate(start);
        WriteError { message: error.to_string() }
    })
}

/// A value as a JSON tree.
///
/// # Errors
/// As of [`write()`].
pub fn tree<T: Serialize + ?Sized>(value: &T) -> Result<serde_json::Value, WriteError> {
    let written = value.serialize(finite::Finite(serde_json::value::Serializer));
    written.map_err(|error| WriteError { message: error.to_string() })
}

/// A value that has no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError {
    message: String,
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
