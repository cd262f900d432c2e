//! Segments of paths in which text and parameters stand side by side: `{id}.json`, `{x}-{y}`, `{id}:cancel`.
//!
//! A segment is cut as it arrives, before it is decoded: a sign of the template is one that is not percent-encoded, so that a
//! value may have it encoded. Letters and digits, and what no path can have as it is, are the same encoded or not.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use crate::codec::path_template::Piece;
#[cfg(feature = "client")]
use crate::codec::path_template::Segment;

/// A segment as it arrives.
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
    /// Whether it is this character of a template.
    fn is(&self, literal: char) -> bool {
        self.decoded == literal && !(self.encoded && is_sign(literal))
    }
}

/// Whether a path may have it as it is (RFC 3986 `pchar`), and it is no letter and no digit.
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
                // Lossy decoding makes a character of fewer bytes than it has itself.
                let end = (at + decoded.len_utf8() * 3).min(run_end);
                chars.push(RawChar { decoded, encoded: true, at: at..end });
                at = end;
            }
            at = run_end;
        }
        Self { chars }
    }

    /// Whether it is what `pieces` say.
    pub(crate) fn fits(&self, pieces: &[Piece]) -> bool {
        self.walk(pieces, &mut |_, _| {})
    }

    /// Reads it along `pieces`, and says where each parameter stands. A parameter is never empty, and ends at the first place
    /// where the literal after it begins; the last literal is held to the end.
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

    /// Where `literal` ends that begins at `at`.
    fn literal_at(&self, at: usize, literal: &str) -> Option<usize> {
        let mut end = at;
        for char in literal.chars() {
            self.chars.get(end).filter(|raw| raw.is(char))?;
            end += 1;
        }
        Some(end)
    }

    /// Where `literal` begins, with at least one character between it and `at`.
    fn literal_after(&self, at: usize, literal: &str, last: bool) -> Option<usize> {
        let most = self.chars.len().checked_sub(literal.chars().count())?;
        let first = if last { (at + 1).max(most) } else { at + 1 };
        (first..=most).find(|start| self.literal_at(*start, literal).is_some())
    }

    /// Of these characters, the place in the text.
    fn range(&self, chars: Range<usize>) -> Range<usize> {
        let start = self.chars.get(chars.start).map_or(0, |char| char.at.start);
        start..self.chars[..chars.end].last().map_or(start, |char| char.at.end)
    }
}

/// How many percent-encoded bytes a text begins with.
fn escapes(text: &str) -> usize {
    let is_escape =
        |chunk: &&[u8]| chunk[0] == b'%' && chunk.len() == 3 && chunk[1..].iter().all(u8::is_ascii_hexdigit);
    text.as_bytes().chunks(3).take_while(is_escape).count()
}

/// Whether two mixed segments differ in the names of their parameters alone.
pub(crate) fn alike(a: &[Piece], b: &[Piece]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|pair| match pair {
            (Piece::Literal(a), Piece::Literal(b)) => a == b,
            (Piece::Param(_), Piece::Param(_)) => true,
            _ => false,
        })
}

/// How much text a mixed segment has: the one with more goes first.
pub(crate) fn literal_len(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| if let Piece::Literal(text) = piece { text.len() } else { 0 }).sum()
}

/// Whether two segments of templates are one to a server.
#[cfg(feature = "client")]
pub(crate) fn same(a: &Segment, b: &Segment) -> bool {
    match (a, b) {
        (Segment::Literal(a), Segment::Literal(b)) => a == b,
        (Segment::Param(_), Segment::Param(_)) => true,
        (Segment::Mixed(a), Segment::Mixed(b)) => alike(a, b),
        _ => false,
    }
}

/// Whether a segment as it arrives is one of a template.
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
