//! Paging by the row before the page: deprecated, in addition to [paging by number](super::number).

use std::collections::BTreeMap;

use http::{HeaderName, HeaderValue};
use serde_json::{Value, value::RawValue};
use url::Url;

use super::follow::{Next, PageParameters, ParametersResult, ReceivedPage};
use super::read::PageReader;
use super::response::{Anchor, PageFacts, PageResponse};
use super::{NumberedPage, PageRequest};
use crate::codec::{DecodeError, json};
use crate::problem::Problem;
use crate::schema::check::{Fault, WHOLE};
use crate::style::{NumberPaging, Order, RowPaging, Slot};

/// The header that says of a way to page that it is deprecated (RFC 9745).
pub(crate) static DEPRECATION: HeaderName = HeaderName::from_static("deprecation");

/// Since when: styles do not say, so it is a date in the past.
const DEPRECATED: HeaderValue = HeaderValue::from_static("@0");

/// A page by its number, or by the row before it: what a request asks for under a way by number that has
/// [rows](crate::style::RowPaging) too.
///
/// ```
/// use housestyle::{NumberedOrRows, NumberedPage};
///
/// let page = NumberedOrRows::Numbered(NumberedPage { number: 2, size: 10 });
/// assert_eq!((page.size(), page.numbered().offset()), (10, 10));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NumberedOrRows {
    /// By its number.
    Numbered(NumberedPage),
    /// By the row before it. Deprecated.
    Rows(RowsPage),
}

impl NumberedOrRows {
    /// How many items the page has at most.
    #[must_use]
    pub const fn size(&self) -> u32 {
        match self {
            Self::Numbered(page) => page.size,
            Self::Rows(page) => page.size,
        }
    }

    /// The same page by number: that one, or the first of its size.
    #[must_use]
    pub const fn numbered(&self) -> NumberedPage {
        match self {
            Self::Numbered(page) => *page,
            Self::Rows(page) => NumberedPage { number: 1, size: page.size },
        }
    }

    /// Asks for a page by the row before it.
    pub fn set_rows(&mut self, page: RowsPage) {
        *self = Self::Rows(page);
    }

    /// Changes the number of the page.
    pub fn set_number(&mut self, number: u64) {
        *self = Self::Numbered(NumberedPage { number, size: self.size() });
    }

    /// Changes how many items the page has at most.
    pub const fn set_size(&mut self, size: u32) {
        match self {
            Self::Numbered(page) => page.size = size,
            Self::Rows(page) => page.size = size,
        }
    }
}

/// A page by the row before it: of the rows ordered by ([`field`](Self::field), id), both in
/// [`order`](Self::order), the first [`size`](Self::size) that come after ([`value`](Self::value), [`last`](Self::last)).
///
/// ```
/// use housestyle::RowsPage;
/// use housestyle::style::Order;
///
/// let page = RowsPage { last: Some(7), field: "id", value: None, order: Order::Ascending, size: 10 };
/// let rows: Vec<u64> = (1..100).filter(|id| Some(*id) > page.last).take(page.size as usize).collect();
/// assert_eq!(rows.first(), Some(&8));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowsPage {
    /// The id of the row before the page; `None` for the collection's first page.
    pub last: Option<u64>,
    /// The field that orders, one of those that the operation may be sorted by; the id's own name where only it does.
    pub field: &'static str,
    /// That field's value in the row before the page, as it was sent.
    pub value: Option<String>,
    /// The direction of both.
    pub order: Order,
    /// Items a page.
    pub size: u32,
}

impl PageRequest for NumberedOrRows {
    type Way = NumberPaging;

    fn first(way: &NumberPaging, ranges: &[&str]) -> Self {
        Self::Numbered(NumberedPage::first(way, ranges))
    }

    /// Rows are requested by any of their parameters, and without a number.
    fn read(way: &'static NumberPaging, request: &mut PageReader<'_>) -> Option<Self> {
        match &way.after_row {
            Some(rows) if rows.parameters().any(|wire| request.has(wire)) && !request.has(&way.number) => {
                RowsPage::read(way, rows, request).map(Self::Rows)
            }
            _ => NumberedPage::read(way, request).map(Self::Numbered),
        }
    }

    /// The body of a response by rows says nothing of the page.
    fn facts(&self, way: &'static NumberPaging) -> PageFacts {
        let page = match self {
            Self::Numbered(page) => return page.facts(way),
            Self::Rows(page) => page,
        };
        let wire = |rows: &'static RowPaging| if page.value.is_some() { &rows.value } else { &rows.id };
        let anchor = way.after_row.as_ref().map(|rows| Anchor::Parameter(wire(rows)));
        PageFacts { anchor, ..PageFacts::default() }
    }

    fn describe(&self, way: &'static NumberPaging, response: &mut PageResponse<'_>) -> Result<(), Problem> {
        match self {
            Self::Numbered(page) => return page.describe(way, response),
            Self::Rows(_) => response.headers.insert(&DEPRECATION, DEPRECATED),
        };
        Ok(())
    }

    fn write(&self, way: &'static NumberPaging, ranges: &[&str]) -> ParametersResult {
        let page = match self {
            Self::Numbered(page) => return page.write(way, ranges),
            Self::Rows(page) => page,
        };
        let refused = (&*way.number, "is the only way to name a page of this collection");
        let rows = way.after_row.as_ref().ok_or(refused)?;
        // The direction is always sent, so that the first page is asked for in this way too.
        let order = match page.order {
            Order::Ascending => "asc",
            Order::Descending => "desc",
        };
        let mut query = vec![(&*rows.direction, order.to_owned())];
        query.extend(rows.field.first().map(|field| (&**field, page.field.to_owned())));
        query.extend(page.value.clone().map(|value| (&*rows.value, value)));
        query.extend(page.last.map(|last| (&*rows.id, last.to_string())));
        query.push((&*way.size, page.size.to_string()));
        Ok(PageParameters { query, range: None })
    }
}

impl RowsPage {
    fn read(
        way: &'static NumberPaging,
        rows: &'static RowPaging,
        request: &mut PageReader<'_>,
    ) -> Option<Self> {
        let size = request.size(&way.size, &way.limits);
        let last = last(rows, request);
        let order = order(rows, request);
        let field = field(rows, request);
        let value = request.only(&rows.value);
        Some(Self { last: last?, field: field?, value: value?, order: order?, size: size? })
    }
}

/// The id of the row before.
fn last(rows: &'static RowPaging, request: &mut PageReader<'_>) -> Option<Option<u64>> {
    let Some(text) = request.only(&rows.id)? else { return Some(None) };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse().ok().filter(|_| digits) {
        Some(id) => Some(Some(id)),
        None => request.fault(&rows.id, &Fault::Type(WHOLE)),
    }
}

fn order(rows: &'static RowPaging, request: &mut PageReader<'_>) -> Option<Order> {
    match request.only(&rows.direction)?.as_deref() {
        None => Some(rows.default_order),
        Some("asc") => Some(Order::Ascending),
        Some("desc") => Some(Order::Descending),
        Some(_) => request.fault(&rows.direction, &Fault::Enum(vec!["asc".to_owned(), "desc".to_owned()])),
    }
}

/// The field that orders: the default, or one of those that the operation may be sorted by.
fn field(rows: &'static RowPaging, request: &mut PageReader<'_>) -> Option<&'static str> {
    let mut named: Option<(&'static str, String)> = None;
    for wire in rows.field.iter() {
        match (request.only(wire)?, &named) {
            (Some(_), Some((other, _))) => return request.conflict(wire, other),
            (Some(field), None) => named = Some((wire, field)),
            (None, _) => {}
        }
    }
    let Some((wire, field)) = named else { return Some(&rows.default_field) };
    let mut fields: Vec<&'static str> = vec![&rows.default_field];
    fields.extend(request.sort.iter().filter(|field| **field != rows.default_field));
    match fields.iter().find(|one| **one == field) {
        Some(field) => Some(field),
        None => request.fault(wire, &Fault::Enum(fields.into_iter().map(str::to_owned).collect())),
    }
}

/// What a client's request by rows asks for.
pub(super) struct AskedRows {
    rows: &'static RowPaging,
    /// The field that orders.
    field: String,
    /// Items a page.
    size: u64,
}

impl AskedRows {
    /// Returns `None` if the request asks for a page by its number.
    pub(super) fn of(url: &Url, way: &'static NumberPaging) -> Option<Self> {
        let rows = way.after_row.as_ref()?;
        let of =
            |wire: &str| url.query_pairs().find(|(key, _)| key == wire).map(|(_, text)| text.into_owned());
        let field = rows.field.iter().find_map(|wire| of(wire));
        if of(&way.number).is_some() || rows.parameters().all(|wire| of(wire).is_none()) {
            return None;
        }
        let asked = of(&way.size).and_then(|text| text.parse().ok());
        // A server sends no more than its limit, whatever is asked for.
        let size = asked.unwrap_or(u64::from(way.limits.size_default)).min(u64::from(way.limits.size_max));
        Some(Self { rows, field: field.unwrap_or_else(|| rows.default_field.to_string()), size })
    }

    /// The page after one: that of its last row, if it is full.
    ///
    /// # Errors
    /// If the last row does not have what the next page is named by.
    pub(super) fn next(&self, page: &ReceivedPage<'_>) -> Result<Next, DecodeError> {
        if (page.items as u64) < self.size || page.items == 0 {
            return Ok(Next::None);
        }
        let row = last_row(page)?;
        let mut query = vec![(&*self.rows.id, row.id)];
        if self.field != "id" {
            let value = row.attributes.get(&self.field).and_then(|value| plain(value));
            let missing = || page.error(format!("the last row has no `{}`, which orders", self.field));
            query.push((&*self.rows.value, value.ok_or_else(missing)?));
        }
        Ok(Next::Planned(PageParameters { query, range: None }))
    }
}

/// A row, as far as the next page is named by it.
#[derive(serde::Deserialize)]
struct Row {
    id: String,
    #[serde(default)]
    attributes: BTreeMap<String, Box<RawValue>>,
}

fn last_row(page: &ReceivedPage<'_>) -> Result<Row, DecodeError> {
    let no_row = || page.error("a list of resources was expected");
    let found = page.envelope.read(json::text(page.body))?;
    let items: Vec<Box<RawValue>> = found.value(Slot::Payload).ok_or_else(no_row)?;
    json::read(items.last().ok_or_else(no_row)?.get().as_bytes())
}

/// A value as a query has it; `None` if it is null, a list or an object.
fn plain(value: &RawValue) -> Option<String> {
    match json::read(value.get().as_bytes()).ok()? {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.get().to_owned()),
        _ => None,
    }
}
