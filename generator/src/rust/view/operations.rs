//! The view of operations.

use super::{Build, FailuresView, failures};
use crate::ir::{self, ContentKind, ParamEncoding, PathPiece, Payload, Place, TypeRef};
use crate::rust::docs::{Docs, docs};
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::names::OperationNames;
use crate::rust::printable::views;
use crate::rust::scope::Scope;
use crate::rust::ty::{From, Spelling, Ty};
use crate::style::PagingKind;

views! {
    /// An operation, for both sides.
    OperationView {
        /// The function on both sides.
        function: Ident,
        /// The input.
        input: Ident,
        /// The client's call.
        call: Ident,
        docs: Docs,
        deprecated: bool,
        fields: Vec<FieldView>,
        /// Those of the fields that must be given.
        required: Vec<FieldView>,
        /// Whether these do not fit on a line.
        wide: bool,
        /// The field of the page.
        page: Ident,
        params: Vec<ParamView>,
        meta: MetaView,
        output: Ty,
        /// The marker of the output's form.
        form: Expr,
        /// What a page holds, where the output is one.
        item: Option<Ty>,
        /// The enum of answers, where there are several.
        answer: Option<AnswerView>,
        /// The failures' type.
        error: Ident,
        /// The failures, where some are declared.
        failures: Option<FailuresView>,
        /// `open`, `optional` or `required`.
        login: &'static str,
        /// The type of the body of a call at a bare link.
        body: Option<FieldView>,
        /// Setters of the page.
        page_setters: Vec<PageSetterView>,
    }
    /// A member of an input.
    FieldView {
        ident: Ident,
        /// The variable that holds it while it is read.
        local: Ident,
        docs: Docs,
        deprecated: bool,
        ty: Ty,
        /// How it is read and written: a function of both sides.
        how: Ident,
        /// What that is told: a parameter, a way to page, a schema.
        of: Option<Expr>,
        /// Whether writing is told too.
        of_both: bool,
        /// Its value where it is not given; nothing for what must be.
        init: Option<Expr>,
        /// The setter on the call.
        setter: Option<Ident>,
        /// The type that the setter takes.
        given: Ty,
        /// Whether the setter takes anything that makes text.
        into: bool,
        /// Whether the setter wraps it in `Some`.
        some: bool,
    }
    /// A constant of a parameter.
    ParamView {
        item: Ident,
        wire: Lit,
        place: Expr,
        encoding: Expr,
        schema: Expr,
        required: Expr,
        default: Option<Lit>,
    }
    /// What the document says of an operation.
    MetaView {
        /// The constant.
        item: Ident,
        id: Lit,
        group: Lit,
        method: Expr,
        path: Vec<SegmentView>,
        slash: Expr,
        alternatives: Vec<AlternativesView>,
        optional: Expr,
        paging: Option<Expr>,
        status: Lit,
        media: Vec<Lit>,
        styled: Expr,
        body: Option<BodyView>,
    }
    /// A path segment: of one piece, or of several.
    SegmentView {
        one: Option<Expr>,
        pieces: Vec<Expr>,
    }
    /// Needs that must all be met.
    AlternativesView {
        needs: Vec<NeedView>,
    }
    NeedView {
        scheme: Expr,
        scopes: Vec<Lit>,
    }
    BodyView {
        required: Expr,
        media: Vec<Lit>,
        kind: Expr,
        schema: Option<Expr>,
    }
    /// One of several successes, each with its status.
    AnswerView {
        ident: Ident,
        variants: Vec<AnswerVariantView>,
    }
    AnswerVariantView {
        ident: Ident,
        docs: Docs,
        /// What it holds; nothing where there is no body.
        ty: Option<Ty>,
        /// `json`, `text`, `bytes`; nothing where there is no body.
        how: Option<Ident>,
        /// Whether reading it can fail.
        fallible: bool,
        /// Its status.
        status: Option<Lit>,
        /// The statuses that it is read from.
        statuses: Expr,
        /// A status of its own is part of it.
        open: bool,
    }
    /// A setter of the page: `number`, `size`, `before` or `after`.
    PageSetterView {
        ident: Ident,
        kind: &'static str,
    }
}

/// A body or an answer in one form.
struct Carried {
    ty: Spelling,
    /// The function that reads and writes it.
    how: &'static str,
    /// The runtime's kind of bodies.
    kind: &'static str,
    schema: Option<TypeRef>,
    media: Vec<Lit>,
}

impl Build<'_> {
    pub(super) fn operations(&self) -> Vec<OperationView> {
        let named = self.api.operations.iter().zip(&self.names.operations);
        named.map(|(operation, names)| self.operation(operation, names)).collect()
    }

    fn operation(&self, operation: &ir::Operation, names: &OperationNames) -> OperationView {
        let body = operation.body.as_ref().map(|body| (body, self.carried(&body.contents)));
        let fields = self.fields(operation, names, body.as_ref());
        let (output, form, item) = self.output(operation, names);
        let security = &operation.security;
        let login = match (security.alternatives.is_empty(), security.optional) {
            (true, _) => "open",
            (false, true) => "optional",
            (false, false) => "required",
        };
        let heading =
            format!("`{} {}`", method(operation.method).1, operation.path.template.replace('`', "'"));
        let prose = [operation.summary.as_deref(), operation.docs.as_deref()];
        let prose = prose.into_iter().flatten();
        let bare = body.as_ref().map(|(body, carried)| self.body_field(body, carried, names, &names.body));
        OperationView {
            function: names.function.clone(),
            input: names.input.clone(),
            call: names.call.clone(),
            docs: docs(std::iter::once(heading.as_str()).chain(prose)),
            deprecated: operation.deprecated,
            params: self.params(operation, names),
            meta: self.meta(operation, names, body.as_ref().map(|(body, carried)| (*body, carried))),
            output: output.ty(From::Beside),
            form: Expr::runtime(form),
            item: item.map(|item| item.ty(From::Beside)),
            answer: (operation.successes.len() > 1).then(|| self.answer(operation, names)),
            error: names.error.clone(),
            failures: failures(self, operation, names),
            login,
            body: bare,
            page_setters: self.page_setters(operation, names),
            wide: wide(names, &fields),
            required: fields.iter().filter(|field| field.init.is_none()).cloned().collect(),
            page: names.page.clone(),
            fields,
        }
    }

    fn fields(
        &self,
        operation: &ir::Operation,
        names: &OperationNames,
        body: Option<&(&ir::Body, Carried)>,
    ) -> Vec<FieldView> {
        let mut locals = Scope::with(["read"]);
        let mut local = |ident: &Ident| locals.climb([ident.plain()], "value");
        let mut fields: Vec<_> = operation
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| {
                self.parameter_field(parameter, index, names, local(&names.fields[index]))
            })
            .collect();
        if let Some((paging, item)) = self.paging(operation) {
            let (ty, how) = match paging.kind {
                PagingKind::Number { .. } => ("NumberedPage", "numbered"),
                PagingKind::Keyset { .. } => ("KeysetPage", "keyset"),
            };
            let first = match paging.kind {
                PagingKind::Number { .. } => "NumberedPage::first",
                PagingKind::Keyset { .. } => "KeysetPage::first",
            };
            fields.push(FieldView {
                ident: names.page.clone(),
                local: local(&names.page),
                docs: docs(["The page that is asked for."]),
                deprecated: false,
                ty: Spelling::Runtime(ty).ty(From::Beside),
                how: word(how),
                init: Some(Expr::call(first, &item)),
                of: Some(item),
                of_both: true,
                setter: None,
                given: Spelling::Runtime(ty).ty(From::Beside),
                into: false,
                some: false,
            });
        }
        if let Some((body, carried)) = body {
            let local = local(&names.body);
            fields.push(self.body_field(body, carried, names, &local));
        }
        fields
    }

    fn parameter_field(
        &self,
        parameter: &ir::Parameter,
        index: usize,
        names: &OperationNames,
        local: Ident,
    ) -> FieldView {
        let bare = self.spell(TypeRef { id: parameter.ty.id, nullable: false });
        // Text has no null; a JSON parameter has.
        let json = matches!(parameter.encoding, ParamEncoding::Content(_));
        let plain = if json && parameter.ty.nullable { Spelling::Option(Box::new(bare)) } else { bare };
        let default = parameter.default.as_ref().filter(|_| !parameter.required);
        let default = default.and_then(|value| self.default(parameter.ty, value, From::Beside));
        let default = default.filter(|_| json || !parameter.ty.nullable);
        let some = !parameter.required && default.is_none();
        let ty = if some { Spelling::Option(Box::new(plain.clone())) } else { plain.clone() };
        FieldView {
            ident: names.fields[index].clone(),
            local,
            docs: docs(parameter.docs.as_deref()),
            deprecated: parameter.deprecated,
            ty: ty.ty(From::Beside),
            how: word(match (some, parameter.required) {
                (true, _) => "optional",
                (false, true) => "required",
                (false, false) => "defaulted",
            }),
            of: Some(Expr::item("", &names.params[index]).by_ref()),
            of_both: true,
            init: if some { Some(Expr::none()) } else { default },
            setter: (!parameter.required).then(|| names.setters[index].clone()),
            given: plain.ty(From::Beside),
            into: plain.is_text(),
            some,
        }
    }

    fn body_field(
        &self,
        body: &ir::Body,
        carried: &Carried,
        names: &OperationNames,
        local: &Ident,
    ) -> FieldView {
        let ty =
            if body.required { carried.ty.clone() } else { Spelling::Option(Box::new(carried.ty.clone())) };
        FieldView {
            ident: names.body.clone(),
            local: local.clone(),
            docs: docs(body.docs.as_deref()),
            deprecated: false,
            ty: ty.ty(From::Beside),
            how: if body.required { word(carried.how) } else { word(optional(carried.how)) },
            of: carried.schema.map(|schema| self.schema(schema, From::Beside)),
            of_both: false,
            init: (!body.required).then(Expr::none),
            setter: (!body.required).then(|| names.body_setter.clone()),
            given: carried.ty.ty(From::Beside),
            into: carried.ty.is_text(),
            some: !body.required,
        }
    }

    /// The way that an operation is paged: what the style says, and its constant.
    fn paging(&self, operation: &ir::Operation) -> Option<(&crate::style::Paging, Expr)> {
        let kind = operation.paging.as_ref()?.kind.as_str();
        let paging = self.api.style.paging.get(kind)?;
        let (_, ident) = self.names.pagings.iter().find(|(key, _)| key == kind)?;
        Some((paging, Expr::item("super::style", ident).by_ref()))
    }

    fn page_setters(&self, operation: &ir::Operation, names: &OperationNames) -> Vec<PageSetterView> {
        let Some((paging, _)) = self.paging(operation) else { return Vec::new() };
        let kinds: &[_] = match paging.kind {
            PagingKind::Number { .. } => &["number", "size"],
            PagingKind::Keyset { .. } => &["before", "after", "size"],
        };
        let named = kinds.iter().zip(&names.page_setters);
        named.map(|(kind, ident)| PageSetterView { ident: ident.clone(), kind }).collect()
    }

    fn params(&self, operation: &ir::Operation, names: &OperationNames) -> Vec<ParamView> {
        let view = |(parameter, item): (&ir::Parameter, &Ident)| ParamView {
            item: item.clone(),
            wire: Lit::text(&parameter.wire),
            place: Expr::runtime(match parameter.place {
                Place::Path => "Place::Path",
                Place::Query => "Place::Query",
                Place::Header => "Place::Header",
                Place::Cookie => "Place::Cookie",
            }),
            encoding: Expr::runtime(encoding(&parameter.encoding)),
            schema: self.schema(parameter.ty, From::Beside),
            required: Expr::boolean(parameter.required),
            default: parameter.default.as_ref().map(|value| Lit::text(&value.to_string())),
        };
        operation.parameters.iter().zip(&names.params).map(view).collect()
    }

    fn meta(
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
            status: Lit::whole(status.into()),
            media: if json(&media) { Vec::new() } else { media },
            styled: Expr::boolean(operation.styled),
            body: body.map(|(body, carried)| BodyView {
                required: Expr::boolean(body.required),
                media: carried.media.clone(),
                kind: Expr::runtime(carried.kind),
                schema: carried.schema.map(|schema| self.schema(schema, From::Beside)),
            }),
        }
    }

    /// The one form of several that is carried: JSON before forms before text before bytes. Other media types of the
    /// same form are taken too.
    fn carried(&self, contents: &[ir::Content]) -> Carried {
        let rank = |kind: &ContentKind| match kind {
            ContentKind::Json(_) => 0,
            ContentKind::Form(_) => 1,
            ContentKind::Text => 2,
            ContentKind::Bytes
            | ContentKind::Multipart(_)
            | ContentKind::Events(_)
            | ContentKind::JsonLines(_) => 3,
        };
        let best = contents.iter().map(|content| rank(&content.kind)).min().unwrap_or(3);
        let mut of = contents.iter().filter(|content| rank(&content.kind) == best);
        let media = of.clone().map(|content| Lit::text(&content.media)).collect();
        let (ty, how, kind, schema) = match of.next().map(|content| &content.kind) {
            Some(ContentKind::Json(ty)) => (self.spell(*ty), "json", "BodyKind::Json", Some(*ty)),
            Some(ContentKind::Form(ty)) => (self.spell(*ty), "form", "BodyKind::Form", Some(*ty)),
            Some(ContentKind::Text) => (Spelling::Plain("String"), "text", "BodyKind::Text", None),
            _ => (Spelling::Runtime("RawBytes"), "bytes", "BodyKind::Bytes", None),
        };
        Carried { ty, how, kind, schema, media }
    }

    /// The output's type, its form, and what a page of it holds.
    fn output(
        &self,
        operation: &ir::Operation,
        names: &OperationNames,
    ) -> (Spelling, &'static str, Option<Spelling>) {
        if operation.successes.len() > 1 {
            return (Spelling::Operation(names.answer.clone()), "Many", None);
        }
        match operation.successes.first().map(|success| &success.payload) {
            Some(Payload::Body(contents)) => {
                let carried = self.carried(contents);
                let form = match carried.how {
                    "json" | "form" => "Json",
                    "text" => "Text",
                    _ => "Bytes",
                };
                (carried.ty, form, None)
            }
            Some(Payload::Page(item)) => {
                let item = self.spell(*item);
                let form = match self.paging(operation) {
                    Some((crate::style::Paging { kind: PagingKind::Keyset { .. }, .. }, _)) => "KeyedPaged",
                    _ => "Paged",
                };
                (Spelling::Page(Box::new(item.clone())), form, Some(item))
            }
            Some(Payload::Job) => (Spelling::Runtime("Link"), "JobLink", None),
            Some(Payload::Nothing) | None => (Spelling::Plain("()"), "Empty", None),
        }
    }

    fn answer(&self, operation: &ir::Operation, names: &OperationNames) -> AnswerView {
        let variants = operation.successes.iter().zip(&names.answers).map(|(success, ident)| {
            let carried = match &success.payload {
                Payload::Body(contents) => Some(self.carried(contents)),
                Payload::Page(item) => Some(Carried {
                    ty: Spelling::List(Box::new(self.spell(*item))),
                    how: "json",
                    kind: "BodyKind::Json",
                    schema: None,
                    media: Vec::new(),
                }),
                Payload::Nothing | Payload::Job => None,
            };
            let (status, statuses) = statuses(success.status);
            AnswerVariantView {
                ident: ident.clone(),
                docs: docs(success.docs.as_deref()),
                fallible: carried.as_ref().is_some_and(|carried| carried.how != "bytes"),
                how: carried
                    .as_ref()
                    .map(|carried| word(if carried.how == "form" { "json" } else { carried.how })),
                ty: carried.map(|carried| carried.ty.ty(From::Beside)),
                open: status.is_none(),
                status,
                statuses,
            }
        });
        let mut variants: Vec<_> = variants.collect();
        // An exact status goes before a range of them.
        variants.sort_by_key(|variant| variant.open);
        AnswerView { ident: names.answer.clone(), variants }
    }
}

/// Whether a function that takes what must be given is longer than a line.
fn wide(names: &OperationNames, fields: &[FieldView]) -> bool {
    let given = fields.iter().filter(|field| field.init.is_none());
    let arguments: usize = given.map(|field| field.ident.as_str().len() + field.ty.as_str().len() + 4).sum();
    names.function.as_str().len() + names.call.as_str().len() + arguments > 76
}

/// The status, where there is just one, and the pattern of those that are read.
fn statuses(status: ir::StatusSpec) -> (Option<Lit>, Expr) {
    match status {
        ir::StatusSpec::Exact(status) => {
            let status = Lit::whole(status.into());
            (Some(status.clone()), Expr::literal(&status))
        }
        ir::StatusSpec::Range(digit) => {
            let first = u16::from(digit) * 100;
            (None, Expr::range(&Lit::whole(first.into()), &Lit::whole((first + 99).into())))
        }
        ir::StatusSpec::Default => (None, Expr::range(&Lit::whole(100), &Lit::whole(999))),
    }
}

/// A word of ours as an identifier.
pub(super) fn word(word: &'static str) -> Ident {
    Ident::new(word).unwrap_or_else(Ident::nameless)
}

/// The function for a body that may be absent.
const fn optional(how: &'static str) -> &'static str {
    match how.as_bytes() {
        b"json" => "json_opt",
        b"form" => "form_opt",
        b"text" => "text_opt",
        _ => "bytes_opt",
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

const fn method(method: ir::Method) -> (&'static str, &'static str) {
    match method {
        ir::Method::Get => ("Method::Get", "GET"),
        ir::Method::Put => ("Method::Put", "PUT"),
        ir::Method::Post => ("Method::Post", "POST"),
        ir::Method::Delete => ("Method::Delete", "DELETE"),
        ir::Method::Options => ("Method::Options", "OPTIONS"),
        ir::Method::Head => ("Method::Head", "HEAD"),
        ir::Method::Patch => ("Method::Patch", "PATCH"),
        ir::Method::Trace => ("Method::Trace", "TRACE"),
    }
}

const fn encoding(encoding: &ParamEncoding) -> &'static str {
    use ParamEncoding as E;
    match encoding {
        E::Simple { explode: false } => "ParamEncoding::Simple { explode: false }",
        E::Simple { explode: true } => "ParamEncoding::Simple { explode: true }",
        E::Label { explode: false } => "ParamEncoding::Label { explode: false }",
        E::Label { explode: true } => "ParamEncoding::Label { explode: true }",
        E::Matrix { explode: false } => "ParamEncoding::Matrix { explode: false }",
        E::Matrix { explode: true } => "ParamEncoding::Matrix { explode: true }",
        E::Form { explode: false, .. } => "ParamEncoding::Form { explode: false }",
        E::Form { explode: true, .. } => "ParamEncoding::Form { explode: true }",
        E::SpaceDelimited { .. } => "ParamEncoding::SpaceDelimited",
        E::PipeDelimited { .. } => "ParamEncoding::PipeDelimited",
        E::DeepObject => "ParamEncoding::DeepObject",
        E::Content(_) => "ParamEncoding::Json",
    }
}
