//! Failures by code that a response lists: in an enumeration of its codes, or each with an example.

use serde_json::{Map, Value, json};

use super::failure_body::{of_entry, read_example};
use crate::lower::{outcome_of, outcome_of_failure};
use crate::style::{EntrySlot, FailureSlot, Outcome, Slot, SlotKind as _, Style};

/// A failure by code.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CodedFailure {
    pub code: String,
    pub status: u16,
    /// The failure, as `errors` of `x-style` has it.
    pub said: Map<String, Value>,
}

/// What a response says of its failures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed<'r> {
    pub status: u16,
    /// The codes that its schema lists.
    pub codes: &'r [String],
    /// Its examples, by name.
    pub examples: &'r [(&'r str, &'r Value)],
    pub description: &'r str,
}

/// The failures of a response that the style's outcomes do not report themselves.
pub(super) fn coded_failures(style: &Style, listed: Listed<'_>) -> Vec<CodedFailure> {
    let mut all: Vec<CodedFailure> = Vec::new();
    for (name, example) in listed.examples {
        let failure = from_example(style, listed, name, example);
        all.extend(failure.map(|said| CodedFailure {
            code: (*name).to_owned(),
            status: listed.status,
            said,
        }));
    }
    for code in listed.codes {
        let is_known =
            all.iter().any(|failure| failure.code == *code) || is_of_outcome(style, code, listed.status);
        if !is_known {
            let said = Map::from_iter([("status".to_owned(), json!(listed.status))]);
            all.push(CodedFailure { code: code.clone(), status: listed.status, said });
        }
    }
    all
}

/// Whether an outcome of the style has this code and status.
fn is_of_outcome(style: &Style, code: &str, status: u16) -> bool {
    Outcome::ALL
        .iter()
        .map(|outcome| style.response_to(*outcome))
        .any(|response| response.status == status && response.code.as_deref() == Some(code))
}

/// Reads an example of a failure. It is one of the failure with the code that names it if it has this code; in a style
/// without codes, if the response's description has its message.
fn from_example(
    style: &Style,
    listed: Listed<'_>,
    name: &str,
    example: &Value,
) -> Option<Map<String, Value>> {
    let body = read_example(&style.failure.body, example.get("value")?)?;
    let of_body = |wanted: FailureSlot| {
        let found = body.iter().find(|(slot, _)| FailureSlot::of(*slot) == Some(wanted));
        found.map(|(_, value)| *value)
    };
    let entries = of_body(FailureSlot::Entries).and_then(Value::as_array);
    let entry = entries.and_then(|entries| entries.first());
    let entry = entry.and_then(|entry| read_example(&style.failure.entry, entry)).unwrap_or_default();
    let of_entry = |slot| of_entry(&entry, slot);
    let code = of_body(FailureSlot::Code).and_then(Value::as_str).or_else(|| of_entry(EntrySlot::Code));
    let message =
        of_body(FailureSlot::Message).and_then(Value::as_str).or_else(|| of_entry(EntrySlot::Message));
    let is_coded = style.failure.body.has(Slot::Code);
    let is_named = match code {
        Some(code) => code == name,
        None => {
            !is_coded
                && name != listed.status.to_string()
                && message.is_some_and(|message| is_described(listed, message))
        }
    };
    if !is_named {
        return None;
    }
    let status = listed.status;
    let outcome = outcome_of_failure(style, name, status).unwrap_or(Outcome::Business);
    let usual = &*style.response_to(outcome).message;
    let mut said = Map::new();
    let mut say = |key: &str, value: Option<Value>| said.extend(value.map(|value| (key.to_owned(), value)));
    say("status", Some(json!(status)));
    say("code_number", of_body(FailureSlot::CodeNumber).cloned());
    let kind = of_body(FailureSlot::Type).and_then(Value::as_str);
    let usual_kind = style.response_to(outcome).kind.as_deref();
    say("type", kind.filter(|kind| Some(*kind) != usual_kind).map(Value::from));
    say("message", message.filter(|message| *message != usual).map(Value::from));
    say("resource", of_entry(EntrySlot::Resource).map(Value::from));
    say("pointer", of_entry(EntrySlot::Pointer).map(Value::from));
    say("suppress", of_body(FailureSlot::Suppress).cloned());
    say("description", example.get("description").cloned());
    Some(said)
}

/// Whether a line of the description is the message.
fn is_described(listed: Listed<'_>, message: &str) -> bool {
    let message = message.trim_end_matches('.');
    let line = |line: &str| line.trim_end_matches('.') == message;
    listed.description.trim_end_matches('.') == message || listed.description.lines().any(line)
}

/// Whether the style has an outcome with this status, so that operations need not say it.
pub(super) fn is_of_style(style: &Style, status: u16) -> bool {
    outcome_of(style, status).is_some()
}
