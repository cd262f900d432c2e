//! A style of calls, and what goes on around them: what each axis takes, and what it refuses.

use super::*;

/// A style of calls, whose body tells of failures.
const CALLS: &str = r#"
style: calls
calls: rpc
path: { prefix: "/api/v{major}", trailing_slash: optional, invalid_path_parameter: not_found }
version: { in: path }
media: { response: "application/json; charset=UTF-8" }
success: { body: { status: ok, data: $payload! }, empty: { none: [1, null] }, location: true }
failure: { body: { status: error, code: $code, message: $message }, failure_flag: { member: status, is: error } }
outcomes: { default_status: 200, no_operation: 404, malformed: { as: invalid_parameter }, conflict: { message: "{place}: {reason} {}" } }
login: { session: { cookie: sid, max_age: 3600, path: /api, sliding: false, http_only: false, same_site: strict } }
data: { absent_body: empty_object, times: unix_seconds, enums: any_case }
transport: { tls: required }
methods: { override_header: X-Method }
headers: { request_id: { header: Request-Id, uuid: true } }
rate: { requests: 10, per_s: 60, limit: RateLimit-Limit, remaining: RateLimit-Remaining, reset: RateLimit-Reset }
caching: { etag: strong, if_match: check }
"#;

#[test]
fn calls_and_what_is_around_them_are_read() {
    let style = good(CALLS);
    assert_eq!((style.calls, style.transport.tls), (Calls::Rpc, Tls::Required));
    assert_eq!(
        (&*style.path.prefix, style.path.invalid_path_parameter),
        ("/api/v{major}", InvalidPathParameter::NotFound)
    );
    assert_eq!(style.version, Version::Path);
    assert_eq!(style.media.response, "application/json; charset=UTF-8");
    assert_eq!(style.success.empty, Some(Json(r#"{"none":[1,null]}"#.into())));
    assert!(style.success.location && style.wraps());
    assert_eq!(
        style.failure.failure_flag,
        Some(FailureFlag { member: "status".into(), is: Json("\"error\"".into()) })
    );
    let session = Session {
        cookie: "sid".into(),
        path: "/api".into(),
        max_age: 3600,
        sliding: false,
        http_only: false,
        same_site: SameSite::Strict,
    };
    assert_eq!(style.login.session, Some(session));
    let data = &style.data;
    assert_eq!(
        (data.absent_body, data.times, data.enums),
        (AbsentBody::EmptyObject, Times::UnixSeconds, Enums::AnyCase)
    );
    assert_eq!(style.methods.override_header.as_deref(), Some("x-method"));
    assert_eq!(style.headers.request_id, RequestId { header: HeaderName("request-id".into()), uuid: true });
    let header = |wire: &str| Some(HeaderName(format!("ratelimit-{wire}").into()));
    let rate = Rate {
        requests: 10,
        per_s: 60,
        applies_to: RatedRequests::All,
        limit: header("limit"),
        remaining: header("remaining"),
        reset: header("reset"),
        reset_as: ResetTime::Seconds,
    };
    assert_eq!(style.rate, Some(rate));
    assert_eq!(style.caching, Caching { etag: EntityTags::Strong, if_match: IfMatch::Check });
}

#[test]
fn what_an_axis_does_not_say_is_what_was_before_there_was_the_axis() {
    let style = good("style: x");
    assert_eq!((style.calls, style.transport.tls), (Calls::Rest, Tls::Optional));
    assert_eq!(
        (style.path.invalid_path_parameter, &*style.media.response),
        (InvalidPathParameter::InvalidParameter, "application/json")
    );
    assert_eq!((&style.success.empty, style.success.location), (&None, false));
    assert_eq!((&style.success.pretty, &style.failure.failure_flag), (&None, &None));
    assert_eq!((&style.login.session, &style.rate), (&None, &None));
    assert_eq!(
        style.headers.request_id,
        RequestId { header: HeaderName("x-request-id".into()), uuid: false }
    );
    assert_eq!(style.caching, Caching { etag: EntityTags::None, if_match: IfMatch::Ignore });
    assert_eq!(style.outcomes[Outcome::MissingMember], style.outcomes[Outcome::InvalidEntity]);
    assert_eq!(style.outcomes[Outcome::MalformedRange], style.outcomes[Outcome::RangeNotSatisfiable]);
    assert_eq!(style.outcomes[Outcome::TlsRequired].status, 403);
    let session = good("style: x\nlogin: { session: { cookie: c, max_age: 1 } }").login.session.expect("one");
    assert_eq!((&*session.path, session.sliding, session.http_only), ("/", true, true));
    assert_eq!(session.same_site, SameSite::Lax);
}

#[test]
fn every_outcome_has_the_status_of_every_but_those_of_the_same_file() {
    let style = good(CALLS);
    let status = |style: &Style, outcome: Outcome| style.outcomes[outcome].status;
    for outcome in Outcome::ALL {
        let expected = match outcome {
            Outcome::NoOperation => 404,
            Outcome::NotModified => 304,
            _ => 200,
        };
        assert_eq!(status(&style, *outcome), expected, "{outcome:?}");
    }
    assert_eq!(style.outcomes[Outcome::Malformed], style.outcomes[Outcome::InvalidParameter]);
    assert_eq!(style.outcomes[Outcome::Conflict].message, "{place}: {reason} {}");

    let folder = tempfile::tempdir().expect("a folder");
    let load = |text: &str| {
        fs::write(folder.path().join("calls.yaml"), CALLS).expect("written");
        fs::write(folder.path().join("child.yaml"), format!("style: child\nextends: ./calls.yaml\n{text}"))
            .expect("written");
        let (style, diags) = load_file(&folder.path().join("child.yaml"));
        assert_eq!(diags, []);
        style.expect("a style")
    };
    let child = load("outcomes: { conflict: 409, hidden: { as: conflict } }");
    assert_eq!(status(&child, Outcome::Conflict), 409);
    assert_eq!(status(&child, Outcome::Hidden), 409);
    assert_eq!(status(&child, Outcome::Internal), 200);
    let child = load("outcomes: { default_status: 418, conflict: { status: 409 } }");
    assert_eq!(status(&child, Outcome::Conflict), 409);
    assert_eq!(status(&child, Outcome::NoOperation), 418, "the child's own goes before what is inherited");
    assert_eq!(status(&child, Outcome::Created), 201, "of failures alone, and in place of the parent's");
    let child = load("outcomes: { default_status: null }");
    assert_eq!((status(&child, Outcome::Conflict), status(&child, Outcome::NoOperation)), (409, 404));
}

#[test]
fn statuses_of_failures_are_held_against_what_tells_them() {
    let wrong = |change: &str| one(&format!("style: x\n{change}"));
    let (code, pointer, words) = wrong("outcomes: { default_status: 200 }");
    assert_eq!((code, pointer.as_str()), (codes::STYLE_VALUE, "/outcomes/default_status"));
    assert!(words.contains("`failure.failure_flag`"), "{words}");
    assert_eq!(wrong("outcomes: { default_status: 301 }").1, "/outcomes/default_status");
    assert_eq!(wrong("outcomes: { default_status: 99 }").1, "/outcomes/default_status");
    assert_eq!(wrong("outcomes: { default_status: {} }").0, codes::STYLE_KIND);
    assert_changed!(
        CALLS,
        "default_status: 200",
        "default_status: 204",
        STYLE_VALUE,
        "/outcomes/default_status",
        "with a body"
    );
    assert_changed!(
        CALLS,
        "no_operation: 404",
        "no_operation: 302",
        STYLE_VALUE,
        "/outcomes/no_operation",
        "302"
    );
}

#[test]
fn a_failure_that_the_body_tells_is_told_apart_there() {
    assert_changed!(
        CALLS,
        "{ member: status, is: error }",
        "{ member: state, is: error }",
        STYLE_CONTRADICTION,
        "/failure/failure_flag/member",
        "add `state: error`"
    );
    assert_changed!(
        CALLS,
        "{ member: status, is: error }",
        "{ member: code, is: error }",
        STYLE_CONTRADICTION,
        "/failure/failure_flag/member",
        "no member `code` with a constant value"
    );
    assert_changed!(
        CALLS,
        "is: error",
        "is: failed",
        STYLE_CONTRADICTION,
        "/failure/failure_flag/is",
        "`status` of `failure.body` is \"error\""
    );
    assert_changed!(
        CALLS,
        "status: ok",
        "status: error",
        STYLE_CONTRADICTION,
        "/failure/failure_flag/is",
        "`success.body` has"
    );
    for body in ["{ status: $payload }", "$payload"] {
        let (code, pointer, words) = changed(CALLS, "{ status: ok, data: $payload! }", body);
        assert_eq!((code, pointer.as_str()), (codes::STYLE_CONTRADICTION, "/failure/failure_flag/member"));
        assert!(words.contains("a payload could have"), "{words}");
    }
    assert_changed!(CALLS, "is: error", "is: ''", STYLE_VALUE, "/failure/failure_flag/is", "not empty");
    assert_changed!(CALLS, "is: error", "is: [1]", STYLE_VALUE, "/failure/failure_flag/is", "a text");
    good(&CALLS.replace("{ status: ok, data: $payload! }", "{ data: $payload! }"));
}

#[test]
fn a_version_in_the_path_has_its_place_there() {
    assert_changed!(CALLS, "/v{major}", "/v1", STYLE_CONTRADICTION, "/version/in", "`/v{major}`");
    assert_changed!(CALLS, "{ in: path }", "{ in: none }", STYLE_CONTRADICTION, "/path/prefix", "in: path");
    assert_changed!(CALLS, "/v{major}", "/v{minor}", STYLE_VALUE, "/path/prefix", "may have `{major}` once");
    assert_changed!(CALLS, "/v{major}", "/{major}/{major}", STYLE_VALUE, "/path/prefix", "once");
    assert_changed!(
        CALLS,
        "{ in: path }",
        "{ in: path, current: v1 }",
        STYLE_KEY,
        "/version/current (key)",
        "in: path"
    );
    assert_changed!(
        CALLS,
        "invalid_path_parameter: not_found",
        "invalid_path_parameter: hidden",
        STYLE_VALUE,
        "/path/invalid_path_parameter",
        "`invalid_parameter`"
    );
}

#[test]
fn json_is_answered_as_json() {
    for media in
        ["text/html", "json", "application/json\\r\\nEvil: 1", "application/jsonp", "application/+json"]
    {
        let (code, pointer, _) = changed(CALLS, "application/json; charset=UTF-8", media);
        assert_eq!((code, pointer.as_str()), (codes::STYLE_VALUE, "/media/response"), "{media}");
    }
    good("style: x\nmedia: { response: application/vnd.acme+json }");
}

#[test]
fn a_cookie_is_one_of_rfc_6265() {
    for name in ["", "a b", "a;b", "a=b", "ä", "a\\tb", "\\\""] {
        let (code, pointer, _) = changed(CALLS, "cookie: sid", &format!("cookie: \"{name}\""));
        assert_eq!((code, pointer.as_str()), (codes::STYLE_VALUE, "/login/session/cookie"), "{name}");
    }
    for path in ["", "api", "/a;Domain=x", "/a b", "/\\r\\n", "/ä"] {
        let (code, pointer, _) = changed(CALLS, "path: /api,", &format!("path: \"{path}\","));
        assert_eq!((code, pointer.as_str()), (codes::STYLE_VALUE, "/login/session/path"), "{path}");
    }
    assert_changed!(CALLS, "max_age: 3600", "max_age: 0", STYLE_VALUE, "/login/session/max_age", "from 1");
    assert_changed!(CALLS, "max_age: 3600, ", "", STYLE_MISSING, "/login/session", "`max_age`");
    assert_changed!(
        CALLS,
        "same_site: strict",
        "same_site: never",
        STYLE_VALUE,
        "/login/session/same_site",
        "`lax`"
    );
    assert_changed!(
        CALLS,
        "sliding: false",
        "sliding: 'no'",
        STYLE_KIND,
        "/login/session/sliding",
        "`false`"
    );
}

#[test]
fn headers_are_headers_and_each_has_one_meaning() {
    for (from, pointer) in [
        ("X-Method", "/methods/override_header"),
        ("Request-Id", "/headers/request_id/header"),
        ("RateLimit-Limit", "/rate/limit"),
        ("RateLimit-Remaining", "/rate/remaining"),
        ("RateLimit-Reset", "/rate/reset"),
    ] {
        for to in ["", "a b", "x:", "é", "x\\r\\ny"] {
            let (code, at, _) = changed(CALLS, from, &format!("\"{to}\""));
            assert_eq!((code, at.as_str()), (codes::STYLE_VALUE, pointer), "{to}");
        }
    }
    assert_changed!(
        CALLS,
        "Request-Id",
        "content-LENGTH",
        STYLE_VALUE,
        "/headers/request_id/header",
        "already used by HTTP"
    );
    assert_changed!(
        CALLS,
        "RateLimit-Reset",
        "ratelimit-limit",
        STYLE_CONTRADICTION,
        "/rate/reset",
        "already"
    );
}

#[test]
fn what_is_left_of_the_axes_is_checked() {
    assert_changed!(CALLS, "calls: rpc", "calls: soap", STYLE_VALUE, "/calls", "`rest`");
    assert_changed!(CALLS, "tls: required", "tls: always", STYLE_VALUE, "/transport/tls", "`optional`");
    assert_changed!(CALLS, "etag: strong", "etag: lax", STYLE_VALUE, "/caching/etag", "`none`");
    assert_changed!(
        CALLS,
        "etag: strong",
        "etag: weak",
        STYLE_CONTRADICTION,
        "/caching/if_match",
        "never holds"
    );
    assert_changed!(
        CALLS,
        "etag: strong",
        "etag: none",
        STYLE_CONTRADICTION,
        "/caching/if_match",
        "`caching.etag: strong`"
    );
    assert_changed!(CALLS, "requests: 10", "requests: 0", STYLE_VALUE, "/rate/requests", "from 1");
    assert_changed!(CALLS, "requests: 10, ", "", STYLE_MISSING, "/rate", "`requests`");
    assert_changed!(
        CALLS,
        "absent_body: empty_object",
        "absent_body: '{}'",
        STYLE_VALUE,
        "/data/absent_body",
        "`nothing`"
    );
    assert_changed!(CALLS, "times: unix_seconds", "times: iso", STYLE_VALUE, "/data/times", "`utc`");
    assert_changed!(
        CALLS,
        "times: unix_seconds",
        "times: utc, time_zone_header: Zone",
        STYLE_CONTRADICTION,
        "/data/time_zone_header",
        "no time zones"
    );
    assert_changed!(
        CALLS,
        "times: unix_seconds",
        "times: unix_seconds, formats: { date-time: string }",
        STYLE_CONTRADICTION,
        "/data/formats/date-time",
        "not text"
    );
    assert_changed!(CALLS, "enums: any_case", "enums: upper", STYLE_VALUE, "/data/enums", "`exact`");
}

#[test]
fn messages_have_two_holes() {
    assert_changed!(CALLS, "{reason}", "{why}", STYLE_SLOT, "/outcomes/conflict/message", "`{place}`");
    assert_changed!(
        CALLS,
        "{reason}",
        "{{resaon}}",
        STYLE_SLOT,
        "/outcomes/conflict/message",
        "did you mean `{reason}`?"
    );
    good(&CALLS.replace("{reason}", "{ not a hole } { } {"));
}

#[test]
fn whatever_stands_in_these_places_there_is_a_style_or_a_problem() {
    stand_in_everywhere(CALLS);
}
