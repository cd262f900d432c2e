//! An entry of a failure.

use std::collections::HashSet;

use serde_json::value::RawValue;

use crate::codec::json::WriteError;
use crate::codec::template::{self, put_some};
use crate::style::{EntrySlot, Template};

use super::{EntryText, text};

/// What an entry of a failure says.
#[derive(Debug, Default)]
pub(crate) struct EntryBody<'a> {
    pub(crate) status: Option<u16>,
    pub(crate) title: EntryText<'a>,
    pub(crate) resource: EntryText<'a>,
    pub(crate) field: EntryText<'a>,
    pub(crate) pointer: EntryText<'a>,
    pub(crate) parameter: EntryText<'a>,
    pub(crate) header: EntryText<'a>,
    pub(crate) code: EntryText<'a>,
    pub(crate) message: EntryText<'a>,
}

impl EntryBody<'_> {
    fn write(&self, template: &Template) -> Result<Vec<u8>, WriteError> {
        let mut fill = |slot: EntrySlot, out: &mut Vec<u8>| match slot {
            EntrySlot::Status => put_some(out, self.status.as_ref()),
            EntrySlot::StatusText => put_some(out, self.status.map(|status| status.to_string()).as_ref()),
            EntrySlot::Title => put_some(out, self.title.as_ref()),
            EntrySlot::Resource => put_some(out, self.resource.as_ref()),
            EntrySlot::Field => put_some(out, self.field.as_ref()),
            EntrySlot::Pointer => put_some(out, self.pointer.as_ref()),
            EntrySlot::Parameter => put_some(out, self.parameter.as_ref()),
            EntrySlot::Header => put_some(out, self.header.as_ref()),
            EntrySlot::Code => put_some(out, self.code.as_ref()),
            EntrySlot::Message => put_some(out, self.message.as_ref()),
        };
        let mut entry = Vec::new();
        if !template::write(template, &mut fill, &mut entry)? {
            entry.extend_from_slice(b"{}");
        }
        Ok(entry)
    }

    /// Reads an entry. A text is one that has a message alone: some servers list texts where others are objects.
    fn read(template: &Template, raw: &RawValue) -> Option<Self> {
        let mut entry = Self::default();
        if raw.get().starts_with('"') {
            entry.message = text(raw);
            return Some(entry);
        }
        for (slot, raw) in template::read(template, raw.get().as_bytes()).ok()?.slots() {
            match slot {
                // Text by JSON:API, a number by many a server.
                EntrySlot::Status | EntrySlot::StatusText => {
                    entry.status = text(raw).and_then(|status| status.parse().ok()).or(entry.status);
                }
                EntrySlot::Title => entry.title = text(raw),
                EntrySlot::Resource => entry.resource = text(raw),
                EntrySlot::Field => entry.field = text(raw),
                EntrySlot::Pointer => entry.pointer = text(raw),
                EntrySlot::Parameter => entry.parameter = text(raw),
                EntrySlot::Header => entry.header = text(raw),
                EntrySlot::Code => entry.code = text(raw),
                EntrySlot::Message => entry.message = text(raw),
            }
        }
        Some(entry)
    }
}

/// Writes a list of entries, equal ones once; nothing if there are no entries.
pub(super) fn write_all(
    entries: &[EntryBody<'_>],
    template: &Template,
    out: &mut Vec<u8>,
) -> Result<bool, WriteError> {
    if entries.is_empty() {
        return Ok(false);
    }
    out.push(b'[');
    let mut written = HashSet::new();
    for entry in entries {
        let entry = entry.write(template)?;
        if !written.contains(&entry) {
            if !written.is_empty() {
                out.push(b',');
            }
            out.extend_from_slice(&entry);
            written.insert(entry);
        }
    }
    out.push(b']');
    Ok(true)
}

/// Reads a list of entries. Items that are not entries are left out.
pub(super) fn read_all<'a>(template: &Template, raw: &RawValue) -> Vec<EntryBody<'a>> {
    let items: Vec<&RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
    items.into_iter().filter_map(|item| EntryBody::read(template, item)).collect()
}
