//! YAML that libyaml, Go and Ruby read though YAML 1.2 forbids it: a quoted text that goes on at a lesser indentation.
//!
//! Those lines are indented before the text is read again; blanks at the beginning of a line have no meaning in a quoted text.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Parser};

use super::trouble::{Trouble, bytes};
use crate::diag::codes;

/// Bytes that are read in search of those texts, each of which takes a run. Tests reach the limit, so theirs is lower.
pub(super) const READ: usize = if cfg!(test) { 1 << 20 } else { 64 << 20 };
/// Blanks that are put into one text.
const BLANKS: usize = 1 << 20;
/// Warnings that are reported one by one.
const REPORTED: usize = 3;

/// A text as the parser is given it.
pub(super) struct RepairedText<'t> {
    pub text: Cow<'t, str>,
    /// Where blanks were put in, and how many; by offset in `text`.
    blanks: Vec<Range<usize>>,
    /// Where the repaired texts begin in the file.
    found: Vec<Range<usize>>,
    /// Where the last of them ends, in `text`.
    end: usize,
    /// How many bytes were read in search of them.
    pub read: usize,
}

impl<'t> RepairedText<'t> {
    /// The unchanged text of the file.
    pub(super) const fn untouched(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), blanks: Vec::new(), found: Vec::new(), end: 0, read: 0 }
    }

    /// A text whose quoted lines are indented as YAML 1.2 requires. `None` if there is nothing to repair.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let mut repaired = Self::untouched(text);
        while repaired.read + repaired.text.len() <= READ
            && let Some(quoted) = outdented(&repaired.text)
        {
            repaired.read += repaired.text.len();
            if !repaired.indent(&quoted) {
                break;
            }
        }
        (!repaired.found.is_empty()).then_some(repaired)
    }

    /// Indents the lines of a quoted text. False where that is of no use.
    fn indent(&mut self, quoted: &QuotedText) -> bool {
        let mut inside = quoted.bytes.start;
        let mut lines = Vec::new();
        while let Some(at) = self.text[inside..quoted.bytes.end].find('\n') {
            inside += at + 1;
            lines.push(inside);
        }
        let found = self.back(quoted.bytes.start..quoted.bytes.start + 1);
        let again = self.found.last() == Some(&found);
        if lines.is_empty() || again || lines.len().saturating_mul(quoted.column) > BLANKS {
            return false;
        }
        self.found.push(found);
        let mut text = String::with_capacity(self.text.len() + lines.len() * quoted.column);
        let mut from = 0;
        let mut put_in = Vec::new();
        for line in lines {
            text.push_str(&self.text[from..line]);
            put_in.push(text.len()..text.len() + quoted.column);
            text.extend(std::iter::repeat_n(' ', quoted.column));
            from = line;
        }
        text.push_str(&self.text[from..]);
        // Earlier insertions are before the first of these lines, because texts are visited in order.
        self.end = quoted.bytes.end + put_in.len() * quoted.column;
        self.blanks.extend(put_in);
        self.text = Cow::Owned(text);
        true
    }

    /// Bytes of the text as bytes of the file.
    pub(super) fn back(&self, range: Range<usize>) -> Range<usize> {
        let back = |at: usize| {
            let before = self.blanks.partition_point(|blanks| blanks.start < at);
            let put_in: usize =
                self.blanks[..before].iter().map(|blanks| blanks.end.min(at) - blanks.start).sum();
            at - put_in
        };
        if self.blanks.is_empty() { range } else { back(range.start)..back(range.end) }
    }

    /// Whether the last repaired text ends on the line of a byte of `text`.
    pub(super) fn ends_on_line_of(&self, at: usize) -> bool {
        let between = self.text.get(self.end.min(at)..self.end.max(at));
        between.is_some_and(|between| !between.contains('\n'))
    }

    /// The repairs as warnings.
    pub(super) fn troubles(&self) -> Vec<Trouble> {
        let shown = self.found.iter().take(REPORTED).map(|at| {
            let message = "this quoted text goes on at a lesser indentation than YAML 1.2 allows; it is read all the same";
            Trouble::warning(codes::QUOTED_INDENT, message, at.clone())
                .help("indent its lines more than the key that it belongs to")
        });
        let more = self.found.len().saturating_sub(REPORTED);
        let last = self.found.last().filter(|_| more > 0).map(|at| {
            Trouble::warning(
                codes::QUOTED_INDENT,
                format!("and {more} more quoted texts like these"),
                at.clone(),
            )
        });
        shown.chain(last).collect()
    }
}

/// A quoted text, from its opening to its closing quote, and a column that indents it enough.
struct QuotedText {
    bytes: Range<usize>,
    column: usize,
}

/// The first quoted text that goes on at a lesser indentation.
fn outdented(text: &str) -> Option<QuotedText> {
    let mut end = 0;
    for next in Parser::new_from_str_with_options(text, super::tree::options()) {
        match next {
            Ok((_, span)) => end = bytes(&span).end.max(end),
            Err(error) if matches!(error.kind(), ErrorKind::InvalidQuotedScalarIndent) => {
                let at = error.marker().byte_offset()?;
                return quoted(text, end.min(at), at);
            }
            Err(_) => return None,
        }
    }
    None
}

/// The quoted text that begins after `from` and is not closed at `at`.
fn quoted(text: &str, from: usize, at: usize) -> Option<QuotedText> {
    let mut start = from;
    loop {
        start += text[start..at].find(['"', '\''])?;
        let end = start + closing(&text[start..])?;
        if end > at {
            // The quote is further to the right than the required indentation.
            let line = text[..start].rfind('\n').map_or(0, |line| line + 1);
            return Some(QuotedText { bytes: start..end, column: start - line + 1 });
        }
        start = end;
    }
}

/// The length of a quoted text with its quotes.
fn closing(text: &str) -> Option<usize> {
    let quote = text.as_bytes()[0];
    let mut at = 1;
    loop {
        let byte = *text.as_bytes().get(at)?;
        let doubled = quote == b'\'' && text.as_bytes().get(at + 1) == Some(&quote);
        match byte {
            b'\\' if quote == b'"' => at += 2,
            byte if byte == quote && doubled => at += 2,
            byte if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}
