//! A transport over a `tower` service: middleware, mocks, or a server in the same process without a socket.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use tower_service::Service;

use super::transport::{
    Body, BoxFuture, Request, Response, Transport, TransportError, TransportKind, chunks,
};

/// A `tower` service as a [`Transport`]. `B` is the body type of the service: anything made from [`Bytes`].
///
/// The service is cloned for each request and polled until it is ready.
///
/// ```
/// # mod example { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/client.rs")); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # use example::*;
/// # use board::Board;
/// use axum::body::Body;
/// use housestyle::Handler as _;
/// use housestyle::client::InProcess;
///
/// // The server runs in this process, without a socket.
/// let transport = InProcess::<_, Body>::new(Board.into_service());
/// let client = Client::builder("http://localhost").transport(transport).build().unwrap();
/// assert_eq!(client.list_notes().send().await.unwrap().len(), 1);
/// # }
/// ```
pub struct InProcess<S, B> {
    // A lock instead of a bound, because services are often `Clone + Send` but not `Sync`.
    service: Mutex<S>,
    body: PhantomData<fn(B)>,
}

impl<S, B> InProcess<S, B> {
    /// Creates a transport over `service`.
    pub const fn new(service: S) -> Self {
        Self { service: Mutex::new(service), body: PhantomData }
    }
}

impl<S, B> fmt::Debug for InProcess<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess(..)")
    }
}

impl<S, B, R> Transport for InProcess<S, B>
where
    S: Service<http::Request<B>, Response = http::Response<R>> + Clone + Send + 'static,
    S::Error: Into<Box<dyn StdError + Send + Sync>>,
    S::Future: Send,
    B: From<Bytes> + Send + 'static,
    R: http_body::Body<Data = Bytes> + Send + 'static,
    R::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    fn send(&self, request: Request) -> BoxFuture<'static, Result<Response, TransportError>> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|context| service.poll_ready(context)).await.map_err(other)?;
            let answer = service.call(request.map(B::from)).await.map_err(other)?;
            let (head, body) = answer.into_parts();
            Ok(http::Response::from_parts(head, Body::stream(chunks(body, other))))
        })
    }
}

fn other(error: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    TransportError::caused(TransportKind::Other, error)
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_transport() {
        const fn takes<T: Transport>() {}
        takes::<InProcess<crate::server::Service<()>, axum::body::Body>>();
        takes::<InProcess<axum::Router, axum::body::Body>>();
    }
}
