//! Forms with nested brackets, the media type of a style's requests: `home[city]=Rome&items[0][price]=5&tags[]=a`.
//!
//! Reading follows the schema, since a form has only text. Writing reads the result again, so that no value is sent that
//! would arrive as another one.

use super::brackets::{BracketRules, Branch};
use super::read_back::{Unwritable, check};
use super::{LocatedFault, Pairs, ParamError, scalar};
use crate::schema::check::{Fault, Violation};
use crate::schema::{Kind, Schema};
use crate::style::{DeepObjectLists, EmptyValues};
use crate::value::RESERVED;
use percent_encoding::utf8_percent_encode;
use serde_json::Value;

/// Reads a form with nested brackets. Members that the schema does not describe are text, lists or objects of text.
///
/// # Errors
/// Returns an error if the names contradict each other (`a=1&a[b]=2`), a single value is repeated, brackets are
/// unbalanced or nest too deep, or a list has an index that is not a number.
pub fn read_nested(
    pairs: &Pairs<'_>,
    schema: &'static Schema,
    empty: EmptyValues,
) -> Result<Value, Box<Violation>> {
    read(pairs, schema, empty)
        .map_err(|fault| Box::new(Violation::new(&fault.fault, &fault.pointer, schema.resource)))
}

fn read(pairs: &Pairs<'_>, schema: &'static Schema, empty: EmptyValues) -> Result<Value, LocatedFault> {
    let rules = BracketRules {
        json_text: false,
        keep_undeclared: true,
        empty_values: empty == EmptyValues::EmptyText,
    };
    if let Kind::Object(_) | Kind::Union(_) | Kind::Any = schema.target().kind {
        let value = Branch::form(pairs)?.read(schema, rules)?;
        return Ok(value.unwrap_or_else(|| Value::Object(serde_json::Map::new())));
    }
    Err(Fault::Type("an object").into())
}

/// How a form with nested brackets is written.
#[derive(Debug, Clone, Copy)]
pub struct NestedForm {
    /// How lists of single values are written. Lists of objects and lists are numbered.
    pub lists: DeepObjectLists,
    /// What is written for null, an empty list and an empty object.
    pub empty: EmptyValues,
}

impl NestedForm {
    /// Returns the text of a form.
    ///
    /// # Errors
    /// Returns the name of a value that cannot be written, or that would be read as another one by this schema.
    pub fn write(&self, value: &Value, schema: Option<&'static Schema>) -> Result<String, Unwritable> {
        let mut out = String::new();
        let Value::Object(members) = value else {
            return Err(("body".to_owned(), ParamError::NoEmptyValue));
        };
        for (name, member) in members {
            self.value(&key(name).map_err(|error| (name.clone(), error))?, name, member, &mut out)?;
        }
        if let Some(schema) = schema {
            check(value, schema, &out, |pairs| read(pairs, schema, self.empty))?;
        }
        Ok(out)
    }

    /// Appends the pairs of a value under a name, which is also given as it is encoded.
    fn value(&self, encoded: &str, name: &str, value: &Value, out: &mut String) -> Result<(), Unwritable> {
        match value {
            Value::Object(members) if !members.is_empty() => {
                for (wire, member) in members {
                    let name = format!("{name}[{wire}]");
                    let key = key(wire).map_err(|error| (name.clone(), error))?;
                    self.value(&format!("{encoded}%5B{key}%5D"), &name, member, out)?;
                }
                Ok(())
            }
            Value::Array(items) if !items.is_empty() => {
                let is_nested = items.iter().any(|item| item.is_array() || item.is_object());
                for (index, item) in items.iter().enumerate() {
                    let inner = match self.lists {
                        DeepObjectLists::Brackets if !is_nested => format!("{encoded}%5B%5D"),
                        DeepObjectLists::Repeat if !is_nested => encoded.to_owned(),
                        DeepObjectLists::Brackets | DeepObjectLists::Indices | DeepObjectLists::Repeat => {
                            format!("{encoded}%5B{index}%5D")
                        }
                    };
                    self.value(&inner, &format!("{name}[{index}]"), item, out)?;
                }
                Ok(())
            }
            Value::Null | Value::Array(_) | Value::Object(_) => match self.empty {
                EmptyValues::Reject => Err((name.to_owned(), ParamError::NoEmptyValue)),
                EmptyValues::EmptyText => {
                    push(out, encoded, "");
                    Ok(())
                }
            },
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                push(out, encoded, &utf8_percent_encode(&scalar::text(value), RESERVED).to_string());
                Ok(())
            }
        }
    }
}

/// Returns the encoded name of a member, if brackets can be around it.
fn key(name: &str) -> Result<String, ParamError> {
    if name.is_empty() || name.contains(['[', ']']) {
        return Err(ParamError::NameInBrackets);
    }
    Ok(utf8_percent_encode(name, RESERVED).to_string())
}

fn push(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(name);
    out.push('=');
    out.push_str(value);
}

#[cfg(test)]
#[path = "nested_tests.rs"]
mod tests;
