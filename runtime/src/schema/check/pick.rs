//! Selects the alternative of a union that a value matches.

use super::{fits, resembles};
use crate::schema::{AdditionalMembers, Format, Kind, Schema};
use crate::syntax::json::wide_integer;
use serde_json::Value;

/// Returns the index of the alternative: by tag, or if there is no tag, the matching schema that declares most of the
/// value.
#[must_use]
pub fn pick(value: &Value, schema: &'static Schema) -> Option<usize> {
    let Kind::Union(rules) = &schema.target().kind else { return None };
    if let Some(tag) = rules.tag {
        let sent = value.get(tag.member)?.as_str()?;
        return tag.mapping.iter().find(|(value, _)| *value == sent).map(|(_, index)| *index);
    }
    let of = |fits: fn(&Value, &'static Schema) -> bool| {
        let fitting = rules.variants.iter().enumerate().filter(|(_, variant)| fits(value, variant));
        best(value, fitting.map(|(index, variant)| (index, *variant)))
    };
    of(fits).or_else(|| of(resembles))
}

/// Returns the alternative that declares most of the value; the first of equals.
pub(crate) fn best(value: &Value, fitting: impl Iterator<Item = (usize, &'static Schema)>) -> Option<usize> {
    let mut best: Option<(usize, (usize, u8))> = None;
    for (index, variant) in fitting {
        let rank = (declared_count(value, variant), narrowness(variant));
        if best.is_none_or(|(_, before)| rank > before) {
            best = Some((index, rank));
        }
    }
    best.map(|(index, _)| index)
}

/// Returns whether `one` declares every member of the value that `other` declares.
pub(crate) fn covers(value: &Value, one: &'static Schema, other: &'static Schema) -> bool {
    let members = value.as_object().into_iter().flatten();
    members.map(|(wire, _)| wire).all(|wire| keeps(value, one, wire) || !keeps(value, other, wire))
}

/// Returns how many members of the value a schema declares or keeps as additional ones.
pub(crate) fn declared_count(value: &Value, schema: &'static Schema) -> usize {
    let members = value.as_object().filter(|_| wide_integer::of(value).is_none()).into_iter().flatten();
    members.filter(|(wire, _)| keeps(value, schema, wire)).count()
}

fn keeps(value: &Value, schema: &'static Schema, wire: &str) -> bool {
    match &schema.target().kind {
        Kind::Object(rules) => {
            rules.members.iter().any(|member| member.wire == wire)
                || matches!(rules.other(wire), AdditionalMembers::Of(_))
        }
        Kind::Union(rules) => {
            pick(value, schema).is_some_and(|index| keeps(value, rules.variants[index], wire))
        }
        Kind::Any => true,
        _ => false,
    }
}

/// Returns how specific a schema is: an enumeration is more specific than a string.
fn narrowness(schema: &'static Schema) -> u8 {
    match &schema.target().kind {
        Kind::Any | Kind::Same(_) => 0,
        Kind::Enum(_) | Kind::AnyCase(_) => 3,
        Kind::String(rules) if rules.format != Format::None => 2,
        Kind::Integer(_) => 2,
        _ => 1,
    }
}

/// Returns whether a schema declares the member by name.
pub(crate) fn declares(schema: &'static Schema, wire: &str) -> bool {
    match &schema.target().kind {
        Kind::Object(rules) => rules.members.iter().any(|member| member.wire == wire),
        Kind::Union(rules) => {
            rules.tag.is_some_and(|tag| tag.member == wire)
                || rules.variants.iter().any(|variant| declares(variant, wire))
        }
        _ => false,
    }
}
