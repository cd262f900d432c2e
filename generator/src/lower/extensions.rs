//! The extensions of ours that a document may have, each with the kinds of values that it takes.

use serde_json::Value;

use super::node::Node;
use super::{Lowering, Tally, codes};
use crate::diag::Diagnostic;

/// What `x-paging` asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct PagingAsked<'a> {
    /// The way; the style's default where none is named.
    pub kind: Option<&'a str>,
    /// The unit of positions.
    pub unit: Option<Node<'a>>,
    /// The members that may order.
    pub by: Option<Node<'a>>,
}

const PAGING: &str = "a way of paging of the style, `true`, `none`, or a mapping of `kind`, `unit` and `by`";

impl<'a> Lowering<'a> {
    /// `x-style` of an operation: whether the style's envelope applies.
    pub fn is_styled(&mut self, operation: &Node<'a>) -> bool {
        !self.is_off(operation, "x-style")
    }

    /// `x-prefix` of an operation: whether its path begins with what the style's paths begin with.
    pub fn is_prefixed(&mut self, operation: &Node<'a>) -> bool {
        !self.is_off(operation, "x-prefix")
    }

    fn is_off(&mut self, operation: &Node<'a>, key: &str) -> bool {
        match operation.value.get(key) {
            None => false,
            Some(Value::Bool(false)) => true,
            Some(Value::String(word)) if word == "off" => true,
            Some(_) => {
                self.wrong_extension(operation, key, "`off`");
                false
            }
        }
    }

    /// `x-rate` of an operation: whether it is counted where the style counts marked ones.
    pub fn is_rated(&mut self, operation: &Node<'a>) -> bool {
        let Some(node) = operation.get("x-rate") else { return false };
        if self.style.rate.is_none() {
            self.tally(Tally::ExtensionsUnused, &node.pointer);
        }
        match node.value {
            Value::Bool(yes) => *yes,
            _ => {
                self.wrong_extension(operation, "x-rate", "true or false");
                false
            }
        }
    }

    /// `x-async` of an operation.
    pub fn is_asynchronous(&mut self, operation: &Node<'a>) -> bool {
        match operation.value.get("x-async") {
            None => false,
            Some(Value::Bool(yes)) => *yes,
            Some(_) => {
                self.wrong_extension(operation, "x-async", "true or false");
                false
            }
        }
    }

    /// `x-paging` of an operation, where it asks for any.
    pub fn paging_asked(&mut self, operation: &Node<'a>) -> Option<PagingAsked<'a>> {
        let node = operation.get("x-paging")?;
        match node.value {
            Value::Bool(false) => None,
            Value::Bool(true) => Some(PagingAsked::default()),
            Value::String(word) if word == "none" => None,
            Value::String(word) => Some(PagingAsked { kind: Some(word), ..PagingAsked::default() }),
            Value::Object(_) => self.paging_mapping(&node),
            _ => {
                self.wrong_extension(operation, "x-paging", PAGING);
                None
            }
        }
    }

    fn paging_mapping(&mut self, node: &Node<'a>) -> Option<PagingAsked<'a>> {
        const KEYS: [&str; 3] = ["kind", "unit", "by"];
        let mut fine = true;
        for (key, _) in node.entries().filter(|(key, _)| !KEYS.contains(key)) {
            let message = format!("`x-paging` has no `{key}`");
            let help = format!("it has {}", words(&KEYS));
            let place = self.spec.key_place(&node.at(key));
            self.push(Diagnostic::error(codes::EXTENSION_WRONG, message, place).help(help));
            fine = false;
        }
        for key in ["kind", "unit"] {
            if node.value.get(key).is_some_and(|value| !value.is_string()) {
                self.wrong_extension(node, key, "text");
                fine = false;
            }
        }
        let by = node.get("by");
        if by.as_ref().is_some_and(|by| !is_names(by.value)) {
            self.wrong_extension(node, "by", "a list of members of the items, each once");
            fine = false;
        }
        fine.then(|| PagingAsked { kind: node.text("kind"), unit: node.get("unit"), by })
    }

    /// `x-only-under` of a member: a representation option of the style.
    pub fn option_of(&mut self, hop: &Node<'a>) -> Option<String> {
        let pointer = hop.at("x-only-under");
        let Some(option) = hop.text("x-only-under") else {
            self.wrong_extension(hop, "x-only-under", "a representation option of the style");
            return None;
        };
        let options: Vec<_> = self.style.version.options().collect();
        if options.contains(&option) {
            return Some(option.to_owned());
        }
        if options.is_empty() {
            self.tally(Tally::ExtensionsUnused, &pointer);
            return None;
        }
        let message = format!("the style `{}` has no representation option `{option}`", self.style.ident);
        let help = format!("it has {}", words(&options));
        self.push(self.error(codes::OPTION_UNKNOWN, message, &pointer).help(help));
        None
    }

    pub fn wrong_extension(&mut self, node: &Node<'a>, key: &str, wanted: &str) {
        let message = format!("`{key}` must be {wanted}");
        self.push(self.error(codes::EXTENSION_WRONG, message, &node.at(key)));
    }
}

/// Whether a value is a list of different texts, and not empty.
pub(super) fn is_names(value: &Value) -> bool {
    value.as_array().is_some_and(|list| {
        let unlike = |(i, name)| Value::is_string(name) && !list[..i].contains(name);
        !list.is_empty() && list.iter().enumerate().all(unlike)
    })
}

/// A list in words: `a`, `b`.
pub(super) fn words<T: AsRef<str>>(list: &[T]) -> String {
    let quoted: Vec<_> = list.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    quoted.join(", ")
}
