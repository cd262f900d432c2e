//! The forms of a schema: as it is read, as it is created, as it is merged.
//!
//! A schema has a second type only where it would be another one: where a member that only one side may set is in
//! reach of it.

use std::collections::HashMap;

use super::super::Context;
use super::super::annotations::SchemaAnnotations;
use super::allof::SchemaParts;
use super::kinds::{JsonType, agreed_type};
use crate::ir::Form;
use crate::spec::{BoolOrSchema, NodeId, RefOr, Schema};

impl Form {
    /// The form of a list's items: a merge replaces lists entirely.
    pub(super) fn inside_list(self) -> Self {
        match self {
            Self::Read => Self::Read,
            Self::New | Self::Patch | Self::Merge => Self::New,
            Self::Multipart => Self::Multipart,
        }
    }
}

/// Finds out in which of its forms a schema differs.
pub(super) struct FormChooser<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> FormChooser<'_, 'a> {
    /// The form of a type that is equal to the requested one.
    pub(super) fn effective_form(&mut self, parts: &SchemaParts<'a>, form: Form) -> Form {
        let nodes: Vec<_> = parts.iter().map(|part| part.node).collect();
        match form {
            // Callers know that there are files, or that parts are read.
            Form::Read | Form::Multipart => form,
            // The id alone makes a difference.
            form if nodes.iter().any(|node| self.cx.resource_of(node).is_some()) => form,
            Form::Merge if self.is_object(parts) => Form::Merge,
            Form::Patch if nodes.iter().any(|node| self.merges_otherwise(node)) => Form::Patch,
            Form::New | Form::Patch | Form::Merge if nodes.iter().any(|node| self.differs(node)) => Form::New,
            Form::New | Form::Patch | Form::Merge => Form::Read,
        }
    }

    /// Whether schemas that hold at once are of objects, and of no alternatives.
    fn is_object(&mut self, parts: &SchemaParts<'a>) -> bool {
        let flat = self.cx.flatten(parts);
        let listed = |node: &Schema<'a>| node.has_alternatives();
        agreed_type(&flat, None) == Some(JsonType::Object)
            && !flat.iter().any(|part| !part.bare && listed(&part.node))
            && self.cx.schemas.subtypes_of(parts).is_none()
    }

    /// Whether a member that only one side may set is in reach of the schema.
    fn differs(&mut self, schema: &Schema<'a>) -> bool {
        if let Some(&known) = self.cx.schemas.differs.get(&schema.id()) {
            return known;
        }
        // Collects the references among all undecided schemas; then the result is propagated backwards.
        let mut back: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        let mut marked = Vec::new();
        let mut waiting = vec![*schema];
        let mut found = vec![schema.id()];
        self.cx.schemas.differs.insert(schema.id(), false);
        while let Some(node) = waiting.pop() {
            if self.is_one_sided(&node) {
                marked.push(node.id());
            }
            for next in referenced_schemas(&node, self.cx) {
                // A reference to a resource means its read form.
                if self.cx.resource_of(&next).is_some() {
                    continue;
                }
                back.entry(next.id()).or_default().push(node.id());
                match self.cx.schemas.differs.get(&next.id()) {
                    Some(true) => marked.push(next.id()),
                    Some(false) => {}
                    None => {
                        self.cx.schemas.differs.insert(next.id(), false);
                        found.push(next.id());
                        waiting.push(next);
                    }
                }
            }
        }
        while let Some(id) = marked.pop() {
            self.cx.schemas.differs.insert(id, true);
            for before in back.remove(&id).unwrap_or_default() {
                marked.push(before);
            }
        }
        self.cx.schemas.differs.get(&schema.id()).copied().unwrap_or(false)
    }

    /// Whether the schema itself is a member of one side, or has the style's own link, which the server fills in.
    fn is_one_sided(&self, node: &Schema<'a>) -> bool {
        let linked = SchemaAnnotations(*node).link().is_some() || self.cx.has_own_link(node.id());
        linked || node.is_read_only() || node.is_write_only()
    }

    /// Whether the merge form of a schema is another type than the one it is created by.
    fn merges_otherwise(&mut self, schema: &Schema<'a>) -> bool {
        let mut seen = std::collections::HashSet::new();
        let mut waiting = vec![*schema];
        while let Some(node) = waiting.pop() {
            if !seen.insert(node.id()) {
                continue;
            }
            let required = node.required().is_some_and(|names| !names.is_empty());
            let keyed = matches!(node.additional_properties(), Some(BoolOrSchema::Schema(_)));
            if required || keyed {
                return true;
            }
            for member in node.properties().map(|(_, member)| member).collect::<Vec<_>>() {
                let resolved = self.cx.resolve_schema(&member);
                if resolved.annotated(Schema::DEFAULT).is_some()
                    || resolved.is_read_only()
                    || resolved.link().is_some()
                {
                    return true;
                }
                waiting.push(resolved.node);
            }
            for part in node.all_of().collect::<Vec<_>>() {
                waiting.extend(self.cx.follow(RefOr::new(part)));
            }
        }
        false
    }
}

/// The schemas that a schema refers to.
pub(in crate::lower) fn referenced_schemas<'a>(node: &Schema<'a>, cx: &mut Context<'a>) -> Vec<Schema<'a>> {
    if let Some(reference) = node.reference() {
        return cx.resolve(reference, *node).into_iter().collect();
    }
    let mut out: Vec<_> = node.properties().map(|(_, member)| member).collect();
    out.extend(node.all_of().chain(node.one_of()).chain(node.any_of()).chain(node.prefix_items()));
    out.extend(node.items().filter(|items| items.is_object()));
    if let Some(BoolOrSchema::Schema(others)) = node.additional_properties() {
        out.push(others);
    }
    if let Some(subtypes) = cx.schemas.subtypes.get(&node.id()) {
        out.extend(subtypes.iter().cloned());
    }
    out
}
