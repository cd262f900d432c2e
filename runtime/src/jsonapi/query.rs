//! Families of query parameters, and what can be wrong with them.

use crate::codec::param::{Pairs, Raw};
use crate::problem::{Entry, Wording};
use crate::schema::check::{LISTED, Violation, ViolationKind};
use std::borrow::Cow;

/// How much of a caller's text is told back, in characters.
const TOLD: usize = 64;

/// A query parameter that cannot be done as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryFault {
    /// The parameter's name, decoded: `include`, `fields[book]`.
    pub parameter: String,
    /// What is wrong.
    pub kind: QueryFaultKind,
    /// The part of the value that is to blame, at most 64 characters of it.
    pub value: String,
}

/// What is wrong with a query parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryFaultKind {
    /// `include` names a path that the operation does not have.
    UnknownPath,
    /// `fields[…]` names a type that is nowhere in the answer.
    UnknownType,
    /// `fields[…]` names a field that the type does not have.
    UnknownField,
    /// `sort` names a field that does not order.
    UnknownSort,
    /// The parameter comes more than once.
    Repeated,
    /// The operation has no such parameter.
    Undeclared,
    /// The value is not percent-encoded UTF-8 text, or has a NUL.
    Unreadable,
}

impl QueryFaultKind {
    /// The machine's word for it.
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

    /// The text for people.
    #[must_use]
    pub fn message(&self) -> String {
        let value = &self.value;
        match self.kind {
            QueryFaultKind::UnknownPath => format!("{value:?} cannot be included"),
            QueryFaultKind::UnknownType => format!("{value:?} is not a type of this answer"),
            QueryFaultKind::UnknownField => format!("{value:?} is not a field of the type"),
            QueryFaultKind::UnknownSort => format!("{value:?} cannot be sorted by"),
            QueryFaultKind::Repeated => "is given more than once".to_owned(),
            QueryFaultKind::Undeclared => "is not a parameter of this operation".to_owned(),
            QueryFaultKind::Unreadable => "cannot be read as text".to_owned(),
        }
    }

    /// As an entry, with the parameter's whole name; see [`inner_key`] for styles that tell less.
    #[must_use]
    pub fn entry(&self) -> Entry {
        let entry = Entry::new(self.kind.code()).parameter(self.parameter.clone());
        entry.message(self.message()).wording(self.wording())
    }

    fn wording(&self) -> Wording {
        if self.kind == QueryFaultKind::Unreadable {
            return Wording::of("violation.unreadable").hole("reason", self.message());
        }
        Wording::of(format!("query.{}", self.kind.code())).hole("value", self.value.clone())
    }
}

impl From<QueryFault> for Violation {
    fn from(fault: QueryFault) -> Self {
        let kind = match fault.kind {
            QueryFaultKind::Repeated | QueryFaultKind::Unreadable => ViolationKind::Unreadable,
            QueryFaultKind::Undeclared => ViolationKind::Unknown,
            _ => ViolationKind::Constraint,
        };
        Self {
            pointer: String::new(),
            kind,
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

/// The family and the key of a parameter's decoded name: `("filter", "search")` of `filter[search]`. None where it is not
/// of that form. Brackets that came percent-encoded mean the same
/// ([JSON:API](https://jsonapi.org/format/1.1/#query-parameters-families)): names are decoded before.
#[must_use]
pub fn bracketed(wire: &str) -> Option<(&str, &str)> {
    let (family, key) = wire.strip_suffix(']')?.split_once('[')?;
    let is_plain = |part: &str| !part.is_empty() && !part.contains(['[', ']']);
    (is_plain(family) && is_plain(key)).then_some((family, key))
}

/// The innermost key of a parameter's decoded name, `last_id` of `page[last_id]`; the name itself where it has none.
#[must_use]
pub fn inner_key(wire: &str) -> &str {
    bracketed(wire).map_or(wire, |(_, key)| key)
}

/// The decoded value of a parameter that may come once.
pub(super) fn single<'a>(pairs: &Pairs<'a>, wire: &str, found: &mut Vec<QueryFault>) -> Option<Cow<'a, str>> {
    let mut values = pairs.of(wire);
    let value = values.next()?;
    if values.next().is_some() {
        QueryFault::note(wire, QueryFaultKind::Repeated, "", found);
    }
    decoded(value, wire, found)
}

/// The decoded value of a parameter; one that cannot be decoded is noted.
pub(super) fn decoded<'a>(value: Raw<'a>, wire: &str, found: &mut Vec<QueryFault>) -> Option<Cow<'a, str>> {
    let decoded = value.decode().ok();
    if decoded.is_none() {
        QueryFault::note(wire, QueryFaultKind::Unreadable, "", found);
    }
    decoded
}

/// The items of a list with commas; none of the empty text.
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
    fn faults_are_told_in_bounds() {
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
