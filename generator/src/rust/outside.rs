//! Checked text that is not Rust, for the other files of a new package.

use super::literal::is_hidden;
use super::printable::{Token, checked_token};

/// Longest prose on one line, in characters.
const LINE: usize = 200;

checked_token! {
    /// A basic string of TOML, quoted.
    Toml
}

checked_token! {
    /// Prose on one line of Markdown, without any markup.
    Markdown
}

checked_token! {
    /// Prose on one line of a Rust comment or doc comment. It cannot begin a code block.
    Remark
}

checked_token! {
    /// A word of a shell's command line, quoted where it must be. It cannot end a code block of Markdown.
    Shell
}

impl Toml {
    /// The string `text`.
    #[must_use]
    pub fn text(text: &str) -> Self {
        let mut out = String::from("\"");
        for c in text.chars() {
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                _ if c.is_control() || is_hidden(c) => out.push_str(&format!("\\U{:08X}", u32::from(c))),
                _ => out.push(c),
            }
        }
        out.push('"');
        Self(Token::new(out))
    }
}

impl Markdown {
    /// The first line of `prose`; nothing where it is empty.
    #[must_use]
    pub fn line(prose: &str) -> Option<Self> {
        let line = first_line(prose)?;
        let mut out = String::with_capacity(line.len());
        for c in line.chars() {
            if c.is_ascii_punctuation()
                && !matches!(c, '.' | ',' | ':' | ';' | '?' | '\'' | '"' | '/' | '(' | ')')
            {
                out.push('\\');
            }
            out.push(c);
        }
        Some(Self(Token::new(out)))
    }

    /// For what has no name.
    #[must_use]
    pub fn unnamed() -> Self {
        Self(Token::new("(unnamed)"))
    }
}

impl Remark {
    /// The first line of `prose`; nothing where it is empty.
    #[must_use]
    pub fn line(prose: &str) -> Option<Self> {
        let line = first_line(prose)?;
        Some(Self(Token::new(line.replace("```", "'''").replace("~~~", "---"))))
    }

    /// For what has no name.
    #[must_use]
    pub fn unnamed() -> Self {
        Self(Token::new("(unnamed)"))
    }
}

impl Shell {
    /// The word `text`. Hidden characters and the mark of a code block do not belong into a command: they are
    /// replaced by `?`.
    #[must_use]
    pub fn word(text: &str) -> Self {
        let text: String =
            text.chars().map(|c| if c.is_control() || is_hidden(c) { '?' } else { c }).collect();
        let text = text.replace("```", "???");
        let bare = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
        if !text.is_empty() && text.chars().all(bare) {
            return Self(Token::new(text));
        }
        Self(Token::new(format!("'{}'", text.replace('\'', r"'\''"))))
    }
}

/// The first line that holds something, without what is not seen, cut to [`LINE`].
fn first_line(prose: &str) -> Option<String> {
    let line = prose.lines().map(str::trim).find(|line| !line.is_empty())?;
    let seen: String = line.chars().filter(|c| !c.is_control() && !is_hidden(*c)).collect();
    let seen = seen.trim();
    if seen.is_empty() {
        return None;
    }
    Some(match seen.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", seen[..end].trim_end()),
        None => seen.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_strings_stay_closed() {
        assert_eq!(Toml::text("a\"b\\c\nd").as_str(), r#""a\"b\\c\U0000000Ad""#);
    }

    #[test]
    fn markdown_has_no_markup() {
        let line = Markdown::line("\n\n  <b>*x*</b> `y` [z](q)\nmore").expect("a line");
        assert_eq!(line.as_str(), r"\<b\>\*x\*\</b\> \`y\` \[z\](q)");
        assert_eq!(Markdown::line(" \n "), None);
    }

    #[test]
    fn a_remark_is_one_line_and_opens_no_code_block() {
        let line = Remark::line("```rust\npanic!()").expect("a line");
        assert_eq!(line.as_str(), "'''rust");
        assert_eq!(Remark::line("a\u{202e}b\u{2028}c").expect("a line").as_str(), "abc");
    }

    #[test]
    fn shell_words_stay_one_word() {
        assert_eq!(Shell::word("/patients/1?x=y").as_str(), "'/patients/1?x=y'");
        assert_eq!(Shell::word("a'; rm -rf /").as_str(), r"'a'\''; rm -rf /'");
        assert_eq!(Shell::word("").as_str(), "''");
        assert_eq!(Shell::word("```").as_str(), "'???'");
    }
}
