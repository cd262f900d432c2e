//! Bodies through templates with slots: written without a wrapper to serialise, and read back the same way.

use crate::decode::DecodeError;
use crate::json::{self, WriteError};
use crate::members::Key;
use crate::style::{Member, Slot, Template};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// What fills the slots of a template.
pub trait Fill {
    /// Appends the slot's JSON text to `out` and tells whether there was any: an empty slot appends nothing.
    ///
    /// # Errors
    /// The value has no JSON.
    fn fill(&mut self, slot: Slot, out: &mut Vec<u8>) -> Result<bool, WriteError>;
}

impl<F: FnMut(Slot, &mut Vec<u8>) -> Result<bool, WriteError>> Fill for F {
    fn fill(&mut self, slot: Slot, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        self(slot, out)
    }
}

/// Writes a body. Members whose slot is empty are left out unless the template keeps them, as null; so are objects all of
/// whose members went. Tells whether anything was written.
///
/// # Errors
/// A value has no JSON. `out` is then as long as it was.
pub fn write(template: &Template, fill: &mut dyn Fill, out: &mut Vec<u8>) -> Result<bool, WriteError> {
    let start = out.len();
    let written = put(template, fill, out);
    if !matches!(written, Ok(true)) {
        out.truncate(start);
    }
    written
}

fn put(template: &Template, fill: &mut dyn Fill, out: &mut Vec<u8>) -> Result<bool, WriteError> {
    match template {
        Template::Constant(text) => {
            out.extend_from_slice(text.as_bytes());
            Ok(true)
        }
        Template::Slot(slot) => fill.fill(*slot, out),
        Template::Object(members) => object(members, fill, out),
    }
}

fn object(members: &[Member], fill: &mut dyn Fill, out: &mut Vec<u8>) -> Result<bool, WriteError> {
    let (start, mut any) = (out.len(), members.is_empty());
    out.push(b'{');
    for member in members {
        let before = out.len();
        if before > start + 1 {
            out.push(b',');
        }
        json::write(member.wire, out)?;
        out.push(b':');
        let value = out.len();
        let written = put(&member.value, fill, out)?;
        if !written {
            out.truncate(value);
            out.extend_from_slice(b"null");
        }
        any |= written || member.keep;
        if !written && !member.keep {
            out.truncate(before);
        }
    }
    out.push(b'}');
    Ok(any)
}

/// What a body has in its template's slots.
#[derive(Debug, Clone, Default)]
pub struct Found<'a> {
    slots: Vec<(Slot, &'a RawValue)>,
}

impl<'a> Found<'a> {
    /// The JSON text in a slot; null is none.
    #[must_use]
    pub fn get(&self, slot: Slot) -> Option<&'a RawValue> {
        self.slots.iter().find(|(found, _)| *found == slot).map(|(_, text)| *text)
    }

    /// The value in a slot; none where it is absent, null, or not of the type.
    #[must_use]
    pub fn value<T: serde::Deserialize<'a>>(&self, slot: Slot) -> Option<T> {
        serde_json::from_str(self.get(slot)?.get()).ok()
    }
}

/// Reads a body. Members that the template does not know are passed over, and null is as good as absent; so is anything
/// else than an object where the template has one inside.
///
/// # Errors
/// The body is not JSON, or is no object where the whole template is one.
pub fn read<'a>(template: &Template, body: &'a [u8]) -> Result<Found<'a>, DecodeError> {
    let whole: &RawValue = serde_json::from_slice(body).map_err(|error| DecodeError::new(&error, body))?;
    let mut found = Found::default();
    match template {
        Template::Object(_) if !whole.get().starts_with('{') => {
            return Err(DecodeError::of("an object was expected", body));
        }
        _ => take(template, whole, &mut found),
    }
    Ok(found)
}

fn take<'a>(template: &Template, text: &'a RawValue, found: &mut Found<'a>) {
    match template {
        Template::Constant(_) => {}
        Template::Slot(slot) => {
            if text.get() != "null" {
                found.slots.push((*slot, text));
            }
        }
        Template::Object(members) => {
            let mut reader = serde_json::Deserializer::from_str(text.get());
            // The text has been read once: what fails here is that it is no object.
            let _ = Slots { members, found }.deserialize(&mut reader);
        }
    }
}

/// Takes the members of an object that its template knows.
struct Slots<'t, 'f, 'a> {
    members: &'t [Member],
    found: &'f mut Found<'a>,
}

impl<'a> DeserializeSeed<'a> for Slots<'_, '_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Slots<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Key<'a>>()? {
            match self.members.iter().find(|member| member.wire == &*key) {
                Some(member) => take(&member.value, map.next_value::<&'a RawValue>()?, self.found),
                None => map.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        Ok(())
    }
}
