//! Paging by ranges of positions, those of RFC 9110 whatever the unit.

mod content_range;

use http::HeaderValue;
use http::header::CONTENT_RANGE;

use super::follow::{Next, PageParameters, PagingError, ParametersResult, ReceivedPage, Trail};
use super::range::{BLANKS, Unreadable, malformed, number, size, unit};
use super::read::PageReader;
use super::response::{PageFacts, PageResponse};
use super::{PageInfo, PageRequest, PagingWay};
use crate::codec::DecodeError;
use crate::problem::{Outcome, Problem};
use crate::style::{ItemRangePaging, PastEnd};
use crate::syntax::token::is_token;

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
    /// How many items to fetch, for SQL's `LIMIT`.
    #[must_use]
    pub const fn limit(&self) -> i64 {
        self.size as i64
    }

    /// How many items to skip in a set of `total`, for SQL's `OFFSET`; at most the greatest number of its type.
    #[must_use]
    pub const fn offset(&self, total: u64) -> i64 {
        let before = match self.start {
            RangeStart::At(position) => position,
            RangeStart::Last => total.saturating_sub(self.size as u64),
        };
        if before > i64::MAX as u64 { i64::MAX } else { before as i64 }
    }

    /// As the header `Range` has it: `users=0-19`, `users=-5`. Returns `None` for a page of no items, which has no text.
    #[must_use]
    pub fn text(&self, unit: &str) -> Option<String> {
        let more = u64::from(self.size.checked_sub(1)?);
        Some(match self.start {
            RangeStart::At(first) => format!("{unit}={first}-{}", first.saturating_add(more)),
            RangeStart::Last => format!("{unit}=-{}", self.size),
        })
    }

    /// Asks for the items from this position on.
    pub const fn set_position(&mut self, position: u64) {
        self.start = RangeStart::At(position);
    }

    /// Asks for the last `size` items.
    pub const fn set_last(&mut self, size: u32) {
        *self = Self { start: RangeStart::Last, size };
    }

    /// Changes how many items the page has at most.
    pub const fn set_size(&mut self, size: u32) {
        self.size = size;
    }
}

impl PageRequest for RangePage {
    type Way = ItemRangePaging;

    fn first(way: &ItemRangePaging, _: &[&str]) -> Self {
        Self { start: RangeStart::At(0), size: way.limits.size_default }
    }

    /// The first page if there is no `Range`, or one in another unit.
    fn read(way: &'static ItemRangePaging, request: &mut PageReader<'_>) -> Option<Self> {
        let ranges = request.ranges;
        let asked = request.range(&way.limits, |text| read(text, unit(ranges), way))?;
        Some(asked.unwrap_or_else(|| Self::first(way, &[])))
    }

    fn facts(&self, _: &'static ItemRangePaging) -> PageFacts {
        PageFacts { size: Some(self.size), ..PageFacts::default() }
    }

    /// If the handler set no total, it is known all the same once the end has been seen: a page that is not full is taken
    /// to be the last, unless the handler says that there is more.
    fn describe(
        &self,
        way: &'static ItemRangePaging,
        response: &mut PageResponse<'_>,
    ) -> Result<(), Problem> {
        let unit = unit(response.ranges);
        let full = response.is_full(self.size);
        let shown = u64::try_from(response.shown).unwrap_or(u64::MAX);
        let info = &mut *response.info;
        let last_seen = !info.more.unwrap_or(full);
        let first = match self.start {
            RangeStart::At(first) => Some(first),
            RangeStart::Last => info.total.map(|total| total.saturating_sub(u64::from(self.size))),
        };
        let end = first.map(|first| first.saturating_add(shown));
        info.total = match (info.total, end) {
            // The set has grown since it was counted.
            (Some(total), Some(end)) if shown > 0 => Some(total.max(end)),
            (None, Some(end)) if last_seen && (shown > 0 || end == 0) => Some(end),
            (total, _) => total,
        };
        let total = info.total;
        info.more = Some(end.zip(total).map_or(!last_seen, |(end, total)| end < total));
        let (Some(first), Some(end)) = (first, end) else { return Err(past_end(unit, total)) };
        if shown == 0 && total != Some(0) && (first > 0 || self.size == 0) {
            match way.past_end {
                PastEnd::Empty => {}
                PastEnd::NotFound => return Err(Problem::not_found()),
                PastEnd::RangeNotSatisfiable => return Err(past_end(unit, total)),
            }
        }
        let whole = shown == 0 || first == 0 && total == Some(end);
        response.set_extent(whole, way.without_range);
        let known = total.map_or_else(|| "*".to_owned(), |total| total.to_string());
        if shown > 0 {
            response.header(CONTENT_RANGE, format!("{unit} {first}-{}/{known}", end - 1));
        } else if total.is_some() {
            response.header(CONTENT_RANGE, format!("{unit} */{known}"));
        }
        Ok(())
    }

    fn write(&self, _: &'static ItemRangePaging, ranges: &[&str]) -> ParametersResult {
        let range = self.text(unit(ranges)).ok_or(("range", "asks for a page of no items"))?;
        Ok(PageParameters { query: Vec::new(), range: Some(range) })
    }
}

impl PagingWay for ItemRangePaging {
    fn complete(&'static self, page: &ReceivedPage<'_>, info: &mut PageInfo) -> Result<(), DecodeError> {
        let span = page.span(self)?;
        info.total = span.total.or(info.total);
        info.more = span.more(page.full(self));
        Ok(())
    }

    /// A client goes on at the position after the last item.
    fn next(&'static self, page: &ReceivedPage<'_>, trail: &mut Trail) -> Result<Next, PagingError> {
        let span = page.span(self)?;
        let full = *trail.full.get_or_insert_with(|| page.full(self).unwrap_or(span.count));
        let asked = page.asked();
        let start = asked.start.unwrap_or(span.first);
        let goes_on = span.more(Some(full)) != Some(false);
        if goes_on && span.end() <= start {
            return Err(PagingError::Loop);
        }
        if span.count > 0 && span.first > start {
            let reason = format!("begins at position {}, and {start} was asked for", span.first);
            return Err(page.error(reason).into());
        }
        // A server that ignores `Range` sends what was there before as well.
        let skip = start.saturating_sub(span.first).min(span.count);
        trail.skip = usize::try_from(skip).unwrap_or(usize::MAX);
        if !goes_on {
            return Ok(Next::None);
        }
        let size = u32::try_from(asked.size.unwrap_or(span.count)).unwrap_or(u32::MAX).max(1);
        let range = RangePage { start: RangeStart::At(span.end()), size }.text(unit(page.ranges));
        Ok(Next::Planned(PageParameters { query: Vec::new(), range }))
    }

    fn past_end(&self) -> Option<PastEnd> {
        Some(self.past_end)
    }
}

/// The problem of a range that does not exist.
fn past_end(unit: &str, total: Option<u64>) -> Problem {
    let problem = Problem::new(Outcome::RangeNotSatisfiable);
    let span = total.and_then(|total| HeaderValue::try_from(format!("{unit} */{total}")).ok());
    match span {
        Some(span) => problem.header(CONTENT_RANGE, span),
        None => problem,
    }
}

/// A range of positions: `users=0-19`, `users=20-`, `users=-5`. Returns `None` for one of another unit, which is ignored
/// (RFC 9110 §14.2). An open end is as far as a page may go.
pub(super) fn read(text: &str, unit: &str, way: &ItemRangePaging) -> Result<Option<RangePage>, Unreadable> {
    let like = || format!("must be like {unit}=0-{}", way.limits.size_default.max(1) - 1);
    let (named, set) = match text.trim_matches(BLANKS).split_once('=') {
        Some((named, set)) if is_token(named) => (named, set),
        _ => return malformed(like()),
    };
    if !named.eq_ignore_ascii_case(unit) {
        return Ok(None);
    }
    let mut specs = set.split(',').map(|spec| spec.trim_matches(BLANKS)).filter(|spec| !spec.is_empty());
    let (Some(spec), again) = (specs.next(), specs.next().is_some()) else { return malformed(like()) };
    if again {
        return malformed("must be one range");
    }
    let Some((first, last)) = spec.split_once('-') else { return malformed(like()) };
    let (start, wanted) = match (number(first), number(last)) {
        (Some(first), Some(last)) if last < first => return malformed("must end after it begins"),
        (Some(first), Some(last)) => (RangeStart::At(first), (last - first).saturating_add(1)),
        (Some(first), None) if last.is_empty() => (RangeStart::At(first), u64::from(way.limits.size_max)),
        (None, Some(last)) if first.is_empty() => (RangeStart::Last, last),
        _ => return malformed(like()),
    };
    Ok(Some(RangePage { start, size: size(wanted, &way.limits)? }))
}
