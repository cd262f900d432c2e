//! Body templates as schemas, and as examples.

use serde_json::{Map, Value, json};

use crate::style::{Slot, Template};

/// What a slot holds.
#[derive(Debug, Clone)]
pub(crate) struct SlotSchema {
    /// The schema of what fills it.
    pub schema: Value,
    /// Whether something always does.
    pub always: bool,
}

impl SlotSchema {
    /// A slot that is always filled.
    pub const fn always(schema: Value) -> Self {
        Self { schema, always: true }
    }

    /// A slot that may be empty.
    pub const fn maybe(schema: Value) -> Self {
        Self { schema, always: false }
    }
}

/// The schema of a body: `of` knows the slots, and `None` is a slot that is never filled. `None` if nothing is.
pub(crate) fn schema(
    template: &Template,
    of: &mut dyn FnMut(Slot) -> Option<SlotSchema>,
) -> Option<SlotSchema> {
    match template {
        Template::Constant(text) => {
            let value: Value = serde_json::from_str(text).unwrap_or_default();
            Some(SlotSchema::always(json!({ "const": value })))
        }
        Template::Slot(slot) => of(*slot),
        Template::Object(members) => {
            let (mut properties, mut required) = (Map::new(), Vec::new());
            let mut next_to: Option<Value> = None;
            for member in members.iter() {
                if member.wire == Template::SPREAD {
                    let value = schema(&member.value, of);
                    next_to = value.map(|value| value.schema).filter(|schema| !is_empty_object(schema));
                    continue;
                }
                let Some(value) = schema(&member.value, of) else {
                    if member.keep {
                        properties.insert(member.wire.to_string(), json!({ "type": "null" }));
                        required.push(member.wire.to_string());
                    }
                    continue;
                };
                if value.always || member.keep {
                    required.push(member.wire.to_string());
                }
                let or_null = member.keep && !value.always;
                let value = if or_null { nullable(value.schema) } else { value.schema };
                properties.insert(member.wire.to_string(), value);
            }
            if properties.is_empty() && !members.is_empty() {
                return next_to.map(SlotSchema::always);
            }
            let always = !required.is_empty() || members.is_empty();
            let mut object = json!({ "type": "object", "properties": properties });
            if !required.is_empty() {
                object["required"] = json!(required);
            }
            let schema = match next_to {
                Some(next_to) => json!({ "allOf": [next_to, object] }),
                None => object,
            };
            Some(SlotSchema { schema, always })
        }
    }
}

/// Whether a schema allows only an object without members, which adds nothing next to others.
fn is_empty_object(schema: &Value) -> bool {
    schema.get("const").and_then(Value::as_object).is_some_and(Map::is_empty)
}

/// An example of a body; `None` where nothing is filled.
pub(super) fn example(template: &Template, of: &dyn Fn(Slot) -> Option<Value>) -> Option<Value> {
    match template {
        Template::Constant(text) => serde_json::from_str(text).ok(),
        Template::Slot(slot) => of(*slot),
        Template::Object(members) => {
            let mut object = Map::new();
            let mut any = members.is_empty();
            for member in members.iter() {
                let value = example(&member.value, of);
                if member.wire == Template::SPREAD {
                    if let Some(Value::Object(next_to)) = value {
                        any = true;
                        object.extend(next_to);
                    }
                    continue;
                }
                any |= value.is_some() || member.keep;
                if value.is_some() || member.keep {
                    object.insert(member.wire.to_string(), value.unwrap_or_default());
                }
            }
            any.then_some(Value::Object(object))
        }
    }
}

/// A schema, or null.
pub(super) fn nullable(schema: Value) -> Value {
    match schema.get("type") {
        Some(Value::String(kind)) if schema.get("enum").is_none() && schema.get("const").is_none() => {
            let kind = kind.clone();
            let mut schema = schema;
            schema["type"] = json!([kind, "null"]);
            schema
        }
        _ => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}
