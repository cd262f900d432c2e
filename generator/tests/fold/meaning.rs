//! What an API means, as JSON that two documents can be compared by.

use std::collections::BTreeMap;

use housestyle_generator::ir::{ApiModel, Origin};
use serde_json::{Map, Value, json};

/// What two documents that mean the same may differ in: prose, and where something is written.
const ASIDE: [&str; 5] = ["docs", "summary", "pointer", "origin", "deprecated"];

/// The operations of an API by id, and its components by name and form. Types without a name are in the place where they
/// are used.
pub fn meaning(api: &ApiModel) -> BTreeMap<String, Value> {
    let whole = serde_json::to_value(api).expect("JSON");
    let types: Vec<Value> = whole["types"].as_array().expect("types").clone();
    let name = |index: usize| match &api.types[index].origin {
        Origin::Component(name) => Some(format!("{name} {:?}", api.types[index].form)),
        _ => None,
    };
    let meaning = Meaning { types: &types, name: &name };
    let mut all = BTreeMap::new();
    for (index, ty) in types.iter().enumerate() {
        all.extend(name(index).map(|name| (format!("component {name}"), meaning.of(ty))));
    }
    for operation in whole["operations"].as_array().expect("operations") {
        let id = operation["id"].as_str().expect("an id");
        for (key, value) in operation.as_object().expect("an object") {
            if !ASIDE.contains(&key.as_str()) {
                all.insert(format!("operation {id} {key}"), meaning.of(value));
            }
        }
    }
    for key in ["servers", "schemes", "title", "version"] {
        all.insert(key.to_owned(), meaning.of(&whole[key]));
    }
    all
}

struct Meaning<'m> {
    types: &'m [Value],
    name: &'m dyn Fn(usize) -> Option<String>,
}

impl Meaning<'_> {
    fn of(&self, value: &Value) -> Value {
        match value {
            Value::Object(map) => {
                if let (Some(id), Some(nullable), 2) =
                    (map.get("id").and_then(Value::as_u64), map.get("nullable"), map.len())
                {
                    return self.reference(usize::try_from(id).expect("an index"), nullable);
                }
                if let Some(id) = map.get("ty").and_then(Value::as_u64) {
                    let mut map = map.clone();
                    map.insert(
                        "ty".to_owned(),
                        self.reference(usize::try_from(id).expect("an index"), &json!(false)),
                    );
                    return self.of(&Value::Object(map));
                }
                let kept = map.iter().filter(|(key, _)| !ASIDE.contains(&key.as_str()));
                Value::Object(kept.map(|(key, value)| (key.clone(), self.of(value))).collect::<Map<_, _>>())
            }
            Value::Array(items) => items.iter().map(|item| self.of(item)).collect(),
            other => other.clone(),
        }
    }

    fn reference(&self, id: usize, nullable: &Value) -> Value {
        let ty = match (self.name)(id) {
            Some(name) => json!(name),
            None => self.of(&self.types[id]),
        };
        json!({ "type": ty, "nullable": nullable })
    }
}
