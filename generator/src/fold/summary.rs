//! How much of a document is folded, in a few lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::report::{FoldReport, FoldedEnvelope, FoldedOperation, FoldedPaging};

/// Reasons that the table has; the rest is counted.
const REASONS: usize = 20;

/// How much of a document its style explains.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FoldSummary {
    /// Operations to which the style applies.
    pub operations: usize,
    /// Operations that return a list.
    pub lists: usize,
    /// Operations with parameters of pages: those that are paged, and those that are not.
    pub pages: FoldShare,
    /// Successes with a body: those in the style's envelope, and those that are not.
    pub envelopes: FoldShare,
    /// Responses of failures: those that are the style's, and those that are not.
    pub failures: FoldShare,
    /// Why something is not folded, the most frequent reason first.
    pub reasons: Vec<FoldReason>,
}

/// A number of things that are folded, and of those that are not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FoldShare {
    /// Those that are.
    pub folded: usize,
    /// Those that are left as the document has them.
    pub kept: usize,
}

/// Why something is not folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoldReason {
    /// What it is, and how it differs from the style.
    pub difference: String,
    /// How often it occurs.
    pub count: usize,
    /// The first operation with it.
    pub operation: String,
    /// What of the operation: ``paging `list` ``.
    pub part: String,
    /// The place of the first difference in the document.
    pub pointer: String,
}

impl FoldReport {
    /// How much of the document is folded.
    #[must_use]
    pub fn summary(&self) -> FoldSummary {
        let mut summary = FoldSummary { operations: self.operations.len(), ..FoldSummary::default() };
        let mut reasons = BTreeMap::new();
        for operation in &self.operations {
            summary.add(operation);
            reasons_of(operation, &mut reasons);
        }
        summary.reasons = reasons.into_values().collect();
        // The sort is stable, so that reasons of one count are in alphabetical order.
        summary.reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
        summary
    }
}

fn reasons_of(operation: &FoldedOperation, reasons: &mut BTreeMap<String, FoldReason>) {
    for (part, difference) in operation.differences() {
        let kind = part.split(' ').next().unwrap_or_default();
        let text = format!("{kind}: {difference}");
        let first = || FoldReason {
            difference: text.clone(),
            count: 0,
            operation: operation.id.clone(),
            part: part.clone(),
            pointer: difference.pointer.clone(),
        };
        reasons.entry(text.clone()).or_insert_with(first).count += 1;
    }
}

impl FoldSummary {
    fn add(&mut self, operation: &FoldedOperation) {
        self.lists += usize::from(operation.lists);
        match &operation.paging {
            FoldedPaging::Unpaged => {}
            FoldedPaging::Annotated | FoldedPaging::By(_) => self.pages.folded += 1,
            FoldedPaging::Half { .. } => self.pages.kept += 1,
        }
        match &operation.envelope {
            FoldedEnvelope::Empty | FoldedEnvelope::Bare => {}
            FoldedEnvelope::Folded => self.envelopes.folded += 1,
            FoldedEnvelope::Kept(_) => self.envelopes.kept += 1,
        }
        self.failures.folded += operation.failures.folded.len();
        self.failures.kept += operation.failures.kept.len();
    }

    /// The summary as a table, with the reasons below it.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = format!("{:>12}{:>8}{:>8}\n", "", "folded", "kept");
        let rows = [("pages", self.pages), ("envelopes", self.envelopes), ("failures", self.failures)];
        for (what, FoldShare { folded, kept }) in rows {
            let _ = writeln!(text, "  {what:<10}{folded:>8}{kept:>8}");
        }
        for FoldReason { difference, count, operation, part, pointer } in self.reasons.iter().take(REASONS) {
            let _ = writeln!(text, "  {count} × {difference}; first {part} of `{operation}` ({pointer})");
        }
        if let Some(more) = self.reasons.len().checked_sub(REASONS).filter(|more| *more > 0) {
            let _ = writeln!(text, "  and {more} more differences");
        }
        text
    }
}
