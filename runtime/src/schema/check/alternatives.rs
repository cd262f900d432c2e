//! Descriptions of unions of scalars.

use super::fault::described;
use crate::schema::{Kind, Schema, UnionRules};

/// The maximum depth of nested unions.
const NESTED: usize = 8;

/// Describes each alternative; `None` if one of them is neither a scalar nor an enumeration.
pub(super) fn scalars(rules: &'static UnionRules) -> Option<Vec<String>> {
    let mut each = Vec::new();
    add(rules, &mut each, 0)?;
    Some(each)
}

/// Returns whether a schema lists its values.
pub(super) fn is_enumeration(schema: &'static Schema) -> bool {
    matches!(schema.target().kind, Kind::Enum(_) | Kind::AnyCase(_))
}

fn add(rules: &'static UnionRules, each: &mut Vec<String>, depth: usize) -> Option<()> {
    let mut put = |text: String| {
        if !each.contains(&text) {
            each.push(text);
        }
    };
    let mut nested = Vec::new();
    for variant in rules.variants {
        match &variant.target().kind {
            Kind::Boolean => put("true or false".to_owned()),
            Kind::Integer(_) => put("a whole number".to_owned()),
            Kind::Number(_) => put("a number".to_owned()),
            Kind::String(rules) => put(described(rules.format).to_owned()),
            Kind::Enum(values) | Kind::AnyCase(values) => {
                values.iter().for_each(|value| put((*value).to_owned()));
            }
            Kind::Union(rules) if depth < NESTED => nested.push(rules),
            Kind::Any
            | Kind::File(_)
            | Kind::Array(_)
            | Kind::Tuple(_)
            | Kind::Object(_)
            | Kind::Union(_)
            | Kind::Same(_) => return None,
        }
    }
    nested.into_iter().try_for_each(|rules| add(rules, each, depth + 1))
}
