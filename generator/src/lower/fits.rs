//! Whether a JSON value is one of a type.

use serde_json::Value;

use super::formats;
use super::types::Types;
use crate::ir::{Integer, IntegerWidth, Number, Scalar, Shape, Text, TextFormat, TypeRef, Union};

/// The deepest nesting of a value that is looked into.
const DEEPEST: usize = 64;

impl Types<'_> {
    /// Whether a value is one of the type.
    pub(super) fn fits(&self, ty: TypeRef, value: &Value, depth: usize) -> Result<(), String> {
        if value.is_null() && ty.nullable {
            return Ok(());
        }
        if depth > DEEPEST {
            return Err("nested too deep".to_owned());
        }
        match &self.get(self.behind(ty.id)).shape {
            Shape::Any | Shape::Alias(_) => Ok(()),
            Shape::Related(_) => Err("a resource, which has no default".to_owned()),
            Shape::Scalar(scalar) => fits_scalar(scalar, value),
            Shape::Enum(list) if list.values.iter().any(|known| known.value == *value) => Ok(()),
            Shape::Enum(_) => Err("not one of the enum's values".to_owned()),
            Shape::Array(array) => {
                let items = value.as_array().ok_or("no list")?;
                count(items.len(), array.min_items, array.max_items, "items")?;
                items.iter().try_for_each(|item| self.fits(array.items, item, depth + 1))
            }
            Shape::Tuple(places) => {
                let items = value
                    .as_array()
                    .filter(|items| items.len() == places.len())
                    .ok_or("not a tuple of this length")?;
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
        fits.then_some(()).ok_or_else(|| "not one of the alternatives".to_owned())
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
            let second = value.as_i64().ok_or("not a time in integer seconds")?;
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
