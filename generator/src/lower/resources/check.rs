//! What a schema must be to describe a resource, or what is said in the form of one.

use crate::lower::resources::ResourceFinder;
use indexmap::IndexMap;

use super::super::annotations::SchemaAnnotations;
use super::super::types::{JsonType, SchemaPart, SchemaParts};
use super::super::{Context, codes};
use super::members::ID;
use super::names::{RESERVED, is_member_name};
use super::{Leads, TYPE};
use crate::diag::Diagnostic;
use crate::spec::{BoolOrSchema, Schema};

/// Checks the schemas that travel as resource objects.
pub(in crate::lower) struct ResourceCheck<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> ResourceCheck<'_, 'a> {
    /// Checks every component that travels as a resource object, and finds out which describes which type.
    pub fn check_resources(&mut self) {
        if !self.cx.has_resources() {
            return;
        }
        let schemas: Vec<_> = self.cx.root.schemas().map(|(_, schema)| schema).collect();
        for schema in &schemas {
            let said = SchemaAnnotations(*schema);
            for (key, ty) in [("resource", said.resource()), ("type", said.ty())] {
                if let Some(ty) = ty {
                    self.check_marked(schema, key, ty);
                }
            }
        }
        schemas.iter().for_each(|schema| self.check_subtype(schema));
    }

    /// A schema with `resource` that is not a component.
    pub fn check_inline(&mut self, schema: &Schema<'a>) {
        if !self.cx.has_resources() || schema.component().is_some() {
            return;
        }
        let said = SchemaAnnotations(*schema);
        if said.resource().is_some() {
            let message = "a resource is described once, and referred to from everywhere";
            let help = "move the schema to `components/schemas`, and refer to it by `$ref`";
            self.cx.push(self.cx.error(codes::RESOURCE_SCHEMA, message, &said.at("resource")).help(help));
        } else if let Some(ty) = said.ty() {
            self.check_marked(schema, "type", ty);
        }
    }

    /// `key` is `resource` or `type`, which says the type `ty`.
    fn check_marked(&mut self, schema: &Schema<'a>, key: &str, ty: &'a str) {
        let said = SchemaAnnotations(*schema);
        said.get(key).iter().for_each(|value| self.cx.report.mark_effective(value));
        let is_resource = key == "resource";
        if !is_resource && said.resource().is_some() {
            let message = "`type` is for values that are not resources, and this is one by its `resource`";
            let help = "drop one of the two";
            self.cx.push(self.cx.error(codes::EXTENSION_WRONG, message, &said.at(key)).help(help));
            return;
        }
        if let Some(first) = self.cx.resources.by_type.get(ty).filter(|_| is_resource) {
            let message = format!("another schema describes the resources of the type `{ty}`");
            let first = self.cx.place(&first.pointer());
            let diagnostic = self.cx.error(codes::RESOURCE_TWICE, message, &said.at(key));
            let help = "keep one schema for each type; an answer may leave out members that are not required";
            self.cx.push(diagnostic.related(first, "that schema").help(help));
        } else if is_resource {
            self.cx.resources.by_type.insert(ty, *schema);
        }
        let alternatives = ["oneOf", "anyOf", "discriminator"].into_iter().find(|key| schema.has(key));
        if self.cx.kind_of(schema) != Some(JsonType::Object) || alternatives.is_some() {
            let message = format!("`{ty}` is not an object with members");
            let pointer = alternatives.map_or_else(|| schema.pointer(), |key| schema.at(key));
            let help = "describe it as `type: object` with `properties`; one of several is a `oneOf` where it is used";
            self.cx.push(self.cx.error(codes::RESOURCE_SCHEMA, message, &pointer).help(help));
            return;
        }
        let flat = self.cx.flatten(&SchemaParts::one(schema));
        self.check_closed(ty, &flat);
        self.check_members(ty, is_resource, schema, &flat);
    }

    /// A schema that adds to a resource is another one, and has to say so.
    fn check_subtype(&mut self, schema: &Schema<'a>) {
        let settled = self.cx.resolve_schema(schema).node;
        if settled != *schema || self.cx.resource_of(schema).is_some() {
            return;
        }
        let flat = self.cx.flatten(&SchemaParts::one(schema));
        let Some(base) = flat.iter().find(|part| self.cx.resource_of(&part.node).is_some()) else { return };
        let message = "this adds to a resource, and does not say what it is itself";
        let help = "give it a `resource` of its own, or add the members to the resource, where they are not required";
        let base = self.cx.place(&base.node.pointer());
        let diagnostic = self.cx.error(codes::RESOURCE_TWICE, message, &schema.pointer());
        self.cx.push(diagnostic.related(base, "the resource").help(help));
    }

    /// All members of a resource have names: each is an attribute or a relationship.
    fn check_closed(&mut self, ty: &str, flat: &[SchemaPart<'a>]) {
        for part in flat {
            let open = match part.node.additional_properties() {
                Some(BoolOrSchema::Bool(yes)) => yes,
                Some(BoolOrSchema::Schema(others)) => !others.is_nothing(),
                None => false,
            };
            if open {
                let message = format!("`{ty}` has members that it does not name");
                let help = "move them into an attribute of their own, which may be a map";
                self.cx.push(
                    self.cx
                        .error(codes::RESOURCE_SCHEMA, message, &part.node.at(Schema::ADDITIONAL_PROPERTIES))
                        .help(help),
                );
            }
        }
    }

    fn check_members(&mut self, ty: &str, is_resource: bool, schema: &Schema<'a>, flat: &[SchemaPart<'a>]) {
        let mut members: IndexMap<&'a str, Schema<'a>> = IndexMap::new();
        for part in flat {
            members.extend(part.node.properties());
        }
        match members.get(ID) {
            None if is_resource => {
                let message = format!("the resource `{ty}` has no `id`");
                let help = "add `id: { type: string, readOnly: true }` to its `properties`";
                self.cx.push(self.cx.error(codes::RESOURCE_SCHEMA, message, &schema.pointer()).help(help));
            }
            None => {}
            Some(id) if is_resource => self.check_id(ty, id),
            Some(id) => {
                let message = format!("`{ty}` is said and not kept (`type`), and has no `id`");
                let help = "drop the member, or make a resource of the schema: `resource`";
                let diagnostic =
                    Diagnostic::error(codes::RESOURCE_MEMBER, message, self.cx.key_place(&id.pointer()));
                self.cx.push(diagnostic.help(help));
            }
        }
        for (wire, member) in members.iter().filter(|(wire, _)| **wire != ID) {
            self.check_member_name(wire, member);
            self.check_field(wire, member);
        }
    }

    fn check_id(&mut self, ty: &str, id: &Schema<'a>) {
        let settled = self.cx.resolve_schema(id);
        let text = self.cx.kind_of(id) == Some(JsonType::Text) && !settled.node.has(Schema::ENUM);
        let what = match (text, settled.nullable, settled.is_write_only()) {
            (true, false, false) => return,
            (true, false, true) => "is not read",
            (true, true, _) => "may be null",
            _ => "is not a string",
        };
        let message = format!("the id of `{ty}` {what}");
        let help = "say `id: { type: string, readOnly: true }`, also where it is a number elsewhere";
        self.cx.push(self.cx.error(codes::RESOURCE_MEMBER, message, &id.pointer()).help(help));
    }

    fn check_member_name(&mut self, wire: &str, member: &Schema<'a>) {
        let (message, help) = if RESERVED.contains(&wire) {
            let message =
                format!("`{wire}` is a member of every resource object, and no name for one of its own");
            let help = if wire == TYPE {
                "call it `kind`, or by what it is the type of"
            } else {
                "call it something else"
            };
            (message, help)
        } else if is_member_name(wire) {
            return;
        } else {
            let message = format!("`{}` cannot be the name of a member of a resource", shown(wire));
            (message, "a name has letters and digits, and `-`, `_` and blanks between them")
        };
        let place = self.cx.key_place(&member.pointer());
        self.cx.push(Diagnostic::error(codes::RESOURCE_MEMBER, message, place).help(help));
    }

    /// A relationship, or an attribute, which may not contain a resource.
    fn check_field(&mut self, wire: &str, member: &Schema<'a>) {
        if matches!(ResourceFinder { cx: self.cx }.leads(member), Leads::One | Leads::Any | Leads::Mixed) {
            return;
        }
        let settled = self.cx.resolve_schema(member);
        if self.cx.kind_of(member) == Some(JsonType::Array)
            && let Some(items) = self.cx.items_of(member)
            && !matches!(ResourceFinder { cx: self.cx }.leads(&items), Leads::Elsewhere)
        {
            let of_items = self.cx.resolve_schema(&items).nullable;
            let (what, pointer) = match (settled.nullable, of_items) {
                (true, _) => ("is a list or null", &member.pointer()),
                (_, true) => ("is a list that may contain null", &items.pointer()),
                _ => return,
            };
            let message = format!("the relationship `{wire}` {what}; one without resources is an empty list");
            self.cx.push(self.cx.error(codes::RESOURCE_MEMBER, message, pointer).help("drop `nullable`"));
            return;
        }
        if let Some(resource) = (ResourceFinder { cx: self.cx }).resource_in_reach(member) {
            let message = format!("the attribute `{wire}` holds a resource, which only a relationship can");
            let help = "let a member of the resource itself refer to it";
            let resource = self.cx.place(&resource.pointer());
            let diagnostic = self.cx.error(codes::RESOURCE_NESTED, message, &member.pointer());
            self.cx.push(diagnostic.related(resource, "the resource").help(help));
        }
    }
}

/// A name as a message shows it.
fn shown(wire: &str) -> String {
    super::super::shown(&wire.into()).trim_matches('"').to_owned()
}
