//! Writes STYLES.md: how much of published documents the styles explain.
//!
//! ```sh
//! cargo run --release -p housestyle-generator --example style_coverage -- FOLDER > STYLES.md
//! ```
//!
//! The folder has the documents that `specs/published.yaml` lists, each of which is read as a full one. They are not part of the
//! repository.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use housestyle_generator::diag::Severity;
use housestyle_generator::fold::{FoldReport, FoldedOperation, FoldedPaging};
use housestyle_generator::{Api, Checked, Document, Failure};

const HEAD: &str = "# Styles and published documents

How much of a published document its style explains. `generator/examples/style_coverage.rs` writes this page.

The number of *operations*, of *lists* and of operations that declare the company's *failures* was counted without this project
(`specs/published.yaml`). A list is explained if it became paged. Failures are explained if at least one of an operation has the
style's form, and each that has not is below. *check* is what `housestyle check` found. What is not explained stays as the document
describes it; each reason has one example.

| style | document | operations | lists that are paged | failures of the style | check |
|---|---|---:|---:|---:|---|
";

/// Reasons and rules that are listed for a document; the rest is counted.
const MOST: usize = 15;

/// What a published document has.
struct Published {
    style: String,
    document: String,
    operations: usize,
    lists: usize,
    failures: usize,
}

/// What the style explains of a document.
struct Coverage {
    published: Published,
    operations: usize,
    paged: usize,
    failures: usize,
    /// What is not explained: how often, and the first example of each.
    reasons: BTreeMap<String, Example>,
    /// What `check` found: how often by rule, and the first of each.
    findings: BTreeMap<String, Example>,
    /// Errors, warnings and notes.
    severities: [usize; 3],
}

/// How often something was found, and where first.
struct Example {
    count: usize,
    first: String,
}

fn count(examples: &mut BTreeMap<String, Example>, what: String, example: impl FnOnce() -> String) {
    examples.entry(what).or_insert_with(|| Example { count: 0, first: example() }).count += 1;
}

impl Published {
    fn read(path: &Path) -> Result<Vec<Self>, Box<dyn Error>> {
        let all: Vec<serde_yaml::Value> = serde_yaml::from_str(&std::fs::read_to_string(path)?)?;
        let read = |one: &serde_yaml::Value| {
            let text = |key: &str| Some(one.get(key)?.as_str()?.to_owned());
            let number = |key: &str| usize::try_from(one.get(key)?.as_u64()?).ok();
            Some(Self {
                style: text("style")?,
                document: text("document")?,
                operations: number("operations")?,
                lists: number("lists")?,
                failures: number("failures")?,
            })
        };
        let all: Option<Vec<_>> = all.iter().map(read).collect();
        Ok(all.ok_or("an entry is not complete")?)
    }
}

impl Coverage {
    fn of(published: Published, folder: &Path) -> Result<Self, Box<dyn Error>> {
        let api = Api::new(folder.join(&published.document)).style(&published.style).document(Document::Full);
        let Checked { diagnostics, sources, is_readable, fold } = api.check();
        let Some(report) = fold.filter(|_| is_readable) else {
            return Err(Failure { diagnostics, sources }.into());
        };
        let mut coverage = Self::folded(published, &report);
        for diagnostic in &diagnostics {
            coverage.severities[match diagnostic.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Note => 2,
            }] += 1;
            let rule = diagnostic.breach.as_ref().map(|breach| format!(" `{}`", breach.rule));
            let what = format!("{}{}", diagnostic.code, rule.unwrap_or_default());
            count(&mut coverage.findings, what, || diagnostic.message.clone());
        }
        Ok(coverage)
    }

    fn folded(published: Published, report: &FoldReport) -> Self {
        let has_failures = |operation: &&FoldedOperation| !operation.failures.folded.is_empty();
        let mut coverage = Self {
            published,
            operations: report.operations.len(),
            paged: report.paged().count(),
            failures: report.operations.iter().filter(has_failures).count(),
            reasons: BTreeMap::new(),
            findings: BTreeMap::new(),
            severities: [0; 3],
        };
        for operation in &report.operations {
            if operation.lists && operation.paging == FoldedPaging::Unpaged {
                let what = "list: it has no parameters of pages".to_owned();
                count(&mut coverage.reasons, what, || format!("`{}`", operation.id));
            }
            for (what, difference) in operation.differences() {
                let kind = what.split(' ').next().unwrap_or_default();
                let example = || format!("{what} of `{}` ({})", operation.id, difference.pointer);
                count(&mut coverage.reasons, format!("{kind}: {difference}"), example);
            }
        }
        coverage
    }

    fn row(&self) -> String {
        let Self { published, operations, paged, failures, severities: [errors, warnings, notes], .. } = self;
        let Published { style, document, operations: all, lists, failures: declared } = published;
        let operations = match operations == all {
            true => all.to_string(),
            false => format!("{operations} of {all}"),
        };
        let (paged, failures) = (share(*paged, *lists), share(*failures, *declared));
        format!(
            "| `{style}` | {document} | {operations} | {paged} | {failures} | {errors} errors, {warnings} warnings, {notes} notes |\n"
        )
    }

    /// The reasons and the findings, the most frequent first.
    fn explained(&self) -> String {
        let Published { style, document, .. } = &self.published;
        let mut text = format!("\n## {style} in {document}\n\nNot explained:\n\n");
        list(&mut text, &self.reasons);
        text.push_str("\nFound by `check`:\n\n");
        list(&mut text, &self.findings);
        text
    }
}

fn share(some: usize, all: usize) -> String {
    match all {
        0 => some.to_string(),
        all => format!("{some} of {all} ({:.1} %)", 100.0 * some as f64 / all as f64),
    }
}

fn list(text: &mut String, examples: &BTreeMap<String, Example>) {
    let mut all: Vec<_> = examples.iter().collect();
    all.sort_by_key(|(what, example)| (std::cmp::Reverse(example.count), *what));
    if all.is_empty() {
        text.push_str("Nothing.\n");
    }
    for (what, Example { count, first }) in all.iter().take(MOST) {
        let _ = writeln!(text, "- {count} × {what}. For example {first}.");
    }
    if let Some((what, rest)) = all.get(MOST).zip(all.get(MOST..)) {
        let total: usize = rest.iter().map(|(_, example)| example.count).sum();
        let _ = writeln!(text, "- {total} × others, such as {}", what.0);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("the folder of the documents is missing")?;
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/published.yaml");
    let mut page = HEAD.to_owned();
    let mut explained = String::new();
    for published in Published::read(&list)? {
        let coverage = Coverage::of(published, Path::new(&folder))?;
        page.push_str(&coverage.row());
        explained.push_str(&coverage.explained());
    }
    print!("{page}{explained}");
    Ok(())
}
