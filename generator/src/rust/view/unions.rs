//! The view of types that are one of several: enumerations and unions.

use std::collections::BTreeSet;

use super::Build;
use crate::ir::{self, EnumKind, TypeId, TypeRef, UnionTag};
use crate::rust::docs::{Docs, docs};
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::rust::resources::is_resource;
use crate::rust::ty::{From, Spelling, Ty};

views! {
    /// An enumeration of texts or of integers.
    EnumView {
        /// `text` or `integer`
        kind: &'static str,
        ident: Ident,
        docs: Docs,
        deprecated: bool,
        variants: Vec<VariantView>,
        /// Whether texts are read in any case.
        any_case: bool,
        /// The variant for values that the document does not list.
        unknown: Ident,
    }
    /// A value of an enumeration.
    VariantView {
        ident: Ident,
        wire: Lit,
        docs: Docs,
    }
    /// A JSON value that is checked by its schema alone: an enumeration of mixed values.
    ValueView {
        /// `value`
        kind: &'static str,
        ident: Ident,
        docs: Docs,
        deprecated: bool,
    }
    /// One of several.
    UnionView {
        /// `union`, or `resources` for one that is selected by the `type` of a resource.
        kind: &'static str,
        ident: Ident,
        docs: Docs,
        deprecated: bool,
        alternatives: Vec<AlternativeView>,
        /// The variant for values of other types.
        unknown: Ident,
        /// The member that selects the alternative.
        tag: Option<Lit>,
        /// Whether it writes its members into an object that it did not open.
        inside: bool,
        /// Its constant schema.
        schema: Expr,
        presented: bool,
    }
    /// An alternative of a union.
    AlternativeView {
        ident: Ident,
        ty: Ty,
        /// Its place in the schema.
        index: Lit,
        /// The value of the tag that goes out.
        tag: Option<Lit>,
        /// All of its values, where the alternative has several and a member that holds which.
        tags: Vec<Lit>,
        /// That member.
        held: Option<Ident>,
        /// The types of its resources.
        types: Vec<Lit>,
        presented: bool,
    }
}

impl Build<'_> {
    pub(super) fn enumeration(&self, index: usize, ident: Ident, list: &ir::Enum) -> EnumView {
        let ty = &self.api.types[index];
        let names = &self.names.types.variants[index];
        let integer = list.kind == EnumKind::Integer;
        let variants = list.values.iter().zip(names).map(|(value, name)| VariantView {
            ident: name.clone(),
            wire: match value.value.as_str() {
                Some(text) => Lit::text(text),
                None => Lit::integer(integer_value(&value.value)),
            },
            docs: docs(value.docs.as_deref()),
        });
        EnumView {
            kind: if integer { "integer" } else { "text" },
            ident,
            docs: docs(ty.docs.as_deref()),
            deprecated: ty.deprecated,
            variants: variants.collect(),
            any_case: list.any_case,
            unknown: names.last().cloned().unwrap_or_else(Ident::nameless),
        }
    }

    pub(super) fn union(&self, index: usize, ident: Ident, union: &ir::Union) -> UnionView {
        let ty = &self.api.types[index];
        let id = TypeId(super::id(index));
        let names = &self.names.types.variants[index];
        let mut met = BTreeSet::new();
        let resources = is_resource(self.api, id);
        let member = match &union.tag {
            UnionTag::Internal(member) if !resources => Some(member.as_str()),
            UnionTag::Internal(_) | UnionTag::None | UnionTag::External => None,
        };
        let alternatives = union.variants.iter().zip(names).enumerate().map(|(place, (variant, name))| {
            let inner = self.spell(TypeRef { id: variant.ty.id, nullable: false });
            let inner = self.boxed((id, place), inner);
            let held = member.filter(|_| variant.tags.len() > 1);
            let held =
                held.and_then(|member| self.member_ident(self.api.behind(variant.ty.id).0 as usize, member));
            let spelling = if variant.ty.nullable { Spelling::Option(Box::new(inner)) } else { inner };
            AlternativeView {
                ident: name.clone(),
                ty: spelling.ty(From::Types),
                index: Lit::integer(i128::from(super::id(place))),
                tag: member.and(variant.tags.first()).map(|tag| Lit::text(tag)),
                tags: match held {
                    Some(_) => variant.tags.iter().map(|tag| Lit::text(tag)).collect(),
                    None => Vec::new(),
                },
                held,
                types: {
                    let types = self.resource_types(variant.ty.id).into_iter();
                    types.filter(|ty| met.insert(*ty)).map(Lit::text).collect()
                },
                presented: self.presented(variant.ty.id),
            }
        });
        UnionView {
            kind: if resources { "resources" } else { "union" },
            ident,
            docs: docs(ty.docs.as_deref()),
            deprecated: ty.deprecated,
            alternatives: alternatives.collect(),
            unknown: names.last().cloned().unwrap_or_else(Ident::nameless),
            tag: member.map(Lit::text),
            inside: self.written_inside[index],
            schema: self.schema(TypeRef { id, nullable: false }, From::Types),
            presented: self.presented[index],
        }
    }
}

/// The value of an integer of an enumeration.
fn integer_value(value: &serde_json::Value) -> i128 {
    value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from)).unwrap_or_default()
}
