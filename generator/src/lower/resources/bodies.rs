//! Requests: the document that their JSON travels as.

use super::super::collect::CollectedOperation;
use super::super::{Context, codes};
use super::Leads;
use super::names::stands_for_id;
use crate::ir::{Body, BodyDocument, ContentKind, DocumentPurpose, Method, PathPiece};
use crate::lower::resources::ResourceFinder;
use crate::spec::{NodeView as _, Schema};

/// Finds out what the documents of requests hold.
pub(in crate::lower) struct RequestDocuments<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> RequestDocuments<'_, 'a> {
    /// What the JSON of a request's body travels as, under a style of resource objects.
    pub fn body_document(&mut self, found: &CollectedOperation<'a>, body: &mut Body) {
        if !body.contents.iter().any(|content| matches!(content.kind, ContentKind::Json(_))) {
            return;
        }
        let Some(node) = found.node.request_body().and_then(|body| self.cx.follow(body)) else { return };
        let mut contents = node.content().filter(|(media, _)| super::super::bodies::is_json(media));
        let Some((_, entry)) = contents.next() else { return };
        let schema = entry.schema();
        let Some((ty, is_resource)) = schema.as_ref().and_then(|schema| self.sent(schema)) else {
            self.report_no_document(found, &schema.unwrap_or_else(|| Schema::of(*entry)));
            return;
        };
        let purpose = if is_resource { purpose(found, ty) } else { DocumentPurpose::Say };
        body.document = Some(BodyDocument::Resource { ty: ty.to_owned(), purpose });
    }

    /// The type under which a schema's values are sent, and whether they are resources.
    pub fn sent(&mut self, schema: &Schema<'a>) -> Option<(&'a str, bool)> {
        let settled = self.cx.resolve_schema(schema);
        let ty = self.cx.travels_as(&settled.node).filter(|_| !settled.nullable)?;
        Some((ty, self.cx.resource_of(&settled.node).is_some()))
    }

    fn report_no_document(&mut self, found: &CollectedOperation<'a>, schema: &Schema<'a>) {
        let (message, help) = match (ResourceFinder { cx: self.cx }).leads(schema) {
            Leads::Mixed => return,
            Leads::One => ("a request is a resource, and never null", "drop `nullable`"),
            Leads::Any => (
                "a request is a resource of one type, not of one of several",
                "make an operation for each of the types",
            ),
            Leads::Elsewhere => (
                "a request carries a resource, and this describes none",
                "say `x-style: { resource: TYPE }` on the schema, or `type: TYPE` where it is sent and not kept, or `x-style: off` \
                 on the operation",
            ),
        };
        let message = format!("`{}`: {message}", found.id);
        self.cx.push(self.cx.error(codes::DOCUMENT_WITHOUT_RESOURCE, message, &schema.pointer()).help(help));
    }
}

/// What a resource is sent for: it is created by `POST`, unless the path ends in its id.
fn purpose(found: &CollectedOperation<'_>, ty: &str) -> DocumentPurpose {
    let last = found.path.segments.last().map(Vec::as_slice);
    match last {
        Some([PathPiece::Param(wire)]) if stands_for_id(wire, ty) => DocumentPurpose::Change(wire.clone()),
        _ if found.method == Method::Post => DocumentPurpose::Create,
        _ => DocumentPurpose::ChangeOwn,
    }
}
