//! Fold: makes of a *full* document, which spells the wire out, the *lean* one that the style expects. It is the inverse of
//! [`expand`](crate::expand).
//!
//! Each operation is compared with the style: its envelope, its parameters and headers, the members and parameters of its
//! pages, its failures. What is the style's goes, and what it says about the operation becomes `x-style`. Nothing is guessed:
//! a schema matches a template or it does not, and [`FoldReport`] has the first difference.
//!
//! Changes are collected while the document is read, and applied at the end. Components are never changed: what an operation
//! shares with others is copied into it first. Those that only served what was folded are removed.

mod aliases;
mod bodies;
mod coded;
mod components;
mod envelope;
mod failure_body;
mod failure_report;
mod failures;
mod flat;
mod idempotency;
mod kinds;
mod located;
mod matched;
mod matching;
mod operation;
mod paging;
mod parameters;
mod prefix;
mod report;
mod rest;
mod shared;
mod summary;
mod times;
mod values;

#[cfg(test)]
mod failure_tests;
#[cfg(test)]
mod matching_tests;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::ir::Method;
use crate::spec::{Edit, Spec};
use crate::style::Style;
use components::Used;
use located::Located;
use operation::OperationFold;
use prefix::{PathForm, Prefix};
use shared::SharedParameters;

pub use failure_report::{FailureNote, FailureNoteKind};
pub use matched::Difference;
pub use report::{FoldReport, FoldedEnvelope, FoldedFailures, FoldedOperation, FoldedPaging, KeptFailure};
pub use summary::{FoldReason, FoldShare, FoldSummary};

/// Differences that are shown unless a document is checked; the rest is counted.
pub(crate) const SHOWN: usize = 3;

/// Folds a document in place.
pub fn fold(spec: &mut Spec, style: &Style, diags: &mut Diagnostics) -> FoldReport {
    fold_reporting(spec, style, SHOWN, diags)
}

/// Folds a document in place, and reports up to `most` differences of each kind.
pub(crate) fn fold_reporting(
    spec: &mut Spec,
    style: &Style,
    most: usize,
    diags: &mut Diagnostics,
) -> FoldReport {
    let used = Used::of(&spec.tree);
    let prefix = Prefix::of(&spec.tree, style);
    let keys = idempotency::spells_keys_out(&spec.tree, style);
    let mut fold = Fold { tree: &spec.tree, style, prefix, keys, edits: Vec::new(), operations: Vec::new() };
    fold.paths();
    let Fold { mut edits, operations, prefix, .. } = fold;
    edits.extend(prefix.edits());
    let report = FoldReport { style: style.ident.to_string(), operations };
    report_differences(&report, spec, most, diags);
    spec.apply(edits);
    times::fold(&mut spec.tree, style);
    let unused = used.unused(&spec.tree);
    spec.apply(unused);
    report
}

/// The document while it is compared, and the changes to make.
struct Fold<'t> {
    tree: &'t Value,
    style: &'t Style,
    prefix: Prefix,
    /// Whether the document spells out which operations have idempotency keys.
    keys: bool,
    edits: Vec<Edit>,
    operations: Vec<FoldedOperation>,
}

impl Fold<'_> {
    fn paths(&mut self) {
        let mut seen = HashSet::new();
        let Some(paths) = Located::find(self.tree, "/paths") else { return };
        for (path, item) in paths.entries().filter(|(path, _)| path.starts_with('/')) {
            let form = self.prefix.path(path, self.tree);
            let item = item.resolved(self.tree);
            if seen.insert(item.pointer.clone()) {
                self.path(path, form, &item);
            }
        }
    }

    fn path(&mut self, path: &str, form: PathForm, item: &Located<'_>) {
        let mut shared = SharedParameters::of(item);
        for (key, node) in item.entries() {
            let Some(method) = Method::of_key(key) else { continue };
            if method == Method::Post && aliases::is_alias(&node, item, self.style) {
                self.edits.push(Edit::Remove { at: node.pointer });
                continue;
            }
            if is_off(&node) {
                self.edits.extend(unprefixed(&node).into_iter().filter(|_| form == PathForm::Unprefixed));
                shared.keep(&node);
                continue;
            }
            let mut operation = OperationFold::new(self.tree, self.style, path, method, node.clone(), item);
            if form == PathForm::Unprefixed {
                operation.said.insert("prefix".to_owned(), "off".into());
            }
            operation.fold_key(self.keys);
            let folded = operation.fold();
            self.edits.extend(folded.edits);
            shared.fold(&node, folded.shared, folded.overridden);
            self.operations.push(folded.report);
        }
        self.edits.extend(shared.edits());
    }
}

/// Whether the style does not apply to an operation.
fn is_off(operation: &Located<'_>) -> bool {
    let off = |value: &Value| value == "off" || value == &Value::Bool(false);
    operation.value.get("x-style").is_some_and(|said| off(said) || said.get("use").is_some_and(off))
}

/// The `x-style` of an operation without the style, whose path has no prefix either.
fn unprefixed(operation: &Located<'_>) -> Option<Edit> {
    let said = operation.value.get("x-style").filter(|said| said.get("prefix").is_none())?;
    let (to, value) = match said {
        Value::Object(_) => ("x-style/prefix", json!("off")),
        _ => ("x-style", json!({ "use": "off", "prefix": "off" })),
    };
    Some(Edit::Set { to: format!("{}/{to}", operation.pointer), value })
}

/// Reports what was not folded: the first differences of each kind, and the number of the others.
fn report_differences(report: &FoldReport, spec: &Spec, most: usize, diags: &mut Diagnostics) {
    if report.is_empty() && !report.operations.is_empty() {
        let message =
            format!("nothing in this document is spelled out as the style `{}` does it", report.style);
        let help = "leave out `--full` (`.document(…)`, `document: full`): documents describe payloads alone without it";
        diags.push(Diagnostic::warning(codes::FOLD_NOTHING, message, Place::Options).help(help));
    }
    let half = |operation: &FoldedOperation| match &operation.paging {
        FoldedPaging::Half { way, difference } => Some((
            codes::FOLD_PAGING,
            format!("`{}` has only a part of the way of paging `{way}`, and is not paged", operation.id),
            difference.clone(),
        )),
        FoldedPaging::Unpaged | FoldedPaging::Annotated | FoldedPaging::By(_) => None,
    };
    let kept = |operation: &FoldedOperation| match &operation.envelope {
        FoldedEnvelope::Kept(difference) => Some((
            codes::FOLD_ENVELOPE,
            format!(
                "`{}` returns no body of the style `{}`, and is left as it is",
                operation.id, report.style
            ),
            difference.clone(),
        )),
        FoldedEnvelope::Empty | FoldedEnvelope::Bare | FoldedEnvelope::Folded => None,
    };
    push(report.operations.iter().filter_map(half), spec, most, diags);
    push(report.operations.iter().filter_map(kept), spec, most, diags);
    let replaced = |operation: &FoldedOperation| {
        let message =
            format!("`{}` says something else of a parameter than the style, which holds", operation.id);
        operation.replaced.first().map(|difference| (codes::FOLD_VALUES, message, difference.clone()))
    };
    push(report.operations.iter().filter_map(replaced), spec, most, diags);
    failure_report::report(report, spec, most, diags);
}

fn push(
    found: impl Iterator<Item = (crate::diag::Code, String, Difference)>,
    spec: &Spec,
    most: usize,
    diags: &mut Diagnostics,
) {
    let mut more: Option<(crate::diag::Code, usize, Place)> = None;
    for (index, (code, message, difference)) in found.enumerate() {
        let place = spec.place(&difference.pointer);
        if index < most {
            diags.push(difference.note(code, &message, place));
            continue;
        }
        let (_, count, _) = more.get_or_insert((code, 0, place));
        *count += 1;
    }
    if let Some((code, count, place)) = more {
        let message = format!("and {count} more; `housestyle inspect --stage fold` lists them");
        diags.push(Diagnostic::note(code, message, place));
    }
}
