//! What the style of BestDoctor resolves to.

use super::{load, told, written};
use housestyle_generator::style::{
    Check, Direction, EchoPart, Ends, Outcome, Oversize, PagingKind, PastEnd, ReadOnly, UnknownMembers,
    Version,
};

#[test]
fn bestdoctor_says_what_its_guide_says() {
    let style = load("bestdoctor");
    assert!(style.wraps);
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<String>>();
    assert_eq!(
        style.version,
        Version::AcceptSubtype {
            vendor: "bestdoctor".into(),
            current: "v1".into(),
            served: words(&["v1"]),
            options: words(&["compact", "full"]),
            suffix: Some("verbose".into()),
        }
    );
    assert_eq!(written(&style.success.body), "{ data: $payload!, meta: $meta, query: $echo }");
    let echo = style.success.echo.as_ref().expect("an echo");
    assert_eq!(echo.of, [EchoPart::Path, EchoPart::Query, EchoPart::Body]);
    for under in [&echo.under, &style.success.pretty.under, &style.success.null_meta_under] {
        assert_eq!(under.as_deref(), Some("verbose"));
    }
    assert_eq!(
        written(&style.failure.body),
        "{ message: $message!, int_code: $code_number, suppress_message: $suppress, errors: $entries }"
    );
    assert_eq!(
        written(&style.failure.entry),
        "{ resource: $resource, field: $field, code: $code, message: $message }"
    );
    assert_eq!(style.data.read_only, ReadOnly::Reject { code: "readonly_field".into() });
    assert_eq!(style.data.unknown_members, UnknownMembers::Ignore);
    assert_eq!(style.data.zone_header.as_deref(), Some("TimeZone"));
    assert_eq!(style.data.compact_under.as_deref(), Some("compact"));
    assert_eq!(style.data.links.own.as_deref(), Some("url"));
    assert_eq!(style.data.links.related_suffix.as_deref(), Some("_url"));
    assert!(style.methods.post_on_item_is_patch && style.methods.patch_merges);
    assert_eq!(style.slow_after_ms, Some(250));
    assert_eq!(style.login.schemes.len(), 3);
    assert_eq!(style.checks[..4], [Check::Method, Check::Login, Check::Media, Check::Syntax]);
}

#[test]
fn bestdoctor_tells_outcomes_as_its_guide_does() {
    let style = load("bestdoctor");
    assert_eq!(told(&style, Outcome::Malformed), (400, None, "Body should be a valid json"));
    assert_eq!(told(&style, Outcome::InvalidEntity), (422, None, "Validation error"));
    assert_eq!(told(&style, Outcome::InvalidParameter), (422, None, "Validation error"));
    assert_eq!(told(&style, Outcome::MissingParameter), (422, Some("required"), "Validation error"));
    assert_eq!(told(&style, Outcome::Unauthenticated), (401, None, "You should be logged in"));
    assert_eq!(told(&style, Outcome::Forbidden), (403, None, "Not authorized"));
    assert_eq!(told(&style, Outcome::Business).0, 420);
    assert_eq!(told(&style, Outcome::Hidden), told(&style, Outcome::NotFound));
    assert_eq!(told(&style, Outcome::NotAcceptable).0, 406);
}

#[test]
fn bestdoctor_pages_by_number_and_by_key() {
    let style = load("bestdoctor");
    assert_eq!(style.default_paging.as_deref(), Some("numbered"));
    for way in style.paging.values() {
        assert_eq!((way.size_default, way.size_max, way.oversize), (20, 200, Oversize::Clamp));
    }
    let (numbered, relative) = (&style.paging["numbered"], &style.paging["relative"]);
    assert_eq!(
        numbered.kind,
        PagingKind::Number {
            number: "page".into(),
            size: "per_page".into(),
            past_end: PastEnd::NotFound,
            ends: Ends::Always,
            rows: None,
        }
    );
    assert_eq!(
        relative.kind,
        PagingKind::Keyset {
            before: "before".into(),
            after: "after".into(),
            size: "per_page".into(),
            by: vec!["created_at".into(), "uuid".into()],
            default: Direction::Before,
        }
    );
    assert_eq!(
        written(&numbered.meta),
        "{ total: $total, pages: $pages, page_tmpl_url: $template, url: $self!, next_url: $next, prev_url: $prev, \
         last_url: $last }"
    );
    assert_eq!(written(&relative.meta), "{ total: $total, url: $self, next_url: $next, prev_url: $prev }");
}
