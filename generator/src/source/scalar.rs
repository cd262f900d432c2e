//! Plain scalars, by the core schema of YAML 1.2, as far as JSON can hold them.
//!
//! Kept as text: `yes`, `on` and their like (they are 1.1), numbers with leading zeros (`010` is an
//! identifier in documents of APIs), `0b11`, and `.inf` and `.nan`, which JSON does not have.

use serde_json::{Number, Value};

/// What a plain scalar means.
pub(super) enum Plain {
    /// This value.
    Exact(Value),
    /// An integer that 64 bits do not hold, as the nearest double.
    Inexact(Value),
}

pub(super) fn plain(text: &str) -> Plain {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Plain::Exact(Value::Null),
        "true" | "True" | "TRUE" => Plain::Exact(Value::Bool(true)),
        "false" | "False" | "FALSE" => Plain::Exact(Value::Bool(false)),
        _ if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) => number(text),
        _ => Plain::Exact(Value::String(text.to_owned())),
    }
}

fn number(text: &str) -> Plain {
    let (negative, digits) = match text.as_bytes()[0] {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let exact = |number: Number| Plain::Exact(Value::Number(number));
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(rest) = digits.strip_prefix(prefix)
            && !rest.is_empty()
            && rest.chars().all(|c| c.is_digit(radix))
            && let Ok(value) = u64::from_str_radix(rest, radix)
        {
            return match (negative, i64::try_from(value)) {
                (false, _) => exact(value.into()),
                (true, Ok(value)) => exact((-value).into()),
                (true, Err(_)) => Plain::Exact(Value::String(text.to_owned())),
            };
        }
    }
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return float(text, digits);
    }
    if digits.len() > 1 && digits.starts_with('0') {
        return Plain::Exact(Value::String(text.to_owned()));
    }
    let signed = text.strip_prefix('+').unwrap_or(text);
    if let Ok(value) = signed.parse::<u64>() {
        exact(value.into())
    } else if let Ok(value) = signed.parse::<i64>() {
        exact(value.into())
    } else {
        match signed.parse::<f64>().ok().and_then(Number::from_f64) {
            Some(value) => Plain::Inexact(Value::Number(value)),
            None => Plain::Exact(Value::String(text.to_owned())),
        }
    }
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn float(text: &str, unsigned: &str) -> Plain {
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(unsigned[at + 1..].trim_start_matches(['-', '+']))),
        None => (unsigned, None),
    };
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let shaped = all_digits(integer)
        && all_digits(fraction)
        && !(integer.is_empty() && fraction.is_empty())
        && !(integer.len() > 1 && integer.starts_with('0'))
        && exponent.is_none_or(|e| !e.is_empty() && all_digits(e));
    let value = if shaped { text.parse::<f64>().ok().and_then(Number::from_f64) } else { None };
    Plain::Exact(value.map_or_else(|| Value::String(text.to_owned()), Value::Number))
}
