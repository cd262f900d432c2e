//! Request paths: split at slashes, each segment percent-decoded separately.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::api::Segment;
use crate::codec::segment::RawSegment;

/// A path that cannot be decoded: it is not UTF-8, or contains NUL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PathError;

/// The path without leading and trailing slash.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawPath<'p> {
    rest: Option<&'p str>,
    /// Whether the path has a trailing slash. The root has none.
    pub(crate) slash: bool,
}

impl<'p> RawPath<'p> {
    /// Returns an error if the path cannot be decoded, so that later steps need not check.
    pub(crate) fn new(path: &'p str) -> Result<Self, PathError> {
        let path = path.strip_prefix('/').unwrap_or(path);
        if path.contains('%') {
            path.split('/').try_for_each(|segment| decodable(segment).map(drop))?;
        }
        let inner = path.strip_suffix('/');
        let rest = inner.unwrap_or(path);
        Ok(Self { rest: (!path.is_empty()).then_some(rest), slash: inner.is_some() })
    }

    /// Returns the next segment, still encoded, and the rest.
    pub(crate) fn next(self) -> Option<(&'p str, Self)> {
        let rest = self.rest?;
        let (segment, rest) = match rest.split_once('/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (rest, None),
        };
        Some((segment, Self { rest, slash: self.slash }))
    }
}

fn decodable(segment: &str) -> Result<Cow<'_, str>, PathError> {
    let text = percent_decode_str(segment).decode_utf8().map_err(|_| PathError)?;
    if text.contains('\0') { Err(PathError) } else { Ok(text) }
}

/// Decodes a segment.
pub(crate) fn decode(segment: &str) -> Cow<'_, str> {
    decodable(segment).unwrap_or(Cow::Borrowed(segment))
}

/// Returns the encoded text of a parameter in `path`, which matches `template`.
pub(crate) fn captured<'p>(template: &[Segment], path: &'p str, wire: &str) -> Option<&'p str> {
    let mut rest = RawPath::new(path).ok()?;
    for segment in template {
        let (raw, next) = rest.next()?;
        rest = next;
        match segment {
            Segment::Literal(_) => {}
            Segment::Param(param) if *param == wire => return Some(raw),
            Segment::Param(_) => {}
            Segment::Mixed(pieces) => {
                let mut found = None;
                RawSegment::new(raw).walk(pieces, &mut |param, range| {
                    if param == wire {
                        found = Some(range);
                    }
                });
                if let Some(range) = found {
                    return raw.get(range);
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Piece;

    #[test]
    fn a_slash_that_is_encoded_does_not_cut() {
        const PATH: &[Segment] = &[Segment::Literal("a"), Segment::Param("id")];
        const FILE: &[Segment] =
            &[Segment::Literal("a"), Segment::Mixed(&[Piece::Param("id"), Piece::Literal(".js")])];
        for segment in ["x%2Fy", "..", "%D0%B6", "plain"] {
            let path = format!("/a/{segment}");
            assert_eq!(captured(PATH, &path, "id"), Some(segment));
        }
        assert_eq!(captured(FILE, "/a/x%2Fy%2ejs.js", "id"), Some("x%2Fy%2ejs"));
        assert_eq!(captured(FILE, "/a/x%2Fy%2ejs", "id"), None);
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
