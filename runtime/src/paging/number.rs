//! Paging by number.

use super::follow::{Next, PageParameters, PagingError, ParametersResult, ReceivedPage, Trail};
use super::read::PageReader;
use super::response::{PageFacts, PageResponse};
use super::rows::AskedRows;
use super::{PageInfo, PageRequest, PagingWay};
use crate::codec::DecodeError;
use crate::problem::Problem;
use crate::style::{EdgeLinks, NumberPaging, PagingKind as _, PastEnd, Slot};
use crate::value::Link;

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
    /// How many items to fetch, for SQL's `LIMIT`.
    #[must_use]
    pub const fn limit(&self) -> i64 {
        self.size as i64
    }

    /// How many items to skip, for SQL's `OFFSET`; at most the greatest number of its type.
    #[must_use]
    pub const fn offset(&self) -> i64 {
        let before = self.number.saturating_sub(1).saturating_mul(self.size as u64);
        if before > i64::MAX as u64 { i64::MAX } else { before as i64 }
    }

    /// Changes the number of the page.
    pub const fn set_number(&mut self, number: u64) {
        self.number = number;
    }

    /// Changes how many items the page has at most.
    pub const fn set_size(&mut self, size: u32) {
        self.size = size;
    }
}

impl PageRequest for NumberedPage {
    type Way = NumberPaging;

    fn first(way: &NumberPaging, _: &[&str]) -> Self {
        Self { number: 1, size: way.limits.size_default }
    }

    fn read(way: &'static NumberPaging, request: &mut PageReader<'_>) -> Option<Self> {
        let first = way.first_number();
        let number = request.count(&way.number, first, first, u64::MAX);
        let size = request.size(&way.size, &way.limits);
        let (number, size) = (number?, size?);
        let page = Self { number: from_wire(way, number), size };
        request.echo(&way.number, number);
        request.echo(&way.size, page.size);
        Some(page)
    }

    fn facts(&self, way: &'static NumberPaging) -> PageFacts {
        PageFacts { number: Some(to_wire(way, self.number)), size: Some(self.size), ..PageFacts::default() }
    }

    fn describe(&self, way: &'static NumberPaging, response: &mut PageResponse<'_>) -> Result<(), Problem> {
        let (number, full) = (self.number.max(1), response.is_full(self.size));
        let PageResponse { info, links, .. } = response;
        info.pages = info.pages.or_else(|| info.total.map(|total| pages_of(total, self.size)));
        let past = info.pages.is_some_and(|pages| pages > 0 && number > pages);
        if past && way.past_end == PastEnd::NotFound {
            return Err(Problem::not_found());
        }
        let base = links.without(&[&way.number, &way.size]);
        let size = self.size.to_string();
        let to = |number: u64| {
            let number = to_wire(way, number).to_string();
            Some(base.with(&[(&way.number, &number), (&way.size, &size)]))
        };
        let more = info.pages.map(|pages| number < pages).or(info.more).unwrap_or(full);
        info.own = to(number);
        info.next = if more { to(number.saturating_add(1)) } else { None };
        info.more = Some(more);
        let before = info.pages.map_or(number - 1, |pages| pages.min(number - 1));
        info.prev = if before > 0 { to(before) } else { None };
        let beyond = way.edge_links == EdgeLinks::FromOtherPages;
        info.first = if beyond && number == 1 { None } else { to(1) };
        info.last = info.pages.filter(|pages| *pages > 0 && (!beyond || number < *pages)).and_then(to);
        let joint = if base.query.is_empty() { "" } else { "&" };
        let own = format!("{joint}{}={{page}}&{}={size}", way.number, way.size);
        info.template = Some(Link(format!("{}?{}{own}", base.path, base.query)));
        Ok(())
    }

    fn write(&self, way: &'static NumberPaging, _: &[&str]) -> ParametersResult {
        let number = to_wire(way, self.number).to_string();
        let query = vec![(&*way.number, number), (&*way.size, self.size.to_string())];
        Ok(PageParameters { query, range: None })
    }
}

impl PagingWay for NumberPaging {
    /// Responses by the row before have no links, which says nothing of what follows.
    fn complete(&'static self, page: &ReceivedPage<'_>, info: &mut PageInfo) -> Result<(), DecodeError> {
        if info.next.is_none() && AskedRows::of(page.url, self).is_some() {
            info.more = None;
        }
        Ok(())
    }

    /// Responses by the row before have no links. Without a link to the next page, its number is one more.
    fn next(&'static self, page: &ReceivedPage<'_>, _: &mut Trail) -> Result<Next, PagingError> {
        match AskedRows::of(page.url, self).filter(|_| page.info.next.is_none()) {
            Some(rows) => Ok(rows.next(page)?),
            None if !has_link(self, page) && has_more(self, page) => {
                let next = requested_number(self, page).saturating_add(1);
                let query = vec![(&*self.number, to_wire(self, next).to_string())];
                Ok(Next::Planned(PageParameters { query, range: None }))
            }
            None => page.by_link(),
        }
    }

    fn past_end(&self) -> Option<PastEnd> {
        Some(self.past_end)
    }
}

/// Whether responses link to the next page.
fn has_link(way: &NumberPaging, page: &ReceivedPage<'_>) -> bool {
    let templates = [way.links.as_ref(), way.meta.as_ref(), Some(page.envelope.template)];
    page.info.next.is_some() || templates.into_iter().flatten().any(|template| template.has(Slot::Next))
}

/// Whether a response without a link to the next page says that there is one.
fn has_more(way: &NumberPaging, page: &ReceivedPage<'_>) -> bool {
    let by_total = || {
        let size = page.parameter(&way.size).and_then(|text| text.parse().ok());
        // A server sends no more than its limit, whatever is asked for.
        let size = size.unwrap_or(u64::from(way.limits.size_default)).min(u64::from(way.limits.size_max));
        let before = requested_number(way, page).saturating_sub(1).saturating_mul(size);
        let shown = u64::try_from(page.items).unwrap_or(u64::MAX);
        page.info.total.is_some_and(|total| shown > 0 && before.saturating_add(shown) < total)
    };
    page.info.more.unwrap_or_else(by_total)
}

fn requested_number(way: &NumberPaging, page: &ReceivedPage<'_>) -> u64 {
    let number = page.parameter(&way.number).and_then(|text| text.parse().ok());
    number.map_or(1, |number| from_wire(way, number))
}

/// The number of a page, from 1, as requests and responses have it.
fn to_wire(way: &NumberPaging, number: u64) -> u64 {
    number.saturating_sub(1).saturating_add(way.first_number())
}

/// The number of a page, from 1, that requests and responses have as `number`.
fn from_wire(way: &NumberPaging, number: u64) -> u64 {
    number.saturating_sub(way.first_number()).saturating_add(1)
}
