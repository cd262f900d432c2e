//! What loading brings down to 3.0 goes back up.

use housestyle_generator::Api;
use serde_json::{Value, json};

/// The expanded form of a document of 3.0 or 3.1 with these schemas.
fn expanded(version: &str, schemas: Value) -> Value {
    let document = json!({
        "openapi": version,
        "info": { "title": "Keywords", "version": "1" },
        "paths": { "/a": { "get": { "responses": { "200": { "description": "a" } } } } },
        "components": { "schemas": schemas },
    });
    Api::from_text("keywords.json", document.to_string()).expand().expect("expanded").document
}

fn schema(version: &str, schema: Value) -> Value {
    expanded(version, json!({ "S": schema, "T": { "type": "object" } }))["components"]["schemas"]["S"].clone()
}

#[test]
fn nullable_is_one_more_type() {
    let cases = [
        (json!({ "type": "string", "nullable": true }), json!({ "type": ["string", "null"] })),
        (
            json!({ "type": "string", "nullable": true, "enum": ["a"] }),
            json!({ "type": ["string", "null"], "enum": ["a", null] }),
        ),
        (
            json!({ "description": "d", "nullable": true, "allOf": [{ "$ref": "#/components/schemas/T" }] }),
            json!({ "description": "d", "anyOf": [{ "$ref": "#/components/schemas/T" }, { "type": "null" }] }),
        ),
    ];
    for (given, wanted) in cases {
        assert_eq!(schema("3.0.3", given), wanted);
    }
}

#[test]
fn exclusive_bounds_are_numbers() {
    let given = json!({ "type": "number", "minimum": 1, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": false });
    assert_eq!(schema("3.0.3", given), json!({ "type": "number", "maximum": 9, "exclusiveMinimum": 1 }));
}

#[test]
fn encoded_text_and_examples_have_keywords_of_their_own() {
    let given = json!({ "type": "string", "format": "byte", "example": "YQ==" });
    let wanted = json!({ "type": "string", "contentEncoding": "base64", "examples": ["YQ=="] });
    assert_eq!(schema("3.0.3", given), wanted);
}

#[test]
fn what_a_document_of_3_1_says_it_says_again() {
    for given in [
        json!({ "type": ["integer", "null"], "exclusiveMinimum": 3 }),
        json!({ "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }] }),
        json!({ "type": "object", "patternProperties": { "^a": { "type": "string" } }, "additionalProperties": false }),
        json!({ "type": "object", "patternProperties": { "^a": { "type": "string" } } }),
        json!({ "anyOf": [{ "$ref": "#/components/schemas/T" }, { "type": "null" }] }),
        json!({ "type": "string", "contentEncoding": "base64" }),
        json!({ "type": "null" }),
    ] {
        assert_eq!(schema("3.1.0", given.clone()), given);
    }
}

#[test]
fn examples_enumerations_and_extensions_stay_as_they_are() {
    let data = json!({ "nullable": true, "exclusiveMinimum": true, "x-style": "off" });
    let given = json!({ "enum": [data], "x-foreign": data, "default": data });
    assert_eq!(schema("3.0.3", given.clone()), given);
}

#[test]
fn names_that_3_1_does_not_allow_are_others_wherever_they_stand() {
    let schemas = json!({
        "a b": { "type": "object", "required": ["k"], "properties": { "k": { "type": "string" } } },
        "a_b": { "type": "string" },
        "S": { "oneOf": [{ "$ref": "#/components/schemas/a%20b" }],
               "discriminator": { "propertyName": "k", "mapping": { "x": "#/components/schemas/a%20b" } } },
    });
    let schemas = &expanded("3.0.3", schemas)["components"]["schemas"];
    let names: Vec<&str> = schemas.as_object().expect("schemas").keys().map(String::as_str).collect();
    assert_eq!(names, ["a_b_2", "a_b", "S"]);
    assert_eq!(schemas["S"]["oneOf"][0]["$ref"], "#/components/schemas/a_b_2");
    assert_eq!(schemas["S"]["discriminator"]["mapping"]["x"], "#/components/schemas/a_b_2");
}

#[test]
fn webhooks_come_back() {
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Webhooks", "version": "1" },
        "webhooks": { "done": { "post": { "responses": { "204": { "description": "seen" } } } } },
    });
    let expanded = Api::from_text("webhooks.json", document.to_string()).expand().expect("expanded").document;
    assert_eq!(expanded["webhooks"], document["webhooks"]);
}
