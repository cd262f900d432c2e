//! Bodies of lists, and failures with a type, in the expanded document.

use housestyle_generator::Api;
use serde_json::{Value, json};

const STYLE: &str = r#"
style: shop
success: { list: { kind: list, data: $payload!, has_more: $has_more, url: $path } }
failure: { media: application/json, body: { error: { type: $type, code: $code, param: $param } }, param_notation: brackets }
outcomes: { default_type: request, conflict: { code: taken } }
paging:
  default: near
  near: { kind: item_cursor, before: ending_before, after: starting_after, size: limit, size_default: 10, oversize: reject }
  counted: { kind: number, number: page, size: per_page, list: { total_count: $total, "{items}": $payload! } }
"#;

const DOCUMENT: &str = r#"
openapi: 3.0.3
info: { title: Shop, version: "1" }
paths:
  /users:
    get:
      operationId: listUsers
      x-style: { paging: true }
      responses: { "200": { description: Users., content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/User' } }, example: [{ id: a }] } } } }
  /repositories:
    get:
      operationId: listRepositories
      x-style: { paging: counted }
      responses: { "200": { description: Names., content: { application/json: { schema: { type: array, items: { type: string } } } } } }
  /tags:
    get:
      operationId: listTags
      x-style: { errors: { moved: { status: 410, type: gone, pointer: /a/0/b } } }
      responses: { "200": { description: Tags., content: { application/json: { schema: { type: array, items: { type: string } } } } } }
components:
  schemas:
    User: { type: object, required: [id], properties: { id: { type: string } } }
"#;

fn document() -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    };
    let style = at("style.yaml", STYLE).display().to_string();
    Api::new(at("shop.yaml", DOCUMENT)).style(style).expand().expect("expanded").document
}

/// The media type of the 200 of an operation, its schema resolved.
fn answer(document: &Value, path: &str) -> (Value, Value) {
    let content = &document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"];
    let schema = &content["schema"];
    let resolved = match schema["$ref"].as_str() {
        Some(pointer) => document.pointer(pointer.trim_start_matches('#')).expect("a component"),
        None => schema,
    };
    (content.clone(), resolved.clone())
}

#[test]
fn a_page_has_the_template_of_lists() {
    let document = document();
    let (content, list) = answer(&document, "/users");
    assert_eq!(list["required"], json!(["kind", "data", "has_more", "url"]));
    assert_eq!(list["properties"]["kind"], json!({ "const": "list" }));
    assert_eq!(list["properties"]["has_more"], json!({ "type": "boolean" }));
    let example = json!({ "kind": "list", "data": [{ "id": "a" }], "has_more": false, "url": "/users" });
    assert_eq!(content["example"], example);
    let parameters = document["paths"]["/users"]["get"]["parameters"].as_array().expect("parameters");
    let names: Vec<_> = parameters
        .iter()
        .map(|one| match one["$ref"].as_str() {
            Some(pointer) => &document.pointer(pointer.trim_start_matches('#')).expect("a component")["name"],
            None => &one["name"],
        })
        .collect();
    assert_eq!(names[..3], ["ending_before", "starting_after", "limit"]);
}

#[test]
fn a_list_that_is_not_paged_has_no_more_items() {
    let (_, list) = answer(&document(), "/tags");
    assert_eq!(list["properties"]["has_more"], json!({ "const": false }));
    assert_eq!(list["properties"]["data"]["type"], "array");
}

#[test]
fn a_way_of_paging_has_its_own_template_with_the_name_of_the_list() {
    let (_, list) = answer(&document(), "/repositories");
    let properties = list["properties"].as_object().expect("properties");
    assert_eq!(properties.keys().collect::<Vec<_>>(), ["total_count", "repositories"]);
    assert_eq!(list["required"], json!(["repositories"]));
}

#[test]
fn a_failure_has_its_type_and_its_place() {
    let document = document();
    let failure = &document["components"]["schemas"]["Failure"]["properties"]["error"]["properties"];
    assert_eq!(
        (&failure["type"], &failure["param"]),
        (&json!({ "type": "string" }), &json!({ "type": "string" }))
    );
    let response = &document["paths"]["/tags"]["get"]["responses"]["410"]["$ref"];
    let pointer = response.as_str().expect("a component").trim_start_matches('#');
    let content = &document.pointer(pointer).expect("there")["content"]["application/json"];
    let expected = json!({ "error": { "type": "gone", "code": "moved", "param": "a[0][b]" } });
    assert_eq!(content["examples"]["moved"]["value"], expected);
}
