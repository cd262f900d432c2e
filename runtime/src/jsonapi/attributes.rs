//! Attributes of a resource.

use super::raw;
use crate::codec::json::{self, WriteError};
use crate::value::LinkPath;
use crate::value::{Link, Patch};
use serde::Serialize;
use std::collections::BTreeMap;

/// Writes the attributes of one resource as the members of its `attributes`.
///
/// Attributes outside a sparse fieldset are not serialized. `attributes` is omitted if it would be empty.
#[derive(Debug)]
pub struct Attributes<'w> {
    out: &'w mut Vec<u8>,
    fields: Option<&'w [&'static str]>,
    before: usize,
    start: usize,
    failed: Option<WriteError>,
}

const OPENING: &[u8] = b",\"attributes\":{";

impl<'w> Attributes<'w> {
    pub(super) fn new(out: &'w mut Vec<u8>, fields: Option<&'w [&'static str]>) -> Self {
        let before = out.len();
        out.extend_from_slice(OPENING);
        let start = out.len();
        Self { out, fields, before, start, failed: None }
    }

    /// Writes a required attribute.
    pub fn member<T: Serialize + ?Sized>(&mut self, wire: &str, value: &T) {
        if self.failed.is_some() || self.fields.is_some_and(|fields| !fields.contains(&wire)) {
            return;
        }
        raw::put_key(wire, self.start, self.out);
        self.failed = json::write(value, self.out).err();
    }

    /// Writes an attribute, omitted if it is `None`.
    pub fn some<T: Serialize>(&mut self, wire: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.member(wire, value);
        }
    }

    /// Writes an attribute, omitted if it is absent; it may be null.
    pub fn patch<T: Serialize>(&mut self, wire: &str, value: &Patch<T>) {
        if !value.is_absent() {
            self.member(wire, value);
        }
    }

    /// Writes a link. An empty link is built from the other members, or omitted if that is not possible.
    pub fn link(&mut self, wire: &str, link: &Link, make: impl FnOnce() -> LinkPath) {
        if !link.is_empty() {
            self.member(wire, link);
        } else if let Some(made) = make().finish() {
            self.member(wire, &made);
        }
    }

    /// Writes the additional attributes. Those with the name of a member of the resource object, or of a declared
    /// attribute, are skipped ([JSON:API](https://jsonapi.org/format/1.1/#document-resource-object-fields) has one
    /// namespace).
    pub fn others<T: Serialize>(&mut self, others: &BTreeMap<String, T>, named: &'static [&'static str]) {
        for (wire, value) in others {
            if wire == "type" || wire == "id" || named.contains(&wire.as_str()) {
                crate::schema::members::log_skipped(wire);
            } else {
                self.member(wire, value);
            }
        }
    }

    pub(super) fn end(self) -> Result<(), WriteError> {
        if let Some(failed) = self.failed {
            return Err(failed);
        }
        if self.out.len() == self.start {
            self.out.truncate(self.before);
        } else {
            self.out.push(b'}');
        }
        Ok(())
    }
}
