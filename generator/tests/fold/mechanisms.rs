//! Mechanisms that a full document spells out by parameters and headers: each is recognised as the style's.

use housestyle_generator::ir::{ApiModel, Operation};
use housestyle_generator::pipeline::Pipeline;
use housestyle_generator::style::KeyUse;
use housestyle_generator::{Api, Document};
use serde_json::{Value, json};

const STYLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fold/mechanisms.yaml");

/// A list of notes and an operation that adds one, with these parameters and headers of the responses.
fn document(list: &Value, add: &Value, headers: &Value) -> Value {
    let note = json!({ "$ref": "#/components/schemas/Note" });
    let mut parameters = vec![
        query("page_size", &json!({ "type": "integer" })),
        query("page_token", &json!({ "type": "string" })),
    ];
    parameters.extend(list.as_array().into_iter().flatten().cloned());
    let page = json!({
        "type": "object", "required": ["data"], "properties": {
            "data": { "type": "array", "items": note },
            "next_page_token": { "type": "string" },
            "total_size": { "type": "integer" } } });
    let one = json!({ "type": "object", "required": ["data"], "properties": { "data": note } });
    let response = |schema: &Value| json!({ "description": "ok", "headers": headers, "content": { "application/json": { "schema": schema } } });
    let author = json!({ "anyOf": [{ "type": "string" }, { "$ref": "#/components/schemas/Author" }] });
    json!({
        "openapi": "3.1.0", "info": { "title": "Notes", "version": "1" },
        "paths": {
            "/notes": {
                "get": { "operationId": "list", "parameters": parameters, "responses": { "200": response(&page) } },
                "post": { "operationId": "add", "parameters": add, "responses": { "200": response(&one) } },
            },
            "/pings": { "post": { "operationId": "ping", "responses": { "204": { "description": "Pong" } } } },
        },
        "components": { "schemas": {
            "Note": { "type": "object", "required": ["id", "author"], "properties": {
                "id": { "type": "string" }, "author": author } },
            "Author": { "type": "object", "required": ["id", "home"], "properties": {
                "id": { "type": "string" },
                "home": { "anyOf": [{ "type": "string" }, { "$ref": "#/components/schemas/Note" }] } } },
        } },
    })
}

/// The full document, folded and lowered.
fn lowered(document: &Value) -> ApiModel {
    let full = Api::from_text("full.json", document.to_string()).style(STYLE).document(Document::Full);
    let mut pipeline = Pipeline::new();
    let lowered = pipeline.lowered(full.config());
    lowered.unwrap_or_else(|| panic!("{:#?}", pipeline.diags)).ir
}

fn operation<'m>(api: &'m ApiModel, id: &str) -> &'m Operation {
    api.operations.iter().find(|operation| operation.id == id).expect("the operation")
}

/// The parameters that remain.
fn parameters(operation: &Operation) -> Vec<&str> {
    operation.parameters.iter().map(|parameter| parameter.wire.as_str()).collect()
}

fn query(name: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "schema": schema })
}

/// A list of words in the query.
fn words(name: &str, words: &[&str]) -> Value {
    query(name, &json!({ "type": "array", "items": { "type": "string", "enum": words } }))
}

#[test]
fn the_header_of_an_idempotency_key_becomes_the_use_of_keys() {
    let key = |required: bool| json!({ "name": "idempotency-key", "in": "header", "required": required, "schema": { "type": "string" } });
    for (required, expected) in [(true, KeyUse::Required), (false, KeyUse::Optional)] {
        let api = lowered(&document(&json!([]), &json!([key(required)]), &json!({})));
        let add = operation(&api, "add");
        assert_eq!((add.idempotency_key, parameters(add)), (expected, vec![]));
        // The document spells keys out, and this operation has none.
        assert_eq!(operation(&api, "ping").idempotency_key, KeyUse::Off);
    }
    let silent = lowered(&document(&json!([]), &json!([]), &json!({})));
    assert_eq!(operation(&silent, "ping").idempotency_key, KeyUse::Optional, "the style decides");
}

#[test]
fn the_header_of_the_version_is_the_styles() {
    let version =
        json!({ "name": "X-Version", "in": "header", "schema": { "type": "string", "enum": ["1", "2"] } });
    let api = lowered(&document(&json!([version]), &json!([version]), &json!({})));
    assert_eq!(parameters(operation(&api, "list")), [""; 0]);
    assert_eq!(parameters(operation(&api, "add")), [""; 0]);
}

#[test]
fn the_values_of_the_parameter_that_expands_become_the_paths_of_the_operation() {
    let list = words("expand[]", &["data.author", "data.author.home"]);
    let add = words("expand", &["author", "author.home"]);
    let api = lowered(&document(&json!([list]), &json!([add]), &json!({})));
    for (id, is_list) in [("list", true), ("add", false)] {
        let found = operation(&api, id);
        let expansion = found.expansion.as_ref().unwrap_or_else(|| panic!("{id} expands nothing"));
        assert_eq!(
            (expansion.paths.as_slice(), expansion.is_list),
            (&["author.home".to_owned()][..], is_list)
        );
        assert_eq!(parameters(found), [""; 0]);
    }
}

#[test]
fn a_parameter_that_expands_and_lists_nothing_remains_a_parameter() {
    let open = query("expand", &json!({ "type": "array", "items": { "type": "string" } }));
    let api = lowered(&document(&json!([]), &json!([open]), &json!({})));
    assert!(operation(&api, "add").expansion.is_none());
    assert_eq!(parameters(operation(&api, "add")), ["expand"]);
}

#[test]
fn the_values_of_the_parameter_that_orders_a_list_become_its_fields() {
    let both = lowered(&document(&json!([words("sort", &["id", "-id"])]), &json!([]), &json!({})));
    assert_eq!(operation(&both, "list").sort, ["id"]);
    assert_eq!(parameters(operation(&both, "list")), [""; 0]);
    // One direction alone is not what the style has.
    let one = lowered(&document(&json!([words("sort", &["id"])]), &json!([]), &json!({})));
    assert_eq!(operation(&one, "list").sort, [""; 0]);
    assert_eq!(parameters(operation(&one, "list")), ["sort"]);
}

#[test]
fn headers_of_the_rate_limit_mark_the_operation_as_counted() {
    let headers = json!({ "x-limit": { "schema": { "type": "integer" } }, "X-Own": { "schema": { "type": "string" } } });
    let api = lowered(&document(&json!([]), &json!([]), &headers));
    assert!(operation(&api, "list").rated && operation(&api, "add").rated);
    assert!(!operation(&api, "ping").rated);
    let headers = &operation(&api, "add").successes[0].headers;
    assert_eq!(headers.iter().map(|header| header.wire.as_str()).collect::<Vec<_>>(), ["x-own"]);
}

#[test]
fn an_operation_without_the_style_is_counted_if_it_has_the_headers() {
    let mut full = document(&json!([]), &json!([]), &json!({}));
    let ping = &mut full["paths"]["/pings"]["post"];
    ping["x-style"] = json!("off");
    ping["responses"]["204"]["headers"] = json!({ "X-Limit": { "schema": { "type": "integer" } } });
    let api = lowered(&full);
    assert!(operation(&api, "ping").rated && !operation(&api, "ping").styled);
}

#[test]
fn a_token_of_the_next_page_in_the_body_makes_a_page() {
    let api = lowered(&document(&json!([]), &json!([]), &json!({})));
    let list = operation(&api, "list");
    // The parameters are in every document here.
    assert_eq!(list.paging.as_ref().map(|paging| paging.kind.as_str()), Some("tokens"));
    assert_eq!(parameters(list), [""; 0]);
}

#[test]
fn parameters_of_the_style_remain_where_the_body_is_not_the_styles() {
    let mut full = document(&json!([]), &json!([words("expand", &["author"])]), &json!({}));
    let schema = "/paths/~1notes/post/responses/200/content/application~1json/schema";
    *full.pointer_mut(schema).expect("a schema") = json!({ "$ref": "#/components/schemas/Note" });
    let api = lowered(&full);
    let add = operation(&api, "add");
    assert!(add.bare && add.expansion.is_none());
    assert_eq!(parameters(add), ["expand"]);
}
