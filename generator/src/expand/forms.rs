//! Request bodies: a schema that is merged into what is there requires nothing.

use serde_json::{Map, Value, json};

use super::components::{Section, component_name};
use super::template::nullable;
use super::{Expansion, media};
use crate::ir::{Body, ContentKind, Form, Operation};

/// How deep `allOf` and alternatives are followed.
const LEVELS: usize = 16;

impl Expansion<'_> {
    /// The schema of a JSON body, where it is not the one that the document has.
    pub(super) fn request_schema(
        &mut self,
        operation: &Operation,
        body: &Body,
        media: &str,
        entry: &Value,
    ) -> Option<Value> {
        let content = body.contents.iter().find(|content| media::same(&content.media, media));
        let ty = match &content.or(body.contents.first())?.kind {
            ContentKind::Json(ty) => *ty,
            ContentKind::Form(form) => form.ty,
            ContentKind::Multipart(_)
            | ContentKind::Text(_)
            | ContentKind::Bytes
            | ContentKind::Events(_)
            | ContentKind::JsonLines(_) => return None,
        };
        if let Some(document) = &body.document {
            return self.request_document(operation, document, ty);
        }
        let form = self.api.ty(self.behind(ty.id)).form;
        let schema = entry.get("schema")?.clone();
        match form {
            Form::Patch | Form::Merge => Some(self.merged(&schema, form)),
            Form::Read | Form::New | Form::Multipart => None,
        }
    }

    /// Describes how a form of the style has lists and objects: with brackets.
    pub(super) fn describe_form(&self, entry: &mut Value) {
        let mut names = Vec::new();
        if let Some(schema) = entry.get("schema") {
            self.nested_members(schema, 0, &mut names);
        }
        let encoding =
            names.into_iter().map(|wire| (wire, json!({ "style": "deepObject", "explode": true })));
        let encoding: Map<String, Value> = encoding.collect();
        let Value::Object(entry) = entry else { return };
        // Encodings of the document have no effect in a form of the style.
        entry.shift_remove("encoding");
        if !encoding.is_empty() {
            entry.insert("encoding".to_owned(), Value::Object(encoding));
        }
    }

    /// Finds the members of an object, or of alternative objects, that are not plain values.
    fn nested_members(&self, schema: &Value, depth: usize, names: &mut Vec<String>) {
        let schema = self.components.resolved(schema);
        for (wire, member) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if !self.is_plain(member) && !names.contains(wire) {
                names.push(wire.clone());
            }
        }
        if depth == LEVELS {
            return;
        }
        for parts in ["allOf", "oneOf", "anyOf"] {
            for part in schema.get(parts).and_then(Value::as_array).into_iter().flatten() {
                self.nested_members(part, depth + 1, names);
            }
        }
    }

    /// Whether the values of a schema are texts, numbers, booleans or null.
    fn is_plain(&self, schema: &Value) -> bool {
        let of_kind = |kind: &Value| kind != "object" && kind != "array";
        match self.components.resolved(schema).get("type") {
            Some(Value::Array(kinds)) => kinds.iter().all(of_kind),
            Some(kind) => of_kind(kind),
            None => self.components.resolved(schema).get("enum").is_some(),
        }
    }

    /// The schema of what is merged: nothing is required, and under RFC 7396 null takes away what may be absent.
    fn merged(&mut self, schema: &Value, form: Form) -> Value {
        if let Some(name) = component_name(schema) {
            if !self.is_object(schema) {
                return schema.clone();
            }
            let (name, suffix) = (name.to_owned(), if form == Form::Merge { "Merge" } else { "Patch" });
            let target = self.components.resolved(schema).clone();
            let key = format!("{suffix} of {name}");
            if let Some(known) = self.components.known(Section::Schemas, &key) {
                return known;
            }
            let name = self.components.reserve(Section::Schemas, &key, &format!("{name}{suffix}"));
            let merged = self.merged_object(target, form);
            return self.components.fill(Section::Schemas, &name, merged);
        }
        if self.is_object(schema) { self.merged_object(schema.clone(), form) } else { schema.clone() }
    }

    fn merged_object(&mut self, mut schema: Value, form: Form) -> Value {
        let Value::Object(map) = &mut schema else { return schema };
        let required = match map.shift_remove("required") {
            Some(Value::Array(required)) => required,
            _ => Vec::new(),
        };
        if let Some(Value::Object(properties)) = map.get_mut("properties") {
            let mut merged = Map::new();
            for (wire, property) in std::mem::take(properties) {
                // Nobody changes what is read-only, nor what is in it.
                if property["readOnly"] == true {
                    merged.insert(wire, property);
                    continue;
                }
                let mut property = self.merged(&property, form);
                if form == Form::Merge && !required.iter().any(|name| *name == wire) {
                    property = or_null(property);
                }
                merged.insert(wire, property);
            }
            *properties = merged;
        }
        if let Some(Value::Array(parts)) = map.get_mut("allOf") {
            *parts = std::mem::take(parts).iter().map(|part| self.merged(part, form)).collect();
        }
        schema
    }

    fn is_object(&self, schema: &Value) -> bool {
        let schema = self.components.resolved(schema);
        schema.get("properties").is_some() || schema.get("allOf").is_some()
    }
}

/// A schema, or null, unless it takes null already.
fn or_null(schema: Value) -> Value {
    let takes = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "null"),
        Some(Value::String(kind)) => kind == "null",
        _ => schema.as_object().is_some_and(Map::is_empty),
    };
    if takes { schema } else { nullable(schema) }
}
