//! What the style of JSON:API resolves to, and what its texts are.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{load, response_of, way, written};
use housestyle_generator::style::{
    self, Acceptance, ClientIds, EmptyEntries, LinkForm, MixedStatuses, OnlyMedia, Outcome, Oversize, Paging,
    ParameterName, PayloadForm, RequestMedia, Style, UndeclaredParameters, UnknownMembers, Version,
};

#[test]
fn ja_1_documents_have_one_media_type_both_ways() {
    let media = load("jsonapi").media;
    let parameters = vec!["ext".into(), "profile".into()].into();
    assert_eq!(
        media.request,
        RequestMedia::Only(OnlyMedia { media: "application/vnd.api+json".into(), parameters })
    );
    assert_eq!((media.accept, &*media.response), (Acceptance::Exact, "application/vnd.api+json"));
}

#[test]
fn ja_11_a_document_has_data_or_errors_or_meta() {
    let style = load("jsonapi");
    assert_eq!(style.success.form, PayloadForm::Resources);
    assert_eq!(
        written(&style.success.body),
        "{ data: $payload!, included: $included, meta: $meta, links: $links }"
    );
    assert_eq!(written(style.success.meta_body()), "{ meta: $meta! }");
    assert_eq!(written(&style.failure.body), "{ errors: $entries }");
    assert_eq!(style.version, Version::None);
}

#[test]
fn ja_14_unknown_members_are_ignored() {
    assert_eq!(load("jsonapi").data.unknown_members, UnknownMembers::Ignore);
}

#[test]
fn ja_47_an_unsupported_include_is_refused() {
    let style = load("jsonapi");
    assert_eq!(style.include.expect("paths").parameter, "include");
    assert_eq!(style.sparse_fields.expect("fields").name(), "fields");
    assert_eq!(style.filtering.expect("filters").parameter("search"), "filter[search]");
    let sort = style.sorting.expect("an order");
    assert_eq!(
        (&*sort.parameter, sort.undeclared, sort.default),
        ("sort", UndeclaredParameters::Reject, None)
    );
}

#[test]
fn ja_53_pages_are_linked() {
    let style = load("jsonapi");
    let way = way(&style, "numbered");
    assert_eq!(style.paging.default.as_deref(), Some("numbered"));
    assert_eq!(way.kind().parameters(), ["page[number]", "page[size]"]);
    assert_eq!(
        written(way.kind().links().expect("links")),
        "{ self: $self, first: $first, prev: $prev, next: $next, last: $last }"
    );
    assert_eq!(style.data.links.form, LinkForm::Absolute);
}

#[test]
fn ja_59_ids_are_the_servers_to_choose() {
    let style = load("jsonapi");
    assert_eq!(style.data.client_ids, ClientIds::Reject);
    assert_eq!(response_of(&style, Outcome::Forbidden).0, 403);
}

#[test]
fn ja_60_what_came_to_be_is_somewhere() {
    assert!(load("jsonapi").success.location);
}

#[test]
fn ja_83_undeclared_parameters_are_refused() {
    let style = load("jsonapi");
    assert_eq!(style.parameters.undeclared, UndeclaredParameters::Reject);
    assert_eq!(response_of(&style, Outcome::InvalidParameter).0, 400);
}

#[test]
fn ja_85_each_error_has_its_own_status_as_text() {
    let failure = load("jsonapi").failure;
    assert_eq!(
        written(&failure.entry),
        "{ status: $status_text, code: $code, title: $title, detail: $message, \
         source: { pointer: $pointer, parameter: $parameter, header: $header } }"
    );
    assert_eq!(
        (failure.entries_when_empty, failure.mixed_statuses),
        (EmptyEntries::OneEntry, MixedStatuses::MostGeneral)
    );
    assert_eq!(failure.parameter_name, ParameterName::Full);
}

#[test]
fn ja_96_sizes_over_the_most_are_refused() {
    for way in load("jsonapi").paging.ways.iter() {
        assert_eq!(way.value.limits().oversize, Oversize::Reject, "{}", way.name);
    }
}

#[test]
fn ja_97_an_order_is_completed_by_the_id() {
    assert_eq!(load("jsonapi").sorting.and_then(|sort| sort.tie_breaker).as_deref(), Some("id"));
}

#[test]
fn ja_100_pages_by_cursor_have_both_links() {
    let style = load("jsonapi");
    let way = way(&style, "cursor");
    assert!(matches!(way, Paging::Cursor(_)));
    assert_eq!(way.kind().parameters(), ["page[before]", "page[after]", "page[size]"]);
    assert_eq!(written(way.kind().links().expect("links")), "{ self: $self, prev: $prev!, next: $next! }");
    assert_eq!(written(way.kind().meta().expect("meta")), "{ page: { total: $total } }");
}

/// The texts of a language that a style has.
fn keys(style: &Style, language: &str) -> BTreeSet<String> {
    let languages = &style.locale.as_ref().expect("languages").languages.all;
    let language = languages.iter().find(|one| one.name == language).expect("a language");
    language.value.by_key.iter().map(|(key, _)| key.to_string()).collect()
}

#[test]
fn every_text_is_there_in_every_other_language() {
    let style = load("jsonapi");
    let failures = Outcome::ALL.iter().filter(|outcome| style.outcomes[**outcome].status >= 400);
    let outcomes = failures.map(|outcome| outcome.as_str());
    let others = ["violation", "document", "query"].into_iter().flat_map(|group| {
        let texts = style::known_texts(group).expect("a group");
        texts.into_iter().map(move |(name, _)| format!("{group}.{name}"))
    });
    let known: BTreeSet<String> = outcomes.map(|name| format!("outcome.{name}")).chain(others).collect();
    for language in ["es", "ru"] {
        let found = keys(&style, language);
        let absent: Vec<_> = known
            .difference(&found)
            .filter(|key| key.as_str() != "outcome.tls_required") // a style that asks for TLS says it
            .collect();
        assert_eq!(absent, Vec::<&String>::new(), "{language}");
    }
}

#[test]
fn the_runtime_sends_only_declared_texts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src");
    let mut files = vec![folder];
    let mut seen = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
            continue;
        }
        let text = fs::read_to_string(&path).expect("a file");
        for group in ["violation", "document", "query", "outcome"] {
            let known = style::known_texts(group).expect("a group");
            for part in text.split(&format!("\"{group}.")).skip(1) {
                let name = part.split('"').next().unwrap_or_default();
                let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'.');
                if plain && !name.is_empty() {
                    seen += 1;
                    assert!(known.iter().any(|(known, _)| *known == name), "{group}.{name} of {path:?}");
                }
            }
        }
    }
    assert!(seen > 20, "the runtime has its texts elsewhere");
}
