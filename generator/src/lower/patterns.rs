//! Patterns: those of ECMA 262, as JSON Schema has them, translated for the `regex` crate.
//!
//! The two differ in what `\d`, `\w`, `\s` and `.` match, and in what stands in brackets; look-around and
//! backreferences have no translation. Groups capture nothing, as nothing is taken out of a match.

use std::fmt::Write;
use std::iter::Peekable;
use std::str::Chars;

/// The largest program, in bytes, that a pattern may become.
const LARGEST: usize = 1 << 20;

const DIGIT: &str = "0-9";
const WORD: &str = "A-Za-z0-9_";
const SPACE: &str =
    r"\t\n\x0B\x0C\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";
const DOT: &str = r"[^\n\r\u{2028}\u{2029}]";

/// The pattern that the `regex` crate takes; in words, why there is none.
pub(super) fn translate(written: &str) -> Result<String, String> {
    let (body, insensitive) = without_slashes(written);
    let mut translation = Translation { rest: body.chars().peekable(), out: String::new() };
    if insensitive {
        translation.out.push_str("(?i)");
    }
    translation.run()?;
    let built = regex::RegexBuilder::new(&translation.out).size_limit(LARGEST).build();
    match built {
        Ok(_) => Ok(translation.out),
        Err(regex::Error::CompiledTooBig(_)) => Err(format!("it needs more than {LARGEST} bytes")),
        Err(_) => Err("it is no regular expression".to_owned()),
    }
}

/// Whether a text matches a translated pattern.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let built = regex::RegexBuilder::new(pattern).size_limit(LARGEST).build();
    built.is_ok_and(|regex| regex.is_match(text))
}

/// `/^…$/i` is plainly meant as `^…$`.
fn without_slashes(written: &str) -> (&str, bool) {
    let inner = written.strip_prefix('/').filter(|rest| rest.starts_with('^'));
    let Some(inner) = inner else { return (written, false) };
    match (inner.strip_suffix("$/"), inner.strip_suffix("$/i")) {
        (Some(_), _) => (&inner[..inner.len() - 1], false),
        (_, Some(_)) => (&inner[..inner.len() - 2], true),
        _ => (written, false),
    }
}

struct Translation<'t> {
    rest: Peekable<Chars<'t>>,
    out: String,
}

/// A member of a class: one character, or some in one go.
enum Item {
    Char(char),
    Set(String),
}

impl Translation<'_> {
    fn run(&mut self) -> Result<(), String> {
        let mut open = 0_usize;
        // Whether what stands before can be repeated.
        let mut repeatable = false;
        while let Some(c) = self.rest.next() {
            repeatable = match c {
                '^' | '|' => {
                    self.out.push(c);
                    false
                }
                '$' => {
                    self.out.push(c);
                    false
                }
                '(' => {
                    if self.group()? {
                        open += 1;
                    }
                    false
                }
                ')' => {
                    open = open.checked_sub(1).ok_or("a `)` closes nothing")?;
                    self.out.push(')');
                    true
                }
                '*' | '+' | '?' => self.repeat(&c.to_string(), repeatable)?,
                '{' => match self.count()? {
                    Some(count) => self.repeat(&count, repeatable)?,
                    None => self.literal('{'),
                },
                '[' => self.class()?,
                '.' => {
                    self.out.push_str(DOT);
                    true
                }
                '\\' => self.escape()?,
                c => self.literal(c),
            };
        }
        if open > 0 { Err("a `(` is not closed".to_owned()) } else { Ok(()) }
    }

    fn literal(&mut self, c: char) -> bool {
        push_char(&mut self.out, c);
        true
    }

    /// What follows `(`; whether it stays open.
    fn group(&mut self) -> Result<bool, String> {
        if self.rest.next_if_eq(&'?').is_none() {
            self.out.push_str("(?:");
            return Ok(true);
        }
        match (self.rest.next(), self.rest.peek()) {
            (Some(':'), _) => self.out.push_str("(?:"),
            (Some('='), _) | (Some('!'), _) => return Err("look-ahead is not supported".to_owned()),
            (Some('<'), Some('=' | '!')) => return Err("look-behind is not supported".to_owned()),
            (Some('<'), _) => {
                if !self.rest.by_ref().any(|c| c == '>') {
                    return Err("the name of a group is not closed".to_owned());
                }
                self.out.push_str("(?:");
            }
            (Some('i'), Some(':')) => {
                self.rest.next();
                self.out.push_str("(?i:");
            }
            (Some('i'), Some(')')) => {
                self.rest.next();
                self.out.push_str("(?i)");
                return Ok(false);
            }
            _ => return Err("a group of a kind that is not supported".to_owned()),
        }
        Ok(true)
    }

    /// A repetition; laziness changes nothing of whether there is a match.
    fn repeat(&mut self, count: &str, repeatable: bool) -> Result<bool, String> {
        if !repeatable {
            return Err(format!("`{count}` repeats nothing"));
        }
        self.out.push_str(count);
        self.rest.next_if_eq(&'?');
        Ok(false)
    }

    /// What follows `{`, where it counts; else the brace stands for itself.
    fn count(&mut self) -> Result<Option<String>, String> {
        let ahead: String = self.rest.clone().take_while(|c| *c != '}').take(24).collect();
        let closed = self.rest.clone().nth(ahead.chars().count()) == Some('}');
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let (least, most) = ahead.split_once(',').unwrap_or((&ahead, ""));
        if closed && least.is_empty() && digits(most) {
            return Err(format!("`{{{ahead}}}` counts nothing in ECMA 262; write `{{0{ahead}}}`"));
        }
        if !closed || !digits(least) || !(most.is_empty() || digits(most)) {
            return Ok(None);
        }
        self.rest.nth(ahead.len());
        Ok(Some(format!("{{{ahead}}}")))
    }

    /// What follows a backslash outside of a class; whether it can be repeated.
    fn escape(&mut self) -> Result<bool, String> {
        match self.rest.peek() {
            Some('b') => self.out.push_str(r"(?-u:\b)"),
            Some('A') => self.out.push('^'),
            Some('z' | 'Z') => self.out.push('$'),
            Some('B') => return Err(r"`\B` is not supported".to_owned()),
            Some('1'..='9' | 'k') => return Err("backreferences are not supported".to_owned()),
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
    fn escaped(&mut self) -> Result<Item, String> {
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
            c if c.is_ascii_alphanumeric() => return Err(format!(r"`\{c}` is no escape of ECMA 262")),
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
            .ok_or_else(|| "a code of a character that is no code".to_owned())
    }

    /// `XXXX`, a pair of surrogates, or `{X…}` after `\u`.
    fn unicode(&mut self) -> Result<char, String> {
        if self.rest.next_if_eq(&'{').is_some() {
            let text: String = self.rest.by_ref().take_while(|c| *c != '}').take(8).collect();
            let code = u32::from_str_radix(&text, 16).ok().and_then(char::from_u32);
            return code.ok_or_else(|| "a code of a character that is no code".to_owned());
        }
        let first = self.number(4)?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first).ok_or_else(|| "half of a surrogate pair".to_owned());
        }
        let pair = self.rest.next() == Some('\\') && self.rest.next() == Some('u');
        let second = if pair { self.number(4)? } else { 0 };
        let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400);
        let whole = low.and_then(|low| char::from_u32(0x10000 + ((first - 0xD800) << 10) + low));
        whole.ok_or_else(|| "half of a surrogate pair".to_owned())
    }

    /// What follows `[`.
    fn class(&mut self) -> Result<bool, String> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        if self.rest.next_if_eq(&']').is_some() {
            if negated {
                self.out.push_str("(?s:.)");
                return Ok(true);
            }
            return Err("`[]` matches nothing".to_owned());
        }
        let mut class = String::from(if negated { "[^" } else { "[" });
        loop {
            let Some(item) = self.class_item()? else { break };
            let dash = self.rest.peek() == Some(&'-') && self.rest.clone().nth(1) != Some(']');
            let Item::Char(low) = item else {
                push_item(&mut class, &item);
                continue;
            };
            if !dash {
                push_item(&mut class, &Item::Char(low));
                continue;
            }
            self.rest.next();
            match self.class_item()? {
                Some(Item::Char(high)) if low <= high => {
                    push_item(&mut class, &Item::Char(low));
                    class.push('-');
                    push_item(&mut class, &Item::Char(high));
                }
                Some(Item::Char(high)) => return Err(format!("the range `{low}-{high}` is out of order")),
                // A range to a set is none: the dash stands for itself.
                other => {
                    push_item(&mut class, &Item::Char(low));
                    push_item(&mut class, &Item::Char('-'));
                    if let Some(set) = other {
                        push_item(&mut class, &set);
                    }
                }
            }
        }
        class.push(']');
        self.out.push_str(&class);
        Ok(true)
    }

    /// The next member of a class; `None` at its end.
    fn class_item(&mut self) -> Result<Option<Item>, String> {
        match self.rest.next().ok_or("a `[` is not closed")? {
            ']' => Ok(None),
            '[' if matches!(self.rest.peek(), Some(':' | '.' | '=')) => {
                Err("classes like `[:alpha:]` are not of ECMA 262".to_owned())
            }
            '\\' if self.rest.next_if_eq(&'b').is_some() => Ok(Some(Item::Char('\u{8}'))),
            '\\' => self.escaped().map(Some),
            c => Ok(Some(Item::Char(c))),
        }
    }
}

fn push_item(class: &mut String, item: &Item) {
    match item {
        Item::Char(c) => push_char(class, *c),
        Item::Set(set) => class.push_str(set),
    }
}

/// A character that stands for itself, in a class and outside.
fn push_char(out: &mut String, c: char) {
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

#[cfg(test)]
mod tests {
    use super::{matches, translate};

    fn is_match(pattern: &str, text: &str) -> bool {
        matches(&translate(pattern).unwrap_or_else(|problem| panic!("{pattern}: {problem}")), text)
    }

    #[test]
    fn classes_are_those_of_ecma() {
        assert!(is_match(r"^\d$", "7") && !is_match(r"^\d$", "\u{0667}"), "Arabic digits are no digits");
        assert!(is_match(r"^\w$", "_") && !is_match(r"^\w$", "é"));
        assert!(is_match(r"^\s$", "\u{FEFF}") && is_match(r"^[\s]$", "\u{3000}") && !is_match(r"^\S$", " "));
        assert!(!is_match("^.$", "\r") && is_match("^[^]$", "\r"));
        assert!(is_match(r"^[\w-.]+$", "a-.b") && is_match(r"^[\D]$", "x") && !is_match(r"^[\D]$", "1"));
        assert!(is_match("^[a-z&&[^b]$", "&") && is_match("^[~~[-]$", "["), "no set operations in ECMA");
        assert!(is_match(r"\bcat\b", "a cat.") && !is_match(r"\bcat\b", "cats"));
    }

    #[test]
    fn literals_and_escapes() {
        for (pattern, text) in [
            (r"^\-\_\'\ \/$", "-_' /"),
            (r"^a{x}$", "a{x}"),
            ("^{}]$", "{}]"),
            (r"^\u0041\x42\u{43}\uD83D\uDE00$", "ABC😀"),
            (r"^\cA\t$", "\u{1}\t"),
            (r"^(?<year>[0-9]{4})(?:-(0[1-9]|1[0-2])){1,2}?$", "2020-01"),
            (r"^\p{L}+$", "Ünï"),
            (r"^\p{Script=Cyrillic}+$", "да"),
            ("(?i)^abc$", "ABC"),
            ("/^abc$/i", "ABC"),
            (r"\Aab\z", "ab"),
            (r"^[\b\]\\^-]$", "\u{8}"),
            ("^[!\"#%&',;<=>@`~]+$", "!\"#%&',;<=>@`~"),
        ] {
            assert!(is_match(pattern, text), "{pattern} on {text:?}: {:?}", translate(pattern));
        }
    }

    #[test]
    fn what_has_no_translation_is_told() {
        for pattern in [
            "(?=a)b",
            "(?!a)b",
            "(?<=a)b",
            "(?<!a)b",
            r"(a)\1",
            r"(?<n>a)\k<n>",
            "[]",
            "a{,3}",
            r"\h",
            "[[:alpha:]]",
            "(",
            ")",
            "[a",
            "*a",
            "a**",
            "[z-a]",
            r"\uD83D",
            r"\",
            "(?x)a",
            "a{1000}{1000}{1000}",
            r"((a{1000}){1000}){1000}",
        ] {
            assert!(translate(pattern).is_err(), "{pattern}");
        }
    }
}
