//! Reads JSON text member by member, without a tree.

use crate::codec::DecodeError;
use crate::schema::members::MemberName;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Called with each member.
type VisitMember<'t, 'a> = &'t mut dyn FnMut(&str, &'a RawValue);

/// Returns the body as one JSON value.
///
/// # Errors
/// Returns an error if the body is not JSON.
pub(super) fn whole(body: &[u8]) -> Result<&RawValue, DecodeError> {
    serde_json::from_slice(body).map_err(|error| DecodeError::new(&error, body))
}

/// Visits the members of an object. Returns false if the value is not an object.
///
/// # Errors
/// Returns an error if a name is not valid Unicode. Nothing else can fail, because the text has been parsed once.
pub(super) fn members<'a>(value: &'a RawValue, take: VisitMember<'_, 'a>) -> Result<bool, DecodeError> {
    if !value.get().starts_with('{') {
        return Ok(false);
    }
    let read = serde_json::Deserializer::from_str(value.get()).deserialize_map(MemberVisitor(take));
    read.map(|()| true).map_err(|error| broken(&error, value))
}

/// Returns the items of a list, or `None` if the value is not a list.
///
/// # Errors
/// None expected, because the text has been parsed once.
pub(super) fn items(value: &RawValue) -> Result<Option<Vec<&RawValue>>, DecodeError> {
    if !value.get().starts_with('[') {
        return Ok(None);
    }
    serde_json::from_str(value.get()).map(Some).map_err(|error| broken(&error, value))
}

fn broken(error: &serde_json::Error, value: &RawValue) -> DecodeError {
    DecodeError::new(error, value.get().as_bytes())
}

struct MemberVisitor<'t, 'a>(VisitMember<'t, 'a>);

impl<'a> Visitor<'a> for MemberVisitor<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<MemberName<'a>>()? {
            (self.0)(&key, map.next_value()?);
        }
        Ok(())
    }
}

/// Selected members of an object, and the duplicates among them.
#[derive(Debug)]
pub(super) struct SelectedMembers<'a, const N: usize> {
    /// The values in the order of the requested names. The last duplicate counts.
    pub(super) values: [Option<&'a RawValue>; N],
    /// The duplicate names.
    pub(super) twice: Vec<&'static str>,
}

/// Selects members of an object and ignores the others. Returns `None` if the value is not an object.
///
/// # Errors
/// See [`members`].
pub(super) fn pick<'a, const N: usize>(
    value: &'a RawValue,
    wires: [&'static str; N],
) -> Result<Option<SelectedMembers<'a, N>>, DecodeError> {
    let mut picked = SelectedMembers { values: [None; N], twice: Vec::new() };
    let is_object = members(value, &mut |wire, value| {
        if let Some(at) = wires.iter().position(|wanted| *wanted == wire)
            && picked.values[at].replace(value).is_some()
        {
            picked.twice.push(wires[at]);
        }
    })?;
    Ok(is_object.then_some(picked))
}

/// Returns the value if it is a string.
pub(super) fn text(value: &RawValue) -> Option<MemberName<'_>> {
    serde_json::from_str(value.get()).ok()
}

/// Appends text as a JSON string.
pub(super) fn put_text(text: &str, out: &mut Vec<u8>) {
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        // Text can always be serialized.
        let _ = crate::codec::json::write(text, out);
    }
}

/// Appends a member name, after a comma unless it is the first after the opening brace, which ends at `start`.
pub(super) fn put_key(wire: &str, start: usize, out: &mut Vec<u8>) {
    if out.len() > start {
        out.push(b',');
    }
    put_text(wire, out);
    out.push(b':');
}

/// Appends an identifier object.
pub(super) fn put_identifier(ty: &str, id: &str, lid: Option<&str>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"type\":");
    put_text(ty, out);
    out.extend_from_slice(b",\"id\":");
    put_text(id, out);
    if let Some(lid) = lid {
        out.extend_from_slice(b",\"lid\":");
        put_text(lid, out);
    }
    out.push(b'}');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_picked_by_their_decoded_names() {
        let body = br#" {"\u0061": [1, "}"], "x": {}, "b": null, "a": 2} "#;
        let picked = pick(whole(body).expect("json"), ["a", "b", "c"]).expect("names").expect("an object");
        let parsed = picked.values.map(|value| value.map(RawValue::get));
        assert_eq!((parsed, picked.twice), ([Some("2"), Some("null"), None], vec!["a"]));
        assert!(pick(whole(b"[]").expect("json"), ["a"]).expect("read").is_none());
        assert!(pick(whole(br#"{"\ud800":1}"#).expect("json"), ["a"]).is_err());
        assert!(whole(b"{").is_err() && items(whole(b"{}").expect("json")).expect("read").is_none());
    }

    #[test]
    fn text_is_escaped() {
        for given in ["", "plain", "q\"", "b\\", "nl\n", "Ж", "\u{0}"] {
            let mut out = Vec::new();
            put_text(given, &mut out);
            assert_eq!(serde_json::from_slice::<String>(&out).expect("json"), given);
        }
    }
}
