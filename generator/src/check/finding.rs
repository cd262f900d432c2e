//! Findings: where a document breaks a rule of its style, what the rule expects, and how to fix it.

use super::cases;
use crate::diag::{Code, Diagnostic, Place, RuleBreach, Severity, codes};
use crate::style::{LintLevel, LintRule, NameCase};

/// A place in a document that breaks a rule.
#[derive(Debug)]
pub(super) struct Finding {
    /// What is wrong, in one line.
    pub message: String,
    /// What the rule expects.
    pub expected: String,
    /// What is there.
    pub found: Option<String>,
    /// What to do.
    pub fix: Option<String>,
}

impl Finding {
    /// Something in the document is called other than the rule expects.
    pub fn named(kind: &str, name: &str, case: NameCase, fix: Option<&str>) -> Self {
        Self {
            message: format!("the {kind} `{name}` is not in {}", cases::words(case)),
            expected: cases::words(case).to_owned(),
            found: Some(name.to_owned()),
            fix: fix.map(|fix| format!("call it `{fix}`")),
        }
    }

    /// Something in the document lacks a field.
    pub fn missing(kind: &str, name: &str, expected: &str, fix: &str) -> Self {
        let noun = expected.split_once(' ').map_or(expected, |(_, noun)| noun);
        Self {
            message: format!("the {kind} `{name}` has no {noun}"),
            expected: expected.to_owned(),
            found: None,
            fix: Some(fix.to_owned()),
        }
    }

    /// The diagnostic of the finding.
    pub fn into_diagnostic(self, rule: LintRule, level: LintLevel, place: Place) -> Diagnostic {
        let breach = RuleBreach {
            rule: format!("lint.{}", rule.as_str()),
            expected: Some(self.expected),
            found: self.found,
        };
        let mut diagnostic = match severity(level) {
            Severity::Error => Diagnostic::error(code(rule), self.message, place),
            Severity::Warning => Diagnostic::warning(code(rule), self.message, place),
            Severity::Note => Diagnostic::note(code(rule), self.message, place),
        };
        diagnostic.help = self.fix;
        diagnostic.breach = Some(Box::new(breach));
        diagnostic
    }
}

pub(super) const fn severity(level: LintLevel) -> Severity {
    match level {
        LintLevel::Error => Severity::Error,
        LintLevel::Warning => Severity::Warning,
        LintLevel::Note => Severity::Note,
    }
}

/// The code of a rule's findings.
pub(crate) const fn code(rule: LintRule) -> Code {
    match rule {
        LintRule::PathCase
        | LintRule::PathParameterCase
        | LintRule::QueryParameterCase
        | LintRule::HeaderCase
        | LintRule::CookieCase
        | LintRule::OperationIdCase
        | LintRule::SchemaCase
        | LintRule::PropertyCase
        | LintRule::EnumCase
        | LintRule::TagCase => codes::LINT_CASE,
        LintRule::PathCollections => codes::LINT_COLLECTION,
        LintRule::PathDepth => codes::LINT_DEPTH,
        LintRule::OperationMethods => codes::LINT_METHOD,
        LintRule::OperationStatuses => codes::LINT_STATUS,
        LintRule::PathParameterDescription
        | LintRule::QueryParameterDescription
        | LintRule::HeaderDescription
        | LintRule::CookieDescription
        | LintRule::OperationDescription
        | LintRule::SchemaDescription
        | LintRule::PropertyDescription
        | LintRule::TagDescription => codes::LINT_DESCRIPTION,
        LintRule::OperationSummary => codes::LINT_SUMMARY,
        LintRule::PathParameterExample
        | LintRule::QueryParameterExample
        | LintRule::HeaderExample
        | LintRule::CookieExample
        | LintRule::BodyExample
        | LintRule::SchemaExample
        | LintRule::PropertyExample => codes::LINT_EXAMPLE,
        LintRule::OperationTags | LintRule::TagDeclared => codes::LINT_TAG,
        LintRule::OperationId => codes::LINT_OPERATION_ID,
        LintRule::StringLimit | LintRule::ListLimit => codes::LINT_LIMIT,
        LintRule::PathParameterForbidden
        | LintRule::QueryParameterForbidden
        | LintRule::HeaderForbidden
        | LintRule::CookieForbidden => codes::LINT_FORBIDDEN,
    }
}
