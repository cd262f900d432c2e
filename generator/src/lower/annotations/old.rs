//! Keys of earlier versions: each key of `x-style` was an extension of its own (`x-paging` for `paging`).

use serde_json::Value;

use super::super::report::{Reporter, Tally};
use super::super::{OperationIndex, codes};
use super::check::of_shape;
use super::effects::{asks, is_offered};
use super::grammar::{self, Grammar};
use super::{KEY, failures_of_document};
use crate::diag::Diagnostic;
use crate::spec::{Document, ExtensibleObject, Node};
use crate::style::Style;
use crate::style::grammar::Key;

/// Keys that distinguish a schema from a mapping of schemas.
const KEYWORDS: [&str; 9] =
    ["type", "$ref", "enum", "format", "description", "properties", "items", "allOf", "oneOf"];

/// Reports the keys of earlier versions.
pub(in crate::lower) struct OldKeys<'c, 'a> {
    pub root: Document<'a>,
    pub style: &'a Style,
    pub operations: &'c OperationIndex,
    pub report: &'c mut Reporter<'a>,
}

impl<'a> OldKeys<'_, 'a> {
    /// Reports those that had an effect, in their form and under this style. Others are somebody else's.
    pub fn report_old_keys(&mut self, annotated: &[(ExtensibleObject, Node<'a>)]) {
        for (object, holder) in annotated {
            if let Ok(grammar) = grammar::of(*object) {
                self.report_on(grammar, holder);
            }
        }
    }

    fn report_on(&mut self, grammar: &Grammar, holder: &Node<'a>) {
        const SHOWN: usize = 3;
        for (wire, node) in holder.entries().filter(|(wire, _)| *wire != KEY) {
            let Some(name) = wire.strip_prefix("x-").map(|name| name.replace('-', "_")) else { continue };
            let is = |key: &&Key| key.formerly.unwrap_or(key.wire) == name && name != "use";
            let known = grammar.record.keys.iter().find(is);
            let Some((key, value)) = known.and_then(|key| Some((key, of_shape(&node, &key.shape)?))) else {
                continue;
            };
            if !self.had_effect(key.wire, &node) {
                continue;
            }
            let times = self.report.old_keys.entry(key.wire).or_default();
            *times += 1;
            if *times > SHOWN {
                self.report.tally(Tally::ExtensionsOld, &node.pointer());
                continue;
            }
            let message = format!("`{wire}` is not read any more, and has no effect");
            let help = new_form(holder, key.wire, &value);
            let place = self.report.key_place(&node.pointer());
            self.report.push(Diagnostic::warning(codes::EXTENSION_OLD, message, place).help(help));
        }
    }

    /// Whether a value of the right form said something that this style would have done.
    fn had_effect(&self, key: &str, node: &Node<'a>) -> bool {
        let is_schema = |value: &Value| KEYWORDS.iter().any(|keyword| value.get(keyword).is_some());
        if !is_offered(self.style, key) || !asks(key, node.value()) {
            return false;
        }
        match (key, node.value()) {
            ("meta", value) => is_schema(value),
            ("filters", value) => value.as_object().is_some_and(|all| all.values().all(is_schema)),
            ("only_with_option", value) => self.style.version.options().any(|option| value == option),
            ("link", Value::String(operation)) => self.operations.by_id.contains_key(operation.as_str()),
            ("errors", Value::Object(failures)) => failures.iter().any(is_failure),
            // A list names failures of the document.
            ("errors", _) => {
                failures_of_document(&self.root).is_some()
                    || self.root.get("x-errors").is_some_and(|errors| errors.value().is_object())
            }
            _ => true,
        }
    }
}

/// What to write instead of a key of an earlier version, in addition to the keys that are there already.
fn new_form(holder: &Node<'_>, name: &str, value: &Value) -> String {
    let value = shown(value);
    match holder.get(KEY).map(|said| said.value()) {
        None => format!("write `{KEY}: {{ {name}: {value} }}`"),
        Some(Value::Object(_)) => format!("write `{name}: {value}` in `{KEY}`"),
        Some(said) => format!("write `{KEY}: {{ use: {}, {name}: {value} }}`", flow(said)),
    }
}

/// Whether an entry says something of a failure. A status with nothing but prose is how others describe responses.
fn is_failure((code, entry): (&String, &Value)) -> bool {
    let is_status = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    let says = entry.as_object().is_some_and(|entry| entry.keys().any(|key| key != "description"));
    says || !is_status
}

/// A value as YAML in one line: not more than people read.
fn shown(value: &Value) -> String {
    const MOST: usize = 60;
    let text = flow(value);
    if text.chars().count() > MOST { "…".to_owned() } else { text }
}

fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(key, value)| format!("{}: {}", flow(&Value::from(key.as_str())), flow(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
}

/// Whether YAML reads a text as text without quotes.
fn is_plain(text: &str) -> bool {
    let within = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/');
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(within)
        && !matches!(text, "true" | "false" | "null")
}
