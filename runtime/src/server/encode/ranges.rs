//! The headers of a range (RFC 9110 §14), and of the next.

use http::header::{ACCEPT_RANGES, CONTENT_RANGE};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::api::{OperationMeta, UndeclaredError};
use crate::paging::{KeyBound, KeyRangePage, PageInfo, RangePage, RangeStart, key_text};
use crate::problem::{Outcome, Problem};
use crate::style::{ItemRangePaging, KeyRangePaging, Order, Paging, PastEnd, WithoutRange};

use crate::server::encode::page_links::is_full;

/// How a response describes its range.
#[derive(Debug)]
pub(crate) struct RangeResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Whether it is the whole set.
    pub(crate) whole: bool,
}

impl RangeResponse {
    /// With the status of a part where it is one: always where a range was asked for, else as the style has it.
    fn new(operation: &OperationMeta, whole: bool, asked: bool, without_range: WithoutRange) -> Self {
        let style = operation.api.style;
        let partial = style.response_to(Outcome::Partial).status;
        let is_part = !whole && (asked || without_range == WithoutRange::Partial);
        let status = match operation.status {
            _ if is_part => partial,
            declared if declared == partial => style.response_to(Outcome::Ok).status,
            declared => declared,
        };
        Self { status, headers: HeaderMap::new(), whole }
    }

    fn header(&mut self, wire: HeaderName, text: String) {
        if let Ok(value) = HeaderValue::try_from(text) {
            self.headers.insert(wire, value);
        }
    }
}

/// A page by positions of `shown` items. Completes what the handler set for the set.
///
/// If it set no total, one is known all the same once the end has been seen: a page that is not full is taken to be the
/// last, unless the handler says that there is more.
///
/// # Errors
/// If the range is past the end, and the style has no empty page for that; or it is counted from an end that the handler
/// does not know.
pub(crate) fn items(
    operation: &OperationMeta,
    info: &mut PageInfo,
    paging: &Paging,
    (page, asked): (RangePage, bool),
    shown: usize,
) -> Result<RangeResponse, Problem> {
    let Paging::ItemRange(ItemRangePaging { past_end, without_range, .. }) = paging else {
        return Ok(RangeResponse::new(operation, true, asked, WithoutRange::Ok));
    };
    let unit = operation.unit();
    let full = is_full(shown, page.size);
    let shown = u64::try_from(shown).unwrap_or(u64::MAX);
    let last_seen = !info.more.unwrap_or(full);
    let first = match page.start {
        RangeStart::At(first) => Some(first),
        RangeStart::Last => info.total.map(|total| total.saturating_sub(u64::from(page.size))),
    };
    let end = first.map(|first| first.saturating_add(shown));
    info.total = match (info.total, end) {
        // The set has grown since it was counted.
        (Some(total), Some(end)) if shown > 0 => Some(total.max(end)),
        (None, Some(end)) if last_seen && (shown > 0 || end == 0) => Some(end),
        (total, _) => total,
    };
    info.more = Some(end.zip(info.total).map_or(!last_seen, |(end, total)| end < total));
    let (Some(first), Some(end)) = (first, end) else { return Err(past(unit, info.total)) };
    let span = match info.total {
        _ if shown > 0 => Some(format!("{unit} {first}-{}/", end - 1)),
        Some(total) => Some(format!("{unit} */{total}")),
        None => None,
    };
    if shown == 0 && info.total != Some(0) && (first > 0 || page.size == 0) {
        match past_end {
            PastEnd::Empty => {}
            PastEnd::NotFound => return Err(Problem::not_found()),
            PastEnd::RangeNotSatisfiable => return Err(past(unit, info.total)),
        }
    }
    let whole = shown == 0 || first == 0 && info.total == Some(end);
    let mut response = RangeResponse::new(operation, whole, asked, *without_range);
    response.headers.insert(ACCEPT_RANGES, accepted(operation));
    if let Some(mut span) = span {
        if shown > 0 {
            span.push_str(&info.total.map_or_else(|| "*".to_owned(), |total| total.to_string()));
        }
        response.header(CONTENT_RANGE, span);
    }
    Ok(response)
}

/// The problem of a range that does not exist.
fn past(unit: &str, total: Option<u64>) -> Problem {
    let problem = Problem::new(Outcome::RangeNotSatisfiable);
    let span = total.and_then(|total| HeaderValue::try_from(format!("{unit} */{total}")).ok());
    match span {
        Some(span) => problem.header(CONTENT_RANGE, span),
        None => problem,
    }
}

/// A page by keys of `shown` items, the first and the last of which have the keys of `ends`.
pub(crate) fn keys(
    operation: &OperationMeta,
    info: &mut PageInfo,
    paging: &Paging,
    (page, asked): (&KeyRangePage, bool),
    shown: usize,
    ends: Option<(String, String)>,
) -> RangeResponse {
    let Paging::KeyRange(KeyRangePaging { default_order, next_header, without_range, .. }) = paging else {
        return RangeResponse::new(operation, true, asked, WithoutRange::Ok);
    };
    let more = info.more.unwrap_or_else(|| is_full(shown, page.size)) && ends.is_some();
    info.more = Some(more);
    let mut response = RangeResponse::new(operation, !more, asked, *without_range);
    response.headers.insert(ACCEPT_RANGES, accepted(operation));
    let Some((first, last)) = ends else { return response };
    let span = format!("{} {}..{}", page.by, key_text(&first), key_text(&last));
    response.header(CONTENT_RANGE, span);
    if let (true, Ok(wire)) = (more, HeaderName::try_from(&**next_header)) {
        let mut page = page.clone();
        let bound = Some(KeyBound { key: last, inclusive: false });
        match page.order {
            Order::Ascending => page.from = bound,
            Order::Descending => page.to = bound,
        }
        response.header(wire, page.text_beside(*default_order));
    }
    response
}

/// The value of `Accept-Ranges`.
fn accepted(operation: &OperationMeta) -> HeaderValue {
    let text = match operation.paging {
        Some(Paging::KeyRange(_)) => operation.ranges.join(", "),
        _ => operation.unit().to_owned(),
    };
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("none"))
}

/// Adds the ranges that the operation has to a problem of a range.
pub(crate) fn advised(failure: UndeclaredError, operation: &OperationMeta) -> UndeclaredError {
    let ranges = operation.paging.is_some_and(|paging| !paging.wraps());
    match failure {
        UndeclaredError::Problem(mut problem)
            if ranges
                && matches!(problem.outcome, Outcome::MalformedRange | Outcome::RangeNotSatisfiable) =>
        {
            problem.headers.entry(ACCEPT_RANGES).or_insert_with(|| accepted(operation));
            UndeclaredError::Problem(problem)
        }
        other => other,
    }
}
