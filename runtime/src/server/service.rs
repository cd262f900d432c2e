//! An API as a tower service.

use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io;
use std::marker::PhantomData;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use http::{Request, Response, Uri};
use tokio::net::TcpListener;

use crate::api::{Api, Operation, UndeclaredError};
use crate::problem::Problem;

use super::core::Core;
use super::route::Route;
use crate::server::auth::cross_origin;
use crate::server::limits::Limits;
use crate::server::limits::endpoint::EndpointLimits;
use crate::server::route::table::{Boxed, Table};
use crate::server::serve::{ServeOptions, serve};
use crate::server::settings::{RateSetting, Settings};

/// A handler of an API, or of some of its groups. `#[derive(housestyle::Handler)]` implements it.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// # use board::Board;
/// use housestyle::Handler as _; // `Board` derives it
///
/// let api = axum::Router::<()>::new().nest("/api", Board.router());
/// # drop(api);
/// ```
pub trait Handler: Send + Sync + Sized + 'static {
    /// The API.
    fn api() -> &'static Api;

    /// The operations that it serves.
    fn table() -> Table<Self>;

    /// Whether an error that `?` returned from a handler means that the service cannot answer for now
    /// ([`Outcome::Unavailable`](crate::problem::Outcome::Unavailable)), and is no internal failure: a database that is locked
    /// or gone, for one. `#[handler(unavailable = FUNCTION)]` says which.
    fn is_unavailable(cause: &(dyn Error + 'static)) -> bool {
        let _ = cause;
        false
    }

    /// As a service, with the usual [`Limits`].
    fn into_service(self) -> Service<Self> {
        Service::new(self, Self::table()).unavailable_if(Self::is_unavailable)
    }

    /// As an axum router of any state, to nest or to put layers around.
    fn router<S: Clone + Send + Sync + 'static>(self) -> axum::Router<S> {
        self.into_service().router()
    }

    /// Serves on `listener` until the signal to stop: [`serve`].
    ///
    /// # Errors
    /// As of [`serve`].
    fn serve(
        self,
        listener: TcpListener,
        options: ServeOptions,
    ) -> impl Future<Output = io::Result<()>> + Send {
        serve(listener, self.into_service(), options)
    }
}

/// An API with its handler: a tower service, cheap to clone.
///
/// It never fails and is always ready. A test can call it without a socket: [`Service::answer`].
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// # async fn example() -> Result<(), http::Error> {
/// # use board::Board;
/// use std::time::Duration;
///
/// use axum::body::Body;
/// use housestyle::Handler as _;
/// use housestyle::server::Limits;
///
/// let service = Board.into_service().limits(Limits::new().body(64 * 1024)).rate(1, Duration::from_secs(60));
/// let list = || http::Request::get("/notes").body(Body::empty());
/// assert_eq!(service.answer(list()?).await.status(), 200);
/// assert_eq!(service.answer(list()?).await.status(), 429);
/// # Ok(()) }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
pub struct Service<H = ()> {
    core: Arc<Core>,
    handler: PhantomData<fn() -> H>,
}

impl<H: Send + Sync + 'static> Service<H> {
    /// The operations of `table`, as `handler` handles them.
    pub fn new(handler: H, table: Table<H>) -> Self {
        let api = table.api();
        let routes =
            table.bind(&Arc::new(handler)).into_iter().map(|bound| Arc::new(Route::new(bound))).collect();
        Self::of(Core::new(api.style, routes, Settings::default()))
    }
}

impl<H> Service<H> {
    fn of(core: Core) -> Self {
        Self { core: Arc::new(core), handler: PhantomData }
    }

    /// With these limits.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        self.set(|settings| settings.limits = limits)
    }

    /// Reports that the service is unavailable, and not an internal failure, if a handler fails with such an error; in addition to errors
    /// that were named before.
    #[must_use]
    pub fn unavailable_if(self, is_such: fn(&(dyn Error + 'static)) -> bool) -> Self {
        self.set(|settings| settings.unavailable.push(is_such))
    }

    /// With this store of sessions, in place of [memory](super::MemorySessions). Nothing comes of it where the style has no
    /// sessions.
    #[cfg(feature = "sessions")]
    #[must_use]
    pub fn sessions(self, store: impl crate::server::session::SessionStore) -> Self {
        Self::of(self.core.with_sessions(crate::server::session::SessionManager::of(store)))
    }

    /// Every request has come over TLS: what is in front of the service accepts nothing else.
    #[must_use]
    pub fn behind_tls(self) -> Self {
        self.set(|settings| settings.transport.behind_tls = true)
    }

    /// Takes the nearest proxy's word, the last in `X-Forwarded-Proto`, for whether a request came over TLS; and the last in
    /// `X-Forwarded-Host` for the host of absolute links. Only where every request comes through a proxy that writes both, or
    /// takes away what it does not write: a client could write them as well. If [`serve`] knows which
    /// [proxies](ServeOptions::trusted_proxies) there are, nobody else is trusted.
    #[must_use]
    pub fn trust_forwarded(self) -> Self {
        self.set(|settings| settings.transport.forwarded = true)
    }

    /// Whether a request that came without TLS is refused, in place of what the style says. A client on the server's own
    /// machine is let in, unless a proxy that is [trusted](Self::trust_forwarded) says how it came; one whose address is unknown
    /// is not, as in a call without a socket.
    #[must_use]
    pub fn require_tls(self, required: bool) -> Self {
        self.set(|settings| settings.transport.required = Some(required))
    }

    /// Takes `requests` of each peer at once (at least one), and as many again over the time of `per`, in place of what
    /// the style says: a token bucket for each address, each /64 for IPv6. More are
    /// [`Outcome::TooMany`](crate::problem::Outcome::TooMany). The headers that describe it are the style's, and so is whether
    /// all operations are counted or those that the document marks.
    ///
    /// Clients whose address is not known (only [`serve`] passes it on) share one bucket; so do all that come through a
    /// proxy that is not [trusted](ServeOptions::trusted_proxies).
    #[must_use]
    pub fn rate(self, requests: u32, per: Duration) -> Self {
        self.set(|settings| settings.rate = RateSetting::Of(requests, per))
    }

    /// Takes as many requests as there come, whatever the style says.
    #[must_use]
    pub fn rate_off(self) -> Self {
        self.set(|settings| settings.rate = RateSetting::Off)
    }

    /// Lets pages of these origins call, in place of those that the style names: `https://app.example.com`. Of none, no
    /// page's scripts read an answer; `*` is no origin. Where the style has no rules for pages of other origins, they come without
    /// credentials of the browser's own.
    #[must_use]
    pub fn cors<O: AsRef<str>>(self, origins: impl IntoIterator<Item = O>) -> Self {
        let named = cross_origin::origins(origins);
        self.set(|settings| settings.origins = Some(named))
    }

    /// Lets pages of these origins change things with a cookie of this API: `https://app.example.com`.
    ///
    /// Where the style has sessions, or an operation's security takes a cookie, a request that is not safe (`GET`, `HEAD`) and
    /// comes from a page of another origin is [`Outcome::Forbidden`](crate::problem::Outcome::Forbidden): `Sec-Fetch-Site`
    /// is neither `same-origin` nor `none`, or, without it, `Origin` is not the host of the request, nor of
    /// [`Self::public_url`]. Origins of [`Self::cors`] and of the style's own CORS are let through as well; where that
    /// takes every origin without credentials, so are requests without a cookie. What sends neither header is no
    /// browser, and is let through.
    #[must_use]
    pub fn trusted_origins<O: AsRef<str>>(self, origins: impl IntoIterator<Item = O>) -> Self {
        let trusted = cross_origin::origins(origins);
        self.set(|settings| settings.trusted_origins = trusted)
    }

    /// Lets pages of every origin change things with a cookie of this API, as far as browsers send it: where something else
    /// guards against that.
    #[must_use]
    pub fn cross_origin_check_off(self) -> Self {
        self.set(|settings| settings.cross_origin_off = true)
    }

    /// Where clients reach the service, which links begin with where the style has them absolute: scheme, host, and whatever
    /// a proxy takes away from the path. Without it links have the host of the request: its `Host`, which anybody may make up,
    /// or the last in `X-Forwarded-Host`, where a proxy is [trusted](Self::trust_forwarded).
    #[must_use]
    pub fn public_url(self, url: &Uri) -> Self {
        let host = match (url.scheme_str(), url.authority()) {
            (Some(scheme), Some(host)) => format!("{scheme}://{host}"),
            _ => String::new(),
        };
        let url = format!("{host}{}", url.path().trim_end_matches('/'));
        self.set(|settings| settings.public_url = Some(url.into()))
    }

    /// Compresses answers for requests whose `Accept-Encoding` lets them: by those of gzip, br and zstd that are features of this
    /// crate. Small bodies, and those whose type is compressed itself, go as they are. The entity tag is that of the answer
    /// before it is compressed.
    #[cfg(any(feature = "gzip", feature = "br", feature = "zstd"))]
    #[must_use]
    pub fn compress(self) -> Self {
        self.set(|settings| settings.compress = true)
    }

    /// The limits of this service, for endpoints that are not operations of the document.
    #[must_use]
    pub fn endpoint_limits(&self) -> EndpointLimits {
        EndpointLimits::of(&self.core)
    }

    /// Failures of the operation `O` in a form of their own, in place of the style's: those that are found before its handler
    /// runs (a body that is too large, too many requests) and the handler's alike. A problem that has a body already is left as
    /// it is.
    #[must_use]
    pub fn failures_of<O: Operation>(self, form: fn(Problem) -> Problem) -> Self {
        self.set(|settings| settings.failures.push((O::META.id, form)))
    }

    /// Answers a request to a route of your own as operations are answered: under the rules for TLS, rates and
    /// pages of other origins, with a request id, and failures in the style's body and the language that the request accepts.
    pub async fn answer_beside<F>(
        &self,
        request: Request<Body>,
        handle: impl FnOnce(Request<Body>) -> F + Send + 'static,
    ) -> Response<Body>
    where
        F: Future<Output = Result<Response<Body>, UndeclaredError>> + Send,
    {
        self.core.clone().custom_route(request, handle).await
    }

    fn set(self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = self.core.settings.clone();
        change(&mut settings);
        Self::of(self.core.with(Vec::new(), settings))
    }

    /// With the operations of another handler too; the settings of that one (limits, TLS, rate, origins, public URL, store of sessions)
    /// are dropped. Of two of one method and one shape of path, the first is served.
    #[must_use]
    pub fn merge<G>(self, other: Service<G>) -> Service<(H, G)> {
        let mut settings = self.core.settings.clone();
        settings.unavailable.extend(&other.core.settings.unavailable);
        Service::of(self.core.with(other.core.routes.clone(), settings))
    }

    /// As an axum router of any state, to nest or to put layers around.
    pub fn router<S>(self) -> axum::Router<S>
    where
        S: Clone + Send + Sync + 'static,
        H: 'static,
    {
        axum::Router::new().fallback_service(self)
    }

    /// Answers a request, as a connection would have it answered.
    pub async fn answer(&self, request: Request<Body>) -> Response<Body> {
        self.core.clone().answer(request).await
    }
}

impl<H> Clone for Service<H> {
    fn clone(&self) -> Self {
        Self { core: self.core.clone(), handler: PhantomData }
    }
}

impl<H> fmt::Debug for Service<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations = self.core.routes.iter().map(|route| route.bound.operation.id);
        f.debug_tuple("Service").field(&operations.collect::<Vec<_>>()).finish()
    }
}

impl<H> tower_service::Service<Request<Body>> for Service<H> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Boxed<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let core = self.core.clone();
        Box::pin(async move { Ok(core.answer(request).await) })
    }
}
