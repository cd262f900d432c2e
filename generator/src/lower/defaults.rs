//! Checks defaults against their types.

use std::collections::HashMap;

use serde_json::Value;

use super::report::Reporter;
use super::types::Types;
use super::{codes, formats, shown};
use crate::ir::{Operation, ParameterLocation, Scalar, Shape, TypeId, TypeRef};

/// A default that waits for its type.
#[derive(Debug)]
pub(super) struct PendingDefault {
    holder: Holder,
    pointer: String,
}

#[derive(Debug)]
enum Holder {
    Member(TypeId, String),
    Parameter { operation: String, place: ParameterLocation, wire: String },
}

impl PendingDefault {
    pub fn member(owner: TypeId, wire: &str, pointer: &str) -> Self {
        Self { holder: Holder::Member(owner, wire.to_owned()), pointer: pointer.to_owned() }
    }

    pub fn parameter(operation: &str, place: ParameterLocation, wire: &str, pointer: &str) -> Self {
        let holder = Holder::Parameter { operation: operation.to_owned(), place, wire: wire.to_owned() };
        Self { holder, pointer: pointer.to_owned() }
    }
}

/// The deepest nesting of a default that is looked into.
const DEEPEST: usize = 64;

/// Drops defaults that do not fit their types, and repairs those whose meaning is clear.
pub(super) struct DefaultsPass<'c, 'a> {
    pub types: &'c mut Types<'a>,
    pub report: &'c mut Reporter<'a>,
}

impl DefaultsPass<'_, '_> {
    pub fn run(mut self, operations: &mut [Operation]) {
        let index: HashMap<String, usize> =
            operations.iter().enumerate().map(|(i, operation)| (operation.id.clone(), i)).collect();
        // Those of one owner come one after the other.
        let mut members = (None, HashMap::new());
        for PendingDefault { holder, pointer } in std::mem::take(&mut self.types.defaults) {
            match holder {
                Holder::Member(owner, wire) => {
                    if members.0 != Some(owner) {
                        members = (Some(owner), self.places_of_members(owner));
                    }
                    if let Some(&place) = members.1.get(&wire) {
                        self.check_member_default(owner, place, &pointer);
                    }
                }
                Holder::Parameter { operation, place, wire } => {
                    let Some(&i) = index.get(&operation) else { continue };
                    let mut parameters = operations[i].parameters.iter_mut();
                    let Some(parameter) = parameters.find(|p| p.place == place && p.wire == wire) else {
                        continue;
                    };
                    if let Some(value) = parameter.default.take() {
                        parameter.default = self.checked_default(parameter.ty, value, &pointer);
                    }
                }
            }
        }
    }

    fn places_of_members(&self, owner: TypeId) -> HashMap<String, usize> {
        let Shape::Object(object) = &self.types.get(owner).shape else { return HashMap::new() };
        object.members.iter().enumerate().map(|(place, member)| (member.wire.clone(), place)).collect()
    }

    fn check_member_default(&mut self, owner: TypeId, place: usize, pointer: &str) {
        let Shape::Object(object) = &mut self.types.get_mut(owner).shape else { return };
        let member = &mut object.members[place];
        let ty = member.ty;
        let Some(value) = member.default.take() else { return };
        let checked = self.checked_default(ty, value, pointer);
        if let Shape::Object(object) = &mut self.types.get_mut(owner).shape {
            object.members[place].default = checked;
        }
    }

    fn checked_default(&mut self, ty: TypeRef, value: Value, pointer: &str) -> Option<Value> {
        let value = self.on_the_wire(ty, value, 0);
        let Err(problem) = self.types.fits(ty, &value, 0) else { return Some(value) };
        let repaired =
            repaired(self.types, ty, &value).filter(|repaired| self.types.fits(ty, repaired, 0).is_ok());
        let message = match &repaired {
            Some(repaired) => format!("the default `{}` is taken as `{}`", shown(&value), shown(repaired)),
            None => format!("the default `{}` is {problem}; it is left out", shown(&value)),
        };
        self.report.push(
            self.report.warning(codes::DEFAULT, message, pointer).help("make it a value of its own schema"),
        );
        repaired
    }

    /// A default as it goes over the wire: a time that the document writes as text may be a number there.
    fn on_the_wire(&self, ty: TypeRef, value: Value, depth: usize) -> Value {
        if depth > DEEPEST {
            return value;
        }
        let inner = |ty, value| self.on_the_wire(ty, value, depth + 1);
        match (&self.types.get(self.types.behind(ty.id)).shape, value) {
            (Shape::Scalar(Scalar::UnixTime), Value::String(text)) => {
                formats::unix_seconds(&text).map_or(Value::String(text), Value::from)
            }
            (Shape::Array(array), Value::Array(items)) => {
                items.into_iter().map(|item| inner(array.items, item)).collect()
            }
            (Shape::Map(map), Value::Object(members)) => {
                members.into_iter().map(|(wire, value)| (wire, inner(map.values, value))).collect()
            }
            (Shape::Object(object), Value::Object(mut members)) => {
                for member in &object.members {
                    if let Some(value) = members.get_mut(&member.wire) {
                        *value = inner(member.ty, value.take());
                    }
                }
                Value::Object(members)
            }
            (_, value) => value,
        }
    }
}

/// A default as its type would write it, where it is plainly meant so.
fn repaired(types: &Types<'_>, ty: TypeRef, value: &Value) -> Option<Value> {
    let shape = &types.get(types.behind(ty.id)).shape;
    match (shape, value) {
        (Shape::Scalar(Scalar::Text(_)) | Shape::Enum(_), Value::Number(_) | Value::Bool(_)) => {
            Some(Value::String(value.to_string()))
        }
        (Shape::Scalar(Scalar::Integer(_)), Value::Number(number)) => {
            let integral = number.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 9e15)?;
            #[expect(clippy::cast_possible_truncation, reason = "an integer within bounds")]
            Some(Value::from(integral as i64))
        }
        (Shape::Scalar(_) | Shape::Enum(_), Value::String(text)) => serde_json::from_str(text.trim())
            .ok()
            .filter(|value: &Value| !value.is_object() && !value.is_array()),
        (Shape::Array(_), Value::String(text)) if text.trim_start().starts_with('[') => {
            serde_json::from_str(text).ok()
        }
        (Shape::Array(_), Value::String(_) | Value::Number(_) | Value::Bool(_)) => {
            Some(Value::Array(vec![value.clone()]))
        }
        _ => None,
    }
}
