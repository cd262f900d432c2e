//! Serializes objects as alternatives of a union, which writes the tag itself.

use super::Members;
use crate::value::Boxed;
use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// A value that writes its members into an open object. Implemented by generated code.
pub trait WriteObject {
    /// Writes the members.
    ///
    /// # Errors
    /// Returns the errors of the serializer.
    fn write_object<S: Serializer>(&self, members: &mut Members<S>) -> Result<(), S::Error>;
}

/// Writes a complete object.
///
/// # Errors
/// Returns the errors of the serializer.
pub fn write_object<T: WriteObject + ?Sized, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut members = Members::new(serializer)?;
    value.write_object(&mut members)?;
    members.end()
}

impl<S: Serializer> Members<S> {
    /// Writes an alternative of a union with `tag` as the member `wire`, whatever value the alternative has. A union
    /// inside the alternative takes precedence.
    ///
    /// # Errors
    /// Returns the errors of the serializer.
    pub fn variant<T: WriteObject + ?Sized>(
        &mut self,
        wire: &'static str,
        tag: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        match self.tags.iter_mut().find(|(known, ..)| *known == wire) {
            Some((_, value, _)) => *value = tag,
            None => self.tags.push((wire, tag, false)),
        }
        value.write_object(self)
    }

    /// Writes the tag if the member with this name is one.
    pub(super) fn put_tag(&mut self, wire: &str) -> Result<bool, S::Error> {
        let Some((known, value, written)) = self.tags.iter_mut().find(|(known, ..)| *known == wire) else {
            return Ok(false);
        };
        if !std::mem::replace(written, true) {
            self.map.serialize_entry(known, value)?;
        }
        Ok(true)
    }

    fn entry<T: Serialize>(&mut self, wire: &str, value: &T) -> Result<(), S::Error> {
        if self.put_tag(wire)? { Ok(()) } else { self.map.serialize_entry(wire, value) }
    }
}

/// Returns the tag of an alternative with several: the one that its own member has, else the first.
#[must_use]
pub fn chosen<T: Serialize + ?Sized>(tags: &'static [&'static str], held: &T) -> &'static str {
    let held = key(held);
    tags.iter().find(|tag| **tag == held).or(tags.first()).copied().unwrap_or_default()
}

impl<T: WriteObject + ?Sized> WriteObject for Box<T> {
    fn write_object<S: Serializer>(&self, members: &mut Members<S>) -> Result<(), S::Error> {
        (**self).write_object(members)
    }
}

impl<T: WriteObject> WriteObject for Boxed<T> {
    fn write_object<S: Serializer>(&self, members: &mut Members<S>) -> Result<(), S::Error> {
        (**self).write_object(members)
    }
}

impl<T: Serialize> WriteObject for BTreeMap<String, T> {
    fn write_object<S: Serializer>(&self, members: &mut Members<S>) -> Result<(), S::Error> {
        self.iter().try_for_each(|(wire, value)| members.entry(wire, value))
    }
}

/// A value that matches no alternative, as received.
impl WriteObject for Value {
    fn write_object<S: Serializer>(&self, members: &mut Members<S>) -> Result<(), S::Error> {
        let object = self.as_object().ok_or_else(|| S::Error::custom("expected an object"))?;
        object.iter().try_for_each(|(wire, value)| members.entry(wire, value))
    }
}

/// Returns the key of an item as text, empty if it has none.
pub fn key<T: Serialize + ?Sized>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}
