//! Writes STYLES.md: how much of published documents the styles explain.
//!
//! ```sh
//! cargo run --release -p housestyle-generator --example style_coverage -- STYLE=DOCUMENT… > STYLES.md
//! ```
//!
//! Each document is read as a full one. The documents are not part of the repository.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use housestyle_generator::fold::{FoldReport, FoldedOperation, FoldedPaging};
use housestyle_generator::pipeline::Pipeline;
use housestyle_generator::{Api, Document, Failure};

const HEAD: &str = "# Styles and published documents

How much of a published document its style explains. `generator/examples/style_coverage.rs` writes this page.

*Lists* are operations that return a list in the style's envelope. *Pages* are operations with a parameter by which the style
pages, and how many of them are paged. *Failures* are operations that describe a body for a failure, and how many of them have only
failures in the style's form. What is not explained stays as the document describes it; each reason is below, with one example.

| style | document | operations | lists | pages | failures |
|---|---|---:|---:|---:|---:|
";

/// What the style explains of one document.
struct Coverage {
    style: String,
    document: String,
    operations: usize,
    lists: usize,
    pages: Share,
    failures: Share,
    /// What is not explained: how often, and the first example of each.
    reasons: BTreeMap<String, (usize, String)>,
}

/// Some of all.
#[derive(Default)]
struct Share {
    some: usize,
    all: usize,
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.all {
            0 => f.write_str("–"),
            all => write!(f, "{} of {all} ({:.1} %)", self.some, 100.0 * self.some as f64 / all as f64),
        }
    }
}

impl Share {
    const fn count(&mut self, is_one: bool) {
        self.all += 1;
        self.some += is_one as usize;
    }
}

impl Coverage {
    fn of(style: &str, document: &str) -> Result<Self, Failure> {
        let mut pipeline = Pipeline::new();
        let api = Api::new(document).style(style).document(Document::Full);
        let Some(report) = pipeline.folded(api.config()) else { return Err(pipeline.into()) };
        let name = Path::new(document).file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self::read(name, &report))
    }

    fn read(document: String, report: &FoldReport) -> Self {
        let mut coverage = Self {
            style: report.style.clone(),
            document,
            operations: report.operations.len(),
            lists: report.operations.iter().filter(|operation| operation.lists).count(),
            pages: Share::default(),
            failures: Share::default(),
            reasons: BTreeMap::new(),
        };
        report.operations.iter().for_each(|operation| coverage.add(operation));
        coverage
    }

    fn add(&mut self, operation: &FoldedOperation) {
        match &operation.paging {
            FoldedPaging::Unpaged => {}
            FoldedPaging::Annotated | FoldedPaging::By(_) => self.pages.count(true),
            FoldedPaging::Half { .. } => self.pages.count(false),
        }
        let failures = &operation.failures;
        if !failures.folded.is_empty() || !failures.kept.is_empty() {
            self.failures.count(failures.kept.is_empty());
        }
        for (what, difference) in operation.differences() {
            let kind = what.split(' ').next().unwrap_or_default();
            let example = format!("{what} of `{}` ({})", operation.id, difference.pointer);
            let reason = self.reasons.entry(format!("{kind}: {difference}")).or_insert((0, example));
            reason.0 += 1;
        }
    }

    fn row(&self) -> String {
        let Self { style, document, operations, lists, pages, failures, .. } = self;
        format!("| `{style}` | {document} | {operations} | {lists} | {pages} | {failures} |\n")
    }

    /// The reasons, the most frequent first.
    fn explained(&self) -> String {
        let mut text = format!("\n## {} in {}\n\n", self.style, self.document);
        let mut reasons: Vec<_> = self.reasons.iter().collect();
        reasons.sort_by_key(|(reason, (count, _))| (std::cmp::Reverse(*count), *reason));
        if reasons.is_empty() {
            text.push_str("Everything is explained.\n");
        }
        for (reason, (count, example)) in reasons {
            let _ = writeln!(text, "- {count} × {reason}. For example {example}.");
        }
        text
    }
}

fn main() -> ExitCode {
    let mut all = Vec::new();
    for argument in std::env::args().skip(1) {
        let Some((style, document)) = argument.split_once('=') else {
            eprintln!("`{argument}` is not STYLE=DOCUMENT");
            return ExitCode::from(2);
        };
        match Coverage::of(style, document) {
            Ok(coverage) => all.push(coverage),
            Err(failure) => {
                eprintln!("{failure}");
                return ExitCode::from(2);
            }
        }
    }
    let mut page = HEAD.to_owned();
    all.iter().for_each(|coverage| page.push_str(&coverage.row()));
    all.iter().for_each(|coverage| page.push_str(&coverage.explained()));
    print!("{page}");
    ExitCode::SUCCESS
}
