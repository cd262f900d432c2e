//! Answers in a content coding that the request accepts (RFC 9110 §12.5.3).

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use http::header::ACCEPT_ENCODING;
use http::{Request, Response};
use tower_http::compression::Compression;
use tower_service::Service as _;

use super::core::Core;
use super::table::Boxed;

/// Answers a request, in the coding that it wants most. What is small, or compressed by its type, goes as it is.
pub(super) async fn answer(core: Arc<Core>, request: Request<Body>) -> Response<Body> {
    let mut asked = Request::new(());
    for accepted in request.headers().get_all(ACCEPT_ENCODING) {
        asked.headers_mut().append(ACCEPT_ENCODING, accepted.clone());
    }
    let Ok(response) = Compression::new(Inner { core, request: Some(request) }).call(asked).await;
    response.map(Body::new)
}

/// The request itself.
struct Inner {
    core: Arc<Core>,
    request: Option<Request<Body>>,
}

impl tower_service::Service<Request<()>> for Inner {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Boxed<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let (core, request) = (self.core.clone(), self.request.take().unwrap_or_default());
        Box::pin(async move { Ok(core.uncoded(request).await) })
    }
}
