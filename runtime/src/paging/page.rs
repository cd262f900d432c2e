//! Pages of collections: what a request asks for, and what an answer holds.

use crate::style::{Direction, Order, Paging};
use crate::value::Link;

/// A page of a collection.
///
/// ```
/// use housestyle::Page;
///
/// // One item more than asked for shows that there is another page.
/// let page = Page::truncated(vec!["ann", "bob", "cid"], 2).total(3);
///
/// assert_eq!(page.items, ["ann", "bob"]);
/// assert_eq!((page.info.more, page.info.total), (Some(true), Some(3)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its items, in order.
    pub items: Vec<T>,
    /// What is known of the set and of the pages beside this one.
    pub info: PageInfo,
}

/// What is known of a set and its pages. A handler says what it knows; links are the runtime's, on both sides.
///
/// ```
/// use housestyle::{Page, PageInfo};
///
/// let page = Page::new(vec![1, 2]).more(false);
/// assert_eq!(page.info, PageInfo { more: Some(false), ..PageInfo::default() });
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageInfo {
    /// Items in the set.
    pub total: Option<u64>,
    /// Pages in the set.
    pub pages: Option<u64>,
    /// Whether there are items after this page.
    pub more: Option<bool>,
    /// Link to the first page.
    pub first: Option<Link>,
    /// Link to the page before.
    pub prev: Option<Link>,
    /// Link to the next page.
    pub next: Option<Link>,
    /// Link to the last page.
    pub last: Option<Link>,
    /// Link to this page.
    pub own: Option<Link>,
    /// A page's link with `{page}` in the number's place.
    pub template: Option<Link>,
    /// The cursor that leads to the page before, which its link carries; none where there is no page before. Known to the
    /// server alone.
    pub prev_cursor: Option<String>,
    /// The cursor that leads to the next page, as that to the page before.
    pub next_cursor: Option<String>,
    /// What changes whenever an item of the set does. Known to the server alone.
    pub validator: Option<String>,
}

impl<T> Page<T> {
    /// A page of these items, of a set of which no more is known.
    #[must_use]
    pub fn new(items: Vec<T>) -> Self {
        Self { items, info: PageInfo::default() }
    }

    /// Of up to `limit + 1` items: the one too many tells that there are more, and goes.
    #[must_use]
    pub fn truncated(mut items: Vec<T>, limit: u32) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        Self::new(items).more(more)
    }

    /// How many items the set has.
    #[must_use]
    pub fn total(mut self, total: u64) -> Self {
        self.info.total = Some(total);
        self
    }

    /// Whether there are items after this page.
    #[must_use]
    pub fn more(mut self, more: bool) -> Self {
        self.info.more = Some(more);
        self
    }

    /// The cursors that lead to the page before and to the next one, where there are such: for pages by cursor, whose links
    /// carry them. What a cursor says is the handler's.
    #[must_use]
    pub fn cursors(mut self, prev: Option<String>, next: Option<String>) -> Self {
        (self.info.prev_cursor, self.info.next_cursor) = (prev, next);
        self
    }

    /// What changes whenever an item of the set does, or comes, or goes: a revision, the time of the last change and the
    /// number of items. Under a style that sends entity tags all pages of the set share one that is made of it, so that a
    /// client's `If-Range` can hold (RFC 9110 §13.1.5); without it each page has a tag of its own, by its body.
    #[must_use]
    pub fn validator(mut self, validator: impl std::fmt::Display) -> Self {
        self.info.validator = Some(validator.to_string());
        self
    }

    /// Each item made another.
    #[must_use]
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), info: self.info }
    }
}

impl<T> From<Vec<T>> for Page<T> {
    fn from(items: Vec<T>) -> Self {
        Self::new(items)
    }
}

/// How many pages of `size` items a set of `total` has: `total / size`, rounded up.
#[must_use]
pub const fn pages_of(total: u64, size: u32) -> u64 {
    if size == 0 { 0 } else { total.div_ceil(size as u64) }
}

/// A page by its number.
///
/// ```
/// use housestyle::NumberedPage;
///
/// let page = NumberedPage { number: 3, size: 20 };
/// let sql = format!("SELECT * FROM patients LIMIT {} OFFSET {}", page.limit(), page.offset());
/// assert_eq!(sql, "SELECT * FROM patients LIMIT 20 OFFSET 40");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NumberedPage {
    /// The page's number, from 1.
    pub number: u64,
    /// Items a page.
    pub size: u32,
}

impl NumberedPage {
    /// The first page, of the usual size.
    #[must_use]
    pub const fn first(paging: &Paging) -> Self {
        Self { number: 1, size: paging.limits().size_default }
    }

    /// How many items to fetch, for SQL's `LIMIT`.
    #[must_use]
    pub const fn limit(&self) -> i64 {
        self.size as i64
    }

    /// How many items to pass over, for SQL's `OFFSET`; the greatest number there is where it would be more.
    #[must_use]
    pub const fn offset(&self) -> i64 {
        let before = self.number.saturating_sub(1).saturating_mul(self.size as u64);
        if before > i64::MAX as u64 { i64::MAX } else { before as i64 }
    }
}

/// A page by its number, or by the row before it: what a request asks for under a way by number that has
/// [rows](crate::style::RowPaging) beside it.
///
/// ```
/// use housestyle::{NumberedOrRows, NumberedPage};
///
/// let page = NumberedOrRows::Numbered(NumberedPage { number: 2, size: 10 });
/// assert_eq!((page.size(), page.numbered().offset()), (10, 10));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NumberedOrRows {
    /// By its number.
    Numbered(NumberedPage),
    /// By the row before it. Deprecated.
    Rows(RowsPage),
}

impl NumberedOrRows {
    /// The first page by number, of the usual size.
    #[must_use]
    pub const fn first(paging: &Paging) -> Self {
        Self::Numbered(NumberedPage::first(paging))
    }

    /// How many items the page has at most.
    #[must_use]
    pub const fn size(&self) -> u32 {
        match self {
            Self::Numbered(page) => page.size,
            Self::Rows(page) => page.size,
        }
    }

    /// The same page by number: that one, or the first of its size.
    #[must_use]
    pub const fn numbered(&self) -> NumberedPage {
        match self {
            Self::Numbered(page) => *page,
            Self::Rows(page) => NumberedPage { number: 1, size: page.size },
        }
    }

    /// Changes the number of the page.
    pub fn set_number(&mut self, number: u64) {
        *self = Self::Numbered(NumberedPage { number, size: self.size() });
    }

    /// Changes how many items the page has at most.
    pub const fn set_size(&mut self, size: u32) {
        match self {
            Self::Numbered(page) => page.size = size,
            Self::Rows(page) => page.size = size,
        }
    }
}

/// A page by the row before it: of the rows ordered by ([`field`](Self::field), id), both in
/// [`order`](Self::order), the first [`size`](Self::size) that come after ([`value`](Self::value), [`last`](Self::last)).
///
/// ```
/// use housestyle::RowsPage;
/// use housestyle::style::Order;
///
/// let page = RowsPage { last: Some(7), field: "id", value: None, order: Order::Ascending, size: 10 };
/// let rows: Vec<u64> = (1..100).filter(|id| Some(*id) > page.last).take(page.size as usize).collect();
/// assert_eq!(rows.first(), Some(&8));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowsPage {
    /// The id of the row before the page; none for the collection's first page.
    pub last: Option<u64>,
    /// The field that orders, one of those that the operation may be sorted by; the id's own name where only it does.
    pub field: &'static str,
    /// That field's value in the row before the page, as it was sent.
    pub value: Option<String>,
    /// The direction of both.
    pub order: Order,
    /// Items a page.
    pub size: u32,
}

/// A page by a cursor: opaque text that the handler made for an item of another page.
///
/// ```
/// use housestyle::{CursorPage, Direction, Page};
///
/// let asked = CursorPage { direction: Direction::After, cursor: Some("20".into()), size: 2 };
/// let start: usize = asked.cursor.as_deref().unwrap_or("0").parse().unwrap();
/// let rows: Vec<usize> = (start + 1..100).take(asked.fetch() as usize).collect();
///
/// let page = Page::truncated(rows, asked.limit());
/// let next = page.items.last().map(ToString::to_string);
/// assert_eq!(page.cursors(None, next).info.next_cursor.as_deref(), Some("22"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CursorPage {
    /// Whether the items right before the cursor are wanted, or those right after it; in the collection's order both times.
    pub direction: Direction,
    /// The cursor; none for the collection's first page.
    pub cursor: Option<String>,
    /// Items a page.
    pub size: u32,
}

impl CursorPage {
    /// The first page, of the usual size.
    #[must_use]
    pub const fn first(paging: &Paging) -> Self {
        Self { direction: Direction::After, cursor: None, size: paging.limits().size_default }
    }

    /// How many items the page has at most.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.size
    }

    /// How many items to fetch, for SQL's `LIMIT`: one too many tells that there are more ([`Page::truncated`]).
    #[must_use]
    pub const fn fetch(&self) -> i64 {
        self.size as i64 + 1
    }
}

/// A page by the key of an item beside it.
///
/// ```
/// use housestyle::{Direction, KeysetPage, Page};
///
/// let asked = KeysetPage { direction: Direction::After, anchor: Some("b".into()), size: 2 };
/// let names = ["a", "b", "c", "d", "e"];
/// let rows = names.into_iter().filter(|name| Some(*name) > asked.anchor.as_deref());
/// let page = Page::truncated(rows.take(asked.fetch() as usize).collect(), asked.limit());
/// assert_eq!((page.items, page.info.more), (vec!["c", "d"], Some(true)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeysetPage {
    /// Whether items before the anchor are wanted, newest first, or after it, oldest first.
    pub direction: Direction,
    /// The key of the item beside the page, which is not on it; none for the collection's first page.
    pub anchor: Option<String>,
    /// Items a page.
    pub size: u32,
}

impl KeysetPage {
    /// The first page in the paging's own direction, of the usual size.
    #[must_use]
    pub const fn first(paging: &Paging) -> Self {
        let direction = match paging {
            Paging::Keyset(way) => way.default_direction,
            Paging::Number(_) | Paging::Cursor(_) | Paging::ItemRange(_) | Paging::KeyRange(_) => {
                Direction::Before
            }
        };
        Self { direction, anchor: None, size: paging.limits().size_default }
    }

    /// How many items the page has at most.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.size
    }

    /// How many items to fetch, for SQL's `LIMIT`: one too many tells that there are more ([`Page::truncated`]).
    #[must_use]
    pub const fn fetch(&self) -> i64 {
        self.size as i64 + 1
    }
}

/// An item of a page by keys. Emitted for the types that such pages hold.
///
/// ```
/// use housestyle::Keyed;
///
/// struct Visit { id: u64 }
///
/// impl Keyed for Visit {
///     fn key(&self) -> String {
///         self.id.to_string()
///     }
/// }
/// assert_eq!(Visit { id: 7 }.key(), "7");
/// ```
pub trait Keyed {
    /// The key that links to the pages beside it carry.
    fn key(&self) -> String;

    /// The key by the member of this name on the wire, where a collection may be ordered by it.
    fn key_of(&self, by: &str) -> Option<String> {
        let _ = by;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_never_overflow() {
        assert_eq!(NumberedPage { number: 3, size: 10 }.offset(), 20);
        assert_eq!(NumberedPage { number: 0, size: 10 }.offset(), 0);
        assert_eq!(NumberedPage { number: u64::MAX, size: u32::MAX }.offset(), i64::MAX);
        assert_eq!(KeysetPage { direction: Direction::After, anchor: None, size: u32::MAX }.fetch(), 1 << 32);
    }

    #[test]
    fn pages_round_up() {
        assert_eq!((pages_of(98, 10), pages_of(100, 10), pages_of(0, 10), pages_of(5, 0)), (10, 10, 0, 0));
        assert_eq!(pages_of(u64::MAX, 1), u64::MAX);
    }

    #[test]
    fn cut_tells_whether_there_is_more() {
        let page = Page::truncated(vec![1, 2, 3], 2);
        assert_eq!((page.items, page.info.more), (vec![1, 2], Some(true)));
        assert_eq!(Page::truncated(vec![1, 2], 2).info.more, Some(false));
    }
}
