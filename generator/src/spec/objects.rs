//! The objects of a document that have extensions.

use super::node::Node;
use super::shape::{FieldShape, NodeKind};
use super::views::Document;
use super::walk::keyed;

/// An object that may have extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExtensibleObject {
    Document,
    Operation,
    Schema,
    /// Another, as a person calls it.
    Other(&'static str),
}

/// Every object that has an extension, in the document's order.
pub(crate) fn extended(document: Document<'_>) -> Vec<(ExtensibleObject, Node<'_>)> {
    let mut found = Vec::new();
    node(NodeKind::Document, *document, &mut found);
    found
}

/// As [`extended`], in a schema that stands in an extension.
pub(crate) fn extended_in_schema(schema: Node<'_>) -> Vec<(ExtensibleObject, Node<'_>)> {
    let mut found = Vec::new();
    node(NodeKind::Schema, schema, &mut found);
    found
}

type Extended<'a> = Vec<(ExtensibleObject, Node<'a>)>;

fn node<'a>(kind: NodeKind, holder: Node<'a>, found: &mut Extended<'a>) {
    let Some(map) = holder.value().as_object() else { return };
    let members = kind.members();
    if map.keys().any(|key| key.starts_with("x-") && !key.starts_with("x-hs-")) {
        let object = match kind {
            NodeKind::Document => ExtensibleObject::Document,
            NodeKind::Operation => ExtensibleObject::Operation,
            NodeKind::Schema => ExtensibleObject::Schema,
            other => ExtensibleObject::Other(other.words()),
        };
        found.push((object, holder));
    }
    if !map.values().any(|child| child.is_object() || child.is_array()) {
        return;
    }
    for (key, child) in holder.entries().filter(|(_, child)| child.is_container()) {
        let shape = members.iter().find(|(wire, ..)| *wire == key).map(|(_, shape, _)| *shape);
        let Some(shape) = shape.or_else(|| keyed(kind, key)) else { continue };
        shaped(shape, child, found);
    }
}

fn shaped<'a>(shape: FieldShape, value: Node<'a>, found: &mut Extended<'a>) {
    match shape {
        FieldShape::One(kind) => node(kind, value, found),
        FieldShape::Openness => node(NodeKind::Schema, value, found),
        FieldShape::List(kind) => value.list().for_each(|item| node(kind, item, found)),
        FieldShape::Map(kind) => value.entries().for_each(|(_, item)| node(kind, item, found)),
        FieldShape::Any
        | FieldShape::Text
        | FieldShape::Flag
        | FieldShape::Count
        | FieldShape::Number
        | FieldShape::TextList
        | FieldShape::Texts
        | FieldShape::Security => {}
    }
}
