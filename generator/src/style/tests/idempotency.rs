//! Idempotency keys.

use super::*;

const KEYED: &str = r#"
style: keyed
idempotency: { header: Idempotency-Key, replay_header: Idempotent-Replayed }
data: { time_zone_header: Time-Zone }
version: { in: header, name: X-Api-Version, current: "3" }
headers: { request_id: { header: Request-Id } }
"#;

#[test]
fn keys_have_defaults() {
    let rules = good("style: x\nidempotency: {}").idempotency.expect("keys");
    assert_eq!((&*rules.header, rules.max_length, rules.lifetime_s), ("idempotency-key", 255, 86400));
    assert_eq!((rules.required, rules.quoted, rules.replay_header), (false, false, None));
    assert_eq!((&*rules.methods, rules.failures), (&[KeyedMethod::Post][..], KeptFailures::Replay));
    assert_eq!(good("style: x").idempotency, None);
    let statuses = |style: &Style| {
        [Outcome::IdempotencyMismatch, Outcome::IdempotencyConflict].map(|one| style.response_to(one).status)
    };
    assert_eq!(statuses(&good(KEYED)), [422, 409]);
}

#[test]
fn the_headers_of_keys_are_their_own() {
    for other in ["accept", "time-zone", "x-api-version", "request-id"] {
        let (code, pointer, message) = changed(KEYED, "Idempotency-Key", other);
        assert_eq!((code, pointer.as_str()), (codes::STYLE_CONTRADICTION, "/idempotency/header"), "{other}");
        assert!(message.contains("already used"), "{message}");
    }
    for (other, code) in [("etag", codes::STYLE_VALUE), ("Request-Id", codes::STYLE_CONTRADICTION)] {
        let found = changed(KEYED, "Idempotent-Replayed", other);
        assert_eq!((found.0, found.1.as_str()), (code, "/idempotency/replay_header"), "{other}");
    }
}

#[test]
fn limits_and_methods_are_checked() {
    for (value, at) in
        [("max_length: 31", "max_length"), ("lifetime_s: 0", "lifetime_s"), ("methods: [GET]", "methods/0")]
    {
        let (_, pointer, message) = changed(KEYED, "header: Idempotency-Key", value);
        assert_eq!(pointer, format!("/idempotency/{at}"), "{message}");
    }
}
