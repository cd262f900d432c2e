//! `anyOf` of objects that a value can be several of at once: one object with the members of all.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::types::Types;
use crate::ir::{
    Access, Form, Member, MemberRole, Object, Origin, Others, Shape, TypeId, TypeRef, Union, UnionTag,
    Variant,
};

/// Merges alternatives that a value can be several of at once.
pub(super) struct AnyOfPass<'c, 'a> {
    pub types: &'c mut Types<'a>,
}

impl AnyOfPass<'_, '_> {
    /// Merges the objects of each `anyOf` that may apply together. What each of them requires alone stays in
    /// [`Object::any_of`], for one of them must fit.
    pub fn run(mut self) {
        let mut made = HashMap::new();
        let mut index = 0;
        while let Some(ty) = self.types.all.get(index) {
            let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
            index += 1;
            let Shape::Union(union @ Union { one: false, tag: UnionTag::None, .. }) = &ty.shape else {
                continue;
            };
            let together = self.objects_together(union);
            if together.len() < 2 {
                continue;
            }
            let refs: Vec<_> = together.iter().map(|place| union.variants[*place].ty).collect();
            let (form, pointer) = (ty.form, ty.pointer.clone());
            if together.len() == union.variants.len() {
                let merged = self.merged(id, &refs, &mut made);
                self.types.get_mut(id).shape = Shape::Object(merged);
                continue;
            }
            let object = self.types.make(Origin::Variant(id, together[0]), form, Shape::Any, &pointer);
            let merged = self.merged(object, &refs, &mut made);
            self.types.get_mut(object).shape = Shape::Object(merged);
            if let Shape::Union(union) = &mut self.types.get_mut(id).shape {
                let ty = TypeRef { id: object, nullable: false };
                union.variants[together[0]] = Variant { ty, tags: Vec::new(), hint: None };
                let mut place = 0;
                union.variants.retain(|_| {
                    place += 1;
                    place - 1 == together[0] || !together.contains(&(place - 1))
                });
            }
        }
    }

    /// The alternatives that are objects and can hold together with another one.
    fn objects_together(&self, union: &Union) -> Vec<usize> {
        let objects: Vec<_> = (0..union.variants.len())
            .filter(|place| {
                let behind = self.types.behind(union.variants[*place].ty.id);
                matches!(&self.types.get(behind).shape, Shape::Object(object) if object.resource.is_none())
            })
            .collect();
        let ty = |place: &usize| union.variants[*place].ty;
        let is_free = |one: &&usize| {
            objects.iter().any(|other| {
                let (one, other) = (ty(one), ty(other));
                one != other && !self.types.are_apart(one, other) && !self.are_flagged_apart(one, other)
            })
        };
        objects.iter().filter(is_free).copied().collect()
    }

    /// Whether one of two objects requires a flag that is true (`deleted: true`), and the other has no such member: what
    /// has the flag is of the first kind.
    fn are_flagged_apart(&self, one: TypeRef, other: TypeRef) -> bool {
        let is_flag = |member: &&Member| {
            let values = match &self.types.get(self.types.behind(member.ty.id)).shape {
                Shape::Enum(list) => list.values.as_slice(),
                _ => &[],
            };
            member.required && matches!(values, [only] if only.value == true)
        };
        let is_without = |object: &Object, wire: &str| {
            object.others == Others::Unsaid && object.members.iter().all(|member| member.wire != wire)
        };
        let (Some(one), Some(other)) = (self.object_behind(one), self.object_behind(other)) else {
            return false;
        };
        let flagged = |a: &Object, b: &Object| {
            a.members.iter().filter(is_flag).any(|member| is_without(b, &member.wire))
        };
        flagged(&one, &other) || flagged(&other, &one)
    }

    fn merged(
        &mut self,
        owner: TypeId,
        alternatives: &[TypeRef],
        made: &mut HashMap<Vec<TypeRef>, TypeId>,
    ) -> Object {
        let objects: Vec<Object> = alternatives.iter().filter_map(|ty| self.object_behind(*ty)).collect();
        let mut members: IndexMap<String, Vec<Member>> = IndexMap::new();
        for member in objects.iter().flat_map(|object| &object.members) {
            members.entry(member.wire.clone()).or_default().push(member.clone());
        }
        let form = self.types.get(owner).form;
        let members: Vec<_> = members
            .into_values()
            .map(|found| self.merged_member((owner, form), found, objects.len(), made))
            .collect();
        let is_named = |wire: &str| members.iter().any(|member| member.wire == wire);
        let refused = objects.iter().flat_map(|object| &object.refused);
        let mut refused: Vec<_> = refused.filter(|refused| !is_named(&refused.wire)).cloned().collect();
        refused.dedup_by(|a, b| a.wire == b.wire);
        let hidden = objects.iter().flat_map(|object| &object.hidden);
        Object {
            resource: None,
            others: self.merged_others((owner, form), &objects),
            min_members: 0,
            max_members: None,
            hidden: hidden.filter(|wire| !is_named(wire)).cloned().collect(),
            any_of: alternatives.to_vec(),
            patterns: None,
            refused,
            members,
        }
    }

    fn object_behind(&self, ty: TypeRef) -> Option<Object> {
        let Shape::Object(object) = &self.types.get(self.types.behind(ty.id)).shape else { return None };
        Some(object.clone())
    }

    /// A member as all alternatives that name it have it: it may be absent where one does not need it.
    fn merged_member(
        &mut self,
        (owner, form): (TypeId, Form),
        found: Vec<Member>,
        alternatives: usize,
        made: &mut HashMap<Vec<TypeRef>, TypeId>,
    ) -> Member {
        let required = found.len() == alternatives && found.iter().all(|member| member.required);
        let access = match found.iter().all(|member| member.access == found[0].access) {
            true => found[0].access,
            false => Access::Both,
        };
        let default = found[0]
            .default
            .clone()
            .filter(|value| !required && found.iter().all(|member| member.default.as_ref() == Some(value)));
        let mut refs: Vec<TypeRef> = Vec::new();
        for member in &found {
            let shape = &self.types.get(member.ty.id).shape;
            let is_same = |of: &TypeRef| of.id == member.ty.id || self.types.get(of.id).shape == *shape;
            if !refs.iter().any(is_same) {
                refs.push(TypeRef { id: member.ty.id, nullable: false });
            }
        }
        let nullable = found.iter().any(|member| member.ty.nullable);
        let id = match refs.as_slice() {
            [one] => one.id,
            _ => *made.entry(refs).or_insert_with_key(|refs| {
                let variants =
                    refs.iter().map(|ty| Variant { ty: *ty, tags: Vec::new(), hint: None }).collect();
                let shape = Shape::Union(Union { variants, tag: UnionTag::None, one: false });
                let pointer = self.types.get(owner).pointer.clone();
                self.types.make(Origin::Member(owner, found[0].wire.clone()), form, shape, &pointer)
            }),
        };
        Member {
            ty: TypeRef { id, nullable },
            required,
            access,
            default,
            role: MemberRole::Data,
            only_with_option: None,
            ..found[0].clone()
        }
    }

    fn merged_others(&mut self, (owner, form): (TypeId, Form), objects: &[Object]) -> Others {
        let kept: Vec<_> = objects
            .iter()
            .filter_map(|object| match object.others {
                Others::Kept(of) => Some(of),
                Others::Unsaid | Others::Denied => None,
            })
            .collect();
        match kept.as_slice() {
            [] if objects.iter().all(|object| object.others == Others::Denied) => Others::Denied,
            [] => Others::Unsaid,
            [one, ..] if kept.len() == objects.len() && kept.iter().all(|of| of == one) => Others::Kept(*one),
            [..] => {
                let pointer = self.types.get(owner).pointer.clone();
                let id = self.types.make(Origin::Entry(owner), form, Shape::Any, &pointer);
                Others::Kept(TypeRef { id, nullable: false })
            }
        }
    }
}
