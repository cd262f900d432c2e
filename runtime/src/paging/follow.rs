//! How a client gets from a page to the next.

use http::{HeaderMap, HeaderValue, StatusCode};
use url::Url;

use super::PageInfo;
use crate::codec::DecodeError;
use crate::codec::template::{self, Envelope};
use crate::style::{Slot, Template};
use crate::value::Link;

/// The parameters that ask for a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageParameters {
    /// Parameters of the query.
    pub query: Vec<(&'static str, String)>,
    /// The header `Range`.
    pub range: Option<String>,
}

/// The parameters that ask for a page; else the parameter or header that cannot, and the reason.
pub type ParametersResult = Result<PageParameters, (&'static str, &'static str)>;

/// A page in a response, as kinds of paging see it.
#[derive(Debug)]
pub struct ReceivedPage<'a> {
    /// The URL of the request.
    pub url: &'a Url,
    /// The header `Range` of the request.
    pub range: Option<&'a HeaderValue>,
    /// What a `Range` of the operation may name.
    pub ranges: &'static [&'static str],
    pub status: StatusCode,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
    /// What is around the items in the body.
    pub envelope: Envelope,
    /// How many items it holds.
    pub items: usize,
    /// What the response says of the page.
    pub info: &'a PageInfo,
}

/// The next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// There is no next page.
    None,
    /// It is at a link of the response.
    Link(Link),
    /// It is the range that the response names.
    Range(HeaderValue),
    /// It is at parameters that the client made up; the set may have ended before.
    Planned(PageParameters),
}

/// What a client keeps while it goes from page to page.
#[derive(Debug, Default)]
pub struct Trail {
    /// How many items a page holds that is not the last.
    pub full: Option<u64>,
    /// How many of the page's first items were on earlier pages, or stand before the requested range.
    pub skip: usize,
}

/// Why the next page cannot be planned.
#[derive(Debug)]
pub enum PagingError {
    /// It has items that were there before.
    Loop,
    /// The response says something else of the page than what it holds.
    Decode(DecodeError),
}

impl From<DecodeError> for PagingError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

impl ReceivedPage<'_> {
    /// The next page by the link to it.
    ///
    /// # Errors
    /// If the response says that there are more items, and has no link to them.
    pub(super) fn by_link(&self, meta: Option<&Template>) -> Result<Next, PagingError> {
        match (&self.info.next, self.has_more_place(meta)) {
            (Some(link), _) => Ok(Next::Link(link.clone())),
            (None, Some(place)) if self.info.more == Some(true) => {
                Err(self.error("there are more items, but nothing leads to them").inside(&place).into())
            }
            (None, _) => Ok(Next::None),
        }
    }

    /// The place where the response says whether there are more items: in its body, or in the meta of that.
    pub(super) fn has_more_place(&self, meta: Option<&Template>) -> Option<String> {
        let in_meta = || {
            let inner = template::pointer(meta?, "", Slot::HasMore)?;
            Some(self.envelope.pointer(Slot::Meta)? + &inner)
        };
        self.envelope.pointer(Slot::HasMore).or_else(in_meta)
    }

    /// A parameter of the request.
    pub(super) fn parameter(&self, wire: &str) -> Option<String> {
        let mut pairs = self.url.query_pairs();
        pairs.find(|(key, _)| key == wire).map(|(_, text)| text.into_owned())
    }

    pub(super) fn error(&self, reason: impl Into<String>) -> DecodeError {
        DecodeError::of(reason, self.body)
    }
}
