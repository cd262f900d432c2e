//! Answers that are documents of resources.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{Answered, DecodeFailure, ReadForm};
use crate::WithMeta;
use crate::api::operation;
use crate::codec::template::Envelope;
use crate::codec::{DecodeError, json};
use crate::envelope::success::SuccessBody;
use crate::jsonapi::{self, Include, Related};
use crate::paging::Page;
use crate::style::Slot;

impl<T: DeserializeOwned> ReadForm<T> for operation::OneResource {
    fn read(answer: &Answered) -> Result<T, DecodeFailure> {
        answer.resource()
    }
}

impl<T: DeserializeOwned> ReadForm<T> for operation::LocatedResource {
    fn read(answer: &Answered) -> Result<T, DecodeFailure> {
        answer.resource()
    }
}

impl<T: DeserializeOwned> ReadForm<Option<T>> for operation::MaybeResource {
    fn read(answer: &Answered) -> Result<Option<T>, DecodeFailure> {
        answer.resource()
    }
}

impl<T: DeserializeOwned> ReadForm<Vec<T>> for operation::Resources {
    fn read(answer: &Answered) -> Result<Vec<T>, DecodeFailure> {
        answer.resource()
    }
}

impl<T: DeserializeOwned> ReadForm<Page<T>> for operation::ResourcePage {
    fn read(answer: &Answered) -> Result<Page<T>, DecodeFailure> {
        answer.page(answer.resource()?)
    }
}

impl<T> ReadForm<Option<Related<T>>> for operation::ToOne
where
    Related<T>: DeserializeOwned,
{
    fn read(answer: &Answered) -> Result<Option<Related<T>>, DecodeFailure> {
        answer.linkage()
    }
}

impl<T> ReadForm<Vec<Related<T>>> for operation::ToMany
where
    Related<T>: DeserializeOwned,
{
    fn read(answer: &Answered) -> Result<Vec<Related<T>>, DecodeFailure> {
        answer.linkage()
    }
}

impl<T: DeserializeOwned> ReadForm<T> for operation::MetaOnly {
    fn read(answer: &Answered) -> Result<T, DecodeFailure> {
        answer.meta_only()
    }
}

impl<T, M: DeserializeOwned, F: ReadForm<T>> ReadForm<WithMeta<T, M>> for operation::WithMetaForm<F> {
    fn read(answer: &Answered) -> Result<WithMeta<T, M>, DecodeFailure> {
        Ok(WithMeta { data: F::read(answer)?, meta: answer.sent_meta()? })
    }
}

/// What [`ReadMany`](super::ReadMany) reads of, where the style's payloads are resource objects.
impl Answered {
    /// A resource, a list of them, or null: with what was included in its places.
    ///
    /// # Errors
    /// It is not of the type.
    pub fn resource<T: DeserializeOwned>(&self) -> Result<T, DecodeFailure> {
        self.flat(&self.included())
    }

    /// The linkage of a relationship.
    ///
    /// # Errors
    /// It is not of the type.
    pub fn linkage<T: DeserializeOwned>(&self) -> Result<T, DecodeFailure> {
        self.flat(&Include::default())
    }

    /// The `meta` of a document that has nothing else.
    ///
    /// # Errors
    /// It is not of the type.
    pub fn meta_only<T: DeserializeOwned>(&self) -> Result<T, DecodeFailure> {
        if !self.is_json() {
            return Err(DecodeFailure::Undeclared);
        }
        let styled = self.meta.styled.then(|| Envelope::new(self.meta.api.style.success.meta_body()));
        let envelope = styled.unwrap_or(Envelope::BARE);
        let found = SuccessBody::read(envelope, &self.body)?;
        let meta = found.meta().or(found.payload()).map_or("null", RawValue::get);
        let place = envelope.pointer(Slot::Meta).unwrap_or_default();
        Ok(json::read(meta.as_bytes()).map_err(|error| error.inside(&place))?)
    }

    /// The `meta` next to the payload.
    fn sent_meta<M: DeserializeOwned>(&self) -> Result<M, DecodeFailure> {
        let found = self.slots()?;
        let meta = found.meta().map_or("null", RawValue::get);
        let place = self.envelope().pointer(Slot::Meta).unwrap_or_default();
        Ok(json::read(meta.as_bytes()).map_err(|error| error.inside(&place))?)
    }

    /// What the operation includes, or what of that the request asked for: a link that was followed tells it too.
    fn included(&self) -> Include {
        let all = Include::of(self.meta.include);
        let Some(include) = &self.meta.api.style.include else { return all };
        match self.url.query_pairs().find(|(key, _)| *key == include.parameter) {
            // What is unknown here has nowhere to go.
            Some((_, text)) => all.select(&text, &mut Vec::new()),
            None => all,
        }
    }

    fn flat<T: DeserializeOwned>(&self, include: &Include) -> Result<T, DecodeFailure> {
        let found = self.slots()?;
        // Absent and null are one: where null will not do, the type's own error says so.
        let data = found.payload().unwrap_or(RawValue::NULL);
        let place = self.envelope().pointer(Slot::Payload).unwrap_or_default();
        let flat = jsonapi::resolve(data, found.included(), include);
        let flat = flat.map_err(|error| error.inside(&place))?;
        Ok(json::read(&flat).map_err(|error| self.in_document(error, &place))?)
    }

    /// An error in the flat form, at its place in the document: no deeper than where an included resource was put.
    fn in_document(&self, error: DecodeError, place: &str) -> DecodeError {
        let Some(meta) = self.meta.resource else { return error.inside(place) };
        let (index, flat) = split_index(&error.pointer);
        let outer = format!("{place}{index}");
        let inner = jsonapi::document_pointer(flat, meta, false);
        let inner = inner.strip_prefix("/data").unwrap_or_default();
        let inner = match inner.strip_prefix("/relationships/").and_then(|path| path.find("/data")) {
            Some(at) => {
                let linkage = "/relationships/".len() + at + "/data".len();
                let (index, rest) = split_index(&inner[linkage..]);
                let is_identifier = matches!(rest, "/type" | "/id");
                let kept = linkage + index.len() + if is_identifier { rest.len() } else { 0 };
                inner[..kept].to_owned()
            }
            None => inner.to_owned(),
        };
        DecodeError { pointer: inner, ..error }.inside(&outer)
    }
}

/// The first token of a pointer, with its slash, where it is an index; and what follows.
fn split_index(pointer: &str) -> (&str, &str) {
    let path = pointer.strip_prefix('/').unwrap_or_default();
    let digits = path.bytes().take_while(u8::is_ascii_digit).count();
    let is_whole = digits > 0 && matches!(path.as_bytes().get(digits), None | Some(b'/'));
    pointer.split_at(if is_whole { digits + 1 } else { 0 })
}
