//! Failures that the document declares by code: `errors` of `x-style`.

use super::annotations::{FailureAnnotation, Failures, OperationAnnotations, failures_of_document};
use super::{Context, codes};
use crate::diag::{Diagnostic, suggest};
use crate::ir::{DeclaredFailure, StatusSpec};
use crate::spec::Node;
use crate::style::{Outcome, OutcomeResponse, Style};

/// Of the outcomes that share a status, which one a declared failure is a case of.
const PREFERRED: [Outcome; 11] = [
    Outcome::Business,
    Outcome::InvalidEntity,
    Outcome::NotFound,
    Outcome::Forbidden,
    Outcome::Unauthenticated,
    Outcome::Conflict,
    Outcome::PreconditionFailed,
    Outcome::TooMany,
    Outcome::Unavailable,
    Outcome::NotImplemented,
    Outcome::Internal,
];

/// Reads the failures that the document declares by code.
pub(in crate::lower) struct CodedFailures<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> CodedFailures<'_, 'a> {
    /// The failures of an operation: its own, or some of the document's by code.
    pub fn coded_failures(
        &mut self,
        annotations: &OperationAnnotations<'a>,
        head: bool,
    ) -> Vec<DeclaredFailure> {
        let Some(said) = annotations.failures() else { return Vec::new() };
        let by_member = self.cx.style.failure.failure_flag.is_some() && !annotations.is_off() && !head;
        let mut failures: Vec<DeclaredFailure> = Vec::new();
        match said {
            Failures::Own(errors) => {
                for (code, node) in errors.entries() {
                    let failure = self.coded_failure(code, &node);
                    failures.extend(
                        failure.filter(|one| self.is_distinguishable(one, by_member, &node.pointer())),
                    );
                }
            }
            Failures::Named(codes) => {
                for item in codes {
                    let Some(code) = item.value().as_str() else { continue };
                    let Some(node) =
                        failures_of_document(&self.cx.root).and_then(|failures| failures.get(code))
                    else {
                        self.unknown_code(code, &item.pointer());
                        continue;
                    };
                    self.cx.report.mark_effective(&node);
                    let failure = self.coded_failure(code, &node);
                    failures.extend(
                        failure.filter(|one| self.is_distinguishable(one, by_member, &item.pointer())),
                    );
                }
            }
        }
        failures
    }

    fn unknown_code(&mut self, code: &str, pointer: &str) {
        let message = format!("the document has no failure with the code `{code}`");
        let root = failures_of_document(&self.cx.root);
        let known: Vec<&str> = root.iter().flat_map(Node::entries).map(|(code, _)| code).collect();
        let help = match suggest::near(code, known.into_iter()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it to `errors` of `x-style` at the root of the document".to_owned(),
        };
        self.cx.push(self.cx.error(codes::ERROR_CODE_UNKNOWN, message, pointer).help(help));
    }

    /// Checks every failure of the document, used or not.
    pub fn check_root_failures(&mut self) {
        for (code, node) in failures_of_document(&self.cx.root).iter().flat_map(Node::entries) {
            self.coded_failure(code, &node);
        }
    }

    /// Reports failures of the document that no operation names, once all operations are read.
    pub fn report_unused_failures(&mut self) {
        // After an error, not every operation may have been read.
        if self.cx.report.failed() {
            return;
        }
        for (code, node) in failures_of_document(&self.cx.root).iter().flat_map(Node::entries) {
            if self.cx.report.is_settled(&node) {
                continue;
            }
            let message = format!("no operation names the failure `{code}`; it has no effect");
            let place = self.cx.key_place(&node.pointer());
            let help = "name it in `errors` of the `x-style` of an operation, or remove it";
            self.cx.push(Diagnostic::warning(codes::ERROR_CODE_UNUSED, message, place).help(help));
        }
    }

    /// Whether a client can distinguish a failure from a success: by its status, or by the style's failure flag.
    fn is_distinguishable(&mut self, failure: &DeclaredFailure, by_member: bool, pointer: &str) -> bool {
        let StatusSpec::Exact(status) = failure.status else { return true };
        let has_body = !matches!(status, 204 | 205);
        if (400..600).contains(&status) || by_member && has_body && (200..300).contains(&status) {
            return true;
        }
        let code = failure.code.clone().unwrap_or_default();
        let why = if by_member { "which has no body with a failure flag" } else { "as successes have" };
        let message = format!("the failure `{code}` would be answered with {status}, {why}; it is left out");
        let help = "a failure's status is from 400 to 599; with a 200 a style needs `failure.failure_flag`";
        self.cx.push(self.cx.warning(codes::ERROR_STATUS, message, pointer).help(help));
        false
    }

    fn coded_failure(&mut self, code: &str, node: &Node<'a>) -> Option<DeclaredFailure> {
        if !self.cx.check_wire(code, || node.pointer()) {
            return None;
        }
        let said = FailureAnnotation(*node);
        node.value().as_object()?;
        let outcome = outcome_of_code(self.cx.style, code);
        let status = self.error_status(code, outcome, node)?;
        Some(DeclaredFailure {
            code: Some(code.to_owned()),
            number: said.number(),
            status: StatusSpec::Exact(status),
            outcome: outcome_of_failure(self.cx.style, code, status),
            message: said.message(),
            resource: said.resource(),
            pointer: said.pointer(),
            suppress: said.suppress(),
            kind: said.kind(),
            body: None,
            docs: said.description(),
        })
    }

    /// A failure's status: its own, or what the style answers to the outcome of its code, or where the business foresees
    /// a failure.
    fn error_status(&mut self, code: &str, outcome: Option<Outcome>, node: &Node<'a>) -> Option<u16> {
        let Some(value) = FailureAnnotation(*node).status() else {
            let outcome = outcome.unwrap_or(Outcome::Business);
            return Some(self.cx.style.outcomes[outcome].status);
        };
        // The grammar refuses others.
        let status = value.as_u64().and_then(|status| u16::try_from(status).ok());
        let status = status.filter(|status| (200..600).contains(status))?;
        if !(300..400).contains(&status) {
            return Some(status);
        }
        let message =
            format!("the failure `{code}` has the status {value}, which is not a failure; it is left out");
        let help = "a failure's status is from 400 to 599";
        self.cx.push(
            self.cx.warning(codes::ERROR_STATUS, message, &node.at(FailureAnnotation::STATUS)).help(help),
        );
        None
    }
}

/// The outcome that a failure with this code and status is a case of.
pub(crate) fn outcome_of_failure(style: &Style, code: &str, status: u16) -> Option<Outcome> {
    outcome_of_code(style, code).or_else(|| outcome_of(style, status))
}

/// The outcome that the style answers with this code; `business` only if no other outcome has it.
fn outcome_of_code(style: &Style, code: &str) -> Option<Outcome> {
    let has_code = |reaction: &OutcomeResponse| reaction.code.as_deref() == Some(code);
    let mut found = failing(style, has_code);
    let first = found.next()?;
    if first == Outcome::Business { found.next().or(Some(first)) } else { Some(first) }
}

/// The outcome that a style answers with this status.
pub(crate) fn outcome_of(style: &Style, status: u16) -> Option<Outcome> {
    failing(style, |reaction| reaction.status == status).next()
}

/// The failures that a style reacts to so, the likeliest first; some of them twice.
fn failing(style: &Style, so: impl Fn(&OutcomeResponse) -> bool) -> impl Iterator<Item = Outcome> {
    let is_failure = |outcome: &Outcome| *outcome >= Outcome::Malformed;
    let outcomes = PREFERRED.into_iter().chain(Outcome::ALL.iter().copied().filter(is_failure));
    outcomes.filter(move |outcome| so(&style.outcomes[*outcome]))
}
