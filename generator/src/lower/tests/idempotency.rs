//! Which operations have idempotency keys.

use crate::diag::codes;
use crate::lower::testing::{Outcome, like_acme, plain};
use crate::style::{HeaderName, Idempotency, KeptFailures, KeyUse, KeyedMethod, List, Style};

fn keyed(style: &mut Style) {
    style.idempotency = Some(Idempotency {
        header: HeaderName("idempotency-key".into()),
        methods: List::Borrowed(&[KeyedMethod::Post]),
        required: false,
        max_length: 64,
        quoted: false,
        lifetime_s: 60,
        replay_header: None,
        failures: KeptFailures::Replay,
    });
}

/// A document with one operation, whose method and members are given.
fn document(method: &str, members: &str) -> String {
    format!("paths: {{ /a: {{ {method}: {{ {members} responses: {{ '204': {{ description: x }} }} }} }} }}")
}

fn key_of(outcome: &Outcome) -> KeyUse {
    outcome.api().operations[0].idempotency_key
}

#[test]
fn methods_of_the_style_have_keys_and_an_operation_may_say_otherwise() {
    for (method, members, wanted) in [
        ("post", "", KeyUse::Optional),
        ("put", "", KeyUse::Off),
        ("get", "", KeyUse::Off),
        ("post", "x-style: off,", KeyUse::Off),
        ("post", "x-style: { idempotency: off },", KeyUse::Off),
        ("post", "x-style: { idempotency: 'off' },", KeyUse::Off),
        ("post", "x-style: { idempotency: required },", KeyUse::Required),
        ("put", "x-style: { idempotency: optional },", KeyUse::Optional),
        ("delete", "x-style: { idempotency: required },", KeyUse::Required),
    ] {
        let outcome = like_acme(&document(method, members), keyed);
        assert_eq!(key_of(&outcome), wanted, "{method} {members}");
        assert_eq!(outcome.codes(), [], "{method} {members}");
    }
    let required = |style: &mut Style| {
        keyed(style);
        style.idempotency.as_mut().expect("keys").required = true;
    };
    assert_eq!(key_of(&like_acme(&document("post", ""), required)), KeyUse::Required);
    let optional = document("post", "x-style: { idempotency: optional },");
    assert_eq!(key_of(&like_acme(&optional, required)), KeyUse::Optional);
}

#[test]
fn a_key_that_changes_nothing_is_reported() {
    let safe = like_acme(&document("get", "x-style: { idempotency: required },"), keyed);
    assert_eq!((safe.codes(), key_of(&safe)), (vec![codes::KEY_OF_SAFE_METHOD], KeyUse::Off));
    let (message, pointer) = safe.reported(codes::KEY_OF_SAFE_METHOD);
    assert_eq!(message, "a `GET` has no idempotency key: nothing changes if it is sent again");
    assert_eq!(pointer, "/paths/~1a/get/x-style/idempotency");
    for method in ["get", "put"] {
        let off = like_acme(&document(method, "x-style: { idempotency: off },"), keyed);
        assert_eq!(off.reported(codes::EXTENSION_PLACE).0, "`idempotency` has no effect here", "{method}");
    }
    let unused = plain(&document("post", "x-style: { idempotency: required },"));
    assert!(unused.diags.iter().any(|one| one.code == codes::EXTENSION_UNUSED), "{:#?}", unused.diags);
    assert_eq!(key_of(&unused), KeyUse::Off);
    let both = like_acme(&document("post", "x-style: { use: off, idempotency: required },"), keyed);
    assert_eq!((both.codes(), key_of(&both)), (vec![codes::EXTENSION_PLACE], KeyUse::Off));
}

#[test]
fn a_parameter_for_the_key_is_left_out_and_its_requirement_is_kept() {
    let declared = |method: &str, more: &str| {
        let parameter = "{ name: Idempotency-Key, in: header, MORE schema: { type: string } }";
        let members = format!("parameters: [{}],", parameter.replace("MORE", more));
        like_acme(&document(method, &members), keyed)
    };
    for (more, wanted) in [("", KeyUse::Optional), ("required: true,", KeyUse::Required)] {
        let outcome = declared("post", more);
        assert_eq!(outcome.api().operations[0].parameters, []);
        assert_eq!(key_of(&outcome), wanted);
        let (message, pointer) = outcome.reported(codes::PARAMETER_IGNORED);
        assert!(message.starts_with("`Idempotency-Key` is the style's header"), "{message}");
        assert_eq!(pointer, "/paths/~1a/post/parameters/0");
    }
    let other = declared("put", "");
    assert_eq!((other.codes(), other.api().operations[0].parameters.len()), (vec![], 1));
}
