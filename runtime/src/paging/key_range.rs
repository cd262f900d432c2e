//! Paging by ranges of keys, which no standard describes.

use std::borrow::Cow;
use std::fmt::Write as _;

use http::header::CONTENT_RANGE;
use http::{HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::follow::{Next, PageParameters, PagingError, ParametersResult, ReceivedPage, Trail};
use super::range::{BLANKS, Unreadable, malformed, number, size};
use super::read::PageReader;
use super::response::{Anchor, PageFacts, PageResponse};
use super::{PageInfo, PageRequest, PagingWay};
use crate::codec::DecodeError;
use crate::codec::param::Raw;
use crate::problem::Problem;
use crate::style::{KeyRangePaging, Order};
use crate::syntax::token::is_token;

/// What would end a key in a range, or its header: percent-encoded there, and decoded when it is read.
const IN_KEY: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b',').add(b';').add(b'[').add(b']');

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
    /// The least key; `None` if the range begins with the least of the set.
    pub from: Option<KeyBound>,
    /// The greatest key; `None` if the range ends with the greatest of the set.
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
    /// As the header `Range` has it: `id ]a..z; max=10, order=desc`, with a bracket next to a key that is not part of the range.
    ///
    /// Of two bounds the least is the first, whatever the order. A single one stands before the dots if the page begins
    /// there in its order, after them if it ends there. So `id ]k..; order=desc` goes on down from
    /// `k`, just as `id ]k..` goes on up.
    ///
    /// What would end a key (space, comma, semicolon, brackets, dots at its ends) is percent-encoded, as is everything that
    /// is not ASCII. An empty key is `""`.
    #[must_use]
    pub fn text(&self) -> String {
        self.text_where(true)
    }

    /// The same, with or without its order.
    pub(super) fn text_where(&self, order: bool) -> String {
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

    /// How many items to fetch, for SQL's `LIMIT`: one too many shows that there are more
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

    /// Changes the member that orders.
    pub fn set_by(&mut self, member: impl Into<String>) {
        self.by = member.into();
    }

    /// Asks for the items from this key on, including it.
    pub fn set_from(&mut self, key: impl Into<String>) {
        self.from = Some(KeyBound { key: key.into(), inclusive: true });
    }

    /// Asks for the items up to this key, including it.
    pub fn set_to(&mut self, key: impl Into<String>) {
        self.to = Some(KeyBound { key: key.into(), inclusive: true });
    }

    /// Asks for the least key first.
    pub const fn set_ascending(&mut self) {
        self.order = Order::Ascending;
    }

    /// Asks for the greatest key first.
    pub const fn set_descending(&mut self) {
        self.order = Order::Descending;
    }

    /// Changes how many items the page has at most.
    pub const fn set_size(&mut self, size: u32) {
        self.size = size;
    }
}

impl PageRequest for KeyRangePage {
    type Way = KeyRangePaging;

    /// It is ordered by the first of the members that ranges may name.
    fn first(way: &KeyRangePaging, ranges: &[&str]) -> Self {
        let by = ranges.first().copied().unwrap_or_default().to_owned();
        Self { by, from: None, to: None, order: way.default_order, size: way.limits.size_default }
    }

    /// The first page if there is no `Range`.
    fn read(way: &'static KeyRangePaging, request: &mut PageReader<'_>) -> Option<Self> {
        let members = request.ranges;
        let asked = request.range(&way.limits, |text| read(text, members, way))?;
        Some(asked.unwrap_or_else(|| Self::first(way, members)))
    }

    fn facts(&self, _: &'static KeyRangePaging) -> PageFacts {
        let ordered_by = Some(self.by.clone());
        PageFacts { size: Some(self.size), ordered_by, anchor: Some(Anchor::Range), ..PageFacts::default() }
    }

    fn describe(&self, way: &'static KeyRangePaging, response: &mut PageResponse<'_>) -> Result<(), Problem> {
        let full = response.is_full(self.size);
        let ends = response.ends.take();
        let more = response.info.more.unwrap_or(full) && ends.is_some();
        response.info.more = Some(more);
        response.set_extent(!more, way.without_range);
        let Some((first, last)) = ends else { return Ok(()) };
        let span = format!("{} {}..{}", self.by, key_text(&first), key_text(&last));
        response.header(CONTENT_RANGE, span);
        if let (true, Ok(wire)) = (more, HeaderName::try_from(&*way.next_header)) {
            let mut next = self.clone();
            let bound = Some(KeyBound { key: last, inclusive: false });
            match next.order {
                Order::Ascending => next.from = bound,
                Order::Descending => next.to = bound,
            }
            response.header(wire, next.text_where(next.order != way.default_order));
        }
        Ok(())
    }

    fn write(&self, _: &'static KeyRangePaging, ranges: &[&str]) -> ParametersResult {
        if !ranges.contains(&self.by.as_str()) {
            return Err(("range", "names no member that the operation orders by"));
        }
        Ok(PageParameters { query: Vec::new(), range: Some(self.text()) })
    }
}

impl PagingWay for KeyRangePaging {
    fn complete(&'static self, page: &ReceivedPage<'_>, info: &mut PageInfo) -> Result<(), DecodeError> {
        info.more = Some(next_range(self, page).is_some());
        Ok(())
    }

    fn next(&'static self, page: &ReceivedPage<'_>, _: &mut Trail) -> Result<Next, PagingError> {
        Ok(next_range(self, page).cloned().map_or(Next::None, Next::Range))
    }
}

/// The range of the next page, if a header of the response names it.
fn next_range<'p>(way: &KeyRangePaging, page: &ReceivedPage<'p>) -> Option<&'p HeaderValue> {
    page.headers.get(&*way.next_header).filter(|range| !range.as_bytes().trim_ascii().is_empty())
}

/// The key that is empty text.
const EMPTY: &str = "\"\"";

/// A key next to the dots of a range.
fn key_text(key: &str) -> Cow<'_, str> {
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

/// A range of keys, as [`KeyRangePage::text`] writes it. Returns `None` for one of positions, whatever its unit.
pub(super) fn read(
    text: &str,
    members: &[&str],
    way: &KeyRangePaging,
) -> Result<Option<KeyRangePage>, Unreadable> {
    let text = text.trim_matches(BLANKS);
    let (by, rest) = text.split_at(text.find([' ', '\t', ';']).unwrap_or(text.len()));
    if by.split_once('=').is_some_and(|(unit, _)| is_token(unit)) {
        return Ok(None);
    }
    if !members.contains(&by) {
        return malformed(format!("must be of {}", members.join(", ")));
    }
    let (span, params) = rest.split_once(';').unwrap_or((rest, ""));
    let Some((left, right)) = span.trim_matches(BLANKS).split_once("..") else {
        return malformed("must have keys with two dots between them: a..b, a.., ..b or ..");
    };
    let mut page = KeyRangePage { by: by.to_owned(), ..KeyRangePage::first(way, members) };
    params_of(params, way, &mut page)?;
    let (left, right) = (left.trim_end_matches(BLANKS), right.trim_start_matches(BLANKS));
    let left = bound(left, left.strip_prefix(']'))?;
    let right = bound(right, right.strip_suffix('['))?;
    (page.from, page.to) = match (left, right, page.order) {
        (left, None, Order::Descending) => (None, left),
        (None, right, Order::Descending) => (right, None),
        bounds => (bounds.0, bounds.1),
    };
    Ok(Some(page))
}

fn params_of(params: &str, way: &KeyRangePaging, page: &mut KeyRangePage) -> Result<(), Unreadable> {
    let (mut max, mut order) = (None, None);
    for param in params.split([',', ';']).map(|param| param.trim_matches(BLANKS)) {
        let (key, value) = param.split_once('=').unwrap_or((param, ""));
        match (key.trim_end_matches(BLANKS), value.trim_start_matches(BLANKS)) {
            ("", "") if param.is_empty() => {}
            ("max", value) if max.is_none() => match number(value) {
                Some(0) | None => return malformed("must have a whole number from 1 as max"),
                wanted => max = wanted,
            },
            ("order", "asc") if order.is_none() => order = Some(Order::Ascending),
            ("order", "desc") if order.is_none() => order = Some(Order::Descending),
            ("order", _) if order.is_none() => return malformed("must have asc or desc as order"),
            ("max" | "order", _) => return malformed("must have max and order once"),
            _ => return malformed("must have no parameters but max and order"),
        }
    }
    page.order = order.unwrap_or(page.order);
    if let Some(max) = max {
        page.size = size(max, &way.limits)?;
    }
    Ok(())
}

/// A bound: `text` with its bracket, `exclusive` what is left without one.
fn bound(text: &str, exclusive: Option<&str>) -> Result<Option<KeyBound>, Unreadable> {
    let key = match exclusive.unwrap_or(text).trim_matches(BLANKS) {
        "" if exclusive.is_some() => return malformed("must have a key next to a bracket"),
        "" => return Ok(None),
        EMPTY => Cow::Borrowed(""),
        key => match Raw::percent(key).decode() {
            Ok(key) => key,
            Err(_) => return malformed("must have keys in percent-encoded UTF-8"),
        },
    };
    Ok(Some(KeyBound { key: key.into_owned(), inclusive: exclusive.is_none() }))
}
