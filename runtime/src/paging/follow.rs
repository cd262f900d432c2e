//! How a client gets from a page to the next.

use http::{HeaderMap, HeaderValue, StatusCode};
use url::Url;

use crate::codec::DecodeError;
use crate::style::Template;
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
    /// The template of the body, whose payload is the items.
    pub template: &'static Template,
    /// How many items it holds.
    pub items: usize,
    /// The link to the next page.
    pub next: Option<&'a Link>,
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
    pub(super) fn by_link(&self) -> Next {
        self.next.cloned().map_or(Next::None, Next::Link)
    }

    pub(super) fn error(&self, reason: impl Into<String>) -> DecodeError {
        DecodeError::of(reason, self.body)
    }
}
