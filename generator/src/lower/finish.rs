//! What needs every type: links, relations, tags of unions, defaults, keys of pages.

use super::resources::TYPE;
use super::survey::Found;
use super::{Lowering, codes};
use crate::ir::{Enum, EnumKind, Operation, Scalar, Shape, TypeId, UnionTag};

/// The deepest nesting of unions in unions that is looked into.
const DEEPEST: usize = 8;

impl<'a> Lowering<'a> {
    pub fn finish(&mut self, survey: &[Found<'a>], operations: &mut [Operation]) {
        self.fill_links();
        self.fill_own_links(survey);
        self.find_locations(survey, operations);
        self.find_relations();
        for (found, operation) in survey.iter().zip(operations.iter_mut()) {
            self.find_include(found, operation);
            self.find_sort(found, operation);
            self.drop_declared(operation);
        }
        self.check_tags();
        self.check_defaults(operations);
        self.check_keys(operations);
    }

    /// A tag that some alternative does not write cannot tell it: such a union is told by trying.
    fn check_tags(&mut self) {
        for index in 0..self.types.all.len() {
            let Shape::Union(union) = &self.types.all[index].shape else { continue };
            let UnionTag::Internal(member) = &union.tag else { continue };
            let Some(bad) = union.variants.iter().find(|variant| !self.has_tag(variant.ty.id, member, 0))
            else {
                continue;
            };
            let hint = bad.hint.clone().unwrap_or_else(|| "an alternative".to_owned());
            let message = format!("`{hint}` has no text `{member}`; the alternatives are told by trying");
            let pointer = self.types.all[index].pointer.clone();
            let help = format!("add `{member}` to its `properties` and to `required`");
            self.push(
                self.warning(codes::UNION_TAG, message, &format!("{pointer}/discriminator")).help(help),
            );
            if let Shape::Union(union) = &mut self.types.all[index].shape {
                union.tag = UnionTag::None;
                union.variants.iter_mut().for_each(|variant| variant.tags.clear());
            }
        }
    }

    fn has_tag(&self, id: TypeId, tag: &str, depth: usize) -> bool {
        match &self.types.get(self.types.behind(id)).shape {
            Shape::Object(object) if object.resource.is_some() && tag == TYPE => true,
            Shape::Object(object) => object.members.iter().any(|member| {
                let shape = &self.types.get(self.types.behind(member.ty.id)).shape;
                member.wire == tag && is_text(shape)
            }),
            Shape::Union(union) if depth < DEEPEST => {
                union.variants.iter().all(|variant| self.has_tag(variant.ty.id, tag, depth + 1))
            }
            _ => false,
        }
    }
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Scalar(Scalar::Text(_)) | Shape::Enum(Enum { kind: EnumKind::Text, .. }))
}
