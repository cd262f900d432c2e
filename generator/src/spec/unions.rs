//! Lists of types, and unions with null.

use serde_json::{Map, Value, json};

use super::downgrade_3_1::{member, of_3_1};
use super::infer_types::{OF_ARRAYS, OF_NUMBERS, OF_OBJECTS, OF_STRINGS};
use super::pointer::{FilePointer, Pointer};
use super::walk::Walk;

/// Members that describe a schema and do not narrow it.
const DESCRIBING: [&str; 14] = [
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "externalDocs",
    "xml",
    "discriminator",
    "$comment",
    "summary",
];

pub(super) fn describes(key: &str) -> bool {
    key.starts_with("x-") || DESCRIBING.contains(&key)
}

/// Whether a schema allows null and nothing else.
fn is_null(schema: &Value) -> bool {
    let Value::Object(map) = schema else { return false };
    let kind = match map.get("type") {
        Some(Value::String(kind)) => kind == "null",
        Some(Value::Array(kinds)) => kinds.len() == 1 && kinds[0] == "null",
        _ => false,
    };
    let only =
        |list: Option<&Value>| list.and_then(Value::as_array).is_some_and(|l| l.len() == 1 && l[0].is_null());
    let value = map.get("const").is_some_and(Value::is_null) || only(map.get("enum"));
    (kind || value) && map.keys().all(|k| ["type", "const", "enum"].contains(&k.as_str()) || describes(k))
}

fn null_alone(map: &mut Map<String, Value>) {
    map.shift_remove("type");
    map.insert("nullable".to_owned(), Value::Bool(true));
    map.insert("enum".to_owned(), json!([null]));
}

/// `anyOf: [X, null]` is a nullable X.
pub(super) fn without_null(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    for union in ["anyOf", "oneOf"] {
        let Some(Value::Array(parts)) = map.get_mut(union) else { continue };
        if !parts.iter().any(is_null) {
            continue;
        }
        let parts = std::mem::take(parts);
        map.shift_remove(union);
        // An enum of null alone is how 3.0 says the same.
        if parts.iter().any(|part| is_null(part) && part.get("enum").is_none()) {
            of_3_1(walk, at, union, "the type `null`");
        }
        map.insert("nullable".to_owned(), Value::Bool(true));
        let origin = member(walk, at, union);
        let origin =
            |index: usize| FilePointer { file: origin.file, pointer: format!("{}/{index}", origin.pointer) };
        let kept: Vec<(usize, Value)> =
            parts.into_iter().enumerate().filter(|(_, part)| !is_null(part)).collect();
        let alone = kept.len() == 1 && map.keys().all(|key| describes(key));
        if kept.is_empty() {
            null_alone(map);
        } else if alone {
            for (index, part) in kept {
                take_in(walk, map, part, &origin(index), at);
            }
        } else {
            for (new, (index, _)) in kept.iter().enumerate() {
                walk.moved(format!("{}/{union}/{new}", at.as_str()), origin(*index));
            }
            map.insert(union.to_owned(), Value::Array(kept.into_iter().map(|(_, part)| part).collect()));
        }
    }
}

/// The only part of a union becomes the schema itself.
fn take_in(
    walk: &mut Walk<'_>,
    map: &mut Map<String, Value>,
    part: Value,
    origin: &FilePointer,
    at: &Pointer,
) {
    match part {
        Value::Object(members) if !members.contains_key("$ref") => {
            for (wire, value) in members {
                if !map.contains_key(&wire) {
                    let pointer = format!("{}/{}", origin.pointer, super::pointer::escaped(&wire));
                    walk.moved(at.with(&wire), FilePointer { file: origin.file, pointer });
                    map.insert(wire, value);
                }
            }
        }
        other => {
            walk.moved(format!("{}/allOf/0", at.as_str()), origin.clone());
            map.insert("allOf".to_owned(), Value::Array(vec![other]));
        }
    }
}

/// `type: [A, "null"]` is a nullable A; `type: [A, B]` is one of them.
pub(super) fn types(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &Pointer) {
    let mut names: Vec<String> = match map.get("type") {
        Some(Value::String(name)) if name == "null" => vec!["null".to_owned()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return,
    };
    of_3_1(walk, at, "type", "a list of types, or the type `null`,");
    let nullable = names.iter().any(|name| name == "null");
    let number = names.iter().any(|name| name == "number");
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| {
        let new = seen.insert(name.clone());
        new && name != "null" && !(number && name == "integer")
    });
    map.shift_remove("type");
    if nullable {
        map.insert("nullable".to_owned(), Value::Bool(true));
    }
    match names.as_slice() {
        [] if nullable => null_alone(map),
        [] => {}
        [name] => {
            map.insert("type".to_owned(), json!(name));
        }
        _ => split(walk, map, &names, at),
    }
}

/// One branch a type, each with the keywords that are about it.
fn split(walk: &mut Walk<'_>, map: &mut Map<String, Value>, names: &[String], at: &Pointer) {
    let format = map.shift_remove("format");
    let values = map.shift_remove("enum");
    let mut branches = Vec::new();
    for name in names {
        let mut branch = Map::new();
        branch.insert("type".to_owned(), json!(name));
        for keyword in keywords(name) {
            if let Some(value) = map.get(*keyword) {
                branch.insert((*keyword).to_owned(), value.clone());
            }
        }
        if let Some(format @ Value::String(text)) = &format
            && format_fits(text, name)
        {
            branch.insert("format".to_owned(), format.clone());
        }
        if let Some(Value::Array(values)) = &values {
            let own: Vec<Value> = values.iter().filter(|value| is_a(value, name)).cloned().collect();
            if own.is_empty() {
                continue;
            }
            branch.insert("enum".to_owned(), Value::Array(own));
        }
        branches.push(Value::Object(branch));
    }
    for keyword in [OF_STRINGS, OF_NUMBERS, OF_ARRAYS, OF_OBJECTS].concat() {
        map.shift_remove(keyword);
    }
    let origin = walk.moves.origin(at.as_str());
    let union = if map.contains_key("oneOf") { "anyOf" } else { "oneOf" };
    if map.contains_key(union) {
        let parts = map.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(parts) = parts {
            walk.moved(format!("{}/allOf/{}", at.as_str(), parts.len()), origin);
            parts.push(json!({ "oneOf": branches }));
        }
        return;
    }
    for index in 0..branches.len() {
        walk.moved(format!("{}/{union}/{index}", at.as_str()), origin.clone());
    }
    map.insert(union.to_owned(), Value::Array(branches));
}

fn keywords(name: &str) -> &'static [&'static str] {
    match name {
        "string" => OF_STRINGS,
        "number" | "integer" => OF_NUMBERS,
        "array" => OF_ARRAYS,
        "object" => OF_OBJECTS,
        _ => &[],
    }
}

fn format_fits(format: &str, name: &str) -> bool {
    let of_numbers =
        matches!(format, "int32" | "int64" | "float" | "double" | "uint32" | "uint64" | "int8" | "int16");
    match name {
        "string" => !of_numbers,
        "number" | "integer" => of_numbers,
        _ => false,
    }
}

fn is_a(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
