//! What the style of BestDoctor resolves to.

use super::{load, response_of, way, written};
use housestyle_generator::style::{
    AcceptSubtype, Check, Direction, EchoPart, EdgeLinks, KeysetPaging, NumberPaging, Outcome, Oversize,
    PageLimits, Paging, PastEnd, PatchBody, PostMeaning, ReadOnly, Reject, UnknownMembers, Version,
    VersionOptions, Zero,
};

#[test]
fn bestdoctor_says_what_its_guide_says() {
    let style = load("bestdoctor");
    assert!(style.wraps());
    assert_eq!(
        style.version,
        Version::AcceptSubtype(AcceptSubtype {
            vendor: "bestdoctor".into(),
            current: "v1".into(),
            served: None,
            options: Some(VersionOptions {
                alternatives: Some(vec!["compact".into(), "full".into()].into()),
                suffix: Some("verbose".into()),
            }),
        })
    );
    assert_eq!(written(&style.success.body), "{ data: $payload!, meta: $meta, query: $echo }");
    let echo = style.success.echo.as_ref().expect("an echo");
    assert_eq!(*echo.parts, [EchoPart::Path, EchoPart::Query, EchoPart::Body]);
    let pretty = style.success.pretty.as_ref().and_then(|pretty| pretty.option.as_deref());
    let null = style.success.meta.as_ref().map(|meta| &*meta.null_with_option);
    for under in [echo.option.as_deref(), pretty, null] {
        assert_eq!(under, Some("verbose"));
    }
    assert_eq!(
        written(&style.failure.body),
        "{ message: $message!, int_code: $code_number, suppress_message: $suppress, errors: $entries }"
    );
    assert_eq!(
        written(&style.failure.entry),
        "{ resource: $resource, field: $field, code: $code, message: $message }"
    );
    assert_eq!(style.data.read_only, ReadOnly::Reject(Reject { code: "readonly_field".into() }));
    assert_eq!(style.data.unknown_members, UnknownMembers::Ignore);
    assert_eq!(style.data.time_zone_header.as_deref(), Some("TimeZone"));
    assert_eq!(style.data.links_only_with_option.as_deref(), Some("compact"));
    assert_eq!(style.data.links.self_member.as_deref(), Some("url"));
    assert_eq!(style.data.links.related_suffix.as_deref(), Some("_url"));
    assert_eq!((style.methods.post_on_item, style.methods.patch), (PostMeaning::Patch, PatchBody::Merge));
    assert_eq!(style.slow_after_ms, Some(250));
    assert_eq!(style.login.challenges().len(), 3);
    assert_eq!(style.checks[..4], [Check::Method, Check::Login, Check::Media, Check::Syntax]);
}

#[test]
fn bestdoctor_encodes_outcomes_as_its_guide_says() {
    let style = load("bestdoctor");
    assert_eq!(response_of(&style, Outcome::Malformed), (400, None, "Body should be a valid json"));
    assert_eq!(response_of(&style, Outcome::InvalidEntity), (422, None, "Validation error"));
    assert_eq!(response_of(&style, Outcome::InvalidParameter), (422, None, "Validation error"));
    assert_eq!(response_of(&style, Outcome::MissingParameter), (422, Some("required"), "Validation error"));
    assert_eq!(response_of(&style, Outcome::Unauthenticated), (401, None, "You should be logged in"));
    assert_eq!(response_of(&style, Outcome::Forbidden), (403, None, "Not authorized"));
    assert_eq!(response_of(&style, Outcome::Business).0, 420);
    assert_eq!(response_of(&style, Outcome::Hidden), response_of(&style, Outcome::NotFound));
    assert_eq!(response_of(&style, Outcome::NotAcceptable).0, 406);
}

#[test]
fn bestdoctor_pages_by_number_and_by_key() {
    let style = load("bestdoctor");
    assert_eq!(style.paging.default.as_deref(), Some("numbered"));
    let limits =
        PageLimits { size_default: 20, size_max: 200, oversize: Oversize::Clamp, zero: Zero::Reject };
    for way in style.paging.ways.iter() {
        assert_eq!(*way.value.limits(), limits);
    }
    let (numbered, relative) = (way(&style, "numbered"), way(&style, "relative"));
    let expected = NumberPaging {
        list: None,
        link_header: Default::default(),
        number: "page".into(),
        first: 1,
        size: "per_page".into(),
        past_end: PastEnd::NotFound,
        edge_links: EdgeLinks::Always,
        after_row: None,
        limits: limits.clone(),
        meta: numbered.kind().meta().cloned(),
        links: None,
    };
    assert_eq!(*numbered, Paging::Number(expected));
    let expected = KeysetPaging {
        list: None,
        link_header: Default::default(),
        before: "before".into(),
        after: "after".into(),
        size: "per_page".into(),
        by: vec!["created_at".into(), "uuid".into()].into(),
        default_direction: Direction::Before,
        limits,
        meta: relative.kind().meta().cloned(),
        links: None,
    };
    assert_eq!(*relative, Paging::Keyset(expected));
    assert_eq!(
        written(numbered.kind().meta().expect("meta")),
        "{ total: $total, pages: $pages, page_tmpl_url: $page_template, url: $self!, next_url: $next, prev_url: $prev, \
         last_url: $last }"
    );
    assert_eq!(
        written(relative.kind().meta().expect("meta")),
        "{ total: $total, url: $self, next_url: $next, prev_url: $prev }"
    );
}
