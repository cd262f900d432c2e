//! `Accept` as RFC 9110 §12.5.1 has it.

use http::HeaderMap;
use http::header::ACCEPT;

/// A media range, with the weight that the sender gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range<'h> {
    /// In the sender's case; `*` for any.
    pub(crate) kind: &'h str,
    /// In the sender's case; `*` for any.
    pub(crate) subtype: &'h str,
    /// What stands after the subtype, the weight included.
    params: &'h str,
    /// Whether it has parameters besides the weight.
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
        let mut pairs = split_outside_quotes(self.params, ';').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(wire))?;
        let value = value.trim();
        Some(value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value))
    }

    /// How closely the range names the type; none where it does not match.
    pub(crate) fn closeness(&self, kind: &str, subtype: &str) -> Option<u8> {
        match (self.kind, self.subtype) {
            ("*", "*") => Some(0),
            (k, "*") if k.eq_ignore_ascii_case(kind) => Some(1),
            _ if self.names(kind, subtype) => Some(if self.narrow { 3 } else { 2 }),
            _ => None,
        }
    }
}

/// Most ranges that are looked at, those that come first: weighing takes time that grows with their square.
const RANGES: usize = 64;

/// What a client takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Accept<'h> {
    /// None: anything.
    ranges: Option<Vec<Range<'h>>>,
}

impl<'h> Accept<'h> {
    /// Reads every `Accept` line, up to [`RANGES`]. Elements in bad syntax count as not there; a list of such alone admits
    /// nothing.
    pub(crate) fn read(headers: &'h HeaderMap) -> Self {
        let mut ranges = Vec::new();
        let mut said = false;
        for value in headers.get_all(ACCEPT) {
            let text = value.to_str().unwrap_or("?");
            for element in
                split_outside_quotes(text, ',').map(str::trim).filter(|element| !element.is_empty())
            {
                said = true;
                if ranges.len() < RANGES {
                    ranges.extend(range(element));
                }
            }
        }
        Self { ranges: said.then_some(ranges) }
    }

    /// The ranges; none where anything is taken.
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
    pub(crate) fn names_only_foreign(&self, kind: &str, subtype: &str, taken: &[&str]) -> bool {
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
pub(crate) fn foreign(params: &str, taken: &[&str]) -> bool {
    let mut parts = split_outside_quotes(params, ';').map(str::trim).filter(|part| !part.is_empty());
    parts.any(|part| {
        let (wire, value) = part.split_once('=').unwrap_or((part, ""));
        let (wire, names_one) = (wire.trim(), !value.trim().trim_matches('"').trim().is_empty());
        let is_taken = taken.iter().any(|taken| taken.eq_ignore_ascii_case(wire));
        !wire.eq_ignore_ascii_case("q") && (!is_taken || (wire.eq_ignore_ascii_case("ext") && names_one))
    })
}

fn range(element: &str) -> Option<Range<'_>> {
    let mut parts = split_outside_quotes(element, ';').map(str::trim);
    let essence = parts.next()?;
    let (kind, subtype) = essence.split_once('/')?;
    let params = element.split_once(';').map_or("", |(_, params)| params);
    let good = |text: &str| !text.is_empty() && text.bytes().all(is_token);
    if !good(kind) || !good(subtype) || (kind == "*" && subtype != "*") {
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

/// `0`, `0.5`, `1.000`: three decimals at most, no more than 1.
pub(super) fn weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths = decimals.bytes().chain(std::iter::repeat(b'0')).take(3);
    let thousandths = thousandths.fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    match (whole, thousandths) {
        ("0", _) => Some(thousandths),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// A character of a token (RFC 9110 §5.6.2).
pub(crate) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Cuts at `separator` where it does not stand in a quoted string.
pub(crate) fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    text.split(move |character| {
        let cuts = character == separator && !quoted;
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        cuts
    })
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
        for bad in [
            "json",
            "application/",
            "/json",
            "*/json",
            "application/json;q=2",
            "a b/json",
            "application/json;q=0.1234",
        ] {
            assert_eq!(weights(&[bad], "application", "json"), 0, "{bad}");
        }
        assert_eq!(weights(&["json, application/json;q=.5, */*;q=0.1"], "application", "json"), 100);
    }

    #[test]
    fn endless_lists_are_not_read_to_the_end() {
        let list = format!("{}application/json", "a/b,".repeat(16_000));
        assert_eq!(weights(&[&list], "application", "json"), 0);
        let accept = headers(&[&list]);
        assert_eq!(Accept::read(&accept).ranges().map(<[_]>::len), Some(RANGES));
    }

    #[test]
    fn ja_5_ja_6_ja_7_a_type_that_is_named_with_foreign_parameters_alone() {
        let foreign = |taken: &[&str], value: &str| {
            Accept::read(&headers(&[value])).names_only_foreign("application", "vnd.api+json", taken)
        };
        let extended = &["ext", "profile"][..];
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
