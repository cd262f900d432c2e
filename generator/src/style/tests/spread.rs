//! Members of payloads next to those of the style, and failure flags of any type.

use super::*;

fn flagged(success: &str, failure: &str, flag: &str) -> String {
    format!(
        "style: own\nsuccess: {{ body: {success} }}\nfailure: {{ body: {failure}, failure_flag: {flag} }}\n"
    )
}

#[test]
fn a_failure_flag_is_of_any_plain_type_and_at_any_depth() {
    for (success, failure, flag) in [
        ("{ ok: true, ...: $payload }", "{ ok: false, error: $message }", "{ member: ok, is: false }"),
        ("{ code: 0, data: $payload }", "{ code: 1, error: $message }", "{ member: code, is: 1 }"),
        ("{ s: { a/b: 0 }, data: $payload }", "{ s: { a/b: 1 }, e: $message }", "{ member: /s/a~1b, is: 1 }"),
    ] {
        assert!(good(&flagged(success, failure, flag)).failure.failure_flag.is_some());
    }
    for success in ["{ ...: $payload, meta: $meta }", "{ s: $payload, ok: true }"] {
        let (code, pointer, words) =
            one(&flagged(success, "{ s: { ok: false }, e: $message }", "{ member: /s/ok, is: false }"));
        assert_eq!((code, pointer.as_str()), (codes::STYLE_CONTRADICTION, "/failure/failure_flag/member"));
        assert!(words.contains("a payload could have `/s/ok: false` too"), "{words}");
    }
}

#[test]
fn only_payloads_that_are_objects_are_spread() {
    let style = good("style: own\nsuccess: { body: { ok: true, \"...\": $payload } }\n");
    assert!(style.success.body.spreads() && style.success.body.has(Slot::Payload));
    assert_wrong!(
        "success: { list: { ok: true, ...: $payload } }",
        STYLE_SPREAD,
        "/success/list/... (key)",
        "only `success.body`"
    );
    assert_wrong!(
        "success: { body: { ok: true, data: { ...: $payload } } }",
        STYLE_SPREAD,
        "/success/body/data/... (key)",
        "to the top"
    );
    assert_wrong!(
        "failure: { body: { ...: $message } }",
        STYLE_SPREAD,
        "/failure/body/... (key)",
        "only `success.body`"
    );
    let nothing = "style: own\nsuccess: { body: { ok: true, ...: $payload }, empty: [] }\n";
    let (code, pointer, _) = one(nothing);
    assert_eq!((code, pointer.as_str()), (codes::STYLE_CONTRADICTION, "/success/empty"));
}
