//! What emitted `Deserialize` impls of unions stand on.

use crate::check;
use crate::schema::{Kind, Schema};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::Value;

/// Reads a value and tells which alternative of the union it is: by its tag, else the first that its schema admits,
/// else the first that it is at least of the JSON type of.
///
/// # Errors
/// It is none of them.
pub fn union<'de, D: Deserializer<'de>>(
    deserializer: D,
    schema: &'static Schema,
) -> Result<(usize, Value), D::Error> {
    let value = Value::deserialize(deserializer)?;
    pick(&value, schema).map(|index| (index, value)).ok_or_else(no_variant)
}

/// Which alternative of the union a value is: as [`union`] tells it.
#[must_use]
pub fn pick(value: &Value, schema: &'static Schema) -> Option<usize> {
    let Kind::Union(rules) = &schema.target().kind else { return None };
    if let Some(tag) = rules.tag {
        let told = value.get(tag.member)?.as_str()?;
        return tag.mapping.iter().find(|(value, _)| *value == told).map(|(_, index)| *index);
    }
    let strict = rules.variants.iter().position(|variant| check::fits(value, variant));
    strict.or_else(|| rules.variants.iter().position(|variant| check::resembles(value, variant)))
}

/// Reads the value as one alternative.
///
/// # Errors
/// It is not of the type.
pub fn variant<T: DeserializeOwned, E: Error>(value: Value) -> Result<T, E> {
    serde_json::from_value(value).map_err(E::custom)
}

/// The value is no alternative of the union.
#[must_use]
pub fn no_variant<E: Error>() -> E {
    E::custom("the value is none of the alternatives")
}
