//! Resource linkage: identifiers of related resources, in requests and in relationship documents.

use super::fault::Faults;
use super::relationships::{put_identifier, put_identifiers};
use super::{DocumentError, DocumentFaultKind, Related, RelationshipMeta, Resource, ResourceId, raw};
use crate::codec::DecodeError;
use serde_json::value::RawValue;
use std::collections::HashSet;

/// Appends the linkage of a to-one relationship, the data of its own document
/// (<https://jsonapi.org/format/1.1/#fetching-relationships>).
pub fn write_to_one<T: Resource>(related: Option<&Related<T>>, out: &mut Vec<u8>) {
    match related {
        Some(related) => put_identifier(related, out),
        None => out.extend_from_slice(b"null"),
    }
}

/// Appends the linkage of a to-many relationship, the data of its own document.
pub fn write_to_many<T: Resource>(related: &[Related<T>], out: &mut Vec<u8>) {
    put_identifiers(related, out);
}

/// Reads the document that replaces a to-one relationship
/// (<https://jsonapi.org/format/1.1/#crud-updating-to-one-relationships>).
///
/// # Errors
/// Returns an error if the body is not JSON, or if `data` is neither null nor an identifier that the relationship
/// accepts.
pub fn read_to_one(body: &[u8], meta: &RelationshipMeta) -> Result<Option<ResourceId>, DocumentError> {
    let mut faults = Faults::default();
    let id = match data(body, &mut faults)? {
        Some(data) => Linkage { meta, local: None, faults: &mut faults }.one(data, "/data")?,
        None => None,
    };
    finished(id.flatten(), faults)
}

/// Reads the document that replaces, extends or reduces a to-many relationship
/// (<https://jsonapi.org/format/1.1/#crud-updating-to-many-relationships>). Duplicates are removed.
///
/// # Errors
/// Returns an error if the body is not JSON, or if `data` is not a list of identifiers that the relationship accepts.
pub fn read_to_many(body: &[u8], meta: &RelationshipMeta) -> Result<Vec<ResourceId>, DocumentError> {
    let mut faults = Faults::default();
    let ids = match data(body, &mut faults)? {
        Some(data) => Linkage { meta, local: None, faults: &mut faults }.many(data, "/data")?,
        None => None,
    };
    let mut ids = ids.unwrap_or_default();
    let mut met = HashSet::new();
    ids.retain(|id| met.insert((id.ty.clone(), id.id.clone())));
    finished(ids, faults)
}

fn finished<T>(read: T, faults: Faults) -> Result<T, DocumentError> {
    if faults.list.is_empty() { Ok(read) } else { Err(DocumentError::Faults(faults.list)) }
}

/// Returns the `data` of a request document, and checks its other members as far as JSON:API defines them.
pub(super) fn data<'a>(body: &'a [u8], faults: &mut Faults) -> Result<Option<&'a RawValue>, DecodeError> {
    let wires = ["data", "errors", "meta", "jsonapi", "links"];
    let Some(root) = raw::pick(raw::whole(body)?, wires)? else {
        faults.note(DocumentFaultKind::NotAnObject, "");
        return Ok(None);
    };
    faults.twice(&root.twice, "");
    let [data, errors, objects @ ..] = root.values;
    for (wire, value) in ["meta", "jsonapi", "links"].iter().zip(objects) {
        if value.is_some_and(|value| !value.get().starts_with('{')) {
            faults.note(DocumentFaultKind::NotAnObject, format!("/{wire}"));
        }
    }
    match (data, errors) {
        (None, _) => faults.note(DocumentFaultKind::Missing, "/data"),
        (Some(_), Some(_)) => faults.note(DocumentFaultKind::DataAndErrors, "/data"),
        (Some(_), None) => {}
    }
    Ok(data)
}

/// Reads the linkage of a relationship. Returns `None` for what could not be read, and records why.
pub(super) struct Linkage<'f> {
    pub(super) meta: &'f RelationshipMeta,
    /// The type of the resource in the document, and its `lid`.
    pub(super) local: Option<(&'static str, &'f str)>,
    pub(super) faults: &'f mut Faults,
}

impl Linkage<'_> {
    pub(super) fn one(
        &mut self,
        data: &RawValue,
        pointer: &str,
    ) -> Result<Option<Option<ResourceId>>, DecodeError> {
        match data.get().as_bytes().first() {
            Some(b'n') => Ok(Some(None)),
            Some(b'{') => self.identifier(data, pointer).map(|id| id.map(Some)),
            _ => {
                self.faults.note(DocumentFaultKind::NotAnIdentifier, pointer);
                Ok(None)
            }
        }
    }

    pub(super) fn many(
        &mut self,
        data: &RawValue,
        pointer: &str,
    ) -> Result<Option<Vec<ResourceId>>, DecodeError> {
        let Some(items) = raw::items(data)? else {
            self.faults.note(DocumentFaultKind::NotAList, pointer);
            return Ok(None);
        };
        let mut ids = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            ids.push(self.identifier(item, &format!("{pointer}/{index}"))?);
        }
        Ok(ids.into_iter().collect())
    }

    fn identifier(&mut self, value: &RawValue, pointer: &str) -> Result<Option<ResourceId>, DecodeError> {
        let Some(picked) = raw::pick(value, ["type", "id", "lid"])? else {
            self.faults.note(DocumentFaultKind::NotAnObject, pointer);
            return Ok(None);
        };
        self.faults.twice(&picked.twice, pointer);
        let [ty, id, lid] = picked.values;
        let ty = self.ty(ty, &format!("{pointer}/type"));
        let id = match (id, lid) {
            (None, Some(lid)) => self.local(ty, lid, &format!("{pointer}/lid")),
            (id, _) => self.text(id, &format!("{pointer}/id")).map(|id| (id, None)),
        };
        let whole = ty.zip(id).filter(|_| picked.twice.is_empty());
        Ok(whole.map(|(ty, (id, lid))| ResourceId { ty: ty.into(), id, lid }))
    }

    fn ty(&mut self, ty: Option<&RawValue>, pointer: &str) -> Option<&'static str> {
        let ty = self.text(ty, pointer)?;
        let target = self.meta.target(&ty);
        if target.is_none() {
            self.faults.note(DocumentFaultKind::WrongTarget, pointer);
        }
        target
    }

    /// An identifier by `lid` can only refer to the resource itself: the document creates no other.
    fn local(
        &mut self,
        ty: Option<&'static str>,
        lid: &RawValue,
        pointer: &str,
    ) -> Option<(String, Option<String>)> {
        let lid = self.text(Some(lid), pointer)?;
        let is_itself = ty.is_none_or(|ty| self.local == Some((ty, &lid)));
        if !is_itself {
            self.faults.note(DocumentFaultKind::UnknownLocal, pointer);
        }
        is_itself.then(|| (String::new(), Some(lid)))
    }

    fn text(&mut self, value: Option<&RawValue>, pointer: &str) -> Option<String> {
        let Some(value) = value else {
            self.faults.note(DocumentFaultKind::Missing, pointer);
            return None;
        };
        let text = raw::text(value);
        if text.is_none() {
            self.faults.note(DocumentFaultKind::NotText, pointer);
        }
        text.map(crate::schema::members::MemberName::into_string)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Person, SHELF, person};
    use super::*;
    use DocumentFaultKind::{Missing, NotAList, NotAnIdentifier, NotAnObject, NotText, Twice, WrongTarget};

    fn faults<T: std::fmt::Debug>(read: Result<T, DocumentError>) -> Vec<(String, DocumentFaultKind)> {
        let Err(DocumentError::Faults(faults)) = read else { panic!("not refused: {read:?}") };
        faults.into_iter().map(|fault| (fault.pointer, fault.kind)).collect()
    }

    fn one(body: &str) -> Result<Option<ResourceId>, DocumentError> {
        read_to_one(body.as_bytes(), SHELF.relationship("top").expect("top"))
    }

    fn many(body: &str) -> Result<Vec<ResourceId>, DocumentError> {
        read_to_many(body.as_bytes(), SHELF.relationship("holds").expect("holds"))
    }

    #[test]
    fn ja_46_linkage_is_written_as_data() {
        let mut out = Vec::new();
        write_to_one(Some(&Related::from(person("7", "Ada"))), &mut out);
        write_to_one::<Person>(None, &mut out);
        write_to_many::<Person>(&[], &mut out);
        write_to_many(&[Related::<Person>::to("7")], &mut out);
        let ada = r#"{"type":"person","id":"7"}"#;
        assert_eq!(String::from_utf8(out).expect("text"), format!("{ada}null[][{ada}]"));
    }

    #[test]
    fn ja_74_one_resource_is_an_identifier_or_null() {
        assert_eq!(one(r#"{"data":null}"#), Ok(None));
        let id = one(r#"{"x":1,"data":{"id":"1","type":"book","meta":{},"y":[]}}"#);
        assert_eq!(id, Ok(Some(ResourceId::new("book", "1"))));
        for bad in ["[]", "\"1\"", "1", "true"] {
            let fault = ("/data".to_owned(), NotAnIdentifier);
            assert_eq!(faults(one(&format!(r#"{{"data":{bad}}}"#))), [fault], "{bad}");
        }
    }

    #[test]
    fn ja_75_ja_77_many_resources_are_a_list_and_each_comes_once() {
        assert_eq!(many(r#"{"data":[]}"#), Ok(vec![]));
        let twice =
            r#"{"data":[{"type":"book","id":"1"},{"type":"book","id":"2"},{"id":"1","type":"book"}]}"#;
        assert_eq!(many(twice), Ok(vec![ResourceId::new("book", "1"), ResourceId::new("book", "2")]));
        for bad in ["null", r#"{"type":"book","id":"1"}"#] {
            assert_eq!(
                faults(many(&format!(r#"{{"data":{bad}}}"#))),
                [("/data".to_owned(), NotAList)],
                "{bad}"
            );
        }
    }

    #[test]
    fn ja_19_ja_33_an_identifier_has_type_and_id_which_are_text() {
        let found = faults(many(
            r#"{"data":[{"type":"book"},{"id":"1"},7,{"type":"person","id":1},{"type":"book","id":"1","id":"1"}]}"#,
        ));
        let expected = [
            ("/data/0/id", Missing),
            ("/data/1/type", Missing),
            ("/data/2", NotAnObject),
            ("/data/3/type", WrongTarget),
            ("/data/3/id", NotText),
            ("/data/4/id", Twice),
        ];
        assert_eq!(found, expected.map(|(pointer, kind)| (pointer.to_owned(), kind)));
        assert_eq!(
            faults(one(r#"{"data":{"type":"book","lid":"a"}}"#))[0].1,
            DocumentFaultKind::UnknownLocal
        );
    }

    #[test]
    fn ja_11_the_root_is_an_object_with_data() {
        assert_eq!(faults(one("[]")), [(String::new(), NotAnObject)]);
        assert_eq!(faults(one("{}")), [("/data".to_owned(), Missing)]);
        assert!(matches!(one("{"), Err(DocumentError::Syntax(_))));
        assert!(matches!(one(r#"{"\udc00":1}"#), Err(DocumentError::Syntax(_))));
    }

    #[test]
    fn faults_are_listed_in_bounds() {
        let body = format!(r#"{{"data":[{}1]}}"#, "1,".repeat(10_000));
        assert_eq!(faults(many(&body)).len(), crate::schema::check::LISTED);
    }
}
