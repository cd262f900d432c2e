//! Writes resources as primary data, and related resources as included ones.

use super::include::Paths;
use super::{Attributes, Fields, Include, Relationships, Resource, raw};
use crate::codec::json::WriteError;
use std::collections::{HashSet, VecDeque};

/// Returns the `links.self` of a resource object from type and id, or `None` if it has no URL.
pub type SelfLink<'a> = &'a dyn Fn(&'static str, &str) -> Option<String>;

/// Writes a [compound document](https://jsonapi.org/format/1.1/#document-compound-documents): first its data, by
/// [`one`](Self::one), [`optional`](Self::optional) or [`many`](Self::many), then the [included](Self::included)
/// resources. Both are slots of the style's template.
///
/// Values are serialized directly into the buffer. No object is written twice: primary data is not included, and a
/// resource that is reached several times is included once.
pub struct Compound<'a> {
    include: &'a Include,
    fields: &'a Fields,
    own: Option<SelfLink<'a>>,
    found: IncludedResources<'a>,
}

/// The resources found so far, and those still to be visited.
#[derive(Default)]
pub(super) struct IncludedResources<'a> {
    met: HashSet<(&'static str, &'a str)>,
    queue: VecDeque<ReachedResource<'a>>,
}

/// A resource to include, and the paths to follow from it.
struct ReachedResource<'a> {
    resource: &'a dyn Resource,
    behind: &'a Paths,
    first: bool,
}

impl<'a> IncludedResources<'a> {
    /// Records a resource. One that was found before is visited again, because this value may hold more related
    /// resources or the path may lead further.
    pub(super) fn reach(&mut self, resource: &'a dyn Resource, behind: &'a Paths) {
        let first = self.met.insert((resource.meta().ty, resource.id()));
        if first || !behind.is_empty() {
            self.queue.push_back(ReachedResource { resource, behind, first });
        }
    }
}

impl<'a> Compound<'a> {
    /// Creates a document that includes resources along these paths, with these fields.
    #[must_use]
    pub fn new(include: &'a Include, fields: &'a Fields) -> Self {
        Self { include, fields, own: None, found: IncludedResources::default() }
    }

    /// Sets the function that builds `links.self` of resource objects.
    #[must_use]
    pub fn self_links(mut self, own: SelfLink<'a>) -> Self {
        self.own = Some(own);
        self
    }

    /// Appends a resource object.
    ///
    /// # Errors
    /// Returns an error if an attribute cannot be serialized. `out` is then unchanged.
    pub fn one<R: Resource>(&mut self, resource: &'a R, out: &mut Vec<u8>) -> Result<(), WriteError> {
        self.meet(resource);
        whole(out, |out| self.object(resource, self.include.paths(), out))
    }

    /// Appends a resource object or null.
    ///
    /// # Errors
    /// See [`one`](Self::one).
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

    /// Appends a list of resource objects in the given order. The caller must not list one twice.
    ///
    /// # Errors
    /// See [`one`](Self::one).
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

    /// Appends the list of included resources in the order they were found. Returns false if the document has no
    /// `included`: it has one, possibly empty, if the request asked for inclusion, and otherwise if it is not empty.
    ///
    /// # Errors
    /// See [`one`](Self::one).
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
        let any = self.include.is_requested() || out.len() > before + 2;
        if !any {
            out.truncate(before);
        }
        Ok(any)
    }

    /// Records primary data, so that it is not included again.
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

/// Writes a complete object, or nothing if it fails.
fn whole(
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let before = out.len();
    write(out).inspect_err(|_| out.truncate(before))
}

#[cfg(test)]
mod tests;
