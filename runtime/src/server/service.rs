//! Services: an API as a tower service.

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
use crate::server::documentation::Documentation;
use crate::server::idempotency::{IdempotencyStore, KeyStore};
use crate::server::limits::Limits;
use crate::server::limits::endpoint::EndpointLimits;
use crate::server::route::table::{HandlerFuture, Table};
use crate::server::serve::{ServeOptions, serve};
use crate::server::settings::{RateSetting, ServiceSettings};

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
    /// Returns the API.
    fn api() -> &'static Api;

    /// Returns the table of its operations.
    fn table() -> Table<Self>;

    /// Returns whether an error that a handler returned with `?` means that the service is temporarily unavailable
    /// ([`Outcome::Unavailable`](crate::problem::Outcome::Unavailable)) instead of an internal error, such as a
    /// locked database. Set it with `#[handler(unavailable = FUNCTION)]`.
    fn is_unavailable(cause: &(dyn Error + 'static)) -> bool {
        let _ = cause;
        false
    }

    /// Converts to a service with the default [`Limits`].
    fn into_service(self) -> Service<Self> {
        Service::new(self, Self::table()).unavailable_if(Self::is_unavailable)
    }

    /// Converts to an axum router, to be nested or wrapped in layers.
    fn router<S: Clone + Send + Sync + 'static>(self) -> axum::Router<S> {
        self.into_service().router()
    }

    /// Serves on `listener` until the shutdown signal: see [`serve`].
    ///
    /// # Errors
    /// Returns the errors of [`serve`].
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
    pub(super) core: Arc<Core>,
    handler: PhantomData<fn() -> H>,
}

impl<H: Send + Sync + 'static> Service<H> {
    /// Creates a service for the operations of `table`, handled by `handler`.
    pub fn new(handler: H, table: Table<H>) -> Self {
        let api = table.api();
        let routes =
            table.bind(&Arc::new(handler)).into_iter().map(|bound| Arc::new(Route::new(bound))).collect();
        let documentation = Documentation::of(api);
        Self::of(Core::new(
            api.style,
            routes,
            ServiceSettings { documentation, ..ServiceSettings::default() },
        ))
    }
}

impl<H> Service<H> {
    fn of(core: Core) -> Self {
        Self { core: Arc::new(core), handler: PhantomData }
    }

    /// Sets the limits.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        self.set(|settings| settings.limits = limits)
    }

    /// Adds a predicate for errors of handlers that mean that the service is temporarily unavailable, instead of an
    /// internal error.
    #[must_use]
    pub fn unavailable_if(self, is_such: fn(&(dyn Error + 'static)) -> bool) -> Self {
        self.set(|settings| settings.unavailable.push(is_such))
    }

    /// Sets the session store that replaces [`MemorySessions`](super::MemorySessions). Has no effect if the style has
    /// no sessions.
    #[cfg(feature = "sessions")]
    #[must_use]
    pub fn sessions(self, store: impl crate::server::session::SessionStore) -> Self {
        Self::of(self.core.with_sessions(crate::server::session::SessionManager::of(store)))
    }

    /// Sets the store of idempotency keys that replaces [`MemoryIdempotencyKeys`](super::MemoryIdempotencyKeys). Has no
    /// effect if the style has no keys.
    #[must_use]
    pub fn idempotency_keys(self, store: impl IdempotencyStore) -> Self {
        self.set(|settings| settings.idempotency = KeyStore::of(store))
    }

    /// Declares that all requests have come over TLS, because whatever is in front of the service accepts nothing
    /// else.
    #[must_use]
    pub fn behind_tls(self) -> Self {
        self.set(|settings| settings.transport.behind_tls = true)
    }

    /// Trusts the nearest proxy: the last element of `X-Forwarded-Proto` decides whether a request came over TLS, and
    /// the last of `X-Forwarded-Host` is the host of absolute links. Only use it if every request comes through a
    /// proxy that sets or removes both headers, because a client could set them too. If [`serve`] has [trusted
    /// proxies](ServeOptions::trusted_proxies), only those are trusted.
    #[must_use]
    pub fn trust_forwarded(self) -> Self {
        self.set(|settings| settings.transport.forwarded = true)
    }

    /// Overrides whether the style refuses requests without TLS. A client on the server's own machine is admitted,
    /// unless a [trusted](Self::trust_forwarded) proxy says that the request came without TLS; a client with an
    /// unknown address, as in a call without a socket, is not.
    #[must_use]
    pub fn require_tls(self, required: bool) -> Self {
        self.set(|settings| settings.transport.required = Some(required))
    }

    /// Overrides the style's rate limit with a token bucket for each address (each /64 for IPv6): `requests` at once
    /// (at least one), refilled over `per`. Beyond it, requests are
    /// [`Outcome::TooMany`](crate::problem::Outcome::TooMany). The style decides the headers that describe the limit,
    /// and whether all operations or only marked ones are counted.
    ///
    /// Clients with an unknown address (only [`serve`] provides it) share one bucket, as do all clients of a proxy
    /// that is not [trusted](ServeOptions::trusted_proxies).
    #[must_use]
    pub fn rate(self, requests: u32, per: Duration) -> Self {
        self.set(|settings| settings.rate = RateSetting::Of(requests, per))
    }

    /// Disables the style's rate limit.
    #[must_use]
    pub fn rate_off(self) -> Self {
        self.set(|settings| settings.rate = RateSetting::Off)
    }

    /// Sets the origins whose pages may call the API (CORS), replacing those of the style: `https://app.example.com`.
    /// With an empty list, no page of another origin can read responses; `*` is not an origin. If the style has no
    /// CORS rules, requests are allowed without the browser's credentials.
    #[must_use]
    pub fn cors<O: AsRef<str>>(self, origins: impl IntoIterator<Item = O>) -> Self {
        let named = cross_origin::origins(origins);
        self.set(|settings| settings.origins = Some(named))
    }

    /// Adds origins whose pages may change state with a cookie of this API: `https://app.example.com`.
    ///
    /// If the style has sessions, or an operation's security uses a cookie, a request that is not safe (`GET`,
    /// `HEAD`) and comes from a page of another origin is [`Outcome::Forbidden`](crate::problem::Outcome::Forbidden):
    /// its `Sec-Fetch-Site` is neither `same-origin` nor `none` or, if it is absent, its `Origin` is neither the host
    /// of the request nor that of [`Self::public_url`]. Origins of [`Self::cors`] and of the style's CORS rules are
    /// allowed; if those allow any origin without credentials, requests without a cookie are allowed too. A request
    /// with neither header does not come from a browser, and is allowed.
    #[must_use]
    pub fn trusted_origins<O: AsRef<str>>(self, origins: impl IntoIterator<Item = O>) -> Self {
        let trusted = cross_origin::origins(origins);
        self.set(|settings| settings.trusted_origins = trusted)
    }

    /// Disables the cross-origin check, for services that are protected by other means.
    #[must_use]
    pub fn cross_origin_check_off(self) -> Self {
        self.set(|settings| settings.cross_origin_off = true)
    }

    /// Sets the public URL of the service, the base of absolute links: scheme, host, and the part of the path that a
    /// proxy removes. Without it, links have the host of the request: its `Host`, which the client chooses, or the
    /// last of `X-Forwarded-Host` if a proxy is [trusted](Self::trust_forwarded).
    #[must_use]
    pub fn public_url(self, url: &Uri) -> Self {
        let host = match (url.scheme_str(), url.authority()) {
            (Some(scheme), Some(host)) => format!("{scheme}://{host}"),
            _ => String::new(),
        };
        let url = format!("{host}{}", url.path().trim_end_matches('/'));
        self.set(|settings| settings.public_url = Some(url.into()))
    }

    /// Compresses responses if the request's `Accept-Encoding` allows it, with those codings of gzip, br and zstd
    /// whose crate features are enabled. Small or compressed bodies are unchanged. The entity tag is that of the
    /// uncompressed response.
    #[cfg(any(feature = "gzip", feature = "br", feature = "zstd"))]
    #[must_use]
    pub fn compress(self) -> Self {
        self.set(|settings| settings.compress = true)
    }

    /// Returns the limits of this service, for endpoints that are not operations of the document.
    #[must_use]
    pub fn endpoint_limits(&self) -> EndpointLimits {
        EndpointLimits::of(&self.core)
    }

    /// Encodes errors of the operation `O` with `form` instead of the style: errors before its handler runs (a body
    /// that is too large, too many requests) and those of the handler. A problem that has a body is unchanged.
    #[must_use]
    pub fn failures_of<O: Operation>(self, form: fn(Problem) -> Problem) -> Self {
        self.set(|settings| settings.failures.push((O::META.id, form)))
    }

    /// Processes a request of a custom route like an operation: with the rules for TLS, rate limit and CORS, a
    /// request id, and errors in the style's format and the accepted language.
    pub async fn answer_custom_route<F>(
        &self,
        request: Request<Body>,
        handle: impl FnOnce(Request<Body>) -> F + Send + 'static,
    ) -> Response<Body>
    where
        F: Future<Output = Result<Response<Body>, UndeclaredError>> + Send,
    {
        self.core.clone().custom_route(request, handle).await
    }

    pub(super) fn set(self, change: impl FnOnce(&mut ServiceSettings)) -> Self {
        let mut settings = self.core.settings.clone();
        change(&mut settings);
        Self::of(self.core.with(Vec::new(), settings))
    }

    /// Adds the operations of another service; its settings (limits, TLS, rate, origins, public URL, stores of
    /// sessions and idempotency keys)
    /// are dropped. Of two operations with the same method and path shape, the first is served.
    /// Documents and their pages stay, and take precedence over operations.
    #[must_use]
    pub fn merge<G>(self, other: Service<G>) -> Service<(H, G)> {
        let mut settings = self.core.settings.clone();
        settings.unavailable.extend(&other.core.settings.unavailable);
        settings.documentation.extend(&other.core.settings.documentation);
        Service::of(self.core.with(other.core.routes.clone(), settings))
    }

    /// Converts to an axum router, to be nested or wrapped in layers.
    pub fn router<S>(self) -> axum::Router<S>
    where
        S: Clone + Send + Sync + 'static,
        H: 'static,
    {
        axum::Router::new().fallback_service(self)
    }

    /// Responds to a request, as if it had arrived over a connection.
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
    type Future = HandlerFuture<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let core = self.core.clone();
        Box::pin(async move { Ok(core.answer(request).await) })
    }
}
