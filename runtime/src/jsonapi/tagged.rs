//! Support for generated `Deserialize` implementations of enums of resource types.

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

/// Reads a resource in the flat form with its type.
///
/// # Errors
/// Returns an error if the value is not an object with a `type`.
pub fn read_tagged<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(String, Value), D::Error> {
    let value = Value::deserialize(deserializer)?;
    match value.get("type").and_then(Value::as_str) {
        Some(ty) => Ok((ty.to_owned(), value)),
        None => Err(D::Error::custom("expected a resource with a type")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ja_33_the_type_says_which_it_is() {
        let mut text = serde_json::Deserializer::from_str(r#"{"id":"1","type":"book"}"#);
        assert_eq!(read_tagged(&mut text).expect("a resource").0, "book");
        for text in [r#"{"id":"1"}"#, r#"{"type":1}"#, "null", r#"["type"]"#] {
            assert!(read_tagged(&mut serde_json::Deserializer::from_str(text)).is_err(), "{text}");
        }
    }
}
