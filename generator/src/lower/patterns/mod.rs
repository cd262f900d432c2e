//! Patterns: those of ECMA 262, as JSON Schema has them, translated for the `regex` crate.
//!
//! The two differ in what `\d`, `\w`, `\s` and `.` match, and in the syntax of brackets; look-around and
//! backreferences have no translation. Groups capture nothing, as nothing is taken out of a match.

mod classes;
mod escapes;

use std::iter::Peekable;
use std::str::Chars;

use escapes::push_char;

/// The largest program, in bytes, that a pattern may become.
const LARGEST: usize = 1 << 20;

/// What `.` matches.
const DOT: &str = r"[^\n\r\u{2028}\u{2029}]";

/// Why a pattern is not translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// In words.
    pub text: String,
    /// What to do.
    pub help: &'static str,
}

impl Problem {
    /// Something of ECMA 262 that the `regex` crate does not have.
    fn unsupported(what: &str) -> Self {
        let help = "what is enforced is ECMA 262 without look-around, backreferences and `\\B`; check the value in the handler";
        Self { text: format!("{what} is not supported"), help }
    }
}

impl<T: Into<String>> From<T> for Problem {
    /// What is wrong with a pattern that no engine runs.
    fn from(text: T) -> Self {
        Self { text: text.into(), help: "write a regular expression of ECMA 262" }
    }
}

/// The pattern for the `regex` crate, or why it cannot be translated.
pub(super) fn translate(written: &str) -> Result<String, Problem> {
    let (body, insensitive) = without_slashes(written);
    let mut translation = Translation { rest: body.chars().peekable(), out: String::new() };
    if insensitive {
        translation.out.push_str("(?i)");
    }
    translation.run()?;
    let built = regex::RegexBuilder::new(&translation.out).size_limit(LARGEST).build();
    match built {
        Ok(_) => Ok(translation.out),
        Err(regex::Error::CompiledTooBig(_)) => Err(Problem {
            text: format!("it needs more than {LARGEST} bytes"),
            help: "count less in it, or check the value in the handler",
        }),
        Err(_) => Err("it is not a regular expression".into()),
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

/// A pattern on its way.
struct Translation<'t> {
    rest: Peekable<Chars<'t>>,
    out: String,
}

impl Translation<'_> {
    fn run(&mut self) -> Result<(), Problem> {
        let mut open = 0_usize;
        // Whether the preceding item can be repeated.
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
        if open > 0 { Err("a `(` is not closed".into()) } else { Ok(()) }
    }

    fn literal(&mut self, c: char) -> bool {
        push_char(&mut self.out, c);
        true
    }

    /// What follows `(`; whether it stays open.
    fn group(&mut self) -> Result<bool, Problem> {
        if self.rest.next_if_eq(&'?').is_none() {
            self.out.push_str("(?:");
            return Ok(true);
        }
        match (self.rest.next(), self.rest.peek()) {
            (Some(':'), _) => self.out.push_str("(?:"),
            (Some('='), _) | (Some('!'), _) => return Err(Problem::unsupported("look-ahead")),
            (Some('<'), Some('=' | '!')) => return Err(Problem::unsupported("look-behind")),
            (Some('<'), _) => {
                if !self.rest.by_ref().any(|c| c == '>') {
                    return Err("the name of a group is not closed".into());
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
            _ => return Err(Problem::unsupported("a group of this kind")),
        }
        Ok(true)
    }

    /// A repetition; laziness does not affect whether there is a match.
    fn repeat(&mut self, count: &str, repeatable: bool) -> Result<bool, String> {
        if !repeatable {
            return Err(format!("`{count}` repeats nothing"));
        }
        self.out.push_str(count);
        self.rest.next_if_eq(&'?');
        Ok(false)
    }

    /// The repetition after `{`; else the brace is literal.
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
}

#[cfg(test)]
mod tests {
    use super::{matches, translate};

    fn is_match(pattern: &str, text: &str) -> bool {
        matches(&translate(pattern).unwrap_or_else(|problem| panic!("{pattern}: {problem:?}")), text)
    }

    #[test]
    fn classes_are_those_of_ecma() {
        assert!(is_match(r"^\d$", "7") && !is_match(r"^\d$", "\u{0667}"), "Arabic digits do not match");
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
    fn untranslatable_patterns_are_reported() {
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
