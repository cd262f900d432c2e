//! What the expanded document says of parts that the style hardly touches.

use serde_json::{Value, json};

use crate::diag::codes;
use crate::{Api, Expanded};

const STYLE: &str = "
style: acme
rate: { requests: 10, per_s: 1 }
failure: { media: application/json, body: { code: $code } }
headers: { request_id: { header: Request-Id } }
";

fn expanded(paths: &str) -> Expanded {
    let folder = tempfile::tempdir().expect("a folder");
    let style = folder.path().join("acme.yaml");
    std::fs::write(&style, STYLE).expect("the style is written");
    let document = format!("openapi: 3.1.0\ninfo: {{ title: Acme, version: '1' }}\n{paths}");
    let api = Api::from_text("acme.yaml", document).style(style.to_string_lossy());
    api.expand().unwrap_or_else(|failure| panic!("{failure}"))
}

fn resolved<'v>(document: &'v Value, pointer: &str) -> &'v Value {
    let node = document.pointer(pointer).unwrap_or_else(|| panic!("{pointer} in {document:#}"));
    match node["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).expect("a component"),
        None => node,
    }
}

#[test]
fn an_operation_without_the_style_fails_as_the_style_has_it() {
    let expanded = expanded(
        "paths: { /health: { get: { operationId: health, x-style: off, responses: { '204': { description: Up } } } } }",
    );
    let document = &expanded.document;
    let refused = resolved(document, "/paths/~1health/get/responses/429");
    assert!(refused["content"]["application/json"].is_object(), "{refused:#}");
    assert!(refused["headers"]["retry-after"].is_object() || refused["headers"]["Retry-After"].is_object());
    let responses = document["paths"]["/health"]["get"]["responses"].as_object().expect("responses");
    assert_eq!(responses.keys().collect::<Vec<_>>(), ["204", "406", "429", "500", "default"]);
}

#[test]
fn a_request_id_is_any_text_because_it_is_replaced_and_not_refused() {
    let expanded =
        expanded("paths: { /a: { get: { operationId: a, responses: { '204': { description: x } } } } }");
    let parameter = resolved(&expanded.document, "/paths/~1a/get/parameters/0");
    assert_eq!(parameter["schema"], json!({ "type": "string" }), "{parameter:#}");
    assert!(parameter["description"].as_str().is_some_and(|docs| docs.contains("replaced unless")));
}

#[test]
fn webhooks_stay_as_they_are_and_are_reported() {
    let hook = "{ post: { operationId: paid, responses: { '204': { description: x } } } }";
    let expanded = expanded(&format!("paths: {{}}\nwebhooks: {{ paid: {hook} }}"));
    let responses =
        expanded.document["webhooks"]["paid"]["post"]["responses"].as_object().expect("responses");
    assert_eq!(responses.keys().collect::<Vec<_>>(), ["204"]);
    let found: Vec<_> =
        expanded.diagnostics.iter().filter(|one| one.code == codes::EXPAND_WEBHOOKS).collect();
    let [one] = found.as_slice() else { panic!("{:#?}", expanded.diagnostics) };
    assert!(one.message.starts_with("1 webhook"), "{}", one.message);
}

#[test]
fn the_unit_of_a_range_is_matched_as_it_is() {
    assert_eq!(super::pages::escaped("a.b+c"), r"a\.b\+c");
}
