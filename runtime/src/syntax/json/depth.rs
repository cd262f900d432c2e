//! The nesting depth of JSON.

use super::FloatDeserializer;
use serde::de::DeserializeOwned;

/// The maximum number of nested lists and objects in JSON, including ignored members.
pub const DEPTH: usize = 128;

/// The message for JSON that is nested too deeply.
pub(crate) const TOO_DEEP: &str = "nests deeper than 128 levels";

/// Returns whether the text nests deeper than [`DEPTH`]. For text that is not JSON, it counts at least the levels
/// that a parser reaches.
pub(crate) fn is_too_deep(text: &[u8]) -> bool {
    let (mut depth, mut quoted) = (0_usize, false);
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if quoted => {
                bytes.next();
            }
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                if depth > DEPTH {
                    return true;
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Parses a text that is [not too deep](is_too_deep), without another limit on nesting.
///
/// # Errors
/// Returns an error if the text is not JSON, or does not have the type.
pub(crate) fn parse<T: DeserializeOwned>(text: &[u8]) -> Result<T, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    reader.disable_recursion_limit();
    let value = T::deserialize(FloatDeserializer(&mut reader))?;
    reader.end().map(|()| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::json::read;
    use serde_json::Value;

    fn nested(levels: usize) -> String {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }

    #[test]
    fn there_are_128_levels_and_no_more() {
        assert_eq!(DEPTH, 128);
        assert!(read::<Value>(nested(128).as_bytes()).is_ok());
        let error = read::<Value>(nested(129).as_bytes()).expect_err("too deep");
        assert_eq!((error.message.as_str(), error.syntax), (TOO_DEEP, true));
        assert!(TOO_DEEP.contains(&DEPTH.to_string()));
        let objects = format!("{}1{}", "{\"a\":".repeat(129), "}".repeat(129));
        assert!(read::<Value>(objects.as_bytes()).is_err());
    }

    #[test]
    fn levels_count_in_what_is_skipped() {
        #[derive(serde::Deserialize)]
        struct Nothing {}
        let skipped = |levels| read::<Nothing>(format!("{{\"a\":{}}}", nested(levels)).as_bytes());
        assert!(skipped(127).is_ok() && skipped(128).is_err());
    }

    #[test]
    fn brackets_in_text_are_no_levels_and_siblings_are_one() {
        let text = format!("[\"\\\"{}\", \"\\\\\", {}]", "[".repeat(200), "[],{},".repeat(200) + "1");
        assert!(read::<Value>(text.as_bytes()).is_ok());
        assert!(!is_too_deep("]".repeat(200).as_bytes()));
    }
}
