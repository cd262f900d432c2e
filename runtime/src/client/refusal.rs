//! Error responses: in the style's format, in a declared body, or unknown.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use crate::api::{DeclaredError, ReceivedError};
use crate::codec::json;
use crate::codec::template::{self, SlotValues};
use crate::problem::{Entry, Text};
use crate::style::{Slot, Style};

use super::error::{CallError, Refusal, UndecodableResponse, UnexpectedResponse};
use super::form::Answered;

mod declared;
mod outcome;

use outcome::{of_status, outcome};

/// How much of an unexpected body is kept.
const EXCERPT: usize = 64 << 10;

/// Decodes an error response.
pub(super) fn read<E: DeclaredError>(answer: Answered) -> CallError<E> {
    let refusal = parse(&answer);
    let Some(index) = declared::find(E::DECLARED, &answer, refusal.as_ref()) else {
        return undeclared(answer, refusal);
    };
    let media = answer.headers.get(CONTENT_TYPE).map(|media| media.to_str().unwrap_or_default());
    let received = ReceivedError { index, status: answer.status.as_u16(), media, bytes: &answer.body };
    match E::read(&received) {
        Ok(Some(error)) => {
            let mut refusal = refusal.unwrap_or_else(|| bare(&answer));
            let known = E::DECLARED.get(index).and_then(|declared| declared.outcome);
            refusal.outcome = known.or(refusal.outcome);
            CallError::Declared(error, Box::new(refusal))
        }
        Err(error) if refusal.is_none() && answer.is_named_json() => decode(answer, error),
        Ok(None) | Err(_) => undeclared(answer, refusal),
    }
}

/// Returns the error for a response that neither document nor style describes.
pub(super) fn unexpected<E>(answer: Answered) -> CallError<E> {
    let outcome = outcome(&answer, None);
    let mut body = answer.body;
    body.truncate(EXCERPT);
    CallError::Unexpected(Box::new(UnexpectedResponse {
        status: answer.status,
        headers: answer.headers,
        body,
        outcome,
    }))
}

/// Returns the error for a body that is not what the document declares.
pub(super) fn decode<E>(answer: Answered, error: crate::DecodeError) -> CallError<E> {
    CallError::Decode(Box::new(UndecodableResponse { status: answer.status, headers: answer.headers, error }))
}

fn undeclared<E>(answer: Answered, refusal: Option<Refusal>) -> CallError<E> {
    match refusal {
        Some(refusal) => CallError::Problem(Box::new(refusal)),
        None => unexpected(answer),
    }
}

/// Decodes a body in the style's format. Returns `None` if the body has no member that only the style's errors have,
/// unless its failure flag says that it is an error.
fn parse(answer: &Answered) -> Option<Refusal> {
    if !answer.is_json() {
        return None;
    }
    let style = answer.meta.api.style;
    let found = template::read(&style.failure.body, json::text(&answer.body)).ok()?;
    let known = [Slot::Message, Slot::Code, Slot::CodeNumber, Slot::Title, Slot::Suppress, Slot::Entries];
    if answer.failure_flag().is_none() && !known.iter().any(|slot| found.get(*slot).is_some()) {
        return None;
    }
    let entries = entries(style, &found);
    // A single entry describes the error itself.
    let lone = entries.first().filter(|_| style.failure.has_lone_entry() && entries.len() == 1);
    let code: Option<String> = text(&found, Slot::Code).or_else(|| Some(lone?.code.clone()?.into_owned()));
    let first_message = || entries.iter().find_map(|entry| entry.message.clone()).map(Cow::into_owned);
    Some(Refusal {
        message: text(&found, Slot::Message).or_else(|| text(&found, Slot::Title)).or_else(first_message),
        number: value(&found, Slot::CodeNumber),
        suppress: value(&found, Slot::Suppress),
        help: text(&found, Slot::Help),
        request_id: text(&found, Slot::RequestId).or_else(|| answer.request_id()),
        outcome: outcome(answer, Some(code.as_deref())),
        code,
        entries,
        ..bare(answer)
    })
}

/// Returns an error without a body.
fn bare(answer: &Answered) -> Refusal {
    Refusal {
        status: answer.status,
        headers: answer.headers.clone(),
        message: None,
        code: None,
        number: None,
        suppress: None,
        help: None,
        entries: Vec::new(),
        request_id: answer.request_id(),
        outcome: outcome(answer, Some(None)),
    }
}

/// Returns the value of a slot. A value of the wrong type is ignored; the other slots still count.
fn value<T: DeserializeOwned>(found: &SlotValues<'_>, slot: Slot) -> Option<T> {
    json::read(found.get(slot)?.get().as_bytes()).ok()
}

/// Returns the text of a slot; a number counts as its digits.
fn text(found: &SlotValues<'_>, slot: Slot) -> Option<String> {
    match value(found, slot)? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn entries(style: &Style, found: &SlotValues<'_>) -> Vec<Entry> {
    let raw: Vec<Box<serde_json::value::RawValue>> = value(found, Slot::Entries).unwrap_or_default();
    let read = |raw: &serde_json::value::RawValue| {
        let found = template::read(&style.failure.entry, raw.get().as_bytes()).ok()?;
        let text = |slot| text(&found, slot).map(Into::into);
        // JSON:API requires a string, but many servers send a number.
        let status: Option<Text> = text(Slot::StatusText).or_else(|| text(Slot::Status));
        Some(Entry {
            outcome: status.and_then(|status| of_status(style, status.parse().ok()?)),
            header: text(Slot::Header),
            resource: text(Slot::Resource),
            field: text(Slot::Field),
            pointer: text(Slot::Pointer),
            parameter: text(Slot::Parameter),
            code: text(Slot::Code),
            message: text(Slot::Message).or_else(|| text(Slot::Title)),
            wording: None,
        })
    };
    raw.iter().filter_map(|raw| read(raw)).collect()
}
