//! The view of an operation's input: parameters, the page, the body.

use super::operations::word;
use super::words::BodyForm;
use super::{BodyCodec, Build, FieldView, ParamView};
use crate::ir::{self, ParamEncoding, ParameterLocation, TypeRef};
use crate::rust::docs::docs;
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::names::OperationNames;
use crate::rust::scope::Scope;
use crate::rust::ty::{From, Spelling};

impl Build<'_> {
    pub(super) fn fields(
        &self,
        operation: &ir::Operation,
        names: &OperationNames,
        body: Option<&(&ir::Body, BodyCodec)>,
    ) -> Vec<FieldView> {
        let mut locals = Scope::with(["read"]);
        let mut local = |ident: &Ident| locals.claim([ident.plain()], "value");
        let mut fields: Vec<_> = operation
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| {
                self.parameter_field(parameter, index, names, local(&names.fields[index]))
            })
            .collect();
        if let Some((page, way)) = self.paging(operation) {
            let ty = Spelling::Runtime(page).ty(From::Sibling);
            fields.push(FieldView {
                ident: names.page.clone(),
                local: local(&names.page),
                docs: docs(["The requested page."]),
                deprecated: false,
                ty: ty.clone(),
                how: word("page"),
                init: Some(Expr::call_with(
                    "PageRequest::first",
                    &[&way, &Expr::member(&names.item, "ranges")],
                )),
                of: Some(way),
                of_both: true,
                setter: None,
                given: ty,
                into: false,
                some: false,
            });
        }
        if !operation.sort.is_empty() {
            fields.push(sort_field(operation, names, local(&names.sort)));
        }
        if let Some(expandable) = &operation.expansion {
            fields.push(expansion_field(expandable, names, local(&names.expand)));
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
        let default = default.and_then(|value| self.default(parameter.ty, value, From::Sibling));
        let default = default.filter(|_| json || !parameter.ty.nullable);
        let some = !parameter.required && default.is_none();
        let ty = if some { Spelling::Option(Box::new(plain.clone())) } else { plain.clone() };
        FieldView {
            ident: names.fields[index].clone(),
            local,
            docs: docs(parameter.docs.as_deref()),
            deprecated: parameter.deprecated,
            ty: ty.ty(From::Sibling),
            how: word(match (some, parameter.required) {
                (true, _) => "optional",
                (false, true) => "required",
                (false, false) => "defaulted",
            }),
            of: Some(Expr::item("", &names.params[index]).by_ref()),
            of_both: true,
            init: if some { Some(Expr::none()) } else { default },
            setter: (!parameter.required).then(|| names.setters[index].clone()),
            given: plain.ty(From::Sibling),
            into: plain.is_text(),
            some,
        }
    }

    pub(super) fn body_field(
        &self,
        body: &ir::Body,
        carried: &BodyCodec,
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
            ty: ty.ty(From::Sibling),
            how: carried.how.function(body.required),
            of: match carried.how {
                BodyForm::ToOne | BodyForm::ToMany => Some(Expr::item("", &names.linkage).by_ref()),
                BodyForm::Json
                | BodyForm::Form
                | BodyForm::Multipart
                | BodyForm::Text
                | BodyForm::CheckedText
                | BodyForm::Bytes
                | BodyForm::Document => carried.schema.map(|schema| {
                    let of = self.schema(schema, From::Sibling);
                    if schema.nullable { of.constant() } else { of }
                }),
            },
            of_both: false,
            init: (!body.required).then(Expr::none),
            setter: (!body.required).then(|| names.body_setter.clone()),
            given: carried.ty.ty(From::Sibling),
            into: carried.ty.is_text(),
            some: !body.required,
        }
    }

    pub(super) fn params(&self, operation: &ir::Operation, names: &OperationNames) -> Vec<ParamView> {
        let view = |(parameter, item): (&ir::Parameter, &Ident)| ParamView {
            item: item.clone(),
            wire: Lit::text(&parameter.wire),
            place: Expr::runtime(match parameter.place {
                ParameterLocation::Path => "Place::Path",
                ParameterLocation::Query => "Place::Query",
                ParameterLocation::Header => "Place::Header",
                ParameterLocation::Cookie => "Place::Cookie",
            }),
            encoding: Expr::runtime(encoding(&parameter.encoding)),
            schema: self.schema(parameter.ty, From::Sibling),
            required: Expr::boolean(parameter.required),
            default: parameter.default.as_ref().map(|value| Lit::text(&value.to_string())),
            reserved: Expr::boolean(is_reserved(&parameter.encoding)),
            empty: Expr::boolean(parameter.empty),
        };
        operation.parameters.iter().zip(&names.params).map(view).collect()
    }
}

/// The member of the order.
fn sort_field(operation: &ir::Operation, names: &OperationNames, local: Ident) -> FieldView {
    let fields: Vec<_> = operation.sort.iter().map(|wire| format!("`{}`", wire.replace('`', "'"))).collect();
    let about = format!("The requested order, most significant field first: by {}.", fields.join(", "));
    let ty = Spelling::List(Box::new(Spelling::Runtime("SortField"))).ty(From::Sibling);
    FieldView {
        ident: names.sort.clone(),
        local,
        docs: docs([about.as_str()]),
        deprecated: false,
        ty: ty.clone(),
        how: word("sort"),
        of: None,
        of_both: false,
        init: Some(Expr::list(&[])),
        setter: Some(names.sort_setter.clone()),
        given: ty,
        into: true,
        some: false,
    }
}

/// The member of what is expanded.
fn expansion_field(expandable: &ir::Expandable, names: &OperationNames, local: Ident) -> FieldView {
    let paths: Vec<_> = expandable.paths.iter().map(|path| format!("`{}`", path.replace('`', "'"))).collect();
    let about = format!("The members of the response to expand: {}.", paths.join(", "));
    let ty = Spelling::Runtime("ExpandedPaths").ty(From::Sibling);
    let paths: Vec<_> = expandable.paths.iter().map(|path| Expr::literal(&Lit::text(path))).collect();
    let of = [&Expr::slice(&paths), &Expr::boolean(expandable.is_list)];
    FieldView {
        ident: names.expand.clone(),
        local,
        docs: docs([about.as_str()]),
        deprecated: false,
        ty: ty.clone(),
        how: word("expand"),
        of: Some(Expr::call_with("ExpandablePaths::new", &of)),
        of_both: true,
        init: Some(Expr::call_with("ExpandedPaths::default", &[])),
        setter: Some(names.expand_setter.clone()),
        given: ty,
        into: true,
        some: false,
    }
}

pub(super) const fn encoding(encoding: &ParamEncoding) -> &'static str {
    use ParamEncoding as E;
    match encoding {
        E::Simple { explode: false } => "ParamEncoding::Simple { explode: false }",
        E::Simple { explode: true } => "ParamEncoding::Simple { explode: true }",
        E::Label { explode: false } => "ParamEncoding::Label { explode: false }",
        E::Label { explode: true } => "ParamEncoding::Label { explode: true }",
        E::Matrix { explode: false } => "ParamEncoding::Matrix { explode: false }",
        E::Matrix { explode: true } => "ParamEncoding::Matrix { explode: true }",
        E::Form { explode: false, .. } => "ParamEncoding::Form { explode: false }",
        // Item by item, other delimiters part nothing.
        E::Form { explode: true, .. }
        | E::SpaceDelimited { explode: true, .. }
        | E::PipeDelimited { explode: true, .. } => "ParamEncoding::Form { explode: true }",
        E::SpaceDelimited { explode: false, .. } => "ParamEncoding::SpaceDelimited",
        E::PipeDelimited { explode: false, .. } => "ParamEncoding::PipeDelimited",
        E::DeepObject { .. } => "ParamEncoding::DeepObject",
        E::Content(_) => "ParamEncoding::Json",
    }
}

/// Whether reserved characters are not encoded.
pub(super) const fn is_reserved(encoding: &ParamEncoding) -> bool {
    use ParamEncoding as E;
    match encoding {
        E::Form { allow_reserved, .. }
        | E::SpaceDelimited { allow_reserved, .. }
        | E::PipeDelimited { allow_reserved, .. }
        | E::DeepObject { allow_reserved } => *allow_reserved,
        E::Simple { .. } | E::Label { .. } | E::Matrix { .. } | E::Content(_) => false,
    }
}
