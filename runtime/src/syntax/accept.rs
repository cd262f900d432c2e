//! `Accept` as RFC 9110 §12.5.1 has it.

use std::borrow::Cow;

use http::header::ACCEPT;
use http::{HeaderMap, HeaderName};

use super::token::is_token;

/// A media range, with the weight that the sender gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range<'h> {
    /// In the sender's case; `*` for any.
    pub(crate) kind: &'h str,
    /// In the sender's case; `*` for any.
    pub(crate) subtype: &'h str,
    /// What stands after the subtype, the weight included.
    params: &'h str,
    /// Whether it has parameters other than the weight.
    narrow: bool,
    /// In thousandths: 0 to 1000.
    pub(crate) weight: u16,
}

impl Range<'_> {
    /// Whether it names just this type.
    pub(crate) fn names(&self, kind: &str, subtype: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind) && self.subtype.eq_ignore_ascii_case(subtype)
    }

    /// The value of a parameter, without the quotes around it.
    pub(crate) fn param(&self, wire: &str) -> Option<&str> {
        let mut pairs = split_outside_quotes(self.params, b';').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(wire))?;
        let value = value.trim();
        Some(value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value))
    }

    /// How closely the range names the type; `None` if it does not match.
    pub(crate) fn closeness(&self, kind: &str, subtype: &str) -> Option<u8> {
        match (self.kind, self.subtype) {
            ("*", "*") => Some(0),
            (k, "*") if k.eq_ignore_ascii_case(kind) => Some(1),
            _ if self.names(kind, subtype) => Some(if self.narrow { 3 } else { 2 }),
            _ => None,
        }
    }
}

/// What a client accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Accept<'h> {
    /// `None`: any.
    ranges: Option<Vec<Range<'h>>>,
}

impl<'h> Accept<'h> {
    /// Reads every `Accept` line. Invalid elements are skipped; a list of invalid elements only accepts nothing.
    pub(crate) fn read(headers: &'h HeaderMap) -> Self {
        let mut said = false;
        let mut ranges = Vec::new();
        for element in elements(headers, &ACCEPT) {
            said = true;
            ranges.extend(element.and_then(range));
        }
        Self { ranges: said.then_some(ranges) }
    }

    /// The ranges; `None` if any type is accepted.
    pub(crate) fn ranges(&self) -> Option<&[Range<'h>]> {
        self.ranges.as_deref()
    }

    /// Whether a range that is taken at all has a whole number from 1 as this parameter.
    pub(crate) fn asks_more_than_nothing(&self, wire: &str) -> bool {
        let asks = |range: &Range<'_>| {
            range.param(wire).is_some_and(|value| value.parse().is_ok_and(|count: u32| count > 0))
        };
        self.ranges.iter().flatten().any(|range| range.weight > 0 && asks(range))
    }

    /// Whether a type is named, and each time with [parameters](foreign) that are not taken.
    pub(crate) fn names_only_foreign(&self, kind: &str, subtype: &str, taken: &[Cow<'_, str>]) -> bool {
        let mut named = self.ranges.iter().flatten().filter(|range| range.names(kind, subtype)).peekable();
        named.peek().is_some() && named.all(|range| foreign(range.params, taken))
    }

    /// The weight of a type: that of the range that names it most closely; 0 where it is not taken.
    pub(crate) fn weight(&self, kind: &str, subtype: &str) -> u16 {
        let Some(ranges) = &self.ranges else { return 1000 };
        let mut best: Option<(u8, u16)> = None;
        for range in ranges {
            let Some(closeness) = range.closeness(kind, subtype) else { continue };
            if best.is_none_or(|best| (closeness, range.weight) > best) {
                best = Some((closeness, range.weight));
            }
        }
        best.map_or(0, |(_, weight)| weight)
    }
}

/// Whether there are parameters, of those that stand after a media type, other than the weight and these. `ext` is one in
/// any case where it names an extension (<https://jsonapi.org/format/1.1/#extensions>), for there is none that is known.
pub(crate) fn foreign(params: &str, taken: &[Cow<'_, str>]) -> bool {
    let mut parts = split_outside_quotes(params, b';').map(str::trim).filter(|part| !part.is_empty());
    parts.any(|part| {
        let (wire, value) = part.split_once('=').unwrap_or((part, ""));
        let (wire, names_one) = (wire.trim(), !value.trim().trim_matches('"').trim().is_empty());
        let is_taken = taken.iter().any(|taken| taken.eq_ignore_ascii_case(wire));
        !wire.eq_ignore_ascii_case("q") && (!is_taken || (wire.eq_ignore_ascii_case("ext") && names_one))
    })
}

fn range(element: &str) -> Option<Range<'_>> {
    let mut parts = split_outside_quotes(element, b';').map(str::trim);
    // Java's own client says `*` for `*/*`.
    let (kind, subtype) = match parts.next()? {
        "*" => ("*", "*"),
        essence => essence.split_once('/')?,
    };
    let params = element.split_once(';').map_or("", |(_, params)| params);
    if !is_token(kind) || !is_token(subtype) || (kind == "*" && subtype != "*") {
        return None;
    }
    let mut range = Range { kind, subtype, params, narrow: false, weight: 1000 };
    for part in parts.filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some((key, value)) if key.trim().eq_ignore_ascii_case("q") => {
                range.weight = weight(value.trim())?
            }
            _ => range.narrow = true,
        }
    }
    Some(range)
}

/// A weight in thousandths: `0`, `0.5`, `1.000`; also `.5` and more than three decimals, as some clients send. What is less
/// than a thousandth and not zero is one, for zero would refuse.
pub(crate) fn weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let some = decimals.bytes().any(|digit| digit != b'0');
    let thousandths = decimals.bytes().chain(std::iter::repeat(b'0')).take(3);
    let thousandths = thousandths.fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    match whole {
        "" if decimals.is_empty() => None,
        "" | "0" => Some(thousandths.max(u16::from(some))),
        "1" if !some => Some(1000),
        _ => None,
    }
}

/// The elements of a header that is a list, of all its lines; `None` for one that is not text.
pub(crate) fn elements<'h>(
    headers: &'h HeaderMap,
    wire: &HeaderName,
) -> impl Iterator<Item = Option<&'h str>> {
    let lines = headers.get_all(wire).iter();
    let elements = lines.flat_map(|line| Pieces::of(line.as_bytes(), b','));
    let elements = elements.map(|element| std::str::from_utf8(element).ok().map(str::trim));
    elements.filter(|element| *element != Some(""))
}

/// Cuts at `separator`, which is ASCII, where it does not stand in a quoted string.
pub(crate) fn split_outside_quotes(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    Pieces::of(text.as_bytes(), separator).filter_map(|piece| std::str::from_utf8(piece).ok())
}

/// The pieces between separators that do not stand in a quoted string. A quote that does not end begins no string, so that it
/// does not take the pieces after it along.
struct Pieces<'t> {
    rest: Option<&'t [u8]>,
    separator: u8,
    /// Whether quotes are still looked at: after one without an end there is no other with one.
    quotes: bool,
}

impl<'t> Pieces<'t> {
    fn of(text: &'t [u8], separator: u8) -> Self {
        Self { rest: Some(text), separator, quotes: true }
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t [u8];

    fn next(&mut self) -> Option<&'t [u8]> {
        let text = self.rest?;
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            if *byte == self.separator {
                self.rest = Some(&text[at + 1..]);
                return Some(&text[..at]);
            }
            at += 1;
            if *byte == b'"' && self.quotes {
                match quoted_len(&text[at..]) {
                    Some(length) => at += length,
                    None => self.quotes = false,
                }
            }
        }
        self.rest = None;
        Some(text)
    }
}

/// How long what stands after an opening quote is, its closing quote included; `None` if there is no such.
fn quoted_len(text: &[u8]) -> Option<usize> {
    let mut escaped = false;
    let end = text.iter().position(|byte| match byte {
        _ if escaped => {
            escaped = false;
            false
        }
        b'\\' => {
            escaped = true;
            false
        }
        byte => *byte == b'"',
    });
    end.map(|end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(ACCEPT, value.parse().expect("a header"));
        }
        headers
    }

    fn weights(values: &[&str], kind: &str, subtype: &str) -> u16 {
        Accept::read(&headers(values)).weight(kind, subtype)
    }

    #[test]
    fn the_closest_range_decides_wherever_it_stands() {
        let list = &["text/*;q=0.3, text/html;q=0.7", "text/html;level=1, */*;q=0.5"];
        assert_eq!(weights(list, "text", "plain"), 300);
        assert_eq!(weights(list, "image", "jpeg"), 500);
        assert_eq!(weights(list, "text", "html"), 1000);
        assert_eq!(weights(&["application/json;q=0, */*"], "application", "json"), 0);
        assert_eq!(weights(&["APPLICATION/Json"], "application", "json"), 1000);
    }

    #[test]
    fn nothing_said_is_anything() {
        assert_eq!(weights(&[], "application", "json"), 1000);
        assert_eq!(weights(&[""], "application", "json"), 1000);
        assert_eq!(weights(&[" , "], "application", "json"), 1000);
    }

    #[test]
    fn bad_elements_are_not_there() {
        for bad in ["json", "application/", "/json", "*/json", "application/json;q=2", "a b/json"] {
            assert_eq!(weights(&[bad], "application", "json"), 0, "{bad}");
        }
        assert_eq!(weights(&["json, application/json;q=x, */*;q=0.1"], "application", "json"), 100);
    }

    #[test]
    fn weights_are_read_as_clients_send_them() {
        for (text, thousandths) in [
            ("0", Some(0)),
            ("0.", Some(0)),
            ("0.000", Some(0)),
            ("0.0000", Some(0)),
            (".8", Some(800)),
            ("0.8000", Some(800)),
            ("0.12349", Some(123)),
            ("0.0004", Some(1)),
            ("1.", Some(1000)),
            ("1.0000", Some(1000)),
            ("", None),
            (".", None),
            ("1.0001", None),
            ("2", None),
            ("-1", None),
            ("+0.5", None),
            ("0,5", None),
            ("0.5.5", None),
        ] {
            assert_eq!(weight(text), thousandths, "{text}");
        }
    }

    #[test]
    fn what_javas_own_client_sends_is_read() {
        let java = &["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"];
        assert_eq!(weights(java, "application", "json"), 200);
        assert_eq!(weights(java, "image", "gif"), 1000);
        assert_eq!(weights(&["*"], "application", "json"), 1000);
    }

    #[test]
    fn an_element_that_cannot_be_read_takes_no_other_along() {
        let mut headers = headers(&["a/b;y=\"c,d\", text/html;x=\", application/json;q=0.3"]);
        let latin: &[u8] = b"text/\xE4, image/png;q=0.5, text/plain;x=\"\xE4\"";
        headers.append(ACCEPT, http::HeaderValue::from_bytes(latin).expect("a header"));
        let accept = Accept::read(&headers);
        assert_eq!(accept.weight("application", "json"), 300);
        assert_eq!(accept.weight("image", "png"), 500);
        assert_eq!(accept.weight("text", "plain"), 0);
    }

    #[test]
    fn long_lists_are_read_to_the_end() {
        let list = format!("{}application/json;q=0.7", "a/b,".repeat(16_000));
        assert_eq!(weights(&[&list], "application", "json"), 700);
        let quotes = format!("a/b;x={}, application/json", "\\\"".repeat(16_000));
        assert_eq!(weights(&[&quotes], "application", "json"), 1000);
    }

    #[test]
    fn ja_5_ja_6_ja_7_a_type_that_is_named_with_foreign_parameters_alone() {
        let foreign = |taken: &[Cow<'_, str>], value: &str| {
            Accept::read(&headers(&[value])).names_only_foreign("application", "vnd.api+json", taken)
        };
        let extended = &[Cow::Borrowed("ext"), Cow::Borrowed("profile")][..];
        for (value, alone, with_extensions) in [
            ("application/vnd.api+json", false, false),
            ("application/vnd.api+json;q=0.1", false, false),
            ("Application/VND.api+json; charset=utf-8", true, true),
            ("application/vnd.api+json;a=1, application/vnd.api+json;q=0.5;b=2", true, true),
            ("application/vnd.api+json;a=1, application/vnd.api+json;q=0.5", false, false),
            ("application/vnd.api+json;profile=\"https://a.test/b\"", true, false),
            ("application/vnd.api+json;ext=\"\"", true, false),
            ("application/vnd.api+json;EXT=\"https://a.test/b\"", true, true),
            ("application/vnd.api+json;ext=\"https://a.test/b;c,d\", application/vnd.api+json", false, false),
            ("application/json;a=1, */*;b=2", false, false),
            ("*/*", false, false),
            ("", false, false),
        ] {
            assert_eq!((foreign(&[], value), foreign(extended, value)), (alone, with_extensions), "{value}");
        }
    }

    #[test]
    fn quoted_commas_do_not_cut() {
        let headers = headers(&[r#"a/b;x="1,\";2";q=0.5, c/d"#]);
        let accept = Accept::read(&headers);
        assert_eq!(accept.weight("a", "b"), 500);
        assert_eq!(accept.weight("c", "d"), 1000);
        assert_eq!(accept.ranges().map(<[_]>::len), Some(2));
    }
}
