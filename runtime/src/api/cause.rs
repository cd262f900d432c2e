//! The causes of unexpected errors.

use std::error::Error;

type Cause = Box<dyn Error + Send + Sync>;

/// Boxes an error under its own type, so that it can be downcast. An `anyhow::Error` is unwrapped to the error that
/// it was made of, because its own conversion would hide that type.
pub(crate) fn boxed<X: Into<Cause> + 'static>(cause: X) -> Cause {
    #[cfg(feature = "server")]
    let cause = {
        let mut cause = Some(cause);
        if let Some(anyhow) = (&mut cause as &mut dyn std::any::Any).downcast_mut::<Option<anyhow::Error>>()
            && let Some(anyhow) = anyhow.take()
        {
            return unwrapped(anyhow);
        }
        let Some(cause) = cause else { return "an error".into() };
        cause
    };
    cause.into()
}

/// The error that an `anyhow::Error` was made of, in its contexts. If it was made of a boxed error, `anyhow` shows only
/// the sources of that error, so its contexts are put around the error itself.
#[cfg(feature = "server")]
fn unwrapped(error: anyhow::Error) -> Cause {
    let Some(inner) = error.downcast_ref::<Cause>() else {
        return error.reallocate_into_boxed_dyn_error_without_backtrace();
    };
    let own =
        std::iter::successors(Some(&**inner as &(dyn Error + 'static)), |error| (*error).source()).count();
    let contexts = error.chain().len().saturating_sub(own);
    let contexts: Vec<String> = error.chain().take(contexts).map(ToString::to_string).collect();
    match error.downcast::<Cause>() {
        Ok(inner) => contexts
            .into_iter()
            .rev()
            .fold(inner, |source, context| Box::new(ErrorInContext { context, source })),
        Err(error) => error.reallocate_into_boxed_dyn_error_without_backtrace(),
    }
}

/// An error, and what was attempted when it occurred.
#[cfg(feature = "server")]
#[derive(Debug)]
struct ErrorInContext {
    context: String,
    source: Cause,
}

#[cfg(feature = "server")]
impl std::fmt::Display for ErrorInContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.context)
    }
}

#[cfg(feature = "server")]
impl Error for ErrorInContext {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;
    use crate::api::{HandlerError, HandlerResult, NoError, UndeclaredError};
    use crate::problem::Problem;

    #[test]
    fn what_an_error_of_anyhow_was_made_of_is_found() {
        let failed = || -> anyhow::Result<i64> { Ok("x".parse::<i64>()?) };
        let bare = || -> HandlerResult<i64> { Ok(failed()?) };
        let shared = || -> Result<i64, UndeclaredError> { Ok(failed()?) };
        let Err(HandlerError::Internal(cause)) = bare() else { panic!("internal") };
        assert!(cause.is::<std::num::ParseIntError>(), "{cause}");
        let Err(UndeclaredError::Internal(cause)) = shared() else { panic!("internal") };
        assert!(cause.is::<std::num::ParseIntError>(), "{cause}");
        let problem = Problem::unauthenticated().caused_by(failed().expect_err("no number"));
        assert!(problem.cause.as_ref().is_some_and(|cause| cause.is::<std::num::ParseIntError>()));
        let HandlerError::Internal(cause) =
            HandlerError::<NoError>::internal(failed().expect_err("no").context("the list"))
        else {
            panic!("internal")
        };
        assert_eq!(cause.to_string(), "the list");
        assert!(cause.source().is_some_and(|cause| cause.is::<std::num::ParseIntError>()));
        let message = HandlerError::<NoError>::internal(anyhow::anyhow!("disk full"));
        assert!(matches!(message, HandlerError::Internal(cause) if cause.to_string() == "disk full"));
    }

    #[test]
    fn a_boxed_error_in_an_error_of_anyhow_is_found() {
        let inner = || -> Cause { "x".parse::<i64>().expect_err("no number").into() };
        assert!(boxed(anyhow::anyhow!(inner())).is::<std::num::ParseIntError>());
        let cause = boxed(anyhow::Error::from_boxed(inner()).context("the item").context("the list"));
        let chain: Vec<&dyn Error> =
            std::iter::successors(Some(&*cause as &(dyn Error + 'static)), |error| (*error).source())
                .map(|error| error as &dyn Error)
                .collect();
        let texts: Vec<String> = chain.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["the list", "the item", "invalid digit found in string"]);
        let root = cause.source().and_then(Error::source).expect("the root");
        assert!(root.is::<std::num::ParseIntError>());
    }
}
