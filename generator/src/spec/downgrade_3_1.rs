//! Schemas of 3.1 as schemas of 3.0. In documents of 3.0 the same is read with a warning.

use serde_json::{Map, Value, json};

use super::pointer::{FilePointer, Pointer, escaped};
use super::unions;
use super::walk::Walk;

/// Siblings of `$ref` that only describe; they are left in place.
const DESCRIBING: [&str; 4] = ["description", "summary", "title", "$comment"];

/// Booleans, and `$ref` with siblings.
pub(super) fn boolean_or_reference(walk: &mut Walk<'_>, value: &mut Value, at: &mut Pointer) {
    match value {
        Value::Bool(anything) => {
            if !walk.newer {
                walk.repaired(at, "a boolean as a schema belongs to OpenAPI 3.1; it is read all the same");
            }
            *value = if *anything { json!({}) } else { json!({ "not": {} }) };
        }
        Value::Object(map) if walk.newer && map.get("$ref").is_some_and(Value::is_string) => {
            let says_more = |key: &String| {
                key != "$ref"
                    && !key.starts_with("x-")
                    && !DESCRIBING.contains(&key.as_str())
                    && key != "$defs"
            };
            if map.keys().any(says_more) {
                siblings_of_reference(walk, map, at);
            }
        }
        _ => {}
    }
}

fn siblings_of_reference(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &Pointer) {
    let Some(reference) = map.shift_remove("$ref") else { return };
    let parts = map.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(parts) = parts else { return };
    walk.moved(format!("{}/allOf/{}", at.as_str(), parts.len()), walk.moves.origin(at.as_str()));
    parts.push(json!({ "$ref": reference }));
}

/// Everything else, on a schema that is an object.
pub(super) fn lower(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    constant(walk, map, at);
    unions::without_null(walk, map, at);
    unions::types(walk, map, at);
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        exclusive_bound(walk, map, at, bound, exclusive);
    }
    prefix_items(walk, map, at);
    content(map);
    other_members(walk, map, at);
    if let Some(Value::Array(examples)) = map.get("examples")
        && let Some(first) = examples.first().cloned()
        && !map.contains_key("example")
    {
        let origin = walk.moves.origin(at.as_str());
        let pointer = format!("{}/examples/0", origin.pointer);
        walk.moved(at.with("example"), FilePointer { file: origin.file, pointer });
        map.insert("example".to_owned(), first);
    }
}

/// In a document of 3.0, a word on what is read all the same.
pub(super) fn of_3_1(walk: &mut Walk<'_>, at: &Pointer, keyword: &str, what: &str) {
    if !walk.newer {
        walk.repaired_member(at, keyword, format!("{what} belongs to OpenAPI 3.1; it is read all the same"));
    }
}

fn constant(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &Pointer) {
    let Some(value) = map.shift_remove("const") else { return };
    of_3_1(walk, at, "const", "`const`");
    if value.is_null() {
        map.insert("nullable".to_owned(), Value::Bool(true));
    }
    walk.moved(at.with("enum"), FilePointer { ..member(walk, at, "const") });
    map.insert("enum".to_owned(), Value::Array(vec![value]));
}

/// The origin of a member.
pub(super) fn member(walk: &Walk<'_>, at: &Pointer, wire: &str) -> FilePointer {
    let origin = walk.moves.origin(at.as_str());
    FilePointer { file: origin.file, pointer: format!("{}/{}", origin.pointer, escaped(wire)) }
}

/// `exclusiveMinimum: 3` is `minimum: 3, exclusiveMinimum: true`; of two bounds the tighter one stays.
fn exclusive_bound(
    walk: &mut Walk<'_>,
    map: &mut Map<String, Value>,
    at: &Pointer,
    bound: &str,
    exclusive: &str,
) {
    let Some(Value::Number(number)) = map.get(exclusive).cloned() else { return };
    of_3_1(walk, at, exclusive, "an exclusive bound that is a number");
    let lower = bound == "minimum";
    let looser = match (map.get(bound).and_then(Value::as_f64), number.as_f64()) {
        (Some(inclusive), Some(exclusive)) => {
            if lower {
                exclusive < inclusive
            } else {
                exclusive > inclusive
            }
        }
        _ => false,
    };
    if looser {
        map.shift_remove(exclusive);
        return;
    }
    walk.moved(at.with(bound), member(walk, at, exclusive));
    map.insert(bound.to_owned(), Value::Number(number));
    map.insert(exclusive.to_owned(), Value::Bool(true));
}

/// `prefixItems`, and the list that `items` was before 2020.
fn prefix_items(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &Pointer) {
    let (from, prefix) = match (map.get("prefixItems"), map.get("items")) {
        (Some(Value::Array(_)), _) => ("prefixItems", map.shift_remove("prefixItems")),
        (_, Some(Value::Array(_))) => ("items", map.shift_remove("items")),
        _ => return,
    };
    let Some(prefix) = prefix else { return };
    // Before 2020 there was another keyword for the items after the first.
    if from == "items"
        && let Some(rest) = map.shift_remove("additionalItems")
    {
        walk.moved(at.with("items"), member(walk, at, "additionalItems"));
        map.insert("items".to_owned(), rest);
    }
    of_3_1(walk, at, from, "a schema for each item");
    let length = prefix.as_array().map_or(0, Vec::len);
    walk.moved(at.with("x-hs-prefix-items"), member(walk, at, from));
    map.insert("x-hs-prefix-items".to_owned(), prefix);
    if map.get("items") == Some(&Value::Bool(false)) {
        map.insert("items".to_owned(), json!({}));
        map.entry("maxItems").or_insert(json!(length));
    }
    map.entry("items").or_insert(json!({}));
}

/// Members whose names match a pattern, and those that no other keyword is about, as additional ones: any of the schemas
/// that any of these members may have. The type of those that match no pattern stays in `x-hs-unmatched-properties`.
fn other_members(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &Pointer) {
    if let Some(schema @ Value::Object(_)) = map.get("unevaluatedProperties").cloned()
        && !map.contains_key("additionalProperties")
    {
        walk.moved(at.with("additionalProperties"), member(walk, at, "unevaluatedProperties"));
        map.insert("additionalProperties".to_owned(), schema);
    }
    let Some(Value::Object(patterns)) = map.get("patternProperties") else { return };
    let mut schemas: Vec<Value> = Vec::new();
    for schema in patterns.values() {
        if !schemas.contains(schema) {
            schemas.push(schema.clone());
        }
    }
    match map.get("additionalProperties") {
        None | Some(Value::Bool(true)) => schemas = vec![json!({})],
        Some(Value::Bool(false)) => {}
        Some(schema) if schemas.contains(schema) => {}
        Some(schema) => schemas.push(schema.clone()),
    }
    let Some(last) = schemas.pop() else { return };
    let merged = if schemas.is_empty() {
        last
    } else {
        schemas.push(last);
        json!({ "anyOf": schemas })
    };
    walk.moved(at.with("additionalProperties"), member(walk, at, "patternProperties"));
    if let Some(rest) = map.insert("additionalProperties".to_owned(), merged) {
        map.insert("x-hs-unmatched-properties".to_owned(), rest);
    }
}

/// `contentEncoding` and `contentMediaType` as formats; the words themselves stay.
fn content(map: &mut Map<String, Value>) {
    if map.contains_key("format") {
        return;
    }
    let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_ascii_lowercase);
    let format = match (text("contentEncoding").as_deref(), text("contentMediaType").as_deref()) {
        (Some("base64"), _) => "byte",
        (Some("base64url"), _) => "base64url",
        (Some("binary"), _) => "binary",
        (None, Some(media)) if is_binary(media) => "binary",
        _ => return,
    };
    if map.get("type").is_some_and(|t| t != "string") {
        return;
    }
    map.insert("type".to_owned(), json!("string"));
    map.insert("format".to_owned(), json!(format));
}

pub(super) fn is_binary(media: &str) -> bool {
    let kind = media.split('/').next().unwrap_or_default();
    matches!(kind, "image" | "audio" | "video" | "font")
        || matches!(media, "application/octet-stream" | "application/pdf" | "application/zip")
}
