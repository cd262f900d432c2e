//! Outcomes of requests, independent of a status.

/// The outcome of a request. A [`Problem`](crate::Problem) has one.
///
/// ```
/// use housestyle::{Outcome, Problem};
///
/// let problem = Problem::new(Outcome::Conflict);
/// assert_eq!(problem.outcome.as_str(), "conflict");
/// ```
pub use housestyle_style::Outcome;

/// Returns the outcome of a registered status that the style does not use: a 410 counts as 404 and not as a malformed
/// request.
#[cfg(feature = "client")]
pub(crate) const fn registered(status: u16) -> Option<Outcome> {
    Some(match status {
        402 | 424 => Outcome::Business,
        407 => Outcome::Unauthenticated,
        410 => Outcome::NotFound,
        413 | 414 | 431 => Outcome::TooLarge,
        423 => Outcome::Conflict,
        428 => Outcome::PreconditionFailed,
        451 => Outcome::Forbidden,
        _ => return None,
    })
}
