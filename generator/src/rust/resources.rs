//! Which types are resources, and what describes them.

use std::collections::BTreeSet;

use crate::ir::{ApiModel, BodyDocument, Form, MemberRole, Operation, Origin, Shape, TypeId};

/// The types of resources that a value of `id` may have: an object's own, or those of a union's alternatives. Empty
/// where it is anything else.
#[must_use]
pub fn resources(api: &ApiModel, id: TypeId) -> Vec<TypeId> {
    let (mut found, mut open, mut seen) = (Vec::new(), vec![id], BTreeSet::new());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match &api.ty(id).shape {
            Shape::Alias(to) => open.push(to.id),
            Shape::Union(union) => open.extend(union.variants.iter().rev().map(|variant| variant.ty.id)),
            Shape::Object(_) if is_object(api, id) => found.push(id),
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Related(_) => return Vec::new(),
        }
    }
    found
}

/// Whether a type is the read form of a resource.
#[must_use]
pub fn is_object(api: &ApiModel, id: TypeId) -> bool {
    let ty = api.ty(id);
    let Shape::Object(object) = &ty.shape else { return false };
    let has_id = object.members.iter().any(|member| member.role == MemberRole::ResourceId);
    ty.form == Form::Read && object.resource.is_some() && has_id
}

/// Whether it is a resource, or one of several.
#[must_use]
pub fn is_resource(api: &ApiModel, id: TypeId) -> bool {
    !resources(api, id).is_empty()
}

/// The types of an operation's resources if it returns any: a caller may select fields and relationships of them.
#[must_use]
pub fn answered(api: &ApiModel, operation: &Operation) -> Option<TypeId> {
    let shown = operation.successes.iter().find_map(|success| success.payload.shown());
    shown.map(|ty| ty.id).filter(|id| is_resource(api, *id))
}

/// The types of which there is a constant that describes the resource, each with all its forms: those that are resources,
/// and those of a request's document. The first of the forms is the one that is read, if it exists.
#[must_use]
pub fn described(api: &ApiModel) -> Vec<Vec<TypeId>> {
    let ids = || (0..api.types.len()).map(|index| TypeId(u32::try_from(index).unwrap_or(u32::MAX)));
    let documents = documents(api);
    let mut found = Vec::<Vec<TypeId>>::new();
    for id in ids().filter(|id| matches!(&api.ty(*id).shape, Shape::Object(of) if of.resource.is_some())) {
        let same = found.iter_mut().find(|forms| same(api, forms[0], id));
        match same {
            Some(forms) if is_object(api, id) => forms.insert(0, id),
            Some(forms) => forms.push(id),
            None => found.push(vec![id]),
        }
    }
    found.retain(|forms| is_object(api, forms[0]) || forms.iter().any(|form| documents.contains(form)));
    found
}

/// Whether two types are forms of one schema.
fn same(api: &ApiModel, one: TypeId, other: TypeId) -> bool {
    let origin = &api.ty(one).origin;
    matches!(origin, Origin::Component(_)) && *origin == api.ty(other).origin
}

/// The flat forms of requests' documents.
fn documents(api: &ApiModel) -> BTreeSet<TypeId> {
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let bodies = bodies.filter(|body| matches!(body.document, Some(BodyDocument::Resource { .. })));
    let json = bodies.flat_map(|body| &body.contents).filter_map(|content| content.kind.json());
    json.map(|ty| api.behind(ty.id)).collect()
}
