//! Transports: what carries the requests of calls. The default is an HTTP client.

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

/// A boxed future, which an object-safe trait needs.
///
/// ```
/// use housestyle::client::{BoxFuture, Request, Response, Transport, TransportError, TransportKind};
///
/// /// Sends nothing after a switch is turned.
/// struct Switchable<T> { inner: T, is_on: bool }
///
/// impl<T: Transport> Transport for Switchable<T> {
///     fn send(&self, request: Request) -> BoxFuture<'static, Result<Response, TransportError>> {
///         match self.is_on {
///             true => self.inner.send(request),
///             false => Box::pin(async { Err(TransportError::caused(TransportKind::Connect, "it is switched off")) }),
///         }
///     }
/// }
/// ```
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A request for a [`Transport`]: absolute URI, all headers, complete body.
///
/// ```
/// use housestyle::client::Request;
///
/// fn is_large(request: &Request) -> bool {
///     request.body().len() > 1 << 20
/// }
/// assert!(!is_large(&Request::default()));
/// ```
pub type Request = http::Request<Bytes>;

/// A response of a [`Transport`], whose body may still be arriving.
///
/// ```
/// use housestyle::client::{Body, Response};
///
/// let response = Response::new(Body::from("hello"));
/// assert_eq!(response.status(), 200);
/// ```
pub type Response = http::Response<Body>;

/// Sends a request and returns the response.
///
/// A transport adds nothing of its own: no redirects, retries, cookies or decompression. Deadlines, retries and the
/// size limit are applied around it; dropping the future or the body cancels the exchange. A closure `Fn(Request) ->
/// Future<Output = Result<Response, TransportError>>` is a transport, for tests without a server;
/// [`InProcess`](super::InProcess) calls a `tower` service.
///
/// ```
/// # mod notes { housestyle::api!("docs/notes.yaml", client); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use housestyle::client::{Body, Request, TransportError};
/// use notes::client::Client;
///
/// // In a test, without a server:
/// let stub = |request: Request| async move {
///     assert_eq!(request.uri(), "https://api.example/notes");
///     let response = http::Response::builder().header("content-type", "application/json");
///     Ok::<_, TransportError>(response.body(Body::from(r#"[{"text":"Buy milk"}]"#)).unwrap())
/// };
/// let client = Client::builder("https://api.example").transport(stub).build().unwrap();
/// assert_eq!(client.list_notes().send().await.unwrap()[0].text, "Buy milk");
/// # }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`. The future completes when the head of the response has arrived.
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

/// One transport for several clients, or for a client and its token source.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> BoxFuture<'static, Result<Response, TransportError>> {
        self.as_ref().send(request)
    }
}

/// The body of a response: a stream of bytes.
///
/// ```
/// use housestyle::client::Body;
///
/// let complete = Body::from(r#"{"id":7}"#);
/// let chunks = Body::stream(futures_util::stream::iter([Ok("a".into()), Ok("b".into())]));
/// # drop((complete, chunks));
/// ```
pub struct Body(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>);

impl Body {
    /// Creates a body from a stream.
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

/// An error of a [`Transport`]: no response, or an incomplete one.
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
    /// No connection was made: unknown host, connection refused, TLS failure. The request was not sent.
    Connect,
    /// A deadline passed.
    Timeout,
    /// The connection was closed before the response was complete.
    Closed,
    /// The response is not HTTP.
    Protocol,
    /// The body could not be decoded from its content coding. A call returns it as [`CallError::Decode`](super::CallError::Decode).
    Coding,
    /// Anything else.
    Other,
}

impl TransportError {
    /// Creates an error of this kind without a cause.
    #[must_use]
    pub const fn new(kind: TransportKind) -> Self {
        Self { kind, source: None }
    }

    /// Creates an error of this kind with a cause. The text of the cause may be logged, so it must not contain
    /// secrets.
    pub fn caused(kind: TransportKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: Some(source.into()) }
    }

    /// Returns the kind.
    #[must_use]
    pub const fn kind(&self) -> TransportKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportKind::Connect => "could not connect",
            TransportKind::Timeout => "no response in time",
            TransportKind::Closed => "the connection closed before the response was complete",
            TransportKind::Protocol => "the response is not HTTP",
            TransportKind::Coding => "the body could not be decoded from its content coding",
            TransportKind::Other => "the request failed",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// The default [`Transport`]: reqwest with its own redirects, cookies and decompression disabled.
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
    /// Creates a transport with its own connection pool.
    ///
    /// # Errors
    /// Returns an error if the platform's certificates cannot be loaded.
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

    /// Creates a transport over your own client, with its proxies, certificates and pool. It should not follow
    /// redirects: it would send API keys in headers to another host.
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

/// Returns the data of a body without trailers.
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

/// Converts an error of reqwest, without its URL, whose query may contain an API key.
fn transport_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        // A connect timeout counts as no connection; other timeouts are the client's own and not reported here.
        if error.is_connect() { TransportKind::Connect } else { TransportKind::Timeout }
    } else if error.is_connect() {
        TransportKind::Connect
    } else {
        kind_of_cause(&error)
    };
    TransportError::caused(kind, error.without_url())
}

fn kind_of_cause(error: &reqwest::Error) -> TransportKind {
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
