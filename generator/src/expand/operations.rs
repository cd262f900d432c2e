//! Operations: each under the path and methods that it has, with what the style adds.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{Expansion, media};
use crate::ir::{ContentKind, Method, Operation};
use crate::lower::{FORM, is_json, is_plain_json};
use crate::source::pointer::escaped;
use crate::style::{AbsentBody, Calls, RequestMedia};

impl Expansion<'_> {
    /// Expands every operation below `paths`.
    pub(super) fn paths(&mut self, tree: &mut Value) {
        let Some(Value::Object(paths)) = tree.get_mut("paths").map(Value::take) else { return };
        let api = self.api;
        let known: HashMap<&str, &Operation> =
            api.operations.iter().map(|operation| (operation.pointer.as_str(), operation)).collect();
        let mut expanded = Map::new();
        for (path, item) in paths {
            let Value::Object(item) = item else { continue };
            let (operations, shared): (Map<_, _>, Map<_, _>) =
                item.into_iter().partition(|(key, _)| Method::of_key(key).is_some());
            if operations.is_empty() {
                expanded.insert(path, Value::Object(shared));
                continue;
            }
            for (method, node) in operations {
                let pointer = format!("/paths/{}/{method}", escaped(&path));
                let operation = known.get(pointer.as_str());
                let template = operation.map_or(&path, |operation| &operation.path.template);
                let (method, node) = match (operation, node) {
                    (Some(operation), Value::Object(node)) if operation.styled => {
                        let node = self.operation(operation, node, shared.get("parameters"));
                        (self.method(operation).key().to_owned(), Value::Object(node))
                    }
                    (Some(operation), Value::Object(mut node)) => {
                        // Failures are encoded as the style has them, whatever the operation's successes are.
                        let mut responses = match node.get_mut("responses").map(Value::take) {
                            Some(Value::Object(declared)) => declared,
                            _ => Map::new(),
                        };
                        self.add_failures(operation, &mut responses);
                        node.insert("responses".to_owned(), Value::Object(responses));
                        (method, Value::Object(node))
                    }
                    (_, node) => (method, node),
                };
                let item = expanded.entry(template.clone()).or_insert_with(|| Value::Object(shared.clone()));
                for alias in operation.map_or(&[][..], |operation| &operation.aliases) {
                    item[alias.key()] = alias_of(&node, *alias);
                }
                if item.get(&method).is_none() {
                    item[method] = node;
                } else {
                    // Its path has a query, by which alone it differs from another.
                    expanded.entry(path.clone()).or_insert_with(|| Value::Object(shared.clone()))[method] =
                        node;
                }
            }
        }
        tree["paths"] = Value::Object(expanded);
    }

    /// The method that an operation is called by.
    const fn method(&self, operation: &Operation) -> Method {
        match self.api.style.calls {
            Calls::Rest => operation.method,
            Calls::Rpc => Method::Post,
        }
    }

    fn operation(
        &mut self,
        operation: &Operation,
        mut node: Map<String, Value>,
        shared: Option<&Value>,
    ) -> Map<String, Value> {
        self.parameters(operation, &mut node, shared.unwrap_or(&Value::Null));
        self.request_body(operation, &mut node);
        let declared = match node.get_mut("responses").map(Value::take) {
            Some(Value::Object(declared)) => declared,
            _ => Map::new(),
        };
        let responses = self.responses(operation, declared);
        node.insert("responses".to_owned(), Value::Object(responses));
        node
    }

    fn request_body(&mut self, operation: &Operation, node: &mut Map<String, Value>) {
        let Some(body) = &operation.body else { return };
        let Some(declared) = node.get("requestBody") else { return };
        let mut declared = self.components.resolved(declared).clone();
        let Some(Value::Object(content)) = declared.get_mut("content").map(Value::take) else { return };
        let only = media::of_requests(&self.api.style).map(str::to_owned);
        let form = body.contents.iter().any(|content| matches!(content.kind, ContentKind::Form(_)));
        let form = form && self.api.style.media.request == RequestMedia::Form;
        let mut expanded = Map::new();
        for (media, mut entry) in content {
            if !is_json(&media) {
                if form && media::same(FORM, &media) {
                    self.describe_form(&mut entry);
                }
                expanded.insert(media, entry);
                continue;
            }
            if let Some(schema) = self.request_schema(operation, body, &media, &entry) {
                entry["schema"] = schema;
                // Examples are of the flat form.
                if body.document.is_some() && remove_examples(&mut entry) {
                    self.left_out.push(format!("{}/requestBody", operation.pointer));
                }
            }
            if form && is_plain_json(&media) {
                self.describe_form(&mut entry);
                expanded.entry(FORM).or_insert(entry);
                continue;
            }
            expanded.insert(only.clone().unwrap_or(media), entry);
        }
        if self.api.style.data.absent_body == AbsentBody::EmptyObject {
            declared["required"] = json!(false);
        }
        declared["content"] = Value::Object(expanded);
        node.insert("requestBody".to_owned(), declared);
    }
}

/// Removes the examples of a media type; returns whether there were any.
pub(super) fn remove_examples(entry: &mut Value) -> bool {
    let Value::Object(entry) = entry else { return false };
    ["example", "examples"].into_iter().filter_map(|key| entry.shift_remove(key)).count() > 0
}

/// The same operation by another method, under an id of its own.
fn alias_of(node: &Value, method: Method) -> Value {
    let mut alias = node.clone();
    if let Some(id) = node.get("operationId").and_then(Value::as_str) {
        alias["operationId"] = json!(format!("{id}_by_{}", method.key()));
    }
    alias
}
