//! Reads the requested page.

use std::borrow::Cow;

use serde_json::Value;

use super::Reader;
use super::faults::violation;
use crate::paging::{CursorPage, KeysetPage, NumberedOrRows, NumberedPage, RowsPage};
use crate::schema::check::{COUNT, Fault, Violation, ViolationKind, WHOLE};
use crate::style::{
    CursorPaging, Direction, EchoPart, KeysetPaging, NumberPaging, Order, Oversize, Paging, RowPaging,
};

use crate::server::pipeline::request::RequestedPage;

impl Reader<'_> {
    /// Reads a page by number, from 1. Size and number are optional.
    pub fn numbered(&mut self, paging: &'static Paging) -> Option<NumberedPage> {
        let Paging::Number(NumberPaging { number: wire, size: size_wire, .. }) = paging else {
            let page = NumberedPage::first(paging);
            self.details.page = Some(RequestedPage::Numbered(paging, page));
            return Some(page);
        };
        let number = self.count(wire, 1, u64::MAX);
        let size = self.size(paging, size_wire);
        let page = NumberedPage { number: number?, size: size? };
        self.echo(EchoPart::Query, wire, || page.number.into());
        self.echo(EchoPart::Query, size_wire, || page.size.into());
        self.details.page = Some(RequestedPage::Numbered(paging, page));
        Some(page)
    }

    /// Reads a page by the key of an adjacent item. An empty key is the first page; if both keys are present, the
    /// second is reported.
    pub fn keyset(&mut self, paging: &'static Paging) -> Option<KeysetPage> {
        let first = KeysetPage::first(paging);
        let Paging::Keyset(KeysetPaging { before, after, size: size_wire, .. }) = paging else {
            return Some(first);
        };
        let size = self.size(paging, size_wire);
        let earlier = self.only(before);
        let later = self.only(after);
        let (size, earlier, later) = (size?, earlier?, later?);
        let (direction, anchor) = match (earlier, later) {
            (Some(_), Some(_)) => {
                return self.conflict(after, before);
            }
            (Some(anchor), None) => (Direction::Before, anchor),
            (None, Some(anchor)) => (Direction::After, anchor),
            (None, None) => (first.direction, String::new()),
        };
        let wire = if direction == Direction::Before { before } else { after };
        self.echo(EchoPart::Query, size_wire, || size.into());
        self.echo(EchoPart::Query, wire, || Value::from(anchor.as_str()));
        let anchor = (!anchor.is_empty()).then_some(anchor);
        let page = KeysetPage { direction, anchor, size };
        self.details.page = Some(RequestedPage::Keyset(paging, page.clone()));
        Some(page)
    }

    /// Reads a page by number, or by row if the style has [rows](crate::style::RowPaging) and the request has one of their
    /// parameters but no number.
    pub fn numbered_or_rows(&mut self, paging: &'static Paging) -> Option<NumberedOrRows> {
        let Paging::Number(NumberPaging { number, size, after_row: Some(rows), .. }) = paging else {
            return self.numbered(paging).map(NumberedOrRows::Numbered);
        };
        let asked = rows.parameters().any(|wire| self.has(wire));
        if asked && !self.has(number) {
            return self.rows(paging, rows, size).map(NumberedOrRows::Rows);
        }
        self.numbered(paging).map(NumberedOrRows::Numbered)
    }

    fn rows(
        &mut self,
        paging: &'static Paging,
        rows: &'static RowPaging,
        size: &'static str,
    ) -> Option<RowsPage> {
        let size = self.size(paging, size);
        let last = self.row(&rows.id);
        let order = self.order(rows);
        let field = self.ordering(rows);
        let value = self.only(&rows.value);
        let page = RowsPage { last: last?, field: field?, value: value?, order: order?, size: size? };
        self.details.page = Some(RequestedPage::Rows(paging, page.clone()));
        Some(page)
    }

    /// Reads the id of a row.
    fn row(&mut self, wire: &'static str) -> Option<Option<u64>> {
        let Some(text) = self.only(wire)? else { return Some(None) };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse().ok().filter(|_| digits) {
            Some(id) => Some(Some(id)),
            None => self.fault(wire, &Fault::Type(WHOLE)),
        }
    }

    fn order(&mut self, rows: &'static RowPaging) -> Option<Order> {
        match self.only(&rows.direction)?.as_deref() {
            None => Some(rows.default_order),
            Some("asc") => Some(Order::Ascending),
            Some("desc") => Some(Order::Descending),
            Some(_) => self.fault(&rows.direction, &Fault::Enum(vec!["asc".to_owned(), "desc".to_owned()])),
        }
    }

    /// Reads the field to sort by: the default, or one of the operation's.
    fn ordering(&mut self, rows: &'static RowPaging) -> Option<&'static str> {
        let mut named: Option<(&'static str, String)> = None;
        for wire in rows.field.iter() {
            match (self.only(wire)?, &named) {
                (Some(_), Some((other, _))) => return self.conflict(wire, other),
                (Some(field), None) => named = Some((wire, field)),
                (None, _) => {}
            }
        }
        let Some((wire, field)) = named else { return Some(&rows.default_field) };
        let mut fields: Vec<&'static str> = vec![&rows.default_field];
        fields.extend(self.head.operation.sort.iter().filter(|field| **field != rows.default_field));
        match fields.iter().find(|one| **one == field) {
            Some(field) => Some(field),
            None => {
                let fields = fields.into_iter().map(str::to_owned).collect();
                self.fault(wire, &Fault::Enum(fields))
            }
        }
    }

    /// Reads a page by cursor; without one, the first page.
    pub fn cursor(&mut self, paging: &'static Paging) -> Option<CursorPage> {
        let Paging::Cursor(CursorPaging { before, after, size: size_wire, .. }) = paging else {
            return Some(CursorPage::first(paging));
        };
        let size = self.size(paging, size_wire);
        let earlier = self.only(before);
        let later = self.only(after);
        let (size, earlier, later) = (size?, earlier?, later?);
        let (direction, wire, cursor) = match (earlier, later) {
            (Some(_), Some(_)) => return self.conflict(after, before),
            (Some(cursor), None) => (Direction::Before, before, Some(cursor)),
            (None, cursor) => (Direction::After, after, cursor),
        };
        if cursor.as_deref() == Some("") {
            return self.fault(wire, &Fault::Unlike("is not a cursor".to_owned()));
        }
        self.echo(EchoPart::Query, size_wire, || size.into());
        if let Some(cursor) = &cursor {
            self.echo(EchoPart::Query, wire, || Value::from(cursor.as_str()));
        }
        let page = CursorPage { direction, cursor, size };
        self.details.page = Some(RequestedPage::Cursor(paging, page.clone()));
        Some(page)
    }

    fn size(&mut self, paging: &'static Paging, wire: &'static str) -> Option<u32> {
        let most = match paging.limits().oversize {
            Oversize::Clamp => u64::MAX,
            Oversize::Reject => u64::from(paging.limits().size_max),
        };
        let size = self.count(wire, u64::from(paging.limits().size_default), most)?;
        Some(u32::try_from(size).unwrap_or(u32::MAX).min(paging.limits().size_max))
    }

    /// Reads an integer from 1 to `most`. One that is too large for the type counts as its maximum.
    fn count(&mut self, wire: &'static str, default: u64, most: u64) -> Option<u64> {
        let Some(text) = self.only(wire)? else { return Some(default) };
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let count = if digits { Some(text.parse().unwrap_or(u64::MAX)) } else { None };
        match count {
            Some(count) if (1..=most).contains(&count) => Some(count),
            Some(0) => self.fault(wire, &Fault::Small("1".to_owned(), false)),
            Some(_) => self.fault(wire, &Fault::Big(most.to_string(), false)),
            None => self.fault(wire, &Fault::Type(COUNT)),
        }
    }

    /// Records a fault of a parameter.
    fn fault<T>(&mut self, wire: &'static str, fault: &Fault) -> Option<T> {
        self.refuse(Violation::new(fault, "", None).of(Some(wire)));
        None
    }

    fn conflict<T>(&mut self, wire: &'static str, other: &'static str) -> Option<T> {
        let message = format!("cannot be given together with {other}");
        let mut found = violation(wire, ViolationKind::Constraint, "conflicting", message);
        found.wording = found.wording.map(|wording| wording.placeholder("other", other));
        self.refuse(found);
        None
    }

    /// Returns whether a query parameter is present.
    fn has(&self, wire: &str) -> bool {
        self.query.as_ref().is_some_and(|query| query.of(wire).next().is_some())
    }

    /// Returns the text of a query parameter that must not be repeated.
    fn only(&mut self, wire: &'static str) -> Option<Option<String>> {
        let mut values = self.query.as_ref()?.of(wire);
        let (value, again) = (values.next(), values.next().is_some());
        drop(values);
        if again {
            return self.fault(wire, &Fault::Repeated);
        }
        match value.map(|value| value.decode()).transpose() {
            Ok(text) => Some(text.map(Cow::into_owned)),
            Err(fault) => self.fault(wire, &fault),
        }
    }
}
