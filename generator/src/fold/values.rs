//! What a document says of the values of the style's own parameters. The parameters go, so that what is said of them is lost
//! unless the style says the same.

use serde_json::{Value, json};

use super::matched::Difference;
use super::operation::{DeclaredParameter, OperationFold};
use crate::style::{PageLimits, Paging, Version};

/// The keywords that are compared.
const KEYWORDS: [&str; 3] = ["maximum", "default", "enum"];

impl OperationFold<'_> {
    /// Removes a parameter whose values the style determines, and keeps the first difference from what the document says.
    pub fn replace_parameter(&mut self, place: &str, name: &str, of_style: &Value) {
        let found = self.parameter(place, name);
        let difference = found.and_then(|parameter| difference(parameter, of_style, self.tree));
        self.replaced.extend(difference);
        self.remove_parameter(place, name);
    }
}

/// The parameter for the size of a page, and its values.
pub(super) fn page_size(way: &Paging) -> Option<(&str, Value)> {
    let size = match way {
        Paging::Number(way) => &way.size,
        Paging::Offset(way) => &way.size,
        Paging::Cursor(way) => way.size.as_ref()?,
        Paging::ItemCursor(way) => &way.size,
        Paging::Keyset(way) => &way.size,
        Paging::ItemRange(_) | Paging::KeyRange(_) => return None,
    };
    let PageLimits { size_default, size_max, .. } = way.limits();
    Some((size, json!({ "default": size_default, "maximum": size_max })))
}

/// The values of the parameter for the version.
pub(super) fn versions(version: &Version) -> Value {
    json!({ "default": version.current(), "enum": version.served() })
}

fn difference(parameter: &DeclaredParameter<'_>, of_style: &Value, tree: &Value) -> Option<Difference> {
    let schema = parameter.node.get("schema")?.resolved(tree);
    KEYWORDS.into_iter().find_map(|keyword| {
        let (found, expected) = (schema.value.get(keyword)?, &of_style[keyword]);
        if is_same(found, expected) {
            return None;
        }
        let what = |value: &Value| format!("{keyword} {value} of the parameter `{}`", parameter.name);
        let expected = if expected.is_null() { format!("no {keyword}") } else { what(expected) };
        Some(Difference::new(format!("{}/{keyword}", schema.pointer), &expected, &found.to_string()))
    })
}

/// Whether two values are equal, whatever the form of a number and the order of a list.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().all(|value| other.contains(value))
        }
        (one, other) => one == other,
    }
}
