//! What is reported of failures: each component once, however many operations have it.

use indexmap::IndexMap;
use serde::Serialize;

use super::matched::Difference;
use super::report::FoldReport;
use crate::diag::{Code, Diagnostic, Diagnostics, codes};
use crate::spec::Spec;

/// Something that the style does not have of a failure that is folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FailureNote {
    /// What it is.
    pub kind: FailureNoteKind,
    /// Its names.
    pub names: Vec<String>,
    /// Its place in the document.
    pub pointer: String,
}

/// A kind of [`FailureNote`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureNoteKind {
    /// Members of the body, by their pointers.
    Members,
    /// Entries that are texts.
    TextEntries,
    /// Other media types of the response.
    Media,
    /// Codes that are listed without one status.
    Codes,
}

impl FailureNoteKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Members, Self::TextEntries, Self::Media, Self::Codes];
}

/// Reports the failures that are not in the style's form, and what the style does not have of the others.
pub(super) fn report(report: &FoldReport, spec: &Spec, most: usize, diags: &mut Diagnostics) {
    differences(report, spec, most, diags);
    notes(report, spec, most, diags);
}

/// A failure that is left as it is.
struct Kept<'r> {
    operation: &'r str,
    status: &'r str,
    difference: &'r Difference,
    /// The other responses with the same difference.
    others: usize,
}

fn differences(report: &FoldReport, spec: &Spec, most: usize, diags: &mut Diagnostics) {
    let mut all: IndexMap<&str, Kept<'_>> = IndexMap::new();
    for operation in &report.operations {
        for kept in &operation.failures.kept {
            let (status, difference) = (kept.status.as_str(), &kept.difference);
            let new = Kept { operation: &operation.id, status, difference, others: 0 };
            all.entry(&difference.pointer).and_modify(|known| known.others += 1).or_insert(new);
        }
    }
    let mut kept = all.into_values();
    for Kept { operation, status, difference, others } in kept.by_ref().take(most) {
        let and =
            if others > 0 { format!(" (and {others} more with the same schema)") } else { String::new() };
        let message = format!(
            "the failure `{status}` of `{operation}`{and} is not that of the style `{}`, and is left as it is",
            report.style
        );
        let place = spec.place(&difference.pointer);
        diags.push(difference.note(codes::FOLD_FAILURE, &message, place));
    }
    if let Some(first) = kept.next() {
        let message = format!(
            "and {} more failures of another form; `housestyle inspect --stage fold` lists them",
            1 + kept.count()
        );
        let place = spec.place(&first.difference.pointer);
        diags.push(Diagnostic::note(codes::FOLD_FAILURE, message, place));
    }
}

fn notes(report: &FoldReport, spec: &Spec, most: usize, diags: &mut Diagnostics) {
    let mut all: IndexMap<&FailureNote, usize> = IndexMap::new();
    for note in report.operations.iter().flat_map(|operation| &operation.failures.notes) {
        *all.entry(note).or_default() += 1;
    }
    for kind in FailureNoteKind::ALL {
        let mut of_kind = all.keys().filter(|note| note.kind == kind);
        for note in of_kind.by_ref().take(most) {
            let (code, message, help) = words(note, &report.style);
            let diagnostic = Diagnostic::note(code, message, spec.place(&note.pointer));
            diags.push(diagnostic.help(help));
        }
        if let Some(first) = of_kind.next() {
            let (code, ..) = words(first, &report.style);
            let message = format!(
                "and {} more of these; `housestyle inspect --stage fold --yaml` lists them",
                1 + of_kind.count()
            );
            diags.push(Diagnostic::note(code, message, spec.place(&first.pointer)));
        }
    }
}

fn words(note: &FailureNote, style: &str) -> (Code, String, &'static str) {
    const MOST: usize = 8;
    let shown: Vec<String> = note.names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let rest = note.names.len().saturating_sub(MOST);
    let names = match rest {
        0 => shown.join(", "),
        rest => format!("{} and {rest} more", shown.join(", ")),
    };
    match note.kind {
        FailureNoteKind::Members => (
            codes::FOLD_FAILURE_MEMBERS,
            format!("failures of the style `{style}` have no {names}"),
            "clients read such members with `Refusal::member`; servers do not write them",
        ),
        FailureNoteKind::TextEntries => (
            codes::FOLD_FAILURE_TEXTS,
            format!("a list of texts, where entries of the style `{style}` are objects"),
            "clients read each text as the message of an entry; servers write objects",
        ),
        FailureNoteKind::Media => (
            codes::FOLD_FAILURE_MEDIA,
            format!("failures of the style `{style}` have one media type; {names} is left out"),
            "clients do not ask for it, and servers do not send it",
        ),
        FailureNoteKind::Codes => (
            codes::FOLD_FAILURE_CODES,
            format!("codes that belong to no single status are not declared as failures: {names}"),
            "clients still have them in `Refusal::code`; list them in `errors` of `x-style` for a type of their own",
        ),
    }
}
