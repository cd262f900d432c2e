//! Members of schemas.

use serde_json::Value;

/// Returns the schema of a member: one of the schema itself, of the schema that it refers to, or of one of its parts.
/// Schemas may refer to each other in a circle.
pub(super) fn member<'t>(tree: &'t Value, schema: &'t Value, wire: &str) -> Option<&'t Value> {
    let mut followed: Vec<&str> = Vec::new();
    let mut pending = vec![schema];
    while let Some(schema) = pending.pop() {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            if !followed.contains(&reference) {
                followed.push(reference);
                pending.extend(reference.strip_prefix('#').and_then(|pointer| tree.pointer(pointer)));
            }
            continue;
        }
        if let Some(own) = schema.get("properties").and_then(|properties| properties.get(wire)) {
            return Some(own);
        }
        let parts = ["allOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
        let first = pending.len();
        pending.extend(parts);
        pending[first..].reverse();
    }
    None
}
