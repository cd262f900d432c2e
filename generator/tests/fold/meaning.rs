//! What an API means, as JSON that two documents can be compared by.

use std::collections::BTreeMap;

use housestyle_generator::ir::{ApiModel, Origin, Shape, TypeId};
use housestyle_generator::style::{AbsentBody, Outcome};
use serde_json::{Map, Value, json};

/// What two documents that mean the same may differ in: prose, and where something is written.
const ASIDE: [&str; 5] = ["docs", "summary", "pointer", "origin", "deprecated"];

/// The operations of an API by id, and its components by name and form. Types without a name are in the place where they
/// are used.
pub fn meaning(api: &ApiModel) -> BTreeMap<String, Value> {
    // By way of text, because numbers may be larger than a value holds.
    let text = serde_json::to_string(api).expect("JSON");
    let whole: Value = serde_json::from_str(&text).expect("JSON");
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
                let value = &usual(api, key, value);
                all.insert(format!("operation {id} {key}"), meaning.of(value));
            }
        }
    }
    for key in ["servers", "schemes", "title", "version"] {
        all.insert(key.to_owned(), meaning.of(&whole[key]));
    }
    all
}

/// A part of an operation without what the style says anyway: the messages and types of its outcomes, and that an absent body is an
/// empty object.
fn usual(api: &ApiModel, key: &str, value: &Value) -> Value {
    let mut value = value.clone();
    if key == "failures" {
        for failure in value.as_array_mut().into_iter().flatten() {
            let outcome = Outcome::ALL.iter().find(|outcome| json!(outcome) == failure["outcome"]);
            let Some(usual) = outcome.map(|outcome| api.style.response_to(*outcome)) else { continue };
            if failure["message"].as_str() == Some(&*usual.message) {
                failure["message"] = Value::Null;
            }
            if failure["kind"].as_str() == usual.kind.as_deref() {
                failure["kind"] = Value::Null;
            }
        }
        // Expanded documents have failures by status. Their order means nothing.
        if let Some(failures) = value.as_array_mut() {
            failures.sort_by_key(|failure| failure["code"].to_string());
        }
    }
    if key == "body" && value.is_object() && api.style.data.absent_body == AbsentBody::EmptyObject {
        let contents = value["contents"].as_array().into_iter().flatten();
        let ids = contents.filter_map(|content| content["kind"]["Json"]["id"].as_u64());
        let mut ids = ids.map(|id| TypeId(u32::try_from(id).expect("an index")));
        let needs = |id: TypeId| match &api.ty(api.behind(id)).shape {
            Shape::Object(object) => object.members.iter().any(|member| member.required),
            _ => true,
        };
        if !ids.any(needs) {
            value["required"] = json!(false);
        }
    }
    value
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
