//! Reads the query options sort, include and fields, and checks for unknown parameters.

use super::Reader;
use crate::api::{Param, ParamEncoding};
use crate::jsonapi::{Fields, Include, QueryFault, QueryFaultKind, SortField, bracketed, read_sort};
use crate::schema::check::Violation;
use crate::schema::{Kind, Schema};
use crate::style::{Sorting, UndeclaredParameters, VersionField};

/// The query parameters of an operation.
#[derive(Debug, Default)]
pub(super) struct KnownParameters {
    names: Vec<&'static str>,
    /// The names before the brackets.
    families: Vec<&'static str>,
    /// The family of sparse fieldsets, whose names have one pair of brackets.
    fields: Option<&'static str>,
    /// Whether any parameter is allowed.
    any: bool,
}

impl KnownParameters {
    pub(super) fn name(&mut self, wire: &'static str) {
        self.names.push(wire);
    }

    /// Adds a parameter that is a list, whose name may have brackets.
    pub(super) fn list(&mut self, wire: &'static str) {
        self.names.push(wire);
        self.families.push(wire);
    }

    pub(super) fn all(&mut self) {
        self.any = true;
    }

    pub(super) fn param(&mut self, param: &'static Param) {
        if param.encoding == ParamEncoding::DeepObject {
            self.families.push(param.wire);
        }
        self.names.push(param.wire);
        if param.encoding == (ParamEncoding::Form { explode: true }) {
            self.members(param.schema);
        }
    }

    /// Adds the members of an object that are separate parameters.
    fn members(&mut self, schema: &'static Schema) {
        match &schema.target().kind {
            Kind::Object(rules) if rules.members.is_empty() => self.any = true,
            Kind::Object(rules) => self.names.extend(rules.members.iter().map(|member| member.wire)),
            Kind::Union(rules) => rules.variants.iter().for_each(|variant| self.members(variant)),
            _ => {}
        }
    }

    fn has(&self, wire: &str) -> bool {
        let inner = |rest: &str| rest.starts_with('[') && rest.ends_with(']');
        let family = |family: &&str| wire.strip_prefix(family).is_some_and(inner);
        let is_fields = bracketed(wire).is_some_and(|(of, _)| Some(of) == self.fields);
        self.any || is_fields || self.names.contains(&wire) || self.families.iter().any(family)
    }
}

impl Reader<'_> {
    /// Reads the sort order, or returns the style's default. It ends with the field that breaks ties, so that it is
    /// total; it is empty if there is no sorting.
    pub fn sort(&mut self) -> Option<Vec<SortField>> {
        let Some(rules) = &self.style.sorting else { return Some(Vec::new()) };
        self.known.name(&rules.parameter);
        let mut found = Vec::new();
        let requested =
            read_sort(self.query.as_ref()?, &rules.parameter, self.head.operation.sort, &mut found);
        if rules.undeclared == UndeclaredParameters::Ignore || self.head.internal {
            found.retain(|fault| fault.kind != QueryFaultKind::UnknownSort);
        }
        let sound = found.is_empty();
        self.refuse_all(found);
        sound.then(|| with_tie_breaker(requested.unwrap_or_default(), rules))
    }

    /// Reads inclusion and sparse fieldsets, and reports unknown parameters. Called last, after the known ones have
    /// been collected.
    pub(super) fn read_query_options(&mut self) {
        let Some(query) = self.query.take() else { return };
        let (operation, style) = (self.head.operation, self.style);
        let mut found = Vec::new();
        if let Some(meta) = operation.resource.filter(|_| operation.styled) {
            let include = Include::of(operation.include);
            self.details.include = match &style.include {
                Some(rules) => {
                    self.known.name(&rules.parameter);
                    include.from_query(&query, &rules.parameter, &mut found)
                }
                None => include,
            };
            if let Some(sparse) = &style.sparse_fields {
                self.known.fields = Some(sparse.name());
                self.details.fields = Fields::from_query(&query, sparse.name(), meta, &mut found);
            }
        }
        self.known.names.extend(style.success.pretty.as_ref().and_then(|pretty| pretty.parameter.as_deref()));
        if let Some(VersionField::Query(wire, _)) = style.version.current_field() {
            self.known.name(wire);
        }
        // All of a way to page that has alternatives: one of them takes precedence over the other.
        self.known.names.extend(operation.paging.iter().flat_map(|paging| paging.parameters()));
        self.known.names.extend(operation.paging.iter().flat_map(|paging| paging.parameters_of_links()));
        if operation.styled
            && style.parameters.undeclared == UndeclaredParameters::Reject
            && !self.head.internal
        {
            let mut unknown: Vec<&str> = Vec::new();
            for pair in &query {
                let wire = &*pair.wire;
                if !self.known.has(wire) && !self.head.secrets.in_query(wire) && !unknown.contains(&wire) {
                    unknown.push(wire);
                    QueryFault::note(wire, QueryFaultKind::Undeclared, "", &mut found);
                }
                if unknown.len() == crate::schema::check::LISTED {
                    break;
                }
            }
        }
        // Options of a change describe its own response, not that of the internal `GET`.
        if !self.head.internal {
            self.refuse_all(found);
        }
    }

    fn refuse_all(&mut self, found: Vec<QueryFault>) {
        self.faults.parameters.extend(found.into_iter().map(Violation::from));
    }
}

/// Adds the style's tie-breaking field to a sort order.
fn with_tie_breaker(mut fields: Vec<SortField>, rules: &'static Sorting) -> Vec<SortField> {
    if fields.is_empty() {
        let default = rules.default.iter().flat_map(|text| text.split(','));
        fields.extend(default.map(|item| match item.strip_prefix('-') {
            Some(wire) => SortField { wire, descending: true },
            None => SortField { wire: item, descending: false },
        }));
    }
    let last = fields.last().map(|last| last.descending);
    if let (Some(tie), Some(descending)) = (rules.tie_breaker.as_deref(), last)
        && fields.iter().all(|field| field.wire != tie)
    {
        fields.push(SortField { wire: tie, descending });
    }
    fields
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow::Borrowed;

    use super::*;
    use crate::api::Place;
    use crate::schema::{ObjectRules, has};

    static SORT: Sorting = sorting(Some("-id"), Some("id"));

    const fn sorting(default: Option<&'static str>, tie: Option<&'static str>) -> Sorting {
        Sorting {
            parameter: Borrowed("sort"),
            undeclared: UndeclaredParameters::Ignore,
            default: match default {
                Some(text) => Some(Borrowed(text)),
                None => None,
            },
            tie_breaker: match tie {
                Some(text) => Some(Borrowed(text)),
                None => None,
            },
        }
    }

    fn order(asked: &[(&'static str, bool)], rules: &'static Sorting) -> String {
        let fields = asked.iter().map(|(wire, descending)| SortField { wire, descending: *descending });
        let minus = |field: SortField| format!("{}{}", if field.descending { "-" } else { "" }, field.wire);
        with_tie_breaker(fields.collect(), rules).into_iter().map(minus).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn r_38_an_order_ends_with_the_tie_in_the_direction_of_the_last_field() {
        assert_eq!(order(&[], &SORT), "-id");
        assert_eq!(order(&[("title", true)], &SORT), "-title,-id");
        assert_eq!(order(&[("title", true), ("age", false)], &SORT), "-title,age,id");
        assert_eq!(order(&[("id", false), ("age", true)], &SORT), "id,-age");
        static OTHER: Sorting = sorting(Some("a,-b"), Some("id"));
        static NONE: Sorting = sorting(None, Some("id"));
        static NO_TIE: Sorting = sorting(Some("-id"), None);
        assert_eq!(order(&[], &OTHER), "a,-b,-id");
        assert_eq!(order(&[], &NONE), "");
        assert_eq!(order(&[("age", true)], &NO_TIE), "-age");
    }

    #[test]
    fn parameters_are_known_as_they_are_encoded() {
        static OBJECT: Schema =
            Schema::new(Kind::Object(ObjectRules::of(&[has("a", &Schema::TEXT), has("b", &Schema::TEXT)])));
        static FREE: Schema = Schema::new(Kind::Object(ObjectRules::of(&[])));
        const fn param(schema: &'static Schema, encoding: ParamEncoding) -> Param {
            Param {
                wire: "p",
                place: Place::Query,
                encoding,
                schema,
                required: false,
                default: None,
                reserved: false,
                empty: false,
            }
        }
        static DEEP: Param = param(&OBJECT, ParamEncoding::DeepObject);
        static FORM: Param = param(&OBJECT, ParamEncoding::Form { explode: true });
        static ANY: Param = param(&FREE, ParamEncoding::Form { explode: true });
        let known = |param| {
            let mut known = KnownParameters::default();
            known.param(param);
            ["p[a]", "a", "q", "px[a]", "p[a]x", "p["].map(|wire| known.has(wire))
        };
        assert_eq!(known(&DEEP), [true, false, false, false, false, false]);
        assert_eq!(known(&FORM), [false, true, false, false, false, false]);
        assert_eq!(known(&ANY), [true; 6]);
    }
}
