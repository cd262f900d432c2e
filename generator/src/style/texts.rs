//! Rules for the texts of style files: what may reach the wire is checked here once.

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
    PREFIX = "empty, or a path that begins with `/` and does not end in one", r"^(/[A-Za-z0-9._~-]+)*$", is_prefix;
    /// A part of a media type between its dots.
    SUBTYPE_PART = "lower-case letters and digits", "^[a-z0-9]+$",
        |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    /// A media type.
    MEDIA = "a media type", r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+/[A-Za-z0-9!#$%&'*+.^_`|~-]+( *; *[ -~]+)?$", is_media_type;
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
    text.is_empty() || text.strip_prefix('/').is_some_and(|rest| rest.split('/').all(segment))
}

fn is_media_type(text: &str) -> bool {
    let (media, parameters) = text.split_once(';').unwrap_or((text, "-"));
    is_media(media.trim_end_matches(' ')) && !parameters.trim().is_empty() && is_printable(parameters)
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

    #[test]
    fn patterns_say_what_the_checks_say() {
        let samples = [
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
        ];
        for rule in ALL {
            let pattern = regex::Regex::new(rule.pattern).expect("a pattern of ours");
            for sample in samples {
                assert_eq!(pattern.is_match(sample), (rule.admits)(sample), "{} {sample:?}", rule.what);
            }
        }
    }
}
