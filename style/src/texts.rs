//! Rules for texts in style files. They are checked when the file is read, so that no other text reaches the wire.

use crate::grammar::TextRule;
use crate::{Filtering, PathStyle, SparseFields};

/// Defines rules: a description, a pattern and a check.
macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $ident:ident = $what:literal, $pattern:literal, $admits:expr;)+) => {
        $($(#[doc = $doc])+ pub const $ident: TextRule =
            TextRule { what: $what, pattern: $pattern, admits: $admits };)+

        /// Every rule.
        #[cfg(test)]
        const ALL: &[&TextRule] = &[$(&$ident),+];
    };
}

rules! {
    /// A line of text for people.
    PROSE = "text in one line, not empty", r"^[^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f][^\u0000-\u001f\u007f]*$",
        |text| !text.trim_matches(' ').is_empty() && is_line(text);
    /// The name of a style or of a way of paging.
    NAME = "a name: a lower-case letter, then letters, digits, `-` and `_`", "^[a-z][a-z0-9_-]*$", is_name;
    /// A style that is extended.
    PARENT = "the name of a built-in style, or the path of a style file", r"^[^\u0000-\u001f\u007f]+$",
        |text| !text.is_empty() && is_line(text);
    /// The prefix of all paths.
    PREFIX = "empty, or a path that starts with `/` and does not end with it, which may have `{major}` once",
        r"^(/[A-Za-z0-9._~-]+)*(/[A-Za-z0-9._~-]*\{major\}[A-Za-z0-9._~-]*(/[A-Za-z0-9._~-]+)*)?$", is_prefix;
    /// A part of a subtype between its dots.
    SUBTYPE_PART = "lower-case letters and digits", "^[a-z0-9]+$",
        |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    /// A media type.
    MEDIA = "a media type", r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+/[A-Za-z0-9!#$%&'*+.^_`|~-]+( *; *[ -~]+)?$", is_media_type;
    /// A media type of JSON, with parameters.
    JSON_MEDIA = "a JSON media type: `application/json`, `text/json` or one that ends with `+json`",
        r"^(application/json|text/json|[A-Za-z0-9!#$%&'*+.^_`|~-]+/[A-Za-z0-9!#$%&'*+.^_`|~-]+\+json)( *; *[ -~]+)?$", is_json_media;
    /// A media type of JSON, without parameters.
    JSON_ESSENCE = "a JSON media type in lower case, without parameters: `application/json`, `text/json` or one that ends with `+json`",
        r"^(application/json|text/json|[a-z0-9!#$%&'*+.^_`|~-]+/[a-z0-9!#$%&'*+.^_`|~-]+\+json)$",
        |text| is_json_media(text) && !text.contains(';') && is_lower(text);
    /// A parameter of a media type in `Accept`.
    MEDIA_PARAMETER = "a parameter name in lower case (RFC 9110 §5.6.6), except `q`",
        r"^([a-pr-z0-9!#$%&'*+.^_`|~-][a-z0-9!#$%&'*+.^_`|~-]*|q[a-z0-9!#$%&'*+.^_`|~-]+)$",
        |text| is_token(text) && is_lower(text) && text != "q";
    /// A token.
    TOKEN = "a token: letters, digits and ``!#$%&'*+-.^_`|~`` (RFC 9110 §5.6.2)", r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$",
        is_token;
    /// The path of a cookie.
    COOKIE_PATH = "a path that starts with `/`, without `;` and spaces (RFC 6265 §4.1.1)", r"^/[!-:<-~]*$",
        |text| text.starts_with('/') && text.bytes().all(|b| b.is_ascii_graphic() && b != b';');
    /// A header's name.
    HEADER = "a header name (RFC 9110 §5.1)", r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", is_token;
    /// A challenge of `WWW-Authenticate`.
    CHALLENGE = "a challenge: a scheme and its parameters (RFC 9110 §11.6.1)",
        r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+( [ -~]+)?$", is_challenge;
    /// A parameter's or member's name on the wire.
    WIRE = "a name without spaces and control characters", r"^[!-~]+$",
        |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    /// The parameter of a filter.
    FILTER_FAMILY = "a name without spaces and control characters that has `{name}` once",
        r"^([!-z|~]*\{name\}[!-z|~]*)$", |text| is_family(text, Filtering::NAME);
    /// The parameter for the fields of a type.
    TYPE_FAMILY = "a name that ends with `[{type}]`: `fields[{type}]`", r"^[a-z][A-Za-z0-9_-]*\[\{type\}\]$",
        |text| family_of_types(text).is_some();
    /// A field of an order.
    FIELD = "a field name: letters, digits, `_`, `-` and `.`", r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", is_field;
    /// An order.
    SORT = "a comma-separated list of fields, each of which may start with `-`",
        r"^-?[A-Za-z0-9_][A-Za-z0-9_.-]*(,-?[A-Za-z0-9_][A-Za-z0-9_.-]*)*$",
        |text| text.split(',').all(|field| is_field(field.strip_prefix('-').unwrap_or(field)));
    /// A language.
    LANGUAGE = "a language tag (BCP 47): `en`, `pt-BR`", "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$", is_language;
    /// An origin of web pages.
    ORIGIN = "an origin in lower case, without a trailing slash: `https://app.example.com`",
        r"^https?://[a-z0-9.-]+(:[0-9]{1,5})?$", is_origin;
    /// A link.
    REFERENCE = "a URL or a path, without spaces and control characters", r"^[!-~]+$",
        |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    /// A code.
    CODE = "a word without spaces and control characters", r"^[!-~]+$",
        |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
}

/// Whether `text` is a token (RFC 9110 §5.6.2), such as a header name.
#[must_use]
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// Whether `text` is a media type or range (RFC 9110 §8.3.1) without parameters.
#[must_use]
pub fn is_media(text: &str) -> bool {
    text.split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub))
}

/// The part before the brackets in the name of the parameter for the fields of a type.
pub fn family_of_types(text: &str) -> Option<&str> {
    let family = text.strip_suffix(']')?.strip_suffix(SparseFields::TYPE)?.strip_suffix('[')?;
    let plain = family.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    (plain && family.starts_with(|c: char| c.is_ascii_lowercase())).then_some(family)
}

fn is_family(text: &str, hole: &str) -> bool {
    text.split_once(hole).is_some_and(|(before, after)| {
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_graphic() && b != b'{' && b != b'}');
        plain(before) && plain(after)
    })
}

fn is_field(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
}

fn is_language(text: &str) -> bool {
    let (first, rest) = text.split_once('-').map_or((text, None), |(first, rest)| (first, Some(rest)));
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && rest.is_none_or(|rest| rest.split('-').all(part))
}

fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let (host, port) = match rest.map(|rest| rest.split_once(':').unwrap_or((rest, "0"))) {
        Some(parts) => parts,
        None => return false,
    };
    let is_host = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
    !host.is_empty()
        && host.bytes().all(is_host)
        && (1..=5).contains(&port.len())
        && port.bytes().all(|b| b.is_ascii_digit())
}

fn is_line(text: &str) -> bool {
    !text.chars().any(|c| c.is_ascii_control())
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

fn is_prefix(text: &str) -> bool {
    let segment =
        |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b"._~-".contains(&b));
    let text = &text.replacen(PathStyle::MAJOR, "0", 1);
    text.is_empty() || text.strip_prefix('/').is_some_and(|rest| rest.split('/').all(segment))
}

fn is_media_type(text: &str) -> bool {
    let (media, parameters) = text.split_once(';').unwrap_or((text, "-"));
    is_media(media.trim_end_matches(' ')) && !parameters.trim().is_empty() && is_printable(parameters)
}

fn is_json_media(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or(text).trim_end_matches(' ');
    let named = essence.rsplit_once('/').is_some_and(|(_, sub)| sub.len() > 5 && sub.ends_with("+json"));
    is_media_type(text) && (named || matches!(essence, "application/json" | "text/json"))
}

fn is_lower(text: &str) -> bool {
    !text.bytes().any(|b| b.is_ascii_uppercase())
}

fn is_challenge(text: &str) -> bool {
    let (scheme, parameters) = text.split_once(' ').unwrap_or((text, "-"));
    is_token(scheme) && !parameters.is_empty() && is_printable(parameters)
}

fn is_printable(text: &str) -> bool {
    text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: &[&str] = &[
        "",
        " ",
        "a",
        "a-b_c1",
        "A",
        "1",
        "/",
        "/api",
        "/api/",
        "/api/v1",
        "api",
        "v1",
        "a.b",
        "a/b",
        "text/html",
        "text/html; charset=utf-8",
        "text/html;",
        "a b",
        "a\nb",
        "Basic realm=\"x\"",
        "Bearer",
        "Bearer ",
        "(x)",
        "page[number]",
        "é",
        "x\u{7f}",
        "a//b",
        "/a//b",
        "/v{major}",
        "/api/v{major}/x",
        "/{major}/{major}",
        "v{major}",
        "/{minor}",
        "application/json",
        "application/json; charset=UTF-8",
        "application/jsonp",
        "application/vnd.acme+json",
        "application/vnd.Acme+json; version=3",
        "a/+json",
        "q",
        "qs",
        "version",
        "indent",
        "3.1",
        "/a;b",
        "/a b",
        "filter[{name}]",
        "{name}",
        "{name}{name}",
        "filter[{type}]",
        "fields[{type}]",
        "Fields[{type}]",
        "fields{type}",
        "-id",
        "-id,title",
        "-id,",
        "--id",
        "en",
        "pt-BR",
        "en-",
        "english",
        "https://a.example",
        "http://a.example:80",
        "https://a.example/",
        "https://a.example:",
    ];

    #[test]
    fn patterns_say_what_the_checks_say() {
        for rule in ALL {
            let pattern = regex::Regex::new(rule.pattern).expect("a pattern of ours");
            for sample in SAMPLES {
                assert_eq!(pattern.is_match(sample), (rule.admits)(sample), "{} {sample:?}", rule.what);
            }
        }
    }
}
