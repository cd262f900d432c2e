//! Pages of collections by ranges: what a request asks for in the header `Range`.

use crate::style::{Order, Paging, PagingKind};

/// A page by the positions of its items, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RangePage {
    /// Where it begins.
    pub start: RangeStart,
    /// Most items on it.
    pub size: u32,
}

/// Where a range of positions begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RangeStart {
    /// At this position.
    At(u64),
    /// So far before the set's end that it ends there: `users=-5` are the last five.
    Last,
}

impl RangePage {
    /// The first page, of the usual size.
    #[must_use]
    pub const fn first(paging: &Paging) -> Self {
        Self { start: RangeStart::At(0), size: paging.size_default }
    }

    /// How many items to fetch, for SQL's `LIMIT`.
    #[must_use]
    pub const fn limit(&self) -> i64 {
        self.size as i64
    }

    /// How many items to pass over in a set of `total`, for SQL's `OFFSET`; the greatest number there is where it would
    /// be more.
    #[must_use]
    pub const fn offset(&self, total: u64) -> i64 {
        let before = match self.start {
            RangeStart::At(position) => position,
            RangeStart::Last => total.saturating_sub(self.size as u64),
        };
        if before > i64::MAX as u64 { i64::MAX } else { before as i64 }
    }
}

/// A page by the keys of its items.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyRangePage {
    /// The member that orders, by its name on the wire: one of those that the operation declares.
    pub by: String,
    /// The least key, or none: from the least there is.
    pub from: Option<KeyBound>,
    /// The greatest key, or none: to the greatest there is.
    pub to: Option<KeyBound>,
    /// Which end is first.
    pub order: Order,
    /// Most items on it.
    pub size: u32,
}

/// A bound of a range of keys.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyBound {
    /// The key.
    pub key: String,
    /// Whether the item of this key is of the range.
    pub inclusive: bool,
}

impl KeyRangePage {
    /// The first page in the paging's own order, of the usual size, by the first of the members that `ranges` names.
    #[must_use]
    pub fn first(paging: &Paging, ranges: &[&str]) -> Self {
        let order = match paging.kind {
            PagingKind::KeyRange { order, .. } => order,
            _ => Order::Ascending,
        };
        let by = ranges.first().copied().unwrap_or_default().to_owned();
        Self { by, from: None, to: None, order, size: paging.size_default }
    }

    /// How many items to fetch, for SQL's `LIMIT`: one too many tells that there are more
    /// ([`Page::cut`](crate::Page::cut)).
    #[must_use]
    pub const fn fetch(&self) -> i64 {
        self.size as i64 + 1
    }

    /// How many items the page has at most.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_never_overflow_and_the_last_items_end_the_set() {
        assert_eq!(RangePage { start: RangeStart::At(u64::MAX), size: 1 }.offset(5), i64::MAX);
        assert_eq!(RangePage { start: RangeStart::Last, size: 5 }.offset(53), 48);
        assert_eq!(RangePage { start: RangeStart::Last, size: 5 }.offset(3), 0);
    }
}
