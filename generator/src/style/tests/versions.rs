//! The version in a header or a query parameter.

use super::*;

const VERSIONED: &str = r#"
style: versioned
version: { in: header, name: X-Api-Version, current: "3", served: ["2", "3"], required: true }
data: { time_zone_header: Time-Zone }
"#;

#[test]
fn a_version_in_a_header_is_read() {
    let version = HeaderVersion {
        name: HeaderName("x-api-version".into()),
        versions: ServedVersions {
            current: "3".into(),
            served: Some(vec!["2".into(), "3".into()].into()),
            required: true,
        },
    };
    assert_eq!(good(VERSIONED).version, Version::Header(version));
    for place in ["header", "query"] {
        let alone = good(&format!("style: x\nversion: {{ in: {place}, name: V, current: v1 }}")).version;
        assert_eq!((alone.served(), alone.is_required()), (&["v1".into()][..], false));
    }
}

#[test]
fn the_header_of_a_version_is_its_own() {
    assert_changed!(VERSIONED, "X-Api-Version", "accept", STYLE_CONTRADICTION, "/version/name", "`accept`");
    assert_changed!(VERSIONED, "X-Api-Version", "time-zone", STYLE_CONTRADICTION, "/version/name", "used");
    assert_changed!(VERSIONED, "X-Api-Version", "X Api", STYLE_VALUE, "/version/name", "header name");
    assert_changed!(
        VERSIONED,
        "current: \"3\"",
        "current: \"4\"",
        STYLE_CONTRADICTION,
        "/version/served",
        "`4`"
    );
}

#[test]
fn the_query_parameter_of_a_version_is_its_own() {
    const STYLE: &str = r#"
style: versioned
version: { in: query, name: api-version, current: "3" }
sorting: { parameter: sort, undeclared: ignore, tie_breaker: id }
"#;
    assert!(matches!(good(STYLE).version, Version::Query(version) if version.name == "api-version"));
    assert_changed!(
        STYLE,
        "parameter: sort",
        "parameter: api-version",
        STYLE_CONTRADICTION,
        "/sorting/parameter",
        "`version`"
    );
}
