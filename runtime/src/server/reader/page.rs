//! The page that a request asks for.

use std::borrow::Cow;

use serde_json::Value;

use super::{Reader, violation};
use crate::check::ViolationKind;
use crate::page::{KeysetPage, NumberedPage};
use crate::style::{Direction, EchoPart, Oversize, Paging, PagingKind};

use crate::server::context::Asked;

impl Reader<'_> {
    /// The page by its number, from 1; size and number have their defaults where they are absent.
    pub fn numbered(&mut self, paging: &'static Paging) -> Option<NumberedPage> {
        let number = match paging.kind {
            PagingKind::Number { number, .. } => self.count(number, 1, u64::MAX),
            _ => Some(1),
        };
        let size = match paging.kind {
            PagingKind::Number { size, .. } => self.size(paging, size),
            _ => Some(paging.size_default),
        };
        let page = NumberedPage { number: number?, size: size? };
        if let PagingKind::Number { number, size, .. } = paging.kind {
            self.echo(EchoPart::Query, number, || page.number.into());
            self.echo(EchoPart::Query, size, || page.size.into());
        }
        self.asked = Some(Asked::Numbered(paging, page));
        Some(page)
    }

    /// The page by the key of an item beside it. A key that is there and empty means the collection's first page; both
    /// keys are a problem of the second.
    pub fn keyset(&mut self, paging: &'static Paging) -> Option<KeysetPage> {
        let first = KeysetPage::first(paging);
        let PagingKind::Keyset { before, after, size: size_wire, .. } = paging.kind else {
            return Some(first);
        };
        let size = self.size(paging, size_wire);
        let earlier = self.only(before);
        let later = self.only(after);
        let (size, earlier, later) = (size?, earlier?, later?);
        let (direction, anchor) = match (earlier, later) {
            (Some(_), Some(_)) => {
                let message = format!("cannot be given together with {before}");
                self.refuse(violation(after, ViolationKind::Constraint, "conflicting", message));
                return None;
            }
            (Some(anchor), None) => (Direction::Before, anchor),
            (None, Some(anchor)) => (Direction::After, anchor),
            (None, None) => (first.direction, String::new()),
        };
        let wire = if direction == Direction::Before { before } else { after };
        self.echo(EchoPart::Query, size_wire, || size.into());
        self.echo(EchoPart::Query, wire, || Value::from(anchor.as_str()));
        let anchor = (!anchor.is_empty()).then_some(anchor);
        let page = KeysetPage { direction, anchor, size };
        self.asked = Some(Asked::Keyset(paging, page.clone()));
        Some(page)
    }

    fn size(&mut self, paging: &'static Paging, wire: &'static str) -> Option<u32> {
        let most = match paging.oversize {
            Oversize::Clamp => u64::MAX,
            Oversize::Refuse => u64::from(paging.size_max),
        };
        let size = self.count(wire, u64::from(paging.size_default), most)?;
        Some(u32::try_from(size).unwrap_or(u32::MAX).min(paging.size_max))
    }

    /// A whole number from 1 to `most`. One too great for the type counts as the greatest there is.
    fn count(&mut self, wire: &'static str, default: u64, most: u64) -> Option<u64> {
        let Some(text) = self.only(wire)? else { return Some(default) };
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let count = if digits { Some(text.parse().unwrap_or(u64::MAX)) } else { None };
        let refused = match count {
            Some(count) if (1..=most).contains(&count) => return Some(count),
            Some(0) => violation(wire, ViolationKind::Constraint, "too_small", "must be at least 1"),
            Some(_) => {
                violation(wire, ViolationKind::Constraint, "too_big", format!("must be at most {most}"))
            }
            None => violation(wire, ViolationKind::Type, "wrong_type", "must be a whole number from 1"),
        };
        self.refuse(refused);
        None
    }

    /// The query parameter's text, which may be there once.
    fn only(&mut self, wire: &'static str) -> Option<Option<String>> {
        let mut values = self.query.as_ref()?.of(wire);
        let (value, again) = (values.next(), values.next().is_some());
        drop(values);
        if again {
            let message = "is given more than once";
            self.refuse(violation(wire, ViolationKind::Unreadable, "repeated", message));
            return None;
        }
        // Sound, or the query would not have been read.
        Some(value.and_then(|value| value.decode().ok().map(Cow::into_owned)))
    }
}
