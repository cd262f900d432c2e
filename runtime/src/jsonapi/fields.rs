//! Sparse fieldsets: the fields of each type in a response.

use super::ResourceMeta;
use super::query::{QueryFault, QueryFaultKind, bracketed, decoded, listed};
use crate::codec::param::Pairs;

/// The fields that a request selects for each type; types that it does not name have all fields.
///
/// <https://jsonapi.org/format/1.1/#fetching-sparse-fieldsets>
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    types: Vec<(&'static str, Vec<&'static str>)>,
}

impl Fields {
    /// Returns all fields of all types.
    #[must_use]
    pub const fn all() -> Self {
        Self { types: Vec::new() }
    }

    /// Reads the parameters `fields[TYPE]`, lists of attributes and relationships. `TYPE` is the type of the
    /// response's resources or of any resource that their relationships lead to.
    ///
    /// An unknown type or field is recorded (400), as is a repeated parameter; the rest is used.
    #[must_use]
    pub fn from_query(
        pairs: &Pairs<'_>,
        family: &str,
        meta: &'static ResourceMeta,
        found: &mut Vec<QueryFault>,
    ) -> Self {
        let mut fields = Self::all();
        let mut reached = Vec::new();
        for pair in pairs {
            let Some((of, ty)) = bracketed(&pair.wire) else { continue };
            if of != family {
                continue;
            }
            if reached.is_empty() {
                reach(meta, &mut reached);
            }
            let Some(meta) = reached.iter().find(|meta| meta.ty == ty) else {
                QueryFault::note(&pair.wire, QueryFaultKind::UnknownType, ty, found);
                continue;
            };
            if fields.of(ty).is_some() {
                QueryFault::note(&pair.wire, QueryFaultKind::Repeated, "", found);
                continue;
            }
            let text = decoded(pair.value, &pair.wire, found).unwrap_or_default();
            let mut named = Vec::new();
            for item in listed(&text) {
                match meta.field(item) {
                    Some(field) if named.contains(&field) => {}
                    Some(field) => named.push(field),
                    None => QueryFault::note(&pair.wire, QueryFaultKind::UnknownField, item, found),
                }
            }
            fields.types.push((meta.ty, named));
        }
        fields
    }

    /// Returns the fields of a type, or `None` if all are selected.
    #[must_use]
    pub fn of(&self, ty: &str) -> Option<&[&'static str]> {
        self.types.iter().find(|(named, _)| *named == ty).map(|(_, fields)| &**fields)
    }
}

/// Collects the type and all types that its relationships lead to.
fn reach(from: &'static ResourceMeta, reached: &mut Vec<&'static ResourceMeta>) {
    reached.push(from);
    let mut at = 0;
    while let Some(meta) = reached.get(at).copied() {
        at += 1;
        for target in meta.relationships.iter().flat_map(|relationship| relationship.targets) {
            if !reached.iter().any(|meta| meta.ty == target.ty) {
                reached.push(target);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::SHELF;
    use super::*;

    fn read(query: &str) -> (Fields, Vec<(String, QueryFaultKind, String)>) {
        let mut found = Vec::new();
        let fields = Fields::from_query(&Pairs::form(query).expect("pairs"), "fields", &SHELF, &mut found);
        (fields, found.into_iter().map(|fault| (fault.parameter, fault.kind, fault.value)).collect())
    }

    #[test]
    fn ja_49_fields_are_read_by_type() {
        let (fields, found) = read("fields%5Bbook%5D=title,author,title&fields[shelf]=&page[size]=1");
        assert_eq!(found, []);
        assert_eq!(fields.of("book"), Some(&["title", "author"][..]));
        assert_eq!(fields.of("shelf"), Some(&[][..]));
        assert_eq!((fields.of("person"), read("").0), (None, Fields::all()));
    }

    #[test]
    fn ja_83_what_cannot_be_done_is_a_fault() {
        use QueryFaultKind::{Repeated, UnknownField, UnknownType};
        let (fields, found) = read("fields[book]=title,id,x&fields[book]=title&fields[cat]=name&fields=a");
        let fault = |name: &str, kind, value: &str| (name.to_owned(), kind, value.to_owned());
        let expected = [
            fault("fields[book]", UnknownField, "id"),
            fault("fields[book]", UnknownField, "x"),
            fault("fields[book]", Repeated, ""),
            fault("fields[cat]", UnknownType, "cat"),
        ];
        assert_eq!((fields.of("book"), &found[..]), (Some(&["title"][..]), &expected[..]));
    }
}
