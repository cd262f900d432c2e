//! Reads JSON into a type, accepting integers with a fraction or an exponent.

use super::union;
use crate::syntax::json::{FloatDeserializer, integer, parse, wide_integer};
use serde::de::DeserializeOwned;

/// Reads text that is not too deep. If that fails, it is read again with integers converted to plain digits: `5.0` is
/// an integer too.
pub(crate) fn typed<T: DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    union::fault();
    let error = match parse(body) {
        // Where a 128-bit integer is expected, a fraction is a syntax error.
        Err(error) if error.is_data() || error.is_syntax() => error,
        read => return read,
    };
    let fault = union::fault();
    let Some(plain) = integer::plain(body) else {
        union::set_fault(fault);
        return Err(error);
    };
    parse(&plain).map_err(|_| {
        union::set_fault(fault);
        error
    })
}

/// Converts a tree to a type, accepting `5.0` as an integer.
///
/// # Errors
/// Returns an error if the value does not have the type.
pub(crate) fn typed_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, serde_json::Error> {
    match is_loose(&value) {
        false => T::deserialize(FloatDeserializer(value)),
        true => typed(wide_integer::text(&value).as_bytes()),
    }
}

/// Returns whether a tree has an integer as a float, or one beyond 64 bits.
fn is_loose(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::Number(number) => number.is_f64() && number.as_f64().is_some_and(|float| float.fract() == 0.0),
        Value::Array(items) => items.iter().any(is_loose),
        Value::Object(members) => wide_integer::of(value).is_some() || members.values().any(is_loose),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}
