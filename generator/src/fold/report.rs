//! What was folded, as data and as a table.

use std::fmt::Write as _;

use serde::Serialize;

use super::failure_report::FailureNote;
use super::matched::Difference;

/// What folding found in a document.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FoldReport {
    /// The style.
    pub style: String,
    /// Each operation to which the style applies, in the order of the document.
    pub operations: Vec<FoldedOperation>,
}

/// What folding found in an operation.
#[derive(Debug, Clone, Serialize)]
pub struct FoldedOperation {
    /// Its `operationId`, or its method and path.
    pub id: String,
    /// Its JSON pointer in the document.
    pub pointer: String,
    /// Whether its success is a list.
    pub lists: bool,
    /// How it is paged.
    pub paging: FoldedPaging,
    /// The envelope of its success.
    pub envelope: FoldedEnvelope,
    /// Its failures.
    pub failures: FoldedFailures,
    /// Parameters and headers of the style that were removed: `query page`, `header Request-Id`.
    pub removed: Vec<String>,
    /// What the document says of the values of those parameters, where the style says something else and holds.
    pub replaced: Vec<Difference>,
}

/// How an operation is paged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FoldedPaging {
    /// It has no parameters of any way of paging.
    Unpaged,
    /// The document says it itself, in `x-style`.
    Annotated,
    /// By this way.
    By(String),
    /// It has some of what this way has.
    Half {
        /// The way.
        way: String,
        /// What it lacks first.
        difference: Difference,
    },
}

/// What became of the success of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FoldedEnvelope {
    /// It has no JSON body.
    Empty,
    /// The style wraps nothing.
    Bare,
    /// Its schema is that of the payload now.
    Folded,
    /// It has no envelope of the style, and stays as it is.
    Kept(Difference),
}

/// What became of the failures of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FoldedFailures {
    /// Statuses whose responses are those of the style's outcomes.
    pub folded: Vec<String>,
    /// Codes that became failures of `x-style`.
    pub codes: Vec<String>,
    /// Responses with a body of their own, each with the first difference from the style's.
    pub kept: Vec<KeptFailure>,
    /// What the style does not have of the responses that are folded.
    pub notes: Vec<FailureNote>,
}

/// A failure that stays as the document describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptFailure {
    /// The status, as the document writes it.
    pub status: String,
    /// How it differs from the style's.
    pub difference: Difference,
}

impl FoldReport {
    /// Operations that are paged.
    pub fn paged(&self) -> impl Iterator<Item = &FoldedOperation> {
        let is_paged =
            |paging: &FoldedPaging| matches!(paging, FoldedPaging::By(_) | FoldedPaging::Annotated);
        self.operations.iter().filter(move |operation| is_paged(&operation.paging))
    }

    /// Whether nothing of the style was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.operations.iter().all(FoldedOperation::is_empty)
    }

    /// The report as a table, and what was not folded below it.
    #[must_use]
    pub fn table(&self) -> String {
        let rows: Vec<[String; 4]> = self.operations.iter().map(FoldedOperation::row).collect();
        let head = ["operation", "paging", "envelope", "failures"].map(str::to_owned);
        let width = |column: usize| {
            let cells = std::iter::once(&head).chain(&rows).map(|row| row[column].chars().count());
            cells.max().unwrap_or_default()
        };
        let widths = [width(0), width(1), width(2)];
        let mut text = String::new();
        for [id, paging, envelope, failures] in std::iter::once(&head).chain(&rows) {
            let [a, b, c] = widths;
            let line = format!("{id:a$}  {paging:b$}  {envelope:c$}  {failures}");
            let _ = writeln!(text, "{}", line.trim_end());
        }
        let lists = self.operations.iter().filter(|operation| operation.lists).count();
        let _ = writeln!(
            text,
            "\n{} operations, {lists} lists, {} paged",
            self.operations.len(),
            self.paged().count()
        );
        for operation in &self.operations {
            operation.differences().for_each(|(of, difference)| {
                let _ = writeln!(text, "{}: {of}: {difference} ({})", operation.id, difference.pointer);
            });
        }
        text
    }
}

impl FoldedOperation {
    fn is_empty(&self) -> bool {
        self.paging == FoldedPaging::Unpaged
            && self.envelope != FoldedEnvelope::Folded
            && self.failures.folded.is_empty()
            && self.failures.codes.is_empty()
            && self.removed.is_empty()
    }

    fn row(&self) -> [String; 4] {
        let paging = match &self.paging {
            FoldedPaging::Unpaged => String::new(),
            FoldedPaging::Annotated => "x-style".to_owned(),
            FoldedPaging::By(way) => way.clone(),
            FoldedPaging::Half { way, .. } => format!("not {way}"),
        };
        let envelope = match self.envelope {
            FoldedEnvelope::Empty => "",
            FoldedEnvelope::Bare => "bare",
            FoldedEnvelope::Folded => "folded",
            FoldedEnvelope::Kept(_) => "kept",
        };
        let FoldedFailures { folded, codes, kept, notes: _ } = &self.failures;
        let mut failures = Vec::new();
        let mut add = |what: &str, count: usize| {
            if count > 0 {
                failures.push(format!("{count} {what}"));
            }
        };
        add("folded", folded.len());
        add("codes", codes.len());
        add("kept", kept.len());
        [self.id.clone(), paging, envelope.to_owned(), failures.join(", ")]
    }

    /// What was not folded, and why.
    pub fn differences(&self) -> impl Iterator<Item = (String, &Difference)> {
        let paging = match &self.paging {
            FoldedPaging::Half { way, difference } => Some((format!("paging `{way}`"), difference)),
            FoldedPaging::Unpaged | FoldedPaging::Annotated | FoldedPaging::By(_) => None,
        };
        let envelope = match &self.envelope {
            FoldedEnvelope::Kept(difference) => Some(("envelope".to_owned(), difference)),
            FoldedEnvelope::Empty | FoldedEnvelope::Bare | FoldedEnvelope::Folded => None,
        };
        let kept =
            self.failures.kept.iter().map(|kept| (format!("failure {}", kept.status), &kept.difference));
        let replaced = self.replaced.iter().map(|difference| ("parameter".to_owned(), difference));
        paging.into_iter().chain(envelope).chain(kept).chain(replaced)
    }
}
