//! Pages of collections: what a request asks for, and what an answer holds.

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
    /// What is known of the set and of the pages next to this one.
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
    /// Whether there are items after this page, or before it if the request goes backwards through the ids of items.
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
    /// Path of the set, without the query.
    pub path: Option<Link>,
    /// A page's link with `{page}` in the number's place.
    pub template: Option<Link>,
    /// The cursor of the page before; `None` if there is no page before. A client has it if the body does.
    pub prev_cursor: Option<String>,
    /// The cursor of the next page, as that of the page before.
    pub next_cursor: Option<String>,
    /// What changes whenever an item of the set does. Only a server has it.
    pub validator: Option<String>,
}

impl<T> Page<T> {
    /// A page of these items, of a set of which no more is known.
    #[must_use]
    pub fn new(items: Vec<T>) -> Self {
        Self { items, info: PageInfo::default() }
    }

    /// A page of up to `limit + 1` items: the one too many shows that there are more, and is removed.
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

    /// The cursors of the links to the page before and to the next, if there are such pages. The handler chooses what a cursor
    /// says.
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

/// An item of a page by keys. Generated for the types of items.
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
    /// The key that links to the pages next to it carry.
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
    use crate::paging::{KeysetPage, NumberedPage, pages_of};
    use crate::style::Direction;

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
    fn an_item_too_many_shows_that_there_are_more() {
        let page = Page::truncated(vec![1, 2, 3], 2);
        assert_eq!((page.items, page.info.more), (vec![1, 2], Some(true)));
        assert_eq!(Page::truncated(vec![1, 2], 2).info.more, Some(false));
    }
}
