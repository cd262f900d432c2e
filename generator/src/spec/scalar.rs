//! Members that are texts, numbers and booleans, and lists of them.

use serde_json::{Number, Value};

use super::pointer::Pointer;
use super::shape::FieldShape;
use super::walk::{Walk, leave_out};

/// Brings a value to its shape if its meaning is plain. False if it is to be left out.
pub(super) fn shaped(walk: &mut Walk<'_>, shape: FieldShape, value: &mut Value, at: &mut Pointer) -> bool {
    match shape {
        FieldShape::Text => text(walk, value, at),
        FieldShape::Flag => flag(walk, value, at),
        FieldShape::Count => count(walk, value, at),
        FieldShape::Number => number(walk, value, at),
        FieldShape::TextList => text_list(walk, value, at),
        FieldShape::Texts => texts(walk, value, at),
        FieldShape::Security => security(walk, value, at),
        _ => true,
    }
}

/// A text of several.
fn item(walk: &mut Walk<'_>, value: &mut Value, at: &mut Pointer) -> bool {
    if super::refs::reference(value).is_some() {
        return walk.shaped(FieldShape::Text, value, at);
    }
    text(walk, value, at)
}

fn text(walk: &mut Walk<'_>, value: &mut Value, at: &Pointer) -> bool {
    match value {
        Value::String(_) => true,
        Value::Number(_) | Value::Bool(_) => {
            walk.repaired(at, "a text was expected here; quote it");
            *value = Value::String(value.to_string());
            true
        }
        _ => {
            walk.repaired(at, "a text was expected here; this value is left out");
            false
        }
    }
}

fn flag(walk: &mut Walk<'_>, value: &mut Value, at: &Pointer) -> bool {
    let meant = match value {
        Value::Bool(_) => return true,
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    };
    match meant {
        Some(meant) => {
            walk.repaired(at, format!("a boolean was expected here; it is taken as {meant}"));
            *value = Value::Bool(meant);
            true
        }
        None => {
            walk.repaired(at, "a boolean was expected here; this value is left out");
            false
        }
    }
}

/// A double without a fraction, as an integer.
pub(super) fn integral(number: &Number) -> Option<Number> {
    let float = number.as_f64()?;
    // Beyond this, doubles do not hold every integer.
    let exact = float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0;
    exact.then(|| format!("{float:.0}").parse::<i64>().ok()).flatten().map(Number::from)
}

fn count(walk: &mut Walk<'_>, value: &mut Value, at: &Pointer) -> bool {
    let meant = match &*value {
        Value::Number(number) if number.is_u64() => return true,
        Value::Number(number) => integral(number).filter(Number::is_u64),
        Value::String(text) => text.trim().parse::<u64>().ok().map(Number::from),
        _ => None,
    };
    if let Some(meant) = meant {
        walk.repaired(at, format!("a count was expected here; it is taken as {meant}"));
        *value = Value::Number(meant);
        return true;
    }
    walk.repaired(at, "a count was expected here (0 or more); this value is left out");
    false
}

fn number(walk: &mut Walk<'_>, value: &mut Value, at: &Pointer) -> bool {
    let meant = match &*value {
        Value::Number(_) => return true,
        Value::String(text) => text.trim().parse::<Number>().ok(),
        _ => None,
    };
    if let Some(meant) = meant {
        walk.repaired(at, format!("a number was expected here; it is taken as {meant}"));
        *value = Value::Number(meant);
        return true;
    }
    walk.repaired(at, "a number was expected here; this value is left out");
    false
}

fn text_list(walk: &mut Walk<'_>, value: &mut Value, at: &mut Pointer) -> bool {
    if value.is_string() {
        walk.repaired(at, "a list of texts was expected here; the text is taken as the only one");
        *value = Value::Array(vec![value.take()]);
    }
    let Value::Array(items) = value else {
        walk.repaired(at, "a list of texts was expected here; this value is left out");
        return false;
    };
    let mut kept = 0;
    for index in 0..items.len() {
        let before = at.push_index(index);
        let keep = item(walk, &mut items[index], at);
        at.cut(before);
        if keep {
            items.swap(kept, index);
            kept += 1;
        }
    }
    items.truncate(kept);
    true
}

fn texts(walk: &mut Walk<'_>, value: &mut Value, at: &mut Pointer) -> bool {
    let Value::Object(map) = value else {
        walk.repaired(at, "texts by name were expected here; this value is left out");
        return false;
    };
    let mut dropped = Vec::new();
    for (key, child) in map.iter_mut() {
        let before = at.push(key);
        if child.is_null() {
            *child = Value::String(String::new());
        }
        if !item(walk, child, at) {
            dropped.push(key.clone());
        }
        at.cut(before);
    }
    leave_out(map, &dropped);
    true
}

/// A security requirement that cannot be read must not be left out: that would leave operations open.
fn security(walk: &mut Walk<'_>, value: &mut Value, at: &mut Pointer) -> bool {
    if value.is_object() {
        walk.repaired(at, "a list of security requirements was expected here; this is taken as the only one");
        *value = Value::Array(vec![value.take()]);
    }
    let Value::Array(items) = value else {
        return walk.wrong(at, "a list of security requirements was expected here");
    };
    for (index, item) in items.iter_mut().enumerate() {
        let before = at.push_index(index);
        match item {
            Value::Object(map) => {
                for (key, scopes) in map.iter_mut() {
                    let inner = at.push(key);
                    if scopes.is_null() {
                        *scopes = Value::Array(Vec::new());
                    }
                    if !text_list(walk, scopes, at) {
                        *scopes = Value::Array(Vec::new());
                    }
                    at.cut(inner);
                }
            }
            Value::String(scheme) => {
                walk.repaired(
                    at,
                    "a security requirement was expected here; the text is taken as its scheme",
                );
                *item = serde_json::json!({ scheme.as_str(): [] });
            }
            _ => {
                walk.wrong(at, "a security requirement was expected here: a scheme and its scopes");
            }
        }
        at.cut(before);
    }
    true
}
