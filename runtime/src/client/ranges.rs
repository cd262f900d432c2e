//! What an answer tells of the range that it holds: `Content-Range` for positions (RFC 9110 §14.4), and the header of the
//! next range for keys.

use http::header::CONTENT_RANGE;
use http::{HeaderValue, StatusCode};

use crate::codec::DecodeError;
use crate::paging::PageInfo;
use crate::style::{ItemRangePaging, Paging, WithoutRange};

use super::form::Answered;

/// What a request asked for, as far as it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AskedRange {
    /// The first position.
    pub(super) start: Option<u64>,
    /// How many items.
    pub(super) size: Option<u64>,
}

impl AskedRange {
    /// Of the header `Range`: `users=0-19`, `users=20-`, `users=-5`. Without it: from the start.
    pub(super) fn of(header: Option<&HeaderValue>) -> Self {
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
    /// How many the set has, where that is told.
    pub(super) total: Option<u64>,
    /// Whether it is the whole set, or all that is left of it, by its status.
    pub(super) whole: bool,
}

impl Span {
    /// The position after its last item.
    pub(super) const fn end(&self) -> u64 {
        self.first.saturating_add(self.count)
    }

    /// Whether the set goes on after it; none where that cannot be told. Without a total it ends with a page that holds
    /// less than a `full` one.
    pub(super) fn more(&self, full: Option<u64>) -> Option<bool> {
        match self.total {
            _ if self.count == 0 => Some(false),
            Some(total) => Some(self.end() < total),
            None if self.whole || full.is_some_and(|full| self.count < full) => Some(false),
            None => None,
        }
    }
}

impl Answered {
    /// What the headers tell of the pages beside this one, which holds so many items.
    pub(super) fn add_ranges(
        &self,
        paging: &Paging,
        items: usize,
        info: &mut PageInfo,
    ) -> Result<(), DecodeError> {
        match paging {
            Paging::ItemRange(_) => {
                let span = self.span(items)?;
                info.total = span.total.or(info.total);
                info.more = span.more(self.full(paging));
            }
            Paging::KeyRange(_) => info.more = Some(self.next_range().is_some()),
            Paging::Number(_) | Paging::Cursor(_) | Paging::Keyset(_) => {}
        }
        Ok(())
    }

    /// The range of the next page, where a header tells it.
    pub(super) fn next_range(&self) -> Option<&HeaderValue> {
        let Paging::KeyRange(way) = self.meta.paging? else { return None };
        self.headers.get(&*way.next_header).filter(|range| !range.as_bytes().trim_ascii().is_empty())
    }

    /// What was asked for.
    pub(super) fn asked_range(&self) -> AskedRange {
        AskedRange::of(self.asked.range.as_ref())
    }

    /// How many items a page holds that is not cut short by the set's end: those that were asked for, if no server cuts
    /// so few to a limit of its own.
    pub(super) fn full(&self, paging: &Paging) -> Option<u64> {
        self.asked_range().size.filter(|size| *size <= u64::from(paging.limits().size_default))
    }

    /// Which part of the set the answer holds.
    ///
    /// # Errors
    /// `Content-Range` is none, or is not of what the answer holds.
    pub(super) fn span(&self, items: usize) -> Result<Span, DecodeError> {
        let wrong = |reason: &str| Err(DecodeError::of(reason, &self.body));
        let count = items as u64;
        let partial = self.status == StatusCode::PARTIAL_CONTENT;
        let whole = Span { first: 0, count, total: Some(count), whole: true };
        let Some(header) = self.headers.get(CONTENT_RANGE) else {
            return if partial { wrong("a part of a set, without `Content-Range`") } else { Ok(whole) };
        };
        let text = header.to_str().unwrap_or_default();
        let Some(told) = ContentRange::parse(text) else {
            return wrong(&format!("`Content-Range: {text}` is no range"));
        };
        if !told.unit.eq_ignore_ascii_case(self.meta.unit()) {
            // Of a 200 it says nothing that is known (RFC 9110 §14.4).
            return if partial {
                wrong(&format!("`Content-Range: {text}` is of another unit"))
            } else {
                Ok(whole)
            };
        }
        let Some((first, last)) = told.sent else {
            // No items have no first one.
            return if count > 0 {
                wrong(&format!("`Content-Range: {text}` is of no items"))
            } else {
                Ok(Span { total: told.total, ..whole })
            };
        };
        if (last - first).checked_add(1) != Some(count) {
            return wrong(&format!("`Content-Range: {text}` is of other than {count} items"));
        }
        Ok(Span { first, count, total: told.total, whole: !partial && !self.may_be_part() })
    }

    /// Whether a status of success may be that of a part: where none was asked for, and the style says so.
    fn may_be_part(&self) -> bool {
        let ok = |way: &ItemRangePaging| way.without_range == WithoutRange::Ok;
        self.asked.range.is_none() && matches!(self.meta.paging, Some(Paging::ItemRange(way)) if ok(way))
    }
}

/// What `Content-Range` tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ContentRange<'a> {
    unit: &'a str,
    /// The first position and the last.
    sent: Option<(u64, u64)>,
    total: Option<u64>,
}

impl<'a> ContentRange<'a> {
    /// None where it is invalid: the last is before the first, or past the total.
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
        let told = |text| ContentRange::parse(text).map(|told| (told.unit, told.sent, told.total));
        assert_eq!(told("clients 0-19/53"), Some(("clients", Some((0, 19)), Some(53))));
        assert_eq!(told("clients 20-29/*"), Some(("clients", Some((20, 29)), None)));
        assert_eq!(told("clients */53"), Some(("clients", None, Some(53))));
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
            assert_eq!(told(text), None, "{text}");
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
