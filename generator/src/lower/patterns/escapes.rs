//! Escapes and literal characters.

use std::fmt::Write;

use super::{Problem, Translation};

const DIGIT: &str = "0-9";
const WORD: &str = "A-Za-z0-9_";
const SPACE: &str =
    r"\t\n\x0B\x0C\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";

/// A member of a class: one character, or some in one go.
pub(super) enum Item {
    Char(char),
    Set(String),
}

impl Translation<'_> {
    /// What follows a backslash outside of a class; whether it can be repeated.
    pub(super) fn escape(&mut self) -> Result<bool, Problem> {
        match self.rest.peek() {
            Some('b') => self.out.push_str(r"(?-u:\b)"),
            Some('A') => self.out.push('^'),
            Some('z' | 'Z') => self.out.push('$'),
            Some('B') => return Err(Problem::unsupported(r"`\B`")),
            Some('1'..='9' | 'k') => return Err(Problem::unsupported("a backreference")),
            _ => {
                match self.escaped()? {
                    Item::Char(c) => push_char(&mut self.out, c),
                    Item::Set(set) if set.starts_with('\\') && !set.starts_with("\\t") => {
                        self.out.push_str(&set)
                    }
                    Item::Set(set) if set.starts_with("[^") => self.out.push_str(&set),
                    Item::Set(set) => write!(self.out, "[{set}]").unwrap_or_default(),
                }
                return Ok(true);
            }
        }
        self.rest.next();
        Ok(false)
    }

    /// What a backslash makes of what follows, in a class and outside.
    pub(super) fn escaped(&mut self) -> Result<Item, String> {
        let c = self.rest.next().ok_or(r"a `\` at the end")?;
        Ok(match c {
            'd' => Item::Set(DIGIT.to_owned()),
            'D' => Item::Set(format!("[^{DIGIT}]")),
            'w' => Item::Set(WORD.to_owned()),
            'W' => Item::Set(format!("[^{WORD}]")),
            's' => Item::Set(SPACE.to_owned()),
            'S' => Item::Set(format!("[^{SPACE}]")),
            'p' | 'P' => Item::Set(self.property(c)?),
            't' => Item::Char('\t'),
            'n' => Item::Char('\n'),
            'r' => Item::Char('\r'),
            'v' => Item::Char('\u{B}'),
            'f' => Item::Char('\u{C}'),
            '0' => Item::Char('\0'),
            'x' => Item::Char(self.hex(2)?),
            'u' => Item::Char(self.unicode()?),
            'c' => match self.rest.next() {
                Some(letter) if letter.is_ascii_alphabetic() => Item::Char(char::from(letter as u8 % 32)),
                _ => return Err(r"`\c` without a letter".to_owned()),
            },
            c if c.is_ascii_alphanumeric() => return Err(format!(r"`\{c}` is not an escape of ECMA 262")),
            c => Item::Char(c),
        })
    }

    /// `{Name}` or `{Name=Value}` after `\p`.
    fn property(&mut self, p: char) -> Result<String, String> {
        if self.rest.next() != Some('{') {
            return Err(format!(r"`\{p}` without a property"));
        }
        let mut text = String::new();
        for c in self.rest.by_ref() {
            match c {
                '}' => return Ok(format!(r"\{p}{{{text}}}")),
                c if c.is_ascii_alphanumeric() || c == '_' || c == '=' => text.push(c),
                _ => break,
            }
        }
        Err(format!(r"`\{p}` with a property that is not closed"))
    }

    fn hex(&mut self, digits: usize) -> Result<char, String> {
        let code = self.number(digits)?;
        char::from_u32(code).ok_or_else(|| "half of a surrogate pair".to_owned())
    }

    fn number(&mut self, digits: usize) -> Result<u32, String> {
        let text: String = self.rest.by_ref().take(digits).collect();
        let hex = text.len() == digits && text.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| u32::from_str_radix(&text, 16).ok())
            .flatten()
            .ok_or_else(|| "an invalid code of a character".to_owned())
    }

    /// `XXXX`, a pair of surrogates, or `{X…}` after `\u`.
    fn unicode(&mut self) -> Result<char, String> {
        if self.rest.next_if_eq(&'{').is_some() {
            let text: String = self.rest.by_ref().take_while(|c| *c != '}').take(8).collect();
            let code = u32::from_str_radix(&text, 16).ok().and_then(char::from_u32);
            return code.ok_or_else(|| "an invalid code of a character".to_owned());
        }
        let first = self.number(4)?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first).ok_or_else(|| "half of a surrogate pair".to_owned());
        }
        let pair = self.rest.next() == Some('\\') && self.rest.next() == Some('u');
        let second = if pair { self.number(4)? } else { 0 };
        let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400);
        let pair = low.and_then(|low| char::from_u32(0x10000 + ((first - 0xD800) << 10) + low));
        pair.ok_or_else(|| "half of a surrogate pair".to_owned())
    }
}

/// A literal character, in a class and outside.
pub(super) fn push_char(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric()
        || c == '_'
        || c == ' '
        || !c.is_ascii() && !c.is_control() && !c.is_whitespace()
    {
        out.push(c);
    } else if matches!(
        c,
        '-' | '.'
            | '/'
            | ':'
            | '@'
            | ','
            | '#'
            | '+'
            | '*'
            | '?'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '^'
            | '$'
            | '|'
            | '\\'
    ) {
        // Escapes that people can read; `regex` takes them in classes and outside.
        if !matches!(c, '/' | ':' | '@' | ',') {
            out.push('\\');
        }
        out.push(c);
    } else {
        write!(out, "\\x{{{:X}}}", u32::from(c)).unwrap_or_default();
    }
}
