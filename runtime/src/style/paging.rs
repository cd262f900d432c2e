//! Ways to page.

#[allow(unused_imports, reason = "docs name it")]
use crate::problem::Outcome;

use super::Template;

/// A way to page through a collection.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// The mechanism.
    pub kind: PagingKind,
    /// The template of [`Slot::Meta`](super::Slot::Meta).
    pub meta: Template,
    /// The template of [`Slot::Links`](super::Slot::Links).
    pub links: Template,
    /// Items a page where none are asked for.
    pub size_default: u32,
    /// Most items a page.
    pub size_max: u32,
    /// What a larger size is.
    pub oversize: Oversize,
}

/// A mechanism of paging.
#[derive(Debug, Clone, Copy)]
pub enum PagingKind {
    /// By a page's number, from 1.
    Number {
        /// The parameter for the number.
        number: &'static str,
        /// The parameter for the page's size.
        size: &'static str,
        /// What a number past the last page is, in a set that is not empty.
        past_end: PastEnd,
        /// When there are links to the first page and to the last.
        ends: Ends,
        /// The way by rows that may be asked for in place of a number.
        rows: Option<Rows>,
    },
    /// By a cursor: opaque text of the server's, which an answer's links carry.
    Cursor {
        /// The parameter for items before.
        before: &'static str,
        /// The parameter for items after.
        after: &'static str,
        /// The parameter for the page's size.
        size: &'static str,
    },
    /// By the key of an item: strictly before it, descending, or strictly after it, ascending.
    Keyset {
        /// The parameter for items before.
        before: &'static str,
        /// The parameter for items after.
        after: &'static str,
        /// The parameter for the page's size.
        size: &'static str,
        /// The direction without either.
        default: Direction,
    },
    /// By positions in the header `Range`: `users=0-19`, from 0, both ends included (RFC 9110 §14). The unit is that of
    /// the [operation](crate::api::OperationMeta::ranges).
    ItemRange {
        /// What a range past the end is, in a set that is not empty.
        past_end: PastEnd,
        /// The answer to a request without `Range` that gets a part.
        unasked: Unasked,
    },
    /// By keys in the header `Range`: `id ]k..; max=10, order=desc`. The
    /// [operation](crate::api::OperationMeta::ranges) says which members may order; the first does where none is named.
    KeyRange {
        /// The direction where none is named.
        order: Order,
        /// The header that carries the range of the next page; in lower case.
        next: &'static str,
        /// The answer to a request without `Range` that gets a part.
        unasked: Unasked,
    },
}

/// A deprecated way beside that by number: what comes after a row, in an order that the request names. It is taken where one
/// of its parameters but the size is there and the page's number is not; its answers have neither meta nor links, but
/// `Deprecation` (RFC 9745).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rows {
    /// The parameter for the id of the row before the page.
    pub last: &'static str,
    /// The parameters, any of which names the field that orders.
    pub field: &'static [&'static str],
    /// The parameter for that field's value in the row before the page.
    pub value: &'static str,
    /// The parameter for the direction: `asc` or `desc`.
    pub direction: &'static str,
    /// The field where none is named.
    pub default_field: &'static str,
    /// The direction where none is named.
    pub default_order: Order,
}

/// The answer to a request that asks for no range and gets a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unasked {
    /// [`Outcome::Partial`], as where it asked.
    Partial,
    /// [`Outcome::Ok`].
    Ok,
}

/// An order of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// The least first.
    Ascending,
    /// The greatest first.
    Descending,
}

/// What a page size over the limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oversize {
    /// The limit.
    Clamp,
    /// An invalid parameter.
    Refuse,
}

/// What a page past the end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PastEnd {
    /// An empty page.
    Empty,
    /// [`Outcome::NotFound`].
    NotFound,
    /// [`Outcome::RangeNotSatisfiable`].
    RangeNotSatisfiable,
}

/// When the pages of a set by number link to its first page and its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// Always, as far as it is known which is the last.
    Always,
    /// To the first where the page has others before it, to the last where it has others after it: along with those to the
    /// page before and the next.
    Beyond,
}

/// A direction in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Items before the anchor, newest first.
    Before,
    /// Items after the anchor, oldest first.
    After,
}
