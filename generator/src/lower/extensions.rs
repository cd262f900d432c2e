//! The extensions of ours that a document may have, each with the kinds of values that it takes.

use serde_json::Value;

use super::node::Node;
use super::{Lowering, Tally, codes};

/// What `x-paging` asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PagingAsked {
    /// Nothing was said, or `none`.
    No,
    /// `true`: the style's default way.
    Default,
    /// This way.
    Kind(String),
}

impl<'a> Lowering<'a> {
    /// `x-style` of an operation: whether the style's envelope applies.
    pub fn is_styled(&mut self, operation: &Node<'a>) -> bool {
        match operation.value.get("x-style") {
            None => true,
            Some(Value::Bool(false)) => false,
            Some(Value::String(word)) if word == "off" => false,
            Some(_) => {
                self.wrong_extension(operation, "x-style", "`off`");
                true
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

    /// `x-paging` of an operation.
    pub fn paging_asked(&mut self, operation: &Node<'a>) -> PagingAsked {
        match operation.value.get("x-paging") {
            None | Some(Value::Bool(false)) => PagingAsked::No,
            Some(Value::Bool(true)) => PagingAsked::Default,
            Some(Value::String(word)) if word == "none" => PagingAsked::No,
            Some(Value::String(word)) => PagingAsked::Kind(word.clone()),
            Some(_) => {
                self.wrong_extension(operation, "x-paging", "a way of paging of the style, `true` or `none`");
                PagingAsked::No
            }
        }
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

/// A list in words: `a`, `b`.
pub(super) fn words<T: AsRef<str>>(list: &[T]) -> String {
    let quoted: Vec<_> = list.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    quoted.join(", ")
}
