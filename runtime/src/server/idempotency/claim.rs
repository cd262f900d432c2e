//! A request with an idempotency key, from before its handler until its response is kept.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use http::header::{CONNECTION, CONTENT_LENGTH, DATE, RETRY_AFTER, SET_COOKIE, TRANSFER_ENCODING};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use http_body::Body as _;

use crate::api::{OperationMeta, UndeclaredError};
use crate::problem::{Outcome, Problem};
use crate::sanitize::ErrorChain;
use crate::server::core::Core;
use crate::server::pipeline::session_scope::store_deadline;
use crate::style::{Idempotency, KeptFailures};

use super::store::DynIdempotencyStore;
use super::{CallerScope, KeptResponse, KeyState, KeyStoreError, KeyedRequest, RequestKey};

/// Headers that are not kept: those of one connection or one moment, and cookies, which are secrets of one client.
const NOT_KEPT: [HeaderName; 5] = [CONNECTION, CONTENT_LENGTH, DATE, SET_COOKIE, TRANSFER_ENCODING];

/// How much longer than the time limit of handlers a key belongs to an attempt.
const MARGIN: Duration = Duration::from_secs(10);

/// How a request with a key begins.
pub(in crate::server) enum KeyStart {
    /// It has no key.
    NoKey,
    /// It is performed.
    Perform(KeyClaim),
    /// It has been performed.
    Replay(Box<Response<Body>>),
}

/// The right of one attempt to perform the request with a key. Dropping it makes the key new again.
pub(in crate::server) struct KeyClaim {
    store: Arc<dyn DynIdempotencyStore>,
    request: KeyedRequest,
    rules: &'static Idempotency,
    /// The time limit of the store.
    limit: Option<Duration>,
    /// Whether the handler has returned.
    returned: bool,
    /// Whether the key still belongs to this attempt.
    open: bool,
}

impl Core {
    /// Begins a request whose checks have passed.
    ///
    /// # Errors
    /// Returns a problem if the key was used for another request, if the first one is still being performed, or if the
    /// store fails.
    pub(in crate::server) async fn begin_key(
        &self,
        operation: &'static OperationMeta,
        key: Option<RequestKey>,
        scope: &CallerScope,
    ) -> Result<KeyStart, UndeclaredError> {
        let store = self.settings.idempotency.store();
        let (Some(key), Some(store), Some(rules)) = (key, store, &operation.api.style.idempotency) else {
            return Ok(KeyStart::NoKey);
        };
        let request = key.of_caller(operation, scope);
        let limit = self.limits.handler_time;
        let lifetime = Duration::from_secs(rules.lifetime_s.into());
        let lease = limit.map_or(lifetime, |limit| limit.saturating_add(MARGIN));
        let begun = within(limit, store.begin(&request, lease)).await.map_err(|error| {
            log(&*error, "could not begin a request with an idempotency key");
            Problem::unavailable()
        })?;
        let (fingerprint, response) = match begun {
            KeyState::New => {
                return Ok(KeyStart::Perform(KeyClaim {
                    store,
                    request,
                    rules,
                    limit,
                    returned: false,
                    open: true,
                }));
            }
            KeyState::Running { fingerprint } => (fingerprint, None),
            KeyState::Completed { fingerprint, response } => (fingerprint, Some(response)),
        };
        match response {
            _ if fingerprint != request.fingerprint => Err(Problem::new(Outcome::IdempotencyMismatch).into()),
            None => {
                let problem = Problem::new(Outcome::IdempotencyConflict);
                Err(problem.header(RETRY_AFTER, HeaderValue::from_static("1")).into())
            }
            Some(kept) => Ok(KeyStart::Replay(Box::new(replayed(kept, rules)))),
        }
    }
}

fn replayed(kept: KeptResponse, rules: &Idempotency) -> Response<Body> {
    let mut response = Response::new(Body::from(kept.body));
    *response.status_mut() = kept.status;
    *response.headers_mut() = kept.headers;
    if let Some(Ok(header)) = rules.replay_header.as_deref().map(HeaderName::try_from) {
        response.headers_mut().insert(header, HeaderValue::from_static("true"));
    }
    response
}

impl KeyClaim {
    /// Records that the handler has returned.
    pub(in crate::server) fn handler_returned(&mut self) {
        self.returned = true;
    }

    /// Keeps the response, or makes the key new again. `failure` is the outcome of a failure.
    pub(in crate::server) async fn complete(
        mut self,
        failure: Option<Outcome>,
        response: Response<Body>,
    ) -> Response<Body> {
        if !self.returned || !is_kept(self.rules.failures, failure, response.status()) {
            self.abandon().await;
            return response;
        }
        let (parts, body) = response.into_parts();
        if body.size_hint().exact().is_none() {
            tracing::error!("a response without a known length is not kept under its idempotency key");
            self.abandon().await;
            return Response::from_parts(parts, body);
        }
        let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
            self.abandon().await;
            return unreadable();
        };
        let mut headers = parts.headers.clone();
        NOT_KEPT.iter().for_each(|header| drop(headers.remove(header)));
        let kept = KeptResponse { status: parts.status, headers, body: body.clone() };
        let lifetime = Duration::from_secs(self.rules.lifetime_s.into());
        // If this fails, the key belongs to this attempt until the lease ends: the work is done.
        self.open = false;
        if let Err(error) = within(self.limit, self.store.complete(&self.request, kept, lifetime)).await {
            log(&*error, "could not keep a response under its idempotency key");
        }
        Response::from_parts(parts, Body::from(body))
    }

    async fn abandon(&mut self) {
        self.open = false;
        if let Err(error) = within(self.limit, self.store.abandon(&self.request)).await {
            log(&*error, "could not give up an idempotency key");
        }
    }
}

/// If the request is dropped before it is settled, because the runtime stops or a layer panics.
impl Drop for KeyClaim {
    fn drop(&mut self) {
        let runtime = tokio::runtime::Handle::try_current();
        let (true, Ok(runtime)) = (self.open, runtime) else { return };
        let (store, request) = (self.store.clone(), self.request.clone());
        drop(runtime.spawn(async move {
            if let Err(error) = store.abandon(&request).await {
                log(&*error, "could not give up an idempotency key");
            }
        }));
    }
}

/// Returns whether a response is kept.
fn is_kept(failures: KeptFailures, failure: Option<Outcome>, status: StatusCode) -> bool {
    let failed = status.is_client_error() || status.is_server_error();
    match (failure, failures) {
        (None, _) if !failed => true,
        // They say that the request may be sent again.
        (Some(Outcome::TooMany | Outcome::Unavailable), _) => false,
        (_, KeptFailures::Replay) => true,
        (_, KeptFailures::Forget) => false,
        (_, KeptFailures::Replay4xx) if failed => status.is_client_error(),
        // Every response of the style has a status of the 200s.
        (failure, KeptFailures::Replay4xx) => {
            failure.is_some_and(|outcome| (400..500).contains(&outcome.usual_status()))
        }
    }
}

async fn within<T>(
    limit: Option<Duration>,
    work: impl Future<Output = Result<T, KeyStoreError>>,
) -> Result<T, KeyStoreError> {
    let work = async { work.await.map_err(UndeclaredError::Internal) };
    let done = store_deadline(limit, work, "the store of idempotency keys did not respond in time").await;
    done.map_err(|error| match error {
        UndeclaredError::Internal(cause) => cause,
        UndeclaredError::Problem(problem) => problem.outcome.as_str().into(),
    })
}

fn log(error: &(dyn std::error::Error + 'static), message: &'static str) {
    tracing::error!(error = %ErrorChain(error), message);
}

fn unreadable() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(failures: KeptFailures, failure: Option<Outcome>, status: u16) -> bool {
        is_kept(failures, failure, StatusCode::from_u16(status).expect("a status"))
    }

    #[test]
    fn successes_are_kept_and_what_may_be_sent_again_is_not() {
        for failures in KeptFailures::ALL {
            assert!(kept(*failures, None, 201) && kept(*failures, None, 303), "{failures:?}");
            for (outcome, status) in
                [(Outcome::TooMany, 429), (Outcome::Unavailable, 503), (Outcome::Unavailable, 200)]
            {
                assert!(!kept(*failures, Some(outcome), status), "{failures:?} {outcome:?}");
            }
        }
    }

    #[test]
    fn failures_are_kept_as_the_style_says() {
        use KeptFailures::{Forget, Replay, Replay4xx};
        let cases = [
            (Some(Outcome::Business), 422, [true, true, false]),
            (Some(Outcome::Internal), 500, [true, false, false]),
            (None, 404, [true, true, false]),
            (Some(Outcome::Business), 200, [true, true, false]),
            (Some(Outcome::Internal), 200, [true, false, false]),
        ];
        for (failure, status, wanted) in cases {
            let found = [Replay, Replay4xx, Forget].map(|failures| kept(failures, failure, status));
            assert_eq!(found, wanted, "{failure:?} {status}");
        }
    }
}
