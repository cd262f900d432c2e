//! Rules for the texts of style files: what may reach the wire is checked here once.

use super::PathStyle;
use super::grammar::TextRule;
use crate::ir::{is_media, is_token};

/// Defines rules: what a text is, its pattern, its check.
macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $ident:ident = $what:literal, $pattern:literal, $admits:expr;)+) => {
        $($(#[doc = $doc])+ pub static $ident: TextRule =
            TextRule { what: $what, pattern: $pattern, admits: $admits };)+

        /// Every rule.
        #[cfg(test)]
        static ALL: &[&TextRule] = &[$(&$ident),+];
    };
}

rules! {
    /// A line for people.
    PROSE = "text in one line, not empty", r"^[^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f][^\u0000-\u001f\u007f]*$",
        |text| !text.trim_matches(' ').is_empty() && is_line(text);
    /// The name of a style or of a way to page.
    NAME = "a name: a lower-case letter, then letters, digits, `-` and `_`", "^[a-z][a-z0-9_-]*$", is_name;
    /// A style to build on.
    PARENT = "the name of a built-in style, or the path of a style file", r"^[^\u0000-\u001f\u007f]+$",
        |text| !text.is_empty() && is_line(text);
    /// What stands before every path.
    PREFIX = "empty, or a path that begins with `/` and does not end in one, in which `{major}` may stand once",
        r"^(/[A-Za-z0-9._~-]+)*(/[A-Za-z0-9._~-]*\{major\}[A-Za-z0-9._~-]*(/[A-Za-z0-9._~-]+)*)?$", is_prefix;
    /// A part of a media type between its dots.
    SUBTYPE_PART = "lower-case letters and digits", "^[a-z0-9]+$",
        |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    /// A media type.
    MEDIA = "a media type", r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+/[A-Za-z0-9!#$%&'*+.^_`|~-]+( *; *[ -~]+)?$", is_media_type;
    /// The media type of JSON, parameters and all.
    JSON_MEDIA = "a media type of JSON: `application/json` or one that ends in `+json`",
        r"^(application/json|[A-Za-z0-9!#$%&'*+.^_`|~-]+/[A-Za-z0-9!#$%&'*+.^_`|~-]+\+json)( *; *[ -~]+)?$", is_json_media;
    /// The media type of JSON, without parameters.
    JSON_ESSENCE = "a media type of JSON in lower case, without parameters: one that ends in `+json`, or `application/json`",
        r"^(application/json|[a-z0-9!#$%&'*+.^_`|~-]+/[a-z0-9!#$%&'*+.^_`|~-]+\+json)$",
        |text| is_json_media(text) && !text.contains(';') && is_lower(text);
    /// A parameter of a media type in `Accept`.
    MEDIA_PARAMETER = "a parameter's name in lower case (RFC 9110 §5.6.6), but not `q`, which weighs",
        r"^([a-pr-z0-9!#$%&'*+.^_`|~-][a-z0-9!#$%&'*+.^_`|~-]*|q[a-z0-9!#$%&'*+.^_`|~-]+)$",
        |text| is_token(text) && is_lower(text) && text != "q";
    /// A token.
    TOKEN = "a word of letters, digits and ``!#$%&'*+-.^_`|~`` (RFC 9110 §5.6.2)", r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$",
        is_token;
    /// The path of a cookie.
    COOKIE_PATH = "a path that begins with `/`, without `;` and blanks (RFC 6265 §4.1.1)", r"^/[!-:<-~]*$",
        |text| text.starts_with('/') && text.bytes().all(|b| b.is_ascii_graphic() && b != b';');
    /// A header's name.
    HEADER = "a header name (RFC 9110 §5.1)", r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", is_token;
    /// A challenge of `WWW-Authenticate`.
    CHALLENGE = "a challenge: a scheme, then its parameters (RFC 9110 §11.6.1)",
        r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+( [ -~]+)?$", is_challenge;
    /// A parameter's or member's name on the wire.
    WIRE = "a name without blanks and control characters", r"^[!-~]+$",
        |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    /// A machine's word.
    CODE = "a word without blanks and control characters", r"^[!-~]+$",
        |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
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
    is_media_type(text) && (named || essence == "application/json")
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
