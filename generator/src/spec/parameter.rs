//! Parameters, headers and encodings that are slightly wrong.

use serde_json::{Map, Value, json};

use super::pointer::Pointer;
use super::repair::examples;
use super::walk::Walk;
use crate::diag::{Diagnostic, codes};

/// Keywords that Swagger 2.0 has next to `in`, and 3.0 has in `schema`.
const OF_A_SCHEMA: [&str; 17] = [
    "type",
    "format",
    "items",
    "enum",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
    "nullable",
];

/// False if there is no use of the parameter.
pub(super) fn parameter(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) -> bool {
    for member in ["name", "in"] {
        if map.get(member).is_none_or(|v| v.is_null() || v.is_array() || v.is_object()) {
            let place = walk.place(at.as_str());
            walk.diags.push(Diagnostic::error(
                codes::MISSING,
                format!("a parameter without `{member}`"),
                place,
            ));
            return false;
        }
    }
    let location = map.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
    let styles: &[&str] = match location.as_str() {
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "path" => &["simple", "label", "matrix"],
        "header" => &["simple"],
        "cookie" => &["form"],
        other => {
            let place = walk.place(&at.with("in"));
            let message =
                format!("a parameter is in `path`, `query`, `header` or `cookie`, not in `{other}`");
            let mut error = Diagnostic::error(codes::WRONG_KIND, message, place);
            if other == "body" || other == "formData" {
                error = error.help("bodies are described by `requestBody` since OpenAPI 3.0");
            }
            walk.diags.push(error);
            return false;
        }
    };
    style(walk, map, at, styles);
    if location == "path" && map.get("required") != Some(&Value::Bool(true)) {
        walk.repaired(at, "a path parameter is always required; `required: true` is missing");
        map.insert("required".to_owned(), Value::Bool(true));
    }
    value(walk, map, at);
    true
}

pub(super) fn header(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    style(walk, map, at, &["simple"]);
    value(walk, map, at);
}

pub(super) fn encoding(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    style(walk, map, at, &["form", "spaceDelimited", "pipeDelimited", "deepObject"]);
}

fn style(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer, allowed: &[&str]) {
    let Some(given) = map.get("style") else { return };
    if given.as_str().is_none_or(|given| !allowed.contains(&given)) {
        let before = at.push("style");
        walk.repaired(at, format!("this style is not one of {}; the first is used", allowed.join(", ")));
        at.cut(before);
        map.shift_remove("style");
    }
}

/// Exactly one of `schema` and `content` describes the value.
fn value(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    examples(walk, map, at);
    let has = |map: &Map<String, Value>, key: &str| map.get(key).is_some_and(|v| !v.is_null());
    if map.get("content").is_some_and(|c| c.as_object().is_none_or(Map::is_empty)) {
        walk.repaired_member(at, "content", "`content` names no media type; it is left out");
        map.shift_remove("content");
    }
    if has(map, "schema") && has(map, "content") {
        walk.repaired_member(at, "content", "`schema` and `content` exclude each other; `schema` is taken");
        map.shift_remove("content");
    }
    if has(map, "schema") || has(map, "content") {
        return;
    }
    let mut schema = Map::new();
    for keyword in OF_A_SCHEMA {
        if let Some(value) = map.shift_remove(keyword) {
            let origin = walk.moves.origin(&at.with(keyword));
            walk.moved(format!("{}/schema/{keyword}", at.as_str()), origin);
            schema.insert(keyword.to_owned(), value);
        }
    }
    if schema.is_empty() {
        walk.repaired(at, "no `schema` describes the value; it is read as a text");
        schema.insert("type".to_owned(), json!("string"));
    } else {
        walk.repaired(at, "the description of the value belongs into `schema`");
    }
    map.insert("schema".to_owned(), Value::Object(schema));
}
