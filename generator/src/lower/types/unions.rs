//! `oneOf` and `anyOf`, and what selects the alternative.

use crate::lower::resources::ResourceUnions;
use crate::lower::types::TypeRequests;
use std::collections::{HashMap, HashSet};

use super::super::codes;
use super::ShapeBuilder;
use super::allof::{SchemaPart, SchemaParts};
use super::alternatives;
use crate::ir::{Origin, Shape, TypeId, TypeRef, Union, UnionTag, Variant};
use crate::lower::references::percent_decode;
use crate::spec::{Discriminator, Field, NodeId, Schema};

/// A list of alternatives, and what applies in addition.
struct List<'a> {
    node: Schema<'a>,
    key: Field,
    alternatives: Vec<Schema<'a>>,
    base: Vec<SchemaPart<'a>>,
}

impl<'a> ShapeBuilder<'_, 'a> {
    /// The union of a schema's alternatives; `None` if it has no relevant ones.
    pub(super) fn shape_of_alternatives(&mut self, id: TypeId, flat: &[SchemaPart<'a>]) -> Option<Shape> {
        let mut lists = Vec::new();
        for (index, part) in flat.iter().enumerate().filter(|(_, part)| !part.bare) {
            for key in [Schema::ONE_OF, Schema::ANY_OF] {
                let alternatives = alternatives(&part.node, key);
                if alternatives.is_empty() || self.only_constrains(&part.node.at(key), &alternatives, flat) {
                    continue;
                }
                let mut base = flat.to_vec();
                base.iter_mut().for_each(|part| part.flat = true);
                base[index].bare = true;
                lists.push(List { node: part.node, key, alternatives, base });
            }
        }
        if let [_, second, ..] = lists.as_slice() {
            let message = "two lists of alternatives at once are not typed; any value is taken";
            let pointer = second.node.at(second.key);
            self.cx.push(self.cx.warning(codes::UNION_NOT_TYPED, message, &pointer));
            return Some(Shape::Any);
        }
        let list = lists.pop()?;
        Some(self.shape_of_list(id, list))
    }

    fn shape_of_list(&mut self, id: TypeId, list: List<'a>) -> Shape {
        let form = self.cx.types.get(id).form.inside_list();
        let shared = list.base.iter().any(|part| part.node.describes_values());
        let mut variants: Vec<Variant> = Vec::new();
        let (mut schemas, mut seen) = (Vec::new(), HashSet::new());
        for schema in &list.alternatives {
            let settled = self.cx.resolve_schema(schema);
            let parts = if shared {
                SchemaParts::with(&settled.node, list.base.clone())
            } else {
                SchemaParts::one(&settled.node)
            };
            let ty = TypeRef {
                id: TypeRequests { cx: self.cx }.type_of(parts, form, Origin::Variant(id, variants.len())),
                nullable: false,
            };
            // A repeated alternative, or the union itself, adds nothing.
            if ty.id != id && seen.insert(ty.id) {
                let named = settled.hops.iter().find_map(|hop| hop.component());
                let hint = named.or_else(|| settled.hops.iter().find_map(|hop| hop.title()));
                variants.push(Variant { ty, tags: Vec::new(), hint });
                schemas.push(*schema);
            }
        }
        if let [only] = variants.as_slice() {
            return Shape::Alias(only.ty);
        }
        let of_resources =
            ResourceUnions { cx: self.cx }.tag((&list.node, list.key), &schemas, &mut variants, shared);
        let tag = of_resources.unwrap_or_else(|| self.tag(&list.node, &schemas, &mut variants));
        Shape::Union(Union { variants, tag, one: list.key == Schema::ONE_OF })
    }

    /// Whether alternatives only say which members must be there together: that is not enforced, and no union.
    fn only_constrains(
        &mut self,
        pointer: &str,
        alternatives: &[Schema<'a>],
        flat: &[SchemaPart<'a>],
    ) -> bool {
        let described = flat.iter().any(|part| part.node.has(Schema::PROPERTIES));
        if !described || !alternatives.iter().all(|schema| schema.only_names_members()) {
            return false;
        }
        let message = "which members must be there together is not enforced";
        self.cx.push(self.cx.warning(codes::KEYWORD_NOT_ENFORCED, message, pointer));
        true
    }

    /// What selects the alternative: the discriminator, where each alternative has a value of it.
    pub(super) fn tag(
        &mut self,
        node: &Schema<'a>,
        schemas: &[Schema<'a>],
        variants: &mut [Variant],
    ) -> UnionTag {
        let Some(discriminator) = node.discriminator() else { return UnionTag::None };
        let Some(member) = discriminator.property_name().filter(|wire| !wire.is_empty()) else {
            return UnionTag::None;
        };
        let mut index: HashMap<NodeId, usize> = HashMap::new();
        for (i, schema) in schemas.iter().enumerate() {
            for hop in &self.cx.resolve_schema(schema).hops {
                index.entry(hop.id()).or_insert(i);
            }
        }
        for (value, target) in discriminator.mapping() {
            let Some(wire) = target.target() else { continue };
            let schema: Option<Schema<'a>> = match wire.strip_prefix('#') {
                Some(pointer) => self.cx.root.find(&percent_decode(pointer)),
                None => self.cx.root.schema(wire),
            };
            match schema.and_then(|schema| index.get(&schema.id())) {
                Some(&i) => variants[i].tags.push(value.to_owned()),
                None => {
                    let message =
                        format!("`{value}` is mapped to `{wire}`, which is not one of the alternatives");
                    self.cx.push(self.cx.warning(codes::UNION_TAG, message, &target.pointer()));
                }
            }
        }
        for (schema, variant) in schemas.iter().zip(variants.iter_mut()).filter(|(_, v)| v.tags.is_empty()) {
            variant.tags = self.implied_tags(schema, member, node, &discriminator);
        }
        if let Some(i) = variants.iter().position(|variant| variant.tags.is_empty()) {
            let base = schemas[i] == *node;
            if !base {
                let message = format!(
                    "no value of `{member}` selects this alternative; alternatives are tried in order"
                );
                self.cx.push(self.cx.warning(codes::UNION_TAG, message, &schemas[i].pointer()));
                variants.iter_mut().for_each(|variant| variant.tags.clear());
                return UnionTag::None;
            }
        }
        let mut seen = HashSet::new();
        if let Some(twice) = variants.iter().flat_map(|variant| &variant.tags).find(|tag| !seen.insert(*tag))
        {
            let message = format!("`{twice}` selects two alternatives; alternatives are tried in order");
            self.cx.push(self.cx.warning(codes::UNION_TAG, message, &discriminator.pointer()));
            variants.iter_mut().for_each(|variant| variant.tags.clear());
            return UnionTag::None;
        }
        UnionTag::Internal(member.to_owned())
    }

    /// The tags of an alternative that no mapping names: its component's name, or the values that its member may have.
    fn implied_tags(
        &mut self,
        schema: &Schema<'a>,
        member: &str,
        base: &Schema<'a>,
        discriminator: &Discriminator<'a>,
    ) -> Vec<String> {
        if schema == base && discriminator.has_mapping() {
            return Vec::new();
        }
        let settled = self.cx.resolve_schema(schema);
        let flat = self.cx.flatten(&SchemaParts::one(&settled.node));
        let values = flat.iter().rev().filter(|part| part.node != *base).find_map(|part| {
            let member = part.node.property(member)?;
            let settled = self.cx.resolve_schema(&member);
            let values = settled.node.values()?;
            values.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        let named = settled.hops.iter().find_map(|hop| hop.component());
        values
            .filter(|values| !values.is_empty() && named.as_ref().is_none_or(|name| !values.contains(name)))
            .unwrap_or_else(|| named.into_iter().collect())
    }
}
