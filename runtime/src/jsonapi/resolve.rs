//! Resolves a response document: resources in the flat form, with included resources in place of their identifiers.

use super::include::Paths;
use super::{Include, raw};
use crate::codec::DecodeError;
use crate::schema::members::MemberName;
use serde_json::value::RawValue;
use std::collections::HashMap;

/// The maximum number of bytes that may be copied more than once: an included resource is repeated wherever it is
/// related. It limits how much longer the flat form can be than the document.
pub const EXPANDED: usize = 64 * 1024 * 1024;

/// Returns the flat form of a document's `data`: null, a resource or a list of resources. A relationship along
/// `include` becomes the resource itself if the document contains it, in `included` or as primary data; otherwise,
/// and on the second visit to a resource along one path, it stays an identifier.
///
/// # Errors
/// Returns an error if a resource object is malformed, or if repeated resources exceed [`EXPANDED`].
pub fn resolve(
    data: &RawValue,
    included: Option<&RawValue>,
    include: &Include,
) -> Result<Vec<u8>, DecodeError> {
    let out = Vec::with_capacity(data.get().len());
    let mut resolver = Resolver { known: HashMap::new(), above: Vec::new(), left: EXPANDED, out };
    let items = raw::items(data)?;
    let primary = items.as_deref().unwrap_or(std::slice::from_ref(&data));
    if !include.paths().is_empty() {
        let included = included.map(raw::items).transpose()?.flatten().unwrap_or_default();
        for object in included.iter().chain(primary) {
            resolver.know(object)?;
        }
    }
    match items {
        Some(items) => resolver.list(&items, |resolver, item| resolver.resource(item, include.paths()))?,
        None if data.get() == "null" => resolver.out.extend_from_slice(b"null"),
        None => resolver.resource(data, include.paths())?,
    }
    Ok(resolver.out)
}

/// Returns the flat form of a document without a style's template.
///
/// # Errors
/// See [`resolve`]; also returns an error if the body is not JSON or has no `data`.
pub fn resolve_document(body: &[u8], include: &Include) -> Result<Vec<u8>, DecodeError> {
    let root = raw::pick(raw::whole(body)?, ["data", "included"])?;
    match root.map(|root| root.values) {
        Some([Some(data), included]) => resolve(data, included, include),
        _ => Err(DecodeError::of("expected a document with data", body)),
    }
}

/// The type and id of a resource.
type ResourceName<'a> = (MemberName<'a>, MemberName<'a>);

struct Resolver<'a> {
    /// The resources of the document; the first one counts among duplicates.
    known: HashMap<(String, String), &'a RawValue>,
    /// The resources that contain the current one.
    above: Vec<(String, String)>,
    /// The number of bytes that may still be repeated.
    left: usize,
    out: Vec<u8>,
}

impl<'a> Resolver<'a> {
    fn know(&mut self, object: &'a RawValue) -> Result<(), DecodeError> {
        if let Some(picked) = raw::pick(object, ["type", "id"])?
            && let Ok((ty, id)) = name(object, picked.values)
        {
            self.known.entry((ty.into_string(), id.into_string())).or_insert(object);
        }
        Ok(())
    }

    /// Appends a resource object in the flat form.
    fn resource(&mut self, object: &'a RawValue, paths: &Paths) -> Result<(), DecodeError> {
        let wires = ["type", "id", "attributes", "relationships"];
        let picked = raw::pick(object, wires)?.ok_or_else(|| no_resource(object))?;
        let [ty, id, attributes, relationships] = picked.values;
        let (ty, id) = name(object, [ty, id])?;
        raw::put_identifier(&ty, &id, None, &mut self.out);
        self.out.pop();
        if let Some(attributes) = attributes {
            raw::members(attributes, &mut |wire, value| {
                if is_field(wire) {
                    raw::put_key(wire, 0, &mut self.out);
                    self.out.extend_from_slice(value.get().as_bytes());
                }
            })?;
        }
        if let Some(relationships) = relationships {
            self.above.push((ty.into_string(), id.into_string()));
            self.relationships(relationships, paths)?;
            self.above.pop();
        }
        self.out.push(b'}');
        Ok(())
    }

    /// Appends the relationships that have linkage.
    fn relationships(&mut self, value: &'a RawValue, paths: &Paths) -> Result<(), DecodeError> {
        let mut failed = None;
        raw::members(value, &mut |wire, value| {
            if failed.is_none() {
                failed = self.relationship(wire, value, paths.behind(wire)).err();
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn relationship(
        &mut self,
        wire: &str,
        value: &'a RawValue,
        behind: Option<&Paths>,
    ) -> Result<(), DecodeError> {
        let Some([Some(data)]) = raw::pick(value, ["data"])?.map(|picked| picked.values) else {
            return Ok(());
        };
        if !is_field(wire) {
            return Ok(());
        }
        raw::put_key(wire, 0, &mut self.out);
        match raw::items(data)? {
            Some(items) => self.list(&items, |resolver, item| resolver.related(item, behind)),
            None if data.get() == "null" => {
                self.out.extend_from_slice(b"null");
                Ok(())
            }
            None => self.related(data, behind),
        }
    }

    /// Appends a related resource, in full if it is included and present.
    fn related(&mut self, identifier: &'a RawValue, behind: Option<&Paths>) -> Result<(), DecodeError> {
        let picked = raw::pick(identifier, ["type", "id"])?.ok_or_else(|| no_resource(identifier))?;
        let (ty, id) = name(identifier, picked.values)?;
        if let Some(behind) = behind {
            let name = ((*ty).to_owned(), (*id).to_owned());
            if !self.above.contains(&name)
                && let Some(object) = self.known.get(&name).copied()
            {
                let left = self.left.checked_sub(object.get().len());
                self.left = left
                    .ok_or_else(|| DecodeError::of("the included resources are repeated too often", b""))?;
                return self.resource(object, behind);
            }
        }
        raw::put_identifier(&ty, &id, None, &mut self.out);
        Ok(())
    }

    fn list(
        &mut self,
        items: &[&'a RawValue],
        mut put: impl FnMut(&mut Self, &'a RawValue) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.out.push(b'[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            put(self, item)?;
        }
        self.out.push(b']');
        Ok(())
    }
}

/// Returns whether a field may have this name: names that start with `@` are not part of the format
/// (<https://jsonapi.org/format/1.1/#document-member-names-at-members>).
fn is_field(wire: &str) -> bool {
    !matches!(wire, "type" | "id") && !wire.starts_with('@')
}

fn name<'a>(object: &RawValue, values: [Option<&'a RawValue>; 2]) -> Result<ResourceName<'a>, DecodeError> {
    let [ty, id] = values.map(|value| value.and_then(raw::text));
    ty.zip(id).ok_or_else(|| no_resource(object))
}

fn no_resource(value: &RawValue) -> DecodeError {
    DecodeError::of("expected a resource with type and id", value.get().as_bytes())
}

#[cfg(test)]
mod tests;
