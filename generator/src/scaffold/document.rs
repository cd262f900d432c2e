//! Examples of documents of resources.

use serde_json::{Map, Value, json};

use super::example::example;
use crate::ir::{ApiModel, BodyDocument, DocumentPurpose, MemberRole, Operation, Shape, TypeId, TypeRef};

/// The example of a body, in the document that it travels as.
pub fn document(api: &ApiModel, operation: &Operation, body: &BodyDocument, ty: TypeRef) -> Value {
    let flat = example(api, ty);
    match body {
        BodyDocument::Resource { ty: named, purpose } => {
            let mut data = Map::from_iter([("type".to_owned(), json!(named))]);
            if let DocumentPurpose::Change(wire) = purpose {
                let own = operation.parameters.iter().find(|parameter| parameter.wire == *wire);
                data.insert("id".to_owned(), own.map_or(json!("1"), |own| example(api, own.ty)));
            }
            put_members(api, ty.id, flat, &mut data);
            json!({ "data": data })
        }
        BodyDocument::ToOne | BodyDocument::ToMany => json!({ "data": flat }),
    }
}

/// Puts the members of the flat form where they belong.
fn put_members(api: &ApiModel, ty: TypeId, flat: Value, data: &mut Map<String, Value>) {
    let (Shape::Object(object), Value::Object(flat)) = (&api.ty(ty).shape, flat) else { return };
    let (mut attributes, mut relationships) = (Map::new(), Map::new());
    for (wire, value) in flat {
        let role = object.members.iter().find(|member| member.wire == wire).map(|member| &member.role);
        match role {
            Some(MemberRole::ResourceId) => drop(data.insert("id".to_owned(), value)),
            Some(MemberRole::Relationship { .. }) => {
                relationships.insert(wire, json!({ "data": value }));
            }
            _ => drop(attributes.insert(wire, value)),
        }
    }
    for (wire, members) in [("attributes", attributes), ("relationships", relationships)] {
        if !members.is_empty() {
            data.insert(wire.to_owned(), Value::Object(members));
        }
    }
}
