//! The view of what the document says of an operation, and of the form of bodies.

use super::operations::method;
use super::parts::kind_of_parts;
use super::{AlternativesView, BodyView, Build, MetaView, NeedView, SegmentView};
use crate::ir::{self, ContentKind, PathPiece, Payload, TypeRef};
use crate::rust::expr::Expr;
use crate::rust::literal::Lit;
use crate::rust::names::OperationNames;
use crate::rust::ty::{From, Spelling};

/// A body or an answer in one form.
pub(super) struct Carried {
    pub(super) ty: Spelling,
    /// The function that reads and writes it.
    pub(super) how: &'static str,
    /// The runtime's kind of bodies.
    pub(super) kind: Expr,
    pub(super) schema: Option<TypeRef>,
    pub(super) media: Vec<Lit>,
}

impl Build<'_> {
    pub(super) fn meta(
        &self,
        operation: &ir::Operation,
        names: &OperationNames,
        body: Option<(&ir::Body, &Carried)>,
    ) -> MetaView {
        let need = |need: &ir::Need| NeedView {
            scheme: Expr::item("super", &self.names.schemes[need.scheme.0 as usize]).by_ref(),
            scopes: need.scopes.iter().map(|scope| Lit::text(scope)).collect(),
        };
        let first = operation.successes.first();
        let status = match first.map(|success| success.status) {
            Some(ir::StatusSpec::Exact(status)) => status,
            Some(ir::StatusSpec::Range(_) | ir::StatusSpec::Default) | None => 200,
        };
        let media = match first.map(|success| &success.payload) {
            Some(Payload::Body(contents)) => self.carried(contents).media,
            _ => Vec::new(),
        };
        let json = |media: &[Lit]| matches!(media, [one] if one.as_str() == "\"application/json\"");
        MetaView {
            item: names.item.clone(),
            id: Lit::text(&operation.id),
            group: Lit::text(self.api.groups.get(operation.group).map_or("default", |group| &group.wire)),
            method: Expr::runtime(method(operation.method).0),
            path: operation.path.segments.iter().map(|pieces| segment(pieces)).collect(),
            slash: Expr::boolean(operation.path.slash),
            alternatives: operation
                .security
                .alternatives
                .iter()
                .map(|needs| AlternativesView { needs: needs.iter().map(need).collect() })
                .collect(),
            optional: Expr::boolean(operation.security.optional),
            paging: self.paging(operation).map(|(_, item)| item),
            ranges: {
                let paging = operation.paging.iter();
                paging.flat_map(|paging| &paging.ranges).map(|wire| Lit::text(wire)).collect()
            },
            status: Lit::whole(status.into()),
            media: if json(&media) { Vec::new() } else { media },
            styled: Expr::boolean(operation.styled),
            body: body.map(|(body, carried)| BodyView {
                required: Expr::boolean(body.required),
                media: carried.media.clone(),
                kind: carried.kind.clone(),
                schema: carried.schema.map(|schema| self.schema(schema, From::Beside)),
            }),
        }
    }

    /// The one form of several that is carried: JSON before parts before forms before text before bytes. Other media types of the
    /// same form are taken too.
    pub(super) fn carried(&self, contents: &[ir::Content]) -> Carried {
        let rank = |kind: &ContentKind| match kind {
            ContentKind::Json(_) => 0,
            ContentKind::Multipart(_) => 1,
            ContentKind::Form(_) => 2,
            ContentKind::Text => 3,
            ContentKind::Bytes | ContentKind::Events(_) | ContentKind::JsonLines(_) => 4,
        };
        let best = contents.iter().map(|content| rank(&content.kind)).min().unwrap_or(4);
        let mut of = contents.iter().filter(|content| rank(&content.kind) == best);
        let plain = Expr::runtime;
        let media = of.clone().map(|content| Lit::text(&content.media)).collect();
        let (ty, how, kind, schema) = match of.next().map(|content| &content.kind) {
            Some(ContentKind::Json(ty)) => (self.spell(*ty), "json", plain("BodyKind::Json"), Some(*ty)),
            Some(ContentKind::Multipart(form)) => {
                (self.spell(form.ty), "multipart", kind_of_parts(&form.parts), Some(form.ty))
            }
            Some(ContentKind::Form(ty)) => (self.spell(*ty), "form", plain("BodyKind::Form"), Some(*ty)),
            Some(ContentKind::Text) => (Spelling::Plain("String"), "text", plain("BodyKind::Text"), None),
            _ => (Spelling::Runtime("RawBytes"), "bytes", plain("BodyKind::Bytes"), None),
        };
        Carried { ty, how, kind, schema, media }
    }
}

fn segment(pieces: &[PathPiece]) -> SegmentView {
    let piece = |kind: (&'static str, &'static str), piece: &PathPiece| match piece {
        PathPiece::Literal(text) => Expr::call(kind.0, &Expr::literal(&Lit::text(text))),
        PathPiece::Param(wire) => Expr::call(kind.1, &Expr::literal(&Lit::text(wire))),
    };
    match pieces {
        [one] => {
            SegmentView { one: Some(piece(("Segment::Literal", "Segment::Param"), one)), pieces: Vec::new() }
        }
        [] => SegmentView {
            one: Some(Expr::call("Segment::Literal", &Expr::literal(&Lit::text("")))),
            pieces: Vec::new(),
        },
        pieces => {
            let pieces = pieces.iter().map(|one| piece(("Piece::Literal", "Piece::Param"), one)).collect();
            SegmentView { one: None, pieces }
        }
    }
}
