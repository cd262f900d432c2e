//! Schemas once their members are walked: what says nothing about their type goes, so that the typed
//! model knows them for what they are.

use serde_json::{Map, Value, json};

use super::pointer::Pointer;
use super::scalar::integral;
use super::walk::Walk;

/// Keywords about texts alone.
pub(super) const OF_STRINGS: &[&str] =
    &["minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType"];
/// Keywords about numbers alone.
pub(super) const OF_NUMBERS: &[&str] =
    &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
/// Keywords about arrays alone.
pub(super) const OF_ARRAYS: &[&str] = &["items", "minItems", "maxItems", "uniqueItems", "x-hs-prefix-items"];
/// Keywords about objects alone.
pub(super) const OF_OBJECTS: &[&str] =
    &["properties", "required", "additionalProperties", "minProperties", "maxProperties"];

pub(super) fn schema(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    if map.contains_key("$ref") {
        return;
    }
    infer(map);
    let Some(kind) = map.get("type").and_then(Value::as_str).map(str::to_owned) else { return };
    for (kinds, keywords) in [
        (&["string"][..], OF_STRINGS),
        (&["number", "integer"], OF_NUMBERS),
        (&["array"], OF_ARRAYS),
        (&["object"], OF_OBJECTS),
    ] {
        if kinds.contains(&kind.as_str()) {
            continue;
        }
        for keyword in keywords {
            if map.shift_remove(*keyword).is_some() {
                let before = at.push(keyword);
                walk.repaired(at, format!("`{keyword}` does not apply to the type `{kind}`; it is left out"));
                at.cut(before);
            }
        }
    }
    if matches!(kind.as_str(), "boolean" | "array" | "object") && map.shift_remove("format").is_some() {
        let before = at.push("format");
        walk.repaired(at, format!("the type `{kind}` has no formats; this one is left out"));
        at.cut(before);
    }
    if kind == "integer" {
        integral_bounds(map);
    }
}

/// A schema without `type` that is about one kind of value alone. The standard lets other kinds pass;
/// that is never meant.
fn infer(map: &mut Map<String, Value>) {
    let union = ["allOf", "oneOf", "anyOf", "not"].iter().any(|union| map.contains_key(*union));
    if map.contains_key("type") || union {
        return;
    }
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| map.contains_key(*keyword));
    let all_texts = match map.get("enum") {
        Some(Value::Array(values)) => {
            values.iter().all(|v| v.is_string() || v.is_null()) && values.iter().any(Value::is_string)
        }
        Some(_) => return,
        None => false,
    };
    let kind = match (has(OF_OBJECTS), has(&["items", "x-hs-prefix-items"]), all_texts) {
        (true, false, false) if !map.contains_key("enum") => "object",
        (false, true, false) if !map.contains_key("enum") => "array",
        (false, false, true) => "string",
        _ => return,
    };
    map.insert("type".to_owned(), json!(kind));
}

/// `minimum: 1.0` of an integer is 1.
fn integral_bounds(map: &mut Map<String, Value>) {
    for keyword in ["minimum", "maximum", "multipleOf"] {
        if let Some(Value::Number(number)) = map.get_mut(keyword)
            && number.is_f64()
            && let Some(exact) = integral(number)
        {
            *number = exact;
        }
    }
}
