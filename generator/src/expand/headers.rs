//! The headers of answers.

use serde_json::{Map, Value, json};

use super::Expansion;
use super::components::{Section, pascal};
use super::pages::{self, Added};
use crate::ir::{Operation, Payload, Success};
use crate::style::{KeyUse, Outcome, ResetTime};

/// The status that comes with challenges.
const UNAUTHORIZED: u16 = 401;

impl Expansion<'_> {
    pub(super) fn success_headers(
        &self,
        operation: &Operation,
        success: &Success,
        has_body: bool,
    ) -> Vec<Added> {
        let mut all = self.every_header(operation);
        let link = || json!({ "type": "string", "format": "uri-reference" });
        if matches!(success.payload, Payload::Job) {
            let mut location = Added::header("Location", link(), "Where to look for the job.");
            location.required = true;
            all.push(location);
        } else if operation.location.is_some() {
            all.push(Added::header("Location", link(), "Where to find what came to be."));
        }
        if matches!(success.payload, Payload::Page(_))
            && let Some((way, _)) = self.paging(operation)
        {
            all.extend(pages::headers(way));
        }
        if has_body && self.api.style.caching.has_tags() {
            all.push(entity_tag());
        }
        all
    }

    pub(super) fn failure_headers(&self, operation: &Operation, status: u16) -> Vec<Added> {
        let style = &self.api.style;
        let mut all = self.every_header(operation);
        let text = || json!({ "type": "string" });
        if status == UNAUTHORIZED && status == style.response_to(Outcome::Unauthenticated).status {
            all.push(Added::header("WWW-Authenticate", text(), "How to present credentials."));
        }
        if let Some(wire) = &style.failure.code_header {
            all.push(Added::header(wire, text(), "The code of the failure."));
        }
        let keyed = operation.idempotency_key != KeyUse::Off;
        let waits = status == style.response_to(Outcome::TooMany).status
            || keyed && status == style.response_to(Outcome::IdempotencyConflict).status;
        if status >= 400 && waits {
            let seconds = json!({ "type": "integer", "minimum": 0 });
            all.push(Added::header("Retry-After", seconds, "The seconds to wait."));
        }
        all
    }

    /// The headers of every answer.
    pub(super) fn every_header(&self, operation: &Operation) -> Vec<Added> {
        let style = &self.api.style;
        let mut all = Vec::new();
        let mut id = Added::header(
            &style.headers.request_id.header,
            json!({ "type": "string" }),
            "The id of the request.",
        );
        id.required = true;
        all.push(id);
        if let Some(rate) = style.rate.as_ref().filter(|_| self.is_rated(operation)) {
            let count = || json!({ "type": "integer", "minimum": 0 });
            let reset = match rate.reset_as {
                ResetTime::Seconds => "The seconds until all requests are there again.",
                ResetTime::Epoch => {
                    "The time when all requests are there again, in seconds since 1970-01-01T00:00:00Z."
                }
            };
            for (wire, docs) in [
                (&rate.limit, "The requests at once."),
                (&rate.remaining, "The requests that are left."),
                (&rate.reset, reset),
            ] {
                all.extend(wire.as_ref().map(|wire| Added::header(wire, count(), docs)));
            }
        }
        let rules = style.idempotency.as_ref().filter(|_| operation.idempotency_key != KeyUse::Off);
        if let Some(wire) = rules.and_then(|rules| rules.replay_header.as_ref()) {
            let docs = "Whether this is the response to an earlier request with the same idempotency key.";
            all.push(Added::header(wire, json!({ "type": "string", "enum": ["true"] }), docs));
        }
        if style.locale.is_some() {
            let text = json!({ "type": "string" });
            all.push(Added::header("Content-Language", text, "The language of texts in the answer."));
        }
        if let Some(session) = &style.login.session {
            let docs = format!("The session: the cookie `{}`.", session.cookie);
            all.push(Added::header("Set-Cookie", json!({ "type": "string" }), docs));
        }
        all
    }

    pub(super) fn add_headers(&mut self, response: &mut Map<String, Value>, headers: Vec<Added>) {
        let headers = self.header_map(headers);
        if headers.is_empty() {
            return;
        }
        let content = response.shift_remove("content");
        let Value::Object(all) = response.entry("headers").or_insert_with(|| json!({})) else { return };
        for (wire, header) in headers {
            if !all.keys().any(|own| own.eq_ignore_ascii_case(&wire)) {
                all.insert(wire, header);
            }
        }
        if let Some(content) = content {
            response.insert("content".to_owned(), content);
        }
    }

    pub(super) fn header_map(&mut self, headers: Vec<Added>) -> Map<String, Value> {
        let mut map = Map::new();
        for added in headers {
            let mut header = json!({ "description": added.docs });
            if added.required {
                header["required"] = json!(true);
            }
            header["schema"] = added.schema;
            let reference = self.components.equal(Section::Headers, &pascal(&added.wire), header);
            map.insert(added.wire, reference);
        }
        map
    }
}

pub(super) fn entity_tag() -> Added {
    Added::header("ETag", json!({ "type": "string" }), "The entity tag of what the answer holds.")
}
