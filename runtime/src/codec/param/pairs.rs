//! Names and values of a query string, a form or a cookie header.

use crate::schema::check::{Fault, Violation};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// The most pairs that are taken.
pub const PAIRS: usize = 4096;

/// How text is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    Percent,
    Form,
}

/// Text as it came, before percent-decoding: delimiters can still be told from data.
#[derive(Debug, Clone, Copy)]
pub struct Raw<'a> {
    pub(super) text: &'a str,
    coding: Coding,
}

impl<'a> Raw<'a> {
    /// Text that is what it says: a header's value, or what has been decoded already.
    #[must_use]
    pub const fn plain(text: &'a str) -> Self {
        Self { text, coding: Coding::Plain }
    }

    /// Percent-encoded text: a segment of a path, or a piece of one.
    #[must_use]
    pub const fn percent(text: &'a str) -> Self {
        Self { text, coding: Coding::Percent }
    }

    /// Percent-encoded text in which `+` is a space: a query or a form.
    #[must_use]
    pub const fn form(text: &'a str) -> Self {
        Self { text, coding: Coding::Form }
    }

    /// Other text in the same coding.
    pub(super) const fn like(self, text: &'a str) -> Self {
        Self { text, coding: self.coding }
    }

    /// Whether it is what it says.
    pub(super) fn is_plain(self) -> bool {
        self.coding == Coding::Plain
    }

    /// Whether `+` is a space.
    pub(super) fn is_form(self) -> bool {
        self.coding == Coding::Form
    }

    /// The text; blanks around plain text go, as they do around the items of a header's list.
    pub(crate) fn decode(self) -> Result<Cow<'a, str>, Fault> {
        let text = match self.coding {
            Coding::Plain => Cow::Borrowed(self.text.trim_matches([' ', '\t'])),
            Coding::Percent => decode(Cow::Borrowed(self.text))?,
            Coding::Form if self.text.contains('+') => decode(Cow::Owned(self.text.replace('+', " ")))?,
            Coding::Form => decode(Cow::Borrowed(self.text))?,
        };
        if text.contains('\0') { Err(Fault::Unreadable("has a NUL character")) } else { Ok(text) }
    }
}

fn decode(text: Cow<'_, str>) -> Result<Cow<'_, str>, Fault> {
    let mut after = text.split('%');
    after.next();
    let is_sound =
        |rest: &str| rest.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    if !after.all(is_sound) {
        return Err(Fault::Unreadable("is not percent-encoded text"));
    }
    if !text.contains('%') {
        return Ok(text);
    }
    let decoded = percent_decode_str(&text).decode_utf8().map(Cow::into_owned);
    decoded.map(Cow::Owned).map_err(|_| Fault::Unreadable("is not UTF-8 text"))
}

/// A name and its value.
#[derive(Debug, Clone)]
pub struct Pair<'a> {
    /// The name, decoded.
    pub wire: Cow<'a, str>,
    /// The value.
    pub value: Raw<'a>,
}

/// What is wrong with a parameter of the caller's own name.
fn blamed(fault: &Fault, name: &str) -> Violation {
    let mut violation = Violation::new(fault, "", None);
    violation.parameter = Some(name.chars().take(64).collect::<String>().into());
    violation
}

/// Names and values, in their order. Names may come more than once.
#[derive(Debug, Clone, Default)]
pub struct Pairs<'a>(Vec<Pair<'a>>);

impl<'a> Pairs<'a> {
    /// Of an `application/x-www-form-urlencoded` body. Every value can be decoded when this succeeds.
    ///
    /// # Errors
    /// A name or a value is not percent-encoded UTF-8 or has a NUL, or there are more than [`PAIRS`].
    pub fn form(text: &'a str) -> Result<Self, Box<Violation>> {
        let mut found = Vec::new();
        let pairs = Self::query(text, &mut found);
        if let Some(violation) = found.pop() {
            return Err(Box::new(violation));
        }
        for pair in &pairs {
            pair.value.decode().map_err(|fault| Box::new(blamed(&fault, &pair.wire)))?;
        }
        Ok(pairs)
    }

    /// Of a query string. A value may turn out to be undecodable when it is read; of a name that is, or that is one too many,
    /// the first is noted as the parameter of that name, as it came.
    #[must_use]
    pub fn query(text: &'a str, found: &mut Vec<Violation>) -> Self {
        let mut pairs = Vec::new();
        let mut problem = None;
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match Raw::form(name).decode() {
                Ok(_) if pairs.len() == PAIRS => {
                    problem = Some(blamed(&Fault::Unreadable("is one of too many parameters"), name));
                    break;
                }
                Ok(wire) => pairs.push(Pair { wire, value: Raw::form(value) }),
                Err(fault) => problem = problem.or_else(|| Some(blamed(&fault, name))),
            }
        }
        found.extend(problem);
        Self(pairs)
    }

    /// Of `Cookie` headers. A pair that is not UTF-8 text is skipped.
    #[must_use]
    pub fn cookies(lines: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let pair = |(wire, value): (&'a [u8], &'a [u8])| {
            let (wire, value) = (str::from_utf8(wire).ok()?, str::from_utf8(value).ok()?);
            Some(Pair { wire: Cow::Borrowed(wire), value: Raw::percent(value) })
        };
        Self(cookie_pairs(lines).filter_map(pair).take(PAIRS).collect())
    }

    /// Every pair.
    pub fn iter(&self) -> std::slice::Iter<'_, Pair<'a>> {
        self.0.iter()
    }

    /// The values of a name.
    pub fn of<'p>(&'p self, wire: &'p str) -> impl Iterator<Item = Raw<'a>> + 'p {
        self.0.iter().filter(move |pair| pair.wire == wire).map(|pair| pair.value)
    }
}

/// The names and values of `Cookie` headers (RFC 6265 §4.2.1), values without the quotes around them. They are bytes: any
/// site of the domain may have set one that is not text. What is not a pair is skipped.
pub(crate) fn cookie_pairs<'h>(
    lines: impl IntoIterator<Item = &'h [u8]>,
) -> impl Iterator<Item = (&'h [u8], &'h [u8])> {
    let pairs = lines.into_iter().flat_map(|line| line.split(|byte| *byte == b';'));
    pairs.filter_map(|pair| {
        let pair = pair.trim_ascii();
        let at = pair.iter().position(|byte| *byte == b'=')?;
        let (wire, value) = (&pair[..at], &pair[at + 1..]);
        let inner = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\""));
        Some((wire, inner.unwrap_or(value)))
    })
}

impl<'p, 'a> IntoIterator for &'p Pairs<'a> {
    type Item = &'p Pair<'a>;
    type IntoIter = std::slice::Iter<'p, Pair<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
