//! The extensions of ours that a document may have, each with the kinds of values that it takes.

use serde_json::Value;

use super::{Lowering, Tally, codes};
use crate::diag::{Diagnostic, suggest};
use crate::spec::Node;

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
        match operation.value().get(key) {
            None => false,
            Some(Value::Bool(false)) => true,
            Some(Value::String(word)) if word == "off" => true,
            Some(_) => {
                self.pass_over(operation, key, "`off`");
                false
            }
        }
    }

    /// `x-rate` of an operation: whether it is counted where the style counts marked ones.
    pub fn is_rated(&mut self, operation: &Node<'a>) -> bool {
        let Some(node) = operation.get("x-rate") else { return false };
        if self.style.rate.is_none() {
            self.tally(Tally::ExtensionsUnused, &node.pointer());
            return node.value() == &Value::Bool(true);
        }
        if !node.value().is_boolean() {
            self.pass_over(operation, "x-rate", "true or false");
        }
        node.value() == &Value::Bool(true)
    }

    /// `x-async` of an operation.
    pub fn is_asynchronous(&mut self, operation: &Node<'a>) -> bool {
        match operation.value().get("x-async") {
            None => false,
            Some(Value::Bool(yes)) => *yes,
            Some(_) => {
                self.pass_over(operation, "x-async", "true or false");
                false
            }
        }
    }

    /// `x-paging` of an operation, where it asks for any.
    pub fn paging_asked(&mut self, operation: &Node<'a>) -> Option<PagingAsked<'a>> {
        let node = operation.get("x-paging")?;
        if self.style.paging.is_empty() {
            let none = matches!(node.value(), Value::Bool(false)) || node.value() == "none";
            if !none {
                self.tally(Tally::ExtensionsUnused, &node.pointer());
            }
            return None;
        }
        match node.value() {
            Value::Bool(false) => None,
            Value::Bool(true) => Some(PagingAsked::default()),
            Value::String(word) if word == "none" => None,
            Value::String(word) => Some(PagingAsked { kind: Some(word), ..PagingAsked::default() }),
            Value::Object(_) => self.paging_mapping(&node),
            _ => {
                self.pass_over(operation, "x-paging", PAGING);
                None
            }
        }
    }

    /// A mapping with a key of ours, or one that is nearly such, is meant for us: what is wrong with it is an error.
    fn paging_mapping(&mut self, node: &Node<'a>) -> Option<PagingAsked<'a>> {
        const KEYS: [&str; 3] = ["kind", "unit", "by"];
        let is_ours = |key: &str| suggest::near(key, KEYS.into_iter()).is_some();
        if !node.entries().any(|(key, _)| is_ours(key)) {
            self.pass_over_at(&node.pointer(), "x-paging", PAGING);
            return None;
        }
        let mut fine = true;
        for (key, _) in node.entries().filter(|(key, _)| !KEYS.contains(key)) {
            let message = format!("`x-paging` has no `{key}`");
            let help = suggest::among(key, KEYS.into_iter());
            let place = self.key_place(&node.at(key));
            self.push(Diagnostic::error(codes::EXTENSION_WRONG, message, place).help(help));
            fine = false;
        }
        let by = node.get("by");
        for (key, right, wanted) in [
            ("kind", node.value().get("kind").is_none_or(Value::is_string), "text"),
            ("unit", node.value().get("unit").is_none_or(Value::is_string), "text"),
            (
                "by",
                by.as_ref().is_none_or(|by| is_names(by.value())),
                "a list of members of the items, each once",
            ),
        ] {
            if !right {
                let message = format!("`{key}` must be {wanted}");
                self.push(self.error(codes::EXTENSION_WRONG, message, &node.at(key)));
                fine = false;
            }
        }
        fine.then(|| PagingAsked { kind: node.text("kind"), unit: node.get("unit"), by })
    }

    /// `x-only-under` of a member: a representation option of the style.
    pub fn option_of(&mut self, hop: &Node<'a>) -> Option<String> {
        let pointer = hop.at("x-only-under");
        let options: Vec<_> = self.style.version.options().collect();
        if options.is_empty() {
            self.tally(Tally::ExtensionsUnused, &pointer);
            return None;
        }
        let Some(option) = hop.text("x-only-under") else {
            self.pass_over(hop, "x-only-under", "a representation option of the style");
            return None;
        };
        if options.contains(&option) {
            return Some(option.to_owned());
        }
        let message = format!("the style `{}` has no representation option `{option}`", self.style.ident);
        let help = suggest::among(option, options.into_iter());
        self.push(self.error(codes::OPTION_UNKNOWN, message, &pointer).help(help));
        None
    }

    /// An extension that does not have the form of ours is another's, who calls it so as well: it has no effect.
    pub fn pass_over(&mut self, node: &Node<'a>, key: &str, wanted: &str) {
        self.pass_over_at(&node.at(key), key, wanted);
    }

    pub fn pass_over_at(&mut self, pointer: &str, key: &str, wanted: &str) {
        const SHOWN: usize = 3;
        let places = self.report.ignored.entry(key.to_owned()).or_default();
        if !places.insert(pointer.to_owned()) {
            return;
        }
        if places.len() > SHOWN {
            self.tally(Tally::ExtensionsForeign, pointer);
            return;
        }
        let message = format!("this `{key}` has another form than is read here, and is passed over");
        let help = format!("it would be {wanted}");
        self.push(self.note(codes::EXTENSION_WRONG, message, pointer).help(help));
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
