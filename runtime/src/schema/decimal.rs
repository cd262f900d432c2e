//! Reads decimals from JSON. Errors contain the schema, so that their place in the text can be found.

use super::{Schema, union};
use crate::value::Decimal;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        raw.get().parse().map_err(|error| {
            union::set_fault(Some(&Schema::NUMBER));
            D::Error::custom(error)
        })
    }
}
