//! Custom routes, which are processed like operations.

use std::future::Future;
use std::sync::Arc;

use axum::body::Body;
use http::{Request, Response};

use crate::api::UndeclaredError;

use crate::server::core::Core;
use crate::server::limits::body::drain;

use super::admission::AdmissionResult;
use super::finalize::Exchange;
use super::session_scope::catch_panic;

impl Core {
    /// Responds to a request of a custom route with `handle`.
    pub(in crate::server) async fn custom_route<F>(
        self: Arc<Self>,
        request: Request<Body>,
        handle: impl FnOnce(Request<Body>) -> F + Send + 'static,
    ) -> Response<Body>
    where
        F: Future<Output = Result<Response<Body>, UndeclaredError>> + Send,
    {
        let core = self.clone();
        self.with_cors(request, |request| async move {
            let (mut parts, body) = request.into_parts();
            let id = core.ids.id(&parts.headers);
            let AdmissionResult { method, quota } = core.admission.admit(core.style, &mut parts);
            let exchange = Exchange::new(&parts, id, quota);
            let problems = core.encoder_of_refusal(None, &parts, &exchange.id);
            let refusal = method.err().or_else(|| core.refusal(&parts, core.style.login.session.is_some()));
            let result = match refusal {
                None => catch_panic(handle(Request::from_parts(parts, body))).await,
                Some(problem) => {
                    drain(body, &parts.headers);
                    Err(problem.into())
                }
            };
            let response = problems.respond(result);
            core.write_headers(response, exchange, None)
        })
        .await
    }
}
