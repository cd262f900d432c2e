//! A document for each field of the standard, with that field in it.

use serde_json::{Value, json};

use super::super::super::shape::{FieldShape, NodeKind};

/// A document with an object of the kind that has this field, and the pointer of that object.
pub(super) fn with(kind: NodeKind, wire: &str) -> (Value, String) {
    let (mut document, holder) = holder(kind, wire);
    let object = document.pointer_mut(&holder).and_then(Value::as_object_mut).expect("an object");
    object.entry(wire).or_insert_with(|| sample(kind, wire));
    (document, holder)
}

const SCHEMA: &str = "/components/schemas/S";
const GET: &str = "/paths/~1a/get";
const FORM: &str = "/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded";
const PARTS: &str = "/paths/~1a/post/requestBody/content/multipart~1form-data";

/// A small document that has an object of the kind, and its pointer.
#[allow(clippy::too_many_lines, reason = "a row for each kind")]
fn holder(kind: NodeKind, wire: &str) -> (Value, String) {
    let get = |members: Value| {
        let mut operation = json!({"responses": {"204": {"description": "d"}}});
        merge(&mut operation, members);
        json!({"paths": {"/a": {"get": operation}}})
    };
    let body = |content: Value| {
        let responses = json!({"204": {"description": "d"}});
        json!({"paths": {"/a": {"post": {"responses": responses, "requestBody": {"content": content}}}}})
    };
    let form = |members: Value| {
        let mut form = json!({"schema": {"type": "object", "properties": {"a": {"type": "string"}}}});
        merge(&mut form, members);
        body(json!({"application/x-www-form-urlencoded": form}))
    };
    let parts =
        json!({"schema": {"type": "object", "properties": {"a": {"type": "string"}}}, "encoding": {"a": {}}});
    let parts = body(json!({"multipart/form-data": parts}));
    let schema = |members: Value| json!({"components": {"schemas": {"S": members}}});
    let response = |members: Value| get(json!({"responses": {"200": members}}));
    let parameter = json!({"name": "q", "in": "query", "schema": {"type": "string"}});
    let scheme = |members: Value| json!({"components": {"securitySchemes": {"s": members}}});
    let (members, pointer) = match kind {
        NodeKind::Document => (json!({}), String::new()),
        NodeKind::Info => (json!({}), "/info".to_owned()),
        NodeKind::Contact => (json!({"info": {"contact": {}}}), "/info/contact".to_owned()),
        NodeKind::License => (json!({"info": {"license": {"name": "MIT"}}}), "/info/license".to_owned()),
        NodeKind::Server => (json!({"servers": [{"url": "https://a.example"}]}), "/servers/0".to_owned()),
        NodeKind::ServerVariable => (
            json!({"servers": [{"url": "https://{v}.example", "variables": {"v": {"default": "a"}}}]}),
            "/servers/0/variables/v".to_owned(),
        ),
        NodeKind::ExternalDocs => (json!({"externalDocs": {"url": "u"}}), "/externalDocs".to_owned()),
        NodeKind::Tag => (json!({"tags": [{"name": "t"}]}), "/tags/0".to_owned()),
        NodeKind::Components => (used(wire), "/components".to_owned()),
        NodeKind::Paths => (json!({}), "/paths".to_owned()),
        NodeKind::PathItem => (json!({"paths": {"/a": {}}}), "/paths/~1a".to_owned()),
        NodeKind::Operation => (get(json!({})), GET.to_owned()),
        NodeKind::Annotations => (get(json!({"x-style": {}})), format!("{GET}/x-style")),
        NodeKind::Parameter => (get(json!({"parameters": [parameter]})), format!("{GET}/parameters/0")),
        NodeKind::Example => (
            get(json!({"parameters": [{"name": "q", "in": "query", "schema": {}, "examples": {"e": {}}}]})),
            format!("{GET}/parameters/0/examples/e"),
        ),
        NodeKind::Callback => (get(json!({"callbacks": {"c": {}}})), format!("{GET}/callbacks/c")),
        NodeKind::Responses => (get(json!({})), format!("{GET}/responses")),
        NodeKind::Response => (response(json!({"description": "d"})), format!("{GET}/responses/200")),
        NodeKind::Header => (
            response(json!({"headers": {"X": {"schema": {"type": "string"}}}})),
            format!("{GET}/responses/200/headers/X"),
        ),
        NodeKind::Link => {
            (response(json!({"links": {"l": {"operationId": "o"}}})), format!("{GET}/responses/200/links/l"))
        }
        NodeKind::RequestBody => {
            (body(json!({"application/json": {}})), "/paths/~1a/post/requestBody".to_owned())
        }
        NodeKind::MediaType => (form(json!({})), FORM.to_owned()),
        NodeKind::Encoding => (parts, format!("{PARTS}/encoding/a")),
        NodeKind::Schema if OF_OBJECTS.contains(&wire) => {
            (schema(json!({"type": "object"})), SCHEMA.to_owned())
        }
        NodeKind::Schema => (schema(json!({})), SCHEMA.to_owned()),
        NodeKind::Discriminator => (
            schema(json!({"type": "object", "discriminator": {"propertyName": "k"}})),
            format!("{SCHEMA}/discriminator"),
        ),
        NodeKind::Xml => (schema(json!({"type": "string", "xml": {}})), format!("{SCHEMA}/xml")),
        NodeKind::SecurityScheme => {
            (scheme(json!({"type": "http", "scheme": "basic"})), "/components/securitySchemes/s".to_owned())
        }
        NodeKind::Flows => {
            (scheme(json!({"type": "oauth2", "flows": {}})), "/components/securitySchemes/s/flows".to_owned())
        }
        NodeKind::Flow => (
            scheme(json!({"type": "oauth2", "flows": {"implicit": {"scopes": {}}}})),
            "/components/securitySchemes/s/flows/implicit".to_owned(),
        ),
    };
    let mut document = super::super::document("3.2.0", json!({}));
    merge(&mut document, members);
    (document, pointer)
}

/// Keywords that say nothing about other types.
const OF_OBJECTS: [&str; 4] = ["properties", "required", "patternProperties", "additionalProperties"];

/// A use of a component, where the use is what is reported.
fn used(wire: &str) -> Value {
    let response = match wire {
        "headers" => json!({"description": "d", "headers": {"X": {"$ref": "#/components/headers/n"}}}),
        _ => json!({"description": "d"}),
    };
    let mut operation = json!({"responses": {"200": response}});
    if wire == "callbacks" {
        merge(&mut operation, json!({"callbacks": {"c": {"$ref": "#/components/callbacks/n"}}}));
    }
    json!({"paths": {"/a": {"get": operation}}, "components": {}})
}

/// Puts members into an object, and into objects inside it.
fn merge(into: &mut Value, members: Value) {
    match (into, members) {
        (Value::Object(into), Value::Object(members)) => {
            for (wire, member) in members {
                merge(into.entry(wire).or_insert(Value::Null), member);
            }
        }
        (into, members) => *into = members,
    }
}

/// A value of a field; for one of which only some values are reported, one of those.
fn sample(kind: NodeKind, wire: &str) -> Value {
    let operation = json!({"responses": {"204": {"description": "d"}}});
    match (kind, wire) {
        (NodeKind::Document, "webhooks") => return json!({"w": {"post": operation}}),
        (NodeKind::Document, "openapi") => return json!("3.2.0"),
        (NodeKind::Document, "$self") => return json!("https://a.example/openapi.yaml"),
        (NodeKind::Document, "jsonSchemaDialect") | (NodeKind::Schema, "$schema") => {
            return json!("http://json-schema.org/draft-07/schema#");
        }
        (NodeKind::Document, "security") => return json!([]),
        (NodeKind::Operation, "security") => return json!([{}]),
        (NodeKind::Operation, "callbacks") => return json!({"c": {"{$url}": {"post": operation}}}),
        (NodeKind::Components, "callbacks") => return json!({"n": {"{$url}": {"post": operation}}}),
        (NodeKind::Components, "pathItems") => return json!({"n": {}}),
        (NodeKind::PathItem, "$ref") => return json!("#/components/pathItems/n"),
        (NodeKind::PathItem, "query") => return operation,
        (NodeKind::PathItem, "additionalOperations") => return json!({"COPY": operation}),
        (NodeKind::MediaType, "itemSchema" | "itemEncoding") => return json!({}),
        (NodeKind::Encoding, "encoding") => return json!({"b": {}}),
        (NodeKind::Encoding, "itemEncoding") => return json!({}),
        (NodeKind::MediaType | NodeKind::Encoding, "prefixEncoding") => return json!([{}]),
        (NodeKind::MediaType, "encoding") => return json!({"a": {"contentType": "text/plain"}}),
        (NodeKind::Encoding, "explode") => return json!(false),
        (NodeKind::Encoding, "style") => return json!("pipeDelimited"),
        (NodeKind::Parameter, "content") => return json!({"application/json": {}}),
        (NodeKind::Parameter, "style") => return json!("form"),
        (NodeKind::Header, "style") => return json!("simple"),
        (NodeKind::Schema, keyword) => return keyword_sample(keyword),
        _ => {}
    }
    let members = kind.members().iter();
    let shape = members.into_iter().find(|(member, ..)| *member == wire).map(|(_, shape, _)| *shape);
    of_shape(shape.unwrap_or_else(|| panic!("no sample of `{wire}` of {}", kind.words())))
}

/// A document with a field in the context in which it has no effect, and the field's pointer.
pub(super) fn elsewhere(kind: NodeKind, wire: &str) -> (Value, String) {
    match (kind, wire) {
        (NodeKind::MediaType, "encoding") => {
            let (mut document, holder) = with(kind, "encoding");
            let body = document.pointer_mut(&holder).expect("a media type").take();
            let content = holder.rsplit_once('/').expect("a name").0;
            *document.pointer_mut(content).expect("a map") = json!({"application/json": body});
            (document, format!("{content}/application~1json/encoding"))
        }
        (NodeKind::Schema, "unevaluatedProperties") => {
            let schema = json!({"type": "object", "if": {}, "properties": {"a": {}}, wire: false});
            let members = json!({"components": {"schemas": {"S": schema}}});
            (super::super::document("3.1.0", members), format!("{SCHEMA}/{wire}"))
        }
        _ => {
            let (document, holder) = with(kind, wire);
            (document, format!("{holder}/{wire}"))
        }
    }
}

fn of_shape(shape: FieldShape) -> Value {
    match shape {
        FieldShape::Any => json!({}),
        FieldShape::Text => json!("x"),
        FieldShape::Flag | FieldShape::Openness => json!(true),
        FieldShape::Count | FieldShape::Number => json!(1),
        FieldShape::TextList => json!(["a"]),
        FieldShape::Texts => json!({"a": "b"}),
        FieldShape::Security => json!([{}]),
        FieldShape::One(kind) => smallest(kind),
        FieldShape::List(kind) => json!([smallest(kind)]),
        FieldShape::Map(kind) => json!({"n": smallest(kind)}),
    }
}

fn smallest(kind: NodeKind) -> Value {
    match kind {
        NodeKind::Parameter => json!({"name": "n", "in": "query", "schema": {}}),
        NodeKind::Header => json!({"schema": {"type": "string"}}),
        NodeKind::SecurityScheme => json!({"type": "http", "scheme": "basic"}),
        NodeKind::Discriminator => json!({"propertyName": "k"}),
        NodeKind::Link => json!({"operationId": "o"}),
        NodeKind::Operation => json!({"responses": {"204": {"description": "d"}}}),
        _ => json!({}),
    }
}

fn keyword_sample(keyword: &str) -> Value {
    match keyword {
        "$id" | "id" | "$anchor" | "$dynamicAnchor" | "title" | "description" | "$comment" => json!("a"),
        "$ref" | "$dynamicRef" | "$recursiveRef" => json!("#/components/schemas/T"),
        "type" => json!("string"),
        "format" => json!("uuid"),
        "pattern" => json!("^a$"),
        "contentEncoding" => json!("base32"),
        "unevaluatedProperties" => json!(false),
        "contentMediaType" => json!("text/html"),
        "required" => json!(["a"]),
        "enum" | "examples" => json!(["a"]),
        "const" | "default" | "example" => json!("a"),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => json!([{"type": "string"}]),
        "discriminator" => json!({"propertyName": "k"}),
        "externalDocs" => json!({"url": "u"}),
        "$vocabulary" | "dependencies" | "dependentSchemas" | "dependentRequired" | "xml" => json!({}),
        "$defs" | "definitions" | "properties" | "patternProperties" => json!({"a": {"type": "string"}}),
        "$recursiveAnchor" | "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => {
            json!(true)
        }
        "exclusiveMinimum" | "exclusiveMaximum" | "minimum" | "maximum" | "multipleOf" | "minLength"
        | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" | "minContains"
        | "maxContains" => json!(1),
        _ => json!({"type": "string"}),
    }
}
