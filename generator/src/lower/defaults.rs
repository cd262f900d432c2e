//! Defaults, against the types that they stand in for.

use std::collections::HashMap;

use serde_json::Value;

use super::{Lowering, codes, formats, shown};
use crate::ir::{
    Integer, IntegerWidth, Number, Operation, Place, Scalar, Shape, Text, TextFormat, TypeId, TypeRef, Union,
};

/// A default that waits for its type.
#[derive(Debug)]
pub(super) struct Pending {
    holder: Holder,
    pointer: String,
}

#[derive(Debug)]
enum Holder {
    Member(TypeId, String),
    Parameter { operation: String, place: Place, wire: String },
}

impl Pending {
    pub fn member(owner: TypeId, wire: &str, pointer: &str) -> Self {
        Self { holder: Holder::Member(owner, wire.to_owned()), pointer: pointer.to_owned() }
    }

    pub fn parameter(operation: &str, place: Place, wire: &str, pointer: &str) -> Self {
        let holder = Holder::Parameter { operation: operation.to_owned(), place, wire: wire.to_owned() };
        Self { holder, pointer: pointer.to_owned() }
    }
}

/// The deepest nesting of a default that is looked into.
const DEEPEST: usize = 64;

impl Lowering<'_> {
    /// Drops what is no value of its type, and mends what is plainly meant.
    pub fn check_defaults(&mut self, operations: &mut [Operation]) {
        let index: HashMap<String, usize> =
            operations.iter().enumerate().map(|(i, operation)| (operation.id.clone(), i)).collect();
        // Those of one owner come one after the other.
        let mut members = (None, HashMap::new());
        for Pending { holder, pointer } in std::mem::take(&mut self.pending_defaults) {
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
        let Err(problem) = self.fits(ty, &value, 0) else { return Some(value) };
        let mended = self.mended(ty, &value).filter(|mended| self.fits(ty, mended, 0).is_ok());
        let message = match &mended {
            Some(mended) => format!("the default `{}` is taken as `{}`", shown(&value), shown(mended)),
            None => format!("the default `{}` is {problem}; it is left out", shown(&value)),
        };
        self.push(self.warning(codes::DEFAULT, message, pointer).help("make it a value of its own schema"));
        mended
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

    /// A default as its type would write it, where it is plainly meant so.
    fn mended(&self, ty: TypeRef, value: &Value) -> Option<Value> {
        let shape = &self.types.get(self.types.behind(ty.id)).shape;
        match (shape, value) {
            (Shape::Scalar(Scalar::Text(_)) | Shape::Enum(_), Value::Number(_) | Value::Bool(_)) => {
                Some(Value::String(value.to_string()))
            }
            (Shape::Scalar(Scalar::Integer(_)), Value::Number(number)) => {
                let whole = number.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 9e15)?;
                #[expect(clippy::cast_possible_truncation, reason = "whole, and within bounds")]
                Some(Value::from(whole as i64))
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

    /// Whether a value is one of the type.
    pub(super) fn fits(&self, ty: TypeRef, value: &Value, depth: usize) -> Result<(), String> {
        if value.is_null() && ty.nullable {
            return Ok(());
        }
        if depth > DEEPEST {
            return Err("nested too deep".to_owned());
        }
        match &self.types.get(self.types.behind(ty.id)).shape {
            Shape::Any | Shape::Alias(_) => Ok(()),
            Shape::Related(_) => Err("a resource, which stands in for none".to_owned()),
            Shape::Scalar(scalar) => fits_scalar(scalar, value),
            Shape::Enum(list) if list.values.iter().any(|known| known.value == *value) => Ok(()),
            Shape::Enum(_) => Err("none of the enum's values".to_owned()),
            Shape::Array(array) => {
                let items = value.as_array().ok_or("no list")?;
                count(items.len(), array.min_items, array.max_items, "items")?;
                items.iter().try_for_each(|item| self.fits(array.items, item, depth + 1))
            }
            Shape::Tuple(places) => {
                let items =
                    value.as_array().filter(|items| items.len() == places.len()).ok_or("no such tuple")?;
                items.iter().zip(places).try_for_each(|(item, place)| self.fits(*place, item, depth + 1))
            }
            Shape::Map(map) => {
                let members = value.as_object().ok_or("no object")?;
                count(members.len(), map.min_members, map.max_members, "members")?;
                members.values().try_for_each(|value| self.fits(map.values, value, depth + 1))
            }
            Shape::Object(object) => {
                let members = value.as_object().ok_or("no object")?;
                for member in &object.members {
                    match members.get(&member.wire) {
                        Some(value) => self.fits(member.ty, value, depth + 1)?,
                        None if member.required => {
                            return Err(format!("an object without `{}`", member.wire));
                        }
                        None => {}
                    }
                }
                Ok(())
            }
            Shape::Union(union) => self.fits_union(union, value, depth),
        }
    }

    fn fits_union(&self, union: &Union, value: &Value, depth: usize) -> Result<(), String> {
        let fits = union.variants.iter().any(|variant| self.fits(variant.ty, value, depth + 16).is_ok());
        fits.then_some(()).ok_or_else(|| "none of the alternatives".to_owned())
    }
}

fn count(n: usize, min: u64, max: Option<u64>, what: &str) -> Result<(), String> {
    let n = n as u64;
    if n < min || max.is_some_and(|max| n > max) {
        return Err(format!("of {n} {what}, which is out of bounds"));
    }
    Ok(())
}

fn fits_scalar(scalar: &Scalar, value: &Value) -> Result<(), String> {
    match scalar {
        Scalar::Null => value.is_null().then_some(()).ok_or_else(|| "not null".to_owned()),
        Scalar::Boolean => value.as_bool().map(drop).ok_or_else(|| "neither true nor false".to_owned()),
        Scalar::Integer(integer) => fits_integer(integer, value),
        Scalar::Number(number) => fits_number(number, value),
        Scalar::UnixTime => {
            let second = value.as_i64().ok_or("no time in whole seconds")?;
            let within = formats::UNIX_SECONDS.contains(&second);
            within.then_some(()).ok_or_else(|| "further than times go".to_owned())
        }
        Scalar::File(_) => Err("given for a file".to_owned()),
        Scalar::Text(text) => fits_text(text, value.as_str().ok_or("no string")?),
    }
}

fn fits_integer(integer: &Integer, value: &Value) -> Result<(), String> {
    let n = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from)).ok_or("no integer")?;
    let (low, high) = match integer.width {
        IntegerWidth::I32 => (i32::MIN.into(), i32::MAX.into()),
        IntegerWidth::I64 => (i64::MIN.into(), i64::MAX.into()),
        IntegerWidth::U64 => (0, u64::MAX.into()),
        IntegerWidth::I128 => (i128::MIN, i128::MAX),
    };
    if n < integer.min.unwrap_or(low) || n > integer.max.unwrap_or(high) || n < low || n > high {
        return Err("out of bounds".to_owned());
    }
    match integer.multiple_of {
        Some(step) if step != 0 && n % step != 0 => Err(format!("no multiple of {step}")),
        _ => Ok(()),
    }
}

fn fits_number(number: &Number, value: &Value) -> Result<(), String> {
    let n = value.as_f64().ok_or("no number")?;
    let low = number.min.is_none_or(|(min, excluded)| n > min || n == min && !excluded);
    let high = number.max.is_none_or(|(max, excluded)| n < max || n == max && !excluded);
    (low && high).then_some(()).ok_or_else(|| "out of bounds".to_owned())
}

fn fits_text(text: &Text, value: &str) -> Result<(), String> {
    if matches!(text.format, TextFormat::Plain) {
        count(value.chars().count(), text.min_length, text.max_length, "characters")?;
    }
    if let Some(pattern) = &text.pattern
        && !super::patterns::matches(pattern, value)
    {
        return Err("not of its pattern".to_owned());
    }
    super::formats::is_of_format(text.format, value)
        .then_some(())
        .ok_or_else(|| "not of its format".to_owned())
}
