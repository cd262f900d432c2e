//! JSON text in and out.

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
    let written = value.serialize(&mut serde_json::Serializer::new(&mut *out));
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
