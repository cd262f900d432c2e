//! Paging by opaque cursors.

use super::follow::{Next, PageParameters, PagingError, ParametersResult, ReceivedPage, Trail};
use super::read::PageReader;
use super::response::{Anchor, PageFacts, PageResponse};
use super::{PageRequest, PagingWay};
use crate::problem::Problem;
use crate::schema::check::Fault;
use crate::style::{CursorPaging, Direction, Text, Zero};
use crate::value::Link;

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

    /// The parameter of its direction; the items before a cursor have none if pages lead forward only.
    const fn wire(&self, way: &'static CursorPaging) -> Option<&'static Text> {
        match self.direction {
            Direction::Before => way.before.as_ref(),
            Direction::After => Some(&way.after),
        }
    }
}

impl PageRequest for CursorPage {
    type Way = CursorPaging;

    fn first(way: &CursorPaging, _: &[&str]) -> Self {
        Self { direction: Direction::After, cursor: None, size: way.limits.size_default }
    }

    fn read(way: &'static CursorPaging, request: &mut PageReader<'_>) -> Option<Self> {
        let size = way.size.as_ref().map(|wire| request.size(wire, &way.limits));
        let earlier = way.before.as_ref().map(|wire| read_cursor(way, request, wire));
        let later = read_cursor(way, request, &way.after);
        let size = size.unwrap_or(Some(way.limits.size_default))?;
        let (direction, wire, cursor) =
            match (way.before.as_ref().zip(earlier.unwrap_or(Some(None))?), later?) {
                (Some((before, _)), Some(_)) => return request.conflict(&way.after, before),
                (Some((before, cursor)), None) => (Direction::Before, before, Some(cursor)),
                (None, cursor) => (Direction::After, &way.after, cursor),
            };
        way.size.iter().for_each(|wire| request.echo(wire, size));
        let sealed = cursor.as_ref().map(|cursor| request.list.seal(cursor));
        sealed.into_iter().for_each(|cursor| request.echo(wire, cursor));
        Some(Self { direction, cursor, size })
    }

    fn facts(&self, way: &'static CursorPaging) -> PageFacts {
        let anchor = self.wire(way).map(|wire| Anchor::Parameter(wire));
        PageFacts { size: Some(self.size), anchor, ..PageFacts::default() }
    }

    fn describe(&self, way: &'static CursorPaging, response: &mut PageResponse<'_>) -> Result<(), Problem> {
        let PageResponse { info, links, list, .. } = response;
        for cursor in [&mut info.prev_cursor, &mut info.next_cursor].into_iter().flatten() {
            *cursor = list.seal(cursor);
        }
        let own: Vec<&str> = [way.before.as_ref(), Some(&way.after), way.size.as_ref()]
            .into_iter()
            .flatten()
            .map(|wire| &**wire)
            .collect();
        let (base, size) = (links.without(&own), self.size.to_string());
        let link = |cursor: Option<(&str, &str)>| {
            let sized = way.size.iter().map(|wire| (&**wire, &*size));
            base.with(&sized.chain(cursor).collect::<Vec<_>>())
        };
        let to = |wire: &str, cursor: &str| link(Some((wire, cursor)));
        let first = link(None);
        info.own = Some(match self.wire(way).zip(self.cursor.as_deref()) {
            Some((wire, cursor)) => to(wire, &list.seal(cursor)),
            None => first.clone(),
        });
        info.first = Some(first);
        info.prev =
            way.before.as_ref().zip(info.prev_cursor.as_deref()).map(|(before, cursor)| to(before, cursor));
        info.next = info.next_cursor.as_deref().map(|cursor| to(&way.after, cursor));
        info.more = Some(info.next.is_some());
        Ok(())
    }

    fn write(&self, way: &'static CursorPaging, _: &[&str]) -> ParametersResult {
        let Some(wire) = self.wire(way) else { return Err((&way.after, "leads forward only")) };
        let cursor = self.cursor.iter().map(|cursor| (&**wire, cursor.clone()));
        let size = way.size.iter().map(|wire| (&**wire, self.size.to_string()));
        Ok(PageParameters { query: cursor.chain(size).collect(), range: None })
    }
}

/// The cursor of a parameter; `None` inside if the request has none.
fn read_cursor(
    way: &'static CursorPaging,
    request: &mut PageReader<'_>,
    wire: &'static str,
) -> Option<Option<String>> {
    match request.only(wire)? {
        Some(cursor) if cursor.is_empty() => match way.limits.zero {
            Zero::Reject => request.fault(wire, &Fault::Unlike("is not a cursor".to_owned())),
            Zero::Default => Some(None),
        },
        Some(cursor) => match request.list.open(&cursor) {
            Some(own) => Some(Some(own.to_owned())),
            None => request.fault(wire, &Fault::Unlike("is not a cursor of this list".to_owned())),
        },
        None => Some(None),
    }
}

impl PagingWay for CursorPaging {
    /// Goes on by the link to the next page, or by its cursor if there is no link. A response that says that there are no
    /// more items is the last, whatever leads on from it.
    fn next(&'static self, page: &ReceivedPage<'_>, _: &mut Trail) -> Result<Next, PagingError> {
        if page.info.more == Some(false) {
            return Ok(Next::None);
        }
        let Some(cursor) = page.info.next_cursor.as_ref().filter(|_| page.info.next.is_none()) else {
            return page.by_link(self.meta.as_ref());
        };
        let is_backwards = self.before.as_ref().is_some_and(|before| page.parameter(before).is_some());
        if is_backwards {
            let mut url = page.url.clone();
            let pairs = page.url.query_pairs();
            let kept =
                pairs.filter(|(wire, _)| self.before.as_deref() != Some(&**wire) && *wire != *self.after);
            url.query_pairs_mut().clear().extend_pairs(kept).append_pair(&self.after, cursor);
            return Ok(Next::Link(Link(url.into())));
        }
        if page.parameter(&self.after).as_ref() == Some(cursor) {
            return Err(PagingError::Loop);
        }
        Ok(Next::Planned(PageParameters { query: vec![(&*self.after, cursor.clone())], range: None }))
    }
}
