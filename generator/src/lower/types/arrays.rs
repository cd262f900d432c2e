//! Lists and tuples.

use super::super::codes;
use super::ShapeBuilder;
use super::allof::{SchemaPart, SchemaParts};
use crate::ir::{Array, Form, Origin, Shape, TypeId, TypeRef};
use crate::lower::types::TypeRequests;
use crate::spec::Schema;

impl<'a> ShapeBuilder<'_, 'a> {
    pub(super) fn shape_of_array(&mut self, id: TypeId, flat: &[SchemaPart<'a>]) -> Shape {
        let (min_items, max_items) =
            super::counts(flat, Schema::MIN_ITEMS, Schema::MAX_ITEMS, &mut self.cx.report);
        let unique = flat.iter().any(|part| part.node.has_unique_items());
        // A merge replaces a list entirely, so its items are in the form for creation.
        let form = self.cx.types.get(id).form.inside_list();
        if let Some(part) = flat.iter().rev().find(|part| part.node.has(Schema::PREFIX_ITEMS)) {
            let places: Vec<_> = part.node.prefix_items().collect();
            let count = places.len() as u64;
            let closed =
                part.node.items().is_some_and(|items| items.is_nothing()) || max_items == Some(count);
            if closed && min_items == count {
                let place = |(i, place): (usize, Schema<'a>)| {
                    TypeRequests { cx: self.cx }.use_of(&place, form, Origin::Place(id, i))
                };
                return Shape::Tuple(places.into_iter().enumerate().map(place).collect());
            }
            let message = "a tuple of which places may be absent or follow is not typed; any items are taken";
            let help = "say `minItems` and `maxItems` as the number of its places";
            self.cx.push(self.cx.warning(codes::TUPLE_OPEN, message, &part.node.pointer()).help(help));
            let items = self.cx.types.any(Origin::Item(id), part.node);
            return Shape::Array(Array { items, min_items, max_items, unique });
        }
        let schemas: Vec<_> = flat.iter().filter_map(|part| part.node.items()).collect();
        let mut items = match schemas.as_slice() {
            [] => self.cx.types.any(Origin::Item(id), flat[flat.len() - 1].node),
            [one] => TypeRequests { cx: self.cx }.use_of(one, form, Origin::Item(id)),
            several => self.use_of_all(several, form, Origin::Item(id)),
        };
        // Files cannot be null or compared.
        let files = form == Form::Multipart;
        items.nullable &= !files;
        if files && unique {
            let at = flat
                .iter()
                .find(|part| part.node.has_unique_items())
                .map(|part| part.node.at(Schema::UNIQUE_ITEMS));
            let message = "`uniqueItems` of files is not enforced";
            self.cx.push(self.cx.warning(codes::KEYWORD_NOT_ENFORCED, message, &at.unwrap_or_default()));
        }
        let unique = unique && !files;
        Shape::Array(Array { items, min_items, max_items, unique })
    }

    /// A use of several schemas that hold at once.
    pub(super) fn use_of_all(&mut self, schemas: &[Schema<'a>], form: Form, origin: Origin) -> TypeRef {
        let mut nullable = true;
        let mut nodes: Vec<Schema<'a>> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for schema in schemas {
            let settled = self.cx.resolve_schema(schema);
            nullable &= settled.nullable;
            // What says nothing refines nothing.
            let empty = settled.node.is_empty();
            if !empty && seen.insert(settled.node.id()) {
                nodes.push(settled.node);
            }
        }
        let Some(last) = nodes.pop().or_else(|| schemas.last().copied()) else {
            return self.cx.types.any(origin, self.cx.root);
        };
        let rest = nodes.into_iter().map(|node| SchemaPart { node, bare: false, flat: false }).collect();
        TypeRef {
            id: TypeRequests { cx: self.cx }.type_of(SchemaParts::with(&last, rest), form, origin),
            nullable,
        }
    }
}
