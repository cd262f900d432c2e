//! Paging by offset.

use super::follow::{Next, PageParameters, PagingError, ParametersResult, ReceivedPage, Trail};
use super::number::pages_of;
use super::read::PageReader;
use super::response::{PageFacts, PageResponse};
use super::{PageRequest, PagingWay};
use crate::problem::Problem;
use crate::style::{OffsetPaging, PastEnd, Slot};

/// A page by how many items come before it.
///
/// ```
/// use housestyle::OffsetPage;
///
/// let page = OffsetPage { offset: 40, size: 20 };
/// let sql = format!("SELECT * FROM patients LIMIT {} OFFSET {}", page.limit(), page.skip());
/// assert_eq!(sql, "SELECT * FROM patients LIMIT 20 OFFSET 40");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OffsetPage {
    /// How many items come before the page.
    pub offset: u64,
    /// Items a page.
    pub size: u32,
}

impl OffsetPage {
    /// How many items to fetch, for SQL's `LIMIT`.
    #[must_use]
    pub const fn limit(&self) -> i64 {
        self.size as i64
    }

    /// How many items to skip, for SQL's `OFFSET`; at most the greatest number of its type.
    #[must_use]
    pub const fn skip(&self) -> i64 {
        if self.offset > i64::MAX as u64 { i64::MAX } else { self.offset as i64 }
    }

    /// Changes how many items come before the page.
    pub const fn set_offset(&mut self, offset: u64) {
        self.offset = offset;
    }

    /// Changes how many items the page has at most.
    pub const fn set_size(&mut self, size: u32) {
        self.size = size;
    }
}

impl PageRequest for OffsetPage {
    type Way = OffsetPaging;

    fn first(way: &OffsetPaging, _: &[&str]) -> Self {
        Self { offset: 0, size: way.limits.size_default }
    }

    fn read(way: &'static OffsetPaging, request: &mut PageReader<'_>) -> Option<Self> {
        let offset = request.count(&way.offset, 0, 0, u64::MAX);
        let size = request.size(&way.size, &way.limits);
        let page = Self { offset: offset?, size: size? };
        request.echo(&way.offset, page.offset);
        request.echo(&way.size, page.size);
        Some(page)
    }

    fn facts(&self, _: &'static OffsetPaging) -> PageFacts {
        PageFacts { offset: Some(self.offset), size: Some(self.size), ..PageFacts::default() }
    }

    fn describe(&self, way: &'static OffsetPaging, response: &mut PageResponse<'_>) -> Result<(), Problem> {
        let full = response.is_full(self.size);
        let PageResponse { info, links, .. } = response;
        let (offset, size) = (self.offset, u64::from(self.size));
        info.pages = info.pages.or_else(|| info.total.map(|total| pages_of(total, self.size)));
        let is_past = info.total.is_some_and(|total| total > 0 && offset >= total);
        if is_past && way.past_end == PastEnd::NotFound {
            return Err(Problem::not_found());
        }
        let base = links.without(&[&way.offset, &way.size]);
        let to = |offset: u64, size: u64| {
            Some(base.with(&[(&way.offset, &offset.to_string()), (&way.size, &size.to_string())]))
        };
        let after = offset.saturating_add(size);
        let more = info.total.map(|total| after < total).or(info.more).unwrap_or(full);
        info.own = to(offset, size);
        info.next = if more { to(after, size) } else { None };
        info.more = Some(more);
        // The page before a page near the start is shorter, so that no item is on both.
        info.prev = if offset > 0 { to(offset.saturating_sub(size), size.min(offset)) } else { None };
        info.first = to(0, size);
        let last = info.total.filter(|total| *total > 0).map(|total| (total - 1) / size.max(1) * size);
        info.last = last.and_then(|offset| to(offset, size));
        Ok(())
    }

    fn write(&self, way: &'static OffsetPaging, _: &[&str]) -> ParametersResult {
        let query = vec![(&*way.offset, self.offset.to_string()), (&*way.size, self.size.to_string())];
        Ok(PageParameters { query, range: None })
    }
}

impl PagingWay for OffsetPaging {
    /// Without a link to the next page, its offset is that of the item after the last one received.
    fn next(&'static self, page: &ReceivedPage<'_>, _: &mut Trail) -> Result<Next, PagingError> {
        if has_link(self, page) {
            return page.by_link(self.meta.as_ref());
        }
        let requested = page.parameter(&self.offset).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
        let after = requested.saturating_add(u64::try_from(page.items).unwrap_or(u64::MAX));
        let has_items = page.items > 0;
        let by_total = page.info.total.map(|total| has_items && after < total);
        match page.info.more.or(by_total).unwrap_or(has_items) {
            true if page.items == 0 => Err(page.error("there are more items, but the page is empty").into()),
            true => {
                let query = vec![(&*self.offset, after.to_string())];
                Ok(Next::Planned(PageParameters { query, range: None }))
            }
            false => Ok(Next::None),
        }
    }

    fn past_end(&self) -> Option<PastEnd> {
        Some(self.past_end)
    }
}

/// Whether responses link to the next page.
fn has_link(way: &OffsetPaging, page: &ReceivedPage<'_>) -> bool {
    let templates = [way.links.as_ref(), way.meta.as_ref(), Some(page.envelope.template)];
    let in_body = templates.into_iter().flatten().any(|template| template.has(Slot::Next));
    page.info.next.is_some() || in_body || way.link_header.is_some()
}
