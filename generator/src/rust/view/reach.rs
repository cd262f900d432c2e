//! Which types occur where: in requests, in schemas, in responses that change them.

use super::id;
use crate::ir::{self, ApiModel, Scalar, Shape, TextFormat, TypeId};
use crate::rust::resources::is_resource;
use crate::style::Times;

/// Types that answers change: times where the style has a zone for them, relations, members of an option; and what holds them.
pub(super) fn needs_presentation(api: &ApiModel) -> Vec<bool> {
    let zoned = api.style.data.time_zone_header.is_some() || api.style.data.times == Times::Utc;
    let own = |shape: &Shape| match shape {
        Shape::Scalar(Scalar::Text(text)) => zoned && text.format == TextFormat::DateTime,
        Shape::Object(object) => object.members.iter().any(|member| {
            member.only_with_option.is_some() || matches!(member.role, ir::MemberRole::Relation { .. })
        }),
        Shape::Any
        | Shape::Scalar(_)
        | Shape::Enum(_)
        | Shape::Array(_)
        | Shape::Tuple(_)
        | Shape::Map(_)
        | Shape::Union(_)
        | Shape::Alias(_)
        | Shape::Related(_) => false,
    };
    let mut holders = vec![Vec::new(); api.types.len()];
    for (index, ty) in api.types.iter().enumerate() {
        for held in held(&ty.shape) {
            holders[held.0 as usize].push(index);
        }
    }
    let mut found = vec![false; api.types.len()];
    let mut open: Vec<_> = (0..api.types.len()).filter(|index| own(&api.types[*index].shape)).collect();
    while let Some(index) = open.pop() {
        if !std::mem::replace(&mut found[index], true) {
            open.extend(&holders[index]);
        }
    }
    found
}

/// Types that requests carry.
pub(super) fn request_types(api: &ApiModel) -> Vec<TypeId> {
    use ir::ContentKind as C;
    let mut open: Vec<TypeId> = Vec::new();
    for operation in &api.operations {
        open.extend(operation.parameters.iter().map(|parameter| parameter.ty.id));
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            match &content.kind {
                C::Json(of) | C::Events(of) | C::JsonLines(of) => open.push(of.id),
                C::Form(form) => open.push(form.ty.id),
                C::Multipart(form) => open.push(form.ty.id),
                C::Text(Some(of)) => open.push(of.id),
                C::Text(None) | C::Bytes => {}
            }
        }
    }
    open
}

/// Types of which a value is matched to an alternative by its schema.
pub(super) fn types_matched_by_schema(api: &ApiModel) -> impl Iterator<Item = TypeId> {
    let by_schema = |shape: &Shape| match shape {
        Shape::Union(_) => true,
        Shape::Enum(list) => list.kind == ir::EnumKind::Mixed,
        Shape::Any
        | Shape::Scalar(_)
        | Shape::Array(_)
        | Shape::Tuple(_)
        | Shape::Map(_)
        | Shape::Object(_)
        | Shape::Alias(_)
        | Shape::Related(_) => false,
    };
    let types = api.types.iter().enumerate();
    let types = types.filter(move |(_, ty)| by_schema(&ty.shape)).map(|(index, _)| TypeId(id(index)));
    // A resource names its type.
    types.filter(|id| !is_resource(api, *id))
}

/// Types that hold one of `open`, and what they are made of.
pub(super) fn reached(api: &ApiModel, mut open: Vec<TypeId>) -> Vec<bool> {
    let mut found = vec![false; api.types.len()];
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut found[id.0 as usize], true) {
            let shape = &api.ty(id).shape;
            // Of what is related, the identifier alone.
            open.extend(held(shape).into_iter().filter(|_| !matches!(shape, Shape::Related(_))));
        }
    }
    found
}

/// Types that are alternatives of a union which writes a tag next to their members, and the types that they consist of.
pub(super) fn written_inside(api: &ApiModel) -> Vec<bool> {
    let mut found = vec![false; api.types.len()];
    let mut open: Vec<TypeId> = Vec::new();
    for (index, ty) in api.types.iter().enumerate() {
        if let Shape::Union(ir::Union { tag: ir::UnionTag::Internal(_), variants, .. }) = &ty.shape
            && !is_resource(api, TypeId(id(index)))
        {
            open.extend(variants.iter().map(|variant| variant.ty.id));
        }
    }
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut found[id.0 as usize], true) {
            continue;
        }
        match &api.ty(id).shape {
            Shape::Alias(to) => open.push(to.id),
            Shape::Union(union) => open.extend(union.variants.iter().map(|variant| variant.ty.id)),
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Related(_) => {}
        }
    }
    found
}

/// The types that a shape is made of.
fn held(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Any | Shape::Scalar(_) | Shape::Enum(_) => Vec::new(),
        Shape::Array(array) => vec![array.items.id],
        Shape::Tuple(places) => places.iter().map(|place| place.id).collect(),
        Shape::Map(map) => std::iter::once(map.values.id).chain(matched(map.patterns.as_ref())).collect(),
        Shape::Object(object) => {
            let others = match object.others {
                ir::Others::Kept(of) => Some(of.id),
                ir::Others::Unsaid | ir::Others::Denied => None,
            };
            let named = object.members.iter().map(|member| member.ty.id);
            let named = named.chain(others).chain(object.any_of.iter().map(|of| of.id));
            named.chain(matched(object.patterns.as_ref())).collect()
        }
        Shape::Union(union) => union.variants.iter().map(|variant| variant.ty.id).collect(),
        Shape::Alias(to) | Shape::Related(to) => vec![to.id],
    }
}

/// The types of members by the pattern of their names, and of the remaining ones.
fn matched(patterns: Option<&ir::Patterns>) -> impl Iterator<Item = TypeId> {
    patterns.into_iter().flat_map(|patterns| {
        let rest = match patterns.rest {
            ir::Others::Kept(of) => Some(of.id),
            ir::Others::Unsaid | ir::Others::Denied => None,
        };
        patterns.each.iter().map(|(_, ty)| ty.id).chain(rest)
    })
}
