//! What ranges of positions and ranges of keys have in common (RFC 9110 §14).

use std::borrow::Cow;

use http::header::ACCEPT_RANGES;
use http::{HeaderName, HeaderValue};

use super::response::{Extent, PageResponse};
use crate::style::{Oversize, PageLimits, WithoutRange};

/// Why a range cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// What it must be.
    Malformed(Cow<'static, str>),
    /// It asks for more items than a page may have.
    Oversize,
}

pub(super) fn malformed<T>(must: impl Into<Cow<'static, str>>) -> Result<T, Unreadable> {
    Err(Unreadable::Malformed(must.into()))
}

pub(super) const BLANKS: [char; 2] = [' ', '\t'];

/// A number of digits alone; the greatest of the type if it is greater.
pub(super) fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

/// The size of a page of which `wanted` items are asked for.
pub(super) fn size(wanted: u64, limits: &PageLimits) -> Result<u32, Unreadable> {
    match u32::try_from(wanted).ok().filter(|wanted| *wanted <= limits.size_max) {
        Some(size) => Ok(size),
        None if limits.oversize == Oversize::Clamp => Ok(limits.size_max),
        None => Err(Unreadable::Oversize),
    }
}

/// The unit of positions.
pub(super) fn unit<'a>(ranges: &[&'a str]) -> &'a str {
    ranges.first().copied().unwrap_or("items")
}

/// The value of `Accept-Ranges`.
pub(crate) fn accept_ranges(ranges: &[&str]) -> HeaderValue {
    let text = if ranges.is_empty() { unit(ranges).to_owned() } else { ranges.join(", ") };
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("none"))
}

impl PageResponse<'_> {
    /// Says which headers name ranges, and how much of the set the response holds: its status says that it is a part if the
    /// request names a range, else as the style has it.
    pub(super) fn set_extent(&mut self, whole: bool, without_range: WithoutRange) {
        let partial = self.explicit || without_range == WithoutRange::Partial;
        self.extent = if whole { Extent::Whole } else { Extent::Part { partial } };
        self.headers.insert(ACCEPT_RANGES, accept_ranges(self.ranges));
    }

    /// Adds a header, if its value can be one.
    pub(super) fn header(&mut self, wire: HeaderName, text: String) {
        self.headers.extend(HeaderValue::try_from(text).ok().map(|value| (wire, value)));
    }
}
