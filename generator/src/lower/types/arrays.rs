//! Lists and tuples.

use serde_json::Value;

use super::super::node::Node;
use super::super::{Lowering, codes};
use super::allof::{Part, Parts};
use crate::ir::{Array, Form, Origin, Shape, TypeId, TypeRef};

impl<'a> Lowering<'a> {
    pub(super) fn shape_of_array(&mut self, id: TypeId, flat: &[Part<'a>]) -> Shape {
        let (min_items, max_items) = self.counts(flat, "minItems", "maxItems");
        let unique = flat.iter().any(|part| part.node.flag("uniqueItems"));
        // A merge replaces a list whole: its items are as they are created.
        let form = self.types.get(id).form.inside_list();
        if let Some(part) = flat.iter().rev().find(|part| part.node.has("x-hs-prefix-items")) {
            let places: Vec<_> = part.node.items("x-hs-prefix-items").collect();
            let count = places.len() as u64;
            let closed = part.node.value.get("items").is_some_and(is_nothing) || max_items == Some(count);
            if closed && min_items == count {
                let place = |(i, place): (usize, Node<'a>)| self.use_of(&place, form, Origin::Place(id, i));
                return Shape::Tuple(places.into_iter().enumerate().map(place).collect());
            }
            let message = "a tuple of which places may be absent or follow is not typed; any items are taken";
            let help = "say `minItems` and `maxItems` as the number of its places";
            self.push(self.warning(codes::TUPLE_OPEN, message, &part.node.pointer).help(help));
            let items = self.any(Origin::Item(id), &part.node);
            return Shape::Array(Array { items, min_items, max_items, unique });
        }
        let schemas: Vec<_> = flat.iter().filter_map(|part| part.node.get("items")).collect();
        let mut items = match schemas.as_slice() {
            [] => self.any(Origin::Item(id), &flat[flat.len() - 1].node),
            [one] => self.use_of(one, form, Origin::Item(id)),
            several => self.use_of_all(several, form, Origin::Item(id)),
        };
        // Files are not null, and whether two are equal is not asked.
        let files = form == Form::Multipart;
        items.nullable &= !files;
        if files && unique {
            let at = flat
                .iter()
                .find(|part| part.node.flag("uniqueItems"))
                .map(|part| part.node.at("uniqueItems"));
            let message = "`uniqueItems` of files is not enforced";
            self.push(self.warning(codes::KEYWORD_NOT_ENFORCED, message, &at.unwrap_or_default()));
        }
        let unique = unique && !files;
        Shape::Array(Array { items, min_items, max_items, unique })
    }

    /// The items of a schema that is a list, as far as that is told without lowering it.
    pub fn items_of(&mut self, schema: &Node<'a>) -> Option<Node<'a>> {
        let settled = self.resolve_schema(schema);
        let flat = self.flatten(&Parts::one(&settled.node));
        flat.iter().rev().find_map(|part| part.node.get("items"))
    }

    /// A use of several schemas that hold at once.
    pub(super) fn use_of_all(&mut self, schemas: &[Node<'a>], form: Form, origin: Origin) -> TypeRef {
        let mut nullable = true;
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for schema in schemas {
            let settled = self.resolve_schema(schema);
            nullable &= settled.nullable;
            // What says nothing refines nothing.
            let empty = settled.node.value.as_object().is_some_and(serde_json::Map::is_empty);
            if !empty && seen.insert(settled.node.id()) {
                nodes.push(settled.node.clone());
            }
        }
        let Some(last) = nodes.pop().or_else(|| schemas.last().cloned()) else {
            return self.any(origin, &self.root());
        };
        let rest = nodes.into_iter().map(|node| Part { node, bare: false, flat: false }).collect();
        TypeRef { id: self.type_of(Parts::with(&last, rest), form, origin), nullable }
    }

    /// Any value; null is one of them.
    pub fn any(&mut self, origin: Origin, at: &Node<'a>) -> TypeRef {
        let pointer = at.pointer.clone();
        TypeRef { id: self.types.make(origin, Form::Read, Shape::Any, &pointer), nullable: false }
    }
}

/// Whether a schema takes nothing: `false`, or `{ not: {} }` as it is brought down to.
pub(in crate::lower) fn is_nothing(schema: &Value) -> bool {
    let empty = |value: &Value| value.as_object().is_some_and(serde_json::Map::is_empty);
    schema == &Value::Bool(false)
        || schema.as_object().is_some_and(|o| o.len() == 1) && schema.get("not").is_some_and(empty)
}
