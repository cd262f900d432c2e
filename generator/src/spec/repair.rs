//! Slightly wrong nodes whose meaning is clear; schemas and parameters have separate files.

use serde_json::{Map, Value, json};

use super::pointer::Pointer;
use super::shape::NodeKind;
use super::walk::Walk;
use crate::diag::{Diagnostic, codes, suggest};
use crate::source::locate;

/// A node that should be an object and is not. False if it is to be left out.
pub(super) fn not_an_object(walk: &mut Walk<'_>, kind: NodeKind, value: &mut Value, at: &Pointer) -> bool {
    let words = kind.words();
    let repaired = match (kind, &*value) {
        // `application/json:` with nothing behind it is common, and fine.
        (NodeKind::MediaType, Value::Null) => {
            *value = json!({});
            return true;
        }
        (
            NodeKind::Operation
            | NodeKind::PathItem
            | NodeKind::Parameter
            | NodeKind::SecurityScheme
            | NodeKind::Flow,
            Value::Null,
        ) => {
            walk.repaired(at, format!("{words} is null; it is left out"));
            return false;
        }
        (_, Value::Null) => json!({}),
        (NodeKind::Schema, _) => {
            walk.repaired(at, "this is not a schema; any value is allowed");
            *value = json!({});
            return true;
        }
        (NodeKind::Example, any) => json!({ "value": any }),
        (NodeKind::Response, Value::String(text)) => json!({ "description": text }),
        (NodeKind::Server | NodeKind::ExternalDocs, Value::String(text)) => json!({ "url": text }),
        (NodeKind::Tag | NodeKind::License | NodeKind::Contact, Value::String(text)) => {
            json!({ "name": text })
        }
        (NodeKind::ServerVariable, Value::String(text)) => json!({ "default": text }),
        (
            NodeKind::Contact
            | NodeKind::License
            | NodeKind::ExternalDocs
            | NodeKind::Discriminator
            | NodeKind::Xml,
            _,
        ) => {
            walk.repaired(at, format!("this is not {words}; it is left out"));
            return false;
        }
        _ => return walk.wrong(at, &format!("{words} was expected here")),
    };
    walk.repaired(at, format!("{words} was expected here; it is read as one"));
    *value = repaired;
    true
}

pub(super) fn document(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &Pointer) {
    if !map.contains_key("paths") {
        if !walk.newer {
            walk.repaired(at, "a document without `paths`; it has no operations");
        }
        map.insert("paths".to_owned(), json!({}));
    }
    if map.get("paths").is_some_and(Value::is_null) {
        map.insert("paths".to_owned(), json!({}));
    }
    if let Some(webhooks) = map.shift_remove("webhooks") {
        let origin = walk.moves.origin("/webhooks");
        walk.moved("/x-hs-webhooks".to_owned(), origin);
        map.insert("x-hs-webhooks".to_owned(), webhooks);
    }
}

/// `version: 1.10` is a number in YAML; the literal text is meant.
pub(super) fn info(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &Pointer) {
    let Some(version @ Value::Number(_)) = map.get_mut("version") else { return };
    let origin = walk.moves.origin(&at.with("version"));
    let text = &walk.files[origin.file].text;
    if let Some(range) = locate(text, &origin.pointer, false) {
        *version = Value::String(text[range].trim().to_owned());
    }
}

/// A path that does not begin with a slash.
pub(super) fn paths(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    let bare = |key: &String| !key.starts_with('/') && !key.starts_with("x-");
    if !map.keys().any(bare) {
        return;
    }
    for (key, value) in std::mem::take(map) {
        if !bare(&key) || map.contains_key(&format!("/{key}")) {
            map.insert(key, value);
            continue;
        }
        let slashed = format!("/{key}");
        let before = at.push(&key);
        walk.repaired(at, "a path begins with `/`; it is added");
        let origin = walk.moves.origin(at.as_str());
        at.cut(before);
        walk.moved(at.with(&slashed), origin);
        map.insert(slashed, value);
    }
}

pub(super) fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => true,
        [b'1'..=b'9', x, y] => x.eq_ignore_ascii_case(&b'x') && y.eq_ignore_ascii_case(&b'x'),
        _ => false,
    }
}

/// Invalid statuses are left out with a warning.
pub(super) fn responses(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    map.retain(|key, _| {
        let known = is_status(key) || key == "default" || key.starts_with("x-") || key == "$ref";
        if !known {
            let before = at.push(key);
            let message = format!("`{key}` is not a status or a range like `4XX`; the response is left out");
            walk.repaired_name(at, message);
            at.cut(before);
        }
        known
    });
}

/// Whether a key of an operation's `x-style` holds schemas where it should. What does not is left as it is, for lowering to
/// refuse.
pub(super) fn holds_schemas(walk: &Walk<'_>, key: &str, value: &Value) -> bool {
    let schema = |value: &Value| value.is_object() || walk.newer && value.is_boolean();
    match key {
        "filters" => {
            value.as_object().is_some_and(|all| all.contains_key("$ref") || all.values().all(schema))
        }
        _ => schema(value),
    }
}

/// `openapiv3` takes every key of a callback for an expression.
pub(super) fn callback(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    map.retain(|key, _| {
        let extension = key.starts_with("x-");
        if extension {
            let before = at.push(key);
            walk.repaired(at, "an extension of a callback is not read; it is left out");
            at.cut(before);
        }
        !extension
    });
}

/// `examples` that is a list, as schemas of 3.1 have it.
pub(super) fn media_type(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    examples(walk, map, at);
}

pub(super) fn examples(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    let first = match map.get("examples") {
        Some(Value::Array(items)) => items.first().cloned(),
        Some(Value::Object(_)) | None => return,
        Some(other) => Some(other.clone()),
    };
    let before = at.push("examples");
    walk.repaired(at, "examples by name were expected here; the first is taken as `example`");
    at.cut(before);
    map.shift_remove("examples");
    if let Some(first) = first
        && !map.contains_key("example")
    {
        let origin = walk.moves.origin(&at.with("examples"));
        walk.moved(at.with("example"), origin);
        map.insert("example".to_owned(), first);
    }
}

/// A link without an operation leads nowhere.
pub(super) fn link(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &Pointer) -> bool {
    let names = |key: &str| map.get(key).is_some_and(|v| !v.is_null() && !v.is_array() && !v.is_object());
    let (by_id, by_reference) = (names("operationId"), names("operationRef"));
    if !by_id && !by_reference {
        walk.repaired(at, "a link without `operationId` and `operationRef` has no target; it is left out");
        return false;
    }
    if map.get("parameters").is_some_and(|p| !p.is_object()) {
        walk.repaired_member(
            at,
            "parameters",
            "the parameters of a link are values by name; these are left out",
        );
        map.shift_remove("parameters");
    }
    if !by_id {
        map.shift_remove("operationId");
    }
    true
}

pub(super) fn flows(map: &mut Map<String, Value>) {
    let needed = [
        ("implicit", "authorizationUrl"),
        ("authorizationCode", "authorizationUrl"),
        ("authorizationCode", "tokenUrl"),
        ("password", "tokenUrl"),
        ("clientCredentials", "tokenUrl"),
    ];
    // What is missing here is missing in the documentation alone: tokens are got by other means.
    for (flow, url) in needed {
        if let Some(Value::Object(flow)) = map.get_mut(flow)
            && !flow.get(url).is_some_and(Value::is_string)
        {
            flow.insert(url.to_owned(), Value::String(String::new()));
        }
    }
}

/// A scheme that cannot be read must not be left out: that would leave operations open.
pub(super) fn security_scheme(walk: &mut Walk<'_>, map: &mut Map<String, Value>, at: &mut Pointer) {
    let given = map.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let known = ["apiKey", "http", "oauth2", "openIdConnect"];
    let meant = match given.to_ascii_lowercase().as_str() {
        "apikey" => "apiKey",
        "http" => "http",
        "oauth2" => "oauth2",
        "openidconnect" => "openIdConnect",
        "basic" => {
            map.insert("scheme".to_owned(), json!("basic"));
            "http"
        }
        "mutualtls" => {
            let message = "the certificate of `mutualTLS` is not checked: what ends TLS checks it, and hands it over as the extension `ClientCertificate`";
            let before = at.push("type");
            walk.warn(codes::NOT_ENFORCED, message.to_owned(), at);
            at.cut(before);
            map.insert("scheme".to_owned(), json!("x-hs-mutual-tls"));
            map.insert("type".to_owned(), json!("http"));
            return;
        }
        _ => {
            if map.get("type").is_some_and(|given| !given.is_null()) {
                let before = at.push("type");
                let known = suggest::list(known.into_iter());
                walk.wrong(
                    at,
                    &format!("`{given}` is not a type of security schemes; the types are {known}"),
                );
                at.cut(before);
            }
            return;
        }
    };
    if meant != given {
        walk.repaired_member(at, "type", format!("`{given}` is written `{meant}`"));
        map.insert("type".to_owned(), json!(meant));
    }
    let needed: &[&str] = match meant {
        "apiKey" => &["name", "in"],
        "http" => &["scheme"],
        "oauth2" => &["flows"],
        _ => &["openIdConnectUrl"],
    };
    for member in needed {
        let usable = match map.get(*member) {
            Some(value) if *member == "flows" => value.is_object(),
            Some(value) => value.is_string() || (*member == "name" && value.is_number()),
            None => false,
        };
        if !usable {
            let message = format!("a security scheme of type `{meant}` without `{member}`");
            let place = walk.place(at.as_str());
            walk.diags.push(Diagnostic::error(codes::MISSING, message, place));
        }
    }
    let location = map.get("in").and_then(Value::as_str);
    if meant == "apiKey" && location.is_some_and(|l| !["query", "header", "cookie"].contains(&l)) {
        walk.wrong(&Pointer::new(at.with("in")), "an API key is in `header`, `query` or `cookie`");
    }
}
