//! Writes the path of a request, so that the server reads back what was written.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::Writer;
use crate::api::{OperationMeta, Piece, Segment};
use crate::codec::segment::{RawSegment, literal_len, matches, same};
use crate::value::RESERVED;

/// The characters that a path segment contains unencoded: `pchar` of RFC 3986.
const PATH: &AsciiSet = &RESERVED
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// A path parameter.
#[derive(Debug)]
pub(super) struct PathText {
    pub(super) wire: &'static str,
    /// The percent-encoded text.
    pub(super) text: String,
    /// Whether `-`, `.`, `_` and `~` may be encoded too: they are not delimiters of its encoding.
    pub(super) signs: bool,
}

impl PathText {
    /// Encodes every delimiter, in case the template has the same one next to the parameter.
    fn guarded(&self) -> String {
        if !self.signs {
            return self.text.clone();
        }
        let mut guarded = String::with_capacity(self.text.len());
        for char in self.text.chars() {
            match char {
                '-' => guarded.push_str("%2D"),
                '.' => guarded.push_str("%2E"),
                '_' => guarded.push_str("%5F"),
                '~' => guarded.push_str("%7E"),
                other => guarded.push(other),
            }
        }
        guarded
    }
}

impl Writer {
    pub(super) fn path_of(&mut self, meta: &'static OperationMeta) -> String {
        let mut path = self.joined(meta, false);
        if is_of_another(meta, &path) {
            path = self.joined(meta, true);
            if is_of_another(meta, &path) {
                self.sending.refuse("path", "would be the path of another operation");
            }
        }
        // Encoding does not help: URL parsers treat `%2E` as a dot.
        if path.split('/').any(|segment| matches!(&*segment.replace("%2E", "."), "." | "..")) {
            self.sending.refuse("path", "would have a segment `.` or `..`");
        }
        if meta.slash || path.is_empty() {
            path.push('/');
        }
        path
    }

    /// Returns the segments, each after a slash.
    fn joined(&mut self, meta: &'static OperationMeta, guarded: bool) -> String {
        let mut path = String::new();
        for segment in meta.path {
            path.push('/');
            match segment {
                Segment::Literal(text) => path.extend(utf8_percent_encode(text, PATH)),
                Segment::Param(wire) => path.push_str(&self.text_of(wire, guarded)),
                Segment::Mixed(pieces) => path.push_str(&self.mixed(pieces, guarded)),
            }
        }
        path
    }

    /// Returns a segment of text and parameters.
    fn mixed(&mut self, pieces: &'static [Piece], guarded: bool) -> String {
        for guarded in [guarded, true] {
            let mut segment = String::new();
            let mut texts = Vec::new();
            for piece in pieces {
                match piece {
                    Piece::Literal(text) => segment.extend(utf8_percent_encode(text, PATH)),
                    Piece::Param(wire) => {
                        let text = self.text_of(wire, guarded);
                        segment.push_str(&text);
                        texts.push((*wire, text));
                    }
                }
            }
            let mut cut = Vec::new();
            let fits = RawSegment::new(&segment)
                .walk(pieces, &mut |wire, range| cut.push((wire, segment[range].to_owned())));
            if fits && cut == texts {
                return segment;
            }
        }
        if let Some(Piece::Param(wire)) = pieces.iter().find(|piece| matches!(piece, Piece::Param(_))) {
            self.sending
                .refuse(wire, "contains the text next to it in the path, and cannot be separated from it");
        }
        String::new()
    }

    fn text_of(&mut self, wire: &str, guarded: bool) -> String {
        match self.path.iter().find(|param| param.wire == wire) {
            Some(param) if param.text.is_empty() => {}
            Some(param) if guarded => return param.guarded(),
            Some(param) => return param.text.clone(),
            None => {}
        }
        self.sending.refuse(wire, "is empty, but part of the path");
        String::new()
    }
}

/// Returns whether a server routes the path, without its trailing slash, to another operation.
fn is_of_another(meta: &'static OperationMeta, path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let fits = |other: &OperationMeta| {
        other.path.len() == segments.len()
            && other.path.iter().zip(&segments).all(|(template, raw)| matches(template, raw))
    };
    meta.api.operations.iter().any(|other| {
        other.slash == meta.slash
            && other.path.len() == meta.path.len()
            && goes_before(other, meta)
            && fits(other)
    })
}

/// Returns whether a server prefers the first operation's template for a path that both match, whatever the method.
fn goes_before(one: &OperationMeta, other: &OperationMeta) -> bool {
    let mut both = one.path.iter().zip(other.path).enumerate();
    match both.find(|(_, (one, other))| !same(one, other)) {
        None | Some((_, (Segment::Param(_), _) | (Segment::Mixed(_), Segment::Literal(_)))) => false,
        Some((_, (Segment::Literal(_), _) | (Segment::Mixed(_), Segment::Param(_)))) => true,
        Some((at, (Segment::Mixed(left), Segment::Mixed(right)))) => {
            let (left, right) = (literal_len(left), literal_len(right));
            left > right || (left == right && first_under(one, at) < first_under(other, at))
        }
    }
}

/// Returns the index of the first operation whose template starts like this one, up to the segment at `at`. A server
/// takes the first of two segments with as much text.
fn first_under(meta: &OperationMeta, at: usize) -> Option<usize> {
    meta.api.operations.iter().position(|one| {
        one.path.len() > at && one.path[..=at].iter().zip(meta.path).all(|(one, own)| same(one, own))
    })
}
