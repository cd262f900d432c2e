//! Documents of resource objects (JSON:API): what the flat schemas of a document are on the wire.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Expansion;
use super::components::{Section, pascal};
use super::template::{SlotSchema, nullable};
use crate::ir::{
    BodyDocument, DocumentPurpose, Form, Member, MemberRole, Object, Operation, Origin, Payload, Shape, Type,
    TypeId, TypeRef,
};
use crate::style::PayloadForm;

impl Expansion<'_> {
    /// The type behind aliases.
    pub(super) fn behind(&self, mut id: TypeId) -> TypeId {
        while let Shape::Alias(ty) = &self.api.ty(id).shape {
            id = ty.id;
        }
        id
    }

    /// Whether the items of a page are resource objects.
    pub(super) fn is_of_resources(&self, payload: &Payload) -> bool {
        match payload {
            Payload::Page(item) => !self.resource_types(item.id).is_empty(),
            Payload::Resource(_) | Payload::Resources(_) | Payload::ToOne(_) | Payload::ToMany(_) => true,
            Payload::Nothing | Payload::Body(_) | Payload::Job | Payload::Meta(_) => false,
        }
    }

    /// The types of resources that a type is, or refers to.
    fn resource_types(&self, id: TypeId) -> Vec<TypeId> {
        if self.api.style.success.form != PayloadForm::Resources {
            return Vec::new();
        }
        let id = self.behind(id);
        match &self.api.ty(id).shape {
            Shape::Object(object) if object.resource.is_some() => vec![id],
            Shape::Union(union) => {
                union.variants.iter().flat_map(|variant| self.resource_types(variant.ty.id)).collect()
            }
            Shape::Related(ty) => self.resource_types(ty.id),
            Shape::Array(array) => self.resource_types(array.items.id),
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Alias(_) => Vec::new(),
        }
    }

    /// The schema of the primary data of an answer.
    pub(super) fn primary_data(&mut self, payload: &Payload) -> Option<Value> {
        let list = |items: Value| json!({ "type": "array", "items": items });
        Some(match payload {
            Payload::Resource(ty) => or_null(self.any_resource(ty.id), ty.nullable),
            Payload::Resources(item) | Payload::Page(item) => list(self.any_resource(item.id)),
            Payload::ToOne(ty) => or_null(self.any_identifier(ty.id), true),
            Payload::ToMany(item) => list(self.any_identifier(item.id)),
            Payload::Nothing | Payload::Body(_) | Payload::Job | Payload::Meta(_) => return None,
        })
    }

    fn any_resource(&mut self, id: TypeId) -> Value {
        let types = self.resource_types(id);
        one_of(types.into_iter().map(|id| self.resource(id)).collect())
    }

    fn any_identifier(&mut self, id: TypeId) -> Value {
        let types = self.resource_types(id);
        one_of(types.into_iter().map(|id| self.identifier(id)).collect())
    }

    /// A reference to the schema of a resource object as it is read.
    fn resource(&mut self, id: TypeId) -> Value {
        let ty = self.api.ty(id);
        let key = format!("resource {}", id.0);
        if let Some(known) = self.components.known(Section::Schemas, &key) {
            return known;
        }
        let Shape::Object(object) = &ty.shape else { return json!({}) };
        let name =
            self.components.reserve(Section::Schemas, &key, &format!("{}Resource", self.name(ty, object)));
        let whole = self.resource_object(ty, object, Use::Read);
        self.components.fill(Section::Schemas, &name, whole)
    }

    /// What a type is called.
    fn name(&self, ty: &Type, object: &Object) -> String {
        match &ty.origin {
            Origin::Component(name) => name.clone(),
            Origin::Member(..)
            | Origin::Item(_)
            | Origin::Place(..)
            | Origin::Entry(_)
            | Origin::Variant(..)
            | Origin::Parameter(..)
            | Origin::RequestBody(_)
            | Origin::Response(..)
            | Origin::Meta(_)
            | Origin::ResponseHeader(..)
            | Origin::Header(_) => pascal(object.resource.as_deref().unwrap_or("Resource")),
        }
    }

    fn identifier(&mut self, id: TypeId) -> Value {
        let ty = self.api.ty(id);
        let Shape::Object(object) = &ty.shape else { return json!({}) };
        let wire = object.resource.as_deref().unwrap_or_default();
        let schema = json!({
            "type": "object",
            "properties": { "type": { "const": wire }, "id": { "type": "string" } },
            "required": ["type", "id"],
        });
        let wanted = format!("{}Identifier", self.name(ty, object));
        self.components.equal(Section::Schemas, &wanted, schema)
    }

    /// A resource object: its members by where they belong.
    fn resource_object(&mut self, ty: &Type, object: &Object, used: Use) -> Value {
        let (mut attributes, mut needed) = (Map::new(), Vec::new());
        let (mut relationships, mut needed_relationships) = (Map::new(), Vec::new());
        let sparse = self.api.style.sparse_fields.is_some();
        for member in &object.members {
            let required = match used {
                Use::Read => member.required && !sparse && member.only_with_option.is_none(),
                Use::Create => member.required,
                Use::Change => false,
            };
            match &member.role {
                MemberRole::ResourceId => {}
                MemberRole::Relationship { many } => {
                    relationships.insert(member.wire.clone(), self.relationship(member, *many));
                    needed_relationships.extend(required.then(|| member.wire.clone()));
                }
                MemberRole::Data | MemberRole::Link(_) | MemberRole::Relation { .. } => {
                    attributes.insert(member.wire.clone(), self.attribute(ty, member));
                    needed.extend(required.then(|| member.wire.clone()));
                }
            }
        }
        let wire = object.resource.as_deref().unwrap_or_default();
        let mut properties = json!({ "type": { "const": wire }, "id": { "type": "string" } });
        let mut required = vec!["type"];
        if used == Use::Read {
            required.push("id");
        }
        if !attributes.is_empty() {
            required.extend((!needed.is_empty()).then_some("attributes"));
            properties["attributes"] = members(attributes, needed);
        }
        if !relationships.is_empty() {
            required.extend((!needed_relationships.is_empty()).then_some("relationships"));
            properties["relationships"] = members(relationships, needed_relationships);
        }
        let mut schema = json!({ "type": "object" });
        if let Some(docs) = &ty.docs {
            schema["description"] = json!(docs);
        }
        schema["properties"] = properties;
        schema["required"] = json!(required);
        schema
    }

    fn relationship(&mut self, member: &Member, many: bool) -> Value {
        let identifier = self.any_identifier(member.ty.id);
        let linkage = match many {
            true => json!({ "type": "array", "items": identifier }),
            false => or_null(identifier, member.ty.nullable || !member.required),
        };
        json!({ "type": "object", "properties": { "data": linkage }, "required": ["data"] })
    }

    /// The schema of an attribute, as the document has it.
    fn attribute(&self, ty: &Type, member: &Member) -> Value {
        let declared = self
            .flat
            .pointer(&ty.pointer)
            .and_then(|schema| super::member::member(&self.flat, schema, &member.wire));
        match declared {
            Some(schema) if member.ty.nullable || member.required => schema.clone(),
            // A member that may be absent is null in an answer.
            Some(schema) if ty.form == Form::Read => json!({ "anyOf": [schema, { "type": "null" }] }),
            Some(schema) => schema.clone(),
            None => json!({ "type": "string", "format": "uri-reference", "readOnly": true }),
        }
    }

    /// The document that a request travels as.
    pub(super) fn request_document(
        &mut self,
        operation: &Operation,
        document: &BodyDocument,
        ty: TypeRef,
    ) -> Option<Value> {
        let data = match document {
            BodyDocument::ToOne => or_null(self.any_identifier(ty.id), true),
            BodyDocument::ToMany => json!({ "type": "array", "items": self.any_identifier(ty.id) }),
            BodyDocument::Resource { ty: wire, purpose } => self.sent(ty, wire, purpose)?,
        };
        let schema = json!({ "type": "object", "properties": { "data": data }, "required": ["data"] });
        let wanted = format!("{}Document", pascal(&operation.id));
        Some(self.components.equal(Section::Schemas, &wanted, schema))
    }

    /// The resource object of a request.
    fn sent(&mut self, ty: TypeRef, wire: &str, purpose: &DocumentPurpose) -> Option<Value> {
        let used = match purpose {
            DocumentPurpose::Create | DocumentPurpose::Say => Use::Create,
            DocumentPurpose::Change(_) | DocumentPurpose::ChangeOwn => Use::Change,
        };
        let ids = match &self.api.ty(self.behind(ty.id)).shape {
            Shape::Union(union) => union.variants.iter().map(|variant| self.behind(variant.ty.id)).collect(),
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Alias(_)
            | Shape::Related(_) => vec![self.behind(ty.id)],
        };
        let mut all = Vec::new();
        for id in ids {
            let ty = self.api.ty(id);
            let Shape::Object(object) = &ty.shape else { continue };
            let used = if ty.form.is_merged() { Use::Change } else { used };
            let mut object_schema = self.resource_object(ty, object, used);
            if object.resource.is_none() {
                object_schema["properties"]["type"] = json!({ "const": wire });
            }
            if let DocumentPurpose::Change(_) = purpose
                && let Some(required) = object_schema["required"].as_array_mut()
            {
                required.push(json!("id"));
            }
            all.push(object_schema);
        }
        (!all.is_empty()).then(|| one_of(all))
    }

    /// The slot `included`.
    pub(super) fn included(&mut self, operation: &Operation) -> Option<SlotSchema> {
        self.api.style.include.as_ref()?;
        let types = self.reached(operation);
        let mut schema = json!({ "type": "array" });
        if !types.is_empty() {
            let all: Vec<Value> = types.into_iter().map(|id| self.resource(id)).collect();
            schema["items"] = one_of(all);
        }
        Some(SlotSchema::maybe(schema))
    }

    /// The types of the resources that an answer may include.
    fn reached(&self, operation: &Operation) -> Vec<TypeId> {
        let mut found = Vec::new();
        for path in &operation.include {
            let mut here = self.payload_types(operation);
            for name in path.split('.') {
                let next = here.iter().flat_map(|id| self.related(*id, name)).collect::<Vec<_>>();
                for id in &next {
                    if !found.contains(id) {
                        found.push(*id);
                    }
                }
                here = next;
            }
        }
        found
    }

    fn payload_types(&self, operation: &Operation) -> Vec<TypeId> {
        let types = operation.successes.iter().flat_map(|success| match &success.payload {
            Payload::Resource(ty)
            | Payload::Resources(ty)
            | Payload::Page(ty)
            | Payload::ToOne(ty)
            | Payload::ToMany(ty) => self.resource_types(ty.id),
            Payload::Nothing | Payload::Body(_) | Payload::Job | Payload::Meta(_) => Vec::new(),
        });
        types.collect()
    }

    fn related(&self, id: TypeId, name: &str) -> Vec<TypeId> {
        let Shape::Object(object) = &self.api.ty(id).shape else { return Vec::new() };
        let member = object.members.iter().find(|member| member.wire == name);
        member.map(|member| self.resource_types(member.ty.id)).unwrap_or_default()
    }

    /// The fields of each type of resources that an answer may hold.
    pub(super) fn resource_fields(&self, operation: &Operation) -> BTreeMap<String, Vec<String>> {
        let mut fields = BTreeMap::new();
        for id in self.payload_types(operation).into_iter().chain(self.reached(operation)) {
            let Shape::Object(object) = &self.api.ty(id).shape else { continue };
            let Some(ty) = &object.resource else { continue };
            let names = object.members.iter().filter(|member| member.role != MemberRole::ResourceId);
            fields.insert(ty.clone(), names.map(|member| member.wire.clone()).collect());
        }
        fields
    }
}

/// What a resource object is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Read,
    Create,
    Change,
}

fn members(properties: Map<String, Value>, required: Vec<String>) -> Value {
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn one_of(mut all: Vec<Value>) -> Value {
    if all.len() == 1 { all.remove(0) } else { json!({ "oneOf": all }) }
}

fn or_null(schema: Value, null: bool) -> Value {
    if null { nullable(schema) } else { schema }
}
