//! A style of bare payloads, ranges and media types: what each axis takes, and what it refuses.

use super::*;

/// A style of bare payloads, pages by ranges and a version in a parameter.
const RANGES: &str = r#"
style: ranges
version: { in: accept_parameter, media: application/vnd.acme+json, current: "3", served: ["2.1", "3"], required: true }
success: { pretty: { parameter: pretty, accept_parameter: indent } }
paging:
  default: items
  items: { kind: item_range }
  keys: { kind: key_range, by: [id, name], default_order: descending, next_header: More, without_range: ok, size_default: 5, size_max: 9 }
"#;

#[test]
fn ranges_and_a_version_in_a_parameter_are_read() {
    let style = good(RANGES);
    assert!(!style.wraps(), "headers wrap nothing");
    assert_eq!(style.version.options().count(), 0);
    let version = Version::AcceptParameter(AcceptParameter {
        media: "application/vnd.acme+json".into(),
        parameter: "version".into(),
        versions: ServedVersions {
            current: "3".into(),
            served: Some(vec!["2.1".into(), "3".into()].into()),
            required: true,
        },
    });
    assert_eq!(style.version, version);
    let pretty =
        Pretty { option: None, parameter: Some("pretty".into()), accept_parameter: Some("indent".into()) };
    assert_eq!(style.success.pretty, Some(pretty));
    let limits = |size_default, size_max| PageLimits {
        size_default,
        size_max,
        oversize: Oversize::Clamp,
        zero: Zero::Reject,
    };
    let items = ItemRangePaging {
        list: None,
        past_end: PastEnd::RangeNotSatisfiable,
        without_range: WithoutRange::Partial,
        limits: limits(20, 100),
        meta: None,
    };
    assert_eq!(*way(&style, "items"), Paging::ItemRange(items));
    let keys = KeyRangePaging {
        list: None,
        by: vec!["id".into(), "name".into()].into(),
        default_order: Order::Descending,
        next_header: HeaderName("more".into()),
        without_range: WithoutRange::Ok,
        limits: limits(5, 9),
        meta: None,
    };
    assert_eq!(*way(&style, "keys"), Paging::KeyRange(keys));
    assert!(style.paging.ways.iter().all(|way| way.value.kind().meta().is_none()));
    let style =
        RANGES.replace("{ kind: item_range }", "{ kind: item_range, meta: { total: $total, size: $size } }");
    let style = style.replace("success: {", "success: { body: { data: $payload, meta: $meta },");
    assert!(
        matches!(way(&good(&style), "items").kind().meta(), Some(Template::Object(members)) if members.len() == 2)
    );
}

#[test]
fn a_version_in_a_parameter_is_of_json_and_is_served() {
    for media in ["text/html", "application/vnd.Acme+json", "application/json; x=y", "*/*"] {
        let (code, pointer, _) = changed(RANGES, "application/vnd.acme+json", &format!("{media:?}"));
        assert_eq!((code, pointer.as_str()), (codes::STYLE_VALUE, "/version/media"), "{media}");
    }
    assert_changed!(
        RANGES,
        "current: \"3\"",
        "current: \"4\"",
        STYLE_CONTRADICTION,
        "/version/served",
        "`4`"
    );
    assert_changed!(RANGES, "current: \"3\"", "current: 3", STYLE_KIND, "/version/current", "the number 3");
    assert_changed!(
        RANGES,
        "current: \"3\"",
        "current: \"3\", parameter: q",
        STYLE_VALUE,
        "/version/parameter",
        "except `q`"
    );
    assert_changed!(RANGES, "\"2.1\"", "\"2 1\"", STYLE_VALUE, "/version/served/0", "a token");
    assert_changed!(RANGES, "required: true", "required: 1", STYLE_KIND, "/version/required", "`true`");
    assert_changed!(
        RANGES,
        "accept_parameter: indent",
        "accept_parameter: version",
        STYLE_CONTRADICTION,
        "/success/pretty/accept_parameter",
        "`version`"
    );
}

#[test]
fn ranges_have_their_limits_and_keys() {
    assert_changed!(RANGES, "by: [id, name], ", "", STYLE_MISSING, "/paging/keys", "`by`");
    assert_changed!(RANGES, "by: [id, name]", "by: []", STYLE_CONTRADICTION, "/paging/keys/by", "`id`");
    assert_changed!(RANGES, "by: [id, name]", "by: [id, id]", STYLE_TWICE, "/paging/keys/by/1", "twice");
    assert_changed!(
        RANGES,
        "size_default: 5",
        "size_default: 10",
        STYLE_CONTRADICTION,
        "/paging/keys/size_default",
        "9"
    );
    assert_changed!(
        RANGES,
        "without_range: ok",
        "without_range: whole",
        STYLE_VALUE,
        "/paging/keys/without_range",
        "`partial`"
    );
    assert_changed!(
        RANGES,
        "default_order: descending",
        "default_order: desc",
        STYLE_VALUE,
        "/paging/keys/default_order",
        "`descending`"
    );
    assert_changed!(
        RANGES,
        "kind: item_range",
        "kind: item_range, size: n",
        STYLE_KEY,
        "/paging/items/size (key)",
        "item_range"
    );
    assert_changed!(
        RANGES,
        "kind: item_range",
        "kind: item_range, meta: { total: $total }",
        STYLE_CONTRADICTION,
        "/paging/items/meta",
        "remove this key"
    );
    assert_changed!(
        RANGES,
        "kind: item_range",
        "kind: item_range, meta: { next: $next }",
        STYLE_SLOT,
        "/paging/items/meta/next",
        "`$total`"
    );
    assert_changed!(
        RANGES,
        "{ kind: item_range }",
        "{ kind: number, number: pretty, size: n, meta: {} }",
        STYLE_CONTRADICTION,
        "/paging/items/number",
        "`success.pretty`"
    );
}

#[test]
fn the_header_for_more_is_a_header() {
    assert_changed!(
        RANGES,
        "next_header: More",
        "next_header: a/b",
        STYLE_VALUE,
        "/paging/keys/next_header",
        "header name"
    );
    assert_changed!(
        RANGES,
        "next_header: More",
        "next_header: X-Request-Id",
        STYLE_CONTRADICTION,
        "/paging/keys/next_header",
        "already"
    );
}

#[test]
fn something_asks_for_indented_json() {
    assert_changed!(
        RANGES,
        "{ parameter: pretty, accept_parameter: indent }",
        "{}",
        STYLE_CONTRADICTION,
        "/success/pretty",
        "`option`"
    );
    assert_changed!(
        RANGES,
        "parameter: pretty",
        "parameter: 'a b'",
        STYLE_VALUE,
        "/success/pretty/parameter",
        "spaces"
    );
    assert_changed!(
        RANGES,
        "accept_parameter: indent",
        "accept_parameter: Indent",
        STYLE_VALUE,
        "/success/pretty/accept_parameter",
        "lower case"
    );
}

#[test]
fn whatever_stands_in_these_places_there_is_a_style_or_a_problem() {
    stand_in_everywhere(RANGES);
}
