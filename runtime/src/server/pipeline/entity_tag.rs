//! Entity tags and preconditions (RFC 9110 §8.8.3, §13).

use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{
    CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, IF_MATCH, IF_NONE_MATCH, IF_RANGE, LINK,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use sha2::{Digest, Sha256};

use crate::problem::Problem;
use crate::style::{self, Caching};

/// The suffix of the tag of an indented body. A precondition may name either.
const INDENTED: &str = ".p";

/// Returns the strong tag of a representation: a 128-bit hash. `body` is not indented.
pub(crate) fn tag(headers: &HeaderMap, body: &[u8], pretty: bool) -> Option<HeaderValue> {
    let mut digest = Sha256::new();
    for header in [CONTENT_TYPE, CONTENT_RANGE] {
        digest.update(headers.get(header).map_or(&b""[..], HeaderValue::as_bytes));
        digest.update(b"\n");
    }
    // A page leads to others by its links, so it changes with them.
    for link in headers.get_all(LINK) {
        digest.update(link.as_bytes());
        digest.update(b"\n");
    }
    digest.update(body);
    let hash = URL_SAFE_NO_PAD.encode(&digest.finalize()[..16]);
    HeaderValue::try_from(format!("\"{hash}{}\"", if pretty { INDENTED } else { "" })).ok()
}

/// Returns a strong tag as the style sends it.
pub(crate) fn as_sent(caching: &Caching, tag: HeaderValue) -> HeaderValue {
    match caching.etag {
        style::EntityTags::None | style::EntityTags::Strong => tag,
        style::EntityTags::Weak => HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat()).unwrap_or(tag),
    }
}

/// Returns the strong tag of a complete set, computed from what changes with its items. `zone` is the time zone of
/// the response.
pub(crate) fn tag_of_set(
    media: &HeaderValue,
    validator: &str,
    zone: &[u8],
    pretty: bool,
) -> Option<HeaderValue> {
    let parts = [media.as_bytes(), b"\n", zone, b"\n", validator.as_bytes()].concat();
    tag(&HeaderMap::new(), &parts, pretty)
}

/// Returns whether a method reads, so that preconditions apply to its own response.
pub(crate) fn reads(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

/// Evaluates the preconditions of a read with its response: `If-Match` fails it, `If-None-Match` turns it into a 304.
///
/// # Errors
/// Returns an error if `If-Match` does not hold.
pub(crate) fn check_own(
    caching: &Caching,
    request: &Parts,
    response: &mut Response<Body>,
) -> Result<(), Problem> {
    if !reads(&request.method) || !response.status().is_success() {
        return Ok(());
    }
    if let Some(condition) = caching.checks_if_match().then(|| IfMatch::of(&request.headers)).flatten() {
        let tag = response.headers().get(ETAG);
        if condition != IfMatch::Any && !tag.is_some_and(|tag| condition.holds_for(tag)) {
            return Err(Problem::precondition_failed());
        }
    }
    if caching.has_tags() {
        unless_current(request, response);
    }
    Ok(())
}

/// Returns whether `If-Range` is exactly this strong tag.
pub(crate) fn is_range_of(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let mut lines = headers.get_all(IF_RANGE).iter();
    let (Some(line), None) = (lines.next(), lines.next()) else { return false };
    let mut named = Vec::new();
    read(line.as_bytes(), &mut named);
    match named[..] {
        [EntityTag { weak: false, opaque: one }] => !tag.as_bytes().starts_with(b"W/") && one == opaque(tag),
        _ => false,
    }
}

fn unless_current(request: &Parts, response: &mut Response<Body>) {
    let Some(tag) = response.headers().get(ETAG) else { return };
    let same = match EntityTags::of(&request.headers, &IF_NONE_MATCH) {
        None => false,
        Some(EntityTags::Any) => true,
        Some(EntityTags::List(tags)) => tags.iter().any(|one| one.opaque == opaque(tag)),
    };
    if same {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_TYPE);
        response.headers_mut().remove(CONTENT_LENGTH);
    }
}

/// Returns the text between the quotes of a tag.
fn opaque(tag: &HeaderValue) -> &[u8] {
    let tag = tag.as_bytes();
    let tag = tag.strip_prefix(b"W/").unwrap_or(tag);
    tag.strip_prefix(b"\"").and_then(|tag| tag.strip_suffix(b"\"")).unwrap_or(tag)
}

/// The tags of a precondition.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::server) enum EntityTags<'h> {
    /// `*`
    Any,
    /// The tags that could be parsed.
    List(Vec<EntityTag<'h>>),
}

#[derive(Debug, PartialEq, Eq)]
pub(in crate::server) struct EntityTag<'h> {
    weak: bool,
    opaque: &'h [u8],
}

impl<'h> EntityTags<'h> {
    /// Returns `None` if there is no such header.
    pub(in crate::server) fn of(headers: &'h HeaderMap, wire: &HeaderName) -> Option<Self> {
        let mut lines = headers.get_all(wire).iter().map(HeaderValue::as_bytes).peekable();
        lines.peek()?;
        let mut all = Vec::new();
        for line in lines {
            if line.trim_ascii() == b"*" {
                return Some(Self::Any);
            }
            read(line, &mut all);
        }
        Some(Self::List(all))
    }
}

/// Parses tags up to the first invalid one.
fn read<'h>(mut rest: &'h [u8], all: &mut Vec<EntityTag<'h>>) {
    loop {
        while let Some((b' ' | b'\t' | b',', more)) = rest.split_first().map(|(byte, more)| (*byte, more)) {
            rest = more;
        }
        let strong = rest.strip_prefix(b"W/");
        let Some(quoted) = strong.unwrap_or(rest).strip_prefix(b"\"") else { return };
        let Some(end) = quoted.iter().position(|byte| *byte == b'"') else { return };
        all.push(EntityTag { weak: strong.is_some(), opaque: &quoted[..end] });
        rest = &quoted[end + 1..];
    }
}

/// The precondition of a change: the header `If-Match`.
///
/// ```
/// use housestyle::server::IfMatch;
///
/// let condition = IfMatch::Of(vec!["version-7".to_owned()]);
/// assert!(condition.holds("version-7") && !condition.holds("version-8"));
/// assert!(IfMatch::Any.holds("version-8"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfMatch {
    /// `*`: the resource exists.
    Any,
    /// Its entity tag is one of these, without quotes. Weak tags are omitted, because they never match.
    Of(Vec<String>),
}

impl IfMatch {
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        Some(match EntityTags::of(headers, &IF_MATCH)? {
            EntityTags::Any => Self::Any,
            EntityTags::List(tags) => {
                let strong = tags.iter().filter(|tag| !tag.weak);
                Self::Of(strong.map(|tag| String::from_utf8_lossy(tag.opaque).into_owned()).collect())
            }
        })
    }

    /// Returns whether the condition holds for a resource with this entity tag, without quotes.
    #[must_use]
    pub fn holds(&self, tag: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Of(tags) => tags.iter().any(|one| one == tag || one.strip_suffix(INDENTED) == Some(tag)),
        }
    }

    /// Returns whether the condition holds for a resource with this `ETag`.
    pub(crate) fn holds_for(&self, tag: &HeaderValue) -> bool {
        let strong = !tag.as_bytes().starts_with(b"W/");
        *self == Self::Any || strong && self.holds(&String::from_utf8_lossy(opaque(tag)))
    }
}

impl EntityTag<'_> {
    /// Compares tags, ignoring weakness and the suffix of indented bodies.
    pub(in crate::server) fn is(&self, tag: &HeaderValue) -> bool {
        let now = opaque(tag);
        self.opaque == now || self.opaque.strip_suffix(INDENTED.as_bytes()) == Some(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(wire: HeaderName, lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(&wire, HeaderValue::from_bytes(line.as_bytes()).expect("a header"));
        }
        headers
    }

    fn tags(lines: &[&str]) -> Option<Vec<(bool, String)>> {
        match EntityTags::of(&headers(IF_NONE_MATCH, lines), &IF_NONE_MATCH)? {
            EntityTags::Any => Some(vec![(false, "*".to_owned())]),
            EntityTags::List(tags) => Some(
                tags.iter().map(|tag| (tag.weak, String::from_utf8_lossy(tag.opaque).into_owned())).collect(),
            ),
        }
    }

    #[test]
    fn lists_of_tags_are_read() {
        let list = |all: &[(bool, &str)]| {
            Some(all.iter().map(|(weak, tag)| (*weak, (*tag).to_owned())).collect::<Vec<_>>())
        };
        assert_eq!(tags(&[]), None);
        assert_eq!(tags(&["\"a\""]), list(&[(false, "a")]));
        assert_eq!(tags(&["W/\"a\", \"b,c\" ,,\t\"\""]), list(&[(true, "a"), (false, "b,c"), (false, "")]));
        assert_eq!(tags(&["\"a\"", "\"b\""]), list(&[(false, "a"), (false, "b")]));
        assert_eq!(tags(&[" * "]), list(&[(false, "*")]));
        assert_eq!(tags(&["\"é\\\""]), list(&[(false, "é\\")]));
        for bad in ["a", "w/\"a\"", "\"a", "", "W/", "'a'", "W/ \"a\""] {
            assert_eq!(tags(&[bad]), list(&[]), "{bad}");
        }
        assert_eq!(tags(&["\"a\", b, \"c\""]), list(&[(false, "a")]));
    }

    #[test]
    fn weak_tags_never_match_a_change() {
        let if_match = |lines: &[&str]| IfMatch::of(&headers(IF_MATCH, lines)).expect("some");
        let tag = HeaderValue::from_static("\"a\"");
        assert!(if_match(&["\"x\", \"a\""]).holds_for(&tag) && if_match(&["*"]).holds_for(&tag));
        assert!(if_match(&["\"a.p\""]).holds_for(&tag));
        assert!(!if_match(&["W/\"a\""]).holds_for(&tag) && !if_match(&["a"]).holds_for(&tag));
        assert!(!if_match(&["\"a\""]).holds_for(&HeaderValue::from_static("W/\"a\"")));
        assert_eq!(if_match(&["W/\"a\", \"b\""]), IfMatch::Of(vec!["b".to_owned()]));
    }

    #[test]
    fn tags_differ_with_what_they_are_of() {
        let text = |headers: &HeaderMap, body: &str, pretty| {
            tag(headers, body.as_bytes(), pretty).expect("a tag").to_str().expect("text").to_owned()
        };
        let none = HeaderMap::new();
        let json = headers(CONTENT_TYPE, &["application/json"]);
        let range = headers(CONTENT_RANGE, &["application/json"]);
        let all = [
            text(&none, "{}", false),
            text(&none, "{}", true),
            text(&none, "[]", false),
            text(&json, "{}", false),
            text(&range, "{}", false),
        ];
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
        assert_eq!(all[1], format!("{}.p\"", all[0].trim_end_matches('"')));
        assert!(all.iter().all(|tag| tag.len() <= 26));
    }
}
