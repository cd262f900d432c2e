//! The successes of an operation, with what the style puts around them.

use serde_json::{Map, Value, json};

use super::components::Section;
use super::components::{component_name, pascal};
use super::headers::entity_tag;
use super::pages;
use super::template::{self, SlotSchema, nullable};
use super::{Expansion, media};
use crate::ir::{self, Operation, Payload, PayloadKind, StatusSpec, Success};
use crate::lower::is_json;
use crate::style::{Outcome, Paging, Slot, SlotKind as _, SuccessSlot, Template};

/// What a success carries.
struct Carried {
    schema: Value,
    /// What the name of its envelope begins with.
    name: String,
    /// Whether it is in the document's own form, so that the document's examples are its examples.
    own: bool,
}

impl Expansion<'_> {
    /// The way that an operation is paged.
    pub(super) fn paging<'o>(&self, operation: &'o Operation) -> Option<(&Paging, &'o ir::Paging)> {
        let paging = operation.paging.as_ref()?;
        Some((self.api.style.paging.get(&paging.kind)?, paging))
    }

    /// The responses of an operation: what the document declares, in the style's form, and what the style adds.
    pub(super) fn responses(
        &mut self,
        operation: &Operation,
        declared: Map<String, Value>,
    ) -> Map<String, Value> {
        let mut responses = Map::new();
        for success in &operation.successes {
            let key = status_key(success.status);
            let response = declared.get(&key).map(|response| self.components.resolved(response).clone());
            let response = self.success(operation, success, response.unwrap_or_default());
            responses.insert(key, response);
        }
        self.part(operation, &mut responses);
        if self.is_cacheable(operation) {
            self.not_modified(operation, &mut responses);
        }
        for (key, response) in declared {
            if !responses.contains_key(&key) {
                responses.insert(key, response);
            }
        }
        self.add_failures(operation, &mut responses);
        responses
    }

    /// A success.
    fn success(&mut self, operation: &Operation, success: &Success, response: Value) -> Value {
        let Value::Object(mut response) = response else { return self.bare(operation) };
        let content = match response.shift_remove("content") {
            Some(Value::Object(content)) => content,
            _ => Map::new(),
        };
        let content = self.content(operation, success, content);
        let has_body = !content.is_empty();
        if has_body {
            response.insert("content".to_owned(), Value::Object(content));
        }
        let headers = self.success_headers(operation, success, has_body);
        self.add_headers(&mut response, headers);
        Value::Object(response)
    }

    /// A success that the document does not describe.
    fn bare(&mut self, operation: &Operation) -> Value {
        let mut response = Map::new();
        response.insert("description".to_owned(), json!(self.api.style.response_to(Outcome::Ok).message));
        let headers = self.every_header(operation);
        self.add_headers(&mut response, headers);
        Value::Object(response)
    }

    fn content(
        &mut self,
        operation: &Operation,
        success: &Success,
        declared: Map<String, Value>,
    ) -> Map<String, Value> {
        let json = declared.iter().find(|(media, _)| is_json(media));
        let json = json.map(|(_, entry)| entry.clone()).unwrap_or_default();
        let Some(carried) = self.carried(operation, success, &json) else { return declared };
        let wrapped = self.envelope(operation, &success.payload, &carried);
        let mut entry = json!({ "schema": wrapped });
        if let (Value::Object(entry), Value::Object(json)) = (&mut entry, json) {
            if !self.wrap_examples(operation, success, &json, carried.own, entry) {
                let key = status_key(success.status);
                self.left_out.push(format!("{}/responses/{key}", operation.pointer));
            }
            entry.extend(json.into_iter().filter(|(key, _)| key.starts_with("x-")));
        }
        let style = &self.api.style;
        let mut content = Map::new();
        if declared.is_empty() || declared.keys().any(|media| is_json(media)) {
            content.extend(media::of_answers(style).into_iter().map(|media| (media, entry.clone())));
        }
        for (media, declared) in declared {
            let is_plain = media.eq_ignore_ascii_case("application/json");
            if !is_json(&media) {
                content.insert(media, declared);
            } else if !is_plain && !content.contains_key(&media) {
                content.insert(media, entry.clone());
            }
        }
        content
    }

    /// What a success carries as JSON; `None` if it is of other media types alone, or has no body.
    fn carried(&mut self, operation: &Operation, success: &Success, json: &Value) -> Option<Carried> {
        let schema = json.get("schema").cloned();
        let name = || pascal(&operation.id);
        Some(match &success.payload {
            Payload::Nothing => {
                let empty = self.api.style.success.empty.as_ref()?;
                if matches!(success.status, StatusSpec::Exact(204 | 205 | 304)) {
                    return None;
                }
                let value: Value = serde_json::from_str(&empty.0).ok()?;
                Carried { schema: json!({ "const": value }), name: "Empty".to_owned(), own: false }
            }
            Payload::Body(_) | Payload::Page(_) if !self.is_of_resources(&success.payload) => {
                let schema = schema?;
                let name = match (component_name(&schema), schema.get("items").and_then(component_name)) {
                    (Some(one), _) => one.to_owned(),
                    (None, Some(item)) => format!("{item}List"),
                    (None, None) => name(),
                };
                Carried { schema, name, own: true }
            }
            Payload::Job => {
                let schema = json!({
                    "type": "object",
                    "properties": { "url": { "type": "string", "format": "uri-reference" } },
                    "required": ["url"],
                });
                let job = self.components.once(Section::Schemas, "job", "JobLink", |_| schema);
                Carried { schema: job, name: "Job".to_owned(), own: false }
            }
            Payload::Body(_)
            | Payload::Page(_)
            | Payload::Resource(_)
            | Payload::Resources(_)
            | Payload::ToOne(_)
            | Payload::ToMany(_) => {
                Carried { schema: self.primary_data(&success.payload)?, name: name(), own: false }
            }
            Payload::Meta(_) => Carried { schema: schema?, name: name(), own: false },
        })
    }

    /// What the style puts around a payload.
    fn envelope(&mut self, operation: &Operation, payload: &Payload, carried: &Carried) -> Value {
        let is_meta = matches!(payload, Payload::Meta(_));
        let paged = matches!(payload, Payload::Page(_));
        let template = &self.envelope_template(operation, payload);
        let way =
            self.paging(operation).filter(|_| paged).map(|(way, paging)| (way.clone(), paging.kind.clone()));
        let meta = match is_meta {
            true => Some(SlotSchema::always(carried.schema.clone())),
            false => self.meta_slot(operation, way.as_ref()),
        };
        let links = way.as_ref().and_then(|(way, kind)| {
            let links = pages::links(way)?;
            let wanted = format!("{}Links", pascal(kind));
            Some(SlotSchema {
                schema: self.components.equal(Section::Schemas, &wanted, links.schema),
                ..links
            })
        });
        let included = self.included(operation);
        let echo = self.echo();
        let mut slot = |slot| match SuccessSlot::of(slot) {
            Some(SuccessSlot::Payload) => Some(SlotSchema::always(carried.schema.clone())),
            Some(SuccessSlot::Meta) => meta.clone(),
            Some(SuccessSlot::Links) => links.clone(),
            Some(SuccessSlot::Included) => included.clone(),
            Some(SuccessSlot::Echo) => echo.clone(),
            None => pages::list_slot(slot, way.as_ref().map(|(way, _)| way)),
        };
        let schema = template::schema(template, &mut slot).map_or_else(|| json!({}), |body| body.schema);
        if matches!(template, Template::Slot(_)) {
            return schema;
        }
        let kind = if paged { "Page" } else { "Answer" };
        self.components.equal(
            Section::Schemas,
            &format!("{}{kind}", carried.name.trim_end_matches("List")),
            schema,
        )
    }

    /// The template of what the style puts around a payload.
    fn envelope_template(&self, operation: &Operation, payload: &Payload) -> Template {
        let success = &self.api.style.success;
        let template = match payload.kind(|id| &self.api.ty(self.api.behind(id)).shape) {
            PayloadKind::One if matches!(payload, Payload::Meta(_)) => success.meta_body(),
            PayloadKind::One => &success.body,
            PayloadKind::List => success.list_body(None),
            PayloadKind::Page => {
                success.list_body(self.paging(operation).and_then(|(way, _)| way.kind().list()))
            }
        };
        operation.items.as_ref().map_or_else(|| template.clone(), |items| template.with_items(items))
    }

    /// The slot `meta`: what the operation says next to its payload, or what its way to page says of the page.
    fn meta_slot(&mut self, operation: &Operation, way: Option<&(Paging, String)>) -> Option<SlotSchema> {
        let own = self.metas.get(&operation.pointer).cloned();
        let found = match own {
            Some(name) => Some(SlotSchema::always(json!({ "$ref": format!("#/components/schemas/{name}") }))),
            None => way.and_then(|(way, kind)| {
                let meta = pages::meta(way)?;
                let wanted = format!("{}Meta", pascal(kind));
                Some(SlotSchema {
                    schema: self.components.equal(Section::Schemas, &wanted, meta.schema),
                    ..meta
                })
            }),
        };
        match (found, &self.api.style.success.meta) {
            (found, None) => found,
            (Some(found), Some(_)) => Some(SlotSchema { schema: nullable(found.schema), ..found }),
            (None, Some(_)) => Some(SlotSchema::maybe(json!({ "type": "null" }))),
        }
    }

    /// The slot `echo`.
    fn echo(&mut self) -> Option<SlotSchema> {
        let style = &self.api.style;
        style.success.echo.as_ref()?;
        let schema = json!({
            "type": "object", "description": "The request: its parameters, and the members of its body.",
        });
        let always = style.success.echo.as_ref().is_some_and(|echo| echo.option.is_none());
        Some(SlotSchema {
            schema: self.components.once(Section::Schemas, "echo", "RequestEcho", |_| schema),
            always,
        })
    }

    /// Puts the document's examples of a payload into the style's envelope. Returns whether all of them are there: none is
    /// if payloads have another form than in the document, and none whose value is elsewhere.
    fn wrap_examples(
        &self,
        operation: &Operation,
        success: &Success,
        declared: &Map<String, Value>,
        is_own_form: bool,
        entry: &mut Map<String, Value>,
    ) -> bool {
        let template = self.envelope_template(operation, &success.payload);
        let way = self.paging(operation).map(|(way, _)| way);
        let wrap = |payload: &Value| {
            let payload = is_own_form.then_some(payload)?;
            template::example(&template, &|slot| match slot {
                Slot::Payload => Some(payload.clone()),
                _ => pages::example(slot, payload, &operation.path.template, way),
            })
        };
        let mut all = true;
        if let Some(example) = declared.get("example") {
            let wrapped = wrap(example);
            all &= wrapped.is_some();
            entry.extend(wrapped.map(|example| ("example".to_owned(), example)));
        }
        let mut wrapped = Map::new();
        for (name, example) in declared.get("examples").and_then(Value::as_object).into_iter().flatten() {
            let mut example = self.components.resolved(example).clone();
            let Some(value) = example.get("value").and_then(wrap) else {
                all = false;
                continue;
            };
            example["value"] = value;
            wrapped.insert(name.clone(), example);
        }
        if !wrapped.is_empty() {
            entry.insert("examples".to_owned(), Value::Object(wrapped));
        }
        all
    }

    /// A part of a collection is an answer of its own where ranges are asked for.
    fn part(&self, operation: &Operation, responses: &mut Map<String, Value>) {
        let style = &self.api.style;
        if self.paging(operation).is_none_or(|(way, _)| way.kind().range().is_none()) {
            return;
        }
        let partial = style.response_to(Outcome::Partial);
        let paged = operation.successes.iter().find(|success| matches!(success.payload, Payload::Page(_)));
        let whole = paged.and_then(|success| responses.get(&status_key(success.status)));
        if let Some(whole) = whole {
            let mut part = whole.clone();
            part["description"] = json!(partial.message);
            responses.insert(partial.status.to_string(), part);
        }
    }

    fn not_modified(&mut self, operation: &Operation, responses: &mut Map<String, Value>) {
        if !responses.values().any(|response| response.get("content").is_some()) {
            return;
        }
        let reaction = self.api.style.response_to(Outcome::NotModified).clone();
        let mut response = Map::new();
        response.insert("description".to_owned(), json!(reaction.message));
        let mut headers = self.every_header(operation);
        headers.push(entity_tag());
        self.add_headers(&mut response, headers);
        let response = self.components.equal(Section::Responses, "NotModified", Value::Object(response));
        responses.insert(reaction.status.to_string(), response);
    }

    /// Adds the failures; one that shares its status with another response is one of two.
    pub(super) fn add_failures(&mut self, operation: &Operation, responses: &mut Map<String, Value>) {
        let failures = self.failures(operation);
        for (status, of) in &failures {
            let headers = self.failure_headers(operation, *status);
            let headers = self.header_map(headers);
            let (name, failure) = self.failure(*status, of, headers);
            let key = status.to_string();
            let response = match responses.get(&key) {
                None => self.components.equal(Section::Responses, &name, failure),
                Some(own) => self.either(own, &failure),
            };
            responses.insert(key, response);
        }
        let headers = self.failure_headers(operation, 0);
        let headers = self.header_map(headers);
        let other = self.other_failure(headers);
        let response = match responses.shift_remove("default") {
            None => other,
            Some(own) => self.either(&own, &other),
        };
        responses.insert("default".to_owned(), response);
    }

    /// A response that is one of two.
    fn either(&self, own: &Value, other: &Value) -> Value {
        let (own, other) = (self.components.resolved(own), self.components.resolved(other));
        let mut both = own.clone();
        for section in ["headers", "content"] {
            let Some(Value::Object(more)) = other.get(section) else { continue };
            let Value::Object(response) = &mut both else { continue };
            let Value::Object(map) = response.entry(section).or_insert_with(|| json!({})) else { continue };
            for (name, value) in more {
                match map.get_mut(name) {
                    None => {
                        map.insert(name.clone(), value.clone());
                    }
                    Some(_) if section == "headers" => {}
                    Some(entry) => either_content(entry, value),
                }
            }
        }
        both
    }
}

/// A media type that may hold either of two things.
fn either_content(entry: &mut Value, other: &Value) {
    let schema = entry.get_mut("schema").map(Value::take).unwrap_or_else(|| json!({}));
    let more = other.get("schema").cloned().unwrap_or_else(|| json!({}));
    if schema != more {
        entry["schema"] = json!({ "anyOf": [schema, more] });
    } else {
        entry["schema"] = schema;
    }
    if let Some(Value::Object(more)) = other.get("examples") {
        let own = entry.as_object_mut().and_then(|entry| entry.shift_remove("example"));
        let Value::Object(entry) = entry else { return };
        let examples = entry.entry("examples").or_insert_with(|| json!({}));
        if let Value::Object(examples) = examples {
            examples.extend(own.map(|value| ("success".to_owned(), json!({ "value": value }))));
            examples.extend(more.clone());
        }
    }
}

/// The key of a status in `responses`.
fn status_key(status: StatusSpec) -> String {
    match status {
        StatusSpec::Exact(status) => status.to_string(),
        StatusSpec::Range(digit) => format!("{digit}XX"),
        StatusSpec::Default => "default".to_owned(),
    }
}
