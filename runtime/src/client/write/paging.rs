//! Pages and orders of collections, on their way into a request.

use http::header::RANGE;

use super::Writer;
use crate::jsonapi::SortField;
use crate::paging::{CursorPage, KeyRangePage, KeysetPage, NumberedOrRows, NumberedPage, RangePage};
use crate::style::{CursorPaging, Direction, KeysetPaging, NumberPaging, Order, Paging};

impl Writer {
    /// A page by its number.
    pub fn numbered(&mut self, paging: &'static Paging, page: &NumberedPage) {
        if let Paging::Number(NumberPaging { number, size, .. }) = paging {
            self.pair(number, &page.number.to_string());
            self.pair(size, &page.size.to_string());
        }
    }

    /// A page by its number, or by the row before it.
    pub fn numbered_or_rows(&mut self, paging: &'static Paging, page: &NumberedOrRows) {
        let page = match page {
            NumberedOrRows::Numbered(page) => return self.numbered(paging, page),
            NumberedOrRows::Rows(page) => page,
        };
        let Paging::Number(NumberPaging { number, size, after_row, .. }) = paging else { return };
        let Some(rows) = after_row else {
            return self.sending.refuse(number, "is the only way to name a page of this collection");
        };
        // The direction is there always, so that the first page is asked for this way too.
        let order = match page.order {
            Order::Ascending => "asc",
            Order::Descending => "desc",
        };
        self.pair(&rows.direction, order);
        if let Some(field) = rows.field.first() {
            self.pair(field, page.field);
        }
        if let Some(value) = &page.value {
            self.pair(&rows.value, value);
        }
        if let Some(last) = page.last {
            self.pair(&rows.id, &last.to_string());
        }
        self.pair(size, &page.size.to_string());
    }

    /// A page by a cursor; the collection's first where there is none.
    pub fn cursor(&mut self, paging: &'static Paging, page: &CursorPage) {
        if let Paging::Cursor(CursorPaging { before, after, size, .. }) = paging {
            let wire = match page.direction {
                Direction::Before => before,
                Direction::After => after,
            };
            if let Some(cursor) = &page.cursor {
                self.pair(wire, cursor);
            }
            self.pair(size, &page.size.to_string());
        }
    }

    /// The order of a collection; nothing where it is the usual one.
    pub fn sort(&mut self, fields: &[SortField]) {
        let Some(sort) = &self.sending.meta.api.style.sorting else { return };
        if fields.is_empty() {
            return;
        }
        let item = |field: &SortField| format!("{}{}", if field.descending { "-" } else { "" }, field.wire);
        self.pair(&sort.parameter, &fields.iter().map(item).collect::<Vec<_>>().join(","));
    }

    /// A page by the key of an item beside it; without one, the empty key.
    pub fn keyset(&mut self, paging: &'static Paging, page: &KeysetPage) {
        if let Paging::Keyset(KeysetPaging { before, after, size, .. }) = paging {
            let wire = match page.direction {
                Direction::Before => before,
                Direction::After => after,
            };
            self.pair(wire, page.anchor.as_deref().unwrap_or_default());
            self.pair(size, &page.size.to_string());
        }
    }

    /// A page by the positions of its items, in the header `Range`. The unit is the operation's.
    pub fn item_range(&mut self, paging: &'static Paging, page: &RangePage) {
        if let Paging::ItemRange(_) = paging {
            match page.text(self.sending.meta.unit()) {
                Some(range) => self.sending.header(RANGE.as_str(), &range),
                None => self.sending.refuse(RANGE.as_str(), "asks for a page of no items"),
            }
        }
    }

    /// A page by the keys of its items, in the header `Range`.
    pub fn key_range(&mut self, paging: &'static Paging, page: &KeyRangePage) {
        if let Paging::KeyRange(_) = paging {
            if !self.sending.meta.ranges.contains(&page.by.as_str()) {
                self.sending.refuse(RANGE.as_str(), "names no member that the operation orders by");
            }
            self.sending.header(RANGE.as_str(), &page.text());
        }
    }
}
