//! Components that nothing needs any more.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::source::pointer::{escaped, unescaped};
use crate::spec::{BY_NAME, DATA, Edit};

/// A component: its section and its name.
type Component = (String, String);

/// The components that a document needs, from its paths and everything else that is not a component.
#[derive(Debug)]
pub(super) struct Used(BTreeSet<Component>);

impl Used {
    pub fn of(tree: &Value) -> Self {
        let mut used = Self(BTreeSet::new());
        used.follow(tree, roots(tree));
        used
    }

    /// Removes the components that were needed before a change and are not needed after it. Those that the document
    /// did not use before stay, with what they need.
    pub fn unused(&self, tree: &Value) -> Vec<Edit> {
        let mut after = Self::of(tree);
        let unused = all(tree).filter(|component| !self.0.contains(component)).collect();
        after.follow(tree, unused);
        let gone = self.0.iter().filter(|component| !after.0.contains(*component) && has(tree, component));
        let at = |(section, name): &Component| Edit::Remove {
            at: format!("/components/{section}/{}", escaped(name)),
        };
        gone.map(at).collect()
    }

    fn follow(&mut self, tree: &Value, mut pending: Vec<Component>) {
        while let Some(component) = pending.pop() {
            if !self.0.insert(component.clone()) {
                continue;
            }
            if let Some(node) = node(tree, &component) {
                references(node, false, &mut pending);
                subtypes(tree, &component, &mut pending);
            }
        }
    }
}

/// What is needed from outside of the components. Security schemes are needed by name, and stay.
fn roots(tree: &Value) -> Vec<Component> {
    let mut found = Vec::new();
    for (key, node) in tree.as_object().into_iter().flatten() {
        if key != "components" {
            references(node, BY_NAME.contains(&key.as_str()), &mut found);
        }
    }
    found
}

/// The references in a node, or in nodes by name.
fn references(node: &Value, by_name: bool, found: &mut Vec<Component>) {
    match node {
        Value::Array(items) => items.iter().for_each(|item| references(item, false, found)),
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str).and_then(component));
            let mapping = node.pointer("/discriminator/mapping").and_then(Value::as_object);
            for target in mapping.into_iter().flatten().filter_map(|(_, target)| target.as_str()) {
                let named = ("schemas".to_owned(), target.to_owned());
                found.push(component(target).unwrap_or(named));
            }
            for (key, child) in map {
                if by_name || !DATA.contains(&key.as_str()) {
                    references(child, !by_name && BY_NAME.contains(&key.as_str()), found);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A schema with a discriminator needs those that build on it.
fn subtypes(tree: &Value, (section, name): &Component, found: &mut Vec<Component>) {
    let is_base = |node: &Value| node.get("discriminator").is_some();
    if section != "schemas" || !node(tree, &(section.clone(), name.clone())).is_some_and(is_base) {
        return;
    }
    let schemas = tree.pointer("/components/schemas").and_then(Value::as_object);
    for (other, schema) in schemas.into_iter().flatten() {
        let parts = schema["allOf"].as_array().into_iter().flatten();
        let mut bases = parts.filter_map(|part| component(part["$ref"].as_str()?));
        if bases.any(|(of, base)| of == "schemas" && base == *name) {
            found.push(("schemas".to_owned(), other.clone()));
        }
    }
}

fn component(reference: &str) -> Option<Component> {
    let (section, rest) = reference.strip_prefix("#/components/")?.split_once('/')?;
    let name = rest.split('/').next().unwrap_or_default();
    Some((section.to_owned(), unescaped(name)))
}

fn node<'t>(tree: &'t Value, (section, name): &Component) -> Option<&'t Value> {
    tree.get("components")?.get(section)?.get(name)
}

fn has(tree: &Value, component: &Component) -> bool {
    node(tree, component).is_some()
}

fn all(tree: &Value) -> impl Iterator<Item = Component> {
    let sections = tree.get("components").and_then(Value::as_object).into_iter().flatten();
    sections.flat_map(|(section, components)| {
        let names = components.as_object().into_iter().flatten();
        names.map(|(name, _)| (section.clone(), name.clone()))
    })
}
