//! Request bodies under a style whose requests are forms.

use housestyle_generator::Api;
use serde_json::{Value, json};

const DOCUMENT: &str = "
openapi: 3.0.3
info: { title: t, version: '1' }
paths:
  /orders:
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Order' }, example: { name: x } } } }
      responses: { 204: { description: ok } }
  /orders/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    patch:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } }, text/plain: {} } }
      responses: { 204: { description: ok } }
  /lists:
    post:
      requestBody: { content: { application/json: { schema: { type: array, items: { type: string } } } } }
      responses: { 204: { description: ok } }
  /off:
    post:
      x-style: off
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { 204: { description: ok } }
components:
  schemas:
    Order:
      type: object
      required: [name]
      properties:
        name: { type: string }
        kind: { enum: [a, b] }
        tags: { type: array, items: { type: string } }
        home: { $ref: '#/components/schemas/Home' }
        customer: { anyOf: [{ type: string }, { $ref: '#/components/schemas/Home' }] }
    Home: { type: object, properties: { city: { type: string } } }
";

fn content(path: &str, method: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let style = folder.path().join("style.yaml");
    std::fs::write(&style, "style: acme\nmedia: { request: form }\n").expect("written");
    let api = Api::from_text("api.yaml", DOCUMENT.trim_start()).style(style.display().to_string());
    let document = api.expand().expect("expanded").document;
    document["paths"][path][method]["requestBody"]["content"].clone()
}

#[test]
fn a_json_object_is_described_as_a_form() {
    let deep = json!({ "style": "deepObject", "explode": true });
    let expected = json!({
        "application/x-www-form-urlencoded": {
            "schema": { "$ref": "#/components/schemas/Order" },
            "example": { "name": "x" },
            "encoding": { "tags": deep, "home": deep, "customer": deep },
        },
    });
    assert_eq!(content("/orders", "post"), expected);
}

#[test]
fn a_merge_is_described_as_a_form_that_requires_nothing() {
    let content = content("/orders/{id}", "patch");
    let form = &content["application/x-www-form-urlencoded"];
    assert_eq!(form["schema"]["$ref"], "#/components/schemas/OrderPatch");
    assert_eq!(content.get("application/json"), None);
}

#[test]
fn what_is_no_object_and_what_is_off_stay_json() {
    let keys = |content: Value| content.as_object().expect("content").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(content("/lists", "post")), ["application/json"]);
    assert_eq!(keys(content("/off", "post")), ["application/json"]);
}
