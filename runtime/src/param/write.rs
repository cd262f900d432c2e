//! From a value to the text of a parameter.

use super::scalar;
use crate::link::RESERVED;
use crate::meta::{Param, ParamEncoding, Place};
use percent_encoding::utf8_percent_encode;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::{self, Write as _};

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
        }
    }
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a parameter {}", self.reason())
    }
}

impl std::error::Error for Unwritable {}

/// Writes a parameter in the path, percent-encoded as one segment, or in a header, as it is. None where it is null.
///
/// # Errors
/// The value cannot be written there.
pub fn write_one(param: &Param, value: &Value) -> Result<Option<String>, Unwritable> {
    let in_path = param.place == Place::Path;
    if value.is_null() {
        return if in_path { Err(Unwritable::Empty) } else { Ok(None) };
    }
    let text = one(param, value)?;
    if in_path && text.is_empty() {
        return Err(Unwritable::Empty);
    }
    if in_path && matches!(&*text, "." | "..") {
        return Err(Unwritable::Dots);
    }
    if !in_path && text.chars().any(|char| char.is_control() && char != '\t') {
        return Err(Unwritable::Control);
    }
    Ok(Some(text))
}

fn one(param: &Param, value: &Value) -> Result<String, Unwritable> {
    let encode = |text: &str| encode(param, text).into_owned();
    if param.encoding == ParamEncoding::Json {
        return Ok(encode(&value.to_string()));
    }
    let wire = encode(param.wire);
    let parts = parts(value, &encode)?;
    Ok(match (param.encoding, parts) {
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
pub fn write_pairs(param: &Param, value: &Value, out: &mut String) -> Result<(), Unwritable> {
    let separator = if param.place == Place::Cookie { "; " } else { "&" };
    let mut pair = |wire: &str, text: &str| {
        if !out.is_empty() {
            out.push_str(separator);
        }
        out.push_str(wire);
        out.push('=');
        out.push_str(text);
    };
    if value.is_null() {
        return Ok(());
    }
    let encode = |text: &str| encode(param, text).into_owned();
    let wire = encode(param.wire);
    if param.encoding == ParamEncoding::Json {
        pair(&wire, &encode(&value.to_string()));
        return Ok(());
    }
    if param.encoding == ParamEncoding::DeepObject && value.is_object() {
        return deep(&wire, value, &mut pair);
    }
    let by_item = matches!(param.encoding, ParamEncoding::Form { explode: true } | ParamEncoding::DeepObject);
    match (value, by_item) {
        (Value::Array(items), true) => {
            for item in items {
                pair(&wire, &encode(&flat(item)?));
            }
        }
        (Value::Object(members), true) => {
            for (name, member) in members.iter().filter(|(_, member)| !member.is_null()) {
                for item in member.as_array().map_or(std::slice::from_ref(member), Vec::as_slice) {
                    pair(&encode(name), &encode(&flat(item)?));
                }
            }
        }
        _ => {
            let delimiter = match param.encoding {
                ParamEncoding::SpaceDelimited => "%20",
                ParamEncoding::PipeDelimited => "%7C",
                _ => ",",
            };
            pair(&wire, &parts(value, &encode)?.join(delimiter, false));
        }
    }
    Ok(())
}

fn deep(prefix: &str, value: &Value, pair: &mut impl FnMut(&str, &str)) -> Result<(), Unwritable> {
    let encode = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (name, member) in members {
                deep(&format!("{prefix}%5B{}%5D", encode(name)), member, pair)?;
            }
        }
        Value::Array(items) => {
            for item in items {
                pair(prefix, &encode(&flat(item)?));
            }
        }
        other => pair(prefix, &encode(&scalar::text(other))),
    }
    Ok(())
}

/// Appends a pair, percent-encoded.
pub(crate) fn push_pair(out: &mut String, separator: &str, wire: &str, value: &str) {
    let encode = |text| utf8_percent_encode(text, RESERVED);
    if !out.is_empty() {
        out.push_str(separator);
    }
    let _ = write!(out, "{}={}", encode(wire), encode(value));
}

/// Appends a form, `application/x-www-form-urlencoded`: lists item by item, objects inside as JSON, null not at all.
pub fn write_form(value: &Value, out: &mut String) {
    for (name, member) in value.as_object().into_iter().flatten().filter(|(_, member)| !member.is_null()) {
        for item in member.as_array().map_or(std::slice::from_ref(member), Vec::as_slice) {
            push_pair(out, "&", name, &scalar::text(item));
        }
    }
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

fn parts(value: &Value, encode: &impl Fn(&str) -> String) -> Result<Parts, Unwritable> {
    Ok(match value {
        Value::Array(items) => {
            Parts::List(items.iter().map(|item| Ok(encode(&flat(item)?))).collect::<Result<_, _>>()?)
        }
        Value::Object(members) => {
            let members = members.iter().filter(|(_, member)| !member.is_null());
            let part = |(name, member): (&String, &Value)| Ok((encode(name), encode(&flat(member)?)));
            Parts::Object(members.map(part).collect::<Result<_, _>>()?)
        }
        other => Parts::One(encode(&scalar::text(other))),
    })
}

fn flat(value: &Value) -> Result<String, Unwritable> {
    if value.is_array() || value.is_object() { Err(Unwritable::Nested) } else { Ok(scalar::text(value)) }
}

/// A header's text is what it says. A dot parts the items of a label, so there it is encoded too.
fn encode<'t>(param: &Param, text: &'t str) -> Cow<'t, str> {
    let encoded = || utf8_percent_encode(text, RESERVED);
    match (param.place, param.encoding) {
        (Place::Header, _) => Cow::Borrowed(text),
        (_, ParamEncoding::Label { .. }) => Cow::Owned(encoded().to_string().replace('.', "%2E")),
        _ => encoded().into(),
    }
}
