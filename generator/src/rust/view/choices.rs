//! The view of types that are one of several: enumerations and unions.

use super::{AlternativeView, Build, EnumView, UnionView, VariantView};
use crate::ir::{self, EnumKind, TypeId, TypeRef};
use crate::rust::docs::docs;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::ty::{From, Spelling};

impl Build<'_> {
    pub(super) fn enumeration(&self, index: usize, ident: Ident, list: &ir::Enum) -> EnumView {
        let ty = &self.api.types[index];
        let names = &self.names.types.variants[index];
        let integer = list.kind == EnumKind::Integer;
        let variants = list.values.iter().zip(names).map(|(value, name)| VariantView {
            ident: name.clone(),
            wire: match value.value.as_str() {
                Some(text) => Lit::text(text),
                None => Lit::whole(whole(&value.value)),
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
        let alternatives = union.variants.iter().zip(names).enumerate().map(|(place, (variant, name))| {
            let inner = self.spell(TypeRef { id: variant.ty.id, nullable: false });
            let inner = self.boxed((id, place), inner);
            let spelling = if variant.ty.nullable { Spelling::Option(Box::new(inner)) } else { inner };
            AlternativeView {
                ident: name.clone(),
                ty: spelling.ty(From::Types),
                index: Lit::whole(i128::from(super::id(place))),
                presented: self.presented(variant.ty.id),
            }
        });
        UnionView {
            kind: "union",
            ident,
            docs: docs(ty.docs.as_deref()),
            deprecated: ty.deprecated,
            alternatives: alternatives.collect(),
            schema: self.schema(TypeRef { id, nullable: false }, From::Types),
            presented: self.presents[index],
        }
    }
}

/// The value of an integer of an enumeration.
fn whole(value: &serde_json::Value) -> i128 {
    value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from)).unwrap_or_default()
}
