//! What a server reads the requested page from.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::RANGE;
use serde_json::Value;

use super::list_cursor::CursorList;
use super::range::Unreadable;
use crate::codec::param::Pairs;
use crate::problem::Wording;
use crate::schema::check::{COUNT, Fault, Violation, ViolationKind};
use crate::style::{Direction, Oversize, PageLimits, Zero};

/// Reads the parameters of a page. A method that returns `None` has noted a problem.
#[derive(Debug)]
pub struct PageReader<'r> {
    pub query: &'r Pairs<'r>,
    /// The headers of the request; `None` if its `Range` does not count.
    pub headers: Option<&'r HeaderMap>,
    /// What a `Range` may name.
    pub ranges: &'static [&'static str],
    /// The members that the operation may be sorted by.
    pub sort: &'static [&'static str],
    /// The list that its cursors are of.
    pub list: CursorList,
    pub faults: Vec<Violation>,
    /// What makes the range unreadable.
    pub range_fault: Option<Violation>,
    /// The parameters as the response repeats them; `None` if it does not.
    pub echo: Option<Vec<(&'static str, Value)>>,
    /// Whether the request names a range.
    pub explicit: bool,
}

/// An item next to the page: the direction from it, its parameter, and its text.
type Neighbour = (Direction, &'static str, String);

impl PageReader<'_> {
    /// The size of the page.
    pub(super) fn size(&mut self, wire: &'static str, limits: &PageLimits) -> Option<u32> {
        let most = match limits.oversize {
            Oversize::Clamp => u64::MAX,
            Oversize::Reject => u64::from(limits.size_max),
        };
        let least = u64::from(limits.zero == Zero::Reject);
        let size = match self.count(wire, u64::from(limits.size_default), least, most)? {
            0 => limits.size_default,
            size => u32::try_from(size).unwrap_or(u32::MAX),
        };
        Some(size.min(limits.size_max))
    }

    /// A whole number from `least`, 0 or 1, to `most`. One that is too great for the type counts as the greatest.
    pub(super) fn count(&mut self, wire: &'static str, default: u64, least: u64, most: u64) -> Option<u64> {
        let Some(text) = self.only(wire)? else { return Some(default) };
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let count = if digits { Some(text.parse().unwrap_or(u64::MAX)) } else { None };
        match count {
            Some(count) if (least..=most).contains(&count) => Some(count),
            Some(0) => self.fault(wire, &Fault::Small("1".to_owned(), false)),
            Some(_) => self.fault(wire, &Fault::Big(most.to_string(), false)),
            None => self.fault(wire, &Fault::Type(COUNT)),
        }
    }

    /// The size of the page, and the item next to it that one of two parameters names; both are a problem of the second.
    pub(super) fn size_and_neighbour(
        &mut self,
        before: Option<&'static str>,
        after: &'static str,
        size: &'static str,
        limits: &PageLimits,
    ) -> Option<(u32, Option<Neighbour>)> {
        let size = self.size(size, limits);
        let earlier = before.map(|wire| Some((wire, self.only(wire)?)));
        let later = self.only(after);
        let earlier = earlier.unwrap_or(Some(("", None)))?;
        match (size?, earlier, later?) {
            (_, (before, Some(_)), Some(_)) => self.conflict(after, before),
            (size, (before, Some(text)), None) => Some((size, Some((Direction::Before, before, text)))),
            (size, (_, None), Some(text)) => Some((size, Some((Direction::After, after, text)))),
            (size, (_, None), None) => Some((size, None)),
        }
    }

    /// What `Range` asks for; `None` inside if it asks for nothing that `read` knows.
    pub(super) fn range<T>(
        &mut self,
        limits: &PageLimits,
        read: impl FnOnce(&str) -> Result<Option<T>, Unreadable>,
    ) -> Option<Option<T>> {
        let mut lines = self.headers.iter().flat_map(|headers| headers.get_all(RANGE));
        let (Some(line), again) = (lines.next(), lines.next().is_some()) else { return Some(None) };
        let malformed = |must| Err(Unreadable::Malformed(must));
        let asked = match line.to_str() {
            _ if again => malformed("must be one header".into()),
            Ok(text) => read(text),
            Err(_) => malformed("must be ASCII text".into()),
        };
        match asked {
            Ok(asked) => {
                self.explicit = asked.is_some();
                Some(asked)
            }
            Err(Unreadable::Malformed(must)) => {
                let found = Violation::of_parameter("Range", ViolationKind::Unreadable, "malformed", must);
                self.range_fault = Some(found.of_header("Range"));
                None
            }
            Err(Unreadable::Oversize) => {
                let limit = limits.size_max.to_string();
                let message = format!("must be of at most {limit} items");
                let found = Violation::of_parameter("Range", ViolationKind::Constraint, "too_big", message);
                let wording = Some(Wording::of("violation.too_many").placeholder("limit", limit));
                self.faults.push(Violation { wording, ..found });
                None
            }
        }
    }

    /// Notes what is wrong with a parameter, which has no value then.
    pub(super) fn fault<T>(&mut self, wire: &'static str, fault: &Fault) -> Option<T> {
        self.faults.push(Violation::new(fault, "", None).of(Some(wire)));
        None
    }

    /// Notes that two parameters cannot be given together.
    pub(super) fn conflict<T>(&mut self, wire: &'static str, other: &'static str) -> Option<T> {
        let message = format!("cannot be given together with {other}");
        let found = Violation::of_parameter(wire, ViolationKind::Constraint, "conflicting", message);
        let wording = found.wording.clone().map(|wording| wording.placeholder("other", other));
        self.faults.push(Violation { wording, ..found });
        None
    }

    /// Whether a query parameter is there.
    pub(super) fn has(&self, wire: &str) -> bool {
        self.query.of(wire).next().is_some()
    }

    /// The text of a query parameter, which may be there once.
    pub(super) fn only(&mut self, wire: &'static str) -> Option<Option<String>> {
        let mut values = self.query.of(wire);
        let (value, again) = (values.next(), values.next().is_some());
        drop(values);
        if again {
            return self.fault(wire, &Fault::Repeated);
        }
        match value.map(|value| value.decode()).transpose() {
            Ok(text) => Some(text.map(Cow::into_owned)),
            Err(fault) => self.fault(wire, &fault),
        }
    }

    /// Repeats a parameter in the response.
    pub(super) fn echo(&mut self, wire: &'static str, value: impl Into<Value>) {
        if let Some(echo) = &mut self.echo {
            echo.push((wire, value.into()));
        }
    }
}
