//! What happened, before it is a status.

/// What became of a request. A [`Problem`](crate::Problem) names one.
///
/// ```
/// use housestyle::{Outcome, Problem};
///
/// let problem = Problem::new(Outcome::Conflict);
/// assert_eq!(problem.outcome.as_str(), "conflict");
/// ```
pub use housestyle_style::Outcome;

/// The outcome that a registered status is a case of, where no style need have one of its own for it: a 410 is as a 404,
/// and no malformed request.
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
