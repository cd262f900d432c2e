//! Path templates.

use super::references::percent_decode;
use super::{Lowering, codes};
use crate::diag::Diagnostic;
use crate::ir::{Path, PathPiece};
use crate::style::TrailingSlash;

impl Lowering<'_> {
    /// A path of the document with the style's prefix before it, and the pairs of a query that it carries.
    pub fn path(&mut self, written: &str, pointer: &str) -> Option<(Path, Vec<(String, String)>)> {
        let (route, fixed) = self.without_query(written, pointer);
        let route = route.strip_prefix('/').unwrap_or_else(|| {
            let message =
                format!("the path `{written}` does not begin with a slash; it is read as if it did");
            let place = self.spec.key_place(pointer);
            self.push(Diagnostic::warning(codes::PATH_MENDED, message, place));
            route
        });
        let prefix = self.style.path.prefix.trim_matches('/');
        let whole = if prefix.is_empty() { format!("/{route}") } else { format!("/{prefix}/{route}") };
        match parse(&whole) {
            Ok((segments, slash)) => Some((Path { template: whole, segments, slash }, fixed)),
            Err(problem) => {
                let message = format!("the path `{written}` cannot be read: {problem}");
                let diagnostic =
                    Diagnostic::error(codes::PATH_MALFORMED, message, self.spec.key_place(pointer));
                self.push(diagnostic.help("write parameters as `{name}`, each with a name of its own"));
                None
            }
        }
    }

    /// Takes off what is no path: a fragment is never sent, and a query becomes parameters with one value.
    fn without_query<'t>(&mut self, written: &'t str, pointer: &str) -> (&'t str, Vec<(String, String)>) {
        let (route, fragment) =
            written.split_once('#').map_or((written, None), |(route, rest)| (route, Some(rest)));
        let (route, query) = route.split_once('?').map_or((route, None), |(route, rest)| (route, Some(rest)));
        let mut tell = |message: String| {
            let place = self.spec.key_place(pointer);
            self.push(Diagnostic::warning(codes::PATH_MENDED, message, place));
        };
        if fragment.is_some() {
            tell(format!("the path `{written}` has a fragment, which no request carries; it is left out"));
        }
        if query.is_some() {
            tell(format!("the path `{written}` has a query; its pairs are taken as required parameters"));
        }
        let pairs = query.into_iter().flat_map(|query| query.split('&')).filter(|pair| !pair.is_empty());
        let decoded = pairs.map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decode(key), percent_decode(value))
        });
        (route, decoded.collect())
    }

    /// What two paths that match the same requests have in common.
    pub fn shape_of_path(&self, path: &Path) -> String {
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
        if path.slash && self.style.path.trailing_slash == TrailingSlash::AsWritten {
            shape.push('/');
        }
        shape
    }
}

/// The segments of a path that begins with a slash, and whether it ends in one.
fn parse(whole: &str) -> Result<(Vec<Vec<PathPiece>>, bool), String> {
    let inner = &whole[1..];
    let (inner, slash) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
    if inner.is_empty() {
        return Ok((Vec::new(), slash));
    }
    let mut seen = Vec::new();
    let mut segments = Vec::new();
    for text in split(inner) {
        let pieces = pieces(text)?;
        for piece in &pieces {
            if let PathPiece::Param(wire) = piece {
                if seen.contains(wire) {
                    return Err(format!("the parameter `{wire}` stands in it twice"));
                }
                seen.push(wire.clone());
            }
        }
        segments.push(pieces);
    }
    Ok((segments, slash))
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

fn pieces(segment: &str) -> Result<Vec<PathPiece>, String> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('{') {
            let (wire, after) = inner.split_once('}').ok_or("a `{` is not closed")?;
            if wire.is_empty() {
                return Err("a parameter has no name".to_owned());
            }
            if wire.contains('{') {
                return Err("a `{` stands inside another".to_owned());
            }
            if matches!(pieces.last(), Some(PathPiece::Param(_))) {
                return Err("two parameters stand side by side with nothing that ends the first".to_owned());
            }
            pieces.push(PathPiece::Param(wire.to_owned()));
            rest = after;
        } else {
            let end = rest.find('{').unwrap_or(rest.len());
            if rest[..end].contains('}') {
                return Err("a `}` closes nothing".to_owned());
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
        for path in ["/{}", "/{a", "/a}", "/{a}{b}", "/{a}/{a}", "/{a{b}}"] {
            assert!(parse(path).is_err(), "{path}");
        }
    }
}
