//! Parameters: decoding of text to JSON values by schema, and encoding, in each of OpenAPI's styles.

mod brackets;
mod empty;
mod form;
mod gather;
mod meta;
mod nested;
mod pairs;
mod read_back;
pub(crate) mod scalar;
mod write;

pub use form::{check_form, read_form, write_form};
pub use gather::read;
pub use meta::{FormField, Param, ParamEncoding, Place};
pub use nested::{NestedForm, read_nested};
#[cfg(feature = "server")]
pub(crate) use pairs::cookie_pairs;
pub use pairs::{PAIRS, Pair, Pairs, Raw};
pub(crate) use write::push_pair;
pub use write::{ParamError, write_one, write_pairs};

use crate::schema::Schema;
use crate::schema::check::{self, Fault, Violation};
use crate::schema::typed::typed_value;
use crate::style::Data;
use crate::syntax::pointer;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The source of a parameter's text.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A part of the path, or a header, if present.
    One(Option<Raw<'a>>),
    /// The query, cookies, or a form.
    Pairs(&'a Pairs<'a>),
}

/// Reads a parameter and records all its violations. `Some(None)` if it is absent, optional and has no default.
pub fn value(
    param: &'static Param,
    source: Source<'_>,
    policy: &'static Data,
    found: &mut Vec<Violation>,
) -> Option<Option<Value>> {
    let value = match read(param, source) {
        Ok(Some(value)) => value,
        Ok(None) if param.required => {
            found.push(Violation::missing(Some(param.wire)));
            return None;
        }
        Ok(None) => return Some(param.default.and_then(|text| serde_json::from_str(text).ok())),
        Err(violation) => {
            found.push(*violation);
            return None;
        }
    };
    let before = found.len();
    check::check(&value, param.schema, policy, &mut String::new(), found);
    found[before..].iter_mut().for_each(|violation| violation.parameter = Some(param.wire.into()));
    (found.len() == before).then_some(Some(value))
}

/// Converts the value of a parameter to its type. The schema has accepted it; if the type does not, that is recorded.
pub fn typed<T: DeserializeOwned>(
    param: &'static Param,
    value: Value,
    found: &mut Vec<Violation>,
) -> Option<T> {
    let typed = typed_value(value);
    typed.map_err(|_| found.push(unreadable(param.wire, &unlike().into()))).ok()
}

/// Reads a list of texts from the pairs of a name, with or without brackets.
///
/// # Errors
/// Returns an error if the names contradict each other or have other brackets than those of a list.
pub(crate) fn read_texts(pairs: &Pairs<'_>, wire: &'static str) -> Result<Vec<String>, Box<Violation>> {
    use crate::schema::{ArrayRules, Kind};
    static TEXTS: Schema = Schema::new(Kind::Array(ArrayRules::of(&Schema::TEXT)));
    let named = pairs.iter().map(|pair| (&*pair.wire, pair.value));
    let branch = brackets::Branch::collect(named, wire).map_err(LocatedFault::from);
    let read = |branch: brackets::Branch<'_>| branch.read(&TEXTS, brackets::BracketRules::PARAMETER);
    let value = branch.and_then(|branch| branch.map_or(Ok(None), read));
    match value.map_err(|fault| Box::new(unreadable(wire, &fault)))? {
        Some(Value::Array(items)) => Ok(items.iter().map(scalar::text).collect()),
        _ => Ok(Vec::new()),
    }
}

fn unlike() -> Fault {
    Fault::Unlike("is not of the expected type".to_owned())
}

fn unreadable(wire: &'static str, fault: &LocatedFault) -> Violation {
    Violation::new(&fault.fault, &fault.pointer, None).of(Some(wire))
}

/// A violation, with the JSON pointer of the part of the value.
#[derive(Debug)]
struct LocatedFault {
    pointer: String,
    fault: Fault,
}

impl From<Fault> for LocatedFault {
    fn from(fault: Fault) -> Self {
        Self { pointer: String::new(), fault }
    }
}

impl LocatedFault {
    /// Moves the fault to a member or item of the parent value.
    fn within(mut self, name: &str) -> Self {
        let mut pointer = String::new();
        pointer::push(&mut pointer, name);
        pointer.push_str(&self.pointer);
        self.pointer = pointer;
        self
    }
}

/// Returns the valid alternative that declares most members of its value, the first of equals; else the first that can be
/// read.
fn pick(
    variants: &'static [&'static Schema],
    read: impl Fn(&'static Schema) -> Result<Option<Value>, LocatedFault>,
) -> Result<Option<Value>, LocatedFault> {
    let mut readings = variants.iter().map(|variant| (read(variant), *variant)).collect::<Vec<_>>();
    let is_value = |reading: &Result<Option<Value>, _>| matches!(reading, Ok(Some(_)));
    let mut best: Option<(usize, usize)> = None;
    for (index, (reading, variant)) in readings.iter().enumerate() {
        if let Ok(Some(value)) = reading
            && check::fits(value, variant)
        {
            let count = check::pick::declared_count(value, variant);
            if best.is_none_or(|(_, before)| count > before) {
                best = Some((index, count));
            }
        }
    }
    let found = best.map(|(index, _)| index);
    let found = found.or_else(|| readings.iter().position(|(reading, _)| is_value(reading)));
    if readings.is_empty() { Ok(None) } else { readings.swap_remove(found.unwrap_or(0)).0 }
}

#[cfg(test)]
mod tests;
