//! The objects of a document that have extensions.

use serde_json::Value;

use super::Spec;
use super::pointer::Pointer;
use super::shape::{Kind, Shape};
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

impl Spec {
    /// Every object that has an extension, with its pointer, in the document's order.
    pub(crate) fn extended(&self) -> Vec<(Object, &Value, String)> {
        let mut found = Vec::new();
        node(Kind::Document, &self.tree, &mut Pointer::default(), &mut found);
        found
    }
}

type Found<'a> = Vec<(Object, &'a Value, String)>;

fn node<'a>(kind: Kind, value: &'a Value, at: &mut Pointer, found: &mut Found<'a>) {
    let Value::Object(map) = value else { return };
    let members = kind.members();
    if map.keys().any(|key| key.starts_with("x-") && !key.starts_with("x-hs-")) {
        let object = match kind {
            Kind::Document => Object::Document,
            Kind::Operation => Object::Operation,
            Kind::Schema => Object::Schema,
            other => Object::Other(other.words()),
        };
        found.push((object, value, at.as_str().to_owned()));
    }
    for (key, child) in map.iter().filter(|(_, child)| child.is_object() || child.is_array()) {
        let shape = members.iter().find(|(wire, ..)| wire == key).map(|(_, shape, _)| *shape);
        let Some(shape) = shape.or_else(|| keyed(kind, key)) else { continue };
        let before = at.push(key);
        shaped(shape, child, at, found);
        at.cut(before);
    }
}

fn shaped<'a>(shape: Shape, value: &'a Value, at: &mut Pointer, found: &mut Found<'a>) {
    match shape {
        Shape::One(kind) => node(kind, value, at, found),
        Shape::Openness => node(Kind::Schema, value, at, found),
        Shape::List(kind) => {
            for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                let before = at.push_index(index);
                node(kind, item, at, found);
                at.cut(before);
            }
        }
        Shape::Map(kind) => {
            for (key, item) in value.as_object().into_iter().flatten() {
                let before = at.push(key);
                node(kind, item, at, found);
                at.cut(before);
            }
        }
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
