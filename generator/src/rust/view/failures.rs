//! The view of declared failures.

use super::Build;
use crate::ir::{self, ContentKind, StatusSpec};
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
        /// Where in the request's document it is told to be.
        pointer: Option<Lit>,
        suppress: Option<Expr>,
        /// A body of its own in place of the style's.
        body: Option<Ty>,
        typed: Expr,
        /// What it is a case of.
        outcome: Option<Expr>,
        /// Whether the status is the handler's to say.
        open: bool,
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
    let body = match &failure.body {
        Some(ContentKind::Json(ty)) => Some(build.spell(*ty).ty(From::Beside)),
        // Told in the style's words: what a body of another kind holds is not typed.
        _ => None,
    };
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
        index: Lit::whole(i128::from(super::id(index))),
        status: match failure.status {
            StatusSpec::Exact(status) => {
                Expr::call("StatusSpec::Exact", &Expr::literal(&Lit::whole(status.into())))
            }
            StatusSpec::Range(digit) => {
                Expr::call("StatusSpec::Range", &Expr::literal(&Lit::whole(digit.into())))
            }
            StatusSpec::Default => Expr::runtime("StatusSpec::Default"),
        },
        code: failure.code.as_deref().map(Lit::text),
        number: failure.number.map(|number| Lit::whole(number.into())),
        message: failure.message.as_deref().map(Lit::text),
        resource: failure.resource.as_deref().map(Lit::text),
        pointer: failure.pointer.as_deref().map(Lit::text),
        suppress: failure.suppress.map(Expr::boolean),
        typed: Expr::boolean(body.is_some()),
        outcome: failure.outcome.map(Expr::outcome),
        body,
        open: !matches!(failure.status, StatusSpec::Exact(_)),
    }
}
