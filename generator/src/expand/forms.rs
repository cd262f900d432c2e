//! Request bodies: a schema that is merged into what is there requires nothing.

use serde_json::{Map, Value};

use super::components::{Section, component_name};
use super::template::nullable;
use super::{Expansion, media};
use crate::ir::{Body, ContentKind, Form, Operation};

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
        let ContentKind::Json(ty) = content?.kind else { return None };
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
