//! The outcome of an error response, as far as code and status determine it.

use crate::problem::{Outcome, registered};
use crate::style::Style;

use super::super::form::Answered;

/// The outcomes in order of precedence if several share a status: the most general first.
const FAILURES: [Outcome; 28] = [
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
    Outcome::UnsupportedVersion,
    Outcome::IdempotencyMismatch,
    Outcome::IdempotencyConflict,
];

/// The placeholders in messages of a style.
const PLACEHOLDERS: [&str; 2] = ["{place}", "{reason}"];

/// What the body of an error response says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FailureText<'b> {
    pub code: Option<&'b str>,
    pub message: Option<&'b str>,
}

/// Returns the outcome by the style's code or status. Of outcomes that share it, it is the one with the message. An unknown
/// status counts as the x00 of its class (RFC 9110 §15). `failure` is `Some` if the body has the failure flag.
pub(super) fn outcome(answer: &Answered, failure: Option<FailureText<'_>>) -> Option<Outcome> {
    let (style, status) = (answer.meta.api.style, answer.status);
    let by_body = answer.failure_flag().is_some();
    let number = status.as_u16();
    let FailureText { code, message } = failure.unwrap_or_default();
    let of_code = |one: &Outcome| {
        let response = style.response_to(*one);
        code.is_some() && response.code.as_deref() == code && (by_body || response.status == number)
    };
    if let Some(outcome) = best(style, of_code, message) {
        return Some(outcome);
    }
    if by_body && status.is_success() {
        // All errors have this status, so it says nothing.
        return failure.map(|_| Outcome::Business);
    }
    best(style, |one| style.response_to(*one).status == number, message).or_else(|| of_status(style, number))
}

/// Returns the outcome whose message the response has, or else the most general one.
fn best(style: &Style, is_one: impl Fn(&Outcome) -> bool, message: Option<&str>) -> Option<Outcome> {
    let mut best = None;
    for outcome in FAILURES.into_iter().filter(is_one) {
        let of_style = &*style.response_to(outcome).message;
        let rank = message.and_then(|message| rank(of_style, message));
        if best.is_none_or(|(_, known)| rank > known) {
            best = Some((outcome, rank));
        }
    }
    best.map(|(outcome, _)| outcome)
}

/// Returns the length of a style's message without its placeholders; `None` if it does not make this message.
fn rank(of_style: &str, message: &str) -> Option<usize> {
    let [place, reason] = PLACEHOLDERS;
    let literals: Vec<&str> = of_style.split(place).flat_map(|part| part.split(reason)).collect();
    let (first, others) = literals.split_first()?;
    let rest = message.strip_prefix(first)?;
    match others.split_last() {
        None => rest.is_empty().then_some(())?,
        Some((last, others)) => {
            let mut rest = rest.strip_suffix(last)?;
            for literal in others {
                rest = rest.split_once(literal)?.1;
            }
        }
    }
    Some(literals.iter().map(|literal| literal.len()).sum()).filter(|length| *length > 0)
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

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn a_message_of_a_style_is_recognised_by_its_text_around_placeholders() {
        for (of_style, message, expected) in [
            ("Not Found", "Not Found", Some(9)),
            ("Not Found", "Not Found.", None),
            ("Invalid {place}: {reason}.", "Invalid a[b]: it is: bad.", Some(11)),
            ("Invalid {place}: {reason}.", "Invalid a[b].", None),
            ("Invalid {place}: {reason}", "Invalid x: y", Some(10)),
            ("{place}: {reason}", "x: y", Some(2)),
            ("{reason}", "anything", None),
            ("", "", None),
            ("Invalid {reason}d", "Invalid ", None),
        ] {
            assert_eq!(rank(of_style, message), expected, "{of_style}: {message}");
        }
    }
}
