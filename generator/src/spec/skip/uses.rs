//! Which part of a document needs which, and who may call what.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::part::{METHODS, SkippablePart};
use crate::diag::codes;
use crate::spec::pointer::{Pointer, unescaped};

/// Keys whose values are data, and hold no references.
pub(crate) const DATA: [&str; 5] = ["example", "default", "enum", "value", "dataValue"];
/// Keys whose values are nodes by name.
pub(crate) const BY_NAME: [&str; 13] = [
    "properties",
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "links",
    "content",
    "encoding",
    "callbacks",
    "paths",
    "filters",
];

/// For each part the parts that need it.
#[derive(Debug, Default)]
pub(super) struct PartUses {
    users: HashMap<SkippablePart, BTreeSet<SkippablePart>>,
}

impl PartUses {
    pub(super) fn of(tree: &Value) -> Self {
        let mut uses = Self::default();
        uses.node(tree, false, &mut Pointer::default());
        let schemas = tree.pointer("/components/schemas").and_then(Value::as_object);
        for (name, schema) in schemas.into_iter().flatten() {
            uses.schema(name, schema, schemas);
        }
        uses
    }

    pub(super) fn of_part(&self, part: &SkippablePart) -> impl Iterator<Item = &SkippablePart> {
        self.users.get(part).into_iter().flatten()
    }

    fn add(&mut self, needed: SkippablePart, user: SkippablePart) {
        if needed != user {
            self.users.entry(needed).or_default().insert(user);
        }
    }

    /// A node, or nodes by name, with the references in it.
    fn node(&mut self, value: &Value, by_name: bool, at: &mut Pointer) {
        match value {
            Value::Object(map) => {
                if !by_name && let Some(text) = map.get("$ref").and_then(Value::as_str) {
                    self.reference(text, at);
                }
                for (key, child) in map {
                    let foreign = key.starts_with("x-") && !is_ours(key);
                    if !by_name && (foreign || DATA.contains(&key.as_str())) {
                        continue;
                    }
                    let before = at.push(key);
                    self.node(child, !by_name && BY_NAME.contains(&key.as_str()), at);
                    at.cut(before);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let before = at.push_index(index);
                    self.node(item, false, at);
                    at.cut(before);
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, text: &str, at: &Pointer) {
        let Some(needed) = component(text) else { return };
        let user = match &needed {
            // What refers to these can do without.
            SkippablePart::Component(section, _) if matches!(section.as_str(), "examples" | "links") => {
                Some(SkippablePart::Aside(at.as_str().to_owned()))
            }
            _ => SkippablePart::of(at.as_str(), codes::REF_DANGLING),
        };
        if let Some(user) = user {
            self.add(needed, user);
        }
    }

    /// What a component schema needs otherwise than by `$ref`: the alternatives that its discriminator names, and the
    /// schemas that build on it, each of which is one of its alternatives.
    fn schema(&mut self, name: &str, schema: &Value, schemas: Option<&Map<String, Value>>) {
        let own = SkippablePart::Component("schemas".to_owned(), name.to_owned());
        let mapping = schema.pointer("/discriminator/mapping").and_then(Value::as_object);
        for target in mapping.into_iter().flatten().filter_map(|(_, target)| target.as_str()) {
            let named = || Some(SkippablePart::Component("schemas".to_owned(), target.to_owned()));
            if let Some(needed) = component(target).or_else(named) {
                self.add(needed, own.clone());
            }
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let Some(SkippablePart::Component(_, base)) = part["$ref"].as_str().and_then(component) else {
                continue;
            };
            let is_base = |base: &Value| base.get("discriminator").is_some();
            if schemas.and_then(|schemas| schemas.get(&base)).is_some_and(is_base) {
                self.add(own.clone(), SkippablePart::Component("schemas".to_owned(), base));
            }
        }
    }
}

/// Extensions that hold schemas.
fn is_ours(key: &str) -> bool {
    key.starts_with("x-hs-") || matches!(key, "x-style" | "x-webhooks")
}

/// The component that a reference points to.
fn component(reference: &str) -> Option<SkippablePart> {
    let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    Some(SkippablePart::Component(section.to_owned(), unescaped(name)))
}

fn items(tree: &Value) -> impl Iterator<Item = (&String, &Map<String, Value>)> {
    let paths = tree["paths"].as_object();
    paths.into_iter().flatten().filter_map(|(path, item)| Some((path, item.as_object()?)))
}

/// Every operation, by path and method.
pub(super) fn operations(tree: &Value) -> Vec<(SkippablePart, &Map<String, Value>)> {
    let mut found = Vec::new();
    for (path, item) in items(tree) {
        for method in METHODS {
            if let Some(operation) = item.get(method).and_then(Value::as_object) {
                found.push((SkippablePart::operation(path, method), operation));
            }
        }
    }
    found
}

/// The methods that a path has.
pub(super) fn methods<'a>(tree: &'a Value, path: &str) -> impl Iterator<Item = &'static str> + use<'a> {
    let item = tree["paths"].get(path);
    METHODS.into_iter().filter(move |method| item.is_some_and(|item| item.get(*method).is_some()))
}

/// The operations that the document's own `security` protects.
pub(super) fn open_without_root(tree: &Value) -> impl Iterator<Item = SkippablePart> {
    operations(tree)
        .into_iter()
        .filter(|(_, operation)| !operation.contains_key("security"))
        .map(|(part, _)| part)
}

/// Whether an alternative needs one of these schemes.
fn needs(alternative: &Value, schemes: &BTreeSet<String>) -> bool {
    alternative.as_object().is_some_and(|needed| needed.keys().any(|name| schemes.contains(name)))
}

/// The operations that cannot be called without one of these schemes.
pub(super) fn protected_only_by(tree: &Value, schemes: &BTreeSet<String>) -> Vec<SkippablePart> {
    let root = tree.get("security");
    let all_need = |security: Option<&Value>| {
        let list = security.and_then(Value::as_array);
        list.is_some_and(|list| !list.is_empty() && list.iter().all(|one| needs(one, schemes)))
    };
    let exposed = |operation: &Map<String, Value>| all_need(operation.get("security").or(root));
    operations(tree).into_iter().filter(|(_, operation)| exposed(operation)).map(|(part, _)| part).collect()
}

/// Removes the alternatives that need one of these schemes. A list that would become empty is kept, and its
/// operation is removed instead; the document's own list is removed with all operations that it protects.
pub(super) fn drop_schemes(tree: &mut Value, schemes: &BTreeSet<String>) -> bool {
    if schemes.is_empty() {
        return false;
    }
    let mut changed = false;
    let mut thin = |holder: &mut Map<String, Value>| {
        let Some(Value::Array(list)) = holder.get_mut("security") else { return };
        let before = list.len();
        if list.iter().any(|one| !needs(one, schemes)) {
            list.retain(|one| !needs(one, schemes));
        }
        changed |= list.len() < before;
    };
    let Value::Object(root) = tree else { return false };
    thin(root);
    if let Some(Value::Array(list)) = root.get("security")
        && list.iter().any(|one| needs(one, schemes))
    {
        root.shift_remove("security");
    }
    if let Some(Value::Object(paths)) = root.get_mut("paths") {
        for item in paths.values_mut().filter_map(Value::as_object_mut) {
            for (key, operation) in item.iter_mut() {
                if METHODS.contains(&key.as_str())
                    && let Value::Object(operation) = operation
                {
                    thin(operation);
                }
            }
        }
    }
    changed
}
