//! What a call asks of the resources in its answer, and says of the one in its body.

use super::accept::CallOptions;
use super::sending::Sending;
use crate::jsonapi::Include;

impl CallOptions {
    /// Includes the resources along these paths alone, each with dots between its relationships, of those that the
    /// operation includes; none at all where there is no path (`include::<&str>([])`). Elsewhere they are identifiers.
    ///
    /// An operation that does not answer with resources, or not with these, refuses it before anything is sent.
    #[must_use]
    pub fn include<P: Into<String>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.include = Some(paths.into_iter().map(Into::into).collect());
        self
    }

    /// Asks for these fields of resources of a type alone, attributes and relationships, called as on the wire. One call a
    /// type. The answer can be read where the document requires no others of the type.
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

    /// The id of the resource that the body is the document of: of one whose path does not tell its id, and of a new one
    /// where the API lets clients choose ids.
    #[must_use]
    pub fn document_id(mut self, id: impl Into<String>) -> Self {
        self.document_id = Some(id.into());
        self
    }
}

/// Writes into the query what is asked for. A link that is followed may have it already.
pub(super) fn narrow(sending: &mut Sending, options: &CallOptions) {
    let (meta, style) = (sending.meta, sending.meta.api.style);
    let is_resource = meta.styled && meta.resource.is_some();
    if let Some(paths) = &options.include {
        let text = paths.join(",");
        let mut unknown = Vec::new();
        let _ = Include::of(meta.include).narrowed(&text, &mut unknown);
        match style.include.as_ref().filter(|_| is_resource) {
            None => sending.refuse("include", "is nothing that the operation knows"),
            Some(_) if !unknown.is_empty() => {
                sending.refuse("include", "has a path that the operation does not include")
            }
            Some(include) => sending.set_query(&include.parameter, &text),
        }
    }
    for (ty, fields) in &options.fields {
        match style.sparse_fields.as_ref().filter(|_| is_resource) {
            None => sending.refuse("fields", "is nothing that the operation knows"),
            Some(sparse) => sending.set_query(&format!("{}[{ty}]", sparse.name()), &fields.join(",")),
        }
    }
}
