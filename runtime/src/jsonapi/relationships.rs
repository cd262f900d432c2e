//! Relationships of a resource.

use super::compound::IncludedResources;
use super::include::Paths;
use super::{Related, Resource, raw};
use std::slice;

/// Writes the linkage of one resource's relationships, and finds the resources to include.
///
/// Linkage is [complete](https://jsonapi.org/format/1.1/#document-resource-object-linkage) whatever is included,
/// except for relationships outside a sparse fieldset. Their resources are still included if the request asks for
/// them.
pub struct Relationships<'a, 'w> {
    /// `None` if the object has been written before, and only its related resources are of interest.
    out: Option<&'w mut Vec<u8>>,
    fields: Option<&'w [&'static str]>,
    paths: &'a Paths,
    found: &'w mut IncludedResources<'a>,
    before: usize,
    start: usize,
}

const OPENING: &[u8] = b",\"relationships\":{";

impl<'a, 'w> Relationships<'a, 'w> {
    pub(super) fn new(
        mut out: Option<&'w mut Vec<u8>>,
        fields: Option<&'w [&'static str]>,
        paths: &'a Paths,
        found: &'w mut IncludedResources<'a>,
    ) -> Self {
        let before = out.as_ref().map_or(0, |out| out.len());
        if let Some(out) = &mut out {
            out.extend_from_slice(OPENING);
        }
        Self { out, fields, paths, found, before, start: before + OPENING.len() }
    }

    /// Writes a to-one relationship.
    pub fn one<T: Resource>(&mut self, wire: &str, related: &'a Related<T>) {
        self.put(wire, |out| put_identifier(related, out));
        self.include(wire, slice::from_ref(related));
    }

    /// Writes a to-one relationship that may be null.
    pub fn optional<T: Resource>(&mut self, wire: &str, related: &'a Option<Related<T>>) {
        match related {
            Some(related) => self.one(wire, related),
            None => self.put(wire, |out| out.extend_from_slice(b"null")),
        }
    }

    /// Writes a to-one relationship, omitted if it is `None`.
    pub fn some<T: Resource>(&mut self, wire: &str, related: &'a Option<Related<T>>) {
        if let Some(related) = related {
            self.one(wire, related);
        }
    }

    /// Writes a to-many relationship.
    pub fn many<T: Resource>(&mut self, wire: &str, related: &'a [Related<T>]) {
        self.put(wire, |out| put_identifiers(related, out));
        self.include(wire, related);
    }

    /// Writes a to-many relationship, omitted if it is `None`.
    pub fn many_some<T: Resource>(&mut self, wire: &str, related: &'a Option<Vec<Related<T>>>) {
        if let Some(related) = related {
            self.many(wire, related);
        }
    }

    /// Writes a relationship object, unless it is outside the fieldset.
    fn put(&mut self, wire: &str, linkage: impl FnOnce(&mut Vec<u8>)) {
        let Some(out) = &mut self.out else { return };
        if self.fields.is_some_and(|fields| !fields.contains(&wire)) {
            return;
        }
        raw::put_key(wire, self.start, out);
        out.extend_from_slice(b"{\"data\":");
        linkage(out);
        out.push(b'}');
    }

    /// Records the full resources that are to be included.
    fn include<T: Resource>(&mut self, wire: &str, related: &'a [Related<T>]) {
        let Some(behind) = self.paths.behind(wire) else { return };
        for whole in related.iter().filter_map(Related::full) {
            self.found.reach(whole, behind);
        }
    }

    pub(super) fn end(self) {
        match self.out {
            Some(out) if out.len() == self.start => out.truncate(self.before),
            Some(out) => out.push(b'}'),
            None => {}
        }
    }
}

/// Appends the identifier of a related resource.
pub(super) fn put_identifier<T: Resource>(related: &Related<T>, out: &mut Vec<u8>) {
    match related {
        Related::Id(id) => id.write(out),
        Related::Full(whole) => raw::put_identifier(whole.ty(), whole.id(), None, out),
    }
}

/// Appends a list of the identifiers of related resources.
pub(super) fn put_identifiers<T: Resource>(related: &[Related<T>], out: &mut Vec<u8>) {
    out.push(b'[');
    for (index, related) in related.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        put_identifier(related, out);
    }
    out.push(b']');
}
