//! Limits for endpoints that are not operations of the document.

use std::fmt;
use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use http::Request;
use http::request::Parts;

use crate::problem::Problem;

use super::body::{BodyBudget, RequestBody};
use crate::server::core::Core;
use crate::server::limits::Limits;
use crate::server::limits::budget::Budget;
use crate::server::serve::peer;

/// Limits for endpoints that are not operations of the document, such as the routes of a library. Cheap to clone; clones
/// share the memory for bodies.
///
/// ```
/// use axum::body::Body;
/// use housestyle::Outcome;
/// use housestyle::server::{EndpointLimits, Limits};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let limits = EndpointLimits::new(Limits::new()); // or `service.endpoint_limits()`
/// let post = |body: &'static str| http::Request::post("/token").body(Body::from(body)).unwrap();
/// let (parts, body) = limits.read(post("a=1"), 16).await.unwrap();
/// assert_eq!((parts.uri.path(), &body[..]), ("/token", &b"a=1"[..]));
/// let problem = limits.read(post("a=1&b=2&c=3&d=4&e"), 16).await.unwrap_err();
/// assert_eq!(problem.outcome, Outcome::TooLarge);
/// # });
/// ```
#[derive(Clone)]
pub struct EndpointLimits {
    limits: Limits,
    bodies: Arc<Budget>,
    /// The service whose limits apply.
    core: Option<Arc<Core>>,
}

impl EndpointLimits {
    /// Creates limits that are not shared with a service, without rate limit and checks of host and TLS.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, bodies: BodyBudget::all(&limits), core: None }
    }

    /// Returns the limits of a service.
    pub(in crate::server) fn of(core: &Arc<Core>) -> Self {
        Self { limits: core.limits, bodies: core.bodies.clone(), core: Some(core.clone()) }
    }

    /// Admits a request as the service does (host, TLS, rate), and reads its body of at most `limit` bytes.
    ///
    /// # Errors
    /// Returns an error if the request is not admitted, or its body is too large, too slow or incomplete.
    pub async fn read(&self, request: Request<Body>, limit: usize) -> Result<(Parts, Bytes), Problem> {
        let (mut parts, body) = request.into_parts();
        let admitted = self.core.as_ref().map_or(Ok(()), |core| core.admit(&mut parts));
        let mut body = RequestBody::new(body, &self.bodies, peer::holder_of(&parts));
        let read = match admitted {
            Ok(()) => body.read(&self.limits.body(limit)).await,
            Err(problem) => Err(problem),
        };
        body.drain(&parts.headers);
        read.map(|bytes| (parts, bytes))
    }
}

impl fmt::Debug for EndpointLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointLimits").field("limits", &self.limits).finish_non_exhaustive()
    }
}
