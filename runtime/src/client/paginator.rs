//! From page to page: by links, by positions, by the last row, or by the ranges that the server names.

use std::collections::HashSet;

use http::HeaderValue;
use url::Url;

use crate::codec::DecodeError;
use crate::paging::{RangePage, RangeStart};
use crate::problem::Outcome;
use crate::style::{Paging, PastEnd};
use crate::value::Link;

use super::error::CallError;
use super::form::Answered;
use super::prepared::PreparedCall;
use super::ranges::Span;
use super::rows::{AfterRow, AskedRows};

/// How many pages a stream goes through where the call does not say.
const MAX_PAGES: u64 = 10_000;

/// The state of a stream between two pages.
pub(super) struct Paginator {
    pub(super) ready: PreparedCall,
    next: Next,
    visited: HashSet<(Url, Option<HeaderValue>)>,
    /// How many items a page by positions holds that is not the last.
    full: Option<u64>,
    /// Whether the last page was told to come after a row.
    by_row: bool,
}

enum Next {
    First,
    /// At a link of the answer from this URL.
    At(Link, Url),
    /// At the same URL, with this `Range`.
    Range(HeaderValue),
    /// At the same URL, with these values in its query.
    Row(AfterRow),
    End,
}

/// Why the next page cannot be planned.
pub(super) enum PagingError {
    /// It is of items that were there before.
    Loop,
    /// It tells of another range than that of its items.
    Decode(DecodeError),
}

impl Paginator {
    pub(super) fn new(mut ready: PreparedCall) -> Self {
        ready.adopt_range();
        Self { ready, next: Next::First, visited: HashSet::new(), full: None, by_row: false }
    }

    /// Goes to the next page; false where there is none.
    pub(super) fn step<E>(&mut self) -> Result<bool, CallError<E>> {
        match std::mem::replace(&mut self.next, Next::End) {
            Next::First => {}
            Next::At(link, found) => self.ready.go(&link, &found)?,
            Next::Range(range) => self.ready.set_range(range),
            Next::Row(after) => {
                self.by_row = true;
                after.iter().for_each(|(wire, value)| self.ready.set_query(wire, value));
            }
            Next::End => return Ok(false),
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

    /// Whether a page of so many new items is none, but tells of the set's end.
    pub(super) fn is_past_end(&self, items: usize) -> bool {
        items == 0 && (self.by_row || self.past_end().is_some())
    }

    /// Whether a failure says that the set has ended before the page: one of unknown size, or one that shrank.
    pub(super) fn is_told_past_end<E>(&self, error: &CallError<E>) -> bool {
        let Some(past_end) = self.past_end() else { return false };
        let status = error.status().map_or(0, |status| status.as_u16());
        let is = |outcome, usual| error.outcome() == Some(outcome) || status == usual;
        is(Outcome::RangeNotSatisfiable, 416) || past_end == PastEnd::NotFound && is(Outcome::NotFound, 404)
    }

    /// What the style makes of a page past the end, where positions led from a page to another.
    fn past_end(&self) -> Option<PastEnd> {
        match self.ready.paging()? {
            Paging::ItemRange(way) => (self.visited.len() > 1).then_some(way.past_end),
            Paging::Number(_) | Paging::Cursor(_) | Paging::Keyset(_) | Paging::KeyRange(_) => None,
        }
    }

    /// Plans the next page after one with `items` items and perhaps a link. Returns how many of its first items were on
    /// earlier pages, or stand before the requested range.
    pub(super) fn plan_next(
        &mut self,
        answer: &Answered,
        items: usize,
        link: Option<&Link>,
    ) -> Result<usize, PagingError> {
        let paging = self.ready.paging();
        match paging {
            Some(Paging::ItemRange(_)) => {
                let span = answer.span(items).map_err(PagingError::Decode)?;
                let full = *self.full.get_or_insert_with(|| {
                    paging.and_then(|paging| answer.full(paging)).unwrap_or(span.count)
                });
                self.by_position(answer, span, full)
            }
            Some(Paging::KeyRange(_)) => {
                self.next = answer.next_range().map_or(Next::End, |range| Next::Range(range.clone()));
                Ok(0)
            }
            Some(Paging::Number(_) | Paging::Cursor(_) | Paging::Keyset(_)) | None => {
                self.next = match (link, paging.and_then(|paging| AskedRows::of(self.ready.url(), paging))) {
                    (Some(link), _) => Next::At(link.clone(), answer.url.clone()),
                    (None, Some(rows)) => {
                        rows.after(answer, items).map_err(PagingError::Decode)?.map_or(Next::End, Next::Row)
                    }
                    (None, None) => Next::End,
                };
                Ok(0)
            }
        }
    }

    fn by_position(&mut self, answer: &Answered, span: Span, full: u64) -> Result<usize, PagingError> {
        let asked = answer.asked_range();
        let start = asked.start.unwrap_or(span.first);
        let goes_on = span.more(Some(full)) != Some(false);
        if goes_on && span.end() <= start {
            return Err(PagingError::Loop);
        }
        if span.count > 0 && span.first > start {
            let reason = format!("begins at position {}, and {start} was asked for", span.first);
            return Err(PagingError::Decode(DecodeError::of(reason, &answer.body)));
        }
        if goes_on {
            let size = u32::try_from(asked.size.unwrap_or(span.count)).unwrap_or(u32::MAX);
            let page = RangePage { start: RangeStart::At(span.end()), size: size.max(1) };
            let range = page.text(answer.meta.unit()).and_then(|text| HeaderValue::try_from(text).ok());
            self.next = range.map_or(Next::End, Next::Range);
        }
        // A server that passes over `Range` sends what was there before as well.
        let given = start.saturating_sub(span.first).min(span.count);
        Ok(usize::try_from(given).unwrap_or(usize::MAX))
    }
}
