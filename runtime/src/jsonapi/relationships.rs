//! Where a resource tells its relationships.

use super::compound::Found;
use super::include::Paths;
use super::{Related, Resource, raw};
use std::slice;

/// Takes the relationships of one resource: writes their linkage, and finds what is to be included.
///
/// Linkage is whole whatever is included
/// ([JSON:API](https://jsonapi.org/format/1.1/#document-resource-object-linkage)), but for relationships that a sparse
/// fieldset leaves out. What such a one leads to is included all the same where that is asked for.
pub struct Relationships<'a, 'w> {
    /// None where the object has been written before, and only what it leads to is of interest.
    out: Option<&'w mut Vec<u8>>,
    fields: Option<&'w [&'static str]>,
    paths: &'a Paths,
    found: &'w mut Found<'a>,
    before: usize,
    start: usize,
}

const OPENING: &[u8] = b",\"relationships\":{";

impl<'a, 'w> Relationships<'a, 'w> {
    pub(super) fn new(
        mut out: Option<&'w mut Vec<u8>>,
        fields: Option<&'w [&'static str]>,
        paths: &'a Paths,
        found: &'w mut Found<'a>,
    ) -> Self {
        let before = out.as_ref().map_or(0, |out| out.len());
        if let Some(out) = &mut out {
            out.extend_from_slice(OPENING);
        }
        Self { out, fields, paths, found, before, start: before + OPENING.len() }
    }

    /// A relationship to one resource.
    pub fn one<T: Resource>(&mut self, wire: &str, related: &'a Related<T>) {
        self.put(wire, |out| put_identifier(related, out));
        self.include(wire, slice::from_ref(related));
    }

    /// A relationship to one resource or none, which is told as null.
    pub fn optional<T: Resource>(&mut self, wire: &str, related: &'a Option<Related<T>>) {
        match related {
            Some(related) => self.one(wire, related),
            None => self.put(wire, |out| out.extend_from_slice(b"null")),
        }
    }

    /// A relationship to one resource that is left out where it is not told at all.
    pub fn some<T: Resource>(&mut self, wire: &str, related: &'a Option<Related<T>>) {
        if let Some(related) = related {
            self.one(wire, related);
        }
    }

    /// A relationship to any number of resources.
    pub fn many<T: Resource>(&mut self, wire: &str, related: &'a [Related<T>]) {
        self.put(wire, |out| put_identifiers(related, out));
        self.include(wire, related);
    }

    /// A relationship to any number of resources that is left out where it is not told at all.
    pub fn many_some<T: Resource>(&mut self, wire: &str, related: &'a Option<Vec<Related<T>>>) {
        if let Some(related) = related {
            self.many(wire, related);
        }
    }

    /// A relationship object, unless it is left out.
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

    /// What is there whole and is asked for.
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

/// Appends the identifiers of related resources, as a list.
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
