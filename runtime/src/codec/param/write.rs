//! From a value to the text of a parameter.

use super::scalar;
use crate::codec::param::{FormField, Param, ParamEncoding, Place};
use crate::style::DeepObjectLists;
use crate::syntax::token::is_token_byte;
use crate::value::RESERVED;
use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// What is encoded of values that keep reserved characters: what cannot stand in a query, and what means something there.
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

/// The same, of values that a comma parts.
const OPEN_ITEM: &AsciiSet = &OPEN.add(b',');

/// Why a value cannot be written as a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unwritable {
    /// A list or an object inside another, for which the encoding has no way.
    Nested,
    /// Nothing at all, which would make another path.
    Empty,
    /// `.` or `..`, which would make another path.
    Dots,
    /// A character that a header cannot have.
    Control,
    /// A blank at the beginning or at the end, which a header loses.
    Blank,
    /// The character that parts the items in its encoding, which would part this one.
    Delimiter,
    /// A list of one empty text, which would arrive as a list of nothing.
    OneEmptyItem,
    /// An item of a list that has nothing to write: null, an empty list or object.
    EmptyItem,
}

impl Unwritable {
    /// What is wrong with the parameter, as the rest of a sentence that begins with it.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Nested => {
                "has a list or an object inside another, which cannot be written in this parameter's encoding"
            }
            Self::Empty => "stands in the path, and cannot be empty",
            Self::Dots => "stands in the path, and cannot be `.` or `..`",
            Self::Control => "stands in a header, and cannot have control characters",
            Self::Blank => "stands in a header, and cannot begin or end with a blank",
            Self::Delimiter => {
                "has an item with the character that parts items in this parameter's encoding, and would arrive as other items"
            }
            Self::OneEmptyItem => "is a list of one empty text, and would arrive as an empty list",
            Self::EmptyItem => {
                "has null, an empty list or an empty object for an item, which would not arrive"
            }
        }
    }
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a parameter {}", self.reason())
    }
}

impl std::error::Error for Unwritable {}

/// What says how a value becomes text: a parameter, or a member of a form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    wire: &'a str,
    place: Place,
    encoding: ParamEncoding,
    reserved: bool,
    empty: bool,
    lists: DeepObjectLists,
}

impl<'a> Written<'a> {
    fn of_param(param: &'a Param, lists: DeepObjectLists) -> Self {
        let Param { wire, place, encoding, reserved, empty, .. } = *param;
        Self { wire, place, encoding, reserved, empty, lists }
    }

    pub(super) fn of_field(field: &'a FormField, lists: DeepObjectLists) -> Self {
        let FormField { wire, encoding, reserved } = *field;
        Self { wire, place: Place::Query, encoding, reserved, empty: false, lists }
    }

    /// Text as it stands in a value. A header's is what it says. A dot parts the items of a label, so there it is encoded too.
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

    /// A name as it stands before a value. That of a cookie is never decoded.
    fn encode_name<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.place {
            Place::Header => Cow::Borrowed(text),
            Place::Cookie if text.bytes().all(is_token_byte) => Cow::Borrowed(text),
            _ => utf8_percent_encode(text, RESERVED).into(),
        }
    }

    /// One of several items or members, which must not have what parts them.
    fn item(&self, item: &Value) -> Result<String, Unwritable> {
        let text = flat(item)?;
        let parts = match self.encoding {
            ParamEncoding::SpaceDelimited => text.contains(' '),
            ParamEncoding::PipeDelimited => text.contains('|'),
            // Nothing is encoded here.
            _ if self.place == Place::Header => text.contains(','),
            _ => false,
        };
        if parts {
            return Err(Unwritable::Delimiter);
        }
        if self.place == Place::Header && text.trim_matches([' ', '\t']).len() < text.len() {
            return Err(Unwritable::Blank);
        }
        Ok(self.encode(&text).into_owned())
    }

    fn member(&self, name: &str, member: &Value) -> Result<(String, String), Unwritable> {
        let name_text = self.item(&Value::String(name.to_owned()))?;
        let by_equals = matches!(self.encoding, ParamEncoding::Simple { explode: true });
        if self.place == Place::Header && by_equals && name.contains('=') {
            return Err(Unwritable::Delimiter);
        }
        Ok((name_text, self.item(member)?))
    }

    fn parts(&self, value: &Value) -> Result<Parts, Unwritable> {
        Ok(match value {
            Value::Array(items) => {
                if items.len() == 1 && flat(&items[0])?.is_empty() && !self.repeats_name() {
                    return Err(Unwritable::OneEmptyItem);
                }
                Parts::List(items.iter().map(|item| self.item(item)).collect::<Result<_, _>>()?)
            }
            Value::Object(members) => {
                let members = members.iter().filter(|(_, member)| !member.is_null());
                let part = |(name, member): (&String, &Value)| self.member(name, member);
                Parts::Object(members.map(part).collect::<Result<_, _>>()?)
            }
            other => Parts::One(self.encode(&scalar::text(other)).into_owned()),
        })
    }

    /// Whether each item of a list has the name before it.
    fn repeats_name(&self) -> bool {
        matches!(
            self.encoding,
            ParamEncoding::Matrix { explode: true } | ParamEncoding::Form { explode: true }
        )
    }
}

/// Writes a parameter in the path, percent-encoded as one segment, or in a header, as it is. None where it is null.
///
/// # Errors
/// The value cannot be written there.
pub fn write_one(param: &Param, value: &Value) -> Result<Option<String>, Unwritable> {
    let in_path = param.place == Place::Path;
    if value.is_null() {
        return if in_path { Err(Unwritable::Empty) } else { Ok(None) };
    }
    let text = one(&Written::of_param(param, DeepObjectLists::Repeat), value)?;
    if in_path && text.is_empty() {
        return Err(Unwritable::Empty);
    }
    if in_path && matches!(&*text, "." | "..") {
        return Err(Unwritable::Dots);
    }
    if !in_path && text.chars().any(|char| char.is_control() && char != '\t') {
        return Err(Unwritable::Control);
    }
    if !in_path && text.trim_matches([' ', '\t']).len() < text.len() {
        return Err(Unwritable::Blank);
    }
    Ok(Some(text))
}

fn one(written: &Written<'_>, value: &Value) -> Result<String, Unwritable> {
    if written.encoding == ParamEncoding::Json {
        return Ok(written.encode(&value.to_string()).into_owned());
    }
    let wire = written.encode_name(written.wire);
    let parts = written.parts(value)?;
    Ok(match (written.encoding, parts) {
        (ParamEncoding::Label { explode }, parts) => {
            format!(".{}", parts.join(if explode { "." } else { "," }, explode))
        }
        (ParamEncoding::Matrix { explode: true }, Parts::List(items)) => {
            items.iter().map(|item| format!(";{wire}={item}")).collect()
        }
        (ParamEncoding::Matrix { explode: true }, parts @ Parts::Object(_)) => {
            format!(";{}", parts.join(";", true))
        }
        (ParamEncoding::Matrix { .. }, parts) => format!(";{wire}={}", parts.join(",", false)),
        (ParamEncoding::Simple { explode }, parts) => parts.join(",", explode),
        (_, parts) => parts.join(",", false),
    })
}

/// Appends a parameter in the query, `&` between pairs, or in a cookie, `; ` between them. Null and an empty list that is
/// written item by item append nothing.
///
/// # Errors
/// The value nests deeper than the encoding can say.
pub fn write_pairs(
    param: &Param,
    lists: DeepObjectLists,
    value: &Value,
    out: &mut String,
) -> Result<(), Unwritable> {
    write_member(&Written::of_param(param, lists), value, out)
}

pub(super) fn write_member(written: &Written<'_>, value: &Value, out: &mut String) -> Result<(), Unwritable> {
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
                (true, _) if is_lone => return Err(Unwritable::OneEmptyItem),
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
                _ => ",",
            };
            pair(&wire, &written.parts(value)?.join(delimiter, false));
        }
    }
    Ok(())
}

/// Writes what `deepObject` has under a name, which is encoded.
fn deep(
    written: &Written<'_>,
    prefix: &str,
    value: &Value,
    pair: &mut impl FnMut(&str, &str),
) -> Result<(), Unwritable> {
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
                    _ => format!("{prefix}%5B{index}%5D"),
                };
                if is_nested && is_empty(item) {
                    return Err(Unwritable::EmptyItem);
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

/// Whether `deepObject` has nothing to write of a value.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_empty),
        _ => false,
    }
}

/// Appends a pair, percent-encoded.
pub(crate) fn push_pair(out: &mut String, separator: &str, wire: &str, value: &str) {
    let encode = |text| utf8_percent_encode(text, RESERVED);
    if !out.is_empty() {
        out.push_str(separator);
    }
    let _ = write!(out, "{}={}", encode(wire), encode(value));
}

/// What a value falls into, each part encoded.
enum Parts {
    One(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

impl Parts {
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

fn flat(value: &Value) -> Result<String, Unwritable> {
    if value.is_array() || value.is_object() { Err(Unwritable::Nested) } else { Ok(scalar::text(value)) }
}
