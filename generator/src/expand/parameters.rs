//! The parameters that the style adds to an operation.

use serde_json::{Map, Value, json};

use super::Expansion;
use super::components::{Section, pascal};
use super::pages::{self, Added};
use crate::ir::{Method, Operation};
use crate::style::{Idempotency, KeyUse, Version};

impl Expansion<'_> {
    /// Adds the style's parameters to an operation that does not declare them itself.
    pub(super) fn parameters(
        &mut self,
        operation: &Operation,
        node: &mut Map<String, Value>,
        shared: &Value,
    ) {
        let mut list = match node.get_mut("parameters").map(Value::take) {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        };
        let shared = shared.as_array().map_or(&[][..], Vec::as_slice);
        let declared: Vec<(String, String)> = list
            .iter()
            .chain(shared)
            .filter_map(|one| {
                let one = self.components.resolved(one);
                Some((one.get("in")?.as_str()?.to_owned(), one.get("name")?.as_str()?.to_ascii_lowercase()))
            })
            .collect();
        for added in self.added_parameters(operation) {
            let known = |(place, wire): &(String, String)| {
                place == added.place && *wire == added.wire.to_ascii_lowercase()
            };
            if !declared.iter().any(known) {
                list.push(self.parameter(added));
            }
        }
        if !list.is_empty() {
            node.insert("parameters".to_owned(), Value::Array(list));
        }
    }

    /// A reference to a parameter, which is a component.
    fn parameter(&mut self, added: Added) -> Value {
        let mut parameter = json!({ "name": added.wire, "in": added.place, "description": added.docs });
        if added.required {
            parameter["required"] = json!(true);
        }
        if added.deprecated {
            parameter["deprecated"] = json!(true);
        }
        if added.in_brackets {
            parameter["style"] = json!("deepObject");
            parameter["explode"] = json!(true);
        } else if added.place == "query" && added.schema["type"] == "array" {
            parameter["explode"] = json!(false);
        }
        parameter["schema"] = added.schema;
        if !added.examples.is_empty() {
            let examples = added.examples.into_iter().map(|(name, value)| (name, json!({ "value": value })));
            parameter["examples"] = Value::Object(examples.collect());
        }
        self.components.equal(Section::Parameters, &pascal(&added.wire), parameter)
    }

    fn added_parameters(&self, operation: &Operation) -> Vec<Added> {
        let style = &self.api.style;
        let mut all = Vec::new();
        if let Some((way, paging)) = self.paging(operation) {
            all.extend(pages::parameters(way, paging));
        }
        all.extend(self.query_parameters(operation));
        all.extend(version(&style.version));
        if let Some(locale) = &style.locale {
            let known: Vec<&str> = locale.languages.all.iter().map(|language| &*language.name).collect();
            let docs = format!("The languages of texts: {}; `{}` else.", known.join(", "), locale.default);
            all.push(Added::header("Accept-Language", json!({ "type": "string" }), docs));
        }
        if let Some(wire) = &style.data.time_zone_header {
            let docs = "The zone (IANA) of the times in the answer: `Europe/Rome`.";
            all.push(Added::header(wire, json!({ "type": "string", "minLength": 1 }), docs));
        }
        if self.is_cacheable(operation) {
            let docs = "Entity tags: the answer is 304 if it has one of them.";
            all.push(Added::header("If-None-Match", json!({ "type": "string" }), docs));
        }
        if self.heeds_if_match(operation) {
            let docs = "Entity tags of what is to be changed, as it was read.";
            all.push(Added::header("If-Match", json!({ "type": "string" }), docs));
        }
        all.extend(key(style.idempotency.as_ref(), operation.idempotency_key));
        let id = &style.headers.request_id;
        let kept = if id.uuid { "a UUID" } else { "a token of at most 128 characters" };
        let docs =
            format!("The id of the request, which the response has too. It is replaced unless it is {kept}.");
        all.push(Added::header(&id.header, json!({ "type": "string" }), docs));
        all
    }

    /// Order, inclusion, fields, indentation.
    fn query_parameters(&self, operation: &Operation) -> Vec<Added> {
        let style = &self.api.style;
        let mut all = Vec::new();
        if let Some(sorting) = style.sorting.as_ref().filter(|_| !operation.sort.is_empty()) {
            let both = operation.sort.iter().flat_map(|field| [field.clone(), format!("-{field}")]);
            let both: Vec<String> = both.collect();
            let mut schema = json!({ "type": "array", "items": { "type": "string", "enum": both } });
            if let Some(default) = &sorting.default {
                let usual: Vec<&str> = default.split(',').collect();
                schema["default"] = json!(usual);
            }
            let docs = "The fields that order the list; `-` in front puts the greatest first.";
            all.push(Added::query(&sorting.parameter, schema, docs));
        }
        if let Some(include) = style.include.as_ref().filter(|_| !operation.include.is_empty()) {
            let schema = json!({ "type": "array", "items": { "type": "string", "enum": operation.include } });
            let docs = "The paths of related resources that the answer has next to the payload.";
            all.push(Added::query(&include.parameter, schema, docs));
        }
        if let (Some(rules), Some(expandable)) = (&style.expansion, &operation.expansion) {
            let prefix = rules.list_prefix.as_ref().filter(|_| expandable.is_list);
            let mut paths: Vec<String> = Vec::new();
            // Members along a path can be expanded alone.
            for path in &expandable.paths {
                let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
                for along in ends.map(|end| &path[..end]) {
                    let path = prefix.map_or(along.to_owned(), |prefix| format!("{prefix}.{along}"));
                    if !paths.contains(&path) {
                        paths.push(path);
                    }
                }
            }
            let schema = json!({ "type": "array", "items": { "type": "string", "enum": paths } });
            let docs = "The paths of members that the answer has as objects, in place of their ids.";
            let added = Added::query(&rules.parameter, schema, docs);
            all.push(Added { in_brackets: true, ..added });
        }
        if let Some(sparse) = &style.sparse_fields {
            for (ty, fields) in self.resource_fields(operation) {
                let wire = sparse.parameter.replacen(crate::style::SparseFields::TYPE, &ty, 1);
                let schema = json!({ "type": "array", "items": { "type": "string", "enum": fields } });
                all.push(Added::query(&wire, schema, format!("The fields of `{ty}` that the answer has.")));
            }
        }
        let pretty = style.success.pretty.as_ref().and_then(|pretty| pretty.parameter.as_ref());
        if let Some(wire) = pretty {
            let docs = "The JSON of the response is indented if this is `true`.";
            all.push(Added::query(wire, json!({ "type": "string" }), docs));
        }
        all
    }

    /// Whether a request may ask if what it holds is current.
    pub(super) fn is_cacheable(&self, operation: &Operation) -> bool {
        self.api.style.caching.has_tags()
            && match operation.method {
                Method::Get | Method::Head => true,
                Method::Put
                | Method::Post
                | Method::Delete
                | Method::Options
                | Method::Patch
                | Method::Trace => false,
            }
    }

    /// Whether a request may name the entity tag of what it changes.
    pub(super) fn heeds_if_match(&self, operation: &Operation) -> bool {
        self.api.style.caching.checks_if_match()
            && match operation.method {
                Method::Put | Method::Patch | Method::Delete | Method::Post => true,
                Method::Get | Method::Head | Method::Options | Method::Trace => false,
            }
    }
}

/// The parameter for the idempotency key.
fn key(rules: Option<&Idempotency>, key_use: KeyUse) -> Option<Added> {
    let (rules, required) = match key_use {
        KeyUse::Off => return None,
        KeyUse::Optional => (rules?, false),
        KeyUse::Required => (rules?, true),
    };
    // The value of the header may have quotes, and escape every character.
    let (min, max) = if rules.quoted { (3, 2 * rules.max_length + 2) } else { (1, rules.max_length) };
    let form = if rules.quoted { "in quotes, as a string of RFC 9651: " } else { "" };
    let docs = format!(
        "The key of the request ({form}at most {} printable ASCII characters, such as a UUID). A request that is sent again \
         with the same key within {} seconds is not performed again: it gets the first response.",
        rules.max_length, rules.lifetime_s
    );
    let schema = json!({ "type": "string", "minLength": min, "maxLength": max });
    let mut added = Added::header(&rules.header, schema, docs);
    added.required = required;
    Some(added)
}

/// The parameter for the version, where it has one. `Accept` is described by media types: OpenAPI has no parameter of
/// that name.
fn version(version: &Version) -> Option<Added> {
    let (place, wire) = match version {
        Version::None | Version::Path | Version::AcceptSubtype(_) | Version::AcceptParameter(_) => {
            return None;
        }
        Version::Header(version) => ("header", &*version.name),
        Version::Query(version) => ("query", &*version.name),
    };
    let mut schema = json!({ "type": "string", "enum": version.served() });
    if let Some(current) = version.current().filter(|_| !version.is_required()) {
        schema["default"] = json!(current);
    }
    let mut added = Added::new(place, wire, schema, "The version of the API.");
    added.required = version.is_required();
    Some(added)
}
