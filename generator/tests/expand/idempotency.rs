//! Idempotency keys in expanded documents.

use housestyle_generator::Api;
use serde_json::{Value, json};

const STYLE: &str = "
style: acme
idempotency: { header: Acme-Key, max_length: 64, lifetime_s: 600, replay_header: Acme-Replayed }
outcomes: { invalid_parameter: { code: invalid }, idempotency_mismatch: { status: 400, code: key_of_another_request }, idempotency_conflict: { code: key_in_use } }
failure: { media: application/json, body: { code: $code, message: $message } }
";

/// The operations of a document with these `x-style` values, with `POST`, in a style with keys.
fn expanded(style: &str, operations: &[&str]) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("style.yaml");
    std::fs::write(&path, style).expect("written");
    let mut document = "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n".to_owned();
    for (number, said) in operations.iter().enumerate() {
        document +=
            &format!("  /{number}: {{ post: {{ {said} responses: {{ '204': {{ description: x }} }} }} }}\n");
    }
    let api = Api::from_text("t.yaml", document).style(path.display().to_string());
    api.expand().expect("expanded").document
}

/// What a reference in `node` leads to, or `node`.
fn resolved<'d>(document: &'d Value, node: &'d Value) -> &'d Value {
    match node["$ref"].as_str() {
        Some(pointer) => document.pointer(pointer.trim_start_matches('#')).expect("it exists"),
        None => node,
    }
}

fn key<'d>(document: &'d Value, path: &str) -> Option<&'d Value> {
    let parameters = document["paths"][path]["post"]["parameters"].as_array().expect("parameters");
    parameters.iter().map(|one| resolved(document, one)).find(|one| one["name"] == "acme-key")
}

#[test]
fn the_key_is_a_parameter_with_its_failures_and_the_header_of_a_replay() {
    let document =
        expanded(STYLE, &["", "x-style: { idempotency: required },", "x-style: { idempotency: off },"]);
    let optional = key(&document, "/0").expect("a key");
    assert_eq!((&optional["in"], &optional["required"]), (&json!("header"), &Value::Null));
    assert_eq!(optional["schema"], json!({ "type": "string", "minLength": 1, "maxLength": 64 }));
    assert!(optional["description"].as_str().expect("docs").contains("within 600 seconds"), "{optional}");
    assert_eq!(key(&document, "/1").expect("a key")["required"], true);
    assert_eq!(key(&document, "/2"), None);

    let responses = |path: &str| &document["paths"][path]["post"]["responses"];
    for status in ["204", "400", "409"] {
        let response = resolved(&document, &responses("/0")[status]);
        let replayed = resolved(&document, &response["headers"]["acme-replayed"]);
        assert_eq!(replayed["schema"], json!({ "type": "string", "enum": ["true"] }), "{status}: {response}");
    }
    for (status, code) in [("400", "key_of_another_request"), ("409", "key_in_use")] {
        let response = resolved(&document, &responses("/0")[status]);
        let body = resolved(&document, &response["content"]["application/json"]["schema"]);
        assert!(body.to_string().contains(code), "{status}: {body}");
    }
    assert!(resolved(&document, &responses("/0")["409"])["headers"]["Retry-After"].is_object());
    assert_eq!((&responses("/2")["400"], &responses("/2")["409"]), (&Value::Null, &Value::Null));
    assert!(!responses("/2").to_string().contains("acme-replayed"));
}

#[test]
fn a_quoted_key_is_longer_on_the_wire() {
    let style = STYLE.replace("max_length: 64", "max_length: 64, quoted: true, required: true");
    let document = expanded(&style, &[""]);
    let key = key(&document, "/0").expect("a key");
    assert_eq!(key["required"], true);
    assert_eq!(key["schema"], json!({ "type": "string", "minLength": 3, "maxLength": 130 }));
}
