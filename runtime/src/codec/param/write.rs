//! Writes values as text of parameters.

use super::scalar;
use crate::codec::param::{FormField, Param, ParamEncoding, Place};
use crate::style::DeepObjectLists;
use crate::syntax::token::is_token_byte;
use crate::value::RESERVED;
use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// The characters encoded in values that keep reserved characters: those not allowed in a query, and its delimiters.
const OPEN: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The same for values in a comma-separated list.
const OPEN_ITEM: &AsciiSet = &OPEN.add(b',');

/// Why a value cannot be written as a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamError {
    /// A list or object inside another, which the encoding cannot express.
    Nested,
    /// An empty value, which would change the path.
    Empty,
    /// `.` or `..`, which would change the path.
    Dots,
    /// A control character in a header.
    Control,
    /// Leading or trailing whitespace in a header, which would be lost.
    Blank,
    /// A character that the encoding uses as a delimiter of items.
    Delimiter,
    /// A list of one empty string, which would be read as an empty list.
    OneEmptyItem,
    /// An item without text: null, an empty list or object.
    EmptyItem,
    /// Null, an empty list or an empty object in a form that has nothing for them.
    NoEmptyValue,
    /// A member whose name cannot stand in brackets.
    NameInBrackets,
    /// A value that would be read as another one.
    Ambiguous,
}

impl ParamError {
    /// Returns the reason as the rest of a sentence that begins with the parameter.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Nested => {
                "contains a nested list or object, which this parameter's encoding does not support"
            }
            Self::Empty => "is in the path and cannot be empty",
            Self::Dots => "is in the path and cannot be `.` or `..`",
            Self::Control => "is in a header and cannot contain control characters",
            Self::Blank => "is in a header and cannot begin or end with whitespace",
            Self::Delimiter => "has an item with the delimiter of this parameter's encoding",
            Self::OneEmptyItem => "is a list of one empty string, which would be read as an empty list",
            Self::EmptyItem => "has null, an empty list or an empty object as an item, which would be lost",
            Self::NoEmptyValue => "is null, an empty list or an empty object, which a form cannot contain",
            Self::NameInBrackets => "has a name that is empty or contains brackets",
            Self::Ambiguous => "would be read as another value from a form",
        }
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a parameter {}", self.reason())
    }
}

impl std::error::Error for ParamError {}

/// How a parameter or form member is encoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct ParamWriter<'a> {
    wire: &'a str,
    place: Place,
    encoding: ParamEncoding,
    reserved: bool,
    empty: bool,
    lists: DeepObjectLists,
}

impl<'a> ParamWriter<'a> {
    fn of_param(param: &'a Param, lists: DeepObjectLists) -> Self {
        let Param { wire, place, encoding, reserved, empty, .. } = *param;
        Self { wire, place, encoding, reserved, empty, lists }
    }

    pub(super) fn of_field(field: &'a FormField, lists: DeepObjectLists) -> Self {
        let FormField { wire, encoding, reserved } = *field;
        Self { wire, place: Place::Query, encoding, reserved, empty: false, lists }
    }

    /// Encodes text in a value. Headers are not encoded. In a label the dot is a delimiter, so it is encoded too.
    fn encode<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let by_comma = self.encoding == ParamEncoding::Form { explode: false };
        match (self.place, self.encoding) {
            (Place::Header, _) => Cow::Borrowed(text),
            (Place::Query, _) if self.reserved && by_comma => utf8_percent_encode(text, OPEN_ITEM).into(),
            (Place::Query, _) if self.reserved => utf8_percent_encode(text, OPEN).into(),
            (_, ParamEncoding::Label { .. }) => {
                Cow::Owned(utf8_percent_encode(text, RESERVED).to_string().replace('.', "%2E"))
            }
            _ => utf8_percent_encode(text, RESERVED).into(),
        }
    }

    /// Encodes a name. Names of cookies are not encoded.
    fn encode_name<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.place {
            Place::Header => Cow::Borrowed(text),
            Place::Cookie if text.bytes().all(is_token_byte) => Cow::Borrowed(text),
            Place::Path | Place::Query | Place::Cookie => utf8_percent_encode(text, RESERVED).into(),
        }
    }

    /// Encodes one of several items or members, which must not contain the delimiter.
    fn item(&self, item: &Value) -> Result<String, ParamError> {
        let text = flat(item)?;
        let parts = match self.encoding {
            ParamEncoding::SpaceDelimited => text.contains(' '),
            ParamEncoding::PipeDelimited => text.contains('|'),
            // Headers are not encoded.
            _ if self.place == Place::Header => text.contains(','),
            ParamEncoding::Simple { .. }
            | ParamEncoding::Label { .. }
            | ParamEncoding::Matrix { .. }
            | ParamEncoding::Form { .. }
            | ParamEncoding::DeepObject
            | ParamEncoding::Json => false,
        };
        if parts {
            return Err(ParamError::Delimiter);
        }
        if self.place == Place::Header && text.trim_matches([' ', '\t']).len() < text.len() {
            return Err(ParamError::Blank);
        }
        Ok(self.encode(&text).into_owned())
    }

    fn member(&self, name: &str, member: &Value) -> Result<(String, String), ParamError> {
        let name_text = self.item(&Value::String(name.to_owned()))?;
        let by_equals = matches!(self.encoding, ParamEncoding::Simple { explode: true });
        if self.place == Place::Header && by_equals && name.contains('=') {
            return Err(ParamError::Delimiter);
        }
        Ok((name_text, self.item(member)?))
    }

    fn parts(&self, value: &Value) -> Result<EncodedParts, ParamError> {
        Ok(match value {
            Value::Array(items) => {
                if items.len() == 1 && flat(&items[0])?.is_empty() && !self.repeats_name() {
                    return Err(ParamError::OneEmptyItem);
                }
                EncodedParts::List(items.iter().map(|item| self.item(item)).collect::<Result<_, _>>()?)
            }
            Value::Object(members) => {
                let members = members.iter().filter(|(_, member)| !member.is_null());
                let part = |(name, member): (&String, &Value)| self.member(name, member);
                EncodedParts::Object(members.map(part).collect::<Result<_, _>>()?)
            }
            other => EncodedParts::One(self.encode(&scalar::text(other)).into_owned()),
        })
    }

    /// Returns whether each item of a list is preceded by the name.
    fn repeats_name(&self) -> bool {
        matches!(
            self.encoding,
            ParamEncoding::Matrix { explode: true } | ParamEncoding::Form { explode: true }
        )
    }
}

/// Writes a path parameter, percent-encoded as one segment, or a header. Returns `None` if the value is null.
///
/// # Errors
/// Returns an error if the value cannot be written there.
pub fn write_one(param: &Param, value: &Value) -> Result<Option<String>, ParamError> {
    let in_path = param.place == Place::Path;
    if value.is_null() {
        return if in_path { Err(ParamError::Empty) } else { Ok(None) };
    }
    let text = one(&ParamWriter::of_param(param, DeepObjectLists::Repeat), value)?;
    if in_path && text.is_empty() {
        return Err(ParamError::Empty);
    }
    if in_path && matches!(&*text, "." | "..") {
        return Err(ParamError::Dots);
    }
    if !in_path && text.chars().any(|char| char.is_control() && char != '\t') {
        return Err(ParamError::Control);
    }
    if !in_path && text.trim_matches([' ', '\t']).len() < text.len() {
        return Err(ParamError::Blank);
    }
    Ok(Some(text))
}

fn one(written: &ParamWriter<'_>, value: &Value) -> Result<String, ParamError> {
    if written.encoding == ParamEncoding::Json {
        return Ok(written.encode(&value.to_string()).into_owned());
    }
    let wire = written.encode_name(written.wire);
    let parts = written.parts(value)?;
    Ok(match (written.encoding, parts) {
        (ParamEncoding::Label { explode }, parts) => {
            format!(".{}", parts.join(if explode { "." } else { "," }, explode))
        }
        (ParamEncoding::Matrix { explode: true }, EncodedParts::List(items)) => {
            items.iter().map(|item| format!(";{wire}={item}")).collect()
        }
        (ParamEncoding::Matrix { explode: true }, parts @ EncodedParts::Object(_)) => {
            format!(";{}", parts.join(";", true))
        }
        (ParamEncoding::Matrix { .. }, parts) => format!(";{wire}={}", parts.join(",", false)),
        (ParamEncoding::Simple { explode }, parts) => parts.join(",", explode),
        (_, parts) => parts.join(",", false),
    })
}

/// Appends a query parameter, with `&` between pairs, or a cookie, with `; ` between them. Null, and an empty list
/// that is written item by item, append nothing.
///
/// # Errors
/// Returns an error if the value nests deeper than the encoding supports.
pub fn write_pairs(
    param: &Param,
    lists: DeepObjectLists,
    value: &Value,
    out: &mut String,
) -> Result<(), ParamError> {
    write_member(&ParamWriter::of_param(param, lists), value, out)
}

pub(super) fn write_member(
    written: &ParamWriter<'_>,
    value: &Value,
    out: &mut String,
) -> Result<(), ParamError> {
    let separator = if written.place == Place::Cookie { "; " } else { "&" };
    let mut pair = |wire: &str, text: &str| {
        if !out.is_empty() {
            out.push_str(separator);
        }
        out.push_str(wire);
        out.push('=');
        out.push_str(text);
    };
    let wire = written.encode_name(written.wire);
    match (value, written.encoding) {
        (Value::Null, _) => {}
        (_, ParamEncoding::Json) => pair(&wire, &written.encode(&value.to_string())),
        (Value::Object(_) | Value::Array(_), ParamEncoding::DeepObject) => {
            deep(written, &wire, value, &mut pair)?;
        }
        (Value::Array(items), ParamEncoding::Form { explode: true }) => {
            let is_lone = items.len() == 1 && flat(&items[0])?.is_empty();
            match (written.empty, &items[..]) {
                (true, []) => pair(&wire, ""),
                (true, _) if is_lone => return Err(ParamError::OneEmptyItem),
                _ => {}
            }
            for item in items {
                pair(&wire, &written.item(item)?);
            }
        }
        (Value::Object(members), ParamEncoding::Form { explode: true }) => {
            for (name, member) in members.iter().filter(|(_, member)| !member.is_null()) {
                for item in member.as_array().map_or(std::slice::from_ref(member), Vec::as_slice) {
                    pair(&written.encode_name(name), &written.item(item)?);
                }
            }
        }
        (_, encoding) => {
            let delimiter = match encoding {
                ParamEncoding::SpaceDelimited => "%20",
                ParamEncoding::PipeDelimited => "%7C",
                ParamEncoding::Simple { .. }
                | ParamEncoding::Label { .. }
                | ParamEncoding::Matrix { .. }
                | ParamEncoding::Form { .. }
                | ParamEncoding::DeepObject
                | ParamEncoding::Json => ",",
            };
            pair(&wire, &written.parts(value)?.join(delimiter, false));
        }
    }
    Ok(())
}

/// Writes the members of a `deepObject` under a name that is already encoded.
fn deep(
    written: &ParamWriter<'_>,
    prefix: &str,
    value: &Value,
    pair: &mut impl FnMut(&str, &str),
) -> Result<(), ParamError> {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (name, member) in members {
                let name = utf8_percent_encode(name, RESERVED);
                deep(written, &format!("{prefix}%5B{name}%5D"), member, pair)?;
            }
        }
        Value::Array(items) => {
            let is_nested = items.iter().any(|item| item.is_array() || item.is_object());
            for (index, item) in items.iter().enumerate() {
                let name = match written.lists {
                    DeepObjectLists::Brackets if !is_nested => format!("{prefix}%5B%5D"),
                    DeepObjectLists::Repeat if !is_nested => prefix.to_owned(),
                    DeepObjectLists::Brackets | DeepObjectLists::Indices | DeepObjectLists::Repeat => {
                        format!("{prefix}%5B{index}%5D")
                    }
                };
                if is_nested && is_empty(item) {
                    return Err(ParamError::EmptyItem);
                }
                match item {
                    Value::Null => pair(&name, ""),
                    item => deep(written, &name, item, pair)?,
                }
            }
        }
        other => pair(prefix, &written.encode(&scalar::text(other))),
    }
    Ok(())
}

/// Returns whether `deepObject` writes nothing for a value.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_empty),
        _ => false,
    }
}

/// Appends a percent-encoded pair.
pub(crate) fn push_pair(out: &mut String, separator: &str, wire: &str, value: &str) {
    let encode = |text| utf8_percent_encode(text, RESERVED);
    if !out.is_empty() {
        out.push_str(separator);
    }
    let _ = write!(out, "{}={}", encode(wire), encode(value));
}

/// A value split into encoded parts.
enum EncodedParts {
    One(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

impl EncodedParts {
    fn join(&self, delimiter: &str, explode: bool) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::List(items) => items.join(delimiter),
            Self::Object(members) => {
                let between = if explode { "=" } else { delimiter };
                let member = |(name, value): &(String, String)| format!("{name}{between}{value}");
                members.iter().map(member).collect::<Vec<_>>().join(delimiter)
            }
        }
    }
}

fn flat(value: &Value) -> Result<String, ParamError> {
    if value.is_array() || value.is_object() { Err(ParamError::Nested) } else { Ok(scalar::text(value)) }
}
