//! Identifiers: the only way for a name of a document into a program.

use super::printable::{Token, checked_token};

checked_token! {
    /// A Rust identifier: ASCII, raw where it is a keyword.
    Ident
}

/// Keywords of every edition, reserved ones included; each can be raw.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that no identifier can be, raw or not.
const NEVER: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// Longest identifier: what symbols and debuggers still carry well.
const LONGEST: usize = 200;

impl Ident {
    /// The identifier `text`, or `None` if it is not one. Keywords become raw, and the few words that cannot be
    /// raw get an underscore at the end.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut bytes = text.bytes();
        let first = bytes.next()?;
        let fine = (first.is_ascii_alphabetic() || first == b'_')
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && text.len() <= LONGEST;
        fine.then(|| {
            if NEVER.contains(&text) {
                Self(Token::new(format!("{text}_")))
            } else if KEYWORDS.binary_search(&text).is_ok() {
                Self(Token::new(format!("r#{text}")))
            } else {
                Self(Token::new(text))
            }
        })
    }

    /// The last resort. Our fallback names are identifiers, so it is never used.
    pub(crate) fn nameless() -> Self {
        Self(Token::new("nameless"))
    }

    /// The name without `r#`.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.as_str().strip_prefix("r#").unwrap_or(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted_for_the_search() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn only_ascii_identifiers_pass() {
        for text in ["a", "_a", "a1", "Patient", "union", "macro_rules", "_1"] {
            assert_eq!(Ident::new(text).expect(text).as_str(), text);
        }
        for text in ["", "1a", "a b", "a-b", "r#a", "раura", "a\u{200d}b", "a;b", "a::b", "é", "a\n", "a\0"]
        {
            assert_eq!(Ident::new(text), None, "{text:?}");
        }
    }

    #[test]
    fn keywords_are_raw_and_five_words_get_an_underscore() {
        for text in ["type", "gen", "async", "try", "box", "yield"] {
            assert_eq!(Ident::new(text).expect(text).as_str(), format!("r#{text}"));
        }
        for text in ["self", "Self", "super", "crate", "_"] {
            assert_eq!(Ident::new(text).expect(text).as_str(), format!("{text}_"));
        }
    }
}
