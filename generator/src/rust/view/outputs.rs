//! What an operation answers with: its type, and the form in which it goes over the wire.

use super::Build;
use super::words::BodyForm;
use crate::ir::{self, Payload, TypeRef};
use crate::rust::expr::Expr;
use crate::rust::names::OperationNames;
use crate::rust::resources::is_resource;
use crate::rust::ty::Spelling;

/// A type, the marker of its form, and what a page of it holds.
struct Output {
    ty: Spelling,
    form: &'static str,
    item: Option<Spelling>,
}

impl Output {
    const fn new(ty: Spelling, form: &'static str) -> Self {
        Self { ty, form, item: None }
    }
}

impl Build<'_> {
    /// The output's type, its form, and what a page of it holds.
    pub(super) fn output(
        &self,
        operation: &ir::Operation,
        names: &OperationNames,
    ) -> (Spelling, Expr, Option<Spelling>) {
        if operation.successes.len() > 1 {
            return (Spelling::Operation(names.answer.clone()), Expr::runtime("Many"), None);
        }
        let payload = operation.successes.first().map_or(&Payload::Nothing, |success| &success.payload);
        let Output { ty, form, item } = self.plain(operation, payload);
        let form = Expr::runtime(form);
        match operation.meta {
            Some(meta) => (self.with_meta(ty, meta), Expr::form_of("WithMetaForm", &form), item),
            None => (ty, form, item),
        }
    }

    /// A type with its `meta`.
    pub(super) fn with_meta(&self, ty: Spelling, meta: TypeRef) -> Spelling {
        Spelling::WithMeta(Box::new(ty), Box::new(self.spell(meta)))
    }

    fn plain(&self, operation: &ir::Operation, payload: &Payload) -> Output {
        match payload {
            Payload::Body(contents) => {
                let carried = self.carried(contents);
                let form = match carried.how {
                    BodyForm::Json | BodyForm::Form if operation.location.is_some() => "Located",
                    BodyForm::Json | BodyForm::Form => "Json",
                    BodyForm::Text => "Text",
                    // Lowering makes these of requests alone, or bytes of them.
                    BodyForm::CheckedText
                    | BodyForm::Multipart
                    | BodyForm::Bytes
                    | BodyForm::Document
                    | BodyForm::ToOne
                    | BodyForm::ToMany => "Bytes",
                };
                Output::new(carried.ty, form)
            }
            Payload::Page(item) => {
                let form = match &operation.paging {
                    _ if is_resource(self.api, item.id) => "ResourcePage",
                    Some(paging) if paging.members().next().is_some() => "KeyedPaged",
                    Some(_) | None => "Paged",
                };
                let item = self.spell(*item);
                Output { ty: Spelling::Page(Box::new(item.clone())), form, item: Some(item) }
            }
            Payload::Job => Output::new(Spelling::Runtime("Link"), "JobLink"),
            Payload::Resource(ty) => {
                let form = match ty.nullable {
                    true => "MaybeResource",
                    false if operation.location.is_some() => "LocatedResource",
                    false => "OneResource",
                };
                Output::new(self.spell(*ty), form)
            }
            Payload::Resources(item) => Output::new(self.list(*item), "Resources"),
            Payload::Meta(ty) => Output::new(self.spell(*ty), "MetaOnly"),
            Payload::ToOne(ty) => Output::new(self.to_one(*ty), "ToOne"),
            Payload::ToMany(item) => Output::new(self.list(*item), "ToMany"),
            Payload::Nothing => Output::new(Spelling::Plain("()"), "Empty"),
        }
    }

    /// A list of values of a type.
    pub(super) fn list(&self, item: TypeRef) -> Spelling {
        Spelling::List(Box::new(self.spell(item)))
    }

    /// The linkage of a to-one relationship, which may be empty.
    pub(super) fn to_one(&self, related: TypeRef) -> Spelling {
        self.spell(TypeRef { nullable: true, ..related })
    }
}
