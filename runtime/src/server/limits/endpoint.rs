//! What endpoints that are not operations share with a service: limits, memory for bodies, and rate.

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

/// The limits of endpoints that are not operations.
#[derive(Clone)]
pub(crate) struct EndpointLimits {
    limits: Limits,
    bodies: Arc<Budget>,
    /// The service whose limits apply.
    core: Option<Arc<Core>>,
}

impl EndpointLimits {
    /// Creates separate limits.
    pub(crate) fn alone(limits: Limits) -> Self {
        Self { limits, bodies: BodyBudget::all(&limits), core: None }
    }

    /// Returns the limits of a service.
    pub(in crate::server) fn of(core: &Arc<Core>) -> Self {
        Self { limits: core.limits, bodies: core.bodies.clone(), core: Some(core.clone()) }
    }

    /// Admits a request as the service does, and reads its body of at most `most` bytes.
    pub(crate) async fn read(&self, request: Request<Body>, most: usize) -> Result<(Parts, Bytes), Problem> {
        let (mut parts, body) = request.into_parts();
        let admitted = self.core.as_ref().map_or(Ok(()), |core| core.admit(&mut parts));
        let mut body = RequestBody::new(body, &self.bodies, peer::holder_of(&parts));
        let read = match admitted {
            Ok(()) => body.read(&self.limits.body(most)).await,
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
