//! What endpoints that are no operations share with the operations of a service: limits, the memory for bodies, the rate.

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

/// The limits of endpoints that are no operations.
#[derive(Clone)]
pub(crate) struct EndpointLimits {
    limits: Limits,
    bodies: Arc<Budget>,
    /// The service whose limits they are.
    core: Option<Arc<Core>>,
}

impl EndpointLimits {
    /// Limits of their own.
    pub(crate) fn alone(limits: Limits) -> Self {
        Self { limits, bodies: BodyBudget::all(&limits), core: None }
    }

    /// Those of a service.
    pub(in crate::server) fn of(core: &Arc<Core>) -> Self {
        Self { limits: core.limits, bodies: core.bodies.clone(), core: Some(core.clone()) }
    }

    /// Lets a request in as the service does, and reads its body of at most so many bytes.
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
