//! Integers beyond 64 bits in JSON trees, which serde_json cannot represent: each is replaced by an object with one
//! member, so that validation sees all digits.

use super::integer;
use serde_json::{Map, Value};
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

/// The name of the member: 128 random bits of this process, which are never sent, so that no input can contain it.
static MARKER: LazyLock<String> = LazyLock::new(|| {
    let random = || RandomState::new().hash_one(());
    format!("{:016x}{:016x}", random(), random())
});

/// Returns the representation of an integer in a tree.
pub(crate) fn value(number: i128) -> Value {
    match (i64::try_from(number), u64::try_from(number)) {
        (Ok(signed), _) => signed.into(),
        (Err(_), Ok(unsigned)) => unsigned.into(),
        (Err(_), Err(_)) => Value::Object(Map::from_iter([(MARKER.clone(), number.to_string().into())])),
    }
}

/// Returns the integer that a value represents, if it is beyond 64 bits.
pub(crate) fn of(value: &Value) -> Option<i128> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    members.get(MARKER.as_str())?.as_str()?.parse().ok()
}

/// Parses JSON text to a tree.
///
/// # Errors
/// Returns an error if the text is not JSON.
pub(crate) fn tree(text: &[u8]) -> Result<Value, serde_json::Error> {
    let marked = integer::rewritten(text, |number| Some(value(digits(number)?).to_string()));
    super::parse(marked.as_deref().unwrap_or(text))
}

/// Returns JSON text with these integers as strings of their digits.
#[cfg(feature = "client")]
pub(crate) fn quoted(text: &[u8]) -> Option<Vec<u8>> {
    integer::rewritten(text, |number| Some(format!("\"{}\"", digits(number)?)))
}

/// Returns the text of a tree with all digits.
pub(crate) fn text(tree: &Value) -> String {
    match tree {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(text).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => match of(tree) {
            Some(number) => number.to_string(),
            None => {
                let member =
                    |(name, value): (&String, _)| format!("{}:{}", Value::from(name.as_str()), text(value));
                let members: Vec<_> = members.iter().map(member).collect();
                format!("{{{}}}", members.join(","))
            }
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => tree.to_string(),
    }
}

/// Returns the value of a number if it is an integer beyond 64 bits.
fn digits(number: &str) -> Option<i128> {
    // Shorter numbers fit, unless they have an exponent.
    if number.len() < 19 && !number.contains(['e', 'E']) {
        return None;
    }
    let plain = integer::digits(number);
    let number: i128 = plain.as_deref().unwrap_or(number).parse().ok()?;
    (i64::try_from(number).is_err() && u64::try_from(number).is_err()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn all_digits_are_kept() {
        let text = br#"{"a":[18446744073709551616,1e20,-9223372036854775809,18446744073709551615],"b":1.5,"c":"1e20"}"#;
        let tree = tree(text).expect("JSON");
        assert_eq!(of(&tree["a"][0]), Some(18_446_744_073_709_551_616));
        assert_eq!(
            (of(&tree["a"][1]), of(&tree["a"][2])),
            (Some(10_i128.pow(20)), Some(-9_223_372_036_854_775_809))
        );
        assert_eq!((&tree["a"][3], &tree["b"], &tree["c"]), (&json!(u64::MAX), &json!(1.5), &json!("1e20")));
        let written = r#"{"a":[18446744073709551616,100000000000000000000,-9223372036854775809,18446744073709551615],"b":1.5,"c":"1e20"}"#;
        assert_eq!(super::text(&tree), written);
    }
}
