//! Ways to page.

use serde::Serialize;

use super::Template;
use crate::style::{Direction, Ends, Order, Oversize, PastEnd, Unasked};

/// A way to page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paging {
    /// The mechanism.
    pub kind: PagingKind,
    /// The template of the slot `meta`; that slot itself, which no page fills, where the way has none.
    pub meta: Template,
    /// The template of the slot `links`; that slot itself, which no page fills, where the way has none.
    pub links: Template,
    /// Items a page where none are asked for.
    pub size_default: u32,
    /// Most items a page.
    pub size_max: u32,
    /// What a larger size is.
    pub oversize: Oversize,
}

impl Paging {
    /// Whether it asks in the query, and tells in the body; the others do both in headers.
    #[must_use]
    pub const fn wraps(&self) -> bool {
        match self.kind {
            PagingKind::Number { .. } | PagingKind::Keyset { .. } | PagingKind::Cursor { .. } => true,
            PagingKind::ItemRange { .. } | PagingKind::KeyRange { .. } => false,
        }
    }
}

/// A mechanism of paging.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum PagingKind {
    /// By a page's number, from 1.
    Number {
        /// The parameter for the number.
        number: String,
        /// The parameter for the page's size.
        size: String,
        /// What a number past the last page is, in a set that is not empty.
        past_end: PastEnd,
        /// When its pages link to the first and the last.
        ends: Ends,
        /// The way by rows that may be asked for in place of a number.
        rows: Option<Rows>,
    },
    /// By a cursor: opaque text of the server's, which an answer's links carry.
    Cursor {
        /// The parameter for items before.
        before: String,
        /// The parameter for items after.
        after: String,
        /// The parameter for the page's size.
        size: String,
    },
    /// By the key of an item: strictly before it, descending, or strictly after it, ascending.
    Keyset {
        /// The parameter for items before.
        before: String,
        /// The parameter for items after.
        after: String,
        /// The parameter for the page's size.
        size: String,
        /// The item's members that order it; the last one is the key in links.
        by: Vec<String>,
        /// The direction without either.
        default: Direction,
    },
    /// By positions in the header `Range`: `users=0-19`, from 0, both ends included (RFC 9110 §14).
    ItemRange {
        /// What a range past the end is, in a set that is not empty.
        past_end: PastEnd,
        /// The answer to a request without `Range` that gets a part.
        unasked: Unasked,
    },
    /// By keys in the header `Range`: `id ]k..; max=10, order=desc`.
    KeyRange {
        /// The item's members that may order it, where the document names none; the first does where a request names
        /// none.
        by: Vec<String>,
        /// The direction where none is named.
        order: Order,
        /// The header that carries the range of the next page.
        next: String,
        /// The answer to a request without `Range` that gets a part.
        unasked: Unasked,
    },
}

impl PagingKind {
    /// The query parameters that it asks by.
    #[must_use]
    pub fn parameters(&self) -> Vec<&str> {
        match self {
            Self::Number { number, size, rows, .. } => {
                let rows = rows.iter().flat_map(Rows::parameters);
                [number, size].into_iter().map(String::as_str).chain(rows).collect()
            }
            Self::Cursor { before, after, size } | Self::Keyset { before, after, size, .. } => {
                vec![before, after, size]
            }
            Self::ItemRange { .. } | Self::KeyRange { .. } => Vec::new(),
        }
    }
}

/// A deprecated way beside that by number: what comes after a row, in an order that the request names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// The parameter for the id of the row before the page.
    pub last: String,
    /// The parameters, any of which names the field that orders.
    pub field: Vec<String>,
    /// The parameter for that field's value in the row before the page.
    pub value: String,
    /// The parameter for the direction: `asc` or `desc`.
    pub direction: String,
    /// The field where none is named.
    pub default_field: String,
    /// The direction where none is named.
    pub default_order: Order,
}

impl Rows {
    /// The query parameters that it asks by, but for the size.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        let fields = self.field.iter().map(String::as_str);
        [&self.last, &self.value, &self.direction].into_iter().map(String::as_str).chain(fields)
    }
}
