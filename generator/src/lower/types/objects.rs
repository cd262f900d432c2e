//! Objects and maps.

use crate::lower::resources::Relationships;
use crate::lower::types::TypeRequests;
use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::super::annotations::{only_with_option, violation};
use super::super::references::ResolvedSchema;
use super::super::resources::ID;
use super::super::{codes, defaults, links};
use super::ShapeBuilder;
use super::allof::{SchemaPart, values};
use crate::ir::{
    Access, Form, Member, MemberRole, Object, Origin, Others, RefusedMember, Shape, TypeId, TypeRef,
    Violation,
};
use crate::spec::{BoolOrSchema, Schema};
use crate::style::ClientIds;

/// What an object's members have in common.
struct MemberOwner<'a> {
    id: TypeId,
    form: Form,
    required: HashSet<&'a str>,
    /// The wire name of the style's own link, where the object has one.
    own: Option<String>,
    /// The schema of an object that travels as a resource object, and under which type.
    resource: Option<(Schema<'a>, &'a str)>,
}

impl<'a> ShapeBuilder<'_, 'a> {
    pub(super) fn shape_of_object(&mut self, id: TypeId, flat: &[SchemaPart<'a>]) -> Shape {
        let mut properties: IndexMap<&'a str, Vec<Schema<'a>>> = IndexMap::new();
        for part in flat {
            for (wire, schema) in part.node.properties() {
                properties.entry(wire).or_default().push(schema);
            }
        }
        let others = self.additional(flat);
        let form = self.cx.types.get(id).form;
        // A form of parts is not a document.
        let resource = flat.last().filter(|_| form != Form::Multipart);
        let resource = resource.and_then(|part| Some((part.node, self.cx.travels_as(&part.node)?)));
        let required = self.required(flat, &properties);
        let named = !properties.is_empty() || resource.is_some() || self.is_item(flat);
        if !named && !matches!(others, Additional::Denied) {
            let schema = if let Additional::Kept(schema) = others { schema } else { None };
            return self.map(id, schema.as_ref(), flat);
        }
        let own =
            self.cx.style.data.links.self_member.as_deref().map(str::to_owned).filter(|_| self.is_item(flat));
        let owner = MemberOwner { id, form, required, own, resource };
        let (mut members, mut refused, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
        for (wire, schemas) in &properties {
            match self.member(&owner, wire, schemas) {
                Ok(member) => members.push(member),
                // The document has the id next to what is read here.
                Err(Access::ReadOnly) if owner.resource.is_some() && *wire == ID => {
                    hidden.push(ID.to_owned())
                }
                Err(Access::ReadOnly) => refused.push(self.refused(wire, schemas, members.len())),
                Err(Access::WriteOnly | Access::Both) => hidden.push((*wire).to_owned()),
            }
        }
        if let Some(own) = owner.own.filter(|own| !properties.contains_key(own.as_str())) {
            match form {
                Form::Read => members.insert(0, self.cx.types.own_link(id, own)),
                Form::New | Form::Patch | Form::Merge | Form::Multipart => {
                    refused
                        .insert(0, RefusedMember { wire: own, before: 0, violation: Violation::default() });
                }
            }
        }
        let (min_members, max_members) =
            super::counts(flat, Schema::MIN_PROPERTIES, Schema::MAX_PROPERTIES, &mut self.cx.report);
        let others = self.others_of(id, &others, form);
        let resource = owner.resource.map(|(_, ty)| ty.to_owned());
        let (any_of, patterns) = (Vec::new(), self.patterns(id, flat, others));
        Shape::Object(Object {
            resource,
            members,
            others,
            min_members,
            max_members,
            refused,
            hidden,
            any_of,
            patterns,
        })
    }

    fn others_of(&mut self, id: TypeId, others: &Additional<'a>, form: Form) -> Others {
        match others {
            Additional::Unsaid => Others::Unsaid,
            Additional::Denied => Others::Denied,
            Additional::Kept(_) if form == Form::Multipart => {
                self.report_other_parts(id);
                Others::Unsaid
            }
            Additional::Kept(schema) => {
                let mut values = self.others(id, schema.as_ref(), form);
                // A merge takes null to mean that the member goes.
                values.nullable |= form.is_merged() && schema.is_some();
                Others::Kept(values)
            }
        }
    }

    /// What the members are that an object does not name.
    pub(super) fn others(&mut self, id: TypeId, schema: Option<&Schema<'a>>, form: Form) -> TypeRef {
        match schema {
            Some(schema) => {
                TypeRequests { cx: self.cx }.use_of(schema, form.inside_list(), Origin::Entry(id))
            }
            None => {
                let pointer = self.cx.types.get(id).pointer.clone();
                TypeRef {
                    id: self.cx.types.make(Origin::Entry(id), Form::Read, Shape::Any, &pointer),
                    nullable: false,
                }
            }
        }
    }

    fn refused(&mut self, wire: &str, schemas: &[Schema<'a>], before: usize) -> RefusedMember {
        let settled: Vec<_> = schemas.iter().rev().map(|schema| self.cx.resolve_schema(schema)).collect();
        let hops = settled.iter().flat_map(|settled| settled.hops.iter().copied());
        let violation = violation(hops, &mut self.cx.report);
        RefusedMember { wire: wire.to_owned(), before, violation }
    }

    fn member(
        &mut self,
        owner: &MemberOwner<'a>,
        wire: &'a str,
        schemas: &[Schema<'a>],
    ) -> Result<Member, Access> {
        // JSON allows members with an empty name.
        for schema in schemas.iter().filter(|_| !wire.is_empty()) {
            self.cx.check_wire(wire, || schema.pointer());
        }
        let settled: Vec<_> = schemas.iter().rev().map(|schema| self.cx.resolve_schema(schema)).collect();
        let is_own = owner.own.as_deref() == Some(wire);
        let mut access = access(&settled, is_own);
        let is_id = owner.resource.is_some() && wire == ID;
        if is_id && access != Access::ReadOnly && !self.takes_id(owner.form) {
            access = Access::ReadOnly;
        }
        match (owner.form, access) {
            (Form::Read, Access::WriteOnly)
            | (Form::New | Form::Patch | Form::Merge | Form::Multipart, Access::ReadOnly) => {
                return Err(access);
            }
            (Form::Read, Access::Both | Access::ReadOnly)
            | (Form::New | Form::Patch | Form::Merge | Form::Multipart, Access::Both | Access::WriteOnly) => {
            }
        }
        let (mut ty, role) = self.member_type(owner, wire, schemas);
        let only_with_option = only_with_option(&settled, self.cx.style, &mut self.cx.report);
        let mut required = !owner.form.is_merged() && owner.required.contains(wire);
        ty.nullable |= owner.form == Form::Merge && !owner.required.contains(wire);
        required &= only_with_option.is_none();
        // A part has no null: it is not there.
        if owner.form == Form::Multipart {
            required &= !ty.nullable;
            ty.nullable = false;
        }
        if is_id {
            required = owner.form == Form::Read;
        }
        // The server adds it, whether the document describes it or not.
        required |= is_own && owner.form == Form::Read;
        let default = settled.iter().find(|settled| settled.annotated(Schema::DEFAULT).is_some());
        let default = default.and_then(|settled| settled.default());
        let default = default.filter(|_| !owner.form.is_merged() && !required);
        if let Some((hop, _)) = default {
            self.cx.types.defaults.push(defaults::PendingDefault::member(
                owner.id,
                wire,
                &hop.at(Schema::DEFAULT),
            ));
        }
        let link = settled.iter().find_map(|settled| settled.link());
        if let Some(link) = link.filter(|_| owner.form == Form::Read) {
            self.cx.types.links.push(links::PendingLink { owner: owner.id, wire: wire.to_owned(), link });
        }
        Ok(Member {
            wire: wire.to_owned(),
            docs: settled.iter().find_map(|settled| settled.docs()),
            ty,
            required,
            access,
            default: default.map(|(_, value)| value.clone()),
            tag: None,
            deprecated: settled.iter().any(|settled| settled.is_deprecated()),
            role,
            only_with_option,
        })
    }

    fn member_type(
        &mut self,
        owner: &MemberOwner<'a>,
        wire: &str,
        schemas: &[Schema<'a>],
    ) -> (TypeRef, MemberRole) {
        if let (Some((schema, _)), Some(member)) = (&owner.resource, schemas.last())
            && let Some(found) =
                (Relationships { cx: self.cx }).resource_member(owner.id, schema, wire, member)
        {
            return found;
        }
        let form = self.member_form(owner.form, schemas);
        let origin = Origin::Member(owner.id, wire.to_owned());
        let ty = match schemas {
            [one] => TypeRequests { cx: self.cx }.use_of(one, form, origin),
            several => self.use_of_all(several, form, origin),
        };
        (ty, MemberRole::Data)
    }

    /// Whether a form holds the id that a caller chose.
    fn takes_id(&self, form: Form) -> bool {
        match form {
            Form::Read => true,
            Form::New => self.cx.style.data.client_ids == ClientIds::Accept,
            Form::Patch | Form::Merge | Form::Multipart => false,
        }
    }

    /// The form of a member's schema: a merge goes on inside an object, and replaces whatever else there is.
    fn member_form(&mut self, form: Form, schemas: &[Schema<'a>]) -> Form {
        if form == Form::Multipart {
            return self.part_form(schemas);
        }
        let object = form.is_merged()
            && schemas.iter().all(|schema| self.cx.kind_of(schema) == Some(super::JsonType::Object));
        if object { form } else { form.inside_list() }
    }

    /// Whether the schema has an item operation, under a style that links to it.
    fn is_item(&self, flat: &[SchemaPart<'a>]) -> bool {
        flat.last().is_some_and(|part| self.cx.has_own_link(part.node.id()))
    }

    /// The members that must be there, of those that there are.
    fn required(
        &mut self,
        flat: &[SchemaPart<'a>],
        properties: &IndexMap<&'a str, Vec<Schema<'a>>>,
    ) -> HashSet<&'a str> {
        let mut required = HashSet::new();
        let mut unknown: HashMap<&'a str, String> = HashMap::new();
        for (node, value) in values(flat, Schema::REQUIRED) {
            for (i, name) in value.as_array().into_iter().flatten().enumerate() {
                let Some(name) = name.as_str() else { continue };
                if properties.contains_key(name) {
                    required.insert(name);
                } else {
                    unknown.entry(name).or_insert_with(|| format!("{}/{i}", node.at(Schema::REQUIRED)));
                }
            }
        }
        let mut unknown: Vec<_> = unknown.into_iter().collect();
        unknown.sort();
        for (name, pointer) in unknown {
            let message = format!("`{name}` is required but not described; it is not enforced");
            self.cx.push(
                self.cx
                    .warning(codes::REQUIRED_UNKNOWN, message, &pointer)
                    .help("describe it under `properties`"),
            );
        }
        required
    }

    fn additional(&mut self, flat: &[SchemaPart<'a>]) -> Additional<'a> {
        let closed = self.closes(flat);
        let mut denied = 0;
        let mut kept = None;
        for part in flat {
            match part.node.additional_properties() {
                Some(BoolOrSchema::Bool(false)) => denied += 1,
                Some(BoolOrSchema::Schema(schema)) if schema.is_nothing() => denied += 1,
                Some(BoolOrSchema::Schema(schema)) => kept = Some(Some(schema)),
                Some(BoolOrSchema::Bool(true)) if kept.is_none() => kept = Some(None),
                Some(BoolOrSchema::Bool(true)) | None => {}
            }
        }
        let objects = flat.iter().filter(|part| part.node.has(Schema::PROPERTIES)).count();
        match kept {
            Some(_) if denied > 0 => Additional::Unsaid,
            Some(schema) => Additional::Kept(schema.filter(|schema| !schema.is_empty())),
            // Of several parts, each would forbid the members of the others: only together do they close the object.
            None if closed || (denied > 0 && denied >= objects) => Additional::Denied,
            None => Additional::Unsaid,
        }
    }
}

/// `additionalProperties`, of all parts.
enum Additional<'a> {
    Unsaid,
    Denied,
    /// Of this schema, or any.
    Kept(Option<Schema<'a>>),
}

fn access(settled: &[std::rc::Rc<ResolvedSchema<'_>>], is_own: bool) -> Access {
    let linked = settled.iter().any(|settled| settled.link().is_some());
    if settled.iter().any(|settled| settled.is_read_only()) || linked || is_own {
        Access::ReadOnly
    } else if settled.iter().any(|settled| settled.is_write_only()) {
        Access::WriteOnly
    } else {
        Access::Both
    }
}
