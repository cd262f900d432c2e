//! Paging by opaque cursors.

use super::follow::{PageParameters, ParametersResult};
use super::read::PageReader;
use super::response::{Anchor, PageFacts, PageResponse};
use super::{PageRequest, PagingWay};
use crate::problem::Problem;
use crate::schema::check::Fault;
use crate::style::{CursorPaging, Direction, Text};

/// A page by a cursor: opaque text that the handler made for an item of another page. On the wire it also says which list it
/// is of; a server refuses one of another list with the outcome `invalid_parameter`.
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
    /// The cursor; `None` for the collection's first page.
    pub cursor: Option<String>,
    /// Items a page.
    pub size: u32,
}

impl CursorPage {
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

    /// Asks for the items right before the one of this cursor.
    pub fn set_before(&mut self, cursor: impl Into<String>) {
        (self.direction, self.cursor) = (Direction::Before, Some(cursor.into()));
    }

    /// Asks for the items right after the one of this cursor.
    pub fn set_after(&mut self, cursor: impl Into<String>) {
        (self.direction, self.cursor) = (Direction::After, Some(cursor.into()));
    }

    /// Changes how many items the page has at most.
    pub const fn set_size(&mut self, size: u32) {
        self.size = size;
    }

    /// The parameter of its direction.
    const fn wire(&self, way: &'static CursorPaging) -> &'static Text {
        match self.direction {
            Direction::Before => &way.before,
            Direction::After => &way.after,
        }
    }
}

impl PageRequest for CursorPage {
    type Way = CursorPaging;

    fn first(way: &CursorPaging, _: &[&str]) -> Self {
        Self { direction: Direction::After, cursor: None, size: way.limits.size_default }
    }

    fn read(way: &'static CursorPaging, request: &mut PageReader<'_>) -> Option<Self> {
        let (size, neighbour) =
            request.size_and_neighbour([&way.before, &way.after, &way.size], &way.limits)?;
        let Some((direction, wire, cursor)) = neighbour else {
            request.echo(&way.size, size);
            return Some(Self { direction: Direction::After, cursor: None, size });
        };
        if cursor.is_empty() {
            return request.fault(wire, &Fault::Unlike("is not a cursor".to_owned()));
        }
        request.echo(&way.size, size);
        request.echo(wire, cursor.as_str());
        Some(Self { direction, cursor: Some(cursor), size })
    }

    fn cursor_mut(&mut self) -> Option<&mut String> {
        self.cursor.as_mut()
    }

    fn facts(&self, way: &'static CursorPaging) -> PageFacts {
        let anchor = Some(Anchor::Parameter(self.wire(way)));
        PageFacts { size: Some(self.size), anchor, ..PageFacts::default() }
    }

    fn describe(&self, way: &'static CursorPaging, response: &mut PageResponse<'_>) -> Result<(), Problem> {
        let PageResponse { info, links, .. } = response;
        let base = links.without(&[&way.before, &way.after, &way.size]);
        let size = self.size.to_string();
        let to = |wire: &str, cursor: &str| base.with(&[(&way.size, &size), (wire, cursor)]);
        let first = base.with(&[(&way.size, &size)]);
        info.own = Some(match &self.cursor {
            Some(cursor) => to(self.wire(way), cursor),
            None => first.clone(),
        });
        info.first = Some(first);
        info.prev = info.prev_cursor.as_deref().map(|cursor| to(&way.before, cursor));
        info.next = info.next_cursor.as_deref().map(|cursor| to(&way.after, cursor));
        info.more = Some(info.next.is_some());
        Ok(())
    }

    fn write(&self, way: &'static CursorPaging, _: &[&str]) -> ParametersResult {
        let cursor = self.cursor.iter().map(|cursor| (&**self.wire(way), cursor.clone()));
        let query = cursor.chain([(&*way.size, self.size.to_string())]).collect();
        Ok(PageParameters { query, range: None })
    }
}

impl PagingWay for CursorPaging {}
