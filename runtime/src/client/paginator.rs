//! From page to page, as the way to page leads on.

use std::collections::HashSet;

use http::HeaderValue;
use url::Url;

use crate::paging::PageInfo;
use crate::paging::follow::{Next, PageParameters, PagingError, Trail};
use crate::problem::Outcome;
use crate::style::PastEnd;

use super::error::CallError;
use super::form::Answered;
use super::prepared::PreparedCall;

/// How many pages a stream goes through where the call does not say.
const MAX_PAGES: u64 = 10_000;

/// The state of a stream between two pages.
pub(super) struct Paginator {
    pub(super) ready: PreparedCall,
    next: Next,
    visited: HashSet<(Url, Option<HeaderValue>)>,
    trail: Trail,
    /// Whether the set may have ended before the page.
    planned: bool,
}

impl Paginator {
    pub(super) fn new(mut ready: PreparedCall) -> Self {
        ready.adopt_range();
        let next = Next::Planned(PageParameters::default());
        Self { ready, next, visited: HashSet::new(), trail: Trail::default(), planned: false }
    }

    /// Goes to the next page. Returns `false` if there is none.
    pub(super) fn step<E>(&mut self) -> Result<bool, CallError<E>> {
        let next = std::mem::replace(&mut self.next, Next::None);
        self.planned = matches!(next, Next::Planned(_)) && !self.visited.is_empty();
        match next {
            Next::None => return Ok(false),
            // Links are relative to where they were found.
            Next::Link(link) => self.ready.go(&link, &self.ready.url().clone())?,
            Next::Range(range) => self.ready.set_range(range),
            Next::Planned(parameters) => self.ready.set_page(&parameters),
        }
        let limit = self.ready.options().max_pages.unwrap_or(MAX_PAGES);
        if self.visited.len() as u64 >= limit {
            return Err(CallError::Endless { limit });
        }
        if !self.visited.insert((self.ready.url().clone(), self.ready.range().cloned())) {
            return Err(CallError::Loop);
        }
        Ok(true)
    }

    /// Whether a page of so many new items only shows that the set has ended.
    pub(super) fn is_past_end(&self, items: usize) -> bool {
        items == 0 && self.planned
    }

    /// Whether a failure says that the set has ended before the page: its size was unknown, or it shrank.
    pub(super) fn is_past_end_error<E>(&self, error: &CallError<E>) -> bool {
        let past_end = self.ready.paging().filter(|_| self.planned).and_then(|paging| paging.past_end());
        let Some(past_end) = past_end else { return false };
        let status = error.status().map_or(0, |status| status.as_u16());
        let is = |outcome, default| error.outcome() == Some(outcome) || status == default;
        is(Outcome::RangeNotSatisfiable, 416) || past_end == PastEnd::NotFound && is(Outcome::NotFound, 404)
    }

    /// Plans the next page after one with `items` items. Returns how many of its first items were on
    /// earlier pages, or stand before the requested range.
    pub(super) fn plan_next(
        &mut self,
        answer: &Answered,
        items: usize,
        info: &PageInfo,
    ) -> Result<usize, PagingError> {
        let Some(paging) = self.ready.paging() else { return Ok(0) };
        self.next = paging.next(&answer.received(items, info), &mut self.trail)?;
        Ok(self.trail.skip)
    }
}
