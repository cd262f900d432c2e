//! What a style adds to a small document.

use std::path::Path;

use housestyle_generator::Api;
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
    let responses = document["paths"]["/api/upload"]["post"]["responses"].as_object().expect("responses");
    assert_eq!(responses.keys().collect::<Vec<_>>(), ["200"]);
    assert!(document.to_string().find("x-style").is_none());
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
