//! Links of a page to its neighbours: with the path that the client sent, all other query parameters kept, and under
//! the host where the style has links absolute.

use http::{HeaderName, HeaderValue};
use url::form_urlencoded;

use crate::codec::param::push_pair;
use crate::paging::{CursorPage, KeysetPage, NumberedPage, PageInfo, pages_of};
use crate::style::{CursorPaging, Direction, EdgeLinks, KeysetPaging, NumberPaging, Paging, PastEnd};
use crate::value::Link;

use crate::server::pipeline::request::Request;

/// The header that says of a way to page that it is going (RFC 9745).
pub(crate) static DEPRECATION: HeaderName = HeaderName::from_static("deprecation");

/// Since when: styles do not say, so it is a date in the past.
pub(crate) const DEPRECATED: HeaderValue = HeaderValue::from_static("@0");

/// What a page's links begin with: the path, and the query parameters that are not the paging's own.
struct Base {
    path: String,
    query: String,
}

impl Base {
    fn of(request: &Request, own: &[&str]) -> Self {
        let mut query = String::new();
        for (wire, value) in form_urlencoded::parse(request.head.parts.uri.query().unwrap_or("").as_bytes()) {
            // A key does not belong into bodies, though it came in the query.
            if !own.contains(&&*wire) && !request.head.secrets.in_query(&wire) {
                push_pair(&mut query, "&", &wire, &value);
            }
        }
        Self { path: request.head.address.url(), query }
    }

    /// With more parameters.
    fn with(&self, pairs: &[(&str, &str)]) -> Link {
        let mut query = self.query.clone();
        pairs.iter().for_each(|(wire, value)| push_pair(&mut query, "&", wire, value));
        Link(format!("{}?{query}", self.path))
    }
}

/// Completes the description of a numbered page of `shown` items. Returns `false` if the set has no such page.
pub(crate) fn numbered(
    info: &mut PageInfo,
    request: &Request,
    paging: &Paging,
    page: NumberedPage,
    shown: usize,
) -> bool {
    let page = NumberedPage { number: page.number.max(1), ..page };
    let Paging::Number(NumberPaging { number: wire, size: size_wire, past_end, edge_links, .. }) = paging
    else {
        return true;
    };
    info.pages = info.pages.or_else(|| info.total.map(|total| pages_of(total, page.size)));
    let past = info.pages.is_some_and(|pages| pages > 0 && page.number > pages);
    if past && *past_end == PastEnd::NotFound {
        return false;
    }
    let base = Base::of(request, &[wire, size_wire]);
    let size = page.size.to_string();
    let to = |number: u64| Some(base.with(&[(wire, &number.to_string()), (size_wire, &size)]));
    let full = is_full(shown, page.size);
    let more = info.pages.map(|pages| page.number < pages).or(info.more).unwrap_or(full);
    info.own = to(page.number);
    info.next = if more { to(page.number.saturating_add(1)) } else { None };
    let before = info.pages.map_or(page.number - 1, |pages| pages.min(page.number - 1));
    info.prev = if before > 0 { to(before) } else { None };
    let beyond = *edge_links == EdgeLinks::FromOtherPages;
    info.first = if beyond && page.number == 1 { None } else { to(1) };
    info.last = info.pages.filter(|pages| *pages > 0 && (!beyond || page.number < *pages)).and_then(to);
    let joint = if base.query.is_empty() { "" } else { "&" };
    let template = format!("{}?{}{joint}{wire}={{page}}&{size_wire}={size}", base.path, base.query);
    info.template = Some(Link(template));
    true
}

/// Completes the description of a page by cursor.
pub(crate) fn cursor(info: &mut PageInfo, request: &Request, paging: &Paging, page: &CursorPage) {
    let Paging::Cursor(CursorPaging { before, after, size: size_wire, .. }) = paging else { return };
    let base = Base::of(request, &[before, after, size_wire]);
    let size = page.size.to_string();
    let to = |wire: &str, cursor: &str| Some(base.with(&[(size_wire, &size), (wire, cursor)]));
    let first = || Some(base.with(&[(size_wire, &size)]));
    let asked = if page.direction == Direction::Before { before } else { after };
    info.own = page.cursor.as_deref().map_or_else(first, |cursor| to(asked, cursor));
    info.first = first();
    info.prev = info.prev_cursor.as_deref().and_then(|cursor| to(before, cursor));
    info.next = info.next_cursor.as_deref().and_then(|cursor| to(after, cursor));
}

/// Completes the description of a page by key, whose items begin and end with these keys.
///
/// `own` of a page without anchor is relative to its first item. `next` goes on from the last item, `prev` back
/// from the first; back there may be nothing.
pub(crate) fn keyset(
    info: &mut PageInfo,
    request: &Request,
    paging: &Paging,
    page: &KeysetPage,
    shown: usize,
    ends: Option<(String, String)>,
) {
    let Paging::Keyset(KeysetPaging { before, after, size: size_wire, .. }) = paging else { return };
    let base = Base::of(request, &[before, after, size_wire]);
    let size = page.size.to_string();
    let to = |wire: &str, key: &str| Some(base.with(&[(size_wire, &size), (wire, key)]));
    let (onward, back) = match page.direction {
        Direction::Before => (before, after),
        Direction::After => (after, before),
    };
    let (first, last) = ends.unzip();
    let full = is_full(shown, page.size);
    info.own = to(onward, page.anchor.as_deref().or(first.as_deref()).unwrap_or(""));
    info.next = last.filter(|_| info.more.unwrap_or(full)).and_then(|key| to(onward, &key));
    info.prev = first.and_then(|key| to(back, &key));
    info.first = to(onward, "");
}

/// If nothing is known of the set, a full page is assumed to have a next one, so that no item is lost.
pub(crate) fn is_full(shown: usize, size: u32) -> bool {
    u64::try_from(shown).is_ok_and(|shown| shown >= u64::from(size))
}
