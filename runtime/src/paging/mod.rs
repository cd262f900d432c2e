//! Pages of collections.
//!
//! Each kind of paging has a file here that holds all of it: what a request asks for ([`PageRequest`]), how a server reads
//! that and describes the page in its response, how a client writes it and goes on to the next page ([`PagingWay`]).
//! Servers and clients work with these two traits, and do not know the kinds. A new kind is a record in the crate `style`, a
//! file here, and its names in the generator (`rust/names/paging.rs`).

mod cursor;
pub(crate) mod follow;
pub(crate) mod item_cursor;
mod item_range;
mod key_range;
mod keyset;
#[cfg(any(feature = "server", feature = "client"))]
pub(crate) mod link_header;
pub(crate) mod list_cursor;
mod number;
mod offset;
mod page;
pub(crate) mod range;
#[cfg(test)]
mod range_tests;
pub(crate) mod read;
pub(crate) mod response;
pub(crate) mod rows;

use std::fmt;

pub use cursor::CursorPage;
pub use item_cursor::ItemCursorPage;
pub use item_range::{RangePage, RangeStart};
pub use key_range::{KeyBound, KeyRangePage};
pub use keyset::KeysetPage;
pub use number::{NumberedPage, pages_of};
pub use offset::OffsetPage;
pub use page::{Keyed, Page, PageInfo};
pub use rows::{NumberedOrRows, RowsPage};

use crate::codec::DecodeError;
use crate::problem::Problem;
use crate::style::{PagingKind, PastEnd};
use follow::{Next, PagingError, ParametersResult, ReceivedPage, Trail};
use read::PageReader;
use response::{PageFacts, PageResponse};

/// What a request asks for of a kind of paging. The pages of this module implement it.
pub trait PageRequest: fmt::Debug + Clone + Send + Sync + 'static {
    /// The kind of paging, as a style declares it.
    type Way: PagingWay;

    /// The first page, of the default size, of an operation whose ranges may name `ranges`.
    fn first(way: &Self::Way, ranges: &[&str]) -> Self;

    /// Reads it from a request. Returns `None` if there is a problem, which the reader has noted.
    #[doc(hidden)]
    fn read(way: &'static Self::Way, request: &mut PageReader<'_>) -> Option<Self>;

    /// What the server needs to know of it.
    #[doc(hidden)]
    fn facts(&self, way: &'static Self::Way) -> PageFacts;

    /// Completes what a response says of the page.
    ///
    /// # Errors
    /// If the set has no such page.
    #[doc(hidden)]
    fn describe(&self, way: &'static Self::Way, response: &mut PageResponse<'_>) -> Result<(), Problem>;

    /// Writes it into a request.
    ///
    /// # Errors
    /// If no request can ask for it: the parameter or header, and the reason.
    #[doc(hidden)]
    fn write(&self, way: &'static Self::Way, ranges: &[&str]) -> ParametersResult;
}

/// A way to page, of any kind.
pub trait PagingWay: PagingKind + fmt::Debug + Send + Sync + 'static {
    /// Adds what the headers of a response say of the page.
    ///
    /// # Errors
    /// If they contradict the page.
    #[doc(hidden)]
    fn complete(&'static self, page: &ReceivedPage<'_>, info: &mut PageInfo) -> Result<(), DecodeError> {
        let _ = (page, info);
        Ok(())
    }

    /// Plans how to get the page after this one.
    ///
    /// # Errors
    /// If the page does not lead on as it should.
    #[doc(hidden)]
    fn next(&'static self, page: &ReceivedPage<'_>, trail: &mut Trail) -> Result<Next, PagingError> {
        let _ = trail;
        page.by_link(self.meta())
    }

    /// What the style makes of a page past the end, if a client plans pages without knowing whether they exist.
    #[doc(hidden)]
    fn past_end(&self) -> Option<PastEnd> {
        None
    }
}
