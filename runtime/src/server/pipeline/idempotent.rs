//! The step for idempotency keys: a request is performed once, to its end.

use std::sync::Arc;

use axum::body::Body;
use http::{Request, Response, StatusCode};
use tracing::Instrument as _;

use crate::problem::Outcome;
use crate::server::auth::caller::Caller;
use crate::server::core::Core;
use crate::server::idempotency::{KeyClaim, KeyStart};
use crate::server::negotiate::language::NegotiatedLanguage;
use crate::server::route::Route;

use super::CallOutcome;
use super::read::RequestContent;
use super::request::RequestHead;
use super::session_scope::catch_panic;

/// Responds to a request in a task of its own, which goes on if the client goes away.
pub(super) async fn to_its_end(core: Arc<Core>, request: Request<Body>) -> Response<Body> {
    let responding = async move { core.respond(request).await };
    match tokio::spawn(responding.in_current_span()).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime stops.
            Err(_) => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                response
            }
        },
    }
}

/// Keeps a response under its key, if it has one.
pub(super) async fn settled(
    claim: Option<KeyClaim>,
    failure: Option<Outcome>,
    response: Response<Body>,
) -> Response<Body> {
    match claim {
        Some(claim) => claim.complete(failure, response).await,
        None => response,
    }
}

impl Core {
    /// Runs the handler, unless the request has been performed.
    pub(super) async fn handle_once(
        &self,
        route: &Route,
        head: RequestHead,
        mut content: RequestContent,
        caller: Caller,
        language: Option<NegotiatedLanguage>,
    ) -> CallOutcome {
        let begun = self.begin_key(head.operation, content.key.take(), &caller.scope).await;
        let mut claim = match begun {
            Ok(KeyStart::NoKey) => None,
            Ok(KeyStart::Perform(claim)) => Some(claim),
            // It is in the language of the first request.
            Ok(KeyStart::Replay(response)) => {
                return CallOutcome { result: Ok(*response), language: None, claim: None };
            }
            Err(error) => return CallOutcome { result: Err(error), language, claim: None },
        };
        let handling = self.handle(route, head, content, caller, language, claim.as_mut());
        CallOutcome { result: catch_panic(handling).await, language, claim }
    }
}
