//! Sessions around calls, deadlines and panics.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use http::Response;
use http::request::Parts;
use tokio::time::Instant;

use crate::api::UndeclaredError;
use crate::problem::Problem;
use crate::style::Style;

use crate::server::core::Core;
use crate::server::session::{OpenSession, Session};

/// The session of a request, from before its checks until after its response.
#[derive(Debug)]
pub(super) struct SessionScope {
    open: Option<OpenSession>,
    limit: Option<Duration>,
}

const LATE: &str = "the session store did not respond in time";

impl Core {
    /// Loads the session of a request, if the style has sessions.
    pub(super) async fn open_session(
        &self,
        style: &'static Style,
        parts: &Parts,
    ) -> Result<SessionScope, UndeclaredError> {
        let limit = self.limits.handler_time;
        if style.login.session.is_none() {
            return Ok(SessionScope { open: None, limit });
        }
        let secure = self.admission.is_tls(parts);
        let open = store_deadline(limit, self.sessions.open(style, parts, secure), LATE).await?;
        Ok(SessionScope { open, limit })
    }
}

impl SessionScope {
    pub(super) fn session(&self) -> Option<Session> {
        self.open.as_ref().map(|open| open.session().clone())
    }

    /// Saves the session and sets its cookie.
    ///
    /// # Errors
    /// Returns an error if it cannot be saved: the response must then not be sent.
    pub(super) async fn close(self, mut response: Response<Body>) -> Result<Response<Body>, UndeclaredError> {
        if let Some(open) = self.open {
            store_deadline(self.limit, open.close(), LATE).await?.put(response.headers_mut());
        }
        Ok(response)
    }
}

/// Runs the work of a store until the deadline; beyond it, and if it panics, it has failed.
pub(in crate::server) async fn store_deadline<T>(
    limit: Option<Duration>,
    work: impl Future<Output = Result<T, UndeclaredError>>,
    late: &'static str,
) -> Result<T, UndeclaredError> {
    let Some(limit) = limit else { return catch_panic(work).await };
    let in_time = tokio::time::timeout(limit, catch_panic(work)).await;
    in_time.unwrap_or_else(|_| Err(UndeclaredError::internal(late)))
}

/// Runs `work` until the deadline; beyond it the service is unavailable. Also returns how long it took.
///
/// Work that is ready at once needs neither timer nor clock.
pub(in crate::server) async fn with_deadline<T>(
    limit: Option<Duration>,
    work: impl Future<Output = T>,
) -> Result<(T, Duration), Problem> {
    let mut work = std::pin::pin!(work);
    if let Poll::Ready(done) = poll_once(work.as_mut()).await {
        return Ok((done, Duration::ZERO));
    }
    let started = Instant::now();
    let done = match limit {
        Some(limit) => tokio::time::timeout(limit, work).await.map_err(|_| Problem::unavailable())?,
        None => work.await,
    };
    Ok((done, started.elapsed()))
}

/// Polls a future once.
pub(in crate::server) async fn poll_once<F: Future>(mut work: Pin<&mut F>) -> Poll<F::Output> {
    std::future::poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await
}

/// Converts a panic to an internal error.
pub(in crate::server) async fn catch_panic<T>(
    work: impl Future<Output = Result<T, UndeclaredError>>,
) -> Result<T, UndeclaredError> {
    let mut work = std::pin::pin!(work);
    std::future::poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(panic_error(&*panic))))
    })
    .await
}

fn panic_error(panic: &(dyn Any + Send)) -> UndeclaredError {
    let message =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    UndeclaredError::Internal(format!("panicked: {}", message.unwrap_or("without a message")).into())
}
