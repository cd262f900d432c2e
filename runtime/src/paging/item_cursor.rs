//! Paging by the ids of items.

use serde_json::value::RawValue;
#[cfg(feature = "server")]
use serde_json::value::to_raw_value;
use std::collections::BTreeMap;

#[cfg(feature = "server")]
use super::PageInfo;
use super::follow::{Next, PageParameters, PagingError, ParametersResult, ReceivedPage, Trail};
use super::read::PageReader;
use super::response::{Anchor, PageFacts, PageResponse};
use super::{Page, PageRequest, PagingWay};
use crate::codec::{DecodeError, json};
use crate::problem::Problem;
use crate::schema::check::Fault;
#[cfg(feature = "server")]
use crate::style::Template;
use crate::style::{Direction, ItemCursorPaging, Slot, Text};
use crate::syntax::pointer::push;
#[cfg(feature = "server")]
use serde::Serialize;

/// A page next to an item, which is named by its id. The order of the list is the same in both directions.
///
/// ```
/// use housestyle::{Direction, ItemCursorPage};
///
/// // The three items before `f`, and one more, which shows that there are others: the one next to `f` comes first.
/// let asked = ItemCursorPage { direction: Direction::Before, item: Some("f".into()), size: 3 };
/// let names = ["a", "b", "c", "d", "e", "f", "g"];
/// let before = names.iter().rev().skip_while(|name| **name != "f").skip(1);
///
/// let page = asked.page(before.take(asked.fetch() as usize).collect());
/// assert_eq!((page.items, page.info.more), (vec![&"c", &"d", &"e"], Some(true)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ItemCursorPage {
    /// Whether the items right before the item are wanted, or those right after it; in the list's order both times.
    pub direction: Direction,
    /// The id of the item next to the page, which is not on it; `None` for the list's first page.
    pub item: Option<String>,
    /// Items a page.
    pub size: u32,
}

impl ItemCursorPage {
    /// How many items the page has at most.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.size
    }

    /// How many items to fetch, for SQL's `LIMIT`: one too many shows that there are more ([`page`](Self::page)).
    #[must_use]
    pub const fn fetch(&self) -> i64 {
        self.size as i64 + 1
    }

    /// The page of up to [`fetch`](Self::fetch) items, of which the first is the one next to the item: before it, they are
    /// in reverse order.
    #[must_use]
    pub fn page<T>(&self, items: Vec<T>) -> Page<T> {
        let mut page = Page::truncated(items, self.size);
        if self.direction == Direction::Before {
            page.items.reverse();
        }
        page
    }

    /// Asks for the items right before the one of this id.
    pub fn set_before(&mut self, id: impl Into<String>) {
        (self.direction, self.item) = (Direction::Before, Some(id.into()));
    }

    /// Asks for the items right after the one of this id.
    pub fn set_after(&mut self, id: impl Into<String>) {
        (self.direction, self.item) = (Direction::After, Some(id.into()));
    }

    /// Changes how many items the page has at most.
    pub const fn set_size(&mut self, size: u32) {
        self.size = size;
    }

    /// The parameter of its direction; the items before an item have none if pages lead forward only.
    const fn wire(&self, way: &'static ItemCursorPaging) -> Option<&'static Text> {
        match self.direction {
            Direction::Before => way.before.as_ref(),
            Direction::After => Some(&way.after),
        }
    }
}

impl PageRequest for ItemCursorPage {
    type Way = ItemCursorPaging;

    fn first(way: &ItemCursorPaging, _: &[&str]) -> Self {
        Self { direction: Direction::After, item: None, size: way.limits.size_default }
    }

    fn read(way: &'static ItemCursorPaging, request: &mut PageReader<'_>) -> Option<Self> {
        let (size, neighbour) =
            request.size_and_neighbour(way.before.as_deref(), &way.after, &way.size, &way.limits)?;
        request.echo(&way.size, size);
        let Some((direction, wire, id)) = neighbour else {
            return Some(Self { direction: Direction::After, item: None, size });
        };
        if id.is_empty() {
            return request.fault(wire, &Fault::Unlike("is not an id".to_owned()));
        }
        request.echo(wire, id.as_str());
        Some(Self { direction, item: Some(id), size })
    }

    fn facts(&self, way: &'static ItemCursorPaging) -> PageFacts {
        let anchor = self.wire(way).map(|wire| Anchor::Parameter(wire));
        PageFacts { size: Some(self.size), anchor, ..PageFacts::default() }
    }

    fn describe(&self, _: &'static ItemCursorPaging, response: &mut PageResponse<'_>) -> Result<(), Problem> {
        let full = response.is_full(self.size);
        response.info.more.get_or_insert(full);
        Ok(())
    }

    fn write(&self, way: &'static ItemCursorPaging, _: &[&str]) -> ParametersResult {
        let Some(wire) = self.wire(way) else { return Err((&way.after, "leads forward only")) };
        let item = self.item.iter().map(|id| (&**wire, id.clone()));
        let query = item.chain([(&*way.size, self.size.to_string())]).collect();
        Ok(PageParameters { query, range: None })
    }
}

impl PagingWay for ItemCursorPaging {
    /// Goes on from the last item, or back from the first one if the request went backwards.
    fn next(&'static self, page: &ReceivedPage<'_>, _: &mut Trail) -> Result<Next, PagingError> {
        match page.info.more {
            Some(true) => {}
            Some(false) => return Ok(Next::None),
            None => {
                let place = page.has_more_place(self.meta.as_ref()).unwrap_or_default();
                return Err(page.error("expected true or false").inside(&place).into());
            }
        }
        let before = self.before.as_ref().and_then(|wire| Some((wire, page.parameter(wire)?)));
        let is_backwards = before.is_some();
        let (wire, anchor) = match before {
            Some((wire, id)) => (wire, Some(id)),
            None => (&self.after, page.parameter(&self.after)),
        };
        let id = id_of_end(self, page, is_backwards)?;
        if anchor.as_ref() == Some(&id) {
            return Err(PagingError::Loop);
        }
        Ok(Next::Planned(PageParameters { query: vec![(wire, id)], range: None }))
    }
}

/// The id of the last item, or of the first one.
fn id_of_end(way: &ItemCursorPaging, page: &ReceivedPage<'_>, first: bool) -> Result<String, DecodeError> {
    let body = page.envelope.read(json::text(page.body))?;
    let items: Vec<&RawValue> = body.value(Slot::Payload).unwrap_or_default();
    let Some(last) = items.len().checked_sub(1) else {
        let place = page.has_more_place(way.meta.as_ref()).unwrap_or_default();
        return Err(page.error("there are more items, but the page has none to go on from").inside(&place));
    };
    let at = if first { 0 } else { last };
    let mut place = format!("{}/{at}", page.envelope.pointer(Slot::Payload).unwrap_or_default());
    push(&mut place, &way.by);
    id_of(items[at], &way.by)
        .ok_or_else(|| page.error("expected the id of an item, which leads to the next page").inside(&place))
}

/// Server: adds the ids of the first item and of the last one, if the body of the list has them.
#[cfg(feature = "server")]
pub(crate) fn add_ends<T: Serialize>(items: &[T], way: &dyn PagingWay, body: &Template, info: &mut PageInfo) {
    let has = |slot| body.has(slot) || way.meta().is_some_and(|meta| meta.has(slot));
    let Some(by) = way.item_id().filter(|_| has(Slot::FirstId) || has(Slot::LastId)) else { return };
    let id = |item: Option<&T>| id_of(&to_raw_value(item?).ok()?, by);
    (info.first_id, info.last_id) = (id(items.first()), id(items.last()));
}

/// The id of an item as text.
fn id_of(item: &RawValue, by: &str) -> Option<String> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(item.get()).ok()?;
    id_text(members.get(by)?)
}

/// An id as text: that of a text that is not empty, or the digits of a number as they were sent.
pub(crate) fn id_text(id: &RawValue) -> Option<String> {
    let text = id.get();
    match text.starts_with('"') {
        true => serde_json::from_str(text).ok().filter(|text: &String| !text.is_empty()),
        false => text.starts_with(|char: char| char == '-' || char.is_ascii_digit()).then(|| text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_its_digits() {
        let id = |item: &str| id_of(serde_json::from_str(item).expect("JSON"), "id");
        assert_eq!(id(r#"{"id":123456789012345678901234}"#).as_deref(), Some("123456789012345678901234"));
        assert_eq!(id(r#"{"id":"a\"b"}"#).as_deref(), Some("a\"b"));
        for none in [r#"{"id":""}"#, r#"{"id":null}"#, r#"{"id":true}"#, r#"{"id":[1]}"#, "{}", "7"] {
            assert_eq!(id(none), None, "{none}");
        }
    }
}
