//! Routes of a user's own beside the operations, answered as those are.

use std::future::Future;
use std::sync::Arc;

use axum::body::Body;
use http::{Method, Request, Response};

use crate::api::Undeclared;

use crate::server::core::{Core, without_body};
use crate::server::encode::compress::Accepted;
use crate::server::encode::problem::Teller;
use crate::server::limits::responses;
use crate::server::negotiate;
use crate::server::negotiate::language::Spoken;
use crate::server::pipeline::cors;
use crate::server::pipeline::session_scope::contained;
use crate::server::serve::peer;

impl Core {
    /// Answers a request of a route beside the operations, by `handle`, as those are answered.
    pub(in crate::server) async fn beside<F>(
        self: Arc<Self>,
        request: Request<Body>,
        handle: impl FnOnce(Request<Body>) -> F + Send + 'static,
    ) -> Response<Body>
    where
        F: Future<Output = Result<Response<Body>, Undeclared>> + Send,
    {
        let asked = self.cors.as_ref().map(|_| cors::Asked::of(&request));
        let core = self.clone();
        let accepted = Accepted::of(self.settings.compress, request.headers());
        self.answer_across(asked, accepted, async move {
            let (mut parts, body) = request.into_parts();
            let (id, head) = (core.ids.id(&parts.headers), parts.method == Method::HEAD);
            let (representation, _) = negotiate::negotiate(core.style, None, &parts);
            let spoken = Spoken::of(core.style, &parts.headers);
            let entered = core.gate.enter(core.style, &mut parts);
            let holder = peer::holder_of(&parts);
            let refusal = core.refusal(&parts, core.style.session.is_some());
            let ran = match entered.method.and_then(|_| refusal.map_or(Ok(()), Err)) {
                Ok(()) => contained(handle(Request::from_parts(parts, body))).await,
                Err(refused) => {
                    crate::server::limits::body::pour_away(body, &parts.headers);
                    Err(refused.into())
                }
            };
            let (style, request_id) = (core.style, &id);
            let teller = Teller {
                style,
                representation: &representation,
                request_id,
                challenges: &[],
                spoken,
                own: None,
                unavailable: &core.settings.unavailable,
            };
            let mut response = teller.answer(ran, None);
            core.gate.tell(entered.left, response.headers_mut());
            core.finish(&mut response, id);
            let response = if head { without_body(response) } else { response };
            responses::hold(response, core.answers.share(holder))
        })
        .await
    }
}
