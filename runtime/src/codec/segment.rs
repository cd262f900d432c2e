//! Path segments that mix text and parameters: `{id}.json`, `{x}-{y}`, `{id}:cancel`.
//!
//! A segment is split before it is decoded: only unencoded delimiters match the template, so that a value may contain
//! them encoded. Letters, digits, and characters that a path cannot contain unencoded match in either form.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use crate::codec::path_template::Piece;
#[cfg(feature = "client")]
use crate::codec::path_template::Segment;

/// A segment as received.
#[derive(Debug)]
pub(crate) struct RawSegment {
    chars: Vec<RawChar>,
}

#[derive(Debug)]
struct RawChar {
    decoded: char,
    encoded: bool,
    at: Range<usize>,
}

impl RawChar {
    /// Returns whether this is the template's character.
    fn is(&self, literal: char) -> bool {
        self.decoded == literal && !(self.encoded && is_sign(literal))
    }
}

/// Returns whether the character is allowed unencoded in a path (RFC 3986 `pchar`) and is not alphanumeric.
const fn is_sign(char: char) -> bool {
    matches!(
        char,
        '-' | '.' | '_' | '~' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | ':' | '@'
    )
}

impl RawSegment {
    pub(crate) fn new(raw: &str) -> Self {
        let mut chars = Vec::with_capacity(raw.len());
        let mut at = 0;
        while let Some(next) = raw[at..].chars().next() {
            let escapes = escapes(&raw[at..]);
            if escapes == 0 {
                chars.push(RawChar { decoded: next, encoded: false, at: at..at + next.len_utf8() });
                at += next.len_utf8();
                continue;
            }
            let run_end = at + escapes * 3;
            for decoded in percent_decode_str(&raw[at..run_end]).decode_utf8_lossy().chars() {
                // Lossy decoding may replace fewer bytes than the replacement character has.
                let end = (at + decoded.len_utf8() * 3).min(run_end);
                chars.push(RawChar { decoded, encoded: true, at: at..end });
                at = end;
            }
            at = run_end;
        }
        Self { chars }
    }

    /// Returns whether the segment matches `pieces`.
    pub(crate) fn fits(&self, pieces: &[Piece]) -> bool {
        self.walk(pieces, &mut |_, _| {})
    }

    /// Matches the segment against `pieces` and returns the range of each parameter. A parameter is never empty, and
    /// ends at the first occurrence of the next literal; the last literal must match the end.
    pub(crate) fn walk(&self, pieces: &[Piece], found: &mut dyn FnMut(&'static str, Range<usize>)) -> bool {
        let mut at = 0;
        let mut open: Option<&'static str> = None;
        for (index, piece) in pieces.iter().enumerate() {
            match (*piece, open) {
                (Piece::Literal(literal), None) => {
                    let Some(end) = self.literal_at(at, literal) else { return false };
                    at = end;
                }
                (Piece::Literal(literal), Some(param)) => {
                    let Some(start) = self.literal_after(at, literal, index + 1 == pieces.len()) else {
                        return false;
                    };
                    found(param, self.range(at..start));
                    open = None;
                    at = start + literal.chars().count();
                }
                (Piece::Param(param), None) => open = Some(param),
                (Piece::Param(param), Some(before)) => {
                    if at == self.chars.len() {
                        return false;
                    }
                    found(before, self.range(at..at + 1));
                    at += 1;
                    open = Some(param);
                }
            }
        }
        match open {
            Some(param) if at < self.chars.len() => {
                found(param, self.range(at..self.chars.len()));
                true
            }
            Some(_) => false,
            None => at == self.chars.len(),
        }
    }

    /// Returns the end of `literal` if it starts at `at`.
    fn literal_at(&self, at: usize, literal: &str) -> Option<usize> {
        let mut end = at;
        for char in literal.chars() {
            self.chars.get(end).filter(|raw| raw.is(char))?;
            end += 1;
        }
        Some(end)
    }

    /// Returns the start of `literal`, with at least one character between it and `at`.
    fn literal_after(&self, at: usize, literal: &str, last: bool) -> Option<usize> {
        let most = self.chars.len().checked_sub(literal.chars().count())?;
        let first = if last { (at + 1).max(most) } else { at + 1 };
        (first..=most).find(|start| self.literal_at(*start, literal).is_some())
    }

    /// Returns the byte range of these characters.
    fn range(&self, chars: Range<usize>) -> Range<usize> {
        let start = self.chars.get(chars.start).map_or(0, |char| char.at.start);
        start..self.chars[..chars.end].last().map_or(start, |char| char.at.end)
    }
}

/// Returns how many percent-encoded bytes the text starts with.
fn escapes(text: &str) -> usize {
    let is_escape =
        |chunk: &&[u8]| chunk[0] == b'%' && chunk.len() == 3 && chunk[1..].iter().all(u8::is_ascii_hexdigit);
    text.as_bytes().chunks(3).take_while(is_escape).count()
}

/// Returns whether two mixed segments differ only in parameter names.
pub(crate) fn alike(a: &[Piece], b: &[Piece]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|pair| match pair {
            (Piece::Literal(a), Piece::Literal(b)) => a == b,
            (Piece::Param(_), Piece::Param(_)) => true,
            _ => false,
        })
}

/// Returns the length of the text in a mixed segment: longer text takes precedence.
pub(crate) fn literal_len(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| if let Piece::Literal(text) = piece { text.len() } else { 0 }).sum()
}

/// Returns whether a server cannot distinguish two template segments.
#[cfg(feature = "client")]
pub(crate) fn same(a: &Segment, b: &Segment) -> bool {
    match (a, b) {
        (Segment::Literal(a), Segment::Literal(b)) => a == b,
        (Segment::Param(_), Segment::Param(_)) => true,
        (Segment::Mixed(a), Segment::Mixed(b)) => alike(a, b),
        _ => false,
    }
}

/// Returns whether a segment as received matches a template segment.
#[cfg(feature = "client")]
pub(crate) fn matches(template: &Segment, raw: &str) -> bool {
    match template {
        Segment::Literal(text) => percent_decode_str(raw).decode_utf8().is_ok_and(|raw| raw == *text),
        Segment::Param(_) => !raw.is_empty(),
        Segment::Mixed(pieces) => RawSegment::new(raw).fits(pieces),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(pieces: &'static [Piece], text: &str) -> Option<Vec<(&'static str, String)>> {
        let mut all = Vec::new();
        let segment = RawSegment::new(text);
        segment.walk(pieces, &mut |wire, range| all.push((wire, text[range].to_owned()))).then_some(all)
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
    fn a_sign_that_is_encoded_belongs_to_the_value() {
        const FILE: &[Piece] = &[Piece::Param("name"), Piece::Literal("."), Piece::Param("ext")];
        const STOP: &[Piece] = &[Piece::Param("id"), Piece::Literal(":stop")];
        assert_eq!(
            parts(FILE, "a%2Eb.tar%2egz"),
            Some(vec![("name", "a%2Eb".into()), ("ext", "tar%2egz".into())])
        );
        assert_eq!(parts(FILE, "a%2Eb"), None);
        assert_eq!(parts(STOP, "7%3Astop"), None);
        assert_eq!(parts(STOP, "%D0%B6%3A:sto%70"), Some(vec![("id", "%D0%B6%3A".into())]));
    }

    #[test]
    fn what_no_path_can_have_is_the_same_encoded_or_not() {
        const TO: &[Piece] = &[Piece::Param("x"), Piece::Literal(" → "), Piece::Param("y")];
        for text in ["1%20%E2%86%92%202", "1 → 2", "1%20→ 2"] {
            assert_eq!(parts(TO, text), Some(vec![("x", "1".into()), ("y", "2".into())]), "{text}");
        }
    }

    #[test]
    fn any_text_is_cut_without_a_panic() {
        const FILE: &[Piece] = &[Piece::Param("id"), Piece::Literal(".js")];
        for text in ["%", "%4", "%zz.js", "%ff%fe.js", "%D0.js", "%C3%28.js", "", "é%"] {
            let _ = parts(FILE, text);
        }
        assert_eq!(parts(FILE, "%zz.js"), Some(vec![("id", "%zz".into())]));
    }
}
