//! A client's reading of an answer: resources in the flat form, and what was included put in its places.

use super::include::Paths;
use super::{Include, raw};
use crate::codec::DecodeError;
use crate::schema::members::Key;
use serde_json::value::RawValue;
use std::collections::HashMap;

/// How much of a document may be gone through again, in bytes: an included resource is repeated wherever it is related.
/// The flat form cannot be longer than the document by more.
pub const EXPANDED: usize = 64 * 1024 * 1024;

/// Makes the flat form of a document's `data`, which is null, a resource or a list of them. A relationship becomes the whole
/// of the resource where `include` leads and the document has it, in `included` or as other data; elsewhere it stays an
/// identifier, as it does at the second visit to a resource on one path.
///
/// # Errors
/// What stands for a resource is none, or what is included is related so often that it comes to more than [`EXPANDED`].
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

/// The same, of a whole document that has nothing around it.
///
/// # Errors
/// As of [`resolve`]; or it is not JSON, or there is no `data`.
pub fn resolve_document(body: &[u8], include: &Include) -> Result<Vec<u8>, DecodeError> {
    let root = raw::pick(raw::whole(body)?, ["data", "included"])?;
    match root.map(|root| root.values) {
        Some([Some(data), included]) => resolve(data, included, include),
        _ => Err(DecodeError::of("a document with data was expected", body)),
    }
}

/// A resource by its type and id.
type Name<'a> = (Key<'a>, Key<'a>);

struct Resolver<'a> {
    /// The resources of the document; of two with one name the first.
    known: HashMap<(String, String), &'a RawValue>,
    /// Those that the present one is inside.
    above: Vec<(String, String)>,
    /// How much may still be gone through again.
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

    /// Appends a related resource: all of it where it is wanted and there.
    fn related(&mut self, identifier: &'a RawValue, behind: Option<&Paths>) -> Result<(), DecodeError> {
        let picked = raw::pick(identifier, ["type", "id"])?.ok_or_else(|| no_resource(identifier))?;
        let (ty, id) = name(identifier, picked.values)?;
        if let Some(behind) = behind {
            let name = ((*ty).to_owned(), (*id).to_owned());
            if !self.above.contains(&name)
                && let Some(object) = self.known.get(&name).copied()
            {
                let left = self.left.checked_sub(object.get().len());
                self.left = left.ok_or_else(|| DecodeError::of("too much is included too often", b""))?;
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

/// Whether a resource object may have a field of this name: one with `@` in front is outside the format
/// (<https://jsonapi.org/format/1.1/#document-member-names-at-members>).
fn is_field(wire: &str) -> bool {
    !matches!(wire, "type" | "id") && !wire.starts_with('@')
}

fn name<'a>(object: &RawValue, values: [Option<&'a RawValue>; 2]) -> Result<Name<'a>, DecodeError> {
    let [ty, id] = values.map(|value| value.and_then(raw::text));
    ty.zip(id).ok_or_else(|| no_resource(object))
}

fn no_resource(value: &RawValue) -> DecodeError {
    DecodeError::of("a resource with type and id was expected", value.get().as_bytes())
}

#[cfg(test)]
mod tests;
