//! Forms: `application/x-www-form-urlencoded`, each member of an object in one pair or in several.
//!
//! A member is written as the document's `encoding` says. Without one a list is written item by item, and an object, or an
//! item that is an object or a list, as JSON. Reading takes names with brackets besides, whatever `encoding` says.

use super::brackets::Branch;
use super::gather::Gather;
use super::write::{Unwritable, Written, push_pair, write_member};
use super::{LocatedFault, Pairs, Source, pick, scalar};
use crate::codec::param::{FormField, ParamEncoding};
use crate::schema::check::{Fault, Violation};
use crate::schema::{Kind, ObjectRules, Others, Schema};
use crate::style::DeepObjectLists;
use serde_json::{Map, Value};

/// Each item of a list, or each member of an object, is a pair of its own.
const SPREAD: ParamEncoding = ParamEncoding::Form { explode: true };

/// Reads a form; what the schema does not name stays text.
///
/// # Errors
/// A member cannot be read as it is encoded: a single value is given twice, brackets do not pair.
pub fn read_form(
    pairs: &Pairs<'_>,
    schema: &'static Schema,
    fields: &'static [FormField],
) -> Result<Value, Box<Violation>> {
    let read = |schema: &'static Schema| match &schema.target().kind {
        Kind::Object(rules) => object(pairs, rules, fields).map(|object| Some(Value::Object(object))),
        _ => Err(Fault::Type("an object").into()),
    };
    let value = match &schema.target().kind {
        Kind::Union(rules) => pick(rules.variants, read),
        _ => read(schema),
    };
    match value {
        Ok(value) => Ok(value.unwrap_or_default()),
        Err(fault) => Err(Box::new(Violation::new(&fault.fault, &fault.pointer, schema.resource))),
    }
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
                let gather = Gather { wire: "", encoding: field.encoding, source: Source::Pairs(pairs) };
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
        // What no schema describes has its name as it is written.
        let (wire, schema) = match rules.other(base) {
            Others::Of(schema) if !matches!(schema.target().kind, Kind::Any) => (base, schema),
            Others::Of(_) | Others::Allowed | Others::Denied => (name, &Schema::ANY),
        };
        if object.contains_key(wire) {
            continue;
        }
        let read = match schema.target().kind {
            Kind::Any => Gather { wire, encoding: SPREAD, source: Source::Pairs(pairs) }.value(schema),
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
        let read = Gather { wire, encoding: field.encoding, source: Source::Pairs(pairs) }.value(schema);
        let is_list = matches!(schema.target().kind, Kind::Array(_) | Kind::Tuple(_));
        // A list whose document has it as one JSON text may come item by item all the same.
        if field.encoding != ParamEncoding::Json || !is_list || matches!(read, Ok(Some(Value::Array(_)))) {
            return read;
        }
    }
    let named = pairs.iter().map(|pair| (&*pair.wire, pair.value));
    Branch::collect(named, wire)?.map_or(Ok(None), |branch| branch.read(schema))
}

/// Appends a form. Null is left out.
///
/// # Errors
/// The name of a member whose value its encoding cannot carry.
pub fn write_form(
    value: &Value,
    fields: &[FormField],
    lists: DeepObjectLists,
    out: &mut String,
) -> Result<(), (String, Unwritable)> {
    for (name, member) in value.as_object().into_iter().flatten().filter(|(_, member)| !member.is_null()) {
        let Some(field) = fields.iter().find(|field| field.wire == name) else {
            for item in member.as_array().map_or(std::slice::from_ref(member), Vec::as_slice) {
                push_pair(out, "&", name, &scalar::text(item));
            }
            continue;
        };
        let written = Written::of_field(field, lists);
        write_member(&written, member, out).map_err(|unwritable| (name.clone(), unwritable))?;
    }
    Ok(())
}

impl FormField {
    /// Whether the members of an object are pairs of their own.
    fn is_spread(&self) -> bool {
        self.encoding == SPREAD
    }
}
