//! What is wrong with a text, by its bytes; [`Sources`](super::Sources) gives it the file's name.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError, Span};

use crate::diag::{Code, Diagnostic, Place, codes};

/// One thing that is wrong with a text.
#[derive(Debug)]
pub(super) struct Trouble {
    pub code: Code,
    pub message: String,
    pub at: Range<usize>,
    pub related: Option<(Range<usize>, &'static str)>,
    pub help: Option<String>,
    /// Whether the text can be used all the same.
    pub warning: bool,
}

impl Trouble {
    pub(super) fn new(code: Code, message: impl Into<String>, at: Range<usize>) -> Self {
        Self { code, message: message.into(), at, related: None, help: None, warning: false }
    }

    pub(super) fn warning(code: Code, message: impl Into<String>, at: Range<usize>) -> Self {
        Self { warning: true, ..Self::new(code, message, at) }
    }

    pub(super) fn related(mut self, at: Range<usize>, words: &'static str) -> Self {
        self.related = Some((at, words));
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With other bytes.
    pub(super) fn moved(mut self, to: impl Fn(Range<usize>) -> Range<usize>) -> Self {
        self.at = to(self.at);
        self.related = self.related.map(|(at, words)| (to(at), words));
        self
    }

    /// What the YAML scanner stumbled over; `open` is the innermost bracket that is not closed before it.
    pub(super) fn of_scan(error: &ScanError, text: &str, open: Option<usize>) -> Self {
        let start = error.marker().byte_offset().unwrap_or(0).min(text.len());
        let at = start..text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            return Self::too_deep(at);
        }
        if let Some(tab) = leading_tab(text, start) {
            return Self::new(codes::TAB, "a tab where YAML wants spaces", tab..tab + 1)
                .help("indent with spaces: YAML allows no tabs there");
        }
        let bracket = open.filter(|open| *open != start);
        let trouble = Self::new(codes::SYNTAX, format!("broken YAML: {}", error.info()), at);
        if let Some(open) = bracket {
            return trouble
                .related(open..open + 1, "within this bracket")
                .help("is the bracket closed where it should be? in brackets a comma ends each member");
        }
        match error.kind() {
            ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
                trouble.help("indent this line as much as those that it belongs to")
            }
            ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => {
                trouble.help("is the quote closed that begins above?")
            }
            ErrorKind::UnknownAnchor => {
                trouble.help("define the anchor with `&` before the alias that uses it")
            }
            ErrorKind::MappingValueNotAllowed => trouble.help("quote a text that contains `: `"),
            _ => trouble,
        }
    }

    pub(super) fn too_deep(at: Range<usize>) -> Self {
        Self::new(codes::TOO_DEEP, format!("nested deeper than {} levels", super::limits::DEPTH), at)
    }

    pub(super) fn too_many_nodes(at: Range<usize>) -> Self {
        Self::new(codes::TOO_MANY_NODES, format!("more than {} nodes", super::limits::NODES), at)
    }

    /// As a diagnostic of that file.
    pub(super) fn into_diagnostic(self, file: &str) -> Diagnostic {
        let place = |at: Range<usize>| Place::Bytes { file: file.to_owned(), start: at.start, end: at.end };
        let diagnostic = if self.warning { Diagnostic::warning } else { Diagnostic::error };
        let mut diagnostic = diagnostic(self.code, self.message, place(self.at));
        if let Some((at, words)) = self.related {
            diagnostic = diagnostic.related(place(at), words);
        }
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

/// The bytes of a span; collections of block style have an empty one, at their first key.
pub(super) fn bytes(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or(0..0)
}

/// A tab in the indentation of the line of `offset`, or at it.
fn leading_tab(text: &str, offset: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.get(offset) == Some(&b'\t') {
        return Some(offset);
    }
    let line = text[..offset].rfind('\n').map_or(0, |n| n + 1);
    let indent = bytes[line..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    bytes[line..line + indent].iter().position(|b| *b == b'\t').map(|n| line + n)
}
