//! Documents of a client, composed from the flat form.

use super::{RelationshipMeta, ResourceId, ResourceMeta, raw};
use crate::codec::DecodeError;
use serde_json::value::RawValue;

/// Composes the document that creates or updates a resource from the flat form of a generated type.
///
/// `id` is that of the resource to update (<https://jsonapi.org/format/1.1/#crud-updating>); without it, an id in the
/// flat form is one that the client chose. Related resources are written as identifiers.
///
/// # Errors
/// Returns an error if `flat` is not a JSON object, or a relationship in it has no identifiers.
pub fn compose(flat: &[u8], meta: &ResourceMeta, id: Option<&str>) -> Result<Vec<u8>, DecodeError> {
    let mut parts =
        DocumentParts { meta, id: None, attributes: Vec::new(), relationships: Vec::new(), failed: None };
    let is_object = raw::members(raw::whole(flat)?, &mut |wire, value| parts.take(wire, value))?;
    if !is_object {
        return Err(DecodeError::of("expected an object", flat));
    }
    if let Some(failed) = parts.failed {
        return Err(failed);
    }
    let mut out = Vec::with_capacity(flat.len() + 96);
    out.extend_from_slice(b"{\"data\":{\"type\":");
    raw::put_text(meta.ty, &mut out);
    match (id, parts.id) {
        (Some(id), _) => {
            out.extend_from_slice(b",\"id\":");
            raw::put_text(id, &mut out);
        }
        (None, Some(chosen)) => {
            out.extend_from_slice(b",\"id\":");
            out.extend_from_slice(chosen.get().as_bytes());
        }
        (None, None) => {}
    }
    for (opening, members) in
        [(",\"attributes\":{", parts.attributes), (",\"relationships\":{", parts.relationships)]
    {
        if !members.is_empty() {
            out.extend_from_slice(opening.as_bytes());
            out.extend_from_slice(&members);
            out.push(b'}');
        }
    }
    out.extend_from_slice(b"}}");
    Ok(out)
}

/// Composes the document that replaces a to-one relationship
/// (<https://jsonapi.org/format/1.1/#crud-updating-to-one-relationships>).
#[must_use]
pub fn compose_to_one(id: Option<&ResourceId>) -> Vec<u8> {
    let mut out = b"{\"data\":".to_vec();
    match id {
        Some(id) => id.write(&mut out),
        None => out.extend_from_slice(b"null"),
    }
    out.push(b'}');
    out
}

/// Composes the document that replaces, extends or reduces a to-many relationship
/// (<https://jsonapi.org/format/1.1/#crud-updating-to-many-relationships>).
#[must_use]
pub fn compose_to_many(ids: &[ResourceId]) -> Vec<u8> {
    let mut out = b"{\"data\":[".to_vec();
    for (index, id) in ids.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        id.write(&mut out);
    }
    out.extend_from_slice(b"]}");
    out
}

/// The members of the flat form by their place in the document.
struct DocumentParts<'a, 'm> {
    meta: &'m ResourceMeta,
    id: Option<&'a RawValue>,
    attributes: Vec<u8>,
    relationships: Vec<u8>,
    failed: Option<DecodeError>,
}

impl<'a> DocumentParts<'a, '_> {
    fn take(&mut self, wire: &str, value: &'a RawValue) {
        match wire {
            "type" => {}
            "id" => self.id = Some(value).filter(|value| value.get() != "null"),
            _ => match self.meta.relationship(wire) {
                Some(meta) => {
                    raw::put_key(wire, 0, &mut self.relationships);
                    let put = relationship(meta, value, &mut self.relationships);
                    self.failed = self.failed.take().or(put.err());
                }
                None => {
                    raw::put_key(wire, 0, &mut self.attributes);
                    self.attributes.extend_from_slice(value.get().as_bytes());
                }
            },
        }
    }
}

fn relationship(meta: &RelationshipMeta, value: &RawValue, out: &mut Vec<u8>) -> Result<(), DecodeError> {
    out.extend_from_slice(b"{\"data\":");
    if value.get() == "null" {
        out.extend_from_slice(if meta.many { b"[]" } else { b"null" });
    } else if let Some(items) = raw::items(value)? {
        out.push(b'[');
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            identifier(meta, item, out)?;
        }
        out.push(b']');
    } else {
        identifier(meta, value, out)?;
    }
    out.push(b'}');
    Ok(())
}

/// Writes the identifier of a related resource. A complete resource without a type has the relationship's only type.
fn identifier(meta: &RelationshipMeta, value: &RawValue, out: &mut Vec<u8>) -> Result<(), DecodeError> {
    let no_identifier = || DecodeError::of("expected a resource identifier", value.get().as_bytes());
    let picked = raw::pick(value, ["type", "id", "lid"])?.ok_or_else(no_identifier)?;
    let [ty, id, lid] = picked.values.map(|value| value.and_then(raw::text));
    let only = match meta.targets {
        [only] => Some(only.ty),
        _ => None,
    };
    let ty = ty.as_deref().or(only).ok_or_else(no_identifier)?;
    match (id.as_deref().unwrap_or_default(), &lid) {
        ("", None) => return Err(no_identifier()),
        ("", Some(lid)) => {
            out.extend_from_slice(b"{\"type\":");
            raw::put_text(ty, out);
            out.extend_from_slice(b",\"lid\":");
            raw::put_text(lid, out);
            out.push(b'}');
        }
        (id, _) => raw::put_identifier(ty, id, None, out),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{BOOK, Book, PERSON, SHELF, person};
    use super::super::{Purpose, Related, fixtures, read_request};
    use super::*;

    fn composed(flat: &str, meta: &ResourceMeta, id: Option<&str>) -> String {
        String::from_utf8(compose(flat.as_bytes(), meta, id).expect("composed")).expect("text")
    }

    #[test]
    fn ja_57_ja_58_a_new_resource_has_a_type_and_linkage() {
        let flat = r#"{"title":"Em\"ma","author":{"type":"person","id":"7"},"sequel":null,"odd\u0021":[1]}"#;
        let expected = concat!(
            r#"{"data":{"type":"book","attributes":{"title":"Em\"ma","odd!":[1]},"#,
            r#""relationships":{"author":{"data":{"type":"person","id":"7"}},"sequel":{"data":null}}}}"#
        );
        assert_eq!(composed(flat, &BOOK, None), expected);
        assert_eq!(composed("{}", &BOOK, None), r#"{"data":{"type":"book"}}"#);
    }

    #[test]
    fn ja_63_a_changed_resource_has_type_and_id() {
        let expected = r#"{"data":{"type":"book","id":"1","attributes":{"pages":null}}}"#;
        assert_eq!(composed(r#"{"pages":null}"#, &BOOK, Some("1")), expected);
        assert_eq!(composed(r#"{"id":"2","pages":null}"#, &BOOK, Some("1")), expected);
    }

    #[test]
    fn ja_59_an_id_that_the_client_chose_goes_along() {
        assert_eq!(composed(r#"{"id":"2"}"#, &BOOK, None), r#"{"data":{"type":"book","id":"2"}}"#);
    }

    #[test]
    fn what_is_whole_goes_as_an_identifier() {
        let author = Some(Related::from(person("7", "Ada")));
        let flat = serde_json::to_vec(&Book { author, ..fixtures::book("1", "a") }).expect("json");
        let text = String::from_utf8(compose(&flat, &BOOK, None).expect("composed")).expect("text");
        assert!(text.contains(r#""author":{"data":{"type":"person","id":"7"}}"#), "{text}");
        let untold = r#"{"books":[{"id":"1","title":"a"},{"type":"book","id":"2"}]}"#;
        let expected = r#"{"books":{"data":[{"type":"book","id":"1"},{"type":"book","id":"2"}]}}"#;
        assert!(composed(untold, &PERSON, None).contains(expected));
    }

    #[test]
    fn ja_65_a_relationship_to_many_is_set_to_a_list() {
        for flat in [r#"{"books":[]}"#, r#"{"books":null}"#] {
            assert!(
                composed(flat, &PERSON, Some("7")).ends_with(r#""relationships":{"books":{"data":[]}}}}"#)
            );
        }
    }

    #[test]
    fn what_is_no_flat_form_is_refused() {
        for flat in ["[]", "{", r#"{"top":7}"#, r#"{"top":{"id":"1"}}"#, r#"{"holds":[{"type":"book"}]}"#] {
            assert!(compose(flat.as_bytes(), &SHELF, None).is_err(), "{flat}");
        }
    }

    #[test]
    fn ja_33_a_new_resource_is_related_to_itself_by_its_lid() {
        let flat = r#"{"sequel":{"type":"book","id":"","lid":"x"}}"#;
        assert!(composed(flat, &BOOK, None).contains(r#"{"data":{"type":"book","lid":"x"}}"#));
    }

    #[test]
    fn ja_74_ja_75_relationships_have_documents_of_their_own() {
        let id = ResourceId::new("book", "1");
        assert_eq!(compose_to_one(None), b"{\"data\":null}");
        assert_eq!(compose_to_one(Some(&id)), br#"{"data":{"type":"book","id":"1"}}"#);
        assert_eq!(compose_to_many(&[]), b"{\"data\":[]}");
        let two = br#"{"data":[{"type":"book","id":"1"},{"type":"book","id":"1"}]}"#;
        assert_eq!(compose_to_many(&[id.clone(), id]), two);
    }

    #[test]
    fn what_a_client_composes_a_server_reads() {
        let flat =
            r#"{"room":{"a":[1.50]},"top":{"type":"person","id":"7"},"holds":[{"type":"book","id":"1"}]}"#;
        let document = compose(flat.as_bytes(), &SHELF, Some("s")).expect("composed");
        let read = read_request(&document, &SHELF, Purpose::Change("s")).expect("read");
        assert_eq!((String::from_utf8(read.text).expect("text"), read.faults), (flat.to_owned(), vec![]));
    }
}
