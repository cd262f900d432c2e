//! Schemas: 3.1 as 3.0, and what is repaired.

use serde_json::json;

use super::schema;
use crate::diag::codes::{NOT_ENFORCED, REPAIRED, SIBLING_OF_REFERENCE, UNKNOWN_FIELD};

/// In 3.1 without a word, in 3.0 with a warning.
#[track_caller]
fn lowered(given: serde_json::Value, expected: &serde_json::Value) {
    let (got, warnings) = schema("3.1.0", given.clone());
    assert_eq!(&got, expected);
    assert!(warnings.is_empty(), "{warnings:?}");
    let (got, warnings) = schema("3.0.3", given);
    assert_eq!(&got, expected);
    assert!(warnings.iter().all(|code| *code == REPAIRED) && !warnings.is_empty(), "{warnings:?}");
}

#[test]
fn type_arrays() {
    lowered(
        json!({"type": ["string", "null"], "minLength": 1}),
        &json!({"minLength": 1, "nullable": true, "type": "string"}),
    );
    lowered(json!({"type": ["string"]}), &json!({"type": "string"}));
    lowered(json!({"type": "null"}), &json!({"nullable": true, "enum": [null]}));
    lowered(json!({"type": ["integer", "number"]}), &json!({"type": "number"}));
    lowered(
        json!({"type": ["string", "integer", "null"], "maxLength": 3, "minimum": 1, "format": "int64", "description": "d", "enum": ["a", 1, null]}),
        &json!({"description": "d", "nullable": true, "oneOf": [
            {"type": "string", "maxLength": 3, "enum": ["a"]},
            {"type": "integer", "minimum": 1, "format": "int64", "enum": [1]},
        ]}),
    );
}

#[test]
fn unions_with_null() {
    let other = json!({"$ref": "#/components/schemas/Other"});
    lowered(json!({"anyOf": [other, {"type": "null"}]}), &json!({"nullable": true, "allOf": [other]}));
    lowered(
        json!({"oneOf": [{"type": "null"}, {"type": "string", "format": "uuid"}], "description": "d"}),
        &json!({"description": "d", "nullable": true, "type": "string", "format": "uuid"}),
    );
    lowered(
        json!({"anyOf": [{"type": "string"}, {"type": "null"}, other]}),
        &json!({"nullable": true, "anyOf": [{"type": "string"}, other]}),
    );
}

#[test]
fn constants_and_bounds() {
    lowered(json!({"const": "a"}), &json!({"enum": ["a"], "type": "string"}));
    lowered(
        json!({"type": "integer", "exclusiveMinimum": 3}),
        &json!({"type": "integer", "exclusiveMinimum": true, "minimum": 3}),
    );
    lowered(
        json!({"type": "number", "exclusiveMaximum": 3, "maximum": 2}),
        &json!({"type": "number", "maximum": 2}),
    );
    lowered(
        json!({"type": "number", "exclusiveMinimum": 3, "minimum": 2}),
        &json!({"type": "number", "exclusiveMinimum": true, "minimum": 3}),
    );
}

#[test]
fn booleans_and_prefixes() {
    lowered(
        json!({"type": "object", "properties": {"a": true, "b": false}}),
        &json!({"type": "object", "properties": {"a": {}, "b": {"not": {}}}}),
    );
    lowered(
        json!({"type": "array", "prefixItems": [{"type": ["string", "null"]}, true], "items": false}),
        &json!({"type": "array", "items": {}, "x-hs-prefix-items": [{"nullable": true, "type": "string"}, {}], "maxItems": 2}),
    );
    lowered(
        json!({"type": "array", "items": [{"type": "string"}]}),
        &json!({"type": "array", "x-hs-prefix-items": [{"type": "string"}], "items": {}}),
    );
}

#[test]
fn content_and_examples() {
    let (got, _) = schema("3.1.0", json!({"type": "string", "contentEncoding": "base64"}));
    assert_eq!(got, json!({"type": "string", "contentEncoding": "base64", "format": "byte"}));
    let (got, _) = schema("3.1.0", json!({"contentMediaType": "image/png"}));
    assert_eq!(got, json!({"contentMediaType": "image/png", "type": "string", "format": "binary"}));
    let (got, _) = schema("3.1.0", json!({"type": "string", "contentMediaType": "application/json"}));
    assert_eq!(got, json!({"type": "string", "contentMediaType": "application/json"}));
    let (got, _) = schema("3.1.0", json!({"type": "string", "examples": ["a", "b"]}));
    assert_eq!(got, json!({"type": "string", "examples": ["a", "b"], "example": "a"}));
}

#[test]
fn siblings_of_references() {
    let other = "#/components/schemas/Other";
    let (got, _) = schema("3.1.0", json!({"$ref": other, "description": "d", "default": {}}));
    assert_eq!(got, json!({"description": "d", "default": {}, "allOf": [{"$ref": other}]}));
    // What only describes stays reported it, as in 3.0.
    let (got, _) = schema("3.1.0", json!({"$ref": other, "description": "d"}));
    assert_eq!(got, json!({"$ref": other, "description": "d"}));
    let (got, warnings) = schema("3.0.3", json!({"$ref": other, "nullable": true}));
    assert_eq!((got, warnings.len()), (json!({"$ref": other, "nullable": true}), 0));
}

#[test]
fn members_of_patterns_and_unevaluated_ones_are_additional_members() {
    let additional = |given| schema("3.1.0", given).0["additionalProperties"].clone();
    let (text, number) = (json!({"type": "string"}), json!({"type": "number"}));
    assert_eq!(additional(json!({"patternProperties": {"^x": text}, "additionalProperties": false})), text);
    assert_eq!(
        additional(
            json!({"patternProperties": {"^x": text, "^y": text, "^z": number}, "additionalProperties": false})
        ),
        json!({"anyOf": [text, number]})
    );
    assert_eq!(
        additional(json!({"patternProperties": {"^x": text}, "additionalProperties": number})),
        json!({"anyOf": [text, number]})
    );
    assert_eq!(
        additional(json!({"patternProperties": {"^x": text}})),
        json!({}),
        "any other member may be there too"
    );
    assert_eq!(additional(json!({"properties": {}, "unevaluatedProperties": text})), text);
}

#[test]
fn keywords_that_are_not_enforced_are_kept_and_reported() {
    let given =
        json!({"type": "object", "patternProperties": {"^x": {}}, "if": {}, "then": {}, "propertyNames": {}});
    let (got, warnings) = schema("3.1.0", given.clone());
    let mut kept = given;
    kept["additionalProperties"] = json!({});
    assert_eq!((got, warnings), (kept, vec![NOT_ENFORCED; 3]));
    let (_, warnings) = schema("3.0.3", json!({"type": "string", "colour": "red", "x-colour": "red"}));
    assert_eq!(warnings, [UNKNOWN_FIELD]);
}

#[track_caller]
fn repaired(given: serde_json::Value, expected: &serde_json::Value) {
    let (got, warnings) = schema("3.0.3", given);
    assert_eq!(&got, expected);
    assert!(warnings.iter().all(|code| *code == REPAIRED) && !warnings.is_empty(), "{warnings:?}");
}

#[test]
fn plain_meanings() {
    repaired(json!({"type": "file"}), &json!({"type": "string", "format": "binary"}));
    repaired(json!({"type": "String"}), &json!({"type": "string"}));
    repaired(json!({"type": "colour", "title": "t"}), &json!({"title": "t"}));
    repaired(json!({"type": "array"}), &json!({"type": "array", "items": {}}));
    repaired(json!({"type": "string", "description": null}), &json!({"type": "string"}));
    repaired(
        json!({"type": "string", "title": 5, "maxLength": "10", "minLength": -1}),
        &json!({"type": "string", "title": "5", "maxLength": 10}),
    );
    repaired(
        json!({"type": "string", "nullable": "true", "readOnly": 3}),
        &json!({"type": "string", "nullable": true}),
    );
    repaired(
        json!({"type": "string", "enum": [1, true, "1"]}),
        &json!({"type": "string", "enum": ["1", "true"]}),
    );
    repaired(json!({"type": "integer", "enum": ["1", 2.0]}), &json!({"type": "integer", "enum": [1, 2]}));
    repaired(json!({"type": "string", "enum": []}), &json!({"type": "string"}));
    repaired(json!({"type": "string", "minimum": 1, "properties": {}}), &json!({"type": "string"}));
    repaired(json!({"type": "boolean", "format": "x"}), &json!({"type": "boolean"}));
    repaired(json!({"allOf": [], "type": "string"}), &json!({"type": "string"}));
    repaired(json!({"allOf": {"type": "string"}}), &json!({"allOf": [{"type": "string"}]}));
    repaired(
        json!({"oneOf": [{"type": "string"}], "discriminator": "kind"}),
        &json!({"oneOf": [{"type": "string"}], "discriminator": {"propertyName": "kind"}}),
    );
    repaired(
        json!({"type": "object", "properties": {"a": {"type": "string", "required": true}, "b": {"type": "string", "required": false}}}),
        &json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["a"]}),
    );
}

#[test]
fn kinds_are_inferred_where_only_one_is_meant() {
    for (given, kind) in [
        (json!({"properties": {"a": {}}}), "object"),
        (json!({"additionalProperties": false}), "object"),
        (json!({"items": {}}), "array"),
        (json!({"enum": ["a", null]}), "string"),
    ] {
        let (got, warnings) = schema("3.0.3", given);
        assert_eq!((got["type"].as_str(), warnings.len()), (Some(kind), 0), "{got}");
    }
    let (got, _) = schema("3.0.3", json!({"allOf": [{"type": "object"}], "properties": {}}));
    assert_eq!(got.get("type"), None);
    let nothing = json!({"enum": [null], "nullable": true});
    let (got, warnings) = schema("3.0.3", json!({"anyOf": [{"type": "string"}, nothing]}));
    assert_eq!((got, warnings), (json!({"nullable": true, "type": "string"}), vec![]));
    let (got, warnings) = schema("3.0.3", json!({"type": "string", "enum": ["a", null], "nullable": true}));
    assert_eq!((got["enum"].clone(), warnings.len()), (json!(["a", null]), 0));
}

#[test]
fn wide_integers_stay_in_the_tree() {
    let (got, _) = schema("3.0.3", json!({"type": "integer", "maximum": u64::MAX, "minimum": 1.0}));
    assert_eq!(got, json!({"type": "integer", "maximum": u64::MAX, "minimum": 1}));
}

/// The codes and the pointers of what is reported of the schema `S`.
fn places(given: serde_json::Value) -> Vec<(crate::diag::Code, String)> {
    let document =
        super::document("3.0.3", json!({"components": {"schemas": {"S": given, "T": {"type": "string"}}}}));
    let (_, diags) = super::load_value(&document);
    let pointer = |one: &crate::diag::Diagnostic| match &one.place {
        crate::diag::Place::Pointer { pointer, .. } => pointer.replace("/components/schemas/S", ""),
        other => panic!("{other:?}"),
    };
    diags.iter().map(|one| (one.code, pointer(one))).collect()
}

#[test]
fn what_is_wrong_with_a_keyword_is_marked_at_it() {
    let place = |pointer: &str| vec![(REPAIRED, pointer.to_owned())];
    assert_eq!(places(json!({"type": "string", "required": true})), place("/required"));
    let property = json!({"type": "object", "properties": {"a": {"type": "string", "required": true}}});
    assert_eq!(places(property), place("/properties/a/required"));
    let items = json!({"type": "array", "items": {"type": "string", "required": false}});
    assert_eq!(places(items), place("/items/required"));
    assert_eq!(places(json!({"const": "a"})), place("/const"));
    assert_eq!(places(json!({"type": ["string", "null"]})), place("/type"));
    assert_eq!(places(json!({"type": "string", "anyOf": []})), place("/anyOf"));
}

#[test]
fn siblings_of_a_reference_without_effect_are_reported() {
    let other = "#/components/schemas/T";
    let reported = |members: serde_json::Value| {
        let mut given = json!({"$ref": other});
        given.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
        places(given)
    };
    assert_eq!(reported(json!({"minLength": 1})), [(SIBLING_OF_REFERENCE, "/minLength".to_owned())]);
    assert_eq!(reported(json!({"type": "string"})), [(SIBLING_OF_REFERENCE, "/type".to_owned())]);
    assert_eq!(reported(json!({"description": "d", "nullable": true, "default": "a", "x-a": 1})), []);
    // In 3.1 both hold.
    let other = "#/components/schemas/Other";
    let (got, warnings) = schema("3.1.0", json!({"$ref": other, "minLength": 1}));
    assert_eq!((got, warnings), (json!({"minLength": 1, "allOf": [{"$ref": other}]}), vec![]));
}

#[test]
fn what_follows_the_first_items_had_a_keyword_of_its_own() {
    let (got, warnings) =
        schema("3.1.0", json!({"type": "array", "items": [{}, {}], "additionalItems": false}));
    assert_eq!((got["maxItems"].clone(), warnings), (json!(2), vec![]));
    let (_, warnings) = schema("3.1.0", json!({"type": "array", "items": {}, "additionalItems": false}));
    assert_eq!(warnings, [NOT_ENFORCED]);
}

#[test]
fn texts_in_other_encodings_than_base64_are_texts() {
    let (got, warnings) = schema("3.1.0", json!({"type": "string", "contentEncoding": "base64"}));
    assert_eq!((got["format"].as_str(), warnings), (Some("byte"), vec![]));
    let (got, warnings) = schema("3.1.0", json!({"type": "string", "contentEncoding": "base32"}));
    assert_eq!((got.get("format"), warnings), (None, vec![NOT_ENFORCED]));
}
