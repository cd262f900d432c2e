//! Holds every answer of the examples to their expanded documents.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use housestyle_generator::Api;
use jsonschema::{Registry, Validator};
use serde_json::{Map, Value, json};

use crate::server::Reply;

/// Where a document is, for references into it.
const BASE: &str = "https://example.com/document";

/// An expanded document, ready to check answers.
pub struct Contract {
    document: Value,
    registry: Registry<'static>,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// The expanded document of `specs/apis`.
pub fn of(api: &'static str) -> &'static Contract {
    static KNOWN: OnceLock<Mutex<HashMap<&str, &'static Contract>>> = OnceLock::new();
    let known = KNOWN.get_or_init(Mutex::default);
    let mut known = known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    known.entry(api).or_insert_with(|| Box::leak(Box::new(Contract::expand(api))))
}

impl Contract {
    fn expand(api: &str) -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/apis");
        let expanded = Api::new(format!("{folder}/{api}.yaml")).expand().unwrap();
        let mut document = expanded.document;
        for_answers(&mut document);
        let registry = Registry::new().add(BASE, document.clone()).unwrap().prepare().unwrap();
        Self { document, registry, validators: Mutex::default() }
    }

    /// Checks that the document has an answer like this one.
    pub fn check(&self, method: &str, path: &str, reply: &Reply) {
        let problems = self.problems(method, path, reply);
        let text =
            format!("{method} {path}: {} {:?}\n{}", reply.status, reply.header("content-type"), reply.text);
        assert!(problems.is_empty(), "the expanded document has no such answer: {problems:#?}\n{text}");
    }

    fn problems(&self, method: &str, path: &str, reply: &Reply) -> Vec<String> {
        // Preflights, and answers without a body to `HEAD`, are of no operation.
        if matches!(method, "OPTIONS" | "HEAD") {
            return Vec::new();
        }
        let Some(pointer) = self.response(method, path, reply.status) else {
            // No operation: any failure, or what another service next to this one answers.
            let refused = reply.status >= 400;
            return if refused { self.body("/components/responses/OtherFailure", reply) } else { Vec::new() };
        };
        let response = self.document.pointer(&pointer).unwrap();
        let headers = response["headers"].as_object().into_iter().flatten();
        let required = headers.filter(|(_, header)| self.resolved(header)["required"] == true);
        let missing = required.filter(|(wire, _)| reply.header(wire).is_none());
        let mut problems: Vec<String> = missing.map(|(wire, _)| format!("`{wire}` is missing")).collect();
        problems.extend(self.body(&pointer, reply));
        problems
    }

    /// The pointer of a response.
    fn response(&self, method: &str, path: &str, status: u16) -> Option<String> {
        let paths = self.document["paths"].as_object()?;
        let mut fitting: Vec<_> = paths.iter().filter(|(template, _)| fits(template, path)).collect();
        // Text goes before parameters.
        fitting.sort_by_key(|(template, _)| template.matches('{').count());
        let method = method.to_ascii_lowercase();
        let (template, item) = fitting.first()?;
        let responses = item.get(&method)?["responses"].as_object()?;
        let key = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
        let key = key.iter().find(|key| responses.contains_key(*key))?;
        let pointer = format!("/paths/{}/{method}/responses/{key}", escaped(template));
        match self.document.pointer(&pointer)?["$ref"].as_str() {
            Some(reference) => Some(reference.trim_start_matches('#').to_owned()),
            None => Some(pointer),
        }
    }

    fn resolved<'v>(&'v self, node: &'v Value) -> &'v Value {
        match node["$ref"].as_str() {
            Some(reference) => self.document.pointer(reference.trim_start_matches('#')).unwrap(),
            None => node,
        }
    }

    fn body(&self, pointer: &str, reply: &Reply) -> Vec<String> {
        let content = self.document.pointer(pointer).and_then(|response| response["content"].as_object());
        let Some(content) = content else {
            return (!reply.text.is_empty()).then(|| "a body".to_owned()).into_iter().collect();
        };
        let Some(media) = reply.header("content-type") else { return vec!["no media type".to_owned()] };
        let Some((key, _)) = content.iter().find(|(key, _)| same_media(key, media)) else {
            return vec![format!("`{media}` is none of {:?}", content.keys())];
        };
        let Ok(body) = serde_json::from_str::<Value>(&reply.text) else { return Vec::new() };
        let schema = format!("{pointer}/content/{}/schema", escaped(key));
        if self.document.pointer(&schema).is_none() {
            return Vec::new();
        }
        self.validator(&schema)
            .iter_errors(&body)
            .map(|error| format!("{}: {error:.400}", error.instance_path()))
            .collect()
    }

    fn validator(&self, pointer: &str) -> Arc<Validator> {
        let mut known = self.validators.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let make = || {
            let schema = json!({ "$ref": format!("{BASE}#{}", encoded(pointer)) });
            Arc::new(jsonschema::options().with_registry(&self.registry).build(&schema).unwrap())
        };
        Arc::clone(known.entry(pointer.to_owned()).or_insert_with(make))
    }
}

/// What is write-only is no member of an answer, required or not.
fn for_answers(node: &mut Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(for_answers),
        Value::Object(map) => {
            let hidden: Vec<String> = map
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(Map::iter)
                .filter(|(_, property)| property["writeOnly"] == true)
                .map(|(wire, _)| wire.clone())
                .collect();
            if let Some(Value::Array(required)) = map.get_mut("required") {
                required
                    .retain(|wire| wire.as_str().is_none_or(|wire| !hidden.iter().any(|one| one == wire)));
            }
            map.values_mut().for_each(for_answers);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether a path is one of a template.
fn fits(template: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (mut wanted, mut given) =
        (template.trim_end_matches('/').split('/'), path.trim_end_matches('/').split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if segment_fits(wanted, given) => {}
            _ => return false,
        }
    }
}

fn segment_fits(wanted: &str, given: &str) -> bool {
    match (wanted.find('{'), wanted.rfind('}')) {
        (Some(start), Some(end)) => {
            given.len() > start + wanted.len() - end - 1
                && given.starts_with(&wanted[..start])
                && given.ends_with(&wanted[end + 1..])
        }
        _ => wanted == given,
    }
}

fn same_media(one: &str, other: &str) -> bool {
    let clean = |media: &str| media.replace(' ', "").to_ascii_lowercase();
    let (one, other) = (clean(one), clean(other));
    // A type of text may say its charset; a vendor's type may be asked for by fewer words.
    one == other
        || is_short_form(&other, &one)
        || other.split(';').next() == Some(one.as_str()) && !one.ends_with("json")
}

/// Whether `application/vnd.acme` is short for `application/vnd.acme.v1+json`.
fn is_short_form(short: &str, whole: &str) -> bool {
    let words = |media: &str| -> Vec<String> {
        media.trim_end_matches("+json").split(['.', '-']).map(str::to_owned).collect()
    };
    let (short, whole) = (words(short), words(whole));
    let mut rest = whole.iter();
    short.len() > 1
        && short[..2] == whole[..2.min(whole.len())]
        && short.iter().all(|word| rest.any(|one| one == word))
}

fn escaped(text: &str) -> String {
    text.replace('~', "~0").replace('/', "~1")
}

/// A pointer as the fragment of a URL.
fn encoded(pointer: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/~-._".contains(c);
    let mut out = String::new();
    for c in pointer.chars() {
        if plain(c) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

#[test]
fn an_answer_that_the_document_does_not_have_is_refused() {
    let reply = |status, text: &str| {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("content-type", "application/json".parse().unwrap());
        headers.insert("x-request-id", "a".parse().unwrap());
        Reply { status, headers, text: text.to_owned() }
    };
    let problems = |reply: &Reply| of("bestdoctor").problems("GET", "/slots/1", reply);
    assert_eq!(problems(&reply(404, r#"{"message":"no"}"#)), [""; 0]);
    for other in [reply(404, r#"{"text":"no"}"#), reply(200, r#"{"data":{"slot_id":"x"}}"#), reply(200, "[]")]
    {
        assert_ne!(problems(&other), [""; 0]);
    }
    let bare = Reply { headers: reqwest::header::HeaderMap::new(), ..reply(404, r#"{"message":"no"}"#) };
    assert_eq!(problems(&bare), ["`x-request-id` is missing", "no media type"]);
}
