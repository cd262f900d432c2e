//! Options of calls that select resources and fields, and the id of a resource document.

use super::accept::CallOptions;
use super::request_builder::RequestBuilder;
use crate::jsonapi::Include;

impl CallOptions {
    /// Includes only the resources along these paths, a subset of those that the operation includes. Relationships in
    /// a path are separated by dots; with no paths (`include::<&str>([])`) nothing is included. Other resources are
    /// identifiers.
    ///
    /// If the operation does not include one of them, the call fails before anything is sent.
    #[must_use]
    pub fn include<P: Into<String>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.include = Some(paths.into_iter().map(Into::into).collect());
        self
    }

    /// Requests only these fields (attributes and relationships, by their wire names) of resources of a type. Call it
    /// once for each type. The response can be decoded if the document requires no other fields of the type.
    #[must_use]
    pub fn fields<F: Into<String>>(
        mut self,
        ty: impl Into<String>,
        fields: impl IntoIterator<Item = F>,
    ) -> Self {
        let ty = ty.into();
        self.fields.retain(|(other, _)| *other != ty);
        self.fields.push((ty, fields.into_iter().map(Into::into).collect()));
        self
    }

    /// Sets the id of the resource in the request document, if the path does not contain it: of an existing resource,
    /// or of a new one if clients may choose ids.
    #[must_use]
    pub fn document_id(mut self, id: impl Into<String>) -> Self {
        self.document_id = Some(id.into());
        self
    }
}

/// Writes the options into the query, replacing those of a followed link.
pub(super) fn write(sending: &mut RequestBuilder, options: &CallOptions) {
    let (meta, style) = (sending.meta, sending.meta.api.style);
    let is_resource = meta.styled && meta.resource.is_some();
    if let Some(paths) = &options.include {
        let text = paths.join(",");
        let mut unknown = Vec::new();
        let _ = Include::of(meta.include).select(&text, &mut unknown);
        match style.include.as_ref().filter(|_| is_resource) {
            None => sending.refuse("include", "is not supported by the operation"),
            Some(_) if !unknown.is_empty() => {
                sending.refuse("include", "contains a path that the operation does not include")
            }
            Some(include) => sending.set_query(&include.parameter, &text),
        }
    }
    for (ty, fields) in &options.fields {
        match style.sparse_fields.as_ref().filter(|_| is_resource) {
            None => sending.refuse("fields", "is not supported by the operation"),
            Some(sparse) => sending.set_query(&format!("{}[{ty}]", sparse.name()), &fields.join(",")),
        }
    }
}
