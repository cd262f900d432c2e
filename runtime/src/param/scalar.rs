//! Single values from text and to text.

use crate::check::{self, Fault, rules};
use crate::json;
use crate::schema::{IntegerRules, Kind, Schema, UnionRules};
use serde_json::{Number, Value};
use std::borrow::Cow;

/// Text as a value of a schema, as [`read`] reads it.
///
/// # Errors
/// It is JSON of a list or of an object, and nests too deep.
pub(crate) fn read_shallow(text: Cow<'_, str>, schema: &'static Schema) -> Result<Value, Fault> {
    let nests = !matches!(schema.target().kind, Kind::Any | Kind::String(_));
    if nests && json::is_too_deep(text.as_bytes()) { Err(Fault::TooDeep) } else { Ok(read(text, schema)) }
}

/// Text that is JSON whatever its schema.
///
/// # Errors
/// It is not JSON, or nests too deep.
pub(crate) fn read_json(text: &str) -> Result<Value, Fault> {
    if json::is_too_deep(text.as_bytes()) {
        return Err(Fault::TooDeep);
    }
    json::parse(text.as_bytes()).map_err(|_| Fault::Unreadable("must be JSON"))
}

/// Text as a value of a schema. Text that is none stays text, and the check of the schema tells what is wrong with it.
pub(crate) fn read(text: Cow<'_, str>, schema: &'static Schema) -> Value {
    let typed = match &schema.target().kind {
        Kind::Any | Kind::String(_) => None,
        _ if text.is_empty() && rules::nullable(schema) => Some(Value::Null),
        Kind::Boolean => match &*text {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        Kind::Integer(rules) => integer(&text, rules),
        Kind::Number(_) => number(&text).map(Value::Number),
        Kind::Enum(values) => listed(&text, values),
        Kind::AnyCase(values) => rules::declared_case(values, &text).map(Value::String),
        Kind::Union(rules) => Some(alternative(&text, rules)),
        Kind::Array(_) | Kind::Tuple(_) | Kind::Object(_) => read_json(&text).ok(),
        Kind::Same(_) | Kind::File(_) => None,
    };
    typed.unwrap_or_else(|| Value::String(text.into_owned()))
}

/// A whole number, exactly: digits, without a sign but `-`, leading zeros or an exponent. `-0` is none.
fn integer(text: &str, rules: &IntegerRules) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = digits == "0" && text == "0" || !digits.starts_with('0');
    if !is_whole || !is_plain {
        return None;
    }
    if let Ok(signed) = text.parse::<i64>() {
        return Some(signed.into());
    }
    if let Ok(unsigned) = text.parse::<u64>() {
        return Some(unsigned.into());
    }
    // Out of all bounds: any number beyond those of the rules tells so.
    let beyond = if text.starts_with('-') { rules.min.min(0) } else { rules.max.max(0) } as f64;
    Number::from_f64(beyond.abs().max(2e19).copysign(beyond)).map(Value::Number)
}

/// A number in JSON's own syntax.
fn number(text: &str) -> Option<Number> {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        .then(|| serde_json::from_str(text).ok())
        .flatten()
}

/// The value of an enumeration that the text means.
fn listed(text: &str, values: &[&str]) -> Option<Value> {
    values.iter().find_map(|one| match serde_json::from_str(one).ok()? {
        Value::String(value) => (value == text).then_some(Value::String(value)),
        value => (*one == text).then_some(value),
    })
}

/// The alternatives in their order: the first that the text is a good value of.
fn alternative(text: &str, rules: &UnionRules) -> Value {
    let read = |variant: &&'static Schema| read(Cow::Borrowed(text), variant);
    let fitting = rules.variants.iter().find_map(|variant| {
        let value = read(variant);
        check::fits(&value, variant).then_some(value)
    });
    fitting.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// A value as text: null is none, and lists and objects are JSON.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::NumberRules;
    use serde_json::json;

    static REF: Schema = Schema::new(Kind::Union(UnionRules {
        variants: &[&Schema::INT64, &Schema::new(Kind::Enum(&["\"me\"", "true"]))],
        tag: None,
        one: true,
    }));

    fn value(text: &str, schema: &'static Schema) -> Value {
        read(Cow::Borrowed(text), schema)
    }

    #[test]
    fn integers_are_exact() {
        for (text, exact) in [
            ("0", json!(0)),
            ("-12", json!(-12)),
            ("9007199254740993", json!(9_007_199_254_740_993_i64)),
            ("18446744073709551615", json!(u64::MAX)),
        ] {
            assert_eq!(value(text, &Schema::UINT64), exact);
        }
        for text in ["", "-0", "007", "+1", "1e3", "1.0", " 1", "1 ", "-", "0x1", "٣"] {
            assert_eq!(value(text, &Schema::INT64), json!(text), "{text}");
        }
        for text in
            ["9223372036854775808", "-9223372036854775809", "99999999999999999999999999999999999999999"]
        {
            let value = value(text, &Schema::INT64);
            assert!(value.is_number() && !check::fits(&value, &Schema::INT64), "{text}");
        }
    }

    #[test]
    fn numbers_are_finite() {
        static NUMBER: Schema =
            Schema::new(Kind::Number(NumberRules { min: None, max: None, multiple_of: None }));
        assert_eq!(value("-1.5e3", &NUMBER), json!(-1500.0));
        for text in ["NaN", "inf", "1e999", "+1", ".5", "5.", " 1", "\"1\""] {
            assert_eq!(value(text, &NUMBER), json!(text), "{text}");
        }
    }

    #[test]
    fn alternatives_are_tried_in_order() {
        assert_eq!(value("12", &REF), json!(12));
        assert_eq!(value("me", &REF), json!("me"));
        assert_eq!(value("true", &REF), json!(true));
        assert_eq!(value("you", &REF), json!("you"));
    }

    #[test]
    fn texts_in_any_case_are_read_as_they_are_declared() {
        static TOUR: Schema = Schema::new(Kind::AnyCase(&["\"HIKING\"", "\"JOURNEY\""]));
        assert_eq!(value("hiking", &TOUR), json!("HIKING"));
        assert_eq!(value("walk", &TOUR), json!("walk"));
    }

    #[test]
    fn booleans_and_nulls() {
        static MAYBE: Schema = Schema::BOOLEAN.or_null();
        assert_eq!(value("true", &Schema::BOOLEAN), json!(true));
        assert_eq!(value("True", &Schema::BOOLEAN), json!("True"));
        assert_eq!(value("", &MAYBE), Value::Null);
    }
}
