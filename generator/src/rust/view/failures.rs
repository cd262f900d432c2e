//! The view of declared failures.

use super::Build;
use super::operations::{open, spec};
use crate::ir::{self, StatusSpec};
use crate::rust::docs::{Docs, docs};
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::names::OperationNames;
use crate::rust::printable::views;
use crate::rust::ty::{From, Ty};

views! {
    /// The failures that the document declares for an operation; some.
    FailuresView {
        ident: Ident,
        variants: Vec<FailureView>,
    }
    FailureView {
        ident: Ident,
        docs: Docs,
        /// Its place among the declared.
        index: Lit,
        status: Expr,
        code: Option<Lit>,
        number: Option<Lit>,
        message: Option<Lit>,
        resource: Option<Lit>,
        /// The reported pointer into the request's document.
        pointer: Option<Lit>,
        suppress: Option<Expr>,
        kind: Option<Lit>,
        /// A body that replaces the style's.
        body: Option<Ty>,
        /// `json`, `text` or `bytes`; `None` if it has no body.
        how: Option<Ident>,
        /// The media type of that body.
        media: Option<Lit>,
        /// The media type or range that it is read from.
        read: Option<Lit>,
        typed: Expr,
        /// What it is a case of.
        outcome: Option<Expr>,
        /// The type of the status, where it is the handler's to say.
        open: Option<Ty>,
    }
}

pub(super) fn failures(
    build: &Build<'_>,
    operation: &ir::Operation,
    names: &OperationNames,
) -> Option<FailuresView> {
    let variants: Vec<_> = operation
        .failures
        .iter()
        .zip(&names.failures)
        .enumerate()
        .map(|(index, (failure, ident))| variant(build, index, failure, ident))
        .collect();
    (!variants.is_empty()).then(|| FailuresView { ident: names.error.clone(), variants })
}

fn variant(build: &Build<'_>, index: usize, failure: &ir::DeclaredFailure, ident: &Ident) -> FailureView {
    let own = failure.body.as_ref().map(|content| build.carried(std::slice::from_ref(content)));
    let mut heading = match failure.status {
        StatusSpec::Exact(status) => status.to_string(),
        StatusSpec::Range(digit) => format!("{digit}XX"),
        StatusSpec::Default => "Any other status".to_owned(),
    };
    if let Some(code) = &failure.code {
        heading.push_str(&format!(", `{}`", code.replace('`', "'")));
    }
    if let Some(number) = failure.number {
        heading.push_str(&format!(", {number}"));
    }
    heading.push('.');
    let prose = [failure.docs.as_deref(), failure.message.as_deref()].into_iter().flatten().take(1);
    FailureView {
        ident: ident.clone(),
        docs: docs(std::iter::once(heading.as_str()).chain(prose)),
        index: Lit::integer(i128::from(super::id(index))),
        status: spec(failure.status),
        code: failure.code.as_deref().map(Lit::text),
        number: failure.number.map(|number| Lit::integer(number.into())),
        message: failure.message.as_deref().map(Lit::text),
        resource: failure.resource.as_deref().map(Lit::text),
        pointer: failure.pointer.as_deref().map(Lit::text),
        suppress: failure.suppress.map(Expr::boolean),
        kind: failure.kind.as_deref().map(Lit::text),
        how: own.as_ref().map(|own| own.how.function_of_response()),
        media: own.as_ref().and_then(|own| own.media.first().cloned()),
        read: failure.body.as_ref().map(|content| Lit::text(&content.media)),
        typed: Expr::boolean(own.is_some()),
        outcome: failure.outcome.map(Expr::outcome),
        body: own.map(|own| own.ty.ty(From::Sibling)),
        open: open(failure.status, 300),
    }
}
