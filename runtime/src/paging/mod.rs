//! Pages of collections: by number, by cursor, by the row before them, by range.

mod page;
pub(crate) mod range;

pub use page::{
    CursorPage, Keyed, KeysetPage, NumberedOrRows, NumberedPage, Page, PageInfo, RowsPage, pages_of,
};
pub use range::{KeyBound, KeyRangePage, RangePage, RangeStart};
#[cfg(feature = "server")]
pub(crate) use range::{Unreadable, key_text};
