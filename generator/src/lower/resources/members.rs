//! The members of resources: the id, relationships, attributes.

use super::super::Context;
use super::super::types::{JsonType, SchemaParts, TypeRequests, counts};
use super::finder::{Leads, ResourceFinder};
use crate::ir::{Array, Form, MemberRole, Origin, Scalar, Shape, Text, TypeId, TypeRef};
use crate::spec::Schema;

/// The id of a resource.
pub(in crate::lower) const ID: &str = "id";

/// The target of a member.
#[derive(Debug, Clone)]
pub(in crate::lower) enum Relation<'a> {
    /// One resource: the schema that refers to it.
    One(Schema<'a>),
    /// Any number: the list, and the schema of its items.
    Many(Schema<'a>, Schema<'a>),
}

/// Finds and types the members of resources that are more than data.
pub(in crate::lower) struct Relationships<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Relationships<'_, 'a> {
    /// The target of a resource's member, if it is a relationship.
    pub fn relation(&mut self, member: &Schema<'a>) -> Option<Relation<'a>> {
        if matches!(ResourceFinder { cx: self.cx }.leads(member), Leads::One | Leads::Any) {
            return Some(Relation::One(*member));
        }
        if !self.cx.has_resources() || self.cx.kind_of(member) != Some(JsonType::Array) {
            return None;
        }
        let items = self.cx.items_of(member)?;
        let leads = matches!(ResourceFinder { cx: self.cx }.leads(&items), Leads::One | Leads::Any);
        leads.then_some(Relation::Many(*member, items))
    }

    /// The type and the role of a member that is more than data: of an object that `flat` describes.
    pub fn resource_member(
        &mut self,
        owner: TypeId,
        schema: &Schema<'a>,
        wire: &str,
        member: &Schema<'a>,
    ) -> Option<(TypeRef, MemberRole)> {
        let is_resource = self.cx.resource_of(schema).is_some();
        if wire == ID && is_resource {
            return Some((self.resource_id(owner, member), MemberRole::ResourceId));
        }
        let relation = self.relation(member)?;
        let many = matches!(relation, Relation::Many(..));
        let read = if is_resource { self.read_form(schema) } else { owner };
        let id = self.relation_type(read, wire, &relation);
        let nullable = !many && self.cx.resolve_schema(member).nullable;
        Some((TypeRef { id, nullable }, MemberRole::Relationship { many }))
    }

    /// A resource as it is read.
    pub fn read_form(&mut self, schema: &Schema<'a>) -> TypeId {
        let origin = Origin::Component(schema.component().unwrap_or_default());
        TypeRequests { cx: self.cx }.type_of(SchemaParts::one(schema), Form::Read, origin)
    }

    /// The type of a relationship, the same in every form of its owner.
    pub fn relation_type(&mut self, owner: TypeId, wire: &str, relation: &Relation<'a>) -> TypeId {
        let key = (owner, wire.to_owned());
        if let Some(&known) = self.cx.resources.relations.get(&key) {
            return known;
        }
        let origin = Origin::Member(owner, wire.to_owned());
        let id = match relation {
            Relation::One(schema) => self.related(schema, &origin),
            Relation::Many(list, items) => {
                let resolved = self.cx.resolve_schema(list);
                let flat = self.cx.flatten(&SchemaParts::one(&resolved.node));
                let (min_items, max_items) =
                    counts(&flat, Schema::MIN_ITEMS, Schema::MAX_ITEMS, &mut self.cx.report);
                let id = self.cx.types.make(origin, Form::Read, Shape::Any, &list.pointer());
                let items = TypeRef { id: self.related(items, &Origin::Item(id)), nullable: false };
                // Linkage never names a resource twice.
                let array = Array { items, min_items, max_items, unique: false };
                self.cx.types.get_mut(id).shape = Shape::Array(array);
                id
            }
        };
        self.cx.resources.relations.insert(key, id);
        id
    }

    /// A reference to the resources of a schema.
    fn related(&mut self, schema: &Schema<'a>, origin: &Origin) -> TypeId {
        let target = TypeRequests { cx: self.cx }.use_of(schema, Form::Read, origin.clone());
        let target = TypeRef { id: target.id, nullable: false };
        self.cx.types.make(origin.clone(), Form::Read, Shape::Related(target), &schema.pointer())
    }

    /// Ids are text, whatever their format says of it.
    fn resource_id(&mut self, owner: TypeId, member: &Schema<'a>) -> TypeRef {
        let text = Shape::Scalar(Scalar::Text(Text::default()));
        let origin = Origin::Member(owner, ID.to_owned());
        TypeRef { id: self.cx.types.make(origin, Form::Read, text, &member.pointer()), nullable: false }
    }
}
