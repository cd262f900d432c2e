//! Path templates.

use super::codes;
use super::references::percent_decode;
use super::report::Reporter;
use crate::diag::Diagnostic;
use crate::ir::{Path, PathPiece};
use crate::spec::Document;
use crate::style::{PathStyle, Style, TrailingSlash};

/// Reads path templates.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// What comes before every path, without slashes around it.
    prefix: String,
    /// Whether a path that ends in a slash is another one than the path without.
    keeps_slash: bool,
}

/// What comes before the paths of a style, without slashes around it. `None` if it carries the number that the version of
/// the document begins with, and that begins with none.
pub(crate) fn prefix_of(style: &Style, version: &str) -> Option<String> {
    let prefix = style.path.prefix.trim_matches('/');
    if !prefix.contains(PathStyle::MAJOR) {
        return Some(prefix.to_owned());
    }
    let digits = version.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let major: u32 = digits.parse().ok()?;
    Some(prefix.replace(PathStyle::MAJOR, &major.to_string()))
}

impl Paths {
    /// The paths of a style, with the document's own number in their prefix.
    pub fn new(style: &Style, root: Document<'_>, report: &mut Reporter<'_>) -> Self {
        let keeps_slash = style.path.trailing_slash == TrailingSlash::AsWritten;
        let version = root.info().and_then(|info| info.version()).unwrap_or_default().trim();
        let prefix = prefix_of(style, version);
        if prefix.is_none() {
            let message = format!(
                "paths of the style `{}` carry the number that the version begins with, and `{}` begins with none",
                style.ident,
                super::shown(&version.into())
            );
            let help = "begin it with a number: `1.0`";
            report.push(report.error(codes::VERSION_MAJOR, message, "/info/version").help(help));
        }
        let guessed = || style.path.prefix.trim_matches('/').replace(PathStyle::MAJOR, "1");
        Self { prefix: prefix.unwrap_or_else(guessed), keeps_slash }
    }

    /// A path of the document with the style's prefix before it, unless the operation goes without, and the pairs of a
    /// query that it carries. One that cannot be read is reported, and guessed, so that more of its operations can be
    /// reported.
    pub fn read(
        &self,
        written: &str,
        pointer: &str,
        prefixed: bool,
        report: &mut Reporter<'_>,
    ) -> (Path, Vec<(String, String)>) {
        let (route, fixed) = without_query(written, pointer, report);
        let route = route.strip_prefix('/').unwrap_or_else(|| {
            let message =
                format!("the path `{written}` does not begin with a slash; it is read as if it did");
            let place = report.key_place(pointer);
            report.push(Diagnostic::warning(codes::PATH_REPAIRED, message, place));
            route
        });
        let prefix = if prefixed { self.prefix.as_str() } else { "" };
        let template = if prefix.is_empty() { format!("/{route}") } else { format!("/{prefix}/{route}") };
        match parse(&template) {
            Ok((segments, slash)) => (Path { template, segments, slash }, fixed),
            Err((problem, help)) => {
                let message = format!("the path `{written}` cannot be read: {problem}");
                let place = report.key_place(pointer);
                report.push(Diagnostic::error(codes::PATH_MALFORMED, message, place).help(help));
                (Path { segments: guessed(&template), template, slash: false }, fixed)
            }
        }
    }

    /// The segments of a path that are the document's own.
    pub fn own_segments<'p>(&self, path: &'p Path) -> &'p [Vec<PathPiece>] {
        let prefix: Vec<_> =
            self.prefix.split('/').filter(|text| !text.is_empty()).map(percent_decode).collect();
        let is_prefix = |(text, segment): (&String, &Vec<PathPiece>)| matches!(segment.as_slice(), [PathPiece::Literal(literal)] if literal == text);
        match path.segments.split_at_checked(prefix.len()) {
            Some((before, own)) if prefix.iter().zip(before).all(is_prefix) => own,
            _ => &path.segments,
        }
    }

    /// What two paths that match the same requests have in common.
    pub fn shape(&self, path: &Path) -> String {
        let mut shape = String::new();
        for segment in &path.segments {
            shape.push('/');
            for piece in segment {
                match piece {
                    // Braces occur in no literal.
                    PathPiece::Literal(text) => shape.push_str(&text.replace('/', "%2F")),
                    PathPiece::Param(_) => shape.push_str("{}"),
                }
            }
        }
        if path.slash && self.keeps_slash {
            shape.push('/');
        }
        shape
    }
}

/// Removes what is not part of a path: a fragment is never sent, and a query becomes parameters with one value.
fn without_query<'t>(
    written: &'t str,
    pointer: &str,
    report: &mut Reporter<'_>,
) -> (&'t str, Vec<(String, String)>) {
    let (route, fragment) =
        written.split_once('#').map_or((written, None), |(route, rest)| (route, Some(rest)));
    let (route, query) = route.split_once('?').map_or((route, None), |(route, rest)| (route, Some(rest)));
    let mut mended = |message: String| {
        let place = report.key_place(pointer);
        report.push(Diagnostic::warning(codes::PATH_REPAIRED, message, place));
    };
    if fragment.is_some() {
        mended(format!("the path `{written}` has a fragment, which no request carries; it is left out"));
    }
    if query.is_some() {
        mended(format!("the path `{written}` has a query; its pairs are taken as required parameters"));
    }
    let pairs = query.into_iter().flat_map(|query| query.split('&')).filter(|pair| !pair.is_empty());
    let decoded = pairs.map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (percent_decode(key), percent_decode(value))
    });
    (route, decoded.collect())
}

/// What is wrong with a path, and what to do.
type Broken = (String, &'static str);

/// How parameters are written.
const PARAMETERS: &str = "write parameters as `{name}`, each with a name of its own";

/// The segments of a path that begins with a slash, and whether it ends in one.
fn parse(template: &str) -> Result<(Vec<Vec<PathPiece>>, bool), Broken> {
    let inner = &template[1..];
    let (inner, slash) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
    if inner.is_empty() {
        return Ok((Vec::new(), slash));
    }
    let mut seen = Vec::new();
    let mut segments = Vec::new();
    for text in split(inner) {
        let pieces = pieces(text)?;
        sendable(&pieces)?;
        for piece in &pieces {
            if let PathPiece::Param(wire) = piece {
                if seen.contains(wire) {
                    return Err((format!("it contains the parameter `{wire}` twice"), PARAMETERS));
                }
                seen.push(wire.clone());
            }
        }
        segments.push(pieces);
    }
    Ok((segments, slash))
}

/// Whether a segment comes to a server as it is written here.
fn sendable(pieces: &[PathPiece]) -> Result<(), Broken> {
    if let [PathPiece::Literal(text)] = pieces
        && matches!(text.as_str(), "." | "..")
    {
        let help = "remove it: clients resolve `.` and `..` before they send anything";
        return Err((format!("a segment is `{text}`"), help));
    }
    let control =
        |piece: &PathPiece| matches!(piece, PathPiece::Literal(text) if text.contains(char::is_control));
    if pieces.iter().any(control) {
        return Err(("it has a control character".to_owned(), "take it away"));
    }
    Ok(())
}

/// The parameters that a path which cannot be read is likely to have.
fn guessed(template: &str) -> Vec<Vec<PathPiece>> {
    let named = template.split('{').skip(1).map(|rest| rest.split(['}', '/']).next().unwrap_or_default());
    let params = named.filter(|wire| !wire.is_empty()).map(|wire| vec![PathPiece::Param(wire.to_owned())]);
    std::iter::once(vec![PathPiece::Literal(template.to_owned())]).chain(params).collect()
}

/// Splits at slashes outside of braces.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.split(move |c| {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            _ => {}
        }
        c == '/' && !inside
    })
}

fn pieces(segment: &str) -> Result<Vec<PathPiece>, Broken> {
    let broken = |problem: &str| (problem.to_owned(), PARAMETERS);
    let mut pieces = Vec::new();
    let mut rest = segment;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('{') {
            let (wire, after) = inner.split_once('}').ok_or_else(|| broken("a `{` is not closed"))?;
            if wire.is_empty() {
                return Err(broken("a parameter has no name"));
            }
            if wire.contains('{') {
                return Err(broken("a `{` is inside another"));
            }
            if matches!(pieces.last(), Some(PathPiece::Param(_))) {
                let problem = "two parameters are adjacent, with no text between them";
                return Err((problem.to_owned(), "put a character between them: `{a}-{b}`"));
            }
            pieces.push(PathPiece::Param(wire.to_owned()));
            rest = after;
        } else {
            let end = rest.find('{').unwrap_or(rest.len());
            if rest[..end].contains('}') {
                return Err(broken("a `}` closes nothing"));
            }
            pieces.push(PathPiece::Literal(percent_decode(&rest[..end])));
            rest = &rest[end..];
        }
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::ir::PathPiece::{Literal, Param};

    fn segments(path: &str) -> Vec<Vec<crate::ir::PathPiece>> {
        parse(path).unwrap().0
    }

    #[test]
    fn segments_may_mix_text_and_parameters() {
        assert_eq!(
            segments("/a%20b/{id}.json/{x}-{y}/{id2}:cancel"),
            [
                vec![Literal("a b".into())],
                vec![Param("id".into()), Literal(".json".into())],
                vec![Param("x".into()), Literal("-".into()), Param("y".into())],
                vec![Param("id2".into()), Literal(":cancel".into())],
            ]
        );
    }

    #[test]
    fn a_slash_at_the_end_is_kept_apart() {
        assert_eq!(parse("/a/").unwrap(), (vec![vec![Literal("a".into())]], true));
        assert_eq!(parse("/").unwrap(), (vec![], false));
        assert_eq!(parse("/a//b").unwrap().0.len(), 3);
    }

    #[test]
    fn what_cannot_be_matched_is_refused() {
        for path in ["/{}", "/{a", "/a}", "/{a}{b}", "/{a}/{a}", "/{a{b}}", "/a/../b", "/%2e", "/a\r\nb"] {
            assert!(parse(path).is_err(), "{path}");
        }
    }
}
