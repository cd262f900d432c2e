//! The way from page to page: along links, along positions, after the last row, or along the ranges that a server names.

use std::collections::HashSet;

use http::HeaderValue;
use url::Url;

use crate::codec::DecodeError;
use crate::paging::{RangePage, RangeStart};
use crate::problem::Outcome;
use crate::style::{PagingKind, PastEnd};
use crate::value::Link;

use super::call::Ready;
use super::error::CallError;
use super::form::Answered;
use super::ranges::Span;
use super::rows::{AfterRow, AskedRows};

/// How many pages a stream goes through where the call does not say.
const MAX_PAGES: u64 = 10_000;

/// Where a stream stands between two pages.
pub(super) struct Walk {
    pub(super) ready: Ready,
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

/// Why a page leads nowhere.
pub(super) enum Stray {
    /// It is of items that were there before.
    Loop,
    /// It tells of another range than that of its items.
    Decode(DecodeError),
}

impl Walk {
    pub(super) fn new(mut ready: Ready) -> Self {
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
        match self.ready.paging()?.kind {
            PagingKind::ItemRange { past_end, .. } if self.visited.len() > 1 => Some(past_end),
            _ => None,
        }
    }

    /// Notes what a page leads to, which holds so many items and perhaps a link. How many of its first items were on
    /// pages before, or before what was asked for.
    pub(super) fn onward(
        &mut self,
        answer: &Answered,
        items: usize,
        link: Option<&Link>,
    ) -> Result<usize, Stray> {
        let paging = self.ready.paging();
        match paging.map(|paging| paging.kind) {
            Some(PagingKind::ItemRange { .. }) => {
                let span = answer.span(items).map_err(Stray::Decode)?;
                let full = *self.full.get_or_insert_with(|| {
                    paging.and_then(|paging| answer.full(paging)).unwrap_or(span.count)
                });
                self.by_position(answer, span, full)
            }
            Some(PagingKind::KeyRange { .. }) => {
                self.next = answer.next_range().map_or(Next::End, |range| Next::Range(range.clone()));
                Ok(0)
            }
            Some(PagingKind::Number { .. } | PagingKind::Cursor { .. } | PagingKind::Keyset { .. })
            | None => {
                self.next = match (link, paging.and_then(|paging| AskedRows::of(self.ready.url(), paging))) {
                    (Some(link), _) => Next::At(link.clone(), answer.url.clone()),
                    (None, Some(rows)) => {
                        rows.after(answer, items).map_err(Stray::Decode)?.map_or(Next::End, Next::Row)
                    }
                    (None, None) => Next::End,
                };
                Ok(0)
            }
        }
    }

    fn by_position(&mut self, answer: &Answered, span: Span, full: u64) -> Result<usize, Stray> {
        let asked = answer.asked_range();
        let start = asked.start.unwrap_or(span.first);
        let goes_on = span.more(Some(full)) != Some(false);
        if goes_on && span.end() <= start {
            return Err(Stray::Loop);
        }
        if span.count > 0 && span.first > start {
            let reason = format!("begins at position {}, and {start} was asked for", span.first);
            return Err(Stray::Decode(DecodeError::of(reason, &answer.body)));
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
