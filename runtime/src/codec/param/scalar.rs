//! Converts single values from and to text.

use crate::codec::json;
use crate::schema::check::{self, Fault, rules};
use crate::schema::{IntegerRules, Kind, Schema, UnionRules};
use serde_json::{Number, Value};
use std::borrow::Cow;

/// Reads text as a value of a schema, as [`read`] does.
///
/// # Errors
/// Returns an error if the text is a JSON list or object that nests too deep.
pub(crate) fn read_shallow(text: Cow<'_, str>, schema: &'static Schema) -> Result<Value, Fault> {
    let nests = !matches!(schema.target().kind, Kind::Any | Kind::String(_));
    if nests && json::is_too_deep(text.as_bytes()) { Err(Fault::TooDeep) } else { Ok(read(text, schema)) }
}

/// Reads text as JSON, whatever its schema.
///
/// # Errors
/// Returns an error if the text is not JSON or nests too deep.
pub(crate) fn read_json(text: &str) -> Result<Value, Fault> {
    if json::is_too_deep(text.as_bytes()) {
        return Err(Fault::TooDeep);
    }
    json::parse(text.as_bytes()).map_err(|_| Fault::Unreadable("must be JSON"))
}

/// Reads text as a value of a schema. Text that does not parse stays text; validation reports it.
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

/// Parses an integer exactly, in JSON's syntax: `5.0` and `1e3` are integers too (JSON Schema, "integer").
fn integer(text: &str, rules: &IntegerRules) -> Option<Value> {
    number(text)?;
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let shift = exponent.parse::<i32>().ok()?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let (kept, zeros) = match usize::try_from(shift) {
        Ok(zeros) if zeros < 400 => (digits.as_str(), zeros),
        Ok(_) => return None,
        Err(_) => {
            let cut = digits.len().saturating_sub(usize::try_from(shift.unsigned_abs()).ok()?);
            let (kept, rest) = digits.split_at(cut);
            if rest.bytes().any(|byte| !matches!(byte, b'0' | b'-')) {
                return None;
            }
            (kept, 0)
        }
    };
    let exact = format!("{}{:0<zeros$}", if matches!(kept, "" | "-") { "0" } else { kept }, "");
    if let Ok(exact) = exact.parse::<i128>() {
        return Some(json::wide_integer::value(exact));
    }
    // Any number outside the limits makes validation report it.
    let beyond = if text.starts_with('-') { rules.min.min(0) } else { rules.max.max(0) } as f64;
    Number::from_f64(beyond.abs().max(2e19).copysign(beyond)).map(Value::Number)
}

/// Parses a number in JSON's syntax.
fn number(text: &str) -> Option<Number> {
    // JSON allows whitespace around a number.
    let is_bare = text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && text.ends_with(|last: char| last.is_ascii_digit());
    let number: Number = is_bare.then(|| serde_json::from_str(text).ok()).flatten()?;
    // serde_json reads some floats as a neighbour of the nearest one.
    let exact = || text.parse().ok().and_then(Number::from_f64);
    if number.is_f64() { exact() } else { Some(number) }
}

/// Returns the enumeration value for the text.
fn listed(text: &str, values: &[&str]) -> Option<Value> {
    values.iter().find_map(|one| match serde_json::from_str(one).ok()? {
        Value::String(value) => (value == text).then_some(Value::String(value)),
        value => {
            let same = serde_json::from_str(text).is_ok_and(|text| rules::same(&value, &text));
            same.then_some(value)
        }
    })
}

/// Returns the value of the first alternative that accepts the text.
fn alternative(text: &str, rules: &UnionRules) -> Value {
    let read = |variant: &&'static Schema| read(Cow::Borrowed(text), variant);
    let fitting = rules.variants.iter().find_map(|variant| {
        let value = read(variant);
        check::fits(&value, variant).then_some(value)
    });
    fitting.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// Returns a number as text; an integral float has no fraction.
fn number_text(number: &Number) -> String {
    /// Floats below this limit represent integers exactly.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT => {
            format!("{float:.0}")
        }
        _ => number.to_string(),
    }
}

/// Returns a value as text: null is empty, lists and objects are JSON.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Number(number) => number_text(number),
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
        for (text, exact) in [
            ("-0", json!(0)),
            ("5.0", json!(5)),
            ("1e3", json!(1000)),
            ("-1.50E1", json!(-15)),
            ("1200e-2", json!(12)),
            ("0e-99", json!(0)),
            ("9007199254740993.0", json!(9_007_199_254_740_993_i64)),
        ] {
            assert_eq!(value(text, &Schema::INT64), exact, "{text}");
        }
        for text in ["", "007", "+1", "1.5", "1e-3", "1e", "1.", ".5", " 1", "1 ", "-", "0x1", "٣"] {
            assert_eq!(value(text, &Schema::INT64), json!(text), "{text}");
        }
        for text in
            ["9223372036854775808", "-9223372036854775809", "99999999999999999999999999999999999999999"]
        {
            let value = value(text, &Schema::INT64);
            assert!(value.is_number() || json::wide_integer::of(&value).is_some(), "{text}");
            assert!(!check::fits(&value, &Schema::INT64), "{text}");
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
    fn whole_floats_are_written_without_a_fraction() {
        for (number, written) in [
            (json!(35625.0), "35625"),
            (json!(-2.0), "-2"),
            (json!(0.5), "0.5"),
            (json!(-0.0), "-0"),
            (json!(1e300), "1e+300"),
            (json!(u64::MAX), "18446744073709551615"),
        ] {
            assert_eq!(text(&number), written);
        }
    }

    #[test]
    fn values_of_an_enumeration_may_be_numbers() {
        static SIZE: Schema = Schema::new(Kind::Enum(&["1", "2.5", "\"1.0\"", "true"]));
        for (text, read) in [("1", json!(1)), ("1.0", json!(1)), ("2.5", json!(2.5)), ("true", json!(true))] {
            assert_eq!(value(text, &SIZE), read);
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
