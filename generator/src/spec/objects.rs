//! The objects of a document that have extensions.

use super::node::Node;
use super::shape::{Kind, Shape};
use super::views::Document;
use super::walk::keyed;

/// An object that may have extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Object {
    Document,
    Operation,
    Schema,
    /// Another, as a person calls it.
    Other(&'static str),
}

/// Every object that has an extension, in the document's order.
pub(crate) fn extended(document: Document<'_>) -> Vec<(Object, Node<'_>)> {
    let mut found = Vec::new();
    node(Kind::Document, *document, &mut found);
    found
}

/// As [`extended`], in a schema that stands in an extension.
pub(crate) fn extended_in_schema(schema: Node<'_>) -> Vec<(Object, Node<'_>)> {
    let mut found = Vec::new();
    node(Kind::Schema, schema, &mut found);
    found
}

type Found<'a> = Vec<(Object, Node<'a>)>;

fn node<'a>(kind: Kind, holder: Node<'a>, found: &mut Found<'a>) {
    let Some(map) = holder.value().as_object() else { return };
    let members = kind.members();
    if map.keys().any(|key| key.starts_with("x-") && !key.starts_with("x-hs-")) {
        let object = match kind {
            Kind::Document => Object::Document,
            Kind::Operation => Object::Operation,
            Kind::Schema => Object::Schema,
            other => Object::Other(other.words()),
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

fn shaped<'a>(shape: Shape, value: Node<'a>, found: &mut Found<'a>) {
    match shape {
        Shape::One(kind) => node(kind, value, found),
        Shape::Openness => node(Kind::Schema, value, found),
        Shape::List(kind) => value.list().for_each(|item| node(kind, item, found)),
        Shape::Map(kind) => value.entries().for_each(|(_, item)| node(kind, item, found)),
        Shape::Any
        | Shape::Text
        | Shape::Flag
        | Shape::Count
        | Shape::Number
        | Shape::TextList
        | Shape::Texts
        | Shape::Security => {}
    }
}
