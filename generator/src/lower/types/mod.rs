//! Schemas become types: each schema once a form, by way of a queue.

mod allof;
mod arrays;
mod enums;
mod form_fields;
mod forms;
mod kinds;
mod numbers;
mod objects;
mod parts;
mod patterns;
mod requests;
mod subtypes;
mod texts;
mod times;
mod unions;

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use super::annotations::violation;
use super::resources::ResourceCheck;
use super::{Context, codes, defaults, links};
use crate::ir::{Form, Map, Origin, Scalar, Shape, Text, TextFormat, Type, TypeId, TypeRef, Violation};
use crate::spec::{Field, Node, NodeId, NodeView, Schema};
pub(super) use allof::counts;
pub(super) use allof::{SchemaPart, SchemaParts, SchemaReader};
pub(super) use form_fields::FormFields;
pub(super) use forms::referenced_schemas;
pub(super) use kinds::JsonType;
pub(super) use parts::MultipartForms;
pub(super) use requests::TypeRequests;
pub(super) use subtypes::find_subtypes;

/// The types so far.
#[derive(Debug, Default)]
pub(super) struct Types<'a> {
    /// Every type; those that wait in the queue are still [`Shape::Any`].
    pub all: Vec<Type>,
    memo: HashMap<(Box<[usize]>, Form), TypeId>,
    queue: VecDeque<(TypeId, SchemaParts<'a>)>,
    /// Links that wait for the types of the members next to them.
    pub links: Vec<links::PendingLink<'a>>,
    /// Defaults that wait for their types.
    pub defaults: Vec<defaults::PendingDefault>,
}

impl<'a> Types<'a> {
    pub fn get(&self, id: TypeId) -> &Type {
        &self.all[id.0 as usize]
    }

    pub fn get_mut(&mut self, id: TypeId) -> &mut Type {
        &mut self.all[id.0 as usize]
    }

    /// The type of `id`, aliases resolved.
    pub fn behind(&self, id: TypeId) -> TypeId {
        crate::ir::behind(&self.all, id)
    }

    /// Text without rules.
    pub fn plain_text(&mut self, origin: Origin, at: Node<'_>) -> TypeRef {
        let text = Text { format: TextFormat::Plain, ..Text::default() };
        let shape = Shape::Scalar(Scalar::Text(text));
        TypeRef { id: self.make(origin, Form::Read, shape, &at.pointer()), nullable: false }
    }

    /// Any value; null is one of them.
    pub fn any(&mut self, origin: Origin, at: impl NodeView<'a>) -> TypeRef {
        let pointer = at.node().pointer();
        TypeRef { id: self.make(origin, Form::Read, Shape::Any, &pointer), nullable: false }
    }

    /// A type without a schema in the document.
    pub fn make(&mut self, origin: Origin, form: Form, shape: Shape, pointer: &str) -> TypeId {
        let id = TypeId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(Type {
            origin,
            form,
            docs: None,
            deprecated: false,
            shape,
            violation: Violation::default(),
            pointer: pointer.to_owned(),
        });
        id
    }
}

/// Finds out the shapes of the types that wait in the queue.
pub(in crate::lower) struct ShapeBuilder<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> ShapeBuilder<'_, 'a> {
    /// Fills in every type that waits, and those that come up on the way.
    pub fn drain(&mut self) {
        while let Some((id, parts)) = self.cx.types.queue.pop_front() {
            let flat = self.cx.flatten(&parts);
            ResourceCheck { cx: self.cx }.check_inline(&parts.first().node);
            self.describe(id, &flat);
            let shape = self.shape(id, &parts, &flat);
            self.cx.types.get_mut(id).shape = shape;
        }
    }

    fn describe(&mut self, id: TypeId, flat: &[SchemaPart<'a>]) {
        let docs = flat.iter().rev().find_map(|part| part.node.description());
        let docs = docs.or_else(|| flat.iter().rev().find_map(|part| part.node.title()));
        let violation = violation(flat.iter().rev().map(|part| part.node), &mut self.cx.report);
        let ty = self.cx.types.get_mut(id);
        ty.docs = docs;
        ty.deprecated = flat.last().is_some_and(|part| part.node.is_deprecated());
        ty.violation = violation;
    }

    fn shape(&mut self, id: TypeId, parts: &SchemaParts<'a>, flat: &[SchemaPart<'a>]) -> Shape {
        self.report_unenforced(flat);
        self.note_unevaluated(flat);
        if let Some(subtypes) = self.cx.schemas.subtypes_of(parts) {
            return self.shape_of_subtypes(id, &subtypes);
        }
        if let Some(shape) = self.shape_of_alternatives(id, flat) {
            return shape;
        }
        if self.cx.types.get(id).form == Form::Multipart && self.is_file(flat) {
            return self.shape_of_file(flat);
        }
        if flat.iter().any(|part| part.node.lists_null_alone()) {
            return Shape::Scalar(Scalar::Null);
        }
        let kind = kinds::agreed_type(flat, Some(&mut self.cx.report));
        if kind == Some(JsonType::Text)
            && let Some(shape) = self.shape_of_time(flat)
        {
            return shape;
        }
        if flat.iter().any(|part| part.node.has(Schema::ENUM))
            && let Some(shape) = self.shape_of_enum(id, flat, kind)
        {
            return shape;
        }
        match kind {
            None => {
                self.report_untyped(flat);
                Shape::Any
            }
            Some(JsonType::Boolean) => Shape::Scalar(Scalar::Boolean),
            Some(JsonType::Integer) => Shape::Scalar(Scalar::Integer(self.integer(flat))),
            Some(JsonType::Number) => Shape::Scalar(Scalar::Number(self.number(flat))),
            Some(JsonType::Text) => Shape::Scalar(Scalar::Text(self.text(flat))),
            Some(JsonType::Array) => self.shape_of_array(id, flat),
            Some(JsonType::Object) => self.shape_of_object(id, flat),
        }
    }

    /// Keywords that are kept in the document and not enforced.
    fn report_unenforced(&mut self, flat: &[SchemaPart<'a>]) {
        for part in flat.iter().filter(|part| !part.bare && part.node.has(Schema::NOT)) {
            let message = match part.node.is_nothing() {
                true => "that a schema takes no value is not enforced",
                false => "`not` is not enforced",
            };
            self.cx.push(self.cx.warning(codes::KEYWORD_NOT_ENFORCED, message, &part.node.at(Schema::NOT)));
        }
    }

    /// Reports keywords about one type in a schema without `type`, which allows any value.
    fn report_untyped(&mut self, flat: &[SchemaPart<'a>]) {
        use Schema as S;
        const OF_ONE_TYPE: [Field; 10] = [
            S::FORMAT,
            S::MIN_LENGTH,
            S::MAX_LENGTH,
            S::PATTERN,
            S::MINIMUM,
            S::MAXIMUM,
            S::EXCLUSIVE_MINIMUM,
            S::EXCLUSIVE_MAXIMUM,
            S::MULTIPLE_OF,
            S::UNIQUE_ITEMS,
        ];
        for part in flat {
            for key in OF_ONE_TYPE.into_iter().filter(|key| part.node.has(key)) {
                let message =
                    format!("`{key}` is not enforced: any value is taken here, since no `type` is agreed on");
                let help = "say the `type`";
                self.cx.push(
                    self.cx.warning(codes::KEYWORD_NOT_ENFORCED, message, &part.node.at(key)).help(help),
                );
            }
        }
    }

    /// A map with any values, or with those of `schema`.
    fn map(&mut self, id: TypeId, schema: Option<&Schema<'a>>, flat: &[SchemaPart<'a>]) -> Shape {
        let form = self.cx.types.get(id).form;
        let mut values = self.others(id, schema, form);
        // A merge takes null to mean that the entry goes.
        values.nullable |= form.is_merged() && schema.is_some();
        let (min_members, max_members) =
            counts(flat, Schema::MIN_PROPERTIES, Schema::MAX_PROPERTIES, &mut self.cx.report);
        let patterns = self.patterns(id, flat, crate::ir::Others::Kept(values));
        Shape::Map(Map { values, min_members, max_members, patterns })
    }
}

/// The alternatives of a list of schemas that are more than null.
pub(super) fn alternatives<'a>(node: &Schema<'a>, list: Field) -> Vec<Schema<'a>> {
    node.list(list).filter(|item| !item.is_null()).collect()
}

/// An integer of a keyword, including `3.0`.
fn unsigned(value: &Value) -> Option<u64> {
    let float = || value.as_f64().filter(|n| n.fract() == 0.0 && (0.0..=9e15).contains(n));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an integer within bounds")]
    value.as_u64().or_else(|| float().map(|n| n as u64))
}

/// The identity of a node as a part of a key.
const BARE: usize = 1;
const FLAT: usize = 2;

fn key_of(id: NodeId, bare: bool, flat: bool) -> usize {
    id.0 | if bare { BARE } else { 0 } | if flat { FLAT } else { 0 }
}
