//! What a server's response says of its page.

use std::borrow::Cow;

use http::HeaderMap;

use super::PageInfo;
use super::list_cursor::CursorList;
use crate::codec::param::push_pair;
use crate::value::Link;

/// What a server needs to know of a requested page.
#[derive(Debug, Default)]
pub struct PageFacts {
    /// Its number.
    pub number: Option<u64>,
    /// How many items come before it.
    pub offset: Option<u64>,
    /// The most items on it; `None` if bodies say nothing of the page.
    pub size: Option<u32>,
    /// The member that orders it, if the request names one.
    pub ordered_by: Option<String>,
    /// What names the item that the page begins or ends at.
    pub anchor: Option<Anchor>,
}

/// What names the item that a page begins or ends at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// A parameter of the query.
    Parameter(&'static str),
    /// The header `Range`.
    Range,
}

/// The response with a page: what is known of it, and what the kind of paging adds.
pub struct PageResponse<'a> {
    pub info: &'a mut PageInfo,
    /// How many items it holds.
    pub shown: usize,
    /// The keys of its first item and its last, if pages of the operation have keys.
    pub ends: Option<(String, String)>,
    /// What a `Range` of the operation may name.
    pub ranges: &'static [&'static str],
    /// Whether the request names a range.
    pub explicit: bool,
    /// The list that its cursors are of.
    pub list: CursorList,
    /// The path of links, and the parameters of the query without credentials.
    pub links: PageLinks<'a>,
    /// Headers to add.
    pub headers: HeaderMap,
    pub extent: Extent,
}

impl PageResponse<'_> {
    /// If nothing is known of the set, a full page is assumed to have a next one, so that no item is lost.
    pub(super) fn is_full(&self, size: u32) -> bool {
        u64::try_from(self.shown).is_ok_and(|shown| shown >= u64::from(size))
    }
}

/// How much of the set a response holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// The kind of paging has no status for it.
    #[default]
    Unspecified,
    /// The whole set.
    Whole,
    /// A part. `partial` if its status says so.
    Part {
        /// Whether its status says so.
        partial: bool,
    },
}

/// What the links of a page begin with: the path, and parameters of the query.
pub struct PageLinks<'a> {
    pub path: String,
    pub query: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl PageLinks<'_> {
    /// The base of links that set the parameters `own`.
    pub(super) fn without(&self, own: &[&str]) -> LinkBase<'_> {
        let mut query = String::new();
        for (wire, value) in self.query.iter().filter(|(wire, _)| !own.contains(&&**wire)) {
            push_pair(&mut query, "&", wire, value);
        }
        LinkBase { path: &self.path, query }
    }
}

/// A link to which a page adds its parameters.
pub(super) struct LinkBase<'a> {
    pub(super) path: &'a str,
    pub(super) query: String,
}

impl LinkBase<'_> {
    /// The link with these parameters.
    pub(super) fn with(&self, pairs: &[(&str, &str)]) -> Link {
        let mut query = self.query.clone();
        pairs.iter().for_each(|(wire, value)| push_pair(&mut query, "&", wire, value));
        Link(format!("{}?{query}", self.path))
    }
}
