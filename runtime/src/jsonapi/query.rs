//! Query parameter families and their errors.

use crate::codec::param::{Pairs, Raw};
use crate::problem::{Entry, Wording};
use crate::schema::check::{LISTED, Violation, ViolationKind};
use crate::style::ViolationGroup;
use std::borrow::Cow;

/// How many characters of a request's value are quoted in an error.
const TOLD: usize = 64;

/// An error in a JSON:API query parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryFault {
    /// The decoded name of the parameter: `include`, `fields[book]`.
    pub parameter: String,
    /// The kind of error.
    pub kind: QueryFaultKind,
    /// The invalid part of the value, at most 64 characters.
    pub value: String,
}

/// The kinds of [`QueryFault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryFaultKind {
    /// `include` names a path that the operation does not include.
    UnknownPath,
    /// `fields[…]` names a type that does not occur in the response.
    UnknownType,
    /// `fields[…]` names a field that the type does not have.
    UnknownField,
    /// `sort` names a field that cannot be sorted by.
    UnknownSort,
    /// The parameter is repeated.
    Repeated,
    /// The operation has no such parameter.
    Undeclared,
    /// The value is not percent-encoded UTF-8, or contains NUL.
    Unreadable,
}

impl QueryFaultKind {
    /// Returns the machine-readable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownPath => "unknown_path",
            Self::UnknownType => "unknown_type",
            Self::UnknownField => "unknown_field",
            Self::UnknownSort => "unknown_sort",
            Self::Repeated => "repeated",
            Self::Undeclared => "undeclared",
            Self::Unreadable => "unreadable",
        }
    }
}

impl QueryFault {
    pub(crate) fn note(parameter: &str, kind: QueryFaultKind, value: &str, found: &mut Vec<Self>) {
        if found.len() < LISTED {
            let cut = |text: &str| text.chars().take(TOLD).collect();
            found.push(Self { parameter: cut(parameter), kind, value: cut(value) });
        }
    }

    /// Returns the message for people.
    #[must_use]
    pub fn message(&self) -> String {
        let value = &self.value;
        match self.kind {
            QueryFaultKind::UnknownPath => format!("{value:?} cannot be included"),
            QueryFaultKind::UnknownType => format!("{value:?} is not a type of this response"),
            QueryFaultKind::UnknownField => format!("{value:?} is not a field of the type"),
            QueryFaultKind::UnknownSort => format!("{value:?} cannot be sorted by"),
            QueryFaultKind::Repeated => "is given more than once".to_owned(),
            QueryFaultKind::Undeclared => "is not a parameter of this operation".to_owned(),
            QueryFaultKind::Unreadable => "cannot be read as text".to_owned(),
        }
    }

    /// Converts to an entry with the parameter's full name; see [`inner_key`] for styles that report only the key.
    #[must_use]
    pub fn entry(&self) -> Entry {
        let entry = Entry::new(self.kind.code()).parameter(self.parameter.clone());
        entry.message(self.message()).wording(self.wording())
    }

    fn wording(&self) -> Wording {
        if self.kind == QueryFaultKind::Unreadable {
            return Wording::of("violation.unreadable").placeholder("reason", self.message());
        }
        Wording::of(format!("query.{}", self.kind.code())).placeholder("value", self.value.clone())
    }
}

impl From<QueryFault> for Violation {
    fn from(fault: QueryFault) -> Self {
        let kind = match fault.kind {
            QueryFaultKind::Repeated | QueryFaultKind::Unreadable => ViolationKind::Unreadable,
            QueryFaultKind::Undeclared => ViolationKind::Unknown,
            QueryFaultKind::UnknownPath
            | QueryFaultKind::UnknownType
            | QueryFaultKind::UnknownField
            | QueryFaultKind::UnknownSort => ViolationKind::Constraint,
        };
        Self {
            pointer: String::new(),
            kind,
            group: Some(match kind {
                ViolationKind::Unknown => ViolationGroup::Unknown,
                _ => ViolationGroup::Other,
            }),
            code: fault.kind.code().into(),
            message: fault.message().into(),
            wording: Some(fault.wording()),
            resource: None,
            parameter: Some(fault.parameter.into()),
            header: false,
            outcome: None,
        }
    }
}

/// Splits a decoded parameter name into family and key: `("filter", "search")` for `filter[search]`. Returns `None`
/// if the name has no brackets. Percent-encoded brackets are equivalent
/// ([JSON:API](https://jsonapi.org/format/1.1/#query-parameters-families)), because names are decoded first.
#[must_use]
pub fn bracketed(wire: &str) -> Option<(&str, &str)> {
    let (family, key) = wire.strip_suffix(']')?.split_once('[')?;
    let is_plain = |part: &str| !part.is_empty() && !part.contains(['[', ']']);
    (is_plain(family) && is_plain(key)).then_some((family, key))
}

/// Returns the innermost key of a decoded parameter name, `last_id` for `page[last_id]`, or the name itself.
#[must_use]
pub fn inner_key(wire: &str) -> &str {
    bracketed(wire).map_or(wire, |(_, key)| key)
}

/// Returns the decoded value of a parameter that must not be repeated.
pub(super) fn single<'a>(pairs: &Pairs<'a>, wire: &str, found: &mut Vec<QueryFault>) -> Option<Cow<'a, str>> {
    let mut values = pairs.of(wire);
    let value = values.next()?;
    if values.next().is_some() {
        QueryFault::note(wire, QueryFaultKind::Repeated, "", found);
    }
    decoded(value, wire, found)
}

/// Decodes the value of a parameter, recording an error if that fails.
pub(super) fn decoded<'a>(value: Raw<'a>, wire: &str, found: &mut Vec<QueryFault>) -> Option<Cow<'a, str>> {
    let decoded = value.decode().ok();
    if decoded.is_none() {
        QueryFault::note(wire, QueryFaultKind::Unreadable, "", found);
    }
    decoded
}

/// Returns the items of a comma-separated list; an empty text has no items.
pub(super) fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter(move |_| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ja_91_brackets_mean_the_same_encoded_or_not() {
        for query in ["filter[search]=a%20b", "filter%5Bsearch%5D=a+b", "filter%5bsearch]=a%20b"] {
            let pairs = Pairs::form(query).expect("pairs");
            let pair = pairs.iter().next().expect("a pair");
            assert_eq!(bracketed(&pair.wire), Some(("filter", "search")), "{query}");
            assert_eq!(pair.value.decode().expect("sound"), "a b");
        }
    }

    #[test]
    fn ja_55_a_family_has_one_key() {
        for bad in ["filter", "filter[]", "[a]", "filter[a][b]", "filter[a", "filter]a[", "filter[a]b", ""] {
            assert_eq!(bracketed(bad), None, "{bad}");
        }
        assert_eq!((inner_key("page[last_id]"), inner_key("sort")), ("last_id", "sort"));
    }

    #[test]
    fn faults_are_reported_in_bounds() {
        let mut found = Vec::new();
        for _ in 0..1000 {
            QueryFault::note("sort", QueryFaultKind::UnknownSort, &"x".repeat(9999), &mut found);
        }
        assert_eq!((found.len(), found[0].value.len()), (LISTED, TOLD));
        let entry = found[0].entry();
        assert_eq!(entry.parameter.as_deref(), Some("sort"));
        assert!(entry.message.is_some_and(|message| message.ends_with("cannot be sorted by")));
    }
}
