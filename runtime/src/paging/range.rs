//! Pages of collections by ranges: what a request asks for in the header `Range`.

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::style::{Order, Paging};

#[cfg(feature = "server")]
pub(crate) mod read;

#[cfg(feature = "server")]
pub(crate) use read::Unreadable;

/// What would end a key in a range, or its header: percent-encoded there, and decoded by whoever reads it.
const IN_KEY: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b',').add(b';').add(b'[').add(b']');

/// A page by the positions of its items, from 0.
///
/// ```
/// use housestyle::{RangePage, RangeStart};
///
/// let page = RangePage { start: RangeStart::At(40), size: 20 };
/// assert_eq!((page.limit(), page.offset(100)), (20, 40));
/// assert_eq!(page.text("users").as_deref(), Some("users=40-59"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RangePage {
    /// Where it begins.
    pub start: RangeStart,
    /// Most items on it.
    pub size: u32,
}

/// Where a range of positions begins.
///
/// ```
/// use housestyle::{RangePage, RangeStart};
///
/// let last = RangePage { start: RangeStart::Last, size: 5 };
/// assert_eq!(last.text("users").as_deref(), Some("users=-5"));
/// assert_eq!(last.offset(100), 95);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RangeStart {
    /// At this position.
    At(u64),
    /// So far before the set's end that it ends there: `users=-5` are the last five.
    Last,
}

impl RangePage {
    /// The first page, of the usual size.
    #[must_use]
    pub const fn first(paging: &Paging) -> Self {
        Self { start: RangeStart::At(0), size: paging.limits().size_default }
    }

    /// How many items to fetch, for SQL's `LIMIT`.
    #[must_use]
    pub const fn limit(&self) -> i64 {
        self.size as i64
    }

    /// How many items to pass over in a set of `total`, for SQL's `OFFSET`; the greatest number there is where it would
    /// be more.
    #[must_use]
    pub const fn offset(&self, total: u64) -> i64 {
        let before = match self.start {
            RangeStart::At(position) => position,
            RangeStart::Last => total.saturating_sub(self.size as u64),
        };
        if before > i64::MAX as u64 { i64::MAX } else { before as i64 }
    }

    /// As the header `Range` has it: `users=0-19`, `users=-5`. None where it is of no items, for which there is no text.
    #[must_use]
    pub fn text(&self, unit: &str) -> Option<String> {
        let more = u64::from(self.size.checked_sub(1)?);
        Some(match self.start {
            RangeStart::At(first) => format!("{unit}={first}-{}", first.saturating_add(more)),
            RangeStart::Last => format!("{unit}=-{}", self.size),
        })
    }
}

/// A page by the keys of its items.
///
/// ```
/// use housestyle::style::Order;
/// use housestyle::{KeyBound, KeyRangePage};
///
/// let after_k = KeyBound { key: "k".into(), inclusive: false };
/// let page = KeyRangePage { by: "id".into(), from: Some(after_k), to: None, order: Order::Ascending, size: 10 };
/// assert_eq!(page.text(), "id ]k..; max=10, order=asc");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyRangePage {
    /// The member that orders, by its name on the wire: one of those that the operation declares.
    pub by: String,
    /// The least key, or none: from the least there is.
    pub from: Option<KeyBound>,
    /// The greatest key, or none: to the greatest there is.
    pub to: Option<KeyBound>,
    /// Which end is first.
    pub order: Order,
    /// Most items on it.
    pub size: u32,
}

/// A bound of a range of keys.
///
/// ```
/// use housestyle::KeyBound;
///
/// let bound = KeyBound { key: "m".into(), inclusive: true };
/// let names = ["k", "m", "z"];
/// let reached: Vec<_> = names.into_iter().filter(|name| *name > &*bound.key || bound.inclusive && *name == bound.key).collect();
/// assert_eq!(reached, ["m", "z"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyBound {
    /// The key.
    pub key: String,
    /// Whether the item of this key is of the range.
    pub inclusive: bool,
}

impl KeyRangePage {
    /// The first page in the paging's own order, of the usual size, by the first of the members that `ranges` names.
    #[must_use]
    pub fn first(paging: &Paging, ranges: &[&str]) -> Self {
        let order = match paging {
            Paging::KeyRange(way) => way.default_order,
            Paging::Number(_) | Paging::Cursor(_) | Paging::Keyset(_) | Paging::ItemRange(_) => {
                Order::Ascending
            }
        };
        let by = ranges.first().copied().unwrap_or_default().to_owned();
        Self { by, from: None, to: None, order, size: paging.limits().size_default }
    }

    /// As the header `Range` has it: `id ]a..z; max=10, order=desc`, with a bracket beside a key that is not of the range.
    ///
    /// Both bounds stand as they are, the least first, whatever the order. One alone stands where it is met: before the
    /// dots it is where the page begins in its order, after them where it ends. So `id ]k..; order=desc` goes on down from
    /// `k`, just as `id ]k..` goes on up.
    ///
    /// What in a key would end it (space, comma, semicolon, brackets, dots that join, all but ASCII) is percent-encoded. A key
    /// of empty text is `""`, which would otherwise be no key.
    #[must_use]
    pub fn text(&self) -> String {
        self.text_where(true)
    }

    /// The same, its order left out where it is the one that goes without saying.
    #[cfg(feature = "server")]
    pub(crate) fn text_beside(&self, usual: Order) -> String {
        self.text_where(self.order != usual)
    }

    fn text_where(&self, order: bool) -> String {
        let (left, right) = match (&self.from, &self.to, self.order) {
            (from, None, Order::Descending) => (None, from.as_ref()),
            (None, to, Order::Descending) => (to.as_ref(), None),
            (from, to, _) => (from.as_ref(), to.as_ref()),
        };
        let mut text = format!("{} ", self.by);
        if let Some(left) = left {
            let open = if left.inclusive { "" } else { "]" };
            let _ = write!(text, "{open}{}", key_text(&left.key));
        }
        text.push_str("..");
        if let Some(right) = right {
            let close = if right.inclusive { "" } else { "[" };
            let _ = write!(text, "{}{close}", key_text(&right.key));
        }
        let _ = write!(text, "; max={}", self.size);
        if order {
            text.push_str(if self.order == Order::Ascending { ", order=asc" } else { ", order=desc" });
        }
        text
    }

    /// How many items to fetch, for SQL's `LIMIT`: one too many tells that there are more
    /// ([`Page::truncated`](crate::Page::truncated)).
    #[must_use]
    pub const fn fetch(&self) -> i64 {
        self.size as i64 + 1
    }

    /// How many items the page has at most.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.size
    }
}

/// The key that is empty text.
const EMPTY: &str = "\"\"";

/// A key as it stands beside the dots of a range.
pub(crate) fn key_text(key: &str) -> Cow<'_, str> {
    match key {
        "" => return EMPTY.into(),
        EMPTY => return "%22%22".into(),
        _ => {}
    }
    let encoded: Cow<'_, str> = utf8_percent_encode(key, IN_KEY).into();
    // Dots at its ends would join those of the range.
    if key.starts_with('.') || key.ends_with('.') || key.contains("..") {
        return encoded.replace('.', "%2E").into();
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rv_7_rv_8_positions_as_text() {
        let text = |start, size| RangePage { start, size }.text("clients");
        assert_eq!(text(RangeStart::At(0), 20).as_deref(), Some("clients=0-19"));
        assert_eq!(
            text(RangeStart::At(u64::MAX), 2).as_deref(),
            Some("clients=18446744073709551615-18446744073709551615")
        );
        assert_eq!(text(RangeStart::Last, 5).as_deref(), Some("clients=-5"));
        assert_eq!(text(RangeStart::At(0), 0), None);
    }

    #[test]
    fn hk_52_hk_53_keys_as_text() {
        let bound = |key: &str, inclusive| Some(KeyBound { key: key.to_owned(), inclusive });
        let text = |from, to, order| KeyRangePage { by: "name".to_owned(), from, to, order, size: 10 }.text();
        assert_eq!(text(None, None, Order::Ascending), "name ..; max=10, order=asc");
        assert_eq!(
            text(bound("a", false), bound("z", true), Order::Descending),
            "name ]a..z; max=10, order=desc"
        );
        assert_eq!(
            text(bound("a.b", true), bound("c..; d", false), Order::Ascending),
            "name a.b..c%2E%2E%3B%20d[; max=10, order=asc"
        );
        assert_eq!(text(bound("ä.", true), None, Order::Ascending), "name %C3%A4%2E..; max=10, order=asc");
        assert_eq!(text(None, bound("k", false), Order::Ascending), "name ..k[; max=10, order=asc");
        assert_eq!(text(None, bound("k", false), Order::Descending), "name ]k..; max=10, order=desc");
        assert_eq!(text(bound("k", true), None, Order::Descending), "name ..k; max=10, order=desc");
        assert_eq!(
            text(bound("", false), bound("\"\"", true), Order::Ascending),
            "name ]\"\"..%22%22; max=10, order=asc"
        );
    }

    #[test]
    fn offsets_never_overflow_and_the_last_items_end_the_set() {
        assert_eq!(RangePage { start: RangeStart::At(u64::MAX), size: 1 }.offset(5), i64::MAX);
        assert_eq!(RangePage { start: RangeStart::Last, size: 5 }.offset(53), 48);
        assert_eq!(RangePage { start: RangeStart::Last, size: 5 }.offset(3), 0);
    }
}
