//! Writes JSON:API documents into a request.

use percent_encoding::percent_decode_str;
use serde::Serialize;
use url::Url;

use super::Writer;
use crate::api::{DocumentPurpose, OperationMeta, Piece, Segment};
use crate::codec::json;
use crate::jsonapi::{self, Related, Resource};
use crate::style::ClientIds;

use super::super::accept::CallOptions;
use super::super::request_builder::RequestBuilder;

impl Writer {
    /// Writes the document of a resource from its flat form.
    pub fn document<T: Serialize + ?Sized>(&mut self, body: &T) {
        let mut flat = Vec::new();
        match json::write(body, &mut flat) {
            // The id may be in the call's options, which are not known yet.
            Ok(()) => self.sending.flat = Some(flat),
            Err(_) => self.sending.refuse("body", "cannot be written as JSON"),
        }
    }

    /// Writes an optional document.
    pub fn document_opt<T: Serialize>(&mut self, body: &Option<T>) {
        if let Some(body) = body {
            self.document(body);
        }
    }

    /// Writes the linkage of a to-one relationship.
    pub fn to_one<T: Resource>(&mut self, related: &Option<Related<T>>) {
        self.linkage(|out| jsonapi::write_to_one(related.as_ref(), out));
    }

    /// Writes the linkage of a to-many relationship.
    pub fn to_many<T: Resource>(&mut self, related: &[Related<T>]) {
        self.linkage(|out| jsonapi::write_to_many(related, out));
    }

    fn linkage(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut out = b"{\"data\":".to_vec();
        write(&mut out);
        out.push(b'}');
        self.body("application/json", out.into());
    }
}

/// Composes the document of the body, if it is one, with the id from the path or the options.
pub(in super::super) fn compose_document(sending: &mut RequestBuilder, options: &CallOptions) {
    let Some(flat) = sending.flat.take() else { return };
    let Some(resource) = sending.meta.body.and_then(|body| body.resource) else {
        return sending.refuse("body", "is not a resource that the operation accepts");
    };
    let chosen = options.document_id.clone();
    let id = match resource.purpose {
        DocumentPurpose::Say => None,
        DocumentPurpose::ChangeOwn => chosen,
        DocumentPurpose::Create
            if chosen.is_some() && sending.meta.api.style.data.client_ids == ClientIds::Reject =>
        {
            return sending.refuse("id", "is chosen by the server");
        }
        DocumentPurpose::Create => chosen,
        DocumentPurpose::Change(wire) => match chosen.or_else(|| id_in(&sending.url, sending.meta, wire)) {
            None => return sending.refuse("id", "is neither in the link nor in the call's options"),
            id => id,
        },
    };
    match jsonapi::compose(&flat, resource.meta, id.as_deref()) {
        Ok(document) => {
            let mut writer = Writer::new(sending.clone());
            writer.body("application/json", document.into());
            *sending = writer.given();
        }
        Err(_) => sending.refuse("body", "cannot be written as a resource document"),
    }
}

/// Returns the value of a path parameter in a URL that ends with the operation's path.
fn id_in(url: &Url, meta: &OperationMeta, wire: &str) -> Option<String> {
    let path = url.path().strip_suffix('/').unwrap_or(url.path());
    let mut segments = path.rsplit('/');
    let mut id = None;
    for segment in meta.path.iter().rev() {
        let text = percent_decode_str(segments.next()?).decode_utf8().ok()?;
        match segment {
            Segment::Literal(literal) if *literal == text => {}
            Segment::Literal(_) => return None,
            Segment::Param(param) if *param == wire => id = Some(text.into_owned()),
            Segment::Param(_) => {}
            Segment::Mixed(pieces) => id = id.or_else(|| piece_in(&text, pieces, wire)),
        }
    }
    id.filter(|id| !id.is_empty())
}

/// Returns the value of a parameter that fills a segment except for fixed text.
fn piece_in(text: &str, pieces: &[Piece], wire: &str) -> Option<String> {
    let (before, after) = match pieces {
        [Piece::Param(param), Piece::Literal(after)] if *param == wire => ("", *after),
        [Piece::Literal(before), Piece::Param(param)] if *param == wire => (*before, ""),
        [Piece::Literal(before), Piece::Param(param), Piece::Literal(after)] if *param == wire => {
            (*before, *after)
        }
        _ => return None,
    };
    Some(text.strip_prefix(before)?.strip_suffix(after)?.to_owned())
}
