//! The version in a header of its own.

use super::*;

const VERSIONED: &str = r#"
style: versioned
version: { in: header, header: X-Api-Version, current: "3", served: ["2", "3"], required: true }
data: { time_zone_header: Time-Zone }
"#;

#[test]
fn a_version_in_a_header_is_read() {
    let version = HeaderVersion {
        header: HeaderName("x-api-version".into()),
        current: "3".into(),
        served: Some(vec!["2".into(), "3".into()].into()),
        required: true,
    };
    assert_eq!(good(VERSIONED).version, Version::Header(version));
    let Version::Header(alone) = good("style: x\nversion: { in: header, header: V, current: v1 }").version
    else {
        panic!()
    };
    assert_eq!((alone.served(), alone.required), (&["v1".into()][..], false));
}

#[test]
fn the_header_of_a_version_is_its_own() {
    assert_changed!(VERSIONED, "X-Api-Version", "accept", STYLE_CONTRADICTION, "/version/header", "`accept`");
    assert_changed!(VERSIONED, "X-Api-Version", "time-zone", STYLE_CONTRADICTION, "/version/header", "used");
    assert_changed!(VERSIONED, "X-Api-Version", "X Api", STYLE_VALUE, "/version/header", "header name");
    assert_changed!(
        VERSIONED,
        "current: \"3\"",
        "current: \"4\"",
        STYLE_CONTRADICTION,
        "/version/served",
        "`4`"
    );
}
