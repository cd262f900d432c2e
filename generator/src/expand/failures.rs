//! The failures that an operation can answer with, by status.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::components::{Section, pascal};
use super::template::{self, SlotSchema};
use super::{Expansion, media};
use crate::ir::{ContentKind, DeclaredFailure, Operation, ParameterLocation, StatusSpec};
use crate::style::{
    Acceptance, EntrySlot, FailureSlot, KeyUse, Outcome, Paging, ParamNotation, PastEnd, RatedRequests,
    RequestMedia, Slot, SlotKind as _, Template, Tls, UndeclaredParameters,
};

/// The failures of one status.
#[derive(Debug, Default)]
pub(super) struct OfStatus<'a> {
    pub outcomes: Vec<Outcome>,
    pub declared: Vec<&'a DeclaredFailure>,
}

impl Expansion<'_> {
    /// The failures of an operation.
    pub(super) fn failures<'o>(&self, operation: &'o Operation) -> BTreeMap<u16, OfStatus<'o>> {
        let mut all: BTreeMap<u16, OfStatus<'o>> = BTreeMap::new();
        for outcome in self.outcomes(operation) {
            let of = all.entry(self.api.style.response_to(outcome).status).or_default();
            if !of.outcomes.contains(&outcome) {
                of.outcomes.push(outcome);
            }
        }
        for failure in operation.failures.iter().filter(|failure| failure.body.is_none()) {
            if let StatusSpec::Exact(status) = failure.status {
                all.entry(status).or_default().declared.push(failure);
            }
        }
        all
    }

    /// The outcomes that may come of the operation's checks, in the order of the statuses that they usually have.
    fn outcomes(&self, operation: &Operation) -> Vec<Outcome> {
        let style = &self.api.style;
        let mut all = Vec::new();
        let mut of = |some: &[Outcome], can: bool| all.extend(some.iter().copied().filter(|_| can));
        let in_path = operation.parameters.iter().any(|one| one.place == ParameterLocation::Path);
        let given = operation.parameters.iter().filter(|one| one.place != ParameterLocation::Path);
        let required = given.clone().any(|one| one.required);
        let way = self.paging(operation).map(|(way, _)| way);
        let asks = given.count() > 0
            || way.is_some_and(|way| !way.kind().parameters().is_empty())
            || !operation.sort.is_empty()
            || !operation.include.is_empty()
            || operation.expansion.is_some()
            || style.parameters.undeclared == UndeclaredParameters::Reject;
        of(&[Outcome::TlsRequired], style.transport.tls == Tls::Required);
        of(&[Outcome::Unauthenticated, Outcome::Forbidden], !operation.security.alternatives.is_empty());
        of(&[Outcome::MissingParameter], required);
        of(&[Outcome::InvalidParameter], asks || in_path);
        of(&[Outcome::NotFound], in_path || way.is_some_and(|way| past_end(way) == Some(PastEnd::NotFound)));
        of(&[Outcome::NotAcceptable], style.media.accept != Acceptance::Any);
        of(&[Outcome::UnsupportedVersion], style.version.current().is_some());
        let ranges = way.is_some_and(|way| way.kind().range().is_some());
        of(&[Outcome::MalformedRange, Outcome::RangeNotSatisfiable], ranges);
        let typed = operation.body.as_ref().is_some_and(|body| {
            body.contents.iter().any(|content| match content.kind {
                ContentKind::Json(_) | ContentKind::Form(_) | ContentKind::Multipart(_) => true,
                ContentKind::Text(_)
                | ContentKind::Bytes
                | ContentKind::Events(_)
                | ContentKind::JsonLines(_) => false,
            })
        });
        let has_body = operation.body.is_some();
        of(&[Outcome::Malformed, Outcome::MissingMember, Outcome::InvalidEntity], typed);
        of(&[Outcome::TooLarge, Outcome::Timeout], has_body);
        of(&[Outcome::UnsupportedMedia], has_body && style.media.request != RequestMedia::Any);
        let document = operation.body.as_ref().is_some_and(|body| body.document.is_some());
        of(&[Outcome::Forbidden, Outcome::Conflict], document);
        of(&[Outcome::PreconditionFailed], self.heeds_if_match(operation));
        let key = operation.idempotency_key;
        of(&[Outcome::MissingParameter], key == KeyUse::Required);
        of(
            &[Outcome::InvalidParameter, Outcome::IdempotencyMismatch, Outcome::IdempotencyConflict],
            key != KeyUse::Off,
        );
        of(&[Outcome::TooMany], self.is_rated(operation));
        of(&[Outcome::Internal], true);
        all
    }

    /// Whether requests of an operation are counted.
    pub(super) fn is_rated(&self, operation: &Operation) -> bool {
        self.api.style.rate.as_ref().is_some_and(|rate| match rate.applies_to {
            RatedRequests::All => true,
            RatedRequests::Marked => operation.rated,
        })
    }

    /// The response to the failures of a status, and its name as a component.
    pub(super) fn failure(
        &mut self,
        status: u16,
        of: &OfStatus<'_>,
        headers: Map<String, Value>,
    ) -> (String, Value) {
        let name =
            match (of.outcomes.first(), of.declared.first().and_then(|failure| failure.code.as_deref())) {
                (Some(outcome), _) => pascal(outcome.as_str()),
                (None, Some(code)) => pascal(code),
                (None, None) => format!("Failure{status}"),
            };
        let schema = self.coded(of, &name);
        let mut entry = json!({ "schema": schema });
        let examples = self.examples(status, of);
        if !examples.is_empty() {
            entry["examples"] = Value::Object(examples);
        }
        let medias = media::of_failures(&self.api.style).into_iter();
        let content: Map<String, Value> = medias.map(|media| (media, entry.clone())).collect();
        let mut response = json!({ "description": self.description(status, of) });
        if !headers.is_empty() {
            response["headers"] = Value::Object(headers);
        }
        response["content"] = Value::Object(content);
        (name, response)
    }

    /// The texts of the failures of a status, a line each. A text with places to fill in says less than what the outcome is.
    fn description(&self, status: u16, of: &OfStatus<'_>) -> String {
        let outcomes = of.outcomes.iter().map(|outcome| {
            let message = &*self.api.style.response_to(*outcome).message;
            if message.contains('{') || message.is_empty() {
                Outcome::WORDS[*outcome as usize].docs
            } else {
                message
            }
        });
        let declared = of.declared.iter().filter_map(|failure| {
            let own = failure.docs.as_deref().filter(|_| failure.code.is_none());
            failure.message.as_deref().or(own)
        });
        let mut lines: Vec<&str> = Vec::new();
        for line in outcomes.chain(declared) {
            let line = line.trim_end_matches('.');
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        if lines.is_empty() { status.to_string() } else { lines.join(".\n") }
    }

    /// Any other failure.
    pub(super) fn other_failure(&mut self, headers: Map<String, Value>) -> Value {
        let schema = self.failure_schema();
        let medias = media::of_failures(&self.api.style).into_iter();
        let content: Map<String, Value> = medias.map(|media| (media, json!({ "schema": schema }))).collect();
        let mut response = json!({ "description": "Any other failure." });
        if !headers.is_empty() {
            response["headers"] = Value::Object(headers);
        }
        response["content"] = Value::Object(content);
        self.components.equal(Section::Responses, "OtherFailure", response)
    }

    /// The schema of every failure.
    fn failure_schema(&mut self) -> Value {
        let style = &self.api.style;
        let entry = style.failure.body.has(Slot::Entries).then(|| {
            let codes = style.failure.violations.as_ref().map_or_else(Vec::new, |codes| codes.all());
            let entry = template::schema(&style.failure.entry, &mut |slot| entry_slot(slot, &codes));
            let entry = entry.map_or_else(|| json!({ "type": "object" }), |entry| entry.schema);
            self.components.once(Section::Schemas, "failure entry", "FailureEntry", |_| entry)
        });
        let fills_empty = style.failure.fills_empty_entries();
        let mut slot = |slot| failure_slot(slot, entry.as_ref(), fills_empty);
        let body = template::schema(&style.failure.body, &mut slot);
        let body = body.map_or_else(|| json!({}), |body| body.schema);
        self.components.once(Section::Schemas, "failure", "Failure", |_| body)
    }

    /// The schema of the failures of a status: with the codes and numbers that they have.
    fn coded(&mut self, of: &OfStatus<'_>, name: &str) -> Value {
        let base = self.failure_schema();
        let style = &self.api.style;
        let known = of.outcomes.iter().map(|outcome| style.response_to(*outcome).code.as_deref());
        let codes: Vec<Option<&str>> =
            known.chain(of.declared.iter().map(|failure| failure.code.as_deref())).collect();
        let mut all: Vec<Value> = Vec::new();
        for code in &codes {
            let code = code.map_or(Value::Null, Value::from);
            if !all.contains(&code) {
                all.push(code);
            }
        }
        // Without a code of their own, some may have any.
        if all.is_empty() || all.contains(&Value::Null) {
            return base;
        }
        let mut codes = |slot| (slot == Slot::Code).then(|| SlotSchema::maybe(json!({ "enum": all })));
        let slots = slots_alone(&style.failure.body);
        match template::schema(&slots, &mut codes) {
            Some(narrow) => {
                let both = json!({ "allOf": [base, narrow.schema] });
                self.components.equal(Section::Schemas, &format!("{name}Failure"), both)
            }
            None => base,
        }
    }

    fn examples(&self, status: u16, of: &OfStatus<'_>) -> Map<String, Value> {
        let style = &self.api.style;
        let mut examples = Map::new();
        for failure in &of.declared {
            let outcome = failure.outcome.unwrap_or(Outcome::Business);
            let code = failure.code.as_deref().or(style.response_to(outcome).code.as_deref());
            let message = failure.message.as_deref().unwrap_or(&style.response_to(outcome).message);
            let fill = Example { failure, status, code, message, expansion: self };
            if let Some(value) = template::example(&style.failure.body, &|slot| fill.body(slot)) {
                let name = failure.code.clone().unwrap_or_else(|| status.to_string());
                let mut example = json!({ "value": value });
                if let Some(docs) = failure.docs.as_ref().filter(|_| failure.code.is_some()) {
                    example["description"] = json!(docs);
                }
                examples.insert(name, example);
            }
        }
        examples
    }
}

/// What fills the slots of an example of a declared failure.
struct Example<'e> {
    failure: &'e DeclaredFailure,
    status: u16,
    code: Option<&'e str>,
    message: &'e str,
    expansion: &'e Expansion<'e>,
}

impl Example<'_> {
    fn kind(&self) -> Option<&str> {
        let outcome = self.failure.outcome.unwrap_or(Outcome::Business);
        let usual = self.expansion.api.style.response_to(outcome).kind.as_deref();
        self.failure.kind.as_deref().or(usual)
    }

    fn body(&self, slot: Slot) -> Option<Value> {
        match FailureSlot::of(slot)? {
            FailureSlot::Code => self.code.map(Value::from),
            FailureSlot::Type => self.kind().map(Value::from),
            FailureSlot::Param => {
                let pointer = self.failure.pointer.as_deref()?;
                let style = &self.expansion.api.style;
                Some(json!(in_notation(pointer, style.failure.param_notation)))
            }
            FailureSlot::CodeNumber => self.failure.number.map(Value::from),
            FailureSlot::Status => Some(json!(self.status)),
            FailureSlot::StatusText => Some(json!(self.status.to_string())),
            FailureSlot::Message => Some(json!(self.message)),
            FailureSlot::Suppress => self.failure.suppress.map(Value::from),
            FailureSlot::Entries => {
                let style = &self.expansion.api.style.failure;
                let own = self.failure.resource.is_some() || self.failure.pointer.is_some();
                let entry = || template::example(&style.entry, &|slot| self.entry(slot));
                (own || style.fills_empty_entries()).then(entry).flatten().map(|entry| json!([entry]))
            }
            FailureSlot::Title | FailureSlot::Help | FailureSlot::RequestId => None,
        }
    }

    fn entry(&self, slot: Slot) -> Option<Value> {
        match EntrySlot::of(slot)? {
            EntrySlot::Resource => self.failure.resource.clone().map(Value::from),
            EntrySlot::Pointer => self.failure.pointer.clone().map(Value::from),
            EntrySlot::Code => self.code.map(Value::from),
            EntrySlot::Status => Some(json!(self.status)),
            EntrySlot::StatusText => Some(json!(self.status.to_string())),
            EntrySlot::Message => Some(json!(self.message)),
            EntrySlot::Field => {
                let tokens = self.failure.pointer.as_deref()?.strip_prefix('/')?;
                Some(json!(tokens.replace('/', ".").replace("~1", "/").replace("~0", "~")))
            }
            EntrySlot::Title | EntrySlot::Parameter | EntrySlot::Header => None,
        }
    }
}

/// What a way to page makes of a page past the end.
const fn past_end(way: &Paging) -> Option<PastEnd> {
    match way {
        Paging::Number(way) => Some(way.past_end),
        Paging::Offset(way) => Some(way.past_end),
        Paging::ItemRange(way) => Some(way.past_end),
        Paging::Cursor(_) | Paging::ItemCursor(_) | Paging::Keyset(_) | Paging::KeyRange(_) => None,
    }
}

/// A template without its constants, which narrows nothing but the slots.
fn slots_alone(template: &Template) -> Template {
    match template {
        Template::Constant(_) | Template::Slot(_) => template.clone(),
        Template::Object(members) => {
            let slots = members.iter().filter(|member| !matches!(member.value, Template::Constant(_)));
            let slots = slots.map(|member| crate::style::Member {
                wire: member.wire.clone(),
                value: slots_alone(&member.value),
                keep: false,
            });
            Template::Object(slots.collect::<Vec<_>>().into())
        }
    }
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn failure_slot(slot: Slot, entry: Option<&Value>, fills_empty: bool) -> Option<SlotSchema> {
    let entries = || {
        let schema = json!({ "type": "array", "items": entry, "minItems": 1 });
        SlotSchema { schema, always: fills_empty }
    };
    Some(match FailureSlot::of(slot)? {
        FailureSlot::Code | FailureSlot::Type | FailureSlot::Param | FailureSlot::Title => {
            SlotSchema::maybe(text())
        }
        FailureSlot::CodeNumber => SlotSchema::maybe(json!({ "type": "integer" })),
        FailureSlot::Status => SlotSchema::always(status()),
        FailureSlot::StatusText => SlotSchema::always(status_text()),
        FailureSlot::Message | FailureSlot::RequestId => SlotSchema::always(text()),
        FailureSlot::Suppress => SlotSchema::maybe(json!({ "type": "boolean" })),
        FailureSlot::Help => SlotSchema::maybe(json!({ "type": "string", "format": "uri-reference" })),
        FailureSlot::Entries => entries(),
    })
}

/// `codes` are those of violations; entries of the document and of handlers have others.
fn entry_slot(slot: Slot, codes: &[&str]) -> Option<SlotSchema> {
    Some(match EntrySlot::of(slot)? {
        EntrySlot::Status => SlotSchema::always(status()),
        EntrySlot::StatusText => SlotSchema::always(status_text()),
        EntrySlot::Code if !codes.is_empty() => {
            SlotSchema::maybe(json!({ "type": "string", "examples": codes }))
        }
        EntrySlot::Title
        | EntrySlot::Resource
        | EntrySlot::Field
        | EntrySlot::Pointer
        | EntrySlot::Parameter
        | EntrySlot::Header
        | EntrySlot::Code
        | EntrySlot::Message => SlotSchema::maybe(text()),
    })
}

fn status() -> Value {
    json!({ "type": "integer", "minimum": 200, "maximum": 599 })
}

fn status_text() -> Value {
    json!({ "type": "string", "pattern": "^[2-5][0-9]{2}$" })
}

/// A member of a body, as the style writes its place.
fn in_notation(pointer: &str, notation: ParamNotation) -> String {
    let token = |token: &str| token.replace("~1", "/").replace("~0", "~");
    let mut tokens = pointer.split('/').skip(1).map(token);
    let first = tokens.next().unwrap_or_default();
    tokens.fold(first, |path, token| match notation {
        ParamNotation::Dotted => format!("{path}.{token}"),
        ParamNotation::Brackets => format!("{path}[{token}]"),
    })
}
