//! `housestyle check`. Exit codes: 0 if nothing but notes is found, 1 if there are errors or warnings, 2 if something cannot
//! be checked.

use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::SourceOptions;
use super::report::{CommandError, CommandOutput};
use crate::diag::levels::Levels;
use crate::diag::{Diagnostic, Diagnostics, Place, Severity, codes};
use crate::fold::FoldReport;
use crate::report;
use crate::source::Sources;
use crate::style;

/// Findings from which on a person is shown how many each rule has.
const MANY: usize = 30;

#[derive(Debug, Args)]
pub struct Check {
    /// The OpenAPI documents: YAML or JSON; `-` reads standard input. Without one, the style alone is checked, and printed
    /// with all that it inherits
    #[arg(value_name = "SPEC")]
    specs: Vec<PathBuf>,
    #[command(flatten)]
    options: SourceOptions,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = ReportForm::Human)]
    report: ReportForm,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportForm {
    /// Lines with carets
    Human,
    /// JSON of a stable shape
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
}

/// What was found in all documents.
struct Findings {
    diagnostics: Diagnostics,
    sources: Sources,
    /// Whether everything could be read.
    is_complete: bool,
    /// How many documents were checked.
    documents: usize,
    /// What the style explains of each full document.
    folds: Vec<(String, FoldReport)>,
}

impl Check {
    pub fn run(self) -> Result<CommandOutput, CommandError> {
        match (self.specs.is_empty(), &self.options.style) {
            (false, _) => self.documents(),
            (true, Some(style)) => Ok(self.style_alone(style)),
            (true, None) => {
                let message = "there is nothing to check";
                let help = "name a document, or a style with `--style`";
                Err(CommandError::option(
                    Diagnostic::error(codes::NOTHING_TO_CHECK, message, Place::Options).help(help),
                ))
            }
        }
    }

    fn documents(self) -> Result<CommandOutput, CommandError> {
        let mut findings = Findings {
            diagnostics: Diagnostics::new(),
            sources: Sources::new(),
            is_complete: true,
            documents: self.specs.len(),
            folds: Vec::new(),
        };
        // What documents share, such as their style, is reported once.
        let mut seen: HashMap<String, Vec<Diagnostic>> = HashMap::new();
        for spec in &self.specs {
            let checked = self.options.api(spec)?.check();
            findings.is_complete &= checked.is_readable;
            findings.sources.extend(checked.sources);
            findings.folds.extend(checked.fold.map(|fold| (spec.display().to_string(), fold)));
            for diagnostic in &checked.diagnostics {
                let known = seen.entry(diagnostic.message.clone()).or_default();
                if !known.contains(diagnostic) {
                    known.push(diagnostic.clone());
                    findings.diagnostics.push(diagnostic.clone());
                }
            }
        }
        Ok(self.output(&findings, None))
    }

    fn style_alone(&self, name: &str) -> CommandOutput {
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let resolved = style::resolved(name, &mut sources, &mut diagnostics);
        let mut levels = Levels::default();
        self.options.deny.iter().for_each(|subject| levels.deny(subject));
        self.options.allow.iter().for_each(|subject| levels.allow(subject));
        levels.apply(&mut diagnostics);
        let findings = Findings {
            diagnostics,
            sources,
            is_complete: resolved.is_some(),
            documents: 0,
            folds: Vec::new(),
        };
        self.output(&findings, resolved.as_ref())
    }

    fn output(&self, findings: &Findings, style: Option<&style::ResolvedStyle>) -> CommandOutput {
        let Findings { diagnostics, sources, is_complete, .. } = findings;
        let printed = |value: Value| CommandOutput::printed(format!("{value:#}\n"));
        let output = match self.report {
            ReportForm::Human => human(findings, style),
            ReportForm::Json => {
                let mut value = report::json(diagnostics, sources);
                if let Some(style) = style {
                    value["style"] = style.value();
                }
                if !findings.folds.is_empty() {
                    value["folds"] = findings.folds.iter().map(fold_value).collect();
                }
                printed(value)
            }
            ReportForm::Sarif => printed(report::sarif(diagnostics, sources, *is_complete)),
            ReportForm::Github => CommandOutput::printed(report::github(diagnostics, sources)),
        };
        let is_misused = diagnostics.iter().any(|diagnostic| diagnostic.code == codes::LEVEL_UNKNOWN);
        let is_found = diagnostics.iter().any(|diagnostic| diagnostic.severity != Severity::Note);
        match (*is_complete && !is_misused, is_found) {
            (false, _) => output.exit_code(2),
            (true, true) => output.exit_code(1),
            (true, false) => output,
        }
    }
}

/// The drawn findings, how many there are, and the style if it was checked alone.
fn human(findings: &Findings, style: Option<&style::ResolvedStyle>) -> CommandOutput {
    let is_terminal = std::io::stdout().is_terminal();
    let color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && is_terminal;
    let mut text = report::draw(&findings.diagnostics, &findings.sources, color);
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&by_rule(&findings.diagnostics));
    match style {
        None => {
            findings.folds.iter().for_each(|fold| text.push_str(&fold_text(fold)));
            text.push_str(&summary(findings));
        }
        Some(style) => text.push_str(&style.text()),
    }
    CommandOutput::printed(text)
}

/// What the style explains of a full document, and what it does not.
fn fold_text((document, fold): &(String, FoldReport)) -> String {
    let summary = fold.summary();
    let (operations, lists) = (plural(summary.operations, "operation"), plural(summary.lists, "list"));
    let (document, table) = (document.escape_debug(), report::printable(&summary.table()));
    format!(
        "{document} under `{}`: {operations}, {lists}\n{table}  `housestyle inspect --stage fold` has each operation\n\n",
        fold.style
    )
}

fn fold_value((document, fold): &(String, FoldReport)) -> Value {
    json!({ "document": document, "style": fold.style, "summary": fold.summary(), "operations": fold.operations })
}

/// How many findings each rule has, if there are many.
fn by_rule(diagnostics: &Diagnostics) -> String {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for diagnostic in diagnostics {
        let code = diagnostic.code.to_string();
        let rule = match &diagnostic.breach {
            Some(breach) => format!("{code}  {}", breach.rule),
            None => code,
        };
        match counts.iter_mut().find(|(known, _)| *known == rule) {
            Some((_, count)) => *count += 1,
            None => counts.push((rule, 1)),
        }
    }
    if counts.iter().map(|(_, count)| count).sum::<usize>() < MANY {
        return String::new();
    }
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let lines = counts.iter().map(|(rule, count)| format!("{count:>7}  {rule}\n"));
    lines.chain(["\n".to_owned()]).collect()
}

fn summary(findings: &Findings) -> String {
    let count = |severity: Severity, word: &str| {
        let count = findings.diagnostics.iter().filter(|found| found.severity == severity).count();
        plural(count, word)
    };
    let documents = plural(findings.documents, "document");
    format!(
        "{}, {} and {} in {documents}\n",
        count(Severity::Error, "error"),
        count(Severity::Warning, "warning"),
        count(Severity::Note, "note")
    )
}

fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
