//! The meaning of a query parameter without a value, if the document allows it (`allowEmptyValue`).

use crate::schema::check::{self, rules};
use crate::schema::{Kind, Schema};
use serde_json::Value;

/// Returns the value of `?name` and `?name=` by schema: true, the empty string, the empty list or the empty object;
/// else null if it is allowed. `None`, as if the parameter were absent, if the schema accepts none of these.
pub(super) fn value(schema: &'static Schema) -> Option<Value> {
    by_type(schema).or_else(|| rules::nullable(schema).then_some(Value::Null))
}

fn by_type(schema: &'static Schema) -> Option<Value> {
    let value = match &schema.target().kind {
        Kind::Boolean => Value::Bool(true),
        Kind::Any | Kind::String(_) | Kind::Enum(_) | Kind::AnyCase(_) => Value::String(String::new()),
        Kind::Array(_) | Kind::Tuple(_) => Value::Array(Vec::new()),
        Kind::Object(_) => Value::Object(serde_json::Map::new()),
        Kind::Union(rules) => return rules.variants.iter().find_map(|variant| by_type(variant)),
        Kind::Integer(_) | Kind::Number(_) | Kind::File(_) | Kind::Same(_) => return None,
    };
    check::fits(&value, schema).then_some(value)
}
