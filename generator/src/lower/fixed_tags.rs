//! Members that hold a tag, where the unions that a type is used in leave one value for it: the constructor sets that.

use std::collections::BTreeMap;

use super::types::Types;
use crate::ir::{ContentKind, Operation, Others, Payload, Shape, TypeId, Union, UnionTag};

/// The members whose value the uses of a type fix, with the values.
type Tags = BTreeMap<String, String>;

/// Notes the value of each member that is the tag of every union in which its type is used, and has the same value in all.
pub(super) fn fix_tags(types: &mut Types<'_>, operations: &[Operation]) {
    let fixed = Uses::of(types, operations).fixed;
    for (ty, tags) in types.all.iter_mut().zip(fixed) {
        let (Shape::Object(object), Some(tags)) = (&mut ty.shape, tags) else { continue };
        for member in &mut object.members {
            member.tag = tags.get(&member.wire).cloned();
        }
    }
}

/// What the uses of each type fix; `None` if no use has been visited.
struct Uses<'t, 'a> {
    types: &'t Types<'a>,
    fixed: Vec<Option<Tags>>,
    /// Unions whose alternatives are to be looked at again.
    open: Vec<TypeId>,
}

impl<'t, 'a> Uses<'t, 'a> {
    fn of(types: &'t Types<'a>, operations: &[Operation]) -> Self {
        let mut uses = Self { types, fixed: vec![None; types.all.len()], open: Vec::new() };
        for id in operations.iter().flat_map(used) {
            uses.meet(id, Tags::new());
        }
        for ty in &types.all {
            for id in held(&ty.shape) {
                uses.meet(id, Tags::new());
            }
        }
        // A component that nothing refers to has its type all the same.
        let mut seen = vec![false; types.all.len()];
        for ty in &types.all {
            let Shape::Union(union) = &ty.shape else { continue };
            for variant in &union.variants {
                seen[types.behind(variant.ty.id).0 as usize] = true;
            }
        }
        for (id, ty) in (0_u32..).zip(&types.all) {
            let index = id as usize;
            if uses.fixed[index].is_none() && !seen[index] && !matches!(ty.shape, Shape::Alias(_)) {
                uses.meet(TypeId(id), Tags::new());
            }
        }
        uses.spread();
        uses
    }

    /// A use of a type in which these members are fixed: what all uses agree on stays.
    fn meet(&mut self, id: TypeId, tags: Tags) {
        let id = self.types.behind(id);
        let known = &mut self.fixed[id.0 as usize];
        let before = known.as_ref().map(Tags::len);
        match known {
            Some(known) => known.retain(|wire, tag| tags.get(wire) == Some(tag)),
            None => *known = Some(tags),
        }
        let is_union = matches!(self.types.get(id).shape, Shape::Union(_));
        if is_union && before != known.as_ref().map(Tags::len) {
            self.open.push(id);
        }
    }

    /// Goes from unions to their alternatives, until nothing changes.
    fn spread(&mut self) {
        while let Some(id) = self.open.pop() {
            let types = self.types;
            let Shape::Union(Union { variants, tag, .. }) = &types.get(id).shape else { continue };
            for variant in variants {
                let mut tags = self.fixed[id.0 as usize].clone().unwrap_or_default();
                if let UnionTag::Internal(member) = tag {
                    match variant.tags.as_slice() {
                        [only] => tags.insert(member.clone(), only.clone()),
                        _ => tags.remove(member),
                    };
                }
                self.meet(variant.ty.id, tags);
            }
        }
    }
}

/// The types that an operation names.
fn used(operation: &Operation) -> Vec<TypeId> {
    let mut contents: Vec<_> = operation.body.iter().flat_map(|body| &body.contents).collect();
    contents.extend(operation.failures.iter().filter_map(|failure| failure.body.as_ref()));
    let mut found: Vec<_> = operation.parameters.iter().map(|parameter| parameter.ty.id).collect();
    found.extend(operation.meta.map(|ty| ty.id));
    for success in &operation.successes {
        found.extend(success.headers.iter().map(|header| header.ty.id));
        match &success.payload {
            Payload::Nothing | Payload::Job => {}
            Payload::Body(list) => contents.extend(list),
            Payload::Page(ty)
            | Payload::Resource(ty)
            | Payload::Resources(ty)
            | Payload::Meta(ty)
            | Payload::ToOne(ty)
            | Payload::ToMany(ty) => found.push(ty.id),
        }
    }
    found.extend(contents.into_iter().filter_map(|content| match &content.kind {
        ContentKind::Json(ty) | ContentKind::Events(ty) | ContentKind::JsonLines(ty) => Some(ty.id),
        ContentKind::Form(form) => Some(form.ty.id),
        ContentKind::Multipart(form) => Some(form.ty.id),
        ContentKind::Text(ty) => ty.map(|ty| ty.id),
        ContentKind::Bytes => None,
    }));
    found
}

/// The types that a shape holds, except alternatives of unions and targets of aliases.
fn held(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Any | Shape::Scalar(_) | Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => Vec::new(),
        Shape::Array(array) => vec![array.items.id],
        Shape::Tuple(places) => places.iter().map(|place| place.id).collect(),
        Shape::Map(map) => vec![map.values.id],
        Shape::Object(object) => {
            let others = match object.others {
                Others::Kept(of) => Some(of.id),
                Others::Unsaid | Others::Denied => None,
            };
            object.members.iter().map(|member| member.ty.id).chain(others).collect()
        }
        Shape::Related(to) => vec![to.id],
    }
}
