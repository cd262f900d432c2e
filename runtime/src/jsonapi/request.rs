//! Reads the request document that creates or updates a resource.

use super::fault::Faults;
use super::linkage::{self, Linkage};
use super::{DocumentError, DocumentFault, DocumentFaultKind, RelationshipMeta, ResourceMeta};
use super::{document_pointer, raw};
use crate::codec::DecodeError;
use crate::schema::check::{Violation, ViolationKind};
use crate::syntax::pointer::push;
use serde_json::value::RawValue;

/// The purpose of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// Creates a resource; the server chooses the id (<https://jsonapi.org/format/1.1/#crud-creating>).
    Create,
    /// Creates a resource; the client may choose the id, which is then a member of the flat form.
    CreateAs,
    /// Updates the resource with this id (<https://jsonapi.org/format/1.1/#crud-updating>).
    Change(&'a str),
    /// Updates a resource whose id is not in the URL. The caller compares [`FlatRequest::id`] if it is present.
    ChangeOwn,
    /// A message that is not a resource: it has a type; an id is ignored.
    Say,
}

/// A request document in the flat form, which [`body::read`](crate::codec::body::read) reads.
#[derive(Debug)]
pub struct FlatRequest {
    /// The flat form: attributes as they were sent, and relationships as identifiers. `id` is only present for
    /// [`Purpose::CreateAs`], `type` never.
    ///
    /// Unknown attributes are present as unknown members. Unknown relationships are not, and neither are attributes
    /// with the name of a relationship or of a member of resource objects.
    pub text: Vec<u8>,
    /// The faults of the document.
    pub faults: Vec<DocumentFault>,
    /// The id in the document.
    pub id: Option<String>,
    /// The local id of the resource.
    pub lid: Option<String>,
    meta: &'static ResourceMeta,
    blamed: Vec<&'static str>,
}

impl FlatRequest {
    /// Converts a violation of the flat form to one of the document. Returns `None` if a [fault](Self::faults) has
    /// reported it already: what could not be read is missing from the flat form.
    #[must_use]
    pub fn explain(&self, mut violation: Violation) -> Option<Violation> {
        let missing = violation.kind == ViolationKind::Missing;
        let member = violation.pointer.strip_prefix('/').unwrap_or_default();
        if missing && self.blamed.contains(&member) {
            return None;
        }
        if violation.kind != ViolationKind::More {
            violation.pointer = document_pointer(&violation.pointer, self.meta, missing);
        }
        Some(violation)
    }
}

/// Reads the document that creates or updates a resource.
///
/// Members that JSON:API does not define are ignored (<https://jsonapi.org/format/1.1/#document-structure>), as are
/// those that start with `@`.
///
/// # Errors
/// Returns an error if the body is not JSON, or not a document of a resource with this type and id. Its attributes
/// are then not checked.
pub fn read_request(
    body: &[u8],
    meta: &'static ResourceMeta,
    purpose: Purpose<'_>,
) -> Result<FlatRequest, DocumentError> {
    let mut faults = Faults { resource: Some(meta.ty), ..Faults::default() };
    let Some(data) = linkage::data(body, &mut faults)? else {
        return Err(DocumentError::Faults(faults.list));
    };
    let Some(data) = raw::pick(data, ["type", "id", "lid", "attributes", "relationships"])? else {
        faults.note(DocumentFaultKind::NotAnObject, "/data");
        return Err(DocumentError::Faults(faults.list));
    };
    faults.twice(&data.twice, "/data");
    let [ty, id, lid, attributes, relationships] = data.values;
    let before = faults.list.len();
    let ty = text(ty, "/data/type", true, &mut faults);
    if ty.is_some_and(|ty| ty != meta.ty) {
        faults.note(DocumentFaultKind::WrongType, "/data/type");
    }
    let id = identified(id, purpose, &mut faults);
    let lid = text(lid, "/data/lid", false, &mut faults);
    if faults.list.len() > before {
        return Err(DocumentError::Faults(faults.list));
    }
    let text = Vec::with_capacity(body.len());
    let mut flat = FlatRequest { text, faults: Vec::new(), id, lid, meta, blamed: Vec::new() };
    flat.text.push(b'{');
    if let (Some(id), Purpose::CreateAs) = (&flat.id, purpose) {
        raw::put_key("id", 1, &mut flat.text);
        raw::put_text(id, &mut flat.text);
    }
    flat.attributes(attributes, &mut faults)?;
    flat.relationships(relationships, &mut faults)?;
    flat.text.push(b'}');
    flat.faults = faults.list;
    Ok(flat)
}

fn text(value: Option<&RawValue>, pointer: &str, required: bool, faults: &mut Faults) -> Option<String> {
    let Some(value) = value else {
        if required {
            faults.note(DocumentFaultKind::Missing, pointer);
        }
        return None;
    };
    let text = raw::text(value);
    if text.is_none() {
        faults.note(DocumentFaultKind::NotText, pointer);
    }
    text.map(crate::schema::members::MemberName::into_string)
}

/// Checks the id against the document's purpose.
fn identified(id: Option<&RawValue>, purpose: Purpose<'_>, faults: &mut Faults) -> Option<String> {
    let (is_there, pointer) = (id.is_some(), "/data/id");
    match purpose {
        Purpose::Create if is_there => {
            faults.note(DocumentFaultKind::ClientId, pointer);
            None
        }
        Purpose::Create | Purpose::CreateAs | Purpose::ChangeOwn => text(id, pointer, false, faults),
        Purpose::Say => None,
        Purpose::Change(expected) => {
            let id = text(id, pointer, true, faults);
            if id.as_ref().is_some_and(|id| id != expected) {
                faults.note(DocumentFaultKind::WrongId, pointer);
            }
            id
        }
    }
}

impl FlatRequest {
    fn attributes(&mut self, attributes: Option<&RawValue>, faults: &mut Faults) -> Result<(), DecodeError> {
        let Some(attributes) = attributes else { return Ok(()) };
        let is_object = raw::members(attributes, &mut |wire, value| {
            let is_other = matches!(wire, "type" | "id") || wire.starts_with('@');
            if !is_other && self.meta.relationship(wire).is_none() {
                raw::put_key(wire, 1, &mut self.text);
                self.text.extend_from_slice(value.get().as_bytes());
            }
        })?;
        if !is_object {
            faults.note(DocumentFaultKind::NotAnObject, "/data/attributes");
            self.blamed.extend_from_slice(self.meta.attributes);
        }
        Ok(())
    }

    fn relationships(&mut self, value: Option<&RawValue>, faults: &mut Faults) -> Result<(), DecodeError> {
        let Some(value) = value else { return Ok(()) };
        let mut known: Vec<(&'static RelationshipMeta, &RawValue)> = Vec::new();
        let is_object = raw::members(value, &mut |wire, value| {
            let Some(meta) = self.meta.relationship(wire) else { return };
            match known.iter_mut().find(|(met, _)| met.wire == meta.wire) {
                Some(_) => faults.twice(&[meta.wire], "/data/relationships"),
                None => known.push((meta, value)),
            }
        })?;
        if !is_object {
            faults.note(DocumentFaultKind::NotAnObject, "/data/relationships");
            self.blamed.extend(self.meta.relationships.iter().map(|meta| meta.wire));
        }
        known.into_iter().try_for_each(|(meta, value)| self.relationship(meta, value, faults))
    }

    fn relationship(
        &mut self,
        meta: &'static RelationshipMeta,
        value: &RawValue,
        faults: &mut Faults,
    ) -> Result<(), DecodeError> {
        let mut pointer = "/data/relationships".to_owned();
        push(&mut pointer, meta.wire);
        let before = self.text.len();
        raw::put_key(meta.wire, 1, &mut self.text);
        if !self.linkage(meta, value, &pointer, faults)? {
            self.text.truncate(before);
            self.blamed.push(meta.wire);
        }
        Ok(())
    }

    /// Appends the linkage of a relationship object. Returns false if there is no readable linkage.
    fn linkage(
        &mut self,
        meta: &'static RelationshipMeta,
        value: &RawValue,
        pointer: &str,
        faults: &mut Faults,
    ) -> Result<bool, DecodeError> {
        let Some(picked) = raw::pick(value, ["data"])? else {
            faults.note(DocumentFaultKind::NotAnObject, pointer);
            return Ok(false);
        };
        faults.twice(&picked.twice, pointer);
        let pointer = format!("{pointer}/data");
        let [Some(data)] = picked.values else {
            faults.note(DocumentFaultKind::Missing, pointer);
            return Ok(false);
        };
        let local = self.lid.as_deref().map(|lid| (self.meta.ty, lid));
        let mut linkage = Linkage { meta, local, faults };
        if meta.many {
            let Some(ids) = linkage.many(data, &pointer)? else { return Ok(false) };
            self.text.push(b'[');
            for (index, id) in ids.iter().enumerate() {
                if index > 0 {
                    self.text.push(b',');
                }
                id.write(&mut self.text);
            }
            self.text.push(b']');
        } else {
            match linkage.one(data, &pointer)? {
                Some(Some(id)) => id.write(&mut self.text),
                Some(None) => self.text.extend_from_slice(b"null"),
                None => return Ok(false),
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
