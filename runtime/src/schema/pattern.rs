//! Patterns of text, compiled at first use.

use regex::Regex;
use std::fmt;
use std::sync::OnceLock;

/// A pattern that the generator has translated from ECMA 262 and compiled once to see that it can be.
///
/// It is searched for, not anchored, as JSON Schema has it.
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern in the syntax of the `regex` crate.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    /// Whether it occurs in `text`. In time linear in the text.
    ///
    /// A pattern that cannot be compiled after all matches nothing, and is logged: to let everything through would
    /// be worse.
    pub fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| {
            Regex::new(self.text)
                .inspect_err(|error| tracing::error!(pattern = self.text, %error, "pattern does not compile"))
                .ok()
        });
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// The pattern's text.
    pub const fn as_str(&self) -> &'static str {
        self.text
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.text).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static DIGITS: Pattern = Pattern::new("^[0-9]+$");

    #[test]
    fn searched_not_anchored() {
        assert!(DIGITS.matches("12") && !DIGITS.matches("1a"));
        assert!(Pattern::new("b").matches("abc"));
    }

    #[test]
    fn broken_matches_nothing() {
        assert!(!Pattern::new("(").matches("("));
    }
}
