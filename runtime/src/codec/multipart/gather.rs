//! Converts parts to values by schema.

use super::parse::Part;
use super::{FilePart, declared};
use crate::codec::multipart::PartMeta;
use crate::codec::param::scalar;
use crate::schema::check::{Fault, Violation, fits};
use crate::schema::{AdditionalMembers, Kind, ObjectRules, Schema};
use crate::syntax::media_type::is_json;
use crate::syntax::pointer::push;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::HashMap;

/// The parts by name.
#[derive(Debug, Default)]
pub(crate) struct PartValues {
    /// The values; for a file, its length in bytes.
    pub(crate) values: Map<String, Value>,
    pub(crate) files: HashMap<String, Vec<FilePart>>,
}

/// Converts parts to values, and records those that cannot be read: text that is not UTF-8, or several parts for a
/// single value. Other violations are left to the schema check.
pub(crate) fn gather(
    parts: Vec<Part>,
    schema: &'static Schema,
    meta: &'static [PartMeta],
    found: &mut Vec<Violation>,
) -> PartValues {
    let Kind::Object(rules) = &schema.target().kind else { return PartValues::default() };
    let mut gathered = PartValues::default();
    for (wire, parts) in by_name(parts) {
        let Some(of) = named(rules, &wire) else {
            gathered.values.insert(wire, Value::Null);
            continue;
        };
        let one = PartReader { media: declared(meta, &wire) };
        let files = is_file(of);
        let parts: Vec<_> = parts.into_iter().filter(|part| !(files && is_unset(part))).collect();
        if parts.is_empty() {
            continue;
        }
        match one.value(&parts, of) {
            Ok(value) => {
                gathered.values.insert(wire.clone(), value);
                if files {
                    gathered.files.insert(wire, parts);
                }
            }
            Err((index, fault)) => {
                let mut pointer = String::new();
                push(&mut pointer, &wire);
                if let Some(index) = index {
                    push(&mut pointer, &index.to_string());
                }
                found.push(Violation::new(&fault, &pointer, schema.target().resource));
            }
        }
    }
    gathered
}

/// Groups the parts by name, in order of first appearance.
fn by_name(parts: Vec<Part>) -> Vec<(String, Vec<FilePart>)> {
    let mut named: Vec<(String, Vec<FilePart>)> = Vec::new();
    let mut places = HashMap::new();
    for Part { wire, file } in parts {
        let place = *places.entry(wire.clone()).or_insert(named.len());
        match named.get_mut(place) {
            Some((_, files)) => files.push(file),
            None => named.push((wire, vec![file])),
        }
    }
    named
}

/// Returns the schema of a part, or `None` if the object does not have it.
fn named(rules: &'static ObjectRules, wire: &str) -> Option<&'static Schema> {
    match (rules.members.iter().find(|member| member.wire == wire), rules.others) {
        (Some(member), _) => Some(member.schema),
        (None, AdditionalMembers::Of(schema)) => Some(schema),
        (None, AdditionalMembers::Allowed | AdditionalMembers::Denied) => None,
    }
}

fn is_file(schema: &'static Schema) -> bool {
    match &schema.target().kind {
        Kind::File(_) => true,
        Kind::Array(rules) => matches!(rules.items.target().kind, Kind::File(_)),
        _ => false,
    }
}

/// Returns whether this is a file field without a chosen file: browsers send it nevertheless.
fn is_unset(part: &FilePart) -> bool {
    part.file_name.as_deref() == Some("") && part.bytes.is_empty()
}

/// A violation has the index of its part among those with the same name.
type PartResult = Result<Value, (Option<usize>, Fault)>;

/// How the parts with one name are read.
#[derive(Clone, Copy)]
struct PartReader {
    /// The declared media types.
    media: &'static [&'static str],
}

impl PartReader {
    fn value(self, parts: &[FilePart], schema: &'static Schema) -> PartResult {
        if self.media.first().is_some_and(|media| is_json(media)) {
            return self.json(single(parts)?);
        }
        match &schema.target().kind {
            // Some clients send a list as JSON in one part.
            Kind::Array(_)
                if let [one] = parts
                    && one.media.as_deref().is_some_and(is_json) =>
            {
                self.json(one)
            }
            Kind::Array(rules) => self.items(parts, |_| rules.items),
            Kind::Tuple(places) => {
                self.items(parts, |index| places.get(index).copied().unwrap_or(&Schema::ANY))
            }
            Kind::Union(rules) => {
                let mut readings =
                    rules.variants.iter().map(|variant| (self.value(parts, variant), *variant));
                let fitting =
                    readings.find_map(|(reading, variant)| reading.ok().filter(|value| fits(value, variant)));
                fitting.map_or_else(
                    || self.part(single(parts)?, &Schema::ANY).map_err(|fault| (None, fault)),
                    Ok,
                )
            }
            _ => self.part(single(parts)?, schema).map_err(|fault| (None, fault)),
        }
    }

    fn items(self, parts: &[FilePart], schema: impl Fn(usize) -> &'static Schema) -> PartResult {
        let read = |(index, part)| self.part(part, schema(index)).map_err(|fault| (Some(index), fault));
        parts.iter().enumerate().map(read).collect()
    }

    fn part(self, part: &FilePart, schema: &'static Schema) -> Result<Value, Fault> {
        if let Kind::File(_) = schema.target().kind {
            let media = part.media.as_deref().unwrap_or_default();
            return match self.media.is_empty() || self.media.iter().any(|range| is_in(media, range)) {
                true => Ok(Value::from(part.bytes.len() as u64)),
                false => Err(Fault::Media(self.media.join(" or "))),
            };
        }
        scalar::read_shallow(Cow::Borrowed(text(part)?), schema)
    }

    fn json(self, part: &FilePart) -> PartResult {
        text(part).and_then(scalar::read_json).map_err(|fault| (None, fault))
    }
}

fn single(parts: &[FilePart]) -> Result<&FilePart, (Option<usize>, Fault)> {
    match parts {
        [one] => Ok(one),
        _ => Err((None, Fault::Repeated)),
    }
}

fn text(part: &FilePart) -> Result<&str, Fault> {
    match std::str::from_utf8(&part.bytes) {
        Ok(text) if text.contains('\0') => Err(Fault::Unreadable("has a NUL character")),
        Ok(text) => Ok(text),
        Err(_) => Err(Fault::Unreadable("is not UTF-8 text")),
    }
}

/// Returns whether a media type matches a range, or is the same type.
fn is_in(media: &str, range: &str) -> bool {
    let parts = |text: &str| {
        let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        essence.split_once('/').map(|(kind, subtype)| (kind.to_owned(), subtype.to_owned()))
    };
    match (parts(media), parts(range)) {
        (Some(media), Some(range)) => {
            (range.0 == "*" || range.0 == media.0) && (range.1 == "*" || range.1 == media.1)
        }
        _ => false,
    }
}
