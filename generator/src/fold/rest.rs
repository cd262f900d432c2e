//! What is left of a schema of objects without some of its properties: the payload of a template that writes the members of
//! the payload next to its own.

use serde_json::{Map, Value, json};

use super::flat::Flattener;
use super::located::Located;

/// References and combinations within each other that are followed.
const DEPTH: usize = 16;

/// The keywords that say nothing without properties.
const EMPTY: [&str; 7] =
    ["type", "properties", "required", "additionalProperties", "title", "description", "nullable"];

/// What is left of schemas that all apply; `None` if that is nothing.
pub(super) fn of_all(schemas: &[Located<'_>], wires: &[&str], tree: &Value) -> Option<Value> {
    let left: Vec<Value> = schemas.iter().filter_map(|schema| of(schema, wires, tree, DEPTH)).collect();
    together(left)
}

fn together(mut left: Vec<Value>) -> Option<Value> {
    match left.len() {
        0 => None,
        1 => left.pop(),
        _ => Some(json!({ "allOf": left })),
    }
}

/// What is left of a schema. It stays as it is if it has none of the properties.
fn of(schema: &Located<'_>, wires: &[&str], tree: &Value, depth: usize) -> Option<Value> {
    if depth == 0 || !has_any(schema, wires, tree) {
        return Some(schema.value.clone());
    }
    if schema.text("$ref").is_some() {
        return of(&schema.clone().resolved(tree), wires, tree, depth - 1);
    }
    let Value::Object(own) = schema.value else { return Some(schema.value.clone()) };
    let mut left = own.clone();
    for (key, value) in &mut left {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                properties.retain(|wire, _| !wires.contains(&wire.as_str()));
            }
            ("required", Value::Array(required)) => {
                required.retain(|wire| wire.as_str().is_none_or(|wire| !wires.contains(&wire)));
            }
            _ => {}
        }
    }
    left.retain(|key, value| !(key == "required" && value.as_array().is_some_and(Vec::is_empty)));
    for keyword in ["anyOf", "oneOf"] {
        let Some(alternatives) = schema.get(keyword) else { continue };
        let nothing = || json!({ "type": "object" });
        let all = alternatives.items().map(|one| of(&one, wires, tree, depth - 1).unwrap_or_else(nothing));
        left.insert(keyword.to_owned(), all.collect());
    }
    let parts = schema.get("allOf").map(|parts| parts.items().collect::<Vec<_>>()).unwrap_or_default();
    let parts: Vec<Value> = parts.iter().filter_map(|part| of(part, wires, tree, depth - 1)).collect();
    left.shift_remove("allOf");
    if is_empty(&left) {
        return together(parts);
    }
    if !parts.is_empty() {
        left.insert("allOf".to_owned(), Value::Array(parts));
    }
    Some(Value::Object(left))
}

fn is_empty(schema: &Map<String, Value>) -> bool {
    let has_properties =
        schema.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    let has_values = schema.get("additionalProperties").is_some_and(Value::is_object);
    !has_properties && !has_values && schema.keys().all(|key| EMPTY.contains(&key.as_str()))
}

fn has_any(schema: &Located<'_>, wires: &[&str], tree: &Value) -> bool {
    let mut pending = vec![schema.clone()];
    let mut flattener = Flattener::new(tree);
    while let Some(schema) = pending.pop() {
        let Ok(flat) = flattener.flatten(std::slice::from_ref(&schema)) else { return false };
        if wires.iter().any(|wire| !flat.property(wire).is_empty()) {
            return true;
        }
        pending.extend(flat.alternatives().cloned());
    }
    false
}
