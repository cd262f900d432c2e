//! What endpoints beside the operations of a service share with them: limits, the room for bodies, the rate.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use http::Request;
use http::request::Parts;

use crate::problem::Problem;

use crate::server::core::Core;
use crate::server::limits::Limits;
use crate::server::limits::body::{self, Room};
use crate::server::limits::budget::Budget;
use crate::server::serve::peer;

/// The limits of endpoints beside the operations.
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
        Self { limits, bodies: Room::whole(&limits), core: None }
    }

    /// Those of a service.
    pub(in crate::server) fn of(core: &Arc<Core>) -> Self {
        Self { limits: core.limits, bodies: core.bodies.clone(), core: Some(core.clone()) }
    }

    /// Lets a request in as the service does, and reads its body of at most so many bytes.
    pub(crate) async fn read(&self, request: Request<Body>, most: usize) -> Result<(Parts, Bytes), Problem> {
        let (mut parts, mut body) = request.into_parts();
        let admitted = self.core.as_ref().map_or(Ok(()), |core| core.admit(&mut parts));
        let read = match admitted {
            Ok(()) => self.body(&mut body, most, peer::holder_of(&parts)).await,
            Err(problem) => Err(problem),
        };
        body::pour_away(body, &parts.headers);
        read.map(|whole| (parts, whole))
    }

    async fn body(&self, body: &mut Body, most: usize, holder: Option<IpAddr>) -> Result<Bytes, Problem> {
        let limits = self.limits.body(most);
        body::read(body, &limits, &mut Room::of(&self.bodies, holder)).await
    }
}

impl fmt::Debug for EndpointLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointLimits").field("limits", &self.limits).finish_non_exhaustive()
    }
}
