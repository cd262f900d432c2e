//! Ways to page.

use serde::Serialize;

use super::Template;
use crate::style::{Direction, Order, Oversize, PastEnd, Unasked};

/// A way to page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paging {
    /// The mechanism.
    pub kind: PagingKind,
    /// The template of the slot `meta`; that slot itself, which no page fills, where the way has none.
    pub meta: Template,
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
            PagingKind::Number { .. } | PagingKind::Keyset { .. } => true,
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
