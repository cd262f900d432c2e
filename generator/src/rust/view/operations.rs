//! The view of operations.

use super::words::BodyForm;
use super::{BodyCodec, Build, FailuresView, ServerView, failures};
use crate::ir::{self, Payload};
use crate::rust::docs::{Docs, docs};
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::names::OperationNames;
use crate::rust::printable::views;
use crate::rust::resources::answered;
use crate::rust::ty::{From, Spelling, Ty};

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
        /// What the entries of problems with its parameters call the resource, where the style says it.
        subject: Option<Lit>,
        fields: Vec<FieldView>,
        /// Those of the fields that must be given.
        required: Vec<FieldView>,
        /// Whether these do not fit on a line.
        wide: bool,
        /// The field of the page.
        page: Ident,
        params: Vec<ParamView>,
        /// The constant of the relationship that the body is the linkage of.
        linkage: Option<LinkageView>,
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
        /// The setter of what is included.
        include: Option<Ident>,
        /// The setter of the fields of a type.
        narrow: Option<Ident>,
    }
    /// A relationship that a body is the linkage of.
    LinkageView {
        item: Ident,
        wire: Lit,
        many: bool,
        /// The constants of the types that it refers to.
        targets: Vec<Expr>,
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
        /// Its argument: a parameter, a way to page, a schema.
        of: Option<Expr>,
        /// Whether writing takes the argument too.
        of_both: bool,
        /// Its value where it is not given; nothing for what must be.
        init: Option<Expr>,
        /// The setter on the call.
        setter: Option<Ident>,
        /// The type that the setter takes.
        given: Ty,
        /// Whether the setter takes anything that makes it.
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
        reserved: Expr,
        empty: Expr,
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
        ranges: Vec<Lit>,
        /// What each success holds, in a style with a template for lists.
        list: Option<ListMetaView>,
        /// The constant of the resource that it answers with.
        resource: Option<Expr>,
        include: Vec<Lit>,
        sort: Vec<Lit>,
        rated: Expr,
        idempotency_key: Expr,
        status: Lit,
        media: Vec<Lit>,
        styled: Expr,
        body: Option<BodyView>,
        /// What is said of each success, where it is more than one status in full.
        successes: Vec<SuccessView>,
        /// The operation's own servers.
        servers: Vec<ServerView>,
    }
    /// What the successes of an operation hold, and the names of its list and of other payloads.
    ListMetaView {
        payloads: Vec<StatusPayloadView>,
        items: Lit,
        item: Lit,
    }
    /// What the body of a status holds.
    StatusPayloadView {
        status: Expr,
        kind: Expr,
    }
    /// A success: its status, and the headers that it must have.
    SuccessView {
        status: Expr,
        headers: Vec<Lit>,
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
        /// The constant of the resource that it is the document of.
        resource: Option<Expr>,
        /// What the document is sent for.
        purpose: Option<Expr>,
    }
    /// One of several successes, each with its status.
    AnswerView {
        ident: Ident,
        variants: Vec<AnswerVariantView>,
    }
    AnswerVariantView {
        ident: Ident,
        docs: Docs,
        /// Its type; `None` without a body.
        ty: Option<Ty>,
        /// `json`, `text`, `bytes`; `None` without a body.
        how: Option<Ident>,
        /// Whether reading it can fail.
        fallible: bool,
        /// Its status.
        status: Option<Lit>,
        /// The statuses that it is read from.
        statuses: Expr,
        /// The type of its status, where that is part of it.
        open: Option<Ty>,
        /// The media types that its body may have; nothing where all answers of the operation are plain JSON.
        media: Vec<Lit>,
    }
    /// A setter of the page.
    PageSetterView {
        ident: Ident,
        docs: Docs,
        /// The method of the page.
        method: Ident,
        /// Its argument, and the type of that.
        argument: Option<Ident>,
        ty: Option<Ty>,
    }
}

impl Build<'_> {
    pub(super) fn operations(&self) -> Vec<OperationView> {
        let named = self.api.operations.iter().zip(&self.names.operations);
        named.map(|(operation, names)| self.operation(operation, names)).collect()
    }

    fn operation(&self, operation: &ir::Operation, names: &OperationNames) -> OperationView {
        let body = operation.body.as_ref().map(|body| (body, self.carried_body(body)));
        let fields = self.fields(operation, names, body.as_ref());
        let (output, form, item) = self.output(operation, names);
        let narrowed = answered(self.api, operation).map(|_| names.narrowing.clone());
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
            subject: self.subject(operation),
            params: self.params(operation, names),
            linkage: self.linkage(operation, names),
            meta: self.meta(operation, names, body.as_ref().map(|(body, carried)| (*body, carried))),
            output: output.ty(From::Sibling),
            form,
            item: item.map(|item| item.ty(From::Sibling)),
            answer: (operation.successes.len() > 1).then(|| self.answer(operation, names)),
            error: names.error.clone(),
            failures: failures(self, operation, names),
            login,
            body: bare,
            page_setters: names
                .page_setters
                .iter()
                .map(|(setter, ident)| PageSetterView {
                    ident: ident.clone(),
                    docs: docs([setter.docs]),
                    method: word(setter.method),
                    argument: setter.argument.as_ref().map(|(argument, _)| word(argument)),
                    ty: setter.argument.as_ref().map(|(_, ty)| ty.ty(From::Sibling)),
                })
                .collect(),
            wide: wide(names, &fields),
            required: fields.iter().filter(|field| field.init.is_none()).cloned().collect(),
            page: names.page.clone(),
            include: narrowed.clone().filter(|_| !operation.include.is_empty()).map(|[include, _]| include),
            narrow: narrowed.map(|[_, fields]| fields),
            fields,
        }
    }

    /// The way that an operation is paged: the type of its page, and its constant.
    pub(super) fn paging(&self, operation: &ir::Operation) -> Option<(&'static str, Expr)> {
        let kind = &operation.paging.as_ref()?.kind;
        let names = self.names.pagings.iter().find(|names| names.wire == *kind)?;
        Some((names.page, Expr::item("super::style", &names.item).by_ref()))
    }

    fn answer(&self, operation: &ir::Operation, names: &OperationNames) -> AnswerView {
        let variants = operation.successes.iter().zip(&names.answers).map(|(success, ident)| {
            let carried = match &success.payload {
                Payload::Body(contents) => Some(self.carried(contents)),
                Payload::Page(item) => Some(BodyCodec {
                    ty: Spelling::List(Box::new(self.spell(*item))),
                    how: BodyForm::Json,
                    kind: Expr::runtime("BodyKind::Json"),
                    schema: None,
                    media: vec![Lit::text("application/json")],
                }),
                // A document of resources is the only content: lowering refuses others.
                Payload::Nothing
                | Payload::Job
                | Payload::Resource(_)
                | Payload::Resources(_)
                | Payload::Meta(_)
                | Payload::ToOne(_)
                | Payload::ToMany(_) => None,
            };
            let (status, statuses) = statuses(success.status);
            AnswerVariantView {
                ident: ident.clone(),
                docs: docs(success.docs.as_deref()),
                fallible: carried.as_ref().is_some_and(|carried| carried.how != BodyForm::Bytes),
                how: carried.as_ref().map(|carried| carried.how.function_of_response()),
                open: open(success.status, 100),
                media: carried.as_ref().map(|carried| carried.media.clone()).unwrap_or_default(),
                status,
                statuses,
                ty: carried.map(|carried| carried.ty.ty(From::Sibling)),
            }
        });
        let mut variants: Vec<_> = variants.collect();
        if self.media(operation).is_empty() {
            variants.iter_mut().for_each(|variant| variant.media.clear());
        }
        // An exact status goes before a range of them.
        variants.sort_by_key(|variant| variant.open.is_some());
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
            let status = Lit::integer(status.into());
            (Some(status.clone()), Expr::literal(&status))
        }
        ir::StatusSpec::Range(digit) => {
            let first = u16::from(digit) * 100;
            (None, Expr::range(&Lit::integer(first.into()), &Lit::integer((first + 99).into())))
        }
        ir::StatusSpec::Default => (None, Expr::range(&Lit::integer(100), &Lit::integer(999))),
    }
}

/// A declared status as the runtime has it.
pub(super) fn spec(status: ir::StatusSpec) -> Expr {
    match status {
        ir::StatusSpec::Exact(status) => {
            Expr::call("StatusSpec::Exact", &Expr::literal(&Lit::integer(status.into())))
        }
        ir::StatusSpec::Range(digit) => {
            Expr::call("StatusSpec::Range", &Expr::literal(&Lit::integer(digit.into())))
        }
        ir::StatusSpec::Default => Expr::runtime("StatusSpec::Default"),
    }
}

/// The type of a status that the document leaves open. `least` is the least one of what `default` stands for.
pub(super) fn open(status: ir::StatusSpec, least: u16) -> Option<Ty> {
    let (first, last) = match status {
        ir::StatusSpec::Exact(_) => return None,
        ir::StatusSpec::Range(digit) => (u16::from(digit) * 100, u16::from(digit) * 100 + 99),
        ir::StatusSpec::Default => (least, 599),
    };
    Some(Ty::status_in(first, last))
}

/// A word of ours as an identifier.
pub(super) fn word(word: &'static str) -> Ident {
    Ident::new(word).unwrap_or_else(Ident::nameless)
}

pub(super) const fn method(method: ir::Method) -> (&'static str, &'static str) {
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
