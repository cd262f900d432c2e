//! What a style adds to a small document.

use std::path::Path;

use housestyle_generator::{Api, Expanded};
use serde_json::{Value, json};

fn small() -> Value {
    let file = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expand").join(name);
    let style = file("small_style.yaml").display().to_string();
    Api::new(file("small.yaml")).style(style).expand().expect("expanded").document
}

#[test]
fn a_small_document_is_written_out() {
    insta::assert_snapshot!(serde_yaml::to_string(&small()).expect("YAML"));
}

#[test]
fn names_of_the_style_are_free_ones() {
    let schemas = &small()["components"]["schemas"];
    assert_eq!(schemas["Failure"]["type"], "string");
    assert_eq!(schemas["Failure2"]["properties"]["ok"], json!({ "const": false }));
}

#[test]
fn an_operation_that_is_off_stays_as_it_is() {
    let document = small();
    let upload = &document["paths"]["/api/upload"]["post"];
    assert_eq!(upload["responses"]["200"], json!({ "description": "Unchanged." }));
    assert_eq!(upload["x-style"], "off");
    assert_eq!(document.to_string().matches("x-style").count(), 1);
}

#[test]
fn what_is_merged_requires_nothing() {
    let document = small();
    let content =
        &document["paths"]["/api/things/{id}"]["patch"]["requestBody"]["content"]["application/json"];
    assert_eq!(content["schema"]["$ref"], "#/components/schemas/ThingPatch");
    assert_eq!(document["components"]["schemas"]["ThingPatch"].get("required"), None);
    assert_eq!(document["components"]["schemas"]["Thing"]["required"], json!(["id", "name", "made"]));
}

#[test]
fn a_declared_failure_is_an_example() {
    let document = small();
    let response = &document["paths"]["/api/things"]["post"]["responses"]["409"]["$ref"];
    let pointer = response.as_str().expect("a component").trim_start_matches('#');
    let example =
        &document.pointer(pointer).expect("there")["content"]["application/json"]["examples"]["taken"];
    assert_eq!(example["value"], json!({ "ok": false, "code": "taken", "number": 7 }));
}

const ACME: &str = "style: acme\nsuccess: { body: { data: $payload! } }\ndata: { links: { self_member: url }, times: unix_seconds }\n";

fn expanded(document: &str) -> Expanded {
    let folder = tempfile::tempdir().expect("a folder");
    let style = folder.path().join("style.yaml");
    std::fs::write(&style, ACME).expect("written");
    let document = format!("openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\n{document}");
    Api::from_text("api.yaml", document).style(style.display().to_string()).expand().expect("expanded")
}

#[test]
fn schemas_in_a_circle_of_parts_come_to_an_end() {
    let document = expanded(
        "
paths:
  /a/{id}:
    get: { operationId: a, parameters: [{ name: id, in: path, required: true, schema: { type: string } }],
      responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } }
components:
  schemas:
    A: { type: object, properties: { id: { type: string } }, allOf: [{ $ref: '#/components/schemas/B' }] }
    B: { type: object, properties: { x: { type: string } }, allOf: [{ $ref: '#/components/schemas/A' }] }
",
    )
    .document;
    assert_eq!(document["components"]["schemas"]["A"]["properties"]["url"]["format"], "uri-reference");
}

#[test]
fn a_media_range_that_is_read_as_json_has_the_envelope() {
    let document = expanded(
        "
paths:
  /a: { get: { responses: { 200: { description: ok, content: { '*/*': { schema: { type: string }, example: x } } } } } }
",
    )
    .document;
    let content = &document["paths"]["/a"]["get"]["responses"]["200"]["content"];
    assert_eq!(content["application/json"], content["*/*"]);
    assert_eq!(content["*/*"]["example"], json!({ "data": "x" }));
    assert!(content["*/*"]["schema"]["$ref"].is_string(), "{content}");
}

#[test]
fn what_a_time_is_as_a_text_is_reported_where_times_are_numbers() {
    let Expanded { document, diagnostics, .. } = expanded(
        "
paths:
  /a: { get: { responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/At' } } } } } } }
components:
  schemas:
    At: { type: string, format: date-time, example: '2020-01-01T00:00:00Z' }
",
    );
    assert_eq!(document["components"]["schemas"]["At"], json!({ "type": "integer", "format": "unixtime" }));
    let left_out = diagnostics.iter().filter(|diagnostic| diagnostic.message.contains("is left out"));
    assert_eq!(left_out.count(), 1, "{diagnostics:?}");
}
