//! Bases with a discriminator: a use of the base takes any schema that builds on it by `allOf`.

use std::collections::HashMap;

use super::super::Lowering;
use super::super::node::{Node, NodeId};
use super::allof::Parts;
use crate::ir::{Origin, Shape, TypeId, TypeRef, Union, UnionTag, Variant};

/// What a use of a base takes.
pub(super) struct Heirs<'a> {
    base: Node<'a>,
    heirs: Vec<Node<'a>>,
}

impl<'a> Lowering<'a> {
    /// Finds out, once, which components build on a schema with a discriminator, on one that builds on it, and so on.
    pub fn find_heirs(&mut self) {
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
            if let Some(heirs) = builders.remove(&base) {
                waiting.extend(heirs.iter().map(Node::id));
                self.heirs.insert(base, heirs);
            }
        }
    }

    /// The heirs of a base that is used as it stands.
    pub(super) fn heirs_of(&mut self, parts: &Parts<'a>) -> Option<Heirs<'a>> {
        let part = parts.first();
        if !parts.is_plain() || !is_base(&part.node) {
            return None;
        }
        let (mut heirs, mut seen) = (Vec::new(), std::collections::HashSet::new());
        let mut waiting: Vec<_> = self.heirs.get(&part.node.id())?.iter().rev().cloned().collect();
        // An heir of an heir is one as well, unless the heir is a base with a member of its own: then it is a union in turn.
        while let Some(heir) = waiting.pop() {
            if heir != part.node && seen.insert(heir.id()) {
                if !is_base_by_another(&heir, &part.node) {
                    waiting.extend(self.heirs.get(&heir.id()).into_iter().flatten().rev().cloned());
                }
                heirs.push(heir);
            }
        }
        Some(Heirs { base: part.node.clone(), heirs })
    }

    pub(super) fn shape_of_heirs(&mut self, id: TypeId, heirs: &Heirs<'a>) -> Shape {
        let Heirs { base, heirs } = heirs;
        let form = self.types.get(id).form.inside_list();
        let mut variants = Vec::new();
        for (i, heir) in heirs.iter().enumerate() {
            // An heir that is a base by the same member stands for itself here; its own heirs are in the list.
            let itself = is_base(heir) && !is_base_by_another(heir, base);
            let parts = if itself { Parts::base(heir) } else { Parts::one(heir) };
            let ty = self.type_of(parts, form, Origin::Variant(id, i));
            let hint = heir.component();
            variants.push(Variant { ty: TypeRef { id: ty, nullable: false }, tags: Vec::new(), hint });
        }
        let ty = self.type_of(Parts::base(base), form, Origin::Variant(id, heirs.len()));
        variants.push(Variant {
            ty: TypeRef { id: ty, nullable: false },
            tags: Vec::new(),
            hint: base.component(),
        });
        let mut schemas = heirs.clone();
        schemas.push(base.clone());
        let tag = self.tag(base, &schemas, &mut variants);
        if matches!(tag, UnionTag::Internal(_)) {
            // A mapping that leaves the base out says that no value is the base alone.
            variants.retain(|variant| !variant.tags.is_empty());
        }
        Shape::Union(Union { variants, tag, one: true })
    }
}

/// Whether a base tells its heirs by another member than `base` does.
fn is_base_by_another(heir: &Node<'_>, base: &Node<'_>) -> bool {
    let member = |node: &Node<'_>| Some(node.get("discriminator")?.text("propertyName")?.to_owned());
    is_base(heir) && member(heir) != member(base)
}

/// Whether a schema tells its heirs by a member and does not list them.
fn is_base(node: &Node<'_>) -> bool {
    node.has("discriminator") && !node.has("oneOf") && !node.has("anyOf")
}
