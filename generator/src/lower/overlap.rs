//! Whether a value can be of two types at once.

use super::codes;
use super::report::Reporter;
use super::types::Types;
use crate::ir::{
    Array, Enum, Integer, Object, Others, Scalar, Shape, Text, TextFormat, TypeId, TypeRef, Union, UnionTag,
};

/// How deep types are compared; what is deeper may overlap.
const DEEPEST: usize = 6;

/// Reports `oneOf` whose alternatives are not exclusive and that no tag distinguishes.
pub(super) fn report_overlaps(types: &Types<'_>, report: &mut Reporter<'_>) {
    for ty in &types.all {
        let Shape::Union(union @ Union { one: true, tag: UnionTag::None, .. }) = &ty.shape else {
            continue;
        };
        let Some((first, second)) = overlap(types, union) else { continue };
        let name = |place: usize| match &union.variants[place].hint {
            Some(hint) => format!("`{hint}`"),
            None => format!("alternative {}", place + 1),
        };
        let message = format!("a value can be {} and {} at once", name(first), name(second));
        let pointer = format!("{}/oneOf", ty.pointer);
        let help = "add a `discriminator`, or a required member with a value of its own to each; until then the \
                    alternative that names all members of a value is taken";
        report.push(report.warning(codes::UNION_OVERLAP, message, &pointer).help(help));
    }
}

/// The first two alternatives that a value may be both of.
fn overlap(types: &Types<'_>, union: &Union) -> Option<(usize, usize)> {
    let count = union.variants.len();
    let mut pairs = (0..count).flat_map(|i| (i + 1..count).map(move |j| (i, j)));
    pairs.find(|(i, j)| !types.are_apart(union.variants[*i].ty, union.variants[*j].ty))
}

impl Types<'_> {
    /// Whether no value is of both types, as far as that can be decided.
    pub fn are_apart(&self, a: TypeRef, b: TypeRef) -> bool {
        self.apart(a, b, 0)
    }

    fn apart(&self, a: TypeRef, b: TypeRef, depth: usize) -> bool {
        let (a_id, b_id) = (self.behind(a.id), self.behind(b.id));
        if depth > DEEPEST || a_id == b_id || a.nullable && b.nullable {
            return false;
        }
        let (left, right) = (&self.get(a_id).shape, &self.get(b_id).shape);
        if self.kinds(a_id, depth) & self.kinds(b_id, depth) == 0 {
            return true;
        }
        match (left, right) {
            (Shape::Union(union), _) => union.variants.iter().all(|one| self.apart(one.ty, b, depth + 1)),
            (_, Shape::Union(union)) => union.variants.iter().all(|one| self.apart(a, one.ty, depth + 1)),
            (Shape::Enum(one), Shape::Enum(other)) => !shares_value(one, other),
            (Shape::Enum(list), _) => self.none_fits(list, b),
            (_, Shape::Enum(list)) => self.none_fits(list, a),
            (Shape::Scalar(one), Shape::Scalar(other)) => scalars_apart(one, other),
            (Shape::Object(one), Shape::Object(other)) => {
                self.excludes(one, other, depth) || self.excludes(other, one, depth)
            }
            (Shape::Object(object), Shape::Map(map)) | (Shape::Map(map), Shape::Object(object)) => {
                let mut required = object.members.iter().filter(|member| member.required);
                required.any(|member| self.apart(member.ty, map.values, depth + 1))
            }
            (Shape::Array(one), Shape::Array(other)) => self.lists_apart(one, other, depth),
            (Shape::Tuple(one), Shape::Tuple(other)) => {
                one.len() != other.len()
                    || one.iter().zip(other).any(|(one, other)| self.apart(*one, *other, depth + 1))
            }
            _ => false,
        }
    }

    /// Whether a member that `one` requires cannot be as `other` has it.
    fn excludes(&self, one: &Object, other: &Object, depth: usize) -> bool {
        one.members.iter().filter(|member| member.required).any(|member| {
            match (other.members.iter().find(|of| of.wire == member.wire), other.others) {
                (Some(of), _) => self.apart(member.ty, of.ty, depth + 1),
                (None, Others::Kept(of)) => self.apart(member.ty, of, depth + 1),
                (None, Others::Denied) => other.refused.iter().all(|refused| refused.wire != member.wire),
                (None, Others::Unsaid) => false,
            }
        })
    }

    fn lists_apart(&self, one: &Array, other: &Array, depth: usize) -> bool {
        let most = |array: &Array| array.max_items.unwrap_or(u64::MAX);
        one.min_items > most(other)
            || other.min_items > most(one)
            || one.min_items.max(other.min_items) > 0 && self.apart(one.items, other.items, depth + 1)
    }

    fn none_fits(&self, list: &Enum, ty: TypeRef) -> bool {
        list.values.iter().all(|value| self.fits(ty, &value.value, 0).is_err())
    }

    /// The JSON types of a type's values, as bits; integers are numbers.
    fn kinds(&self, id: TypeId, depth: usize) -> u8 {
        const ALL: u8 = 0b1_1111;
        match &self.get(id).shape {
            Shape::Any | Shape::Alias(_) | Shape::Related(_) => ALL,
            Shape::Scalar(Scalar::Null) => 0,
            Shape::Scalar(Scalar::Boolean) => 1,
            Shape::Scalar(Scalar::Integer(_) | Scalar::Number(_) | Scalar::UnixTime | Scalar::File(_)) => {
                1 << 1
            }
            Shape::Scalar(Scalar::Text(_)) => 1 << 2,
            Shape::Enum(list) => list.values.iter().fold(0, |bits, value| {
                bits | match value.value {
                    serde_json::Value::Null => 0,
                    serde_json::Value::Bool(_) => 1,
                    serde_json::Value::Number(_) => 1 << 1,
                    serde_json::Value::String(_) => 1 << 2,
                    serde_json::Value::Array(_) => 1 << 3,
                    serde_json::Value::Object(_) => 1 << 4,
                }
            }),
            Shape::Array(_) | Shape::Tuple(_) => 1 << 3,
            Shape::Map(_) | Shape::Object(_) => 1 << 4,
            Shape::Union(_) if depth > DEEPEST => ALL,
            Shape::Union(union) => union
                .variants
                .iter()
                .fold(0, |bits, one| bits | self.kinds(self.behind(one.ty.id), depth + 1)),
        }
    }
}

fn shares_value(one: &Enum, other: &Enum) -> bool {
    let any_case = one.any_case || other.any_case;
    let is_same = |a: &serde_json::Value, b: &serde_json::Value| match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) if any_case => a.to_lowercase() == b.to_lowercase(),
        _ => a == b,
    };
    one.values.iter().any(|a| other.values.iter().any(|b| is_same(&a.value, &b.value)))
}

fn scalars_apart(one: &Scalar, other: &Scalar) -> bool {
    match (one, other) {
        (Scalar::Integer(one), Scalar::Integer(other)) => integers_apart(one, other),
        (Scalar::Text(one), Scalar::Text(other)) => texts_apart(one, other),
        _ => false,
    }
}

fn integers_apart(one: &Integer, other: &Integer) -> bool {
    let above = |min: Option<i128>, max: Option<i128>| min.zip(max).is_some_and(|(min, max)| min > max);
    above(one.min, other.max) || above(other.min, one.max)
}

/// Whether the lengths, the formats or, as far as anyone can say, the patterns of two texts exclude each other.
fn texts_apart(one: &Text, other: &Text) -> bool {
    let is_fixed = |text: &Text| {
        matches!(text.format, TextFormat::Uuid | TextFormat::Date | TextFormat::DateTime | TextFormat::Uri)
    };
    one.max_length.is_some_and(|most| other.min_length > most)
        || other.max_length.is_some_and(|most| one.min_length > most)
        || one.pattern.is_some() && other.pattern.is_some() && one.pattern != other.pattern
        || one.format != other.format && is_fixed(one) && is_fixed(other)
}
