//! The seam between calls and the wire: one small trait, an HTTP client behind it by default.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::TryStreamExt as _;
use http_body_util::BodyExt as _;

/// A boxed future, as an object-safe trait needs it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A request as it goes to a [`Transport`]: absolute URI, every header set, the body whole.
pub type Request = http::Request<Bytes>;

/// An answer as a [`Transport`] gives it: the body may still be on its way.
pub type Response = http::Response<Body>;

/// Carries one request and brings one answer.
///
/// It adds nothing of its own: no redirects, no retries, no cookies, no decompression. Deadlines, retries and the cap
/// on the body's size stand above it; dropping the future or the body gives the exchange up. A closure
/// `Fn(Request) -> Future<Output = Result<Response, TransportError>>` is a transport, which is how tests answer
/// without a server; [`InProcess`](super::InProcess) calls a `tower` service.
///
/// ```
/// use housestyle::client::{Body, Request, Response, Transport, TransportError};
///
/// fn takes(_: impl Transport) {}
/// takes(|_: Request| async { Ok::<Response, TransportError>(Response::new(Body::from(r#"{"id":7}"#))) });
/// // Client::builder("https://api.example").transport(…), in a test without a server
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`; done when the answer's head is there.
    fn send(&self, request: Request) -> BoxFuture<'static, Result<Response, TransportError>>;
}

impl<F, A> Transport for F
where
    F: Fn(Request) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response, TransportError>> + Send + 'static,
{
    fn send(&self, request: Request) -> BoxFuture<'static, Result<Response, TransportError>> {
        Box::pin(self(request))
    }
}

/// One transport for several clients, or for a client and its source of tokens.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> BoxFuture<'static, Result<Response, TransportError>> {
        self.as_ref().send(request)
    }
}

/// An answer's body: chunks of bytes.
///
/// ```
/// use housestyle::client::Body;
///
/// let whole = Body::from(r#"{"id":7}"#);
/// let chunks = Body::stream(futures_util::stream::iter([Ok("a".into()), Ok("b".into())]));
/// # drop((whole, chunks));
/// ```
pub struct Body(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>);

impl Body {
    /// A body that arrives by and by.
    pub fn stream(chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Box::pin(chunks))
    }

    /// Reads the whole body. Returns `None` if it is larger than `limit` bytes: it is then dropped, and its connection too.
    ///
    /// # Errors
    /// The body did not arrive completely.
    pub async fn read(mut self, limit: u64) -> Result<Option<Bytes>, TransportError> {
        let Some(first) = self.0.try_next().await? else { return Ok(Some(Bytes::new())) };
        if first.len() as u64 > limit {
            return Ok(None);
        }
        let Some(second) = self.0.try_next().await? else { return Ok(Some(first)) };
        let mut body = BytesMut::from(first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            if (body.len() + chunk.len()) as u64 > limit {
                return Ok(None);
            }
            body.extend_from_slice(&chunk);
            next = self.0.try_next().await?;
        }
        Ok(Some(body.freeze()))
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(whole: B) -> Self {
        let whole: Bytes = whole.into();
        Self::stream(futures_util::stream::iter([Ok(whole)]))
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(..)")
    }
}

/// Why no answer came, or just a part of one.
///
/// ```
/// use housestyle::client::{TransportError, TransportKind};
///
/// let error = TransportError::caused(TransportKind::Connect, "no route to host");
/// assert_eq!(error.kind(), TransportKind::Connect);
/// ```
#[derive(Debug)]
pub struct TransportError {
    kind: TransportKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The kinds of [`TransportError`].
///
/// ```
/// use housestyle::client::{CallError, TransportKind};
///
/// fn is_timeout<E>(error: &CallError<E>) -> bool {
///     matches!(error, CallError::Transport(cause) if cause.kind() == TransportKind::Timeout)
/// }
/// assert!(!is_timeout(&CallError::<()>::Loop));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportKind {
    /// No connection came to be: no such host, refused, TLS failed. The request was not sent.
    Connect,
    /// A deadline passed.
    Timeout,
    /// The connection ended before the answer was whole.
    Closed,
    /// What came was not HTTP.
    Protocol,
    /// The body could not be decoded from its content coding. A call returns it as [`CallError::Decode`](super::CallError::Decode).
    Coding,
    /// Anything else.
    Other,
}

impl TransportError {
    /// An error of this kind, without a cause.
    #[must_use]
    pub const fn new(kind: TransportKind) -> Self {
        Self { kind, source: None }
    }

    /// An error of this kind, with its cause. The cause's text may be logged: it must hold no secrets.
    pub fn caused(kind: TransportKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: Some(source.into()) }
    }

    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> TransportKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportKind::Connect => "could not connect",
            TransportKind::Timeout => "no answer in time",
            TransportKind::Closed => "the connection closed before the answer was whole",
            TransportKind::Protocol => "the answer is not HTTP",
            TransportKind::Coding => "the body could not be decoded from its content coding",
            TransportKind::Other => "the request could not be carried",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// The default [`Transport`]: reqwest with all that it does by itself switched off.
///
/// ```
/// use housestyle::client::Reqwest;
///
/// let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
/// let transport = Reqwest::over(client);
/// // Client::builder("https://api.example").transport(transport)
/// # drop(transport);
/// # Ok::<(), reqwest::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// A transport with a pool of its own.
    ///
    /// # Errors
    /// Where the platform's certificates cannot be used.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .build()
            .map(Self)
            .map_err(transport_error)
    }

    /// Over a client of yours: proxies, certificates, pools. It should follow no redirects: keys travel in headers
    /// that it would hand on to another host.
    #[must_use]
    pub const fn over(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request) -> BoxFuture<'static, Result<Response, TransportError>> {
        let client = self.0.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(transport_error)?;
            let answer: http::Response<reqwest::Body> =
                client.execute(request).await.map_err(transport_error)?.into();
            let (head, body) = answer.into_parts();
            Ok(http::Response::from_parts(head, Body(Box::pin(chunks(body, transport_error)))))
        })
    }
}

/// A body's data, without its trailers.
pub(super) fn chunks<R>(
    body: R,
    into_error: impl Fn(R::Error) -> TransportError + Send + 'static,
) -> impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static
where
    R: http_body::Body<Data = Bytes> + Send + 'static,
{
    let body: Pin<Box<R>> = Box::pin(body);
    body.into_data_stream().map_err(into_error)
}

/// The kind of what reqwest says. Its URL goes: a key may stand in the query.
fn transport_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        // A connect timeout is no connection; any other is ours, and does not come from here.
        if error.is_connect() { TransportKind::Connect } else { TransportKind::Timeout }
    } else if error.is_connect() {
        TransportKind::Connect
    } else {
        told_by_cause(&error)
    };
    TransportError::caused(kind, error.without_url())
}

fn told_by_cause(error: &reqwest::Error) -> TransportKind {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<std::io::Error>() {
            use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
            if matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof) {
                return TransportKind::Closed;
            }
        }
        if let Some(error) = error.downcast_ref::<hyper::Error>() {
            if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
                return TransportKind::Closed;
            }
            if error.is_parse() {
                return TransportKind::Protocol;
            }
        }
        cause = error.source();
    }
    if error.is_request() || error.is_decode() || error.is_body() {
        TransportKind::Protocol
    } else {
        TransportKind::Other
    }
}
