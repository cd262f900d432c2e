//! Paths as they arrive: cut at the slashes, each segment percent-decoded on its own.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::meta::{Piece, Segment};

/// A path that cannot be decoded: not UTF-8, or with a NUL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Undecodable;

/// The path without the slash that it starts with, and without the one that it may end in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawPath<'p> {
    rest: Option<&'p str>,
    /// Whether it ends in a slash that opens no segment. The root has none.
    pub(crate) slash: bool,
}

impl<'p> RawPath<'p> {
    /// Refuses what cannot be decoded at once, so that nothing after it has to.
    pub(crate) fn new(path: &'p str) -> Result<Self, Undecodable> {
        let path = path.strip_prefix('/').unwrap_or(path);
        if path.contains('%') {
            path.split('/').try_for_each(|segment| decodable(segment).map(drop))?;
        }
        let inner = path.strip_suffix('/');
        let rest = inner.unwrap_or(path);
        Ok(Self { rest: (!path.is_empty()).then_some(rest), slash: inner.is_some() })
    }

    /// The next segment, decoded, and what follows it.
    pub(crate) fn next(self) -> Option<(Cow<'p, str>, Self)> {
        self.next_raw().map(|(segment, rest)| (decode(segment), rest))
    }

    fn next_raw(self) -> Option<(&'p str, Self)> {
        let rest = self.rest?;
        let (segment, rest) = match rest.split_once('/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (rest, None),
        };
        Some((segment, Self { rest, slash: self.slash }))
    }
}

fn decodable(segment: &str) -> Result<Cow<'_, str>, Undecodable> {
    let text = percent_decode_str(segment).decode_utf8().map_err(|_| Undecodable)?;
    if text.contains('\0') { Err(Undecodable) } else { Ok(text) }
}

fn decode(segment: &str) -> Cow<'_, str> {
    decodable(segment).unwrap_or(Cow::Borrowed(segment))
}

/// The text of a parameter in the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Captured<'p> {
    /// A whole segment, as it came.
    Encoded(&'p str),
    /// What was cut out of a segment.
    Decoded(String),
}

/// The text of a parameter in `path`, which has matched `template`.
pub(crate) fn captured<'p>(template: &[Segment], path: &'p str, wire: &str) -> Option<Captured<'p>> {
    let mut rest = RawPath::new(path).ok()?;
    for segment in template {
        let (raw, next) = rest.next_raw()?;
        rest = next;
        match segment {
            Segment::Literal(_) => {}
            Segment::Param(param) if *param == wire => return Some(Captured::Encoded(raw)),
            Segment::Param(_) => {}
            Segment::Mixed(pieces) => {
                let (text, mut found) = (decode(raw), None);
                walk(pieces, &text, &mut |param, range| {
                    if param == wire {
                        found = Some(range);
                    }
                });
                if let Some(range) = found {
                    return Some(Captured::Decoded(text[range].to_owned()));
                }
            }
        }
    }
    None
}

/// Whether `text` is what `pieces` say.
pub(crate) fn fits(pieces: &[Piece], text: &str) -> bool {
    walk(pieces, text, &mut |_, _| {})
}

/// Reads `text` along `pieces`, and says where each parameter stands. A parameter is never empty, and ends at the
/// first place where the literal after it begins; the last literal is held to the end of the text.
fn walk(pieces: &[Piece], text: &str, found: &mut dyn FnMut(&'static str, std::ops::Range<usize>)) -> bool {
    let mut at = 0;
    let mut open: Option<&'static str> = None;
    for (index, piece) in pieces.iter().enumerate() {
        let last = index + 1 == pieces.len();
        match (*piece, open) {
            (Piece::Literal(literal), None) => {
                if !text[at..].starts_with(literal) {
                    return false;
                }
                at += literal.len();
            }
            (Piece::Literal(literal), Some(param)) => {
                let Some(start) = literal_after(text, at, literal, last) else { return false };
                found(param, at..start);
                open = None;
                at = start + literal.len();
            }
            (Piece::Param(param), None) => open = Some(param),
            (Piece::Param(param), Some(before)) => {
                let Some(first) = text[at..].chars().next() else { return false };
                found(before, at..at + first.len_utf8());
                at += first.len_utf8();
                open = Some(param);
            }
        }
    }
    match open {
        Some(param) if at < text.len() => {
            found(param, at..text.len());
            true
        }
        Some(_) => false,
        None => at == text.len(),
    }
}

/// Where `literal` begins, with at least one character between it and `at`.
fn literal_after(text: &str, at: usize, literal: &str, last: bool) -> Option<usize> {
    let first = text[at..].chars().next()?;
    let from = at + first.len_utf8();
    if last {
        let start = text.len().checked_sub(literal.len())?;
        return (start >= from && text.ends_with(literal)).then_some(start);
    }
    text[from..].find(literal).map(|start| from + start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(pieces: &'static [Piece], text: &str) -> Option<Vec<(&'static str, String)>> {
        let mut all = Vec::new();
        walk(pieces, text, &mut |wire, range| all.push((wire, text[range].to_owned()))).then_some(all)
    }

    #[test]
    fn mixed_segments_are_cut_where_their_text_says() {
        const FILE: &[Piece] = &[Piece::Param("id"), Piece::Literal(".json")];
        const RANGE: &[Piece] = &[Piece::Param("x"), Piece::Literal("-"), Piece::Param("y")];
        const CALL: &[Piece] = &[Piece::Literal("a(b='"), Piece::Param("c"), Piece::Literal("')")];
        const NEAR: &[Piece] = &[Piece::Param("x"), Piece::Param("y")];
        assert_eq!(parts(FILE, "a.json.json"), Some(vec![("id", "a.json".into())]));
        assert_eq!(parts(FILE, ".json"), None);
        assert_eq!(parts(RANGE, "1-2-3"), Some(vec![("x", "1".into()), ("y", "2-3".into())]));
        assert_eq!(parts(RANGE, "-1-2"), Some(vec![("x", "-1".into()), ("y", "2".into())]));
        assert_eq!(parts(RANGE, "12"), None);
        assert_eq!(parts(RANGE, "1-"), None);
        assert_eq!(parts(CALL, "a(b='ж')"), Some(vec![("c", "ж".into())]));
        assert_eq!(parts(CALL, "a(b='')"), None);
        assert_eq!(parts(NEAR, "жук"), Some(vec![("x", "ж".into()), ("y", "ук".into())]));
        assert_eq!(parts(NEAR, "ж"), None);
        assert_eq!(parts(&[], ""), Some(vec![]));
    }

    #[test]
    fn a_slash_that_is_encoded_does_not_cut() {
        const PATH: &[Segment] = &[Segment::Literal("a"), Segment::Param("id")];
        const FILE: &[Segment] =
            &[Segment::Literal("a"), Segment::Mixed(&[Piece::Param("id"), Piece::Literal(".js")])];
        for segment in ["x%2Fy", "..", "%D0%B6", "plain"] {
            let path = format!("/a/{segment}");
            assert_eq!(captured(PATH, &path, "id"), Some(Captured::Encoded(segment)));
        }
        assert_eq!(captured(FILE, "/a/x%2Fy%2ejs", "id"), Some(Captured::Decoded("x/y".into())));
    }

    #[test]
    fn undecodable_paths_are_refused_whole() {
        for path in ["/a/%ff", "/a/%00", "/%C3%28/x", "/%c0%af"] {
            assert!(RawPath::new(path).is_err(), "{path}");
        }
        for path in ["", "/", "*", "/%", "/%zz", "/a//b/", "//"] {
            assert!(RawPath::new(path).is_ok(), "{path}");
        }
    }
}
