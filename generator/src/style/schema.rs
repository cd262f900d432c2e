//! The grammar of style files as a JSON Schema, so that editors complete them.

use serde_json::{Map, Value, json};

use super::StyleFile;
use super::grammar::{Key, Place, Record, Shape, Tagged, Word};

/// The JSON Schema (2020-12) of a style file.
#[must_use]
pub fn json_schema() -> Value {
    let mut schema = object(StyleFile::RECORD.keys, None, &["style"]);
    let head = [
        ("$schema", json!("https://json-schema.org/draft/2020-12/schema")),
        ("title", json!("A Housestyle style")),
        ("description", json!(StyleFile::RECORD.docs)),
    ];
    let mut whole: Map<String, Value> =
        head.into_iter().map(|(wire, value)| (wire.to_owned(), value)).collect();
    if let Value::Object(members) = &mut schema {
        whole.append(members);
    }
    let templates: Map<String, Value> =
        Place::ALL.iter().map(|(place, _)| (format!("{place:?}"), template(*place))).collect();
    whole.insert("$defs".to_owned(), Value::Object(templates));
    Value::Object(whole)
}

/// A mapping. Only `required` keys must be in the file; the others may be inherited.
fn object(keys: &[Key], others: Option<&Key>, required: &[&str]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.wire.to_owned(), member(key))).collect();
    let others = others.map_or(json!(false), member);
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": others });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// The schema of a key. If the key is optional, null removes the inherited value.
fn member(key: &Key) -> Value {
    let schema = of(&key.shape);
    let mut schema = if key.required { schema } else { json!({ "anyOf": [schema, { "type": "null" }] }) };
    schema["description"] = json!(key.docs);
    if let Some(default) = key.default.and_then(|text| serde_json::from_str::<Value>(text).ok()) {
        schema["default"] = default;
    }
    schema
}

fn of(shape: &Shape) -> Value {
    match shape {
        Shape::Text(rule) => json!({ "type": "string", "pattern": rule.pattern }),
        Shape::Word(words) => words_schema(words),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Integer => json!({ "type": "integer" }),
        Shape::List(item) => json!({ "type": "array", "uniqueItems": true, "items": of(item) }),
        Shape::Record(record) => object(record.keys, record.others, &[]),
        Shape::Tagged(tagged) => variants(tagged),
        Shape::Either(words, other) => json!({ "oneOf": [words_schema(words), of(other)] }),
        Shape::OneOf(shapes) => json!({ "oneOf": shapes.iter().map(of).collect::<Vec<_>>() }),
        Shape::File(record) => {
            json!({ "oneOf": [{ "type": "string" }, object(record.keys, record.others, &[])] })
        }
        Shape::Short(record, _) => short(record),
        Shape::Template(place) => json!({ "$ref": reference(*place) }),
        Shape::Json => json!({}),
    }
}

fn words_schema(words: &[Word]) -> Value {
    let word = |word: &Word| json!({ "const": word.text, "description": word.docs });
    let each: Vec<Value> = words.iter().map(word).collect();
    json!({ "oneOf": each })
}

/// A mapping with a tag, which may be inherited.
fn variants(tagged: &Tagged) -> Value {
    let each: Vec<Value> = tagged
        .variants
        .iter()
        .map(|(Word { text, docs, .. }, record)| {
            let mut schema = object(record.keys, None, &[]);
            schema["description"] = json!(docs);
            schema["properties"][tagged.tag] = json!({ "const": text });
            schema
        })
        .collect();
    json!({ "type": "object", "anyOf": each })
}

fn short(record: &Record) -> Value {
    let long = object(record.keys, record.others, &[]);
    match record.keys.first() {
        Some(first) => json!({ "oneOf": [of(&first.shape), long] }),
        None => long,
    }
}

/// A template: any value without slots of other places.
fn template(place: Place) -> Value {
    let slots: Vec<&str> = place.slots().iter().map(|slot| slot.as_str()).collect();
    json!({
        "not": { "type": "string", "pattern": format!(r"^\$(?!\$|({})!?$)", slots.join("|")) },
        "additionalProperties": { "$ref": reference(place) },
    })
}

fn reference(place: Place) -> String {
    format!("#/$defs/{place:?}")
}
