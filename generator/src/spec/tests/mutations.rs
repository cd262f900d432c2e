//! Every fault of a document is reported by the walk, so that the typed model never fails after it.

use serde_json::{Value, json};

use crate::diag::{Diagnostics, codes};
use crate::source::Sources;

/// A document with a bit of everything.
fn everything() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1", "contact": {"name": "c"}, "license": {"name": "MIT"}},
        "servers": [{"url": "/", "variables": {"v": {"default": "a", "enum": ["a"]}}}],
        "tags": [{"name": "t", "externalDocs": {"url": "u"}}],
        "security": [{"key": ["a"]}],
        "webhooks": {"w": {"post": {"responses": {}}}},
        "paths": {
            "/a/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "get": {
                    "operationId": "g", "tags": ["t"], "deprecated": false, "security": [{}],
                    "parameters": [
                        {"name": "q", "in": "query", "style": "form", "explode": true, "allowReserved": false, "schema": {"type": "integer", "minimum": 1}, "examples": {"e": {"value": 1}}},
                        {"name": "h", "in": "header", "content": {"application/json": {"schema": {"type": "object"}}}},
                        {"$ref": "#/components/parameters/P"},
                    ],
                    "responses": {
                        "200": {"description": "d", "headers": {"X": {"schema": {"type": "string"}, "style": "simple"}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}, "example": {}}}, "links": {"l": {"operationId": "g", "parameters": {"id": "1"}}}},
                        "4XX": {"$ref": "#/components/responses/R"},
                        "default": {"description": "d"},
                    },
                    "callbacks": {"c": {"{$url}": {"post": {"responses": {}}}}},
                },
                "post": {"requestBody": {"required": true, "content": {"multipart/form-data": {"schema": {"type": "object"}, "encoding": {"a": {"contentType": "x", "style": "form", "explode": true}}}}}, "responses": {}},
            },
        },
        "components": {
            "parameters": {"P": {"name": "p", "in": "cookie", "schema": {"type": "boolean"}}},
            "responses": {"R": {"description": "r"}},
            "requestBodies": {"B": {"content": {"text/plain": {}}}},
            "headers": {"H": {"schema": {}}},
            "examples": {"E": {"summary": "s", "value": 1}},
            "links": {"L": {"operationRef": "#/paths/~1a"}},
            "callbacks": {"K": {"x": {"get": {"responses": {}}}}},
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "k"},
                "http": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "oauth": {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "u", "scopes": {"a": "b"}}, "password": {"tokenUrl": "u", "scopes": {}}}},
                "oidc": {"type": "openIdConnect", "openIdConnectUrl": "u"},
            },
            "schemas": {
                "S": {"type": "object", "required": ["a"], "properties": {
                    "a": {"type": ["string", "null"], "format": "uuid", "minLength": 1, "pattern": "x"},
                    "b": {"type": "number", "exclusiveMinimum": 1, "multipleOf": 0.5, "enum": [1, 2]},
                    "c": {"type": "array", "items": {"$ref": "#/components/schemas/S"}, "uniqueItems": true, "prefixItems": [{}]},
                    "d": {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": 1, "nullable": true},
                    "e": {"const": 1, "not": {"type": "string"}, "examples": [1]},
                }, "additionalProperties": {"type": "string"}, "minProperties": 1, "xml": {"name": "x"}},
                "U": {"oneOf": [{"$ref": "#/components/schemas/S"}], "discriminator": {"propertyName": "k", "mapping": {"a": "S"}}, "allOf": [{"type": "object"}]},
            },
        },
    })
}

fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(map) => {
            for (key, child) in map {
                pointers(child, &format!("{at}/{}", crate::spec::pointer::escaped(key)), out);
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter().enumerate() {
                pointers(child, &format!("{at}/{index}"), out);
            }
        }
        _ => {}
    }
}

fn check(document: Value) {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let file =
        crate::source::File { name: "acme.json".to_owned(), path: None, text: String::new(), tree: document };
    let file = std::sync::Arc::new(file);
    let spec = crate::spec::load(&file, &mut sources, &mut diags);
    assert_eq!(spec.is_none(), diags.failed());
    let model = diags.iter().find(|d| d.code == codes::WRONG_KIND && d.message.contains("something in here"));
    assert!(model.is_none(), "{model:?}\n{}", file.tree);
}

#[test]
fn junk_in_every_place() {
    let complete = everything();
    check(complete.clone());
    let mut all = Vec::new();
    pointers(&complete, "", &mut all);
    let junk = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!("x"),
        json!([]),
        json!([null]),
        json!([1, "a", {}]),
        json!({}),
        json!({"$ref": "#/components/schemas/S"}),
        json!({"a": 1}),
        json!({"x-a": 1}),
        json!({"type": "string"}),
        json!([["a"]]),
        json!({"$ref": 5}),
    ];
    for pointer in all {
        for value in &junk {
            let mut document = complete.clone();
            if let Some(node) = document.pointer_mut(&pointer) {
                *node = value.clone();
            }
            check(document);
        }
    }
}

#[test]
fn every_member_missing() {
    let complete = everything();
    let mut all = Vec::new();
    pointers(&complete, "", &mut all);
    for pointer in all {
        let Some((parent, key)) = pointer.rsplit_once('/') else { continue };
        for version in ["3.0.3", "3.1.0"] {
            let mut document = complete.clone();
            document["openapi"] = json!(version);
            if let Some(Value::Object(map)) = document.pointer_mut(parent) {
                map.shift_remove(&crate::spec::pointer::unescaped(key));
            }
            check(document);
        }
    }
}
