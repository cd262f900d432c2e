//! Enumerations.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::super::{codes, shown};
use super::JsonType;
use super::ShapeBuilder;
use super::allof::{SchemaPart, values};
use crate::ir::{Enum, EnumKind, EnumValue, Form, Origin, Scalar, Shape, TypeId, TypeRef};
use crate::spec::Schema;
use crate::style::Enums;

impl<'a> ShapeBuilder<'_, 'a> {
    /// The type of `enum`; `None` if its values do not restrict anything.
    pub(super) fn shape_of_enum(
        &mut self,
        id: TypeId,
        flat: &[SchemaPart<'a>],
        kind: Option<JsonType>,
    ) -> Option<Shape> {
        let lists: Vec<(Schema<'a>, &'a Vec<Value>)> =
            values(flat, Schema::ENUM).filter_map(|(node, value)| Some((*node, value.as_array()?))).collect();
        let (node, list) = lists.last()?;
        if kind == Some(JsonType::Array) && list.iter().all(|value| !value.is_array()) && !list.is_empty() {
            return Some(self.list_of_enum(id, node, flat));
        }
        let others = &lists[..lists.len() - 1];
        let others: Vec<HashSet<&Value>> = others.iter().map(|(_, other)| other.iter().collect()).collect();
        let mut kept = Vec::new();
        let mut seen = HashSet::new();
        for (i, value) in list.iter().enumerate().filter(|(_, value)| !value.is_null()) {
            if !others.iter().all(|other| other.contains(value)) {
                continue;
            }
            let at = || format!("{}/{i}", node.at(Schema::ENUM));
            let Some(value) = self.enum_value(value, kind, &at) else { continue };
            if !seen.insert(value.to_string()) {
                let message = format!("`{}` is listed twice in this enum", shown(&value));
                self.cx.push(self.cx.warning(codes::ENUM_VALUE, message, &at()));
                continue;
            }
            let (hint, docs) = (node.value_name(i), node.value_description(i, &value));
            kept.push(EnumValue { value, hint, docs });
        }
        if kept.is_empty() {
            if !list.contains(&Value::Null) || list.len() > 1 {
                let message = "no value is left in this enum; it is not enforced";
                self.cx.push(
                    self.cx
                        .warning(codes::ENUM_EMPTY, message, &node.at(Schema::ENUM))
                        .help("list its values"),
                );
            }
            return None;
        }
        self.check_enum_names(node, list.len());
        if kind == Some(JsonType::Boolean) && kept.len() == 2 {
            return Some(Shape::Scalar(Scalar::Boolean));
        }
        let kind = kind_of(&kept);
        let any_case = kind == EnumKind::Text && self.cx.style.data.enums == Enums::AnyCase;
        if any_case {
            self.check_cases(node, &kept);
        }
        Some(Shape::Enum(Enum { kind, values: kept, any_case }))
    }

    /// Reports texts that differ in case alone, if case is ignored.
    fn check_cases(&mut self, node: &Schema<'a>, kept: &[EnumValue]) {
        let mut seen = HashMap::new();
        for text in kept.iter().filter_map(|value| value.value.as_str()) {
            let Some(before) = seen.insert(text.to_lowercase(), text) else { continue };
            let message = format!(
                "`{before}` and `{text}` differ in case alone, and the style `{}` reads enums in any case",
                self.cx.style.ident
            );
            let place = node.values().and_then(|list| list.iter().position(|value| value == text));
            let pointer = format!("{}/{}", node.at(Schema::ENUM), place.unwrap_or_default());
            let help = "each is still read as it is written; any other spelling is the first of them";
            self.cx.push(self.cx.warning(codes::ENUM_CASE, message, &pointer).help(help));
        }
    }

    /// An enum next to `type: array` whose values are not lists clearly means the items.
    fn list_of_enum(&mut self, id: TypeId, node: &Schema<'a>, flat: &[SchemaPart<'a>]) -> Shape {
        let message = "this enum of a list has values that are not lists; it is applied to the items";
        let help = "put it under `items`";
        self.cx.push(self.cx.warning(codes::ENUM_VALUE, message, &node.at(Schema::ENUM)).help(help));
        let item = self.cx.types.make(Origin::Item(id), Form::Read, Shape::Any, &node.pointer());
        let inner = [SchemaPart { node: *node, bare: true, flat: true }];
        let shape = self.shape_of_enum(item, &inner, None);
        self.cx.types.get_mut(item).shape = shape.unwrap_or(Shape::Any);
        let Shape::Array(mut array) = self.shape_of_array(id, flat) else { return Shape::Any };
        array.items = TypeRef { id: item, nullable: false };
        Shape::Array(array)
    }

    /// A value of an enum as its type has it: `1` in an enum of strings means `"1"`.
    fn enum_value(
        &mut self,
        value: &Value,
        kind: Option<JsonType>,
        at: &dyn Fn() -> String,
    ) -> Option<Value> {
        let mended = match (kind, value) {
            (Some(JsonType::Text), Value::Bool(_) | Value::Number(_)) => Value::String(value.to_string()),
            (Some(JsonType::Integer), Value::String(text)) if text.parse::<i64>().is_ok() => {
                Value::from(text.parse::<i64>().unwrap_or_default())
            }
            (Some(JsonType::Integer), Value::Number(n))
                if n.as_f64().is_some_and(|n| n.fract() == 0.0) && n.is_f64() =>
            {
                #[expect(clippy::cast_possible_truncation, reason = "an integer; the cast saturates")]
                let n = n.as_f64().unwrap_or_default() as i64;
                return Some(Value::from(n));
            }
            (Some(JsonType::Number), Value::String(text)) => match text.parse::<f64>() {
                Ok(number) => Value::from(number),
                Err(_) => return self.refused_enum_value(value, "a number", at),
            },
            (Some(JsonType::Boolean), Value::String(text)) if text.parse::<bool>().is_ok() => {
                Value::Bool(text.parse().unwrap_or_default())
            }
            (Some(JsonType::Integer), Value::Number(n)) if n.is_i64() || n.is_u64() => {
                return Some(value.clone());
            }
            (Some(JsonType::Text), Value::String(_))
            | (Some(JsonType::Number), Value::Number(_))
            | (Some(JsonType::Boolean), Value::Bool(_))
            | (Some(JsonType::Array), Value::Array(_))
            | (Some(JsonType::Object), Value::Object(_))
            | (None, _) => return Some(value.clone()),
            (Some(kind), _) => return self.refused_enum_value(value, kind.words(), at),
        };
        let message =
            format!("`{}` is not of the enum's type; it is taken as `{}`", shown(value), shown(&mended));
        self.cx.push(self.cx.warning(codes::ENUM_VALUE, message, &at()));
        Some(mended)
    }

    fn refused_enum_value(&mut self, value: &Value, wanted: &str, at: &dyn Fn() -> String) -> Option<Value> {
        let message =
            format!("`{}` is not {wanted}, as the enum's type has it; it is left out", shown(value));
        self.cx.push(self.cx.warning(codes::ENUM_VALUE, message, &at()));
        None
    }

    fn check_enum_names(&mut self, node: &Schema<'a>, values: usize) {
        for (key, names) in node.value_lists() {
            if names != values {
                let message = format!("`{key}` has {names} entries for {values} values");
                self.cx.push(self.cx.warning(codes::ENUM_NAMES, message, &node.at(key)));
            }
        }
    }
}

impl JsonType {
    /// What a value of the kind is, in words.
    pub(in crate::lower) fn words(self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::Array => "a list",
            Self::Object => "an object",
        }
    }
}

fn kind_of(values: &[EnumValue]) -> EnumKind {
    let integer = |value: &Value| value.is_i64() || value.is_u64();
    if values.iter().all(|value| value.value.is_string()) {
        EnumKind::Text
    } else if values.iter().all(|value| integer(&value.value)) {
        EnumKind::Integer
    } else {
        EnumKind::Mixed
    }
}
