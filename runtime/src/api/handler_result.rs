//! Results of handlers.

use super::cause::boxed;
use crate::api::{DeclaredError, NoError};
use crate::problem::{Entry, Problem};
use std::error::Error;

/// The result of a handler.
///
/// ```
/// use housestyle::{HandlerResult, Problem};
///
/// fn find(id: u64) -> HandlerResult<&'static str> {
///     match id {
///         7 => Ok("ann"),
///         _ => Err(Problem::not_found().into()),
///     }
/// }
/// assert!(find(7).is_ok() && find(8).is_err());
/// ```
pub type HandlerResult<T, E = NoError> = Result<T, HandlerError<E>>;

/// The error of a handler.
///
/// ```
/// use housestyle::{HandlerResult, HandlerError};
///
/// fn port(text: &str) -> HandlerResult<u16> {
///     Ok(text.parse()?) // any error becomes an internal failure, whose cause is logged
/// }
/// assert!(matches!(port("x"), Err(HandlerError::Internal(_))));
/// ```
#[derive(Debug)]
pub enum HandlerError<E> {
    /// An error that the document declares for the operation.
    Declared(E),
    /// An error in the style's format.
    Problem(Problem),
    /// An unexpected error: it is logged, and the response does not reveal its cause.
    Internal(Box<dyn Error + Send + Sync>),
}

/// An error that any operation can return, for functions that several handlers share.
///
/// `?` creates it from errors and problems, and converts it to the [`HandlerError`] of any operation.
///
/// ```
/// use housestyle::{HandlerResult, Problem, UndeclaredError};
///
/// /// Shared by the handlers of several operations.
/// fn positive(number: i64) -> Result<i64, UndeclaredError> {
///     if number > 0 { Ok(number) } else { Err(Problem::invalid_parameter().into()) }
/// }
///
/// fn handler(number: i64) -> HandlerResult<i64> {
///     Ok(positive(number)? * 2)
/// }
/// assert_eq!(handler(2).unwrap(), 4);
/// ```
#[derive(Debug)]
pub enum UndeclaredError {
    /// An error in the style's format.
    Problem(Problem),
    /// An unexpected error: it is logged, and the response does not reveal its cause.
    Internal(Box<dyn Error + Send + Sync>),
}

impl UndeclaredError {
    /// Creates an unexpected error, as `?` does from any error.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>> + 'static) -> Self {
        Self::Internal(boxed(cause))
    }
}

impl<X: Into<Box<dyn Error + Send + Sync>> + 'static> From<X> for UndeclaredError {
    /// Converts any error: an [`Error`], `anyhow::Error`, `Box<dyn Error + Send + Sync>` or text.
    fn from(cause: X) -> Self {
        Self::Internal(boxed(cause))
    }
}

impl From<Problem> for UndeclaredError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl<E> From<UndeclaredError> for HandlerError<E> {
    fn from(undeclared: UndeclaredError) -> Self {
        match undeclared {
            UndeclaredError::Problem(problem) => Self::Problem(problem),
            UndeclaredError::Internal(cause) => Self::Internal(cause),
        }
    }
}

impl<E> HandlerError<E> {
    /// Creates an unexpected error, as `?` does from any error.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>> + 'static) -> Self {
        Self::Internal(boxed(cause))
    }
}

impl<E: DeclaredError> HandlerError<E> {
    /// Converts a declared error to a plain problem, so that the type no longer depends on the operation.
    #[must_use]
    pub fn undeclared(self) -> UndeclaredError {
        match self {
            Self::Declared(error) => {
                let encoded = error.encode();
                match (E::DECLARED.get(encoded.index), encoded.body) {
                    (_, Some(Err(cause))) => UndeclaredError::Internal(Box::new(cause)),
                    (None, _) => UndeclaredError::internal("an error has the index of an undeclared error"),
                    (Some(declared), body) => {
                        let body = body.and_then(Result::ok).map(|body| (encoded.media, body));
                        UndeclaredError::Problem(declared.problem(encoded.status, body))
                    }
                }
            }
            Self::Problem(problem) => UndeclaredError::Problem(problem),
            Self::Internal(cause) => UndeclaredError::Internal(cause),
        }
    }
}

impl<E, X: Into<Box<dyn Error + Send + Sync>> + 'static> From<X> for HandlerError<E> {
    /// Converts any error: an [`Error`], `anyhow::Error`, `Box<dyn Error + Send + Sync>` or text.
    fn from(cause: X) -> Self {
        Self::Internal(boxed(cause))
    }
}

impl<E> From<Problem> for HandlerError<E> {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl<E> From<Entry> for HandlerError<E> {
    /// Converts an entry to a problem with the request body.
    fn from(entry: Entry) -> Self {
        Problem::invalid_entity().entry(entry).into()
    }
}

/// The output of an operation together with the document's own `meta` (`meta` of `x-style`).
///
/// ```
/// use housestyle::WithMeta;
///
/// struct Revision { number: u64 }
///
/// let output = WithMeta { data: "ann", meta: Revision { number: 7 } };
/// assert_eq!((output.data, output.meta.number), ("ann", 7));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WithMeta<T, M> {
    /// The output.
    pub data: T,
    /// The `meta` member.
    pub meta: M,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Outcome;

    fn parse(text: &str) -> HandlerResult<i64> {
        if text.is_empty() {
            Err(Problem::not_found())?;
        }
        Ok(text.parse::<i64>()?)
    }

    #[test]
    fn question_mark_takes_errors_and_problems() {
        assert!(matches!(parse("x"), Err(HandlerError::Internal(_))));
        assert!(
            matches!(parse(""), Err(HandlerError::Problem(problem)) if problem.outcome == Outcome::NotFound)
        );
        assert!(matches!(parse("5"), Ok(5)));
        let boxed: Result<(), Box<dyn Error + Send + Sync>> = Err("disk full".into());
        let of_boxed = || -> HandlerResult<()> { Ok(boxed?) };
        assert!(matches!(of_boxed(), Err(HandlerError::Internal(cause)) if cause.to_string() == "disk full"));
    }
}
