//! Content codings of responses (RFC 9110 §12.5.3).

use axum::body::Body;
use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, Request, Response};

/// The codings that a request accepts, if the service compresses.
pub(in crate::server) struct AcceptedCodings(Option<Request<()>>);

impl AcceptedCodings {
    pub(in crate::server) fn of(compress: bool, headers: &HeaderMap) -> Self {
        let asked = || {
            let mut asked = Request::new(());
            for accepted in headers.get_all(ACCEPT_ENCODING) {
                asked.headers_mut().append(ACCEPT_ENCODING, accepted.clone());
            }
            asked
        };
        Self(compress.then(asked))
    }

    /// Encodes the response with the preferred coding. Small or compressed bodies are unchanged.
    #[cfg(any(feature = "gzip", feature = "br", feature = "zstd"))]
    pub(in crate::server) async fn encode(self, response: Response<Body>) -> Response<Body> {
        use tower_service::Service as _;

        let Some(asked) = self.0 else { return response };
        let mut layer = tower_http::compression::Compression::new(ready::ReadyResponse(Some(response)));
        let Ok(response) = layer.call(asked).await;
        response.map(Body::new)
    }

    /// Returns the response unchanged: the crate has no feature for a coding.
    #[cfg(not(any(feature = "gzip", feature = "br", feature = "zstd")))]
    pub(in crate::server) async fn encode(self, response: Response<Body>) -> Response<Body> {
        drop(self.0);
        response
    }
}

#[cfg(any(feature = "gzip", feature = "br", feature = "zstd"))]
mod ready {
    use std::convert::Infallible;
    use std::future::{Ready, ready};
    use std::task::{Context, Poll};

    use axum::body::Body;
    use http::{Request, Response};

    /// A service that returns a given response.
    pub(in crate::server) struct ReadyResponse(pub(in crate::server) Option<Response<Body>>);

    impl tower_service::Service<Request<()>> for ReadyResponse {
        type Response = Response<Body>;
        type Error = Infallible;
        type Future = Ready<Result<Response<Body>, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<()>) -> Self::Future {
            ready(Ok(self.0.take().unwrap_or_default()))
        }
    }
}
