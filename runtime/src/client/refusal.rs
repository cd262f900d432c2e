//! Failures as an answer tells them: in the style's body, in a declared body, or in neither.

use serde::de::DeserializeOwned;

use crate::declared::{self, Declared, DeclaredError, Heard};
use crate::json;
use crate::outcome::Outcome;
use crate::problem::Entry;
use crate::style::{Slot, Style};
use crate::template::{self, Found};

use super::error::{CallError, Refusal, Undecodable, Unexpected};
use super::form::Answered;

/// How much is kept of a body that nobody knows.
const EXCERPT: usize = 64 << 10;

/// What a failure comes to.
pub(super) fn read<E: DeclaredError>(answer: Answered) -> CallError<E> {
    let refusal = told(&answer);
    let Some(index) = find(E::DECLARED, &answer, refusal.as_ref()) else {
        return undeclared(answer, refusal);
    };
    let heard = Heard { index, status: answer.status.as_u16(), bytes: &answer.body };
    match E::read(&heard) {
        Ok(Some(error)) => {
            let mut refusal = refusal.unwrap_or_else(|| bare(&answer));
            let known = E::DECLARED.get(index).and_then(|declared| declared.outcome);
            refusal.outcome = known.or(refusal.outcome);
            CallError::Declared(error, Box::new(refusal))
        }
        Err(error) if refusal.is_none() && answer.is_json() => decode(answer, error),
        Ok(None) | Err(_) => undeclared(answer, refusal),
    }
}

/// An answer that nobody knows.
pub(super) fn unexpected<E>(answer: Answered) -> CallError<E> {
    let outcome = outcome(&answer, None);
    let mut body = answer.body;
    body.truncate(EXCERPT);
    CallError::Unexpected(Box::new(Unexpected {
        status: answer.status,
        headers: answer.headers,
        body,
        outcome,
    }))
}

/// An answer that is not what the document says.
pub(super) fn decode<E>(answer: Answered, error: crate::DecodeError) -> CallError<E> {
    CallError::Decode(Box::new(Undecodable { status: answer.status, headers: answer.headers, error }))
}

fn undeclared<E>(answer: Answered, refusal: Option<Refusal>) -> CallError<E> {
    match refusal {
        Some(refusal) => CallError::Problem(Box::new(refusal)),
        None => unexpected(answer),
    }
}

fn find(declared: &[Declared], answer: &Answered, refusal: Option<&Refusal>) -> Option<usize> {
    let status = answer.status.as_u16();
    let Some(refusal) = refusal else { return declared::find(declared, status, None, &[]) };
    let entries = refusal.entries.iter().filter_map(|entry| entry.code.as_deref());
    let codes: Vec<&str> = refusal.code.as_deref().into_iter().chain(entries).collect();
    // Where the body tells, the status does not.
    let named = || declared::find_named(declared, refusal.number, &codes);
    let named = answer.told_by().and_then(|_| named());
    named.or_else(|| declared::find(declared, status, refusal.number, &codes))
}

/// The failure that the style's body tells. A body without any member that could only be the style's is not in it, unless
/// it has told that it is one.
fn told(answer: &Answered) -> Option<Refusal> {
    if !answer.is_json() {
        return None;
    }
    let style = answer.meta.api.style;
    let found = template::read(&style.failure.body, &answer.body).ok()?;
    let known = [Slot::Message, Slot::Code, Slot::CodeNumber, Slot::Title, Slot::Suppress, Slot::Entries];
    if answer.told_by().is_none() && !known.iter().any(|slot| found.get(*slot).is_some()) {
        return None;
    }
    let code: Option<String> = text(&found, Slot::Code);
    Some(Refusal {
        message: text(&found, Slot::Message).or_else(|| text(&found, Slot::Title)),
        number: value(&found, Slot::CodeNumber),
        suppress: value(&found, Slot::Suppress),
        help: text(&found, Slot::Help),
        entries: entries(style, &found),
        request_id: text(&found, Slot::RequestId).or_else(|| answer.request_id()),
        outcome: outcome(answer, Some(code.as_deref())),
        code,
        ..bare(answer)
    })
}

/// A failure of which just the head is told.
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

/// A slot's value. One of another type than the style says is as none: what else is told still counts.
fn value<T: DeserializeOwned>(found: &Found<'_>, slot: Slot) -> Option<T> {
    json::read(found.get(slot)?.get().as_bytes()).ok()
}

/// A slot's text; a number counts as its digits.
fn text(found: &Found<'_>, slot: Slot) -> Option<String> {
    match value(found, slot)? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn entries(style: &Style, found: &Found<'_>) -> Vec<Entry> {
    let raw: Vec<Box<serde_json::value::RawValue>> = value(found, Slot::Entries).unwrap_or_default();
    let read = |raw: &serde_json::value::RawValue| {
        let found = template::read(&style.failure.entry, raw.get().as_bytes()).ok()?;
        let text = |slot| text(&found, slot).map(Into::into);
        Some(Entry {
            outcome: None,
            header: text(Slot::Header),
            resource: text(Slot::Resource),
            field: text(Slot::Field),
            pointer: text(Slot::Pointer),
            parameter: text(Slot::Parameter),
            code: text(Slot::Code),
            message: text(Slot::Message),
            wording: None,
        })
    };
    raw.iter().filter_map(|raw| read(raw)).collect()
}

/// What a status says of itself, where several outcomes share it: the widest word first.
const FAILURES: [Outcome; 25] = [
    Outcome::InvalidEntity,
    Outcome::Malformed,
    Outcome::Unauthenticated,
    Outcome::Forbidden,
    Outcome::NotFound,
    Outcome::WrongMethod,
    Outcome::NotAcceptable,
    Outcome::Timeout,
    Outcome::Conflict,
    Outcome::PreconditionFailed,
    Outcome::TooLarge,
    Outcome::UnsupportedMedia,
    Outcome::RangeNotSatisfiable,
    Outcome::Business,
    Outcome::TooMany,
    Outcome::Internal,
    Outcome::NotImplemented,
    Outcome::Unavailable,
    Outcome::InvalidParameter,
    Outcome::MissingParameter,
    Outcome::MissingMember,
    Outcome::MalformedRange,
    Outcome::TlsRequired,
    Outcome::Hidden,
    Outcome::NoOperation,
];

/// What happened, by the style's code or status; an unknown status is as the x00 of its class (RFC 9110 §15). `told` is
/// the code of a failure that has told of itself, if it told one.
fn outcome(answer: &Answered, told: Option<Option<&str>>) -> Option<Outcome> {
    let (style, status) = (answer.meta.api.style, answer.status);
    let by_body = answer.told_by().is_some();
    let number = status.as_u16();
    let of_code = |one: &&Outcome| {
        let reaction = style.reaction(**one);
        reaction.code.is_some() && reaction.code == told.flatten() && (by_body || reaction.status == number)
    };
    if let Some(outcome) = FAILURES.iter().find(of_code) {
        return Some(*outcome);
    }
    if by_body && status.is_success() {
        // All failures have this status: it tells nothing.
        return told.map(|_| Outcome::Business);
    }
    let by_status = |number: u16| FAILURES.iter().find(move |one| style.reaction(**one).status == number);
    by_status(number).copied().or_else(|| {
        let class = if status.is_client_error() {
            Outcome::Malformed
        } else if status.is_server_error() {
            Outcome::Internal
        } else {
            return None;
        };
        Some(by_status(number / 100 * 100).copied().unwrap_or(class))
    })
}
