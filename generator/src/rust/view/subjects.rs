//! Names of resources in entries of problems, and default values in a request's echo.

use super::Build;
use crate::ir::{self, Payload, Shape, TypeRef};
use crate::rust::literal::Lit;
use crate::rust::ty::From;
use crate::style::{EchoPart, Slot};

/// How many aliases, lists and unions within each other are followed to a resource.
const NESTED: usize = 16;

impl Build<'_> {
    /// The name that the entries of problems call the resource by. A union of scalars is a way to write a value, and no
    /// resource.
    pub(super) fn resource(&self, index: usize) -> Option<&str> {
        let ir::Origin::Component(wire) = &self.api.types[index].origin else { return None };
        self.is_of_objects(index, 0).then_some(wire)
    }

    fn is_of_objects(&self, index: usize, depth: usize) -> bool {
        match &self.api.types[index].shape {
            Shape::Object(_) => true,
            Shape::Union(union) if depth < NESTED => {
                union.variants.iter().any(|variant| self.is_of_objects(variant.ty.id.0 as usize, depth + 1))
            }
            Shape::Alias(to) if depth > 0 && depth < NESTED => {
                self.is_of_objects(to.id.0 as usize, depth + 1)
            }
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Union(_)
            | Shape::Alias(_)
            | Shape::Related(_) => false,
        }
    }

    /// The name of the resource that an operation answers with, else of the one that it is sent; where the style's entries
    /// name resources.
    pub(super) fn subject(&self, operation: &ir::Operation) -> Option<Lit> {
        if !operation.styled || !self.api.style.failure.entry.has(Slot::Resource) {
            return None;
        }
        let answers = operation.successes.iter().filter_map(|success| match &success.payload {
            Payload::Page(ty) | Payload::Resource(ty) | Payload::Resources(ty) => Some(*ty),
            Payload::Body(contents) => self.carried(contents).schema,
            Payload::Nothing | Payload::Job | Payload::Meta(_) | Payload::ToOne(_) | Payload::ToMany(_) => {
                None
            }
        });
        let sent = operation.body.iter().filter_map(|body| self.carried(&body.contents).schema);
        answers.chain(sent).find_map(|ty| self.named_resource(ty, 0)).map(Lit::text)
    }

    /// The resource of a type: its own, or that of the items of a list.
    fn named_resource(&self, ty: TypeRef, depth: usize) -> Option<&str> {
        let index = ty.id.0 as usize;
        match &self.api.types[index].shape {
            _ if depth > NESTED => None,
            Shape::Array(array) => self.named_resource(array.items, depth + 1),
            Shape::Alias(to) => self.named_resource(*to, depth + 1),
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Union(_)
            | Shape::Related(_) => self.resource(index),
        }
    }

    /// The default of a member as the echo of a request has it: what the emitted type reads in its place.
    pub(super) fn echoed_default(&self, member: &ir::Member) -> Option<Lit> {
        let echo = self.api.style.success.echo.as_ref();
        let is_echoed = echo.is_some_and(|echo| echo.parts.contains(&EchoPart::Body));
        let absent = member.required
            || member.access == ir::Access::ReadOnly
            || member.only_with_option.is_some()
            || matches!(member.role, ir::MemberRole::Relation { .. } | ir::MemberRole::Link(_));
        let value = member.default.as_ref().filter(|_| is_echoed && !absent)?;
        let read =
            !member.ty.nullable && !value.is_null() || self.default(member.ty, value, From::Types).is_some();
        read.then(|| Lit::text(&value.to_string()))
    }
}
