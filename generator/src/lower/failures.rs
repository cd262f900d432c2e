//! Failures that the document declares by code: `x-errors`.

use std::collections::HashSet;

use serde_json::Value;

use super::{Lowering, codes};
use crate::diag::{Diagnostic, suggest};
use crate::ir::{DeclaredFailure, StatusSpec};
use crate::spec::Node;
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

/// Whether a value is what a key wants.
type Fits = fn(&Value) -> bool;

/// What a failure has: what each is in words, and whether a value is it.
const KEYS: [(&str, &str, Fits); 7] = [
    ("status", "a status", Value::is_u64),
    ("number", "an integer of 64 bits", |value| value.as_i64().is_some()),
    ("message", "text", Value::is_string),
    ("resource", "text", Value::is_string),
    ("pointer", "a JSON pointer: `/data/attributes/title`", |value| value.as_str().is_some_and(is_pointer)),
    ("suppress", "true or false", Value::is_boolean),
    ("description", "text", Value::is_string),
];

/// Whose an entry of `x-errors` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Ours,
    /// Nearly ours: it says something of ours, and something else that is wrong.
    Near,
    Foreign,
}

const WANTED: &str =
    "a map of failures by code (`CODE: { status: 409 }`), or a list of codes of such a map at the root";

impl<'a> Lowering<'a> {
    /// The failures of an operation's `x-errors`: a map of its own, or a list of codes of the root's map.
    pub fn coded_failures(&mut self, operation: &Node<'a>, head: bool) -> Vec<DeclaredFailure> {
        let Some(errors) = operation.get("x-errors") else { return Vec::new() };
        let mut failures: Vec<DeclaredFailure> = Vec::new();
        let mut seen = HashSet::new();
        match errors.value() {
            Value::Object(_) if is_for_us(&errors) => {
                for (code, node) in errors.entries().collect::<Vec<_>>() {
                    failures.extend(self.coded_failure(code, &node));
                }
            }
            Value::Array(list) if self.root_errors().is_some() && list.iter().all(Value::is_string) => {
                for item in operation.items("x-errors").collect::<Vec<_>>() {
                    let Some(code) = item.value().as_str().filter(|code| seen.insert(*code)) else {
                        continue;
                    };
                    let Some(node) = self.root_errors().and_then(|errors| errors.get(code)) else {
                        self.unknown_code(code, &item.pointer());
                        continue;
                    };
                    failures.extend(self.coded_failure(code, &node));
                }
            }
            _ => self.pass_over(operation, "x-errors", WANTED),
        }
        let told = self.style.failure.told_by.is_some() && self.is_styled(operation) && !head;
        failures.retain(|failure| self.is_told_apart(failure, told, &errors));
        failures
    }

    /// The map of failures at the root, where it is meant for us.
    fn root_errors(&self) -> Option<Node<'a>> {
        self.root.get("x-errors").filter(is_for_us)
    }

    fn unknown_code(&mut self, code: &str, pointer: &str) {
        let message = format!("no `x-errors` of the document has the code `{code}`");
        let root = self.root_errors();
        let known: Vec<&str> = root.iter().flat_map(Node::entries).map(|(code, _)| code).collect();
        let help = match suggest::near(code, known.into_iter()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it to `x-errors` at the root of the document".to_owned(),
        };
        self.push(self.error(codes::ERROR_CODE_UNKNOWN, message, pointer).help(help));
    }

    /// Every failure at the root is checked, used or not.
    pub fn check_root_errors(&mut self) {
        let root = self.root;
        match self.root_errors() {
            Some(errors) => {
                for (code, node) in errors.entries().collect::<Vec<_>>() {
                    self.coded_failure(code, &node);
                }
            }
            None if root.has("x-errors") => self.pass_over(&root, "x-errors", WANTED),
            None => {}
        }
    }

    /// Whether a client can tell a failure from a success: by its status, or by a member where the style has one.
    fn is_told_apart(&mut self, failure: &DeclaredFailure, by_member: bool, errors: &Node<'a>) -> bool {
        let StatusSpec::Exact(status) = failure.status else { return true };
        let has_body = !matches!(status, 204 | 205);
        if (400..600).contains(&status) || by_member && has_body && (200..300).contains(&status) {
            return true;
        }
        let code = failure.code.clone().unwrap_or_default();
        let why = if by_member { "which has no body that tells" } else { "as successes have" };
        let message = format!("the failure `{code}` would be answered with {status}, {why}; it is left out");
        let help =
            "a failure's status is from 400 to 599; a style tells one of the 200s by `failure.told_by`";
        let own = errors.value().is_object().then(|| errors.at(&code));
        let pointer = own.unwrap_or_else(|| errors.pointer());
        self.push(self.warning(codes::ERROR_STATUS, message, &pointer).help(help));
        false
    }

    fn coded_failure(&mut self, code: &str, node: &Node<'a>) -> Option<DeclaredFailure> {
        if form(code, node.value()) != Form::Ours {
            self.wrong_failure(code, node);
            return None;
        }
        if !self.check_wire(code, &node.pointer()) {
            return None;
        }
        let object = node.value().as_object()?;
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

    /// What is wrong with an entry among others that are ours.
    fn wrong_failure(&mut self, code: &str, node: &Node<'a>) {
        let Some(object) = node.value().as_object() else {
            let message = format!("the failure `{code}` is no object; it is left out");
            self.push(self.warning(codes::EXTENSION_WRONG, message, &node.pointer()).help(WANTED));
            return;
        };
        for (key, value) in object {
            let problem = match wanted_of(key) {
                None => format!("a failure has no `{key}`"),
                Some((wanted, fits)) if !fits(value) => format!("`{key}` must be {wanted}"),
                Some(_) => continue,
            };
            let message = format!("{problem}; the failure `{code}` is left out");
            let place = self.key_place(&node.at(key));
            let help = suggest::among(key, KEYS.iter().map(|(key, ..)| *key));
            self.push(Diagnostic::warning(codes::EXTENSION_WRONG, message, place).help(help));
        }
    }

    /// A failure's status: its own, or what the style answers to the outcome of its code, or where the business foresees
    /// a failure.
    fn error_status(&mut self, code: &str, outcome: Option<Outcome>, node: &Node<'a>) -> Option<u16> {
        let Some(value) = node.value().get("status") else {
            let outcome = outcome.unwrap_or(Outcome::Business);
            return self.style.outcomes.get(&outcome).map(|reaction| reaction.status);
        };
        let status = value.as_u64().and_then(|status| u16::try_from(status).ok());
        if let Some(status) =
            status.filter(|status| (200..300).contains(status) || (400..600).contains(status))
        {
            return Some(status);
        }
        let message =
            format!("the failure `{code}` has the status {value}, which tells no failure; it is left out");
        let help = "a failure's status is from 400 to 599";
        self.push(self.warning(codes::ERROR_STATUS, message, &node.at("status")).help(help));
        None
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

fn wanted_of(key: &str) -> Option<(&'static str, Fits)> {
    KEYS.iter().find(|(known, ..)| *known == key).map(|(_, wanted, fits)| (*wanted, *fits))
}

/// Whether a map of `x-errors` is meant for us: documents have used the word for other things.
fn is_for_us(errors: &Node<'_>) -> bool {
    let entries = errors.value().as_object();
    let ours = |(code, entry): (&String, &Value)| form(code, entry) != Form::Foreign;
    entries.is_some_and(|entries| entries.is_empty() || entries.iter().any(ours))
}

/// Whose an entry is. A key that is a status, with nothing but prose, is how others describe their responses.
fn form(code: &str, entry: &Value) -> Form {
    let Some(object) = entry.as_object() else { return Form::Foreign };
    let is_status = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    let says = |(key, _): (&String, &Value)| wanted_of(key).is_some() && key != "description";
    let near = |key: &String| suggest::near(key, KEYS.iter().map(|(key, ..)| *key)).is_some();
    let right = |(key, value): (&String, &Value)| wanted_of(key).is_some_and(|(_, fits)| fits(value));
    match (object.iter().all(right), object.iter().any(says)) {
        (true, true) => Form::Ours,
        (true, false) if !is_status => Form::Ours,
        (false, true) => Form::Near,
        (false, false) if !is_status && object.keys().any(near) => Form::Near,
        (true | false, false) => Form::Foreign,
    }
}

/// Whether a text is a JSON pointer (RFC 6901).
fn is_pointer(text: &str) -> bool {
    let tokens = text.strip_prefix('/').or(text.is_empty().then_some(""));
    tokens.is_some_and(|tokens| tokens.split('~').skip(1).all(|rest| rest.starts_with(['0', '1'])))
}
