//! Reads JSON:API documents of resources and relationships.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Reader;
use crate::api::{BodyResource, DocumentPurpose};
use crate::codec::body::{self, BodyError};
use crate::codec::json;
use crate::codec::param::Raw;
use crate::jsonapi::{
    DocumentError, FlatRequest, Purpose, Related, RelationshipMeta, ResourceId, read_request, read_to_many,
    read_to_one,
};
use crate::schema::check::{self, Violation};
use crate::schema::{Schema, Valid};
use crate::server::route::segments::captured;
use crate::style::ClientIds;

impl Reader<'_> {
    /// Reads the document of the operation's resource. `schema` is that of the flat form.
    pub fn document<T: DeserializeOwned + Valid>(&mut self, schema: &'static Schema) -> Option<T> {
        let Some(resource) = self.head.operation.body.and_then(|body| body.resource) else {
            return self.json(schema);
        };
        let flat = self.flat(resource)?;
        self.details.document_id.clone_from(&flat.id);
        let before = self.faults.entity.len();
        let (value, found) = match body::read(&flat.text, schema, &self.style.data) {
            Ok(value) => (Some(value), Vec::new()),
            Err(BodyError::Invalid(found)) => (None, found),
            Err(BodyError::Syntax(_)) => return self.malformed(),
            Err(BodyError::TooDeep) => return self.too_deep(),
        };
        let found: Vec<_> = found.into_iter().filter_map(|violation| flat.explain(violation)).collect();
        self.faults.entity.extend(flat.faults.into_iter().map(Violation::from).chain(found));
        if self.faults.entity.len() > before {
            return None;
        }
        if self.details.echo.is_some() {
            self.echo_members(json::parse(&flat.text).unwrap_or_default(), schema);
        }
        value
    }

    /// Reads an optional document of the operation's resource.
    pub fn document_opt<T: DeserializeOwned + Valid>(
        &mut self,
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        if self.body.is_empty() { Some(None) } else { self.document(schema).map(Some) }
    }

    /// Reads the document that replaces a to-one relationship; null is allowed if the body's schema allows it.
    pub fn to_one<T>(&mut self, relationship: &'static RelationshipMeta) -> Option<Option<Related<T>>> {
        if json::is_too_deep(&self.body) {
            return self.too_deep();
        }
        let read = read_to_one(&self.body, relationship);
        let id = self.sound(read)?;
        let schema = self.head.operation.body.and_then(|body| body.schema);
        if let (None, Some(schema)) = (&id, schema.filter(|schema| !schema.nullable)) {
            let mut pointer = "/data".to_owned();
            check::check(&Value::Null, schema, &self.style.data, &mut pointer, &mut self.faults.entity);
            return None;
        }
        Some(id.map(Related::Id))
    }

    /// Reads the document that replaces, extends or reduces a to-many relationship. Duplicates are removed.
    pub fn to_many<T>(&mut self, relationship: &'static RelationshipMeta) -> Option<Vec<Related<T>>> {
        if json::is_too_deep(&self.body) {
            return self.too_deep();
        }
        let read: Result<Vec<ResourceId>, DocumentError> = read_to_many(&self.body, relationship);
        self.sound(read).map(|ids| ids.into_iter().map(Related::Id).collect())
    }

    fn flat(&mut self, resource: BodyResource) -> Option<FlatRequest> {
        if json::is_too_deep(&self.body) {
            return self.too_deep();
        }
        let own;
        let purpose = match resource.purpose {
            DocumentPurpose::Create if self.style.data.client_ids == ClientIds::Accept => Purpose::CreateAs,
            DocumentPurpose::Create => Purpose::Create,
            DocumentPurpose::Change(wire) => {
                // If the path cannot be decoded, its parameter reports that.
                own = self.segment(wire)?;
                Purpose::Change(&own)
            }
            DocumentPurpose::ChangeOwn => Purpose::ChangeOwn,
            DocumentPurpose::Say => Purpose::Say,
        };
        let read = read_request(&self.body, resource.meta, purpose);
        self.sound(read)
    }

    /// Returns the text of a path parameter.
    fn segment(&self, wire: &str) -> Option<String> {
        let parts = &self.head.parts;
        let text = captured(self.head.operation.path, parts.uri.path(), wire)?;
        Raw::percent(text).decode().ok().map(Cow::into_owned)
    }

    fn sound<T>(&mut self, read: Result<T, DocumentError>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(DocumentError::Syntax(_)) => self.malformed(),
            Err(DocumentError::Faults(faults)) => {
                self.faults.entity.extend(faults.into_iter().map(Violation::from));
                None
            }
        }
    }
}
