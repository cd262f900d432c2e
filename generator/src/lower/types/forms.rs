//! The forms of a schema: as it is read, as it is created, as it is merged.
//!
//! A schema has a second type only where it would be another one: where a member that only one side may set is in
//! reach of it.

use std::collections::HashMap;

use serde_json::Value;

use super::super::Lowering;
use super::super::node::{Node, NodeId};
use super::allof::Parts;
use crate::ir::Form;

impl Form {
    /// The form of what stands in a list: a merge replaces lists whole.
    pub(super) fn inside_list(self) -> Self {
        match self {
            Self::Read => Self::Read,
            Self::New | Self::Patch | Self::Merge => Self::New,
            Self::Multipart => Self::Multipart,
        }
    }
}

impl<'a> Lowering<'a> {
    /// The form that a type has, of those that are the same as the one asked for.
    pub(super) fn effective_form(&mut self, parts: &Parts<'a>, form: Form) -> Form {
        let nodes: Vec<_> = parts.iter().map(|part| part.node.clone()).collect();
        match form {
            // Whoever asks for it knows that there are files, or that parts are read.
            Form::Read | Form::Multipart => form,
            // The id alone makes a difference.
            form if nodes.iter().any(|node| self.resource_of(node).is_some()) => form,
            Form::Merge if self.is_object(parts) => Form::Merge,
            Form::Patch if nodes.iter().any(|node| self.merges_otherwise(node)) => Form::Patch,
            Form::New | Form::Patch | Form::Merge if nodes.iter().any(|node| self.differs(node)) => Form::New,
            Form::New | Form::Patch | Form::Merge => Form::Read,
        }
    }

    /// Whether schemas that hold at once are of objects, and of no alternatives.
    fn is_object(&mut self, parts: &Parts<'a>) -> bool {
        let flat = self.flatten(parts);
        let listed = |node: &Node<'a>| node.has("oneOf") || node.has("anyOf");
        self.kind(&flat, false) == Some(super::Kind::Object)
            && !flat.iter().any(|part| !part.bare && listed(&part.node))
            && self.subtypes_of(parts).is_none()
    }

    /// Whether a member that only one side may set is in reach of the schema.
    pub(super) fn differs(&mut self, schema: &Node<'a>) -> bool {
        if let Some(&known) = self.differs.get(&schema.id()) {
            return known;
        }
        // Who leads to whom, over all that is not known yet; then the answer goes back along it.
        let mut back: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        let mut marked = Vec::new();
        let mut waiting = vec![schema.clone()];
        let mut found = vec![schema.id()];
        self.differs.insert(schema.id(), false);
        while let Some(node) = waiting.pop() {
            if self.is_one_sided(&node) {
                marked.push(node.id());
            }
            for next in self.leads_to(&node) {
                // Whoever refers to a resource means it as it is read.
                if self.resource_of(&next).is_some() {
                    continue;
                }
                back.entry(next.id()).or_default().push(node.id());
                match self.differs.get(&next.id()) {
                    Some(true) => marked.push(next.id()),
                    Some(false) => {}
                    None => {
                        self.differs.insert(next.id(), false);
                        found.push(next.id());
                        waiting.push(next);
                    }
                }
            }
        }
        while let Some(id) = marked.pop() {
            self.differs.insert(id, true);
            for before in back.remove(&id).unwrap_or_default() {
                marked.push(before);
            }
        }
        self.differs.get(&schema.id()).copied().unwrap_or(false)
    }

    /// Whether the schema itself is a member of one side, or has the style's own link, which the server fills in.
    fn is_one_sided(&self, node: &Node<'a>) -> bool {
        node.flag("readOnly") || node.flag("writeOnly") || node.has("x-link") || self.has_own_link(node.id())
    }

    /// The schemas that one leads to.
    pub fn leads_to(&mut self, node: &Node<'a>) -> Vec<Node<'a>> {
        if let Some(reference) = node.text("$ref") {
            return self.resolve(reference, &node.at("$ref")).into_iter().collect();
        }
        let mut out: Vec<_> = node.members("properties").map(|(_, member)| member).collect();
        for list in ["allOf", "oneOf", "anyOf", "x-hs-prefix-items"] {
            out.extend(node.items(list));
        }
        for key in ["items", "additionalProperties"] {
            out.extend(node.get(key).filter(|schema| schema.value.is_object()));
        }
        if let Some(subtypes) = self.subtypes.get(&node.id()) {
            out.extend(subtypes.iter().cloned());
        }
        out
    }

    /// Whether the merge form of a schema is another type than the one it is created by.
    fn merges_otherwise(&mut self, schema: &Node<'a>) -> bool {
        let mut seen = std::collections::HashSet::new();
        let mut waiting = vec![schema.clone()];
        while let Some(node) = waiting.pop() {
            if !seen.insert(node.id()) {
                continue;
            }
            let required =
                node.value.get("required").and_then(Value::as_array).is_some_and(|names| !names.is_empty());
            let keyed = node.has("additionalProperties") && node.value["additionalProperties"].is_object();
            if required || keyed {
                return true;
            }
            for member in node.members("properties").map(|(_, member)| member).collect::<Vec<_>>() {
                let settled = self.resolve_schema(&member);
                if settled.annotated("default").is_some()
                    || settled.flag("readOnly")
                    || settled.annotated("x-link").is_some()
                {
                    return true;
                }
                waiting.push(settled.node.clone());
            }
            for part in node.items("allOf").collect::<Vec<_>>() {
                waiting.extend(self.follow(&part));
            }
        }
        false
    }
}
