//! Forms: `application/x-www-form-urlencoded`, with each member of an object in one or several pairs.
//!
//! Members are written according to the document's `encoding`. Without one, a list is written item by item, and an
//! object, or an item that is an object or list, as JSON. Names with brackets are always accepted when reading.

use super::brackets::{BracketRules, Branch};
use super::gather::ParamReader;
use super::read_back::check;
use super::write::{ParamError, ParamWriter, push_pair, write_member};
use super::{LocatedFault, Pairs, Source, pick, scalar};
use crate::codec::param::{FormField, ParamEncoding};
use crate::schema::check::{Fault, Violation};
use crate::schema::{AdditionalMembers, Kind, ObjectRules, Schema};
use crate::style::DeepObjectLists;
use serde_json::{Map, Value};

/// Each item of a list, or member of an object, is a separate pair.
const SPREAD: ParamEncoding = ParamEncoding::Form { explode: true };

/// Reads a form; members that the schema does not name remain text.
///
/// # Errors
/// Returns an error if a member cannot be decoded: a single value is repeated, or brackets are unbalanced.
pub fn read_form(
    pairs: &Pairs<'_>,
    schema: &'static Schema,
    fields: &'static [FormField],
) -> Result<Value, Box<Violation>> {
    form(pairs, schema, fields)
        .map_err(|fault| Box::new(Violation::new(&fault.fault, &fault.pointer, schema.resource)))
}

fn form(
    pairs: &Pairs<'_>,
    schema: &'static Schema,
    fields: &'static [FormField],
) -> Result<Value, LocatedFault> {
    let read = |schema: &'static Schema| match &schema.target().kind {
        Kind::Object(rules) => object(pairs, rules, fields).map(|object| Some(Value::Object(object))),
        _ => Err(Fault::Type("an object").into()),
    };
    let value = match &schema.target().kind {
        Kind::Union(rules) => pick(rules.variants, read),
        _ => read(schema),
    };
    Ok(value?.unwrap_or_default())
}

/// Reads a form that was written, so that no value is sent that would be lost or arrive as another one.
///
/// # Errors
/// Returns the name of the first such value.
pub fn check_form(
    value: &Value,
    schema: &'static Schema,
    fields: &'static [FormField],
    text: &str,
) -> Result<(), (String, ParamError)> {
    check(value, schema, text, |pairs| form(pairs, schema, fields))
}

fn object(
    pairs: &Pairs<'_>,
    rules: &'static ObjectRules,
    fields: &'static [FormField],
) -> Result<Map<String, Value>, LocatedFault> {
    let mut object = Map::new();
    let declared = |name: &str| rules.members.iter().any(|member| member.wire == name);
    let mut spread: Vec<&'static ObjectRules> = Vec::new();
    for member in rules.members {
        let field = fields.iter().find(|field| field.wire == member.wire);
        let value = match (&member.schema.target().kind, field) {
            (Kind::Object(inner), Some(field)) if field.is_spread() => {
                spread.push(inner);
                let gather = ParamReader { wire: "", encoding: field.encoding, source: Source::Pairs(pairs) };
                let is_inner = |name: &str| !declared(name) && (inner.members.is_empty() || has(inner, name));
                gather.form(inner, is_inner).map(|object| object.map(Value::Object))
            }
            _ => value(pairs, member.wire, member.schema, field),
        };
        if let Some(value) = value.map_err(|fault| fault.within(member.wire))? {
            object.insert(member.wire.to_owned(), value);
        }
    }
    for pair in pairs {
        let name = &*pair.wire;
        let base = name.split_once('[').map_or(name, |(base, _)| base);
        let is_spread = |inner: &&ObjectRules| inner.members.is_empty() || has(inner, name);
        if declared(name) || (base.len() < name.len() && declared(base)) || spread.iter().any(is_spread) {
            continue;
        }
        // A member without a schema has its name as written.
        let (wire, schema) = match rules.other(base) {
            AdditionalMembers::Of(schema) if !matches!(schema.target().kind, Kind::Any) => (base, schema),
            AdditionalMembers::Of(_) | AdditionalMembers::Allowed | AdditionalMembers::Denied => {
                (name, &Schema::ANY)
            }
        };
        if object.contains_key(wire) {
            continue;
        }
        let read = match schema.target().kind {
            Kind::Any => ParamReader { wire, encoding: SPREAD, source: Source::Pairs(pairs) }.value(schema),
            _ => value(pairs, wire, schema, None),
        };
        if let Some(value) = read.map_err(|fault| fault.within(wire))? {
            object.insert(wire.to_owned(), value);
        }
    }
    Ok(object)
}

fn has(rules: &ObjectRules, name: &str) -> bool {
    rules.members.iter().any(|member| member.wire == name)
}

fn value(
    pairs: &Pairs<'_>,
    wire: &str,
    schema: &'static Schema,
    field: Option<&'static FormField>,
) -> Result<Option<Value>, LocatedFault> {
    let in_brackets = |name: &str| name.strip_prefix(wire).is_some_and(|rest| rest.starts_with('['));
    if let Some(field) = field
        && !pairs.iter().any(|pair| in_brackets(&pair.wire))
    {
        let read = ParamReader { wire, encoding: field.encoding, source: Source::Pairs(pairs) }.value(schema);
        let is_list = matches!(schema.target().kind, Kind::Array(_) | Kind::Tuple(_));
        // A list that the document encodes as JSON text is also accepted item by item.
        if field.encoding != ParamEncoding::Json || !is_list || matches!(read, Ok(Some(Value::Array(_)))) {
            return read;
        }
    }
    let named = pairs.iter().map(|pair| (&*pair.wire, pair.value));
    Branch::collect(named, wire)?.map_or(Ok(None), |branch| branch.read(schema, BracketRules::MEMBER))
}

/// Appends a form. Null is omitted.
///
/// # Errors
/// Returns the name of a member whose value the encoding cannot carry.
pub fn write_form(
    value: &Value,
    fields: &[FormField],
    lists: DeepObjectLists,
    out: &mut String,
) -> Result<(), (String, ParamError)> {
    for (name, member) in value.as_object().into_iter().flatten().filter(|(_, member)| !member.is_null()) {
        let Some(field) = fields.iter().find(|field| field.wire == name) else {
            for item in member.as_array().map_or(std::slice::from_ref(member), Vec::as_slice) {
                push_pair(out, "&", name, &scalar::text(item));
            }
            continue;
        };
        let written = ParamWriter::of_field(field, lists);
        write_member(&written, member, out).map_err(|unwritable| (name.clone(), unwritable))?;
    }
    Ok(())
}

impl FormField {
    /// Returns whether the members of an object are separate pairs.
    fn is_spread(&self) -> bool {
        self.encoding == SPREAD
    }
}
