//! What happened, as far as code and status tell.

use crate::problem::{Outcome, registered};
use crate::style::Style;

use super::super::form::Answered;

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
pub(super) fn outcome(answer: &Answered, told: Option<Option<&str>>) -> Option<Outcome> {
    let (style, status) = (answer.meta.api.style, answer.status);
    let by_body = answer.told_by().is_some();
    let number = status.as_u16();
    let of_code = |one: &&Outcome| {
        let reaction = style.response_to(**one);
        reaction.code.is_some()
            && reaction.code.as_deref() == told.flatten()
            && (by_body || reaction.status == number)
    };
    if let Some(outcome) = FAILURES.iter().find(of_code) {
        return Some(*outcome);
    }
    if by_body && status.is_success() {
        // All failures have this status: it tells nothing.
        return told.map(|_| Outcome::Business);
    }
    of_status(style, number)
}

/// What a status says; one that the style does not know is as the x00 of its class (RFC 9110 §15).
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

/// What a status says that the style has for an outcome.
pub(super) fn known(style: &Style, status: u16) -> Option<Outcome> {
    FAILURES.iter().find(|one| style.response_to(**one).status == status).copied()
}
