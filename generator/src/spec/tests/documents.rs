//! Documents: versions, limits and repeated warnings.

use serde_json::json;

use super::{document, load_text, load_value, refused, tree};
use crate::diag::codes::{
    MISSING, NOT_ENFORCED, NOT_OPENAPI, REPAIRED, SWAGGER_2, VERSION_NEWER, VERSION_UNKNOWN, WRONG_KIND,
};
use crate::report;
use crate::spec::Version;

#[test]
fn versions() {
    assert_eq!(refused(&json!({"swagger": "2.0", "paths": {}})), [SWAGGER_2]);
    assert_eq!(refused(&json!({"info": {}})), [NOT_OPENAPI]);
    assert_eq!(refused(&json!({"openapi": "4.0.0"})), [VERSION_UNKNOWN]);
    let (_, diags) = load_value(&document("3.2.0", json!({})));
    assert_eq!(diags.iter().map(|one| one.code).collect::<Vec<_>>(), [VERSION_NEWER]);
    let (spec, diags, _) = load_text("openapi: 3.1\ninfo: {title: Acme, version: 1.10}\n");
    let spec = spec.unwrap_or_else(|| panic!("{diags:?}"));
    assert_eq!((spec.version, spec.tree["info"]["version"].as_str()), (Version::V3_1, Some("1.10")));
    for text in ["- a\n", "text\n"] {
        let (spec, diags, _) = load_text(text);
        assert!(spec.is_none() && diags.iter().next().is_some_and(|d| d.code == NOT_OPENAPI));
    }
}

#[test]
fn operations_and_responses() {
    let operation = json!({
        "operationId": 5, "tags": "a", "description": null, "deprecated": "true",
        "parameters": [{"name": "q", "in": "query"}, {"name": "id", "in": "path", "type": "integer", "style": "bad"}, null],
        "requestBody": {"content": {"application/json": null}},
    });
    let paths = json!({"clinics/{id}": {"get": operation}, "/b": {"get": {"responses": {"200": "fine", "20": {}, "4xx": {"description": 1}, "default": {}}}}});
    let (tree, warnings) = tree(&document("3.0.0", json!({"paths": paths})));
    let get = &tree["paths"]["/clinics/{id}"]["get"];
    assert_eq!(get["operationId"], "5");
    assert_eq!(get["tags"], json!(["a"]));
    assert_eq!(get["parameters"][0]["schema"], json!({"type": "string"}));
    assert_eq!(
        get["parameters"][1],
        json!({"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}})
    );
    assert_eq!(get["responses"], json!({}));
    assert_eq!(get["requestBody"]["content"], json!({"application/json": {}}));
    let responses = &tree["paths"]["/b"]["get"]["responses"];
    assert_eq!(
        responses,
        &json!({"200": {"description": "fine"}, "4xx": {"description": "1"}, "default": {"description": ""}})
    );
    assert!(warnings.iter().all(|code| *code == REPAIRED));
}

#[test]
fn the_head_of_a_document() {
    let given = json!({
        "openapi": "3.0.3", "info": {"license": "MIT", "description": 1}, "servers": ["https://acme.example"],
        "tags": ["a"], "security": {"key": []}, "paths": null, "externalDocs": "https://acme.example/docs",
    });
    let (tree, _) = tree(&given);
    assert_eq!(
        tree["info"],
        json!({"license": {"name": "MIT"}, "description": "1", "title": "", "version": ""})
    );
    assert_eq!(tree["servers"], json!([{"url": "https://acme.example"}]));
    assert_eq!(
        (tree["tags"].clone(), tree["security"].clone()),
        (json!([{"name": "a"}]), json!([{"key": []}]))
    );
}

#[test]
fn what_has_no_meaning_is_refused_where_it_stands() {
    let paths = |item| document("3.0.3", json!({"paths": {"/a": item}}));
    assert_eq!(refused(&paths(json!({"get": 5}))), [WRONG_KIND]);
    assert_eq!(
        refused(&paths(json!({"get": {"parameters": [{"in": "query"}], "responses": {}}}))),
        [MISSING]
    );
    assert_eq!(refused(&paths(json!({"get": {"parameters": [{"in": "body", "name": "b"}]}}))), [WRONG_KIND]);
    assert_eq!(refused(&document("3.0.3", json!({"paths": []}))), [WRONG_KIND]);
    assert_eq!(refused(&document("3.0.3", json!({"components": {"schemas": [1]}}))), [WRONG_KIND]);
    assert_eq!(refused(&document("3.0.3", json!({"security": "x"}))), [WRONG_KIND]);
    let text = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n  /a:\n    get: 5\n  /b:\n    put:\n      parameters:\n        - in: query\n";
    let (_, diags, sources) = load_text(text);
    let lines: Vec<String> = report::lines(&diags, &sources).into_iter().map(|(_, line)| line).collect();
    assert!(lines[0].starts_with("acme.yaml:5:10: an operation was expected here [HS0058]"), "{lines:?}");
    assert!(lines[1].starts_with("acme.yaml:9:11: a parameter without `name` [HS0059]"), "{lines:?}");
}

#[test]
fn security_schemes_are_never_left_out() {
    let schemes = |scheme| document("3.1.0", json!({"components": {"securitySchemes": {"a": scheme}}}));
    assert_eq!(refused(&schemes(json!({"type": "apiKey", "in": "header"}))), [MISSING]);
    assert_eq!(refused(&schemes(json!({"type": "apiKey", "in": "body", "name": "k"}))), [WRONG_KIND]);
    assert_eq!(refused(&schemes(json!({"type": "magic"}))), [WRONG_KIND]);
    assert_eq!(refused(&schemes(json!({"description": "?"}))), [MISSING]);
    let (got, warnings) = tree(&schemes(json!({"type": "basic"})));
    assert_eq!(got["components"]["securitySchemes"]["a"], json!({"type": "http", "scheme": "basic"}));
    assert_eq!(warnings, [REPAIRED]);
    assert_eq!(tree(&schemes(json!({"type": "mutualTLS"}))).1, [NOT_ENFORCED]);
    let flows = json!({"type": "oauth2", "flows": {"clientCredentials": {"scopes": {"a": null}}}});
    assert_eq!(tree(&schemes(flows)).1, []);
}

#[test]
fn webhooks_ride_along() {
    let hooks = json!({"new": {"post": {"requestBody": {"content": {"application/json": {"schema": {"type": ["string", "null"]}}}}}}});
    let (spec, diags) = super::load_value(&document("3.1.0", json!({"webhooks": hooks})));
    let spec = spec.unwrap_or_else(|| panic!("{diags:?}"));
    let pointer = "/x-hs-webhooks/new/post/requestBody/content/application~1json/schema";
    assert_eq!(spec.at(pointer), Some(&json!({"nullable": true, "type": "string"})));
    let crate::diag::Place::Pointer { pointer, .. } = spec.place(pointer) else { panic!("a pointer") };
    assert!(pointer.starts_with("/webhooks/new/post"), "{pointer}");
}

#[test]
fn equal_warnings_are_limited() {
    let paths: serde_json::Map<_, _> = (0..500).map(|n| (format!("/p{n}"), json!({"get": {}}))).collect();
    let (spec, diags) = super::load_value(&document("3.0.3", json!({"paths": paths})));
    assert!(spec.is_some());
    assert_eq!(diags.iter().count(), 4, "three, and how many more");
}
