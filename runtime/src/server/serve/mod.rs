//! The accept loop: HTTP/1 and HTTP/2 with deadlines for slow peers.
//!
//! `axum::serve` waits for a silent connection without a limit, and has no option for one.

mod activity;
mod delivery;
mod forwarded;
mod options;
pub(crate) mod peer;
mod stream;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use http::{Request, Response};
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::server::limits::budget::Budget;
use activity::Activity;
use delivery::{StreamExecutor, deliver};
pub use options::ServeOptions;
use peer::{DirectPeer, Peer};
use stream::DeadlineStream;

/// Marks a request that arrived over a connection, as opposed to one created in the process.
#[derive(Debug, Clone, Copy)]
pub(in crate::server) struct OverConnection;

/// Serves `service` on `listener` until the shutdown signal, then waits for open requests up to
/// [`ServeOptions::drain`].
///
/// The signal is the future of [`ServeOptions::until`], or Ctrl-C and, on Unix, SIGTERM. Any tower service can be
/// served: a [`Service`](super::Service), or an `axum::Router` that contains it.
///
/// # Errors
/// Returns an error if the listener has no address. Errors of accepting a connection are logged.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// # async fn example() -> std::io::Result<()> {
/// # use board::Board;
/// use housestyle::Handler as _;
/// use housestyle::server::{ServeOptions, serve};
///
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
/// let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
/// let server = serve(listener, Board.into_service(), ServeOptions::new().until(async { drop(stopped.await) }));
/// drop(stop); // the server stops at once
/// server.await?;
/// # Ok(()) }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
pub async fn serve<S>(listener: TcpListener, service: S, options: ServeOptions) -> io::Result<()>
where
    S: tower_service::Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
{
    tracing::info!(address = %listener.local_addr()?, "serving");
    let ServeOptions { stop, limits } = options;
    let (stopping, stop_signal) = watch::channel(());
    let builder = limits.builder();
    let clients = Budget::new(usize::MAX, limits.connections_each);
    let acceptor = Acceptor { service, builder, limits, clients, stop: stop_signal };
    let mut connections = JoinSet::new();
    match stop {
        Some(stop) => acceptor.open(&listener, stop, &mut connections).await,
        None => acceptor.open(&listener, signalled(), &mut connections).await,
    }
    drop(listener);
    let _ = stopping.send(());
    let open = connections.len();
    tracing::info!(open, "stopping");
    let ended = tokio::time::timeout(acceptor.limits.drain, async {
        while connections.join_next().await.is_some() {}
    });
    if ended.await.is_err() {
        tracing::warn!(open = connections.len(), "aborted requests that did not end in time");
    }
    connections.shutdown().await;
    Ok(())
}

/// Accepts connections and serves each.
struct Acceptor<S> {
    service: S,
    builder: Builder<StreamExecutor>,
    limits: options::ConnectionLimits,
    /// The connections of each client.
    clients: Arc<Budget>,
    stop: watch::Receiver<()>,
}

impl<S> Acceptor<S>
where
    S: tower_service::Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
{
    /// Accepts connections until `stop`.
    async fn open(
        &self,
        listener: &TcpListener,
        stop: impl Future<Output = ()>,
        connections: &mut JoinSet<()>,
    ) {
        let places = Arc::new(Semaphore::new(self.limits.connections));
        let mut refusals = RefusalLog::default();
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = async {
                // The semaphore is never closed, so this is never an error; without a permit, no connection is
                // accepted.
                let place = places.clone().acquire_owned().await.ok();
                (place, listener.accept().await)
            };
            tokio::select! {
                biased;
                () = &mut stop => return,
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
                (place, accepted) = accepted => match accepted {
                    Ok((stream, peer)) => {
                        let trusted = self.limits.proxies.contain(peer.ip());
                        let mut share = self.clients.share((!trusted).then(|| peer::holder(peer.ip())));
                        if !share.grow(1) {
                            refusals.refused(peer);
                            continue;
                        }
                        let connection = self.connection(stream, peer);
                        connections.spawn(async move {
                            let _held = (place, share);
                            connection.await;
                        });
                    }
                    Err(error) => pause_after(&error).await,
                }
            }
        }
    }

    fn connection(&self, stream: TcpStream, peer: SocketAddr) -> impl Future<Output = ()> + Send + 'static {
        let (builder, limits) = (self.builder.clone(), self.limits.clone());
        let (service, mut stop) = (self.service.clone(), self.stop.clone());
        async move {
            let _ = stream.set_nodelay(true);
            let activity = Activity::new();
            let stream = DeadlineStream::new(stream, limits.first_byte, limits.write, activity.clone());
            let (requests, proxies) = (activity.clone(), limits.proxies.clone());
            let service = hyper::service::service_fn(move |request: Request<hyper::body::Incoming>| {
                let mut request = request.map(Body::new);
                let client = proxies.client(peer, request.headers());
                request.extensions_mut().insert(Peer(peer));
                request.extensions_mut().insert(OverConnection);
                request.extensions_mut().insert(client);
                if proxies.exclude(peer) {
                    request.extensions_mut().insert(DirectPeer);
                }
                let (mut service, open) = (service.clone(), requests.open());
                async move {
                    std::future::poll_fn(|context| service.poll_ready(context)).await?;
                    service.call(request).await.map(|answer| deliver(answer, open))
                }
            });
            let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                _ = stop.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
                () = activity.unused(limits.headers) => {
                    connection.as_mut().graceful_shutdown();
                    tokio::select! {
                        ended = connection => ended,
                        () = activity.gone(limits.write) => Err("the peer neither sends requests nor reads responses".into()),
                    }
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%peer, error = &*error, "connection ended early");
            }
        }
    }
}

/// Logs at intervals that clients are refused because they have too many connections.
#[derive(Default)]
struct RefusalLog {
    logged: Option<Instant>,
}

impl RefusalLog {
    fn refused(&mut self, peer: SocketAddr) {
        if self.logged.is_some_and(|logged| logged.elapsed() < Duration::from_secs(60)) {
            return;
        }
        self.logged = Some(Instant::now());
        tracing::warn!(%peer, "too many connections from one address; if it is a proxy, configure it as trusted");
    }
}

/// A failed connection is ignored; if file handles are exhausted, waiting may help.
async fn pause_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted) {
        return;
    }
    tracing::error!(%error, "cannot accept connections");
    tokio::time::sleep(Duration::from_millis(200)).await;
}

/// Waits for Ctrl-C or SIGTERM. If signals are unavailable, never completes.
async fn signalled() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
