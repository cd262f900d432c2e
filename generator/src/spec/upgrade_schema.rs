//! Schemas of the normalised document as schemas of 3.1.

use serde_json::{Map, Value, json};

use super::unions::describes;

/// Keywords next to a `$ref` that have their effect there. Others have none in 3.0, and would in 3.1.
const BESIDE: [&str; 4] = ["readOnly", "writeOnly", "deprecated", "default"];

/// Keywords that say how schemas name each other: references in the document are JSON pointers alone.
const NAMING: [&str; 10] = [
    "$id",
    "$schema",
    "$anchor",
    "$dynamicAnchor",
    "$dynamicRef",
    "$recursiveAnchor",
    "$recursiveRef",
    "$vocabulary",
    "$defs",
    "definitions",
];

/// Whether a key carries a keyword of 3.1.
pub(super) fn carries(key: &str) -> bool {
    matches!(key, "x-hs-prefix-items" | "x-hs-unmatched-properties")
}

/// Whether a keyword that loading does not follow stays: not if it names schemas, or refers to another file.
pub(super) fn stays(key: &str, value: &Value) -> bool {
    !NAMING.contains(&key) && !leads_out(value)
}

/// Whether something in a value refers to what is no component.
fn leads_out(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(leads_out),
        Value::Object(map) => {
            let out = |reference: &str| !reference.starts_with("#/components/");
            map.get("$ref").and_then(Value::as_str).is_some_and(out) || map.values().any(leads_out)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Brings one schema up; those in it are done.
pub(super) fn schema(map: &mut Map<String, Value>) {
    if map.contains_key("$ref") {
        let nullable = map.shift_remove("nullable") == Some(Value::Bool(true));
        map.retain(|key, _| key == "$ref" || describes(key) || BESIDE.contains(&key.as_str()));
        if nullable {
            or_null(map);
        }
        examples(map);
        return;
    }
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if map.shift_remove(exclusive) == Some(Value::Bool(true))
            && let Some(number) = map.shift_remove(bound)
        {
            map.insert(exclusive.to_owned(), number);
        }
    }
    prefix_items(map);
    other_members(map);
    content(map);
    if let Some(Value::Array(required)) = map.get_mut("required") {
        let mut seen = std::collections::HashSet::new();
        required.retain(|wire| seen.insert(wire.to_string()));
    }
    if map.shift_remove("nullable") == Some(Value::Bool(true)) {
        nullable(map);
    }
    examples(map);
}

fn examples(map: &mut Map<String, Value>) {
    if map.get("examples").is_some_and(|examples| !examples.is_array()) {
        map.shift_remove("examples");
    }
    if let Some(example) = map.shift_remove("example")
        && !map.contains_key("examples")
    {
        map.insert("examples".to_owned(), json!([example]));
    }
}

fn nullable(map: &mut Map<String, Value>) {
    if map.get("enum") == Some(&json!([null])) {
        map.shift_remove("enum");
        map.insert("type".to_owned(), json!("null"));
        return;
    }
    if ["allOf", "oneOf", "anyOf", "not"].iter().any(|combining| map.contains_key(*combining)) {
        return or_null(map);
    }
    if let Some(Value::Array(values)) = map.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    if let Some(kind) = map.get_mut("type") {
        *kind = json!([kind.take(), "null"]);
    }
}

/// Puts what narrows a schema next to null; what describes it stays around them.
fn or_null(map: &mut Map<String, Value>) {
    let mut narrowing = Map::new();
    for (key, value) in std::mem::take(map) {
        let outside = describes(&key) && key != "discriminator";
        if outside { &mut *map } else { &mut narrowing }.insert(key, value);
    }
    // An `allOf` of one is that one.
    let alone = match narrowing.get_mut("allOf") {
        Some(Value::Array(parts)) if parts.len() == 1 => Some(parts[0].take()),
        _ => None,
    };
    let whole = match alone {
        Some(part) if narrowing.len() == 1 => part,
        Some(part) => {
            narrowing.insert("allOf".to_owned(), json!([part]));
            Value::Object(narrowing)
        }
        None => Value::Object(narrowing),
    };
    map.insert("anyOf".to_owned(), json!([whole, { "type": "null" }]));
}

fn prefix_items(map: &mut Map<String, Value>) {
    let Some(prefix) = map.shift_remove("x-hs-prefix-items") else { return };
    map.insert("prefixItems".to_owned(), prefix);
    if map.get("items") == Some(&json!({})) {
        map.shift_remove("items");
    }
}

/// `additionalProperties` stood in for `patternProperties` and what is next to them, or for `unevaluatedProperties`.
fn other_members(map: &mut Map<String, Value>) {
    if map.get("unevaluatedProperties").is_some_and(Value::is_object)
        && let Some(schema) = map.shift_remove("additionalProperties")
    {
        map.insert("unevaluatedProperties".to_owned(), schema);
    }
    if map.contains_key("patternProperties") {
        map.shift_remove("additionalProperties");
        if let Some(rest) = map.shift_remove("x-hs-unmatched-properties") {
            map.insert("additionalProperties".to_owned(), rest);
        }
    }
}

/// The formats of encoded text are keywords of their own.
fn content(map: &mut Map<String, Value>) {
    if map.get("type").is_none_or(|kind| kind != "string") {
        return;
    }
    let (keyword, value) = match map.get("format").and_then(Value::as_str) {
        Some("byte") => ("contentEncoding", "base64"),
        Some("base64url") => ("contentEncoding", "base64url"),
        Some("binary") if !map.contains_key("contentEncoding") => {
            ("contentMediaType", "application/octet-stream")
        }
        _ => return,
    };
    map.shift_remove("format");
    map.entry(keyword).or_insert(json!(value));
}
