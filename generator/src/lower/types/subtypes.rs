//! Bases with a discriminator: a use of the base takes any schema that builds on it by `allOf`.

use crate::lower::types::TypeRequests;
use std::collections::HashMap;

use super::super::context::SchemaFacts;
use super::super::references::References;
use super::super::report::Reporter;
use super::ShapeBuilder;
use super::allof::SchemaParts;
use crate::ir::{Origin, Shape, TypeId, TypeRef, Union, UnionTag, Variant};
use crate::spec::{Document, NodeId, RefOr, Schema};

/// What a use of a base takes.
pub(super) struct Subtypes<'a> {
    base: Schema<'a>,
    subtypes: Vec<Schema<'a>>,
}

impl<'a> ShapeBuilder<'_, 'a> {
    pub(super) fn shape_of_subtypes(&mut self, id: TypeId, subtypes: &Subtypes<'a>) -> Shape {
        let Subtypes { base, subtypes } = subtypes;
        let form = self.cx.types.get(id).form.inside_list();
        let mut variants = Vec::new();
        for (i, subtype) in subtypes.iter().enumerate() {
            // A subtype that is a base by the same member is a plain alternative here; its own subtypes are in the list.
            let itself = subtype.is_base() && !is_base_by_another(subtype, base);
            let parts = if itself { SchemaParts::base(subtype) } else { SchemaParts::one(subtype) };
            let ty = TypeRequests { cx: self.cx }.type_of(parts, form, Origin::Variant(id, i));
            let hint = subtype.component();
            variants.push(Variant { ty: TypeRef { id: ty, nullable: false }, tags: Vec::new(), hint });
        }
        let ty = TypeRequests { cx: self.cx }.type_of(
            SchemaParts::base(base),
            form,
            Origin::Variant(id, subtypes.len()),
        );
        variants.push(Variant {
            ty: TypeRef { id: ty, nullable: false },
            tags: Vec::new(),
            hint: base.component(),
        });
        let mut schemas = subtypes.clone();
        schemas.push(*base);
        let tag = self.tag(base, &schemas, &mut variants);
        if matches!(tag, UnionTag::Internal(_)) {
            // A mapping that leaves the base out says that no value is the base alone.
            variants.retain(|variant| !variant.tags.is_empty());
        }
        Shape::Union(Union { variants, tag, one: true })
    }
}

/// The components that build by `allOf` on each schema with a discriminator, on one that builds on it, and so on.
pub(in crate::lower) fn find_subtypes<'a>(
    root: Document<'a>,
    references: &mut References<'a>,
    report: &mut Reporter<'a>,
) -> HashMap<NodeId, Vec<Schema<'a>>> {
    let mut waiting = Vec::new();
    let mut builders: HashMap<NodeId, Vec<Schema<'a>>> = HashMap::new();
    for (_, schema) in root.schemas() {
        for part in schema.all_of().filter(|part| part.has(Schema::REFERENCE)) {
            let Some(base) = references.follow(RefOr::new(part), report) else { continue };
            builders.entry(base.id()).or_default().push(schema);
            if base.is_base() {
                waiting.push(base.id());
            }
        }
    }
    let mut found = HashMap::new();
    while let Some(base) = waiting.pop() {
        if let Some(subtypes) = builders.remove(&base) {
            waiting.extend(subtypes.iter().map(|schema| schema.id()));
            found.insert(base, subtypes);
        }
    }
    found
}

impl<'a> SchemaFacts<'a> {
    /// The subtypes of a base that is used without being narrowed.
    pub(super) fn subtypes_of(&self, parts: &SchemaParts<'a>) -> Option<Subtypes<'a>> {
        let part = parts.first();
        if !parts.is_plain() || !part.node.is_base() {
            return None;
        }
        let (mut subtypes, mut seen) = (Vec::new(), std::collections::HashSet::new());
        let mut waiting: Vec<_> = self.subtypes.get(&part.node.id())?.iter().rev().cloned().collect();
        // A subtype of a subtype is one as well, unless the subtype is a base by another member: then it is a union itself.
        while let Some(subtype) = waiting.pop() {
            if subtype != part.node && seen.insert(subtype.id()) {
                if !is_base_by_another(&subtype, &part.node) {
                    waiting.extend(self.subtypes.get(&subtype.id()).into_iter().flatten().rev().cloned());
                }
                subtypes.push(subtype);
            }
        }
        Some(Subtypes { base: part.node, subtypes })
    }
}

/// Whether the discriminator of a base is another member than `base` does.
fn is_base_by_another(subtype: &Schema<'_>, base: &Schema<'_>) -> bool {
    let member = |node: &Schema<'_>| node.discriminator()?.property_name().map(str::to_owned);
    subtype.is_base() && member(subtype) != member(base)
}
