//! The range that a response holds, for clients: `Content-Range` (RFC 9110 §14.4).

use http::header::CONTENT_RANGE;
use http::{HeaderValue, StatusCode};

use crate::codec::DecodeError;
use crate::paging::follow::ReceivedPage;
use crate::paging::range::unit;
use crate::style::{ItemRangePaging, WithoutRange};

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AskedRange {
    /// The first position.
    pub(super) start: Option<u64>,
    /// How many items.
    pub(super) size: Option<u64>,
}

impl AskedRange {
    /// Reads the header `Range`: `users=0-19`, `users=20-`, `users=-5`. Without it, pages begin at the start.
    fn of(header: Option<&HeaderValue>) -> Self {
        let Some(header) = header else { return Self { start: Some(0), size: None } };
        let text = header.to_str().unwrap_or_default();
        let (first, last) =
            text.split_once('=').and_then(|(_, range)| range.trim().split_once('-')).unwrap_or_default();
        match (number(first), number(last)) {
            (None, size) if first.is_empty() => Self { start: None, size },
            (start @ Some(first), Some(last)) => {
                Self { start, size: last.checked_sub(first).and_then(|more| more.checked_add(1)) }
            }
            (start, _) => Self { start, size: None },
        }
    }
}

/// The part of a set that an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// The position of its first item.
    pub(super) first: u64,
    /// How many items it holds.
    pub(super) count: u64,
    /// How many the set has, if the response says so.
    pub(super) total: Option<u64>,
    /// Whether it is the whole set, or all that is left of it, by its status.
    pub(super) whole: bool,
}

impl Span {
    /// The position after its last item.
    pub(super) const fn end(&self) -> u64 {
        self.first.saturating_add(self.count)
    }

    /// Whether the set goes on after it; `None` if that is unknown. Without a total it ends with a page that holds less
    /// than a `full` one.
    pub(super) fn more(&self, full: Option<u64>) -> Option<bool> {
        match self.total {
            _ if self.count == 0 => Some(false),
            Some(total) => Some(self.end() < total),
            None if self.whole || full.is_some_and(|full| self.count < full) => Some(false),
            None => None,
        }
    }
}

impl ReceivedPage<'_> {
    /// What the request asked for.
    pub(super) fn asked(&self) -> AskedRange {
        AskedRange::of(self.range)
    }

    /// How many items a page holds that is not cut short by the set's end: those that were asked for, if no server cuts
    /// so few to a limit of its own.
    pub(super) fn full(&self, way: &ItemRangePaging) -> Option<u64> {
        self.asked().size.filter(|size| *size <= u64::from(way.limits.size_default))
    }

    /// Which part of the set the response holds.
    ///
    /// # Errors
    /// If `Content-Range` is missing, invalid, or not of what the response holds.
    pub(super) fn span(&self, way: &ItemRangePaging) -> Result<Span, DecodeError> {
        let wrong = |reason: &str| Err(self.error(reason));
        let count = self.items as u64;
        let partial = self.status == StatusCode::PARTIAL_CONTENT;
        let whole = Span { first: 0, count, total: Some(count), whole: true };
        let Some(header) = self.headers.get(CONTENT_RANGE) else {
            return if partial { wrong("a part of a set, without `Content-Range`") } else { Ok(whole) };
        };
        let text = header.to_str().unwrap_or_default();
        let Some(range) = ContentRange::parse(text) else {
            return wrong(&format!("`Content-Range: {text}` is no range"));
        };
        if !range.unit.eq_ignore_ascii_case(unit(self.ranges)) {
            // In a 200 it has no known meaning (RFC 9110 §14.4).
            return if partial {
                wrong(&format!("`Content-Range: {text}` is of another unit"))
            } else {
                Ok(whole)
            };
        }
        let Some((first, last)) = range.sent else {
            // No items have no first one.
            return if count > 0 {
                wrong(&format!("`Content-Range: {text}` is of no items"))
            } else {
                Ok(Span { total: range.total, ..whole })
            };
        };
        if (last - first).checked_add(1) != Some(count) {
            return wrong(&format!("`Content-Range: {text}` is of other than {count} items"));
        }
        // The status of a part may be that of a success, if no range was asked for and the style says so.
        let may_be_part = self.range.is_none() && way.without_range == WithoutRange::Ok;
        Ok(Span { first, count, total: range.total, whole: !partial && !may_be_part })
    }
}

/// The header `Content-Range`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ContentRange<'a> {
    unit: &'a str,
    /// The first position and the last.
    sent: Option<(u64, u64)>,
    total: Option<u64>,
}

impl<'a> ContentRange<'a> {
    /// Returns `None` if it is invalid: the last is before the first, or past the total.
    fn parse(text: &'a str) -> Option<Self> {
        let (unit, rest) = text.trim().split_once(' ')?;
        let (sent, total) = rest.trim().split_once('/')?;
        let total = if total == "*" { None } else { Some(number(total)?) };
        if sent == "*" {
            return total.map(|_| Self { unit, sent: None, total });
        }
        let (first, last) = sent.split_once('-')?;
        let (first, last) = (number(first)?, number(last)?);
        let valid = first <= last && total.is_none_or(|total| last < total);
        valid.then_some(Self { unit, sent: Some((first, last)), total })
    }
}

/// Digits alone.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rv_15_rv_17_rg_8_content_ranges() {
        let parsed = |text| ContentRange::parse(text).map(|range| (range.unit, range.sent, range.total));
        assert_eq!(parsed("clients 0-19/53"), Some(("clients", Some((0, 19)), Some(53))));
        assert_eq!(parsed("clients 20-29/*"), Some(("clients", Some((20, 29)), None)));
        assert_eq!(parsed("clients */53"), Some(("clients", None, Some(53))));
        for text in [
            "clients 5-4/9",
            "clients 0-9/9",
            "clients 0-9/5",
            "clients */*",
            "clients 0-/9",
            "clients -9/9",
            "clients +1-2/9",
            "clients 0-99999999999999999999/*",
            "clients=0-9/10",
            "clients 0-9",
            "clients",
            "",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_asked_for() {
        let asked = |text: &'static str| {
            let asked = AskedRange::of(Some(&HeaderValue::from_static(text)));
            (asked.start, asked.size)
        };
        assert_eq!(asked("clients=20-39"), (Some(20), Some(20)));
        assert_eq!(asked("clients=20-"), (Some(20), None));
        assert_eq!(asked("clients=-5"), (None, Some(5)));
        assert_eq!(asked("clients=9-5"), (Some(9), None));
        assert_eq!(asked("clients=0-18446744073709551615"), (Some(0), None));
        assert_eq!(asked("id ..; max=5"), (None, None));
        assert_eq!(AskedRange::of(None), AskedRange { start: Some(0), size: None });
    }

    #[test]
    fn rv_18_where_a_set_ends() {
        let span = |count, total, whole| Span { first: 20, count, total, whole };
        assert_eq!(span(10, Some(30), false).more(None), Some(false));
        assert_eq!(span(10, Some(31), false).more(Some(20)), Some(true));
        assert_eq!(span(10, None, false).more(Some(20)), Some(false));
        assert_eq!(span(10, None, false).more(Some(10)), None);
        assert_eq!(span(10, None, false).more(None), None);
        assert_eq!(span(10, None, true).more(None), Some(false));
        assert_eq!(span(0, None, false).more(None), Some(false));
        assert_eq!(Span { first: u64::MAX, count: 9, total: None, whole: false }.end(), u64::MAX);
    }
}
