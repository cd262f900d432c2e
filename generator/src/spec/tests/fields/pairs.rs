//! Two documents for each field that is honoured: they differ in the field alone, and mean different things.

use serde_json::{Value, json};

use super::super::super::shape::NodeKind;
use super::super::document;
use super::samples;

type Pair = (Value, Value);

/// The documents with the field, and without it or with another value.
pub(super) fn pair(kind: NodeKind, wire: &str) -> Pair {
    let special = match kind {
        NodeKind::Document => of_document(wire),
        NodeKind::Components => of_components(wire),
        NodeKind::Parameter => of_parameters(wire),
        NodeKind::Schema => of_schemas(wire),
        NodeKind::Encoding => of_encodings(wire),
        _ => of_others(kind, wire),
    };
    if let Some((with, without)) = special {
        return (document("3.1.0", with), document("3.1.0", without));
    }
    let (with, holder) = samples::with(kind, wire);
    let mut without = with.clone();
    let object = without.pointer_mut(&holder).and_then(Value::as_object_mut).expect("an object");
    object.shift_remove(wire);
    (with, without)
}

/// A document whose one operation has these members.
fn operation(members: Value) -> Value {
    let mut operation = json!({"operationId": "a", "responses": {"204": {"description": "d"}}});
    operation.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
    let scheme = json!({"type": "http", "scheme": "basic"});
    json!({"paths": {"/a": {"post": operation}}, "components": {"securitySchemes": {"s": scheme}}})
}

fn with(mut document: Value, wire: &str, value: Value) -> Value {
    document.as_object_mut().expect("an object").insert(wire.to_owned(), value);
    document
}

fn of_document(wire: &str) -> Option<Pair> {
    let tagged = operation(json!({"tags": ["t"]}));
    Some(match wire {
        "components" => (json!({"components": {"schemas": {"S": {}}}}), json!({})),
        "paths" => (operation(json!({})), json!({})),
        "security" => (with(operation(json!({})), "security", json!([{"s": []}])), operation(json!({}))),
        "tags" => (with(tagged.clone(), "tags", json!([{"name": "t", "description": "d"}])), tagged),
        _ => return None,
    })
}

/// A use of a component, and none.
fn of_components(wire: &str) -> Option<Pair> {
    let reference = json!({"$ref": format!("#/components/{wire}/n")});
    let body = json!({"content": {"application/json": {"schema": {"type": "string"}}}});
    let (using, component) = match wire {
        "mediaTypes" => {
            let content = json!({"requestBody": {"content": {"application/json": reference}}});
            (operation(content), body["content"]["application/json"].clone())
        }
        "parameters" => {
            let parameter = json!({"name": "q", "in": "query", "schema": {"type": "string"}});
            (operation(json!({"parameters": [reference]})), parameter)
        }
        "requestBodies" => (operation(json!({"requestBody": reference})), body),
        "responses" => {
            let response = with(body, "description", json!("d"));
            (operation(json!({"responses": {"200": reference}})), response)
        }
        "pathItems" => {
            let item = operation(json!({}))["paths"]["/a"].clone();
            (json!({"paths": {"/b": reference}, "components": {}}), item)
        }
        _ => return None,
    };
    let mut used = using;
    used["components"][wire] = json!({"n": component});
    Some((used, operation(json!({}))))
}

fn of_parameters(wire: &str) -> Option<Pair> {
    let parameter = |members: Value| {
        let mut parameter = json!({"name": "q", "in": "query"});
        parameter.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
        operation(json!({"parameters": [parameter]}))
    };
    let list = json!({"type": "array", "items": {"type": "string"}});
    let plain = parameter(json!({"schema": list}));
    Some(match wire {
        "content" => (parameter(json!({"content": {"application/json": {"schema": list}}})), plain),
        "explode" => (parameter(json!({"schema": list, "explode": false})), plain),
        "style" => (parameter(json!({"schema": list, "style": "pipeDelimited"})), plain),
        "schema" => (plain, parameter(json!({"schema": {"type": "string"}}))),
        _ => return None,
    })
}

fn of_encodings(wire: &str) -> Option<Pair> {
    let body = |media: &str, encoding: Value| {
        let list = json!({"type": "array", "items": {"type": "string"}});
        let form =
            json!({"schema": {"type": "object", "properties": {"a": list}}, "encoding": {"a": encoding}});
        operation(json!({"requestBody": {"content": {media: form}}}))
    };
    let pairs = "application/x-www-form-urlencoded";
    Some(match wire {
        "contentType" => (
            body("multipart/form-data", json!({"contentType": "image/png"})),
            body("multipart/form-data", json!({})),
        ),
        "allowReserved" => (body(pairs, json!({"allowReserved": true})), body(pairs, json!({}))),
        "explode" => (body(pairs, json!({"explode": false})), body(pairs, json!({}))),
        "style" => (body(pairs, json!({"style": "pipeDelimited"})), body(pairs, json!({}))),
        _ => return None,
    })
}

fn of_schemas(wire: &str) -> Option<Pair> {
    let text = json!({"type": "string"});
    let schema = |base: Value, value: Value| Some((with(base.clone(), wire, value), base));
    let member = |value: Value| {
        let object = |member: Value| json!({"type": "object", "properties": {"a": member}});
        Some((object(with(text.clone(), wire, value)), object(text.clone())))
    };
    let object = json!({"type": "object", "properties": {"a": text}});
    let alternatives = json!({"oneOf": [
        {"type": "object", "required": ["k"], "properties": {"k": {"enum": ["a"]}}},
        {"type": "object", "required": ["k"], "properties": {"k": {"enum": ["b"]}}},
    ]});
    let referring =
        json!({"type": "object", "properties": {"a": {"$ref": format!("#/components/schemas/S/{wire}/a")}}});
    let pair = match wire {
        "$defs" | "definitions" => schema(referring, json!({"a": text})),
        "$ref" => schema(json!({}), json!("#/components/schemas/T")),
        "unevaluatedProperties" => schema(object, json!(false)),
        "discriminator" => schema(alternatives, json!({"propertyName": "k"})),
        "exclusiveMaximum" | "exclusiveMinimum" | "maximum" | "minimum" | "multipleOf" => {
            schema(json!({"type": "number"}), json!(1))
        }
        "maxLength" | "minLength" => schema(text, json!(1)),
        "pattern" => schema(text, json!("^a$")),
        "format" => schema(text, json!("uuid")),
        "uniqueItems" => schema(json!({"type": "array", "items": {"type": "string"}}), json!(true)),
        "required" => schema(object, json!(["a"])),
        "nullable" | "readOnly" | "writeOnly" => member(json!(true)),
        "default" => member(json!("a")),
        _ => return None,
    };
    // A request and a response, since some members are of one of them alone.
    let used = |schema: Value| {
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/S"}}});
        let mut document = operation(json!({
            "requestBody": {"content": content},
            "responses": {"200": {"description": "d", "content": content}},
        }));
        document["components"]["schemas"] = json!({"S": schema, "T": {"type": "boolean"}});
        document
    };
    pair.map(|(with, without)| (used(with), used(without)))
}

#[allow(clippy::too_many_lines, reason = "a row for each field")]
fn of_others(kind: NodeKind, wire: &str) -> Option<Pair> {
    let secured = |scheme: Value| {
        let mut document = operation(json!({"security": [{"s": []}]}));
        document["components"]["securitySchemes"]["s"] = scheme;
        document
    };
    let key = |place: &str, name: &str| secured(json!({"type": "apiKey", "in": place, "name": name}));
    let discriminated = |discriminator: Value| {
        let alternative = |value: &str| json!({"type": "object", "required": ["k", "l"], "properties": {"k": {"enum": [value]}, "l": {"enum": [value]}}});
        let references = ["A", "B"].map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
        json!({"components": {"schemas": {
            "A": alternative("a"), "B": alternative("b"), "S": {"oneOf": references, "discriminator": discriminator},
        }}})
    };
    let content = json!({"application/json": {"schema": {"type": "string"}}});
    Some(match (kind, wire) {
        (NodeKind::Tag, "name") => {
            let tagged = |name: &str| {
                with(operation(json!({"tags": ["t"]})), "tags", json!([{"name": name, "description": "d"}]))
            };
            (tagged("t"), tagged("u"))
        }
        (NodeKind::PathItem, "parameters") => {
            let mut document = operation(json!({}));
            let plain = document.clone();
            let parameter = json!({"name": "q", "in": "query", "schema": {"type": "string"}});
            document["paths"]["/a"]["parameters"] = json!([parameter]);
            (document, plain)
        }
        (NodeKind::PathItem, "servers") => {
            let mut document = operation(json!({}));
            let plain = document.clone();
            document["paths"]["/a"]["servers"] = json!([{"url": "https://other.example"}]);
            (document, plain)
        }
        (NodeKind::PathItem, "$ref") => {
            let components = json!({"pathItems": {"n": operation(json!({}))["paths"]["/a"]}});
            let document = |item: Value| json!({"paths": {"/b": item}, "components": components});
            (document(json!({"$ref": "#/components/pathItems/n"})), document(json!({})))
        }
        (NodeKind::Operation, "security") => {
            (operation(json!({"security": [{"s": []}]})), operation(json!({})))
        }
        (NodeKind::Responses, "default") => (
            operation(
                json!({"responses": {"204": {"description": "d"}, "default": {"description": "d", "content": content}}}),
            ),
            operation(json!({})),
        ),
        (NodeKind::Response, "content") => (
            operation(json!({"responses": {"200": {"description": "d", "content": content}}})),
            operation(json!({"responses": {"200": {"description": "d"}}})),
        ),
        (NodeKind::MediaType, "encoding") => return of_encodings("contentType"),
        (NodeKind::SecurityScheme, "in") => (key("header", "k"), key("query", "k")),
        (NodeKind::SecurityScheme, "name") => (key("header", "k"), key("header", "l")),
        (NodeKind::Discriminator, "propertyName") => {
            (discriminated(json!({"propertyName": "k"})), discriminated(json!({"propertyName": "l"})))
        }
        (NodeKind::Discriminator, "mapping") => {
            let mapping = json!({"x": "#/components/schemas/A", "y": "#/components/schemas/B"});
            let mapped = discriminated(json!({"propertyName": "k", "mapping": mapping}));
            (mapped, discriminated(json!({"propertyName": "k"})))
        }
        _ => return None,
    })
}
