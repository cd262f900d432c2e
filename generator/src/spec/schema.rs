//! Schemas that are slightly wrong, before their members are walked.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::pointer::{Pointer, escaped};
use super::shape::FieldShape;
use super::walk::Walk;
use super::{inline, refs};

pub(super) fn repair(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    behind_references(walk, map, at);
    kind(walk, map, at);
    required(walk, map, at);
    parts(walk, map, at);
    values(walk, map, at);
    discriminator(walk, map, at);
    if map.get("exclusiveMinimum").is_some_and(Value::is_null) {
        map.shift_remove("exclusiveMinimum");
    }
    if map.get("type") == Some(&json!("array")) && map.get("items").is_none_or(Value::is_null) {
        walk.repaired(at, "an array without `items`; it may hold anything");
        map.insert("items".to_owned(), json!({}));
    }
}

/// Keywords that belong elsewhere.
fn behind_references(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    for key in ["type", "enum", "required", "discriminator"] {
        let Some(value) = map.get_mut(key) else { continue };
        let Some(reference) = refs::reference(value) else { continue };
        let before = at.push(key);
        inline::member(walk, FieldShape::Any, value, &reference, at);
        at.cut(before);
    }
}

/// `type: file` and the like.
fn kind(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    let given = match map.get("type") {
        None => return,
        Some(Value::String(given)) => given.clone(),
        Some(_) => {
            let before = at.push("type");
            walk.repaired(at, "a type is a word; this value is left out");
            at.cut(before);
            map.shift_remove("type");
            return;
        }
    };
    let (meant, format) = match given.to_ascii_lowercase().as_str() {
        "string" | "number" | "integer" | "boolean" | "array" | "object"
            if !given.contains(char::is_uppercase) =>
        {
            return;
        }
        "string" | "str" | "text" => ("string", None),
        "number" | "decimal" => ("number", None),
        "float" => ("number", Some("float")),
        "double" => ("number", Some("double")),
        "integer" | "int" => ("integer", None),
        "int32" => ("integer", Some("int32")),
        "int64" | "long" => ("integer", Some("int64")),
        "boolean" | "bool" => ("boolean", None),
        "array" | "list" => ("array", None),
        "object" | "map" | "dict" => ("object", None),
        "file" | "binary" => ("string", Some("binary")),
        "date" => ("string", Some("date")),
        "datetime" | "date-time" | "timestamp" => ("string", Some("date-time")),
        "uuid" => ("string", Some("uuid")),
        "uri" | "url" => ("string", Some("uri")),
        _ => ("", None),
    };
    let before = at.push("type");
    if meant.is_empty() {
        walk.repaired(at, format!("`{given}` is not a type; any value is allowed"));
        map.shift_remove("type");
    } else {
        walk.repaired(at, format!("`{given}` is not a type; it is read as `{meant}`"));
        map.insert("type".to_owned(), json!(meant));
        if let Some(format) = format {
            map.entry("format").or_insert(json!(format));
        }
    }
    at.cut(before);
}

/// `required: true` on a property belongs into the list of the object.
fn required(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    let meant = |value: &Value| match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text == "true" => Some(true),
        Value::String(text) if text == "false" => Some(false),
        _ => None,
    };
    if map.get("required").and_then(meant).is_some() {
        walk.repaired_member(
            at,
            "required",
            "`required` of a schema is a list of its properties; a boolean is left out",
        );
        map.shift_remove("required");
    }
    let Some(Value::Object(properties)) = map.get_mut("properties") else { return };
    let mut found = Vec::new();
    for (wire, property) in properties.iter_mut() {
        let Value::Object(property) = property else { continue };
        let Some(flag) = property.get("required").and_then(meant) else { continue };
        property.shift_remove("required");
        found.push((wire.clone(), flag));
    }
    if found.is_empty() {
        return;
    }
    let listed: HashSet<String> = match map.get("required") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => HashSet::new(),
    };
    for (wire, flag) in found {
        let inner = Pointer::new(format!("{}/properties/{}/required", at.as_str(), escaped(&wire)));
        walk.repaired(
            &inner,
            "`required` belongs into the list of the object around it; it is taken from here",
        );
        if flag && !listed.contains(&wire) {
            let list = map.entry("required").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                list.push(Value::String(wire));
            }
        }
    }
}

/// `allOf`, `oneOf` and `anyOf` that are not lists, or are empty.
fn parts(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    for union in ["allOf", "oneOf", "anyOf"] {
        let empty = match map.get(union) {
            Some(Value::Array(parts)) => parts.is_empty(),
            _ => false,
        };
        if empty {
            walk.repaired_member(at, union, format!("`{union}` without parts says nothing; it is left out"));
            map.shift_remove(union);
        }
    }
}

/// Values of an enumeration, in the type of the schema.
fn values(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    let kind = map.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(values) = map.get_mut("enum") else { return };
    let before = at.push("enum");
    if values.is_string() || values.is_number() || values.is_boolean() {
        walk.repaired(at, "a list of values was expected here; this is taken as the only one");
        *values = Value::Array(vec![values.take()]);
    }
    let (mut usable, mut gone, mut all) = (false, Vec::new(), 0);
    if let Value::Array(values) = values {
        all = values.len();
        let mut seen: Vec<Value> = Vec::with_capacity(values.len().min(64));
        let mut known = HashSet::new();
        for (index, mut value) in std::mem::take(values).into_iter().enumerate() {
            let inner = at.push_index(index);
            in_type(walk, &mut value, &kind, at);
            if known.insert(value.to_string()) {
                if seen.len() < index {
                    let origin = walk.moves.origin(at.as_str());
                    at.cut(inner);
                    walk.moved(at.with(&seen.len().to_string()), origin);
                }
                seen.push(value);
            } else {
                walk.repaired(at, "this value is listed twice");
                gone.push(index);
            }
            at.cut(inner);
        }
        usable = !seen.is_empty();
        *values = seen;
    }
    if !usable {
        walk.repaired(at, "an enumeration without values is left out");
    }
    at.cut(before);
    if !usable {
        map.shift_remove("enum");
    }
    forget_names(map, &gone, all);
}

/// What names or describes values by their index goes with a value that goes.
fn forget_names(map: &mut Map<String, Value>, gone: &[usize], all: usize) {
    for key in ["x-enum-varnames", "x-enum-descriptions", "x-enumNames"] {
        let Some(Value::Array(names)) = map.get_mut(key) else { continue };
        if names.len() == all && !gone.is_empty() {
            let kept = std::mem::take(names).into_iter().enumerate();
            *names = kept.filter(|(i, _)| gone.binary_search(i).is_err()).map(|(_, name)| name).collect();
        }
    }
}

fn in_type(walk: &mut Walk<'_>, value: &mut Value, kind: &str, at: &Pointer) {
    let meant = match (kind, &*value) {
        ("string", Value::Number(_) | Value::Bool(_)) => Some(Value::String(value.to_string())),
        ("integer", Value::String(text)) => text.parse::<i64>().ok().map(Value::from),
        ("integer", Value::Number(number)) if !number.is_i64() && !number.is_u64() => {
            super::scalar::integral(number).map(Value::Number)
        }
        ("number", Value::String(text)) => text.parse::<serde_json::Number>().ok().map(Value::Number),
        ("boolean", Value::String(text)) => text.parse::<bool>().ok().map(Value::Bool),
        _ => None,
    };
    if let Some(meant) = meant {
        walk.repaired(at, format!("a value that is not of the type {kind}; it is read as one"));
        *value = meant;
    }
}

fn discriminator(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    let Some(given) = map.get_mut("discriminator") else { return };
    let before = at.push("discriminator");
    if let Value::String(property) = given {
        walk.repaired(
            at,
            "a discriminator is an object since OpenAPI 3.0; the text is taken as its `propertyName`",
        );
        *given = json!({ "propertyName": property.as_str() });
    }
    let usable = given.get("propertyName").is_some_and(Value::is_string);
    if let Some(Value::Object(mapping)) = given.get_mut("mapping") {
        let inner = at.push("mapping");
        for (key, target) in mapping.iter_mut() {
            let Value::String(text) = target else { continue };
            // A bare word is the name of a schema, whatever it looks like.
            if text.starts_with('#')
                || text.contains('/')
                || text.ends_with(".yaml")
                || text.ends_with(".json")
            {
                let deeper = at.push(key);
                refs::follow_text(walk, text, at);
                at.cut(deeper);
            }
        }
        at.cut(inner);
    }
    if !usable {
        walk.repaired(at, "a discriminator without `propertyName` is left out");
    }
    at.cut(before);
    if !usable {
        map.shift_remove("discriminator");
    }
}
