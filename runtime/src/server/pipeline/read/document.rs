//! The body as a document of a resource, or of a relationship's linkage (JSON:API).

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Reader;
use crate::api::{BodyResource, DocumentPurpose};
use crate::codec::body::{self, Refusal};
use crate::codec::json;
use crate::codec::param::Raw;
use crate::jsonapi::{
    FlatRequest, Purpose, Refused, Related, RelationshipMeta, ResourceId, read_request, read_to_many,
    read_to_one,
};
use crate::schema::check::{self, Violation};
use crate::schema::{Schema, Valid};
use crate::server::route::segments::captured;
use crate::style::ClientIds;

impl Reader<'_> {
    /// The document of the operation's resource, in the flat form that `schema` describes.
    pub fn document<T: DeserializeOwned + Valid>(&mut self, schema: &'static Schema) -> Option<T> {
        let Some(resource) = self.head.operation.body.and_then(|body| body.resource) else {
            return self.json(schema);
        };
        let flat = self.flat(resource)?;
        self.details.document_id.clone_from(&flat.id);
        let before = self.faults.entity.len();
        let (value, found) = match body::read(&flat.text, schema, &self.style.data) {
            Ok(value) => (Some(value), Vec::new()),
            Err(Refusal::Invalid(found)) => (None, found),
            Err(Refusal::Syntax(_)) => return self.malformed(),
            Err(Refusal::TooDeep) => return self.too_deep(),
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

    /// The document of the operation's resource, or no body.
    pub fn document_opt<T: DeserializeOwned + Valid>(
        &mut self,
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        if self.body.is_empty() { Some(None) } else { self.document(schema).map(Some) }
    }

    /// The document that sets a relationship to one resource; or to none, where the body's schema has that.
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

    /// The document that sets, extends or cuts a relationship to any number of resources. None of them comes twice.
    pub fn to_many<T>(&mut self, relationship: &'static RelationshipMeta) -> Option<Vec<Related<T>>> {
        if json::is_too_deep(&self.body) {
            return self.too_deep();
        }
        let read: Result<Vec<ResourceId>, Refused> = read_to_many(&self.body, relationship);
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
                // If the path cannot be read, its parameter reports it.
                own = self.segment(wire)?;
                Purpose::Change(&own)
            }
            DocumentPurpose::ChangeOwn => Purpose::ChangeOwn,
            DocumentPurpose::Say => Purpose::Say,
        };
        let read = read_request(&self.body, resource.meta, purpose);
        self.sound(read)
    }

    /// The text of a parameter of the path.
    fn segment(&self, wire: &str) -> Option<String> {
        let parts = &self.head.parts;
        let text = captured(self.head.operation.path, parts.uri.path(), wire)?;
        Raw::percent(text).decode().ok().map(Cow::into_owned)
    }

    fn sound<T>(&mut self, read: Result<T, Refused>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(Refused::Syntax(_)) => self.malformed(),
            Err(Refused::Faults(faults)) => {
                self.faults.entity.extend(faults.into_iter().map(Violation::from));
                None
            }
        }
    }
}
