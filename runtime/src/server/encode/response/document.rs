//! Encodes resources as JSON:API documents.

use serde::Serialize;

use super::{EncodeError, ResponseBuilder, WriteForm};
use crate::api::operation::{
    LocatedResource, MaybeResource, MetaOnly, OneResource, ResourcePage, Resources, ToMany, ToOne,
    WithMetaForm,
};
use crate::api::{Present, WithMeta};
use crate::codec::json::{self, WriteError};
use crate::codec::template::Envelope;
use crate::envelope::success::SuccessContent;
use crate::jsonapi::{self, Compound, Related, Resource};
use crate::paging::{Page, PageInfo};
use crate::server::encode::envelope;
use crate::value::Locate;

impl ResponseBuilder<'_> {
    /// Sets the document of a resource.
    ///
    /// # Errors
    /// Returns an error if an attribute cannot be serialized.
    pub fn resource<T: Resource + Present>(&mut self, mut one: T) -> Result<(), EncodeError> {
        self.present(&mut one);
        self.document(|compound, out| compound.one(&one, out), None)
    }

    /// Sets the document of a resource or null.
    ///
    /// # Errors
    /// See [`resource`](Self::resource).
    pub fn maybe_resource<T: Resource + Present>(&mut self, mut one: Option<T>) -> Result<(), EncodeError> {
        self.present(&mut one);
        self.document(|compound, out| compound.optional(one.as_ref(), out), None)
    }

    /// Sets the document of a list of resources.
    ///
    /// # Errors
    /// See [`resource`](Self::resource).
    pub fn resources<T: Resource + Present>(&mut self, mut all: Vec<T>) -> Result<(), EncodeError> {
        self.present(&mut all);
        self.document(|compound, out| compound.many(&all, out), None)
    }

    /// Sets a document with only `meta`.
    ///
    /// # Errors
    /// Returns an error if the value cannot be serialized.
    pub fn meta<T: Serialize + Present>(&mut self, mut meta: T) -> Result<(), EncodeError> {
        self.present(&mut meta);
        let template = self.context.operation().api.style.success.meta_body();
        self.wrap_in(Envelope::new(template), &mut MetaContent(&meta), None)
    }

    /// Sets the `meta` of the next document.
    fn set_meta<M: Serialize + Present>(&mut self, mut meta: M) -> Result<(), EncodeError> {
        self.present(&mut meta);
        let mut out = Vec::new();
        json::write(&meta, &mut out)?;
        self.meta = Some(out);
        Ok(())
    }

    fn document<'r>(
        &mut self,
        put: impl FnMut(&mut Compound<'r>, &mut Vec<u8>) -> Result<(), WriteError>,
        page: Option<&PageInfo>,
    ) -> Result<(), EncodeError>
    where
        Self: 'r,
    {
        let context = self.context;
        let compound = Compound::new(context.include(), context.fields());
        self.wrap(&mut Document::new(compound, put), page)
    }

    fn linkage(&mut self, mut put: impl FnMut(&mut Vec<u8>)) -> Result<(), EncodeError> {
        let mut content = envelope::payload(|out| {
            put(out);
            Ok(())
        });
        self.wrap(&mut content, None)
    }
}

/// Fills the slots of a document: its data and the included resources.
pub(in crate::server) struct Document<'r, F> {
    compound: Compound<'r>,
    put: F,
    /// The encoded data, if the template has the included resources before it.
    ahead: Option<Vec<u8>>,
    begun: bool,
}

impl<'r, F: FnMut(&mut Compound<'r>, &mut Vec<u8>) -> Result<(), WriteError>> Document<'r, F> {
    pub(in crate::server) fn new(compound: Compound<'r>, put: F) -> Self {
        Self { compound, put, ahead: None, begun: false }
    }
}

impl<'r, F: FnMut(&mut Compound<'r>, &mut Vec<u8>) -> Result<(), WriteError>> SuccessContent
    for Document<'r, F>
{
    fn payload(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        if let Some(data) = self.ahead.take() {
            out.extend_from_slice(&data);
            return Ok(true);
        }
        self.begun = true;
        (self.put)(&mut self.compound, out).map(|()| true)
    }

    fn included(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        if !self.begun {
            let mut data = Vec::new();
            (self.put)(&mut self.compound, &mut data)?;
            self.ahead = Some(data);
        }
        self.compound.included(out)
    }
}

/// The meta of a document that has nothing else.
struct MetaContent<'m, T>(&'m T);

impl<T: Serialize> SuccessContent for MetaContent<'_, T> {
    fn payload(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        self.meta(out)
    }

    fn meta(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        json::write(self.0, out).map(|()| true)
    }
}

impl<T: Resource + Present> WriteForm<T> for OneResource {
    fn write(output: T, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.resource(output)
    }
}

impl<T: Resource + Present + Locate> WriteForm<T> for LocatedResource {
    /// Sets `Location` to the path of the resource's own operation, if it has one.
    fn write(output: T, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.locate(&output)?;
        response.resource(output)
    }
}

impl<T: Resource + Present> WriteForm<Option<T>> for MaybeResource {
    fn write(output: Option<T>, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.maybe_resource(output)
    }
}

impl<T: Resource + Present> WriteForm<Vec<T>> for Resources {
    fn write(output: Vec<T>, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.resources(output)
    }
}

impl<T: Resource + Present> WriteForm<Page<T>> for ResourcePage {
    fn write(mut output: Page<T>, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.place(&mut output.info, output.items.len(), None)?;
        response.present(&mut output.items);
        response.document(|compound, out| compound.many(&output.items, out), Some(&output.info))
    }
}

impl<T: Serialize + Present> WriteForm<T> for MetaOnly {
    fn write(output: T, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.meta(output)
    }
}

impl<T: Resource> WriteForm<Option<Related<T>>> for ToOne {
    fn write(output: Option<Related<T>>, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.linkage(|out| jsonapi::write_to_one(output.as_ref(), out))
    }
}

impl<T: Resource> WriteForm<Vec<Related<T>>> for ToMany {
    fn write(output: Vec<Related<T>>, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.linkage(|out| jsonapi::write_to_many(&output, out))
    }
}

impl<T, M: Serialize + Present, F: WriteForm<T>> WriteForm<WithMeta<T, M>> for WithMetaForm<F> {
    fn write(output: WithMeta<T, M>, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.set_meta(output.meta)?;
        F::write(output.data, response)
    }
}
