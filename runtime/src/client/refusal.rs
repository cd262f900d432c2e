//! Error responses: in the style's format, in a declared body, or unknown.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;

use crate::api::{DeclaredError, ReceivedError};
use crate::codec::json;
use crate::envelope::{EntryBody, FailureBody};
use crate::problem::{Entry, Outcome};
use crate::style::Style;

use super::error::{CallError, Refusal, UndecodableResponse, UnexpectedResponse};
use super::form::Answered;

mod declared;
mod outcome;

use outcome::{FailureText, of_status, outcome};

/// How much of an unexpected body is kept.
const EXCERPT: usize = 64 << 10;

impl Refusal {
    /// Reads a member of the body by its JSON pointer (RFC 6901), such as `/error/decline_code`: also one that the style
    /// does not have. The empty pointer is the whole body.
    ///
    /// ```
    /// # fn decline_code(refusal: &housestyle::client::Refusal) -> Option<String> {
    /// let code = refusal.member("/error/decline_code")?;
    /// code.as_str().map(str::to_owned)
    /// # }
    /// ```
    #[must_use]
    pub fn member(&self, pointer: &str) -> Option<serde_json::Value> {
        let mut body: serde_json::Value = json::read(json::text(&self.body)).ok()?;
        body.pointer_mut(pointer).map(serde_json::Value::take)
    }
}

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

/// Returns the outcome of an error response in the style's format.
pub(super) fn outcome_of(answer: &Answered) -> Option<Outcome> {
    parse(answer)?.outcome
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
    let by_header = code_of_header(answer);
    if !answer.is_json() {
        return by_header.map(|_| bare(answer));
    }
    let style = answer.meta.api.style;
    let Some((body, is_of_style)) = FailureBody::read(&style.failure, json::text(&answer.body)) else {
        return by_header.map(|_| bare(answer));
    };
    if answer.failure_flag().is_none() && !is_of_style && by_header.is_none() {
        return None;
    }
    let entries: Vec<Entry> = body.entries.into_iter().map(|entry| read_entry(style, entry)).collect();
    // A lone entry is what the whole failure says of itself.
    let single = entries.first().filter(|_| style.failure.fills_empty_entries() && entries.len() == 1);
    let code = body.code.or_else(|| single?.code.clone()).map(Cow::into_owned).or(by_header);
    let said = || entries.iter().find_map(|entry| entry.message.clone());
    let message = body.message.or(body.title).or_else(said).map(Cow::into_owned);
    let failure = FailureText { code: code.as_deref(), message: message.as_deref() };
    Some(Refusal {
        kind: body.kind.map(Cow::into_owned),
        param: body.param.map(Cow::into_owned),
        number: body.number,
        suppress: body.suppress,
        help: body.help.map(Cow::into_owned),
        request_id: body.request_id.map(Cow::into_owned).or_else(|| answer.request_id()),
        outcome: outcome(answer, Some(failure)),
        message,
        code,
        entries,
        ..bare(answer)
    })
}

fn read_entry(style: &Style, entry: EntryBody<'static>) -> Entry {
    let EntryBody { status, title, resource, field, pointer, parameter, header, code, message } = entry;
    Entry {
        outcome: status.and_then(|status| of_status(style, status)),
        resource,
        field,
        pointer,
        parameter,
        header,
        code,
        message: message.or(title),
        wording: None,
    }
}

/// Returns the code in the header of the style for it.
fn code_of_header(answer: &Answered) -> Option<String> {
    let wire = answer.meta.api.style.failure.code_header.as_ref()?;
    let code = answer.headers.get(&**wire)?.to_str().ok()?;
    (!code.is_empty()).then(|| code.to_owned())
}

/// Returns an error without a body.
fn bare(answer: &Answered) -> Refusal {
    let code = code_of_header(answer);
    let failure = FailureText { code: code.as_deref(), message: None };
    let outcome = outcome(answer, Some(failure));
    Refusal {
        status: answer.status,
        headers: answer.headers.clone(),
        message: None,
        code,
        number: None,
        kind: None,
        param: None,
        suppress: None,
        help: None,
        entries: Vec::new(),
        request_id: answer.request_id(),
        outcome,
        body: answer.body.clone(),
    }
}
