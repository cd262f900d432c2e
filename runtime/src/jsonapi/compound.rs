//! Writes resources as the data of a document, and those related to them as what it includes.

use super::include::Paths;
use super::{Attributes, Fields, Include, Relationships, Resource, raw};
use crate::codec::json::WriteError;
use std::collections::{HashSet, VecDeque};

/// Makes the `links.self` of a resource object of its type and id; none where it has no URL of its own.
pub type OwnLink<'a> = &'a dyn Fn(&'static str, &str) -> Option<String>;

/// A [compound document](https://jsonapi.org/format/1.1/#document-compound-documents) in the making: first its data, by
/// one of [`one`](Self::one), [`optional`](Self::optional) and [`many`](Self::many), then what it
/// [includes](Self::included). Both are slots of the style's template, which has what is around them.
///
/// Values are serialised straight into the buffer. No object is written twice: what is primary data is not included, and
/// what is reached twice is included once, as it was met first.
pub struct Compound<'a> {
    include: &'a Include,
    fields: &'a Fields,
    own: Option<OwnLink<'a>>,
    found: Found<'a>,
}

/// What has been met, and what of it is still to be looked at.
#[derive(Default)]
pub(super) struct Found<'a> {
    met: HashSet<(&'static str, &'a str)>,
    queue: VecDeque<Reached<'a>>,
}

/// A resource that is to be included, and what behind it.
struct Reached<'a> {
    resource: &'a dyn Resource,
    behind: &'a Paths,
    first: bool,
}

impl<'a> Found<'a> {
    /// Notes a resource. One that was met before is looked at again for what is behind it: this value may hold more of
    /// that, and the path that led here may go on where the other did not.
    pub(super) fn reach(&mut self, resource: &'a dyn Resource, behind: &'a Paths) {
        let first = self.met.insert((resource.meta().ty, resource.id()));
        if first || !behind.is_empty() {
            self.queue.push_back(Reached { resource, behind, first });
        }
    }
}

impl<'a> Compound<'a> {
    /// A document that includes along these paths, of objects with these fields.
    #[must_use]
    pub fn new(include: &'a Include, fields: &'a Fields) -> Self {
        Self { include, fields, own: None, found: Found::default() }
    }

    /// Gives each resource object a `links.self`, where `own` makes one.
    #[must_use]
    pub fn own_links(mut self, own: OwnLink<'a>) -> Self {
        self.own = Some(own);
        self
    }

    /// Appends one resource object.
    ///
    /// # Errors
    /// An attribute has no JSON. `out` is then as long as it was.
    pub fn one<R: Resource>(&mut self, resource: &'a R, out: &mut Vec<u8>) -> Result<(), WriteError> {
        self.meet(resource);
        whole(out, |out| self.object(resource, self.include.paths(), out))
    }

    /// Appends one resource object, or null.
    ///
    /// # Errors
    /// As of [`one`](Self::one).
    pub fn optional<R: Resource>(
        &mut self,
        resource: Option<&'a R>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        match resource {
            Some(resource) => self.one(resource, out),
            None => {
                out.extend_from_slice(b"null");
                Ok(())
            }
        }
    }

    /// Appends a list of resource objects, as they come: that none comes twice is up to whoever lists them.
    ///
    /// # Errors
    /// As of [`one`](Self::one).
    pub fn many<R: Resource>(&mut self, resources: &'a [R], out: &mut Vec<u8>) -> Result<(), WriteError> {
        resources.iter().for_each(|resource| self.meet(resource));
        whole(out, |out| {
            out.push(b'[');
            for (index, resource) in resources.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                self.object(resource, self.include.paths(), out)?;
            }
            out.push(b']');
            Ok(())
        })
    }

    /// Appends the list of included objects, in the order in which they were found, and tells whether there is one: it is
    /// there, be it empty, where the caller asked for inclusion, and else where it is not empty.
    ///
    /// # Errors
    /// As of [`one`](Self::one).
    pub fn included(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        let before = out.len();
        whole(out, |out| {
            out.push(b'[');
            while let Some(reached) = self.found.queue.pop_front() {
                if !reached.first {
                    let mut again = Relationships::new(None, None, reached.behind, &mut self.found);
                    reached.resource.relationships(&mut again);
                    continue;
                }
                if out.len() > before + 1 {
                    out.push(b',');
                }
                self.object(reached.resource, reached.behind, out)?;
            }
            out.push(b']');
            Ok(())
        })?;
        let any = self.include.is_asked() || out.len() > before + 2;
        if !any {
            out.truncate(before);
        }
        Ok(any)
    }

    /// Primary data is not included. Nobody asks where nothing is.
    fn meet<R: Resource>(&mut self, resource: &'a R) {
        if !self.include.paths().is_empty() {
            self.found.met.insert((resource.meta().ty, resource.id()));
        }
    }

    fn object<R: Resource + ?Sized>(
        &mut self,
        resource: &'a R,
        paths: &'a Paths,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        let (ty, id) = (resource.meta().ty, resource.id());
        out.extend_from_slice(b"{\"type\":");
        raw::put_text(ty, out);
        out.extend_from_slice(b",\"id\":");
        raw::put_text(id, out);
        let fields = self.fields.of(ty);
        let mut attributes = Attributes::new(out, fields);
        resource.attributes(&mut attributes);
        attributes.end()?;
        let mut relationships = Relationships::new(Some(out), fields, paths, &mut self.found);
        resource.relationships(&mut relationships);
        relationships.end();
        if let Some(link) = self.own.and_then(|own| own(ty, id)) {
            out.extend_from_slice(b",\"links\":{\"self\":");
            raw::put_text(&link, out);
            out.push(b'}');
        }
        out.push(b'}');
        Ok(())
    }
}

/// Writes all or nothing.
fn whole(
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let before = out.len();
    write(out).inspect_err(|_| out.truncate(before))
}

#[cfg(test)]
mod tests;
