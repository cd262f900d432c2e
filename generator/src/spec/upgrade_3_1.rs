//! The normalised document as OpenAPI 3.1: the opposite of [`downgrade_3_1`](super::downgrade_3_1).
//!
//! The walk obeys the tables of [`shape`](super::shape), so that examples, enumerations and extensions stay as they are.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::pointer::{Pointer, escaped, unescaped};
use super::shape::{FieldShape, NodeKind};
use super::walk::keyed;
use super::{fields, upgrade_schema};

/// The version that documents are brought to.
const VERSION: &str = "3.1.1";

/// A document of OpenAPI 3.1, and what could not be brought there as it was.
#[derive(Debug)]
pub(crate) struct Upgraded {
    /// The document.
    pub tree: Value,
    /// Components whose names 3.1 does not allow: the pointer of each, and its name now.
    pub renamed: Vec<(String, String)>,
    /// Fields that 3.1 does not have, or that lead out of the document: their pointers.
    pub left_out: Vec<String>,
}

/// Fields of 3.2 that have no other way to say the same in 3.1.
const NEWER: [(NodeKind, &[&str]); 14] = [
    (NodeKind::Document, &["$self", "jsonSchemaDialect"]),
    (NodeKind::Server, &["name"]),
    (NodeKind::Tag, &["summary", "parent", "kind"]),
    (NodeKind::Components, &["mediaTypes", "pathItems"]),
    (NodeKind::PathItem, &["query", "additionalOperations"]),
    (NodeKind::Response, &["summary"]),
    (NodeKind::MediaType, &["description", "itemSchema", "itemEncoding", "prefixEncoding"]),
    (NodeKind::Encoding, &["encoding", "itemEncoding", "prefixEncoding"]),
    (NodeKind::Example, &["serializedValue"]),
    (NodeKind::Discriminator, &["defaultMapping"]),
    (NodeKind::SecurityScheme, &["oauth2MetadataUrl", "deprecated"]),
    (NodeKind::Flows, &["deviceAuthorization"]),
    (NodeKind::Flow, &["deviceAuthorizationUrl"]),
    (NodeKind::Xml, &["nodeType"]),
];

/// Brings a normalised document to OpenAPI 3.1.
pub(crate) fn upgrade(mut tree: Value) -> Upgraded {
    let mut upgrade = Upgrade { names: HashMap::new(), renamed: Vec::new(), left_out: Vec::new() };
    upgrade.rename_components(&mut tree);
    upgrade.node(NodeKind::Document, &mut tree, &mut Pointer::default());
    Upgraded { tree, renamed: upgrade.renamed, left_out: upgrade.left_out }
}

/// The state of the walk.
pub(super) struct Upgrade {
    /// Renamed components: by section and name.
    names: HashMap<(String, String), String>,
    renamed: Vec<(String, String)>,
    left_out: Vec<String>,
}

impl Upgrade {
    /// Gives components names that 3.1 allows: ASCII letters, digits, `.`, `-` and `_`.
    fn rename_components(&mut self, tree: &mut Value) {
        let Some(Value::Object(sections)) = tree.get_mut("components") else { return };
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        for (section, components) in sections.iter_mut() {
            let Value::Object(components) = components else { continue };
            let fits = |name: &str| !name.is_empty() && name.chars().all(allowed);
            if components.keys().all(|name| name.starts_with("x-") || fits(name)) {
                continue;
            }
            let mut taken: HashSet<String> = components.keys().cloned().collect();
            for (name, component) in std::mem::take(components) {
                if name.starts_with("x-") || fits(&name) {
                    components.insert(name, component);
                    continue;
                }
                let clean: String = name.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
                let wanted = if clean.is_empty() { "_".to_owned() } else { clean };
                let mut free = wanted.clone();
                let mut number = 1;
                while !taken.insert(free.clone()) {
                    number += 1;
                    free = format!("{wanted}_{number}");
                }
                self.renamed.push((format!("/components/{section}/{}", escaped(&name)), free.clone()));
                self.names.insert((section.clone(), name), free.clone());
                components.insert(free, component);
            }
        }
    }

    fn node(&mut self, kind: NodeKind, value: &mut Value, at: &mut Pointer) {
        let Value::Object(map) = value else { return };
        let is_off = kind == NodeKind::Operation
            && map.get("x-style").is_some_and(|said| is_off(said) || said.get("use").is_some_and(is_off));
        map.retain(|key, _| !is_own(kind, key));
        if is_off {
            // Its responses alone do not always say so.
            map.insert("x-style".to_owned(), json!("off"));
        }
        if let Some(Value::String(reference)) = map.get_mut("$ref") {
            self.follow(reference);
            if kind != NodeKind::Schema {
                map.retain(|key, _| matches!(key.as_str(), "$ref" | "summary" | "description"));
                return;
            }
        }
        self.leave_out_fields(kind, map, at);
        for (key, child) in map.iter_mut() {
            let shape = kind.members().iter().find(|(wire, ..)| wire == key).map(|(_, shape, _)| *shape);
            let Some(shape) = shape.or_else(|| webhooks(kind, key)).or_else(|| keyed(kind, key)) else {
                continue;
            };
            let before = at.push(key);
            self.shaped(shape, child, at);
            at.cut(before);
        }
        match kind {
            NodeKind::Document => document(map),
            NodeKind::Responses => statuses(map),
            NodeKind::Example => example(map),
            NodeKind::Link => link(map),
            NodeKind::SecurityScheme => security_scheme(map),
            NodeKind::Discriminator => self.discriminator(map),
            NodeKind::Schema => upgrade_schema::schema(map),
            _ => {}
        }
    }

    fn shaped(&mut self, shape: FieldShape, value: &mut Value, at: &mut Pointer) {
        match shape {
            FieldShape::One(kind) => self.node(kind, value, at),
            FieldShape::Openness => self.node(NodeKind::Schema, value, at),
            FieldShape::List(kind) => {
                let Value::Array(items) = value else { return };
                for (index, item) in items.iter_mut().enumerate() {
                    let before = at.push_index(index);
                    self.node(kind, item, at);
                    at.cut(before);
                }
            }
            FieldShape::Map(kind) => {
                let Value::Object(map) = value else { return };
                map.retain(|key, _| kind == NodeKind::Schema || !is_own(kind, key));
                for (key, child) in map.iter_mut() {
                    let before = at.push(key);
                    self.node(kind, child, at);
                    at.cut(before);
                }
            }
            FieldShape::Security => self.security(value),
            FieldShape::Any
            | FieldShape::Text
            | FieldShape::Flag
            | FieldShape::Count
            | FieldShape::Number => {}
            FieldShape::TextList | FieldShape::Texts => {}
        }
    }

    /// Leaves out fields that 3.1 does not have, and keywords of schemas that nothing has followed and that lead elsewhere.
    fn leave_out_fields(&mut self, kind: NodeKind, map: &mut Map<String, Value>, at: &Pointer) {
        let newer = NEWER.iter().find(|(of, _)| *of == kind).map_or(&[][..], |(_, wires)| *wires);
        let known = |key: &str| {
            key.starts_with("x-")
                || !newer.contains(&key)
                    && (fields::is_field(kind, key)
                        || webhooks(kind, key).or_else(|| keyed(kind, key)).is_some())
        };
        let gone = &mut self.left_out;
        map.retain(|key, value| {
            let keep = match kind {
                NodeKind::Schema => {
                    kind.members().iter().any(|(wire, ..)| wire == key) || upgrade_schema::stays(key, value)
                }
                _ => known(key),
            };
            if !keep {
                gone.push(at.with(key));
            }
            keep
        });
    }

    /// A reference to a component that is renamed.
    fn follow(&self, reference: &mut String) {
        let Some((section, name)) =
            reference.strip_prefix("#/components/").and_then(|rest| rest.split_once('/'))
        else {
            return;
        };
        if let Some(renamed) = self.names.get(&(section.to_owned(), unescaped(name))) {
            *reference = format!("#/components/{section}/{renamed}");
        }
    }

    fn discriminator(&self, map: &mut Map<String, Value>) {
        let Some(Value::Object(mapping)) = map.get_mut("mapping") else { return };
        for target in mapping.values_mut() {
            let Value::String(text) = target else { continue };
            match self.names.get(&("schemas".to_owned(), text.clone())) {
                Some(renamed) => *text = renamed.clone(),
                None => self.follow(text),
            }
        }
    }

    fn security(&self, value: &mut Value) {
        for requirement in value.as_array_mut().into_iter().flatten() {
            let Value::Object(map) = requirement else { continue };
            for (scheme, scopes) in std::mem::take(map) {
                let known = ("securitySchemes".to_owned(), scheme);
                let name = self.names.get(&known).cloned().unwrap_or(known.1);
                map.insert(name, scopes);
            }
        }
    }
}

/// Whether a value of `x-style` says that the style does not apply. YAML 1.1 reads `off` as false.
fn is_off(said: &Value) -> bool {
    said == "off" || said == &Value::Bool(false)
}

/// Whether a key is one of ours, which says nothing once the document is expanded. What `x-style` says of a schema (where a
/// link leads, when a member is sent, the texts of its problems) nothing else in the document says.
fn is_own(kind: NodeKind, key: &str) -> bool {
    key == "x-style" && kind != NodeKind::Schema
        || key.starts_with("x-hs-") && key != "x-hs-webhooks" && !upgrade_schema::carries(key)
}

/// Webhooks are path items by name, which the walk of a normalised document finds under a key of its own.
fn webhooks(kind: NodeKind, key: &str) -> Option<FieldShape> {
    (kind == NodeKind::Document && key == "x-hs-webhooks").then_some(FieldShape::Map(NodeKind::PathItem))
}

fn document(map: &mut Map<String, Value>) {
    map.insert("openapi".to_owned(), json!(VERSION));
    if let Some(webhooks) = map.shift_remove("x-hs-webhooks") {
        map.insert("webhooks".to_owned(), webhooks);
    }
}

/// `4xx` is written `4XX`.
fn statuses(map: &mut Map<String, Value>) {
    if map.keys().any(|key| key.contains('x') && !key.starts_with("x-")) {
        for (key, response) in std::mem::take(map) {
            let key = if key.starts_with("x-") || key == "default" { key } else { key.to_uppercase() };
            map.insert(key, response);
        }
    }
}

/// `dataValue` is the `value` of 3.1.
fn example(map: &mut Map<String, Value>) {
    if let Some(value) = map.shift_remove("dataValue") {
        map.entry("value").or_insert(value);
    }
    if map.contains_key("value") {
        map.shift_remove("externalValue");
    }
}

/// The parameters of a link are texts.
fn link(map: &mut Map<String, Value>) {
    for value in
        map.get_mut("parameters").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
    {
        if !value.is_string() {
            *value = Value::String(value.to_string());
        }
    }
}

/// Loading writes `mutualTLS` as a scheme of HTTP.
fn security_scheme(map: &mut Map<String, Value>) {
    if map.get("scheme").and_then(Value::as_str) == Some("x-hs-mutual-tls") {
        map.insert("type".to_owned(), json!("mutualTLS"));
        map.shift_remove("scheme");
    }
}
