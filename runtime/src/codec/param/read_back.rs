//! The check of a form that was written: a value must be read as it was given, and nothing may be lost.

use super::{LocatedFault, PAIRS, Pairs, ParamError, scalar};
use crate::schema::check::{fits, rules};
use crate::schema::{AdditionalMembers, Kind, Schema};
use crate::syntax::json::wide_integer;
use serde_json::Value;

/// A value that a form cannot have, by the name of its pair: `items[0][price]`.
pub(super) type Unwritable = (String, ParamError);

/// Reads the text of a form, and compares the result with the value that was written.
pub(super) fn check(
    value: &Value,
    schema: &'static Schema,
    text: &str,
    read: impl Fn(&Pairs<'_>) -> Result<Value, LocatedFault>,
) -> Result<(), Unwritable> {
    if text.split('&').count() > PAIRS {
        // It cannot be read here; the server may have another limit.
        return Ok(());
    }
    let found = match Pairs::form(text) {
        Ok(pairs) => read(&pairs).map_err(|fault| of_pointer(&fault.pointer)),
        Err(violation) => Err(violation.parameter.unwrap_or_default().into_owned()),
    };
    let differs = match found {
        Ok(found) => difference(value, &found, schema, ""),
        Err(name) => Some((name, ParamError::Ambiguous)),
    };
    match differs {
        Some((name, error)) if name.is_empty() => Err(("body".to_owned(), error)),
        Some(unwritable) => Err(unwritable),
        None => Ok(()),
    }
}

/// Returns the name of the pair of a value: `items[0][price]` for `/items/0/price`.
fn of_pointer(pointer: &str) -> String {
    let mut keys = pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~"));
    let first = keys.next().unwrap_or_default();
    keys.fold(first, |name, key| format!("{name}[{key}]"))
}

/// Returns the name of the first value that was read as another one; empty for the body itself.
fn difference(sent: &Value, found: &Value, schema: &'static Schema, name: &str) -> Option<Unwritable> {
    let kind = &schema.target().kind;
    if let Kind::Union(rules) = kind {
        let variant = rules.variants.iter().find(|variant| fits(found, variant));
        return difference(sent, found, variant.copied().unwrap_or(&Schema::ANY), name);
    }
    let of = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}[{key}]") };
    match (sent, found) {
        (Value::Object(all), Value::Object(read)) => all.iter().find_map(|(wire, member)| {
            let Some(read) = read.get(wire) else { return Some((of(wire), ParamError::NoEmptyValue)) };
            difference(member, read, member_schema(kind, wire), &of(wire))
        }),
        (Value::Array(all), Value::Array(read)) if all.len() == read.len() => {
            let item = |index: usize| match kind {
                Kind::Array(rules) => rules.items,
                Kind::Tuple(places) => places.get(index).copied().unwrap_or(&Schema::ANY),
                _ => &Schema::ANY,
            };
            let mut both = all.iter().zip(read).enumerate();
            both.find_map(|(index, (one, read))| difference(one, read, item(index), &of(&index.to_string())))
        }
        _ => {
            let is_same = rules::same(sent, found)
                || match kind {
                    // Without a schema all values are text.
                    Kind::Any => found.is_string() && scalar::text(sent) == scalar::text(found),
                    // Digits beyond 64 bits are sent as text here.
                    Kind::Integer(_) => wide_integer::of(found)
                        .is_some_and(|number| sent.as_str() == Some(number.to_string().as_str())),
                    _ => false,
                };
            (!is_same).then(|| (name.to_owned(), ParamError::Ambiguous))
        }
    }
}

/// Returns the schema of a member; any value if it is not declared.
fn member_schema(kind: &'static Kind, wire: &str) -> &'static Schema {
    let Kind::Object(rules) = kind else { return &Schema::ANY };
    match (rules.members.iter().find(|member| member.wire == wire), rules.other(wire)) {
        (Some(member), _) => member.schema,
        (None, AdditionalMembers::Of(schema)) => schema,
        (None, AdditionalMembers::Allowed | AdditionalMembers::Denied) => &Schema::ANY,
    }
}
