//! Reads and writes JSON text.

use crate::codec::DecodeError;
use crate::schema::typed::typed;
pub use crate::syntax::json::{DEPTH, WriteError, indent, text, tree, write};
pub(crate) use crate::syntax::json::{TOO_DEEP, is_too_deep, parse, wide_integer};
use serde::de::DeserializeOwned;

/// Reads a value from all of the text.
///
/// # Errors
/// Returns an error if the text is not JSON, nests deeper than [`DEPTH`], or does not match the type.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    if is_too_deep(body) {
        return Err(DecodeError { syntax: true, ..DecodeError::of(TOO_DEEP, body) });
    }
    typed(body).map_err(|error| DecodeError::new(&error, body))
}
