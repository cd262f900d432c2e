//! Paging by the keys of items.

use super::follow::{PageParameters, ParametersResult};
use super::read::PageReader;
use super::response::{Anchor, PageFacts, PageResponse};
use super::{PageRequest, PagingWay};
use crate::problem::Problem;
use crate::style::{Direction, KeysetPaging, Text};

/// A page by the key of an item next to it.
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
    /// The key of the item next to the page, which is not on it; `None` for the collection's first page.
    pub anchor: Option<String>,
    /// Items a page.
    pub size: u32,
}

impl KeysetPage {
    /// How many items the page has at most.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.size
    }

    /// How many items to fetch, for SQL's `LIMIT`: one too many shows that there are more ([`Page::truncated`](crate::Page::truncated)).
    #[must_use]
    pub const fn fetch(&self) -> i64 {
        self.size as i64 + 1
    }

    /// Asks for the items before the one of this key.
    pub fn set_before(&mut self, key: impl Into<String>) {
        (self.direction, self.anchor) = (Direction::Before, Some(key.into()));
    }

    /// Asks for the items after the one of this key.
    pub fn set_after(&mut self, key: impl Into<String>) {
        (self.direction, self.anchor) = (Direction::After, Some(key.into()));
    }

    /// Changes how many items the page has at most.
    pub const fn set_size(&mut self, size: u32) {
        self.size = size;
    }

    /// The parameter of its direction, and the one of the other.
    const fn wires(&self, way: &'static KeysetPaging) -> (&'static Text, &'static Text) {
        match self.direction {
            Direction::Before => (&way.before, &way.after),
            Direction::After => (&way.after, &way.before),
        }
    }
}

impl PageRequest for KeysetPage {
    type Way = KeysetPaging;

    fn first(way: &KeysetPaging, _: &[&str]) -> Self {
        Self { direction: way.default_direction, anchor: None, size: way.limits.size_default }
    }

    /// An empty key means the collection's first page.
    fn read(way: &'static KeysetPaging, request: &mut PageReader<'_>) -> Option<Self> {
        let (size, neighbour) =
            request.size_and_neighbour(Some(&way.before), &way.after, &way.size, &way.limits)?;
        let (direction, anchor) = neighbour.map_or((way.default_direction, None), |(direction, _, key)| {
            (direction, Some(key).filter(|key| !key.is_empty()))
        });
        let page = Self { direction, anchor, size };
        request.echo(&way.size, size);
        request.echo(page.wires(way).0, page.anchor.as_deref().unwrap_or_default());
        Some(page)
    }

    fn facts(&self, way: &'static KeysetPaging) -> PageFacts {
        let anchor = Some(Anchor::Parameter(self.wires(way).0));
        PageFacts { size: Some(self.size), anchor, ..PageFacts::default() }
    }

    /// The link to a page without anchor is relative to its first item. `next` goes on from the last item, `prev` back from
    /// the first, even if nothing may be there.
    fn describe(&self, way: &'static KeysetPaging, response: &mut PageResponse<'_>) -> Result<(), Problem> {
        let full = response.is_full(self.size);
        let PageResponse { info, links, ends, .. } = response;
        let base = links.without(&[&way.before, &way.after, &way.size]);
        let size = self.size.to_string();
        let to = |wire: &str, key: &str| base.with(&[(&way.size, &size), (wire, key)]);
        let (onward, back) = self.wires(way);
        let (first, last) = ends.take().unzip();
        info.own = Some(to(onward, self.anchor.as_deref().or(first.as_deref()).unwrap_or("")));
        info.next = last.filter(|_| info.more.unwrap_or(full)).map(|key| to(onward, &key));
        info.more = Some(info.next.is_some());
        info.prev = first.map(|key| to(back, &key));
        info.first = Some(to(onward, ""));
        Ok(())
    }

    /// Without an anchor the key is empty.
    fn write(&self, way: &'static KeysetPaging, _: &[&str]) -> ParametersResult {
        let key = self.anchor.clone().unwrap_or_default();
        let query = vec![(&**self.wires(way).0, key), (&*way.size, self.size.to_string())];
        Ok(PageParameters { query, range: None })
    }
}

impl PagingWay for KeysetPaging {}
