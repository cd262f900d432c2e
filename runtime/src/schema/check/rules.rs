//! The constraints of single values, shared by typed values and JSON trees.

use super::fault::Fault;
use super::formats::is_format;
use crate::schema::{
    ArrayRules, FileRules, IntegerRules, Kind, NumberRules, ObjectRules, Schema, StringRules,
};
use crate::syntax::json::wide_integer;
use serde_json::Value;
use std::borrow::Cow;

/// Returns the first constraint that an integer violates.
pub(crate) fn integer(rules: &IntegerRules, value: i128) -> Option<Fault> {
    if value < rules.min {
        Some(Fault::Small(rules.min.to_string(), false))
    } else if value > rules.max {
        Some(Fault::Big(rules.max.to_string(), false))
    } else if rules.multiple_of != 0 && value % rules.multiple_of != 0 {
        Some(Fault::Multiple(rules.multiple_of.to_string()))
    } else {
        None
    }
}

/// Returns the first constraint that a number violates.
pub(crate) fn number(rules: &NumberRules, value: f64) -> Option<Fault> {
    if !value.is_finite() {
        return Some(Fault::Type("a number"));
    }
    if let Some((min, open)) = rules.min
        && (value < min || (open && value <= min))
    {
        return Some(Fault::Small(min.to_string(), open));
    }
    if let Some((max, open)) = rules.max
        && (value > max || (open && value >= max))
    {
        return Some(Fault::Big(max.to_string(), open));
    }
    let of = rules.multiple_of?;
    (!is_multiple(value, of)).then(|| Fault::Multiple(of.to_string()))
}

/// Returns whether a number is a multiple of another in decimal arithmetic: 19.99 is a multiple of 0.01, although its
/// binary fraction is not.
fn is_multiple(value: f64, of: f64) -> bool {
    let times = value / of;
    if !times.is_finite() {
        // The exponents differ so much that a float cannot represent the quotient.
        return of != 0.0;
    }
    (times - times.round()).abs() <= times.abs() * 4.0 * f64::EPSILON
}

/// Returns the first constraint that a string violates.
pub(crate) fn text(rules: &StringRules, text: &str) -> Option<Fault> {
    let long = rules.max_length.unwrap_or(u64::MAX);
    // A character has one to four bytes.
    let bytes = text.len() as u64;
    if bytes > long || bytes < rules.min_length.saturating_mul(4) {
        let length = text.chars().count() as u64;
        if length < rules.min_length {
            let fault = if text.is_empty() { Fault::Blank } else { Fault::Short };
            return Some(fault(rules.min_length));
        }
        if length > long {
            return Some(Fault::Long(long));
        }
    }
    if !is_format(rules.format, text) {
        return Some(Fault::Format(rules.format));
    }
    rules.pattern.filter(|pattern| !pattern.matches(text)).map(|_| Fault::Pattern)
}

/// Returns a fault if a file is too small or too big.
pub(crate) fn file(rules: &FileRules, bytes: u64) -> Option<Fault> {
    if bytes < rules.min_bytes {
        return Some(Fault::FewBytes(rules.min_bytes));
    }
    rules.max_bytes.filter(|most| bytes > *most).map(Fault::ManyBytes)
}

/// Returns a fault if a list has too few or too many items.
pub(crate) fn items(rules: &ArrayRules, count: u64) -> Option<Fault> {
    if count < rules.min_items {
        return Some(Fault::Few(rules.min_items));
    }
    rules.max_items.filter(|most| count > *most).map(Fault::Many)
}

/// Returns a fault if an object has too few or too many members.
pub(crate) fn members(rules: &ObjectRules, count: u64) -> Option<Fault> {
    if count < rules.min_members {
        return Some(Fault::FewMembers(rules.min_members));
    }
    rules.max_members.filter(|most| count > *most).map(Fault::ManyMembers)
}

/// Returns whether a value is in an enumeration, whose values are JSON text.
pub(crate) fn listed(values: &[&str], value: &Value) -> bool {
    let is = |one: &&str| match (value, plain_text(one)) {
        (Value::String(text), Some(one)) => text == one,
        (_, Some(_)) => false,
        _ => serde_json::from_str::<Value>(one).is_ok_and(|one| same(&one, value)),
    };
    values.iter().any(is)
}

/// Returns the declared spelling of a string in a case-insensitive enumeration.
pub(crate) fn declared_case(values: &[&str], text: &str) -> Option<String> {
    let wires: Vec<Cow<'_, str>> = values.iter().filter_map(|json| json_text(json)).collect();
    let borrowed: Vec<&str> = wires.iter().map(|wire| &**wire).collect();
    any_case(text, &borrowed).map(|index| borrowed[index].to_owned())
}

/// Returns the contents of a JSON string.
fn json_text(json: &str) -> Option<Cow<'_, str>> {
    plain_text(json).map(Cow::Borrowed).or_else(|| serde_json::from_str(json).ok().map(Cow::Owned))
}

/// Returns the contents of a JSON string without escapes. Faster than parsing each of many values.
fn plain_text(json: &str) -> Option<&str> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains('\\')).then_some(inner)
}

/// Returns whether two values are equal in JSON Schema: 1 equals 1.0, and the order of members does not matter.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (wide_integer::of(a), wide_integer::of(b)) {
        (Some(a), Some(b)) => return a == b,
        (Some(wide), None) => return b.as_f64() == Some(wide as f64),
        (None, Some(wide)) => return a.as_f64() == Some(wide as f64),
        (None, None) => {}
    }
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64() && !(whole(a) && whole(b)),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn whole(number: &serde_json::Number) -> bool {
    number.is_i64() || number.is_u64()
}

/// Appends a canonical text, which is the same for all values that are equal in JSON Schema.
pub(crate) fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if !whole(number) && float.fract() == 0.0 && float.abs() < 1e15 => {
                out.push_str(&format!("{float:.0}").replace("-0", "0"));
            }
            _ => out.push_str(&number.to_string()),
        },
        Value::Array(items) => {
            out.push('[');
            for item in items {
                canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_unstable_by_key(|(key, _)| *key);
            out.push('{');
            for (key, member) in sorted {
                out.push_str(&Value::from(key.as_str()).to_string());
                canonical(member, out);
                out.push(',');
            }
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

/// Returns the JSON types of a schema's values as bits; integers and other numbers share one.
fn types(schema: &'static Schema) -> u8 {
    let kind = match &schema.target().kind {
        Kind::Any => 0b11_1111,
        Kind::Boolean => 1,
        Kind::Integer(_) | Kind::Number(_) | Kind::File(_) => 1 << 1,
        Kind::String(_) => 1 << 2,
        Kind::Array(_) | Kind::Tuple(_) => 1 << 3,
        Kind::Object(_) => 1 << 4,
        Kind::AnyCase(_) => 1 << 2,
        Kind::Enum(values) => values.iter().fold(0, |bits, text| bits | literal_type(text)),
        // Nested unions are not followed.
        Kind::Union(_) | Kind::Same(_) => 0b11_1111,
    };
    kind | u8::from(nullable(schema)) << 5
}

fn literal_type(text: &str) -> u8 {
    match text.as_bytes().first() {
        Some(b'"') => 1 << 2,
        Some(b'[') => 1 << 3,
        Some(b'{') => 1 << 4,
        Some(b't' | b'f') => 1,
        Some(b'n') => 1 << 5,
        _ => 1 << 1,
    }
}

/// Returns whether the JSON types of the schemas are disjoint.
pub(crate) fn apart(variants: &[&'static Schema]) -> bool {
    let mut seen = 0;
    variants.iter().all(|variant| {
        let types = types(variant);
        let fresh = seen & types == 0;
        seen |= types;
        fresh
    })
}

/// Returns whether the schema, or the one that it is an alias of, accepts null.
pub(crate) fn nullable(schema: &'static Schema) -> bool {
    let mut schema = schema;
    loop {
        match schema.kind {
            _ if schema.nullable => return true,
            Kind::Same(other) => schema = other,
            _ => return false,
        }
    }
}

/// Returns the index of `text` in `wires`, or of the first entry that differs only in case.
#[must_use]
pub fn any_case(text: &str, wires: &[&str]) -> Option<usize> {
    let exact = wires.iter().position(|wire| *wire == text);
    exact.or_else(|| wires.iter().position(|wire| wire.eq_ignore_ascii_case(text))).or_else(|| {
        let lower = (!text.is_ascii()).then(|| text.to_lowercase())?;
        wires.iter().position(|wire| wire.to_lowercase() == lower)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Format;
    use serde_json::json;

    #[test]
    fn decimals_are_multiples() {
        for (value, of) in [(19.99, 0.01), (0.3, 0.1), (1e300, 1e-10), (0.0, 5.0), (-7.5, 2.5)] {
            assert!(is_multiple(value, of), "{value} of {of}");
        }
        for (value, of) in [(19.995, 0.01), (1.0, 0.3), (5.0, 0.0)] {
            assert!(!is_multiple(value, of), "{value} of {of}");
        }
    }

    #[test]
    fn enumerations_are_of_values() {
        let values = [r#""a""#, r#""\"b\"\u0063""#, "1", "null", r#"{"x":[1]}"#, r#""""#];
        for value in [json!("a"), json!("\"b\"c"), json!(1.0), json!(null), json!({"x": [1.0]}), json!("")] {
            assert!(listed(&values, &value), "{value}");
        }
        for value in [json!("\"a\""), json!("1"), json!(2), json!([])] {
            assert!(!listed(&values, &value), "{value}");
        }
    }

    #[test]
    fn lengths_are_in_characters() {
        let rules = StringRules { min_length: 2, max_length: Some(3), pattern: None, format: Format::None };
        let broken = |value| text(&rules, value);
        assert_eq!(broken("é"), Some(Fault::Short(2)));
        assert_eq!(broken(""), Some(Fault::Blank(2)), "blank, whatever the least is");
        assert_eq!(broken("🦀🦀🦀"), None);
        assert_eq!(broken("aaaa"), Some(Fault::Long(3)));
    }

    #[test]
    fn equal_values_have_one_text() {
        let same_text = |a: Value, b: Value| {
            let (mut left, mut right) = (String::new(), String::new());
            canonical(&a, &mut left);
            canonical(&b, &mut right);
            assert_eq!(left == right, same(&a, &b), "{a} {b}");
            left == right
        };
        assert!(same_text(json!({"a": 1, "b": [1.0]}), json!({"b": [1], "a": 1.0})));
        assert!(same_text(json!(-0.0), json!(0)));
        assert!(!same_text(json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_992_u64)));
        assert!(!same_text(json!("1"), json!(1)));
        assert!(!same_text(json!(-10.0), json!(10)));
    }
}
