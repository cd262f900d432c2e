//! The view of what the document says of an operation, and of the form of bodies.

use super::operations::{method, spec};
use super::parts::{kind_of_form, kind_of_parts};
use super::servers::servers;
use super::words::BodyForm;
use super::{
    AlternativesView, BodyView, Build, LinkageView, ListMetaView, MetaView, NeedView, SegmentView,
    StatusPayloadView, SuccessView,
};
use crate::ir::{
    self, BodyDocument, ContentKind, DocumentPurpose, PathPiece, Payload, PayloadKind, Shape, TypeRef,
};
use crate::rust::expr::Expr;
use crate::rust::literal::Lit;
use crate::rust::names::OperationNames;
use crate::rust::resources::answered;
use crate::rust::ty::{From, Spelling};
use crate::style::{KeyUse, Outcome};

/// A body or an answer in one form.
pub(super) struct BodyCodec {
    pub(super) ty: Spelling,
    /// Its form.
    pub(super) how: BodyForm,
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
        body: Option<(&ir::Body, &BodyCodec)>,
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
            list: self.list_meta(operation),
            resource: answered(self.api, operation).and_then(|id| self.description_of(id)),
            include: operation.include.iter().map(|path| Lit::text(path)).collect(),
            sort: operation.sort.iter().map(|wire| Lit::text(wire)).collect(),
            rated: Expr::boolean(operation.rated),
            idempotency_key: Expr::runtime(key_use(operation.idempotency_key)),
            status: Lit::integer(status.into()),
            media: self.media(operation),
            successes: successes(operation),
            servers: servers(&operation.servers),
            styled: Expr::boolean(operation.styled),
            body: body.map(|(body, carried)| BodyView {
                required: Expr::boolean(body.required),
                media: carried.media.clone(),
                kind: carried.kind.clone(),
                schema: carried.schema.map(|schema| self.schema(schema, From::Sibling)),
                resource: carried
                    .schema
                    .filter(|_| purpose(body).is_some())
                    .and_then(|schema| self.description_of(schema.id)),
                purpose: purpose(body),
            }),
        }
    }

    /// What each success holds, if that is a list which the style wraps in a template of its own, or has a name of its own.
    fn list_meta(&self, operation: &ir::Operation) -> Option<ListMetaView> {
        let style = &self.api.style;
        if operation.bare {
            let kind = Expr::runtime("PayloadKind::Bare");
            let any = StatusPayloadView { status: spec(ir::StatusSpec::Default), kind };
            return Some(ListMetaView { payloads: vec![any], items: Lit::text(""), item: Lit::text("") });
        }
        let way = operation.paging.as_ref().and_then(|paging| style.paging.get(&paging.kind));
        let is_named = operation.items.is_some() || operation.item.is_some();
        let lists = style.success.list.is_some() || way.is_some_and(|way| way.kind().list().is_some());
        if !lists && !is_named {
            return None;
        }
        let kind = |payload: &Payload| payload.kind(|id| &self.api.ty(self.api.behind(id)).shape);
        let mut all: Vec<_> =
            operation.successes.iter().map(|success| (success.status, kind(&success.payload))).collect();
        if !is_named && all.iter().all(|(_, kind)| *kind == PayloadKind::One) {
            return None;
        }
        // The runtime answers a range with these.
        for outcome in [Outcome::Ok, Outcome::Partial] {
            let status = ir::StatusSpec::Exact(style.response_to(outcome).status);
            let ranged = way.is_some_and(|way| way.kind().range().is_some());
            if ranged && all.iter().all(|(of, _)| *of != status) {
                all.push((status, PayloadKind::Page));
            }
        }
        let payloads = all.into_iter().map(|(status, kind)| StatusPayloadView {
            status: spec(status),
            kind: Expr::runtime(match kind {
                PayloadKind::One => "PayloadKind::One",
                PayloadKind::List => "PayloadKind::List",
                PayloadKind::Page => "PayloadKind::Page",
            }),
        });
        let items = Lit::text(operation.items.as_deref().unwrap_or_default());
        let item = Lit::text(operation.item.as_deref().unwrap_or_default());
        Some(ListMetaView { payloads: payloads.collect(), items, item })
    }

    /// The media types of an operation's responses, preferred first; `None` if that is only JSON.
    pub(super) fn media(&self, operation: &ir::Operation) -> Vec<Lit> {
        let mut media: Vec<Lit> = Vec::new();
        for success in &operation.successes {
            let own = match &success.payload {
                Payload::Body(contents) => self.carried(contents).media,
                Payload::Page(_) if operation.successes.len() > 1 => vec![Lit::text("application/json")],
                Payload::Nothing
                | Payload::Page(_)
                | Payload::Job
                | Payload::Resource(_)
                | Payload::Resources(_)
                | Payload::Meta(_)
                | Payload::ToOne(_)
                | Payload::ToMany(_) => Vec::new(),
            };
            media.extend(own.into_iter().filter(|own| !media.contains(own)).collect::<Vec<_>>());
        }
        let json = matches!(&media[..], [one] if one.as_str() == "\"application/json\"");
        if json { Vec::new() } else { media }
    }

    /// What is carried by a request, which may be a document.
    pub(super) fn carried_body(&self, body: &ir::Body) -> BodyCodec {
        let mut carried = self.carried(&body.contents);
        if let (Some(document), Some(schema)) = (&body.document, carried.schema) {
            (carried.how, carried.ty) = match document {
                BodyDocument::Resource { .. } => (BodyForm::Document, carried.ty),
                BodyDocument::ToOne => (BodyForm::ToOne, self.to_one(schema)),
                BodyDocument::ToMany => (BodyForm::ToMany, carried.ty),
            };
        }
        carried
    }

    /// The constant of the relationship that a body is the linkage of.
    pub(super) fn linkage(&self, operation: &ir::Operation, names: &OperationNames) -> Option<LinkageView> {
        let relationship = operation.relationship.as_ref()?;
        let document = operation.body.as_ref()?.document.as_ref()?;
        if matches!(document, BodyDocument::Resource { .. }) {
            return None;
        }
        let Shape::Object(owner) = &self.api.ty(relationship.ty).shape else { return None };
        let member = owner.members.iter().find(|member| member.wire == relationship.wire)?;
        Some(LinkageView {
            item: names.linkage.clone(),
            wire: Lit::text(&relationship.wire),
            many: relationship.many,
            targets: self.targets(member.ty.id, "types"),
        })
    }

    /// The one form of several that is carried: JSON before parts before forms before text before bytes. Other media types of the
    /// same form are taken too.
    pub(super) fn carried(&self, contents: &[ir::Content]) -> BodyCodec {
        let rank = |kind: &ContentKind| match kind {
            ContentKind::Json(_) => 0,
            ContentKind::Multipart(_) => 1,
            ContentKind::Form(_) => 2,
            ContentKind::Text(_) => 3,
            ContentKind::Bytes | ContentKind::Events(_) | ContentKind::JsonLines(_) => 4,
        };
        let best = contents.iter().map(|content| rank(&content.kind)).min().unwrap_or(4);
        let mut of = contents.iter().filter(|content| rank(&content.kind) == best);
        let plain = Expr::runtime;
        let mut media: Vec<Lit> = Vec::new();
        for content in of.clone() {
            let written = [concrete(content), Some(content.media.as_str())].into_iter().flatten();
            media.extend(written.map(Lit::text).filter(|one| !media.contains(one)).collect::<Vec<_>>());
        }
        let (ty, how, kind, schema) = match of.next().map(|content| &content.kind) {
            Some(ContentKind::Json(ty)) => {
                (self.spell(*ty), BodyForm::Json, plain("BodyKind::Json"), Some(*ty))
            }
            Some(ContentKind::Multipart(form)) => {
                (self.spell(form.ty), BodyForm::Multipart, kind_of_parts(&form.parts), Some(form.ty))
            }
            Some(ContentKind::Form(form)) => {
                (self.spell(form.ty), BodyForm::Form, kind_of_form(&form.fields), Some(form.ty))
            }
            Some(ContentKind::Text(None)) => {
                (Spelling::Plain("String"), BodyForm::Text, plain("BodyKind::Text"), None)
            }
            Some(ContentKind::Text(rules)) => {
                (Spelling::Plain("String"), BodyForm::CheckedText, plain("BodyKind::Text"), *rules)
            }
            Some(ContentKind::Bytes | ContentKind::Events(_) | ContentKind::JsonLines(_)) | None => {
                (Spelling::Runtime("RawBytes"), BodyForm::Bytes, plain("BodyKind::Bytes"), None)
            }
        };
        BodyCodec { ty, how, kind, schema, media }
    }
}

/// The media type that a range is written as. A range of images, for example, has no default: the handler sets it.
fn concrete(content: &ir::Content) -> Option<&'static str> {
    let (kind, _) = content.media.split_once('/').filter(|(_, subtype)| *subtype == "*")?;
    match (&content.kind, kind) {
        (ContentKind::Json(_), "*" | "application") => Some("application/json"),
        (ContentKind::Text(_), "*" | "text") => Some("text/plain"),
        (ContentKind::Bytes, "*" | "application") => Some("application/octet-stream"),
        _ => None,
    }
}

/// What is said of each success, where its status in the description does not say all of it.
fn successes(operation: &ir::Operation) -> Vec<SuccessView> {
    let required = |success: &ir::Success| {
        let headers = success.headers.iter().filter(|header| header.required);
        headers.map(|header| Lit::text(&header.wire)).collect::<Vec<_>>()
    };
    match &operation.successes[..] {
        [one] if required(one).is_empty() && says_all(one) => Vec::new(),
        all => {
            let all = all.iter();
            all.map(|one| SuccessView { status: spec(one.status), headers: required(one) }).collect()
        }
    }
}

/// Whether the status in the description is all that there is to know of the only success.
fn says_all(success: &ir::Success) -> bool {
    match success.status {
        ir::StatusSpec::Exact(_) => true,
        ir::StatusSpec::Range(2) => success.payload == Payload::Nothing,
        ir::StatusSpec::Range(_) | ir::StatusSpec::Default => false,
    }
}

/// What a request's document is sent for.
fn purpose(body: &ir::Body) -> Option<Expr> {
    let Some(BodyDocument::Resource { purpose, .. }) = &body.document else { return None };
    Some(match purpose {
        DocumentPurpose::Create => Expr::runtime("DocumentPurpose::Create"),
        DocumentPurpose::Change(param) => {
            Expr::call("DocumentPurpose::Change", &Expr::literal(&Lit::text(param)))
        }
        DocumentPurpose::ChangeOwn => Expr::runtime("DocumentPurpose::ChangeOwn"),
        DocumentPurpose::Say => Expr::runtime("DocumentPurpose::Say"),
    })
}

fn key_use(key: KeyUse) -> &'static str {
    match key {
        KeyUse::Off => "KeyUse::Off",
        KeyUse::Optional => "KeyUse::Optional",
        KeyUse::Required => "KeyUse::Required",
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
