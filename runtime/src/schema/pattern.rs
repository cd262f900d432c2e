//! String patterns, compiled on first use.

use regex::Regex;
use std::fmt;
use std::sync::OnceLock;

/// A pattern that the generator has translated from ECMA 262 and compiled successfully.
///
/// It is not anchored, as in JSON Schema.
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Creates a pattern in the syntax of the `regex` crate.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    /// Returns whether the pattern occurs in `text`. Takes linear time.
    ///
    /// A pattern that fails to compile matches nothing and is logged, because accepting everything would be worse.
    pub fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| {
            Regex::new(self.text)
                .inspect_err(|error| tracing::error!(pattern = self.text, %error, "pattern does not compile"))
                .ok()
        });
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// Returns the text of the pattern.
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
