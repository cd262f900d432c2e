//! The outcome of an error response, as far as code and status determine it.

use crate::problem::{Outcome, registered};
use crate::style::Style;

use super::super::form::Answered;

/// The outcomes in order of precedence if several share a status: the most general first.
const FAILURES: [Outcome; 27] = [
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
    Outcome::IdempotencyMismatch,
    Outcome::IdempotencyConflict,
];

/// Returns the outcome by the style's code or status. An unknown status counts as the x00 of its class (RFC 9110
/// §15). `flagged` is `Some` if the body has the failure flag, with its code.
pub(super) fn outcome(answer: &Answered, flagged: Option<Option<&str>>) -> Option<Outcome> {
    let (style, status) = (answer.meta.api.style, answer.status);
    let by_body = answer.failure_flag().is_some();
    let number = status.as_u16();
    let of_code = |one: &&Outcome| {
        let reaction = style.response_to(**one);
        reaction.code.is_some()
            && reaction.code.as_deref() == flagged.flatten()
            && (by_body || reaction.status == number)
    };
    if let Some(outcome) = FAILURES.iter().find(of_code) {
        return Some(*outcome);
    }
    if by_body && status.is_success() {
        // All errors have this status, so it says nothing.
        return flagged.map(|_| Outcome::Business);
    }
    of_status(style, number)
}

/// Returns the outcome of a status; one that the style does not use counts as the x00 of its class (RFC 9110 §15).
pub(super) fn of_status(style: &Style, status: u16) -> Option<Outcome> {
    if let Some(registered) = registered(status).filter(|_| known(style, status).is_none()) {
        return Some(registered);
    }
    let class = match status {
        400..500 => Outcome::Malformed,
        500..600 => Outcome::Internal,
        _ => return known(style, status),
    };
    known(style, status).or_else(|| known(style, status / 100 * 100)).or(Some(class))
}

/// Returns the outcome of a status that the style uses.
pub(super) fn known(style: &Style, status: u16) -> Option<Outcome> {
    FAILURES.iter().find(|one| style.response_to(**one).status == status).copied()
}
