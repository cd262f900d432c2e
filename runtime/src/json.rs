//! JSON text in and out.

mod finite;

use crate::decode::DecodeError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;

/// Reads a value, all of the text.
///
/// # Errors
/// The text is not JSON, nests deeper than 128, or is not of the type.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    serde_json::from_slice(body).map_err(|error| DecodeError::new(&error, body))
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

/// Appends JSON text indented by two spaces a level. `compact` is JSON without blanks between its tokens, as [`write()`]
/// makes it.
pub fn indent(compact: &[u8], out: &mut Vec<u8>) {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    let line = |out: &mut Vec<u8>, depth: usize| {
        out.push(b'\n');
        out.resize(out.len() + 2 * depth, b' ');
    };
    for (at, byte) in compact.iter().copied().enumerate() {
        if in_text {
            out.push(byte);
            in_text = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'{' | b'[' => {
                out.push(byte);
                if !matches!(compact.get(at + 1), Some(b'}' | b']')) {
                    depth += 1;
                    line(out, depth);
                }
            }
            b'}' | b']' => {
                if !matches!(at.checked_sub(1).and_then(|before| compact.get(before)), Some(b'{' | b'[')) {
                    depth = depth.saturating_sub(1);
                    line(out, depth);
                }
                out.push(byte);
            }
            b',' => {
                out.push(byte);
                line(out, depth);
            }
            b':' => out.extend_from_slice(b": "),
            _ => {
                in_text = byte == b'"';
                out.push(byte);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_that_are_not_finite_are_refused() {
        let mut out = b"kept".to_vec();
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(write(&bad, &mut out).is_err());
            assert!(write(&[Some((1, bad))], &mut out).is_err());
            assert!(write(&std::collections::BTreeMap::from([("a", vec![bad as f32])]), &mut out).is_err());
        }
        assert_eq!(out, b"kept");
        write(&[0.5], &mut out).expect("written");
        assert_eq!(out, b"kept[0.5]");
    }

    #[test]
    fn indented_text_is_serde_jsons() {
        let value = json!({"a": [1, {"b": "},[\"\\"}, []], "c": {}, "": null, "d": [[true]]});
        let mut compact = Vec::new();
        write(&value, &mut compact).expect("written");
        let mut indented = Vec::new();
        indent(&compact, &mut indented);
        assert_eq!(indented, serde_json::to_vec_pretty(&value).expect("pretty"));
    }

    #[test]
    fn raw_text_goes_through() {
        let raw = serde_json::value::RawValue::from_string("[1,2]".to_owned()).expect("raw");
        let mut out = Vec::new();
        write(&(raw, 1), &mut out).expect("written");
        assert_eq!(out, b"[[1,2],1]");
    }
}
