//! Values that fit a schema, for the examples of a README: made up if the document has no example.

use serde_json::{Map, Value, json};

use crate::ir::{
    ApiModel, EnumValue, Integer, Number, Object, Scalar, Shape, Text, TextFormat, TypeRef, Union, UnionTag,
};

/// How deep an example goes before it is cut off.
const DEPTH: usize = 6;

/// A value of the type; members that need not be there are left out.
pub fn example(api: &ApiModel, ty: TypeRef) -> Value {
    at(api, ty, 0)
}

fn at(api: &ApiModel, ty: TypeRef, depth: usize) -> Value {
    if depth > DEPTH {
        return Value::Null;
    }
    let inner = |ty| at(api, ty, depth + 1);
    match &api.ty(ty.id).shape {
        Shape::Any => json!({}),
        Shape::Scalar(scalar) => of_scalar(scalar),
        Shape::Enum(values) => {
            values.values.first().map_or(Value::Null, |EnumValue { value, .. }| value.clone())
        }
        Shape::Array(array) => (0..array.min_items.min(3)).map(|_| inner(array.items)).collect(),
        Shape::Tuple(places) => places.iter().map(|place| inner(*place)).collect(),
        Shape::Map(_) => json!({}),
        Shape::Object(object) => of_object(api, object, depth),
        Shape::Union(union) => of_union(union, inner),
        Shape::Alias(target) => inner(*target),
        Shape::Related(to) => json!({ "type": resource(api, *to, 0), "id": "1" }),
    }
}

/// The first alternative, with its tag.
fn of_union(union: &Union, inner: impl Fn(TypeRef) -> Value) -> Value {
    let Some(variant) = union.variants.first() else { return Value::Null };
    let mut value = inner(variant.ty);
    if let (UnionTag::Internal(member), Some(tag), Some(object)) =
        (&union.tag, variant.tags.first(), value.as_object_mut())
    {
        object.insert(member.clone(), json!(tag));
    }
    value
}

/// The type of a resource; of several the first.
fn resource(api: &ApiModel, ty: TypeRef, depth: usize) -> Option<&str> {
    match &api.ty(ty.id).shape {
        Shape::Object(object) => object.resource.as_deref(),
        Shape::Alias(to) if depth < DEPTH => resource(api, *to, depth + 1),
        Shape::Union(union) if depth < DEPTH => resource(api, union.variants.first()?.ty, depth + 1),
        Shape::Any
        | Shape::Scalar(_)
        | Shape::Enum(_)
        | Shape::Array(_)
        | Shape::Tuple(_)
        | Shape::Map(_)
        | Shape::Union(_)
        | Shape::Alias(_)
        | Shape::Related(_) => None,
    }
}

fn of_object(api: &ApiModel, object: &Object, depth: usize) -> Value {
    if let Some(one) = object.any_of.first() {
        return at(api, *one, depth + 1);
    }
    let members = object.members.iter().filter(|member| member.required);
    let members = members.map(|member| {
        let value =
            if member.ty.nullable && depth >= 2 { Value::Null } else { at(api, member.ty, depth + 1) };
        (member.wire.clone(), value)
    });
    Value::Object(members.collect::<Map<_, _>>())
}

fn of_scalar(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean => json!(true),
        Scalar::Integer(integer) => of_integer(integer),
        Scalar::Number(number) => of_number(number),
        Scalar::Text(text) => json!(of_text(text)),
        // No part of JSON.
        Scalar::File(_) => Value::Null,
        // The time that texts have in examples.
        Scalar::UnixTime => json!(1_769_860_800),
    }
}

fn of_integer(integer: &Integer) -> Value {
    let wanted = integer.min.unwrap_or(1).max(1).min(integer.max.unwrap_or(i128::MAX));
    let step = integer.multiple_of.unwrap_or(1).max(1);
    let value = wanted.div_euclid(step) * step;
    let value = if integer.min.is_some_and(|min| value < min) { value + step } else { value };
    i64::try_from(value).map_or(Value::Null, Value::from)
}

fn of_number(number: &Number) -> Value {
    let least = number.min.map(|(min, excluded)| if excluded { min + 1.0 } else { min });
    json!(least.unwrap_or(1.0).max(1.0).min(number.max.map_or(f64::MAX, |(max, _)| max)))
}

fn of_text(text: &Text) -> String {
    match text.format {
        TextFormat::Uuid => "00000000-0000-4000-8000-000000000001".to_owned(),
        TextFormat::DateTime => "2026-01-31T12:00:00Z".to_owned(),
        TextFormat::Date => "2026-01-31".to_owned(),
        TextFormat::Uri => "https://example.com/".to_owned(),
        TextFormat::UriReference => "/".to_owned(),
        TextFormat::Byte | TextFormat::Binary => "AA==".to_owned(),
        TextFormat::Base64Url => "AA".to_owned(),
        TextFormat::Email => "a@example.com".to_owned(),
        TextFormat::Ipv4 => "192.0.2.1".to_owned(),
        TextFormat::Ipv6 => "2001:db8::1".to_owned(),
        TextFormat::Hostname => "example.com".to_owned(),
        TextFormat::Time => "12:00:00Z".to_owned(),
        TextFormat::Duration => "P1D".to_owned(),
        TextFormat::Plain => {
            let longest = text.max_length.unwrap_or(u64::MAX);
            let length = text.min_length.max(4).min(longest).min(64);
            "text".chars().cycle().take(usize::try_from(length).unwrap_or(4)).collect()
        }
    }
}
