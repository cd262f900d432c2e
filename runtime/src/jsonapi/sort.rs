//! The sort order that a request selects.

use super::query::{QueryFault, QueryFaultKind, listed, single};
use crate::codec::param::Pairs;

/// A field to sort by.
///
/// ```
/// use housestyle::SortField;
///
/// let sort = [SortField::descending("updated_at"), SortField::ascending("id")];
/// let order = sort.map(|field| format!("{} {}", field.wire, if field.descending { "DESC" } else { "ASC" }));
/// assert_eq!(order.join(", "), "updated_at DESC, id ASC");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SortField {
    /// The wire name.
    pub wire: &'static str,
    /// Whether greater values come first.
    pub descending: bool,
}

impl SortField {
    /// Creates an ascending field.
    #[must_use]
    pub const fn ascending(wire: &'static str) -> Self {
        Self { wire, descending: false }
    }

    /// Creates a descending field.
    #[must_use]
    pub const fn descending(wire: &'static str) -> Self {
        Self { wire, descending: true }
    }
}

/// Reads the parameter of this name (`sort`): a list of fields of `known`, each prefixed with `-` if it is
/// descending, the most significant first (<https://jsonapi.org/format/1.1/#fetching-sorting>). Returns `None` if it
/// is absent.
///
/// An unknown field is recorded (400) and skipped; a style that ignores unknown fields drops the record. A repeated
/// field is skipped.
#[must_use]
pub fn read_sort(
    pairs: &Pairs<'_>,
    parameter: &str,
    known: &[&'static str],
    found: &mut Vec<QueryFault>,
) -> Option<Vec<SortField>> {
    let text = single(pairs, parameter, found)?;
    let mut fields: Vec<SortField> = Vec::new();
    for item in listed(&text) {
        let (wire, descending) = item.strip_prefix('-').map_or((item, false), |wire| (wire, true));
        match known.iter().find(|field| **field == wire) {
            Some(wire) if fields.iter().any(|field| field.wire == *wire) => {}
            Some(wire) => fields.push(SortField { wire, descending }),
            None => QueryFault::note(parameter, QueryFaultKind::UnknownSort, wire, found),
        }
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Sorted = (&'static str, bool);

    fn read(query: &str) -> (Option<Vec<Sorted>>, Vec<String>) {
        let mut found = Vec::new();
        let pairs = Pairs::form(query).expect("pairs");
        let fields = read_sort(&pairs, "sort", &["created_at", "title"], &mut found);
        let fields = fields.map(|fields| fields.iter().map(|field| (field.wire, field.descending)).collect());
        (fields, found.into_iter().map(|fault| fault.value).collect())
    }

    #[test]
    fn ja_51_ascending_unless_there_is_a_minus() {
        assert_eq!(
            read("sort=-created_at,title"),
            (Some(vec![("created_at", true), ("title", false)]), vec![])
        );
        assert_eq!(read("sort=title%2C-title"), (Some(vec![("title", false)]), vec![]));
        assert_eq!(read("sort="), (Some(vec![]), vec![]));
        assert_eq!(read("order=title"), (None, vec![]));
    }

    #[test]
    fn ja_50_an_unknown_field_is_a_fault_and_left_out() {
        let expected = (Some(vec![("title", false)]), vec!["secret".to_owned(), "-title".to_owned()]);
        assert_eq!(read("sort=-secret,title,--title"), expected);
        assert_eq!(read("sort=-").1, [""]);
        assert_eq!(read("sort=title&sort=created_at"), (Some(vec![("title", false)]), vec![String::new()]));
    }
}
