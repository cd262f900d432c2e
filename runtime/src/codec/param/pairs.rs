//! Names and values of a query string, form or cookie header.

use crate::schema::check::{Fault, Violation};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// The maximum number of pairs.
pub const PAIRS: usize = 4096;

/// How text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    Percent,
    Form,
}

/// Text before percent-decoding, so that delimiters can be distinguished from data.
#[derive(Debug, Clone, Copy)]
pub struct Raw<'a> {
    pub(super) text: &'a str,
    coding: Coding,
}

impl<'a> Raw<'a> {
    /// Creates text without encoding: a header value, or text that has been decoded.
    #[must_use]
    pub const fn plain(text: &'a str) -> Self {
        Self { text, coding: Coding::Plain }
    }

    /// Creates percent-encoded text: a path segment or a part of one.
    #[must_use]
    pub const fn percent(text: &'a str) -> Self {
        Self { text, coding: Coding::Percent }
    }

    /// Creates percent-encoded text in which `+` is a space: a query or form.
    #[must_use]
    pub const fn form(text: &'a str) -> Self {
        Self { text, coding: Coding::Form }
    }

    /// Returns other text with the same encoding.
    pub(super) const fn like(self, text: &'a str) -> Self {
        Self { text, coding: self.coding }
    }

    /// Returns whether the text has no encoding.
    pub(super) fn is_plain(self) -> bool {
        self.coding == Coding::Plain
    }

    /// Returns whether `+` is a space.
    pub(super) fn is_form(self) -> bool {
        self.coding == Coding::Form
    }

    /// Decodes the text. Whitespace around text without encoding is trimmed, as around the elements of a list header.
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

/// A name and value.
#[derive(Debug, Clone)]
pub struct Pair<'a> {
    /// The decoded name.
    pub wire: Cow<'a, str>,
    /// The value.
    pub value: Raw<'a>,
}

/// Returns a violation of the parameter with this name.
fn violation_of(fault: &Fault, name: &str) -> Violation {
    let mut violation = Violation::new(fault, "", None);
    violation.parameter = Some(name.chars().take(64).collect::<String>().into());
    violation
}

/// Names and values in order. Names may be repeated.
#[derive(Debug, Clone, Default)]
pub struct Pairs<'a>(Vec<Pair<'a>>);

impl<'a> Pairs<'a> {
    /// Parses an `application/x-www-form-urlencoded` body. All values can then be decoded.
    ///
    /// # Errors
    /// Returns an error if a name or value is not percent-encoded UTF-8 or contains NUL, or if there are more than
    /// [`PAIRS`].
    pub fn form(text: &'a str) -> Result<Self, Box<Violation>> {
        let mut found = Vec::new();
        let pairs = Self::query(text, &mut found);
        if let Some(violation) = found.pop() {
            return Err(Box::new(violation));
        }
        for pair in &pairs {
            pair.value.decode().map_err(|fault| Box::new(violation_of(&fault, &pair.wire)))?;
        }
        Ok(pairs)
    }

    /// Parses a query string. Values are decoded when they are read. The first name that cannot be decoded, or that
    /// exceeds the limit, is recorded as a violation.
    #[must_use]
    pub fn query(text: &'a str, found: &mut Vec<Violation>) -> Self {
        let mut pairs = Vec::new();
        let mut problem = None;
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match Raw::form(name).decode() {
                Ok(_) if pairs.len() == PAIRS => {
                    problem = Some(violation_of(&Fault::Unreadable("is one of too many parameters"), name));
                    break;
                }
                Ok(wire) => pairs.push(Pair { wire, value: Raw::form(value) }),
                Err(fault) => problem = problem.or_else(|| Some(violation_of(&fault, name))),
            }
        }
        found.extend(problem);
        Self(pairs)
    }

    /// Parses `Cookie` headers. Pairs that are not UTF-8 are skipped.
    #[must_use]
    pub fn cookies(lines: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let pair = |(wire, value): (&'a [u8], &'a [u8])| {
            let (wire, value) = (str::from_utf8(wire).ok()?, str::from_utf8(value).ok()?);
            Some(Pair { wire: Cow::Borrowed(wire), value: Raw::percent(value) })
        };
        Self(cookie_pairs(lines).filter_map(pair).take(PAIRS).collect())
    }

    /// Returns an iterator over the pairs.
    pub fn iter(&self) -> std::slice::Iter<'_, Pair<'a>> {
        self.0.iter()
    }

    /// Returns the pairs without those of a name, with or without brackets.
    #[cfg(feature = "server")]
    pub(crate) fn without(mut self, wire: &str) -> Self {
        let is_of =
            |name: &str| name.strip_prefix(wire).is_some_and(|rest| rest.is_empty() || rest.starts_with('['));
        self.0.retain(|pair| !is_of(&pair.wire));
        self
    }

    /// Returns the values of a name.
    pub fn of<'p>(&'p self, wire: &'p str) -> impl Iterator<Item = Raw<'a>> + 'p {
        self.0.iter().filter(move |pair| pair.wire == wire).map(|pair| pair.value)
    }
}

/// Returns the names and values of `Cookie` headers (RFC 6265 §4.2.1), without quotes around values. They are bytes,
/// because any site of the domain may have set one that is not text. Malformed pairs are skipped.
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
