//! What the ir knows of schemas, put into the normalised document before it is brought to 3.1.
//!
//! Types carry the pointer of their schema in this tree.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::member::member;
use crate::ir::{
    ApiModel, Form, MemberRole, Object, Operation, ParamEncoding, Parameter, ParameterLocation, Scalar,
    Shape, Type,
};

/// The names of the components that the schemas of `meta` of `x-style` became, by the operation's pointer.
pub(super) type MetaSchemas = HashMap<String, String>;

/// Brings schemas to their form on the wire, and makes parameters and components of the schemas in `x-style`.
pub(super) fn prepare(tree: &mut Value, api: &ApiModel, left_out: &mut Vec<String>) -> MetaSchemas {
    for ty in &api.types {
        wire_form(tree, ty, left_out);
    }
    let mut metas = MetaSchemas::new();
    for operation in api.operations.iter().filter(|operation| operation.styled) {
        add_parameters(tree, api, operation);
        if operation.meta.is_some()
            && let Some(schema) = tree.pointer(&format!("{}/x-style/meta", operation.pointer)).cloned()
        {
            metas.insert(operation.pointer.clone(), hoist(tree, &operation.id, schema));
        }
    }
    metas
}

/// Brings the schema of one type to its form on the wire.
fn wire_form(tree: &mut Value, ty: &Type, left_out: &mut Vec<String>) {
    match &ty.shape {
        Shape::Scalar(Scalar::UnixTime) => unix_time(tree, &ty.pointer, left_out),
        Shape::Object(object) if matches!(ty.form, Form::Read) => own_members(tree, object, &ty.pointer),
        Shape::Any
        | Shape::Scalar(_)
        | Shape::Enum(_)
        | Shape::Array(_)
        | Shape::Tuple(_)
        | Shape::Map(_)
        | Shape::Object(_)
        | Shape::Union(_)
        | Shape::Alias(_)
        | Shape::Related(_) => {}
    }
}

/// A moment that is written as whole seconds. What the document says of it as a text is left out.
fn unix_time(tree: &mut Value, pointer: &str, left_out: &mut Vec<String>) {
    let Some(Value::Object(schema)) = tree.pointer_mut(pointer) else { return };
    if schema.get("type").is_none_or(|kind| kind != "string") {
        return;
    }
    schema.insert("type".to_owned(), json!("integer"));
    schema.insert("format".to_owned(), json!("unixtime"));
    for of_text in ["example", "examples", "default", "minLength", "maxLength", "pattern", "enum"] {
        if schema.shift_remove(of_text).is_some() {
            left_out.push(format!("{pointer}/{of_text}"));
        }
    }
}

/// Links that the server adds, and members that some representations lack.
fn own_members(tree: &mut Value, object: &Object, pointer: &str) {
    let mut links = Map::new();
    let mut optional = Vec::new();
    for member in &object.members {
        match &member.role {
            MemberRole::Link(_) => {
                if !has_member(tree, pointer, &member.wire) {
                    let description = member.docs.as_deref().unwrap_or("The link to this.");
                    let link = json!({
                        "type": "string", "format": "uri-reference", "description": description, "readOnly": true,
                    });
                    links.insert(member.wire.clone(), link);
                }
            }
            MemberRole::Relation { .. } => optional.push(member.wire.as_str()),
            MemberRole::Data | MemberRole::ResourceId | MemberRole::Relationship { .. } => {}
        }
        if member.only_with_option.is_some() {
            optional.push(member.wire.as_str());
        }
    }
    let Some(Value::Object(schema)) = tree.pointer_mut(pointer) else { return };
    if !links.is_empty() {
        if let Some(Value::Object(own)) = schema.get_mut("properties") {
            links.append(own);
        }
        schema.insert("properties".to_owned(), Value::Object(links));
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|wire| wire.as_str().is_none_or(|wire| !optional.contains(&wire)));
        if required.is_empty() {
            schema.shift_remove("required");
        }
    }
}

/// Whether a schema has a member, be it by reference.
fn has_member(tree: &Value, pointer: &str, wire: &str) -> bool {
    tree.pointer(pointer).is_some_and(|schema| member(tree, schema, wire).is_some())
}

/// Adds the parameters that `x-style` declares, as filters are.
fn add_parameters(tree: &mut Value, api: &ApiModel, operation: &Operation) {
    let path = operation.pointer.rsplit_once('/').map_or("", |(path, _)| path);
    let declared = declared(tree, &format!("{path}/parameters"))
        .chain(declared(tree, &format!("{}/parameters", operation.pointer)))
        .collect::<Vec<_>>();
    let is_new = |parameter: &&Parameter| {
        let place = place(parameter.place);
        !declared.iter().any(|(of, wire)| {
            of == place
                && (*wire == parameter.wire
                    || place == "header" && wire.eq_ignore_ascii_case(&parameter.wire))
        })
    };
    let new = operation.parameters.iter().filter(is_new);
    let new: Vec<Value> = new.map(|parameter| described(tree, api, parameter)).collect();
    let Some(Value::Object(node)) = tree.pointer_mut(&operation.pointer) else { return };
    if let Value::Array(parameters) = node.entry("parameters").or_insert_with(|| json!([])) {
        parameters.extend(new);
    }
    if node["parameters"] == json!([]) {
        node.shift_remove("parameters");
    }
}

/// Where a parameter stands.
const fn place(place: ParameterLocation) -> &'static str {
    match place {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    }
}

/// The places and names of the parameters in a list.
fn declared(tree: &Value, pointer: &str) -> impl Iterator<Item = (String, String)> {
    let list = tree.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|parameter| {
        let reference = parameter.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        let parameter = reference.map_or(Some(parameter), |pointer| tree.pointer(pointer))?;
        Some((parameter.get("in")?.as_str()?.to_owned(), parameter.get("name")?.as_str()?.to_owned()))
    })
}

fn described(tree: &Value, api: &ApiModel, parameter: &Parameter) -> Value {
    let schema = tree.pointer(&api.ty(parameter.ty.id).pointer).cloned().unwrap_or_else(|| json!({}));
    let mut described = json!({ "name": parameter.wire, "in": place(parameter.place) });
    if let Some(docs) = &parameter.docs {
        described["description"] = json!(docs);
    }
    if parameter.required {
        described["required"] = json!(true);
    }
    if let ParamEncoding::Form { explode: false, .. } = parameter.encoding {
        described["explode"] = json!(false);
    }
    if parameter.deprecated {
        described["deprecated"] = json!(true);
    }
    described["schema"] = schema;
    described
}

/// Makes a component of a schema in `x-style`, and returns its name.
fn hoist(tree: &mut Value, operation: &str, schema: Value) -> String {
    let wanted = format!("{}Meta", super::components::pascal(operation));
    let Value::Object(root) = tree else { return wanted };
    let components = root.entry("components").or_insert_with(|| json!({}));
    let Value::Object(components) = components else { return wanted };
    let Value::Object(schemas) = components.entry("schemas").or_insert_with(|| json!({})) else {
        return wanted;
    };
    let mut name = wanted.clone();
    let mut number = 1;
    while schemas.contains_key(&name) {
        number += 1;
        name = format!("{wanted}{number}");
    }
    schemas.insert(name.clone(), schema);
    name
}
