//! Idempotency keys of calls.

use http::header::RETRY_AFTER;
use uuid::Uuid;

use crate::problem::Outcome;
use crate::style::{Idempotency, KeyFault, KeyUse};

use super::accept::CallOptions;
use super::form::Answered;
use super::refusal;
use super::request_builder::RequestBuilder;

/// The style's rules, if requests to the operation have keys.
fn rules(sending: &RequestBuilder) -> Option<&'static Idempotency> {
    match sending.meta.idempotency_key {
        KeyUse::Off => None,
        KeyUse::Optional | KeyUse::Required => sending.meta.api.style.idempotency.as_ref(),
    }
}

/// Adds the key of a call: that of its options, or else a new one. A header of the caller takes precedence over a new one.
pub(super) fn add_key(sending: &mut RequestBuilder, options: &CallOptions) {
    const INPUT: &str = "idempotency_key";
    let Some(rules) = rules(sending) else {
        if options.idempotency_key.is_some() {
            sending.refuse(INPUT, "is not supported by the operation");
        }
        return;
    };
    match &options.idempotency_key {
        Some(key) => match rules.check(key) {
            Ok(()) => sending.secret_header(&rules.header, &rules.write(key)),
            Err(KeyFault::Empty) => sending.refuse(INPUT, "is empty"),
            Err(KeyFault::TooLong) => sending.refuse(INPUT, "is longer than the style allows"),
            Err(KeyFault::Malformed) => {
                sending.refuse(INPUT, "is not printable ASCII, or begins or ends with a blank")
            }
        },
        None if sending.headers.contains_key(&*rules.header) => {}
        None => sending.secret_header(&rules.header, &rules.write(&new_key(rules))),
    }
}

/// Returns a new UUID, without hyphens if it is too long with them.
fn new_key(rules: &Idempotency) -> String {
    let key = Uuid::new_v4();
    match rules.max_length as usize {
        length if length < uuid::fmt::Hyphenated::LENGTH => key.simple().to_string(),
        _ => key.to_string(),
    }
}

/// Returns whether the request has a key, so that it can be sent again.
pub(super) fn has_key(sending: &RequestBuilder) -> bool {
    rules(sending).is_some_and(|rules| sending.headers.contains_key(&*rules.header))
}

/// Returns whether the response says that an earlier attempt is still being performed: by its code or, as other conflicts
/// may have the same status and no code, by `Retry-After`.
pub(super) fn is_running(answer: &Answered) -> bool {
    let status = answer.meta.api.style.response_to(Outcome::IdempotencyConflict).status;
    answer.status() == status
        && (answer.headers.contains_key(RETRY_AFTER)
            || refusal::outcome_of(answer) == Some(Outcome::IdempotencyConflict))
}
