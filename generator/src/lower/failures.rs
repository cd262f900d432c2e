//! Failures that the document declares by code: `x-errors`.

use std::collections::HashSet;

use serde_json::Value;

use super::node::Node;
use super::{Lowering, codes};
use crate::ir::{DeclaredFailure, StatusSpec};
use crate::style::{Outcome, Reaction};

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

const KEYS: [&str; 7] = ["status", "number", "message", "resource", "pointer", "suppress", "description"];

impl<'a> Lowering<'a> {
    /// The failures of an operation's `x-errors`: a map of its own, or a list of codes of the root's map.
    pub fn coded_failures(&mut self, operation: &Node<'a>) -> Vec<DeclaredFailure> {
        let Some(errors) = operation.get("x-errors") else { return Vec::new() };
        let mut failures: Vec<DeclaredFailure> = Vec::new();
        let mut seen = HashSet::new();
        match errors.value {
            Value::Object(_) => {
                for (code, node) in errors.entries().collect::<Vec<_>>() {
                    failures.extend(self.coded_failure(code, &node));
                }
            }
            Value::Array(_) => {
                for item in operation.items("x-errors").collect::<Vec<_>>() {
                    let Some(code) = item.value.as_str() else {
                        let message = "a list of `x-errors` holds codes";
                        self.push(self.error(codes::EXTENSION_WRONG, message, &item.pointer));
                        continue;
                    };
                    if !seen.insert(code) {
                        continue;
                    }
                    let Some(node) = self.root_error(code) else {
                        let message = format!("no `x-errors` of the document has the code `{code}`");
                        let help = "add it to `x-errors` at the root of the document";
                        self.push(self.error(codes::ERROR_CODE_UNKNOWN, message, &item.pointer).help(help));
                        continue;
                    };
                    failures.extend(self.coded_failure(code, &node));
                }
            }
            _ => self.wrong_extension(operation, "x-errors", "a map of failures by code, or a list of codes"),
        }
        failures
    }

    /// Every failure at the root is checked, used or not.
    pub fn check_root_errors(&mut self) {
        let root = self.root();
        if root.get("x-errors").is_some_and(|errors| !errors.value.is_object()) {
            self.wrong_extension(&root, "x-errors", "a map of failures by code");
        }
        for (code, node) in root.members("x-errors").collect::<Vec<_>>() {
            self.coded_failure(code, &node);
        }
    }

    fn root_error(&self, code: &str) -> Option<Node<'a>> {
        self.root().get("x-errors")?.get(code)
    }

    fn coded_failure(&mut self, code: &str, node: &Node<'a>) -> Option<DeclaredFailure> {
        if !self.check_wire(code, &node.pointer) {
            return None;
        }
        let Some(object) = node.value.as_object() else {
            let message = format!("the failure `{code}` must be an object");
            self.push(self.error(codes::EXTENSION_WRONG, message, &node.pointer));
            return None;
        };
        for key in object.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            let message = format!("a failure has no `{key}`");
            let help = format!("it has {}", super::extensions::words(&KEYS));
            let place = self.spec.key_place(&node.at(key));
            self.push(crate::diag::Diagnostic::error(codes::EXTENSION_WRONG, message, place).help(help));
        }
        for key in ["message", "resource", "description"] {
            if object.get(key).is_some_and(|value| !value.is_string()) {
                self.wrong_extension(node, key, "text");
            }
        }
        if object.get("number").is_some_and(|value| value.as_i64().is_none()) {
            self.wrong_extension(node, "number", "an integer of 64 bits");
        }
        if object.get("suppress").is_some_and(|value| !value.is_boolean()) {
            self.wrong_extension(node, "suppress", "true or false");
        }
        if object.get("pointer").is_some_and(|value| !value.as_str().is_some_and(is_pointer)) {
            self.wrong_extension(node, "pointer", "a JSON pointer: `/data/attributes/title`");
        }
        let outcome = self.outcome_of_code(code);
        let status = self.error_status(code, outcome, node)?;
        Some(DeclaredFailure {
            code: Some(code.to_owned()),
            number: object.get("number").and_then(Value::as_i64),
            status: StatusSpec::Exact(status),
            outcome: outcome.or_else(|| self.outcome_of(status)),
            message: node.text("message").map(str::to_owned),
            resource: node.text("resource").map(str::to_owned),
            pointer: node.text("pointer").map(str::to_owned),
            suppress: object.get("suppress").and_then(Value::as_bool),
            body: None,
            docs: node.prose("description"),
        })
    }

    /// A failure's status: its own, or what the style answers to the outcome of its code, or where the business foresees
    /// a failure.
    fn error_status(&mut self, code: &str, outcome: Option<Outcome>, node: &Node<'a>) -> Option<u16> {
        let Some(value) = node.value.get("status") else {
            let outcome = outcome.unwrap_or(Outcome::Business);
            return self.style.outcomes.get(&outcome).map(|reaction| reaction.status);
        };
        // A style may tell failures with any status, 200 included: what the style itself uses is fine.
        let status = value.as_u64().and_then(|status| u16::try_from(status).ok());
        let known = |status: u16| self.style.outcomes.values().any(|reaction| reaction.status == status);
        match status {
            Some(status) if (400..600).contains(&status) || known(status) => Some(status),
            _ => {
                let message = format!("the failure `{code}` has the status {value}, which tells no failure");
                let help = "a failure's status is from 400 to 599";
                self.push(self.error(codes::ERROR_STATUS, message, &node.at("status")).help(help));
                None
            }
        }
    }

    /// The outcome that the style answers with this code: the business's only where it is no other's.
    fn outcome_of_code(&self, code: &str) -> Option<Outcome> {
        let has_code = |reaction: &Reaction| reaction.code.as_deref() == Some(code);
        let mut found = self.failing(has_code);
        let first = found.next()?;
        if first == Outcome::Business { found.next().or(Some(first)) } else { Some(first) }
    }

    /// The outcome that the style answers with this status.
    pub fn outcome_of(&self, status: u16) -> Option<Outcome> {
        self.failing(|reaction| reaction.status == status).next()
    }

    /// The failures that the style reacts to so, the likeliest first; some of them twice.
    fn failing(&self, so: impl Fn(&Reaction) -> bool) -> impl Iterator<Item = Outcome> {
        let is_failure = |outcome: &Outcome| *outcome >= Outcome::Malformed;
        let outcomes = PREFERRED.into_iter().chain(Outcome::ALL.iter().copied().filter(is_failure));
        outcomes.filter(move |outcome| self.style.outcomes.get(outcome).is_some_and(&so))
    }
}

/// Whether a text is a JSON pointer (RFC 6901).
fn is_pointer(text: &str) -> bool {
    let tokens = text.strip_prefix('/').or(text.is_empty().then_some(""));
    tokens.is_some_and(|tokens| tokens.split('~').skip(1).all(|rest| rest.starts_with(['0', '1'])))
}
