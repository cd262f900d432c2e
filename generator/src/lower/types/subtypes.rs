//! Bases with a discriminator: a use of the base takes any schema that builds on it by `allOf`.

use std::collections::HashMap;

use super::super::Lowering;
use super::super::node::{Node, NodeId};
use super::allof::Parts;
use crate::ir::{Origin, Shape, TypeId, TypeRef, Union, UnionTag, Variant};

/// What a use of a base takes.
pub(super) struct Subtypes<'a> {
    base: Node<'a>,
    subtypes: Vec<Node<'a>>,
}

impl<'a> Lowering<'a> {
    /// Finds out, once, which components build on a schema with a discriminator, on one that builds on it, and so on.
    pub fn find_subtypes(&mut self) {
        let root = self.root();
        let Some(components) = root.get("components") else { return };
        let schemas: Vec<_> = components.members("schemas").map(|(_, schema)| schema).collect();
        let mut waiting = Vec::new();
        let mut builders: HashMap<NodeId, Vec<Node<'a>>> = HashMap::new();
        for schema in &schemas {
            for part in schema.items("allOf").filter(|part| part.has("$ref")) {
                let Some(base) = self.follow(&part) else { continue };
                builders.entry(base.id()).or_default().push(schema.clone());
                if is_base(&base) {
                    waiting.push(base.id());
                }
            }
        }
        while let Some(base) = waiting.pop() {
            if let Some(subtypes) = builders.remove(&base) {
                waiting.extend(subtypes.iter().map(Node::id));
                self.subtypes.insert(base, subtypes);
            }
        }
    }

    /// The subtypes of a base that is used as it stands.
    pub(super) fn subtypes_of(&mut self, parts: &Parts<'a>) -> Option<Subtypes<'a>> {
        let part = parts.first();
        if !parts.is_plain() || !is_base(&part.node) {
            return None;
        }
        let (mut subtypes, mut seen) = (Vec::new(), std::collections::HashSet::new());
        let mut waiting: Vec<_> = self.subtypes.get(&part.node.id())?.iter().rev().cloned().collect();
        // An subtype of an subtype is one as well, unless the subtype is a base with a member of its own: then it is a union in turn.
        while let Some(subtype) = waiting.pop() {
            if subtype != part.node && seen.insert(subtype.id()) {
                if !is_base_by_another(&subtype, &part.node) {
                    waiting.extend(self.subtypes.get(&subtype.id()).into_iter().flatten().rev().cloned());
                }
                subtypes.push(subtype);
            }
        }
        Some(Subtypes { base: part.node.clone(), subtypes })
    }

    pub(super) fn shape_of_subtypes(&mut self, id: TypeId, subtypes: &Subtypes<'a>) -> Shape {
        let Subtypes { base, subtypes } = subtypes;
        let form = self.types.get(id).form.inside_list();
        let mut variants = Vec::new();
        for (i, subtype) in subtypes.iter().enumerate() {
            // An subtype that is a base by the same member stands for itself here; its own subtypes are in the list.
            let itself = is_base(subtype) && !is_base_by_another(subtype, base);
            let parts = if itself { Parts::base(subtype) } else { Parts::one(subtype) };
            let ty = self.type_of(parts, form, Origin::Variant(id, i));
            let hint = subtype.component();
            variants.push(Variant { ty: TypeRef { id: ty, nullable: false }, tags: Vec::new(), hint });
        }
        let ty = self.type_of(Parts::base(base), form, Origin::Variant(id, subtypes.len()));
        variants.push(Variant {
            ty: TypeRef { id: ty, nullable: false },
            tags: Vec::new(),
            hint: base.component(),
        });
        let mut schemas = subtypes.clone();
        schemas.push(base.clone());
        let tag = self.tag(base, &schemas, &mut variants);
        if matches!(tag, UnionTag::Internal(_)) {
            // A mapping that leaves the base out says that no value is the base alone.
            variants.retain(|variant| !variant.tags.is_empty());
        }
        Shape::Union(Union { variants, tag, one: true })
    }
}

/// Whether a base tells its subtypes by another member than `base` does.
fn is_base_by_another(subtype: &Node<'_>, base: &Node<'_>) -> bool {
    let member = |node: &Node<'_>| Some(node.get("discriminator")?.text("propertyName")?.to_owned());
    is_base(subtype) && member(subtype) != member(base)
}

/// Whether a schema tells its subtypes by a member and does not list them.
fn is_base(node: &Node<'_>) -> bool {
    node.has("discriminator") && !node.has("oneOf") && !node.has("anyOf")
}
