//! Options of [`serve`](super::serve).

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use hyper_util::rt::TokioTimer;
use hyper_util::server::conn::auto::Builder;

use super::delivery::StreamExecutor;
use crate::server::serve::peer::{Network, Proxies};

/// Timeouts, connection limits and the shutdown signal.
///
/// The timeout for request bodies is part of the service's [`ConnectionLimits`](crate::server::Limits).
///
/// ```
/// use std::time::Duration;
///
/// use housestyle::server::ServeOptions;
///
/// let options = ServeOptions::new().connections(1000).drain(Duration::from_secs(30));
/// # drop(options);
/// ```
#[must_use]
pub struct ServeOptions {
    pub(super) limits: ConnectionLimits,
    pub(super) stop: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

#[derive(Debug, Clone)]
pub(super) struct ConnectionLimits {
    pub(super) connections: usize,
    pub(super) connections_each: usize,
    pub(super) proxies: Proxies,
    pub(super) first_byte: Duration,
    pub(super) write: Duration,
    pub(super) drain: Duration,
    pub(super) headers: Duration,
    max_headers: usize,
    max_header_bytes: usize,
}

impl Default for ServeOptions {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        let limits = ConnectionLimits {
            connections: 4096,
            connections_each: 256,
            proxies: Proxies::default(),
            first_byte: seconds(10),
            write: seconds(30),
            drain: seconds(10),
            headers: seconds(10),
            max_headers: 100,
            max_header_bytes: 64 * 1024,
        };
        Self { limits, stop: None }
    }
}

impl fmt::Debug for ServeOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServeOptions").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl ServeOptions {
    /// The default options: 4096 connections, 256 for each client; no trusted proxies; 10 s for the first byte, for
    /// headers and for idle connections; 30 s for a peer that does not read; 100 headers with 64 KiB; 10 s for open
    /// requests on shutdown; Ctrl-C or SIGTERM as the signal.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the maximum number of connections (at least 1); others wait in the listener's backlog. An HTTP/2
    /// connection has up to 100 concurrent requests; the size of all bodies is limited by
    /// [`ConnectionLimits::bodies`](crate::server::Limits::bodies).
    pub fn connections(mut self, most: usize) -> Self {
        self.limits.connections = most.clamp(1, tokio::sync::Semaphore::MAX_PERMITS);
        self
    }

    /// Sets the maximum number of connections of one client (at least 1): an address, or a /64 for IPv6. Others are
    /// closed at once. Connections of [trusted proxies](Self::trusted_proxies) are not counted.
    pub fn connections_per_client(mut self, most: usize) -> Self {
        self.limits.connections_each = most.max(1);
        self
    }

    /// Sets the trusted proxies, by address or network.
    ///
    /// A request from a trusted proxy has the [address](crate::server::ClientAddress) in its `X-Forwarded-For` or
    /// `Forwarded` (RFC 7239): the last one that is not a trusted proxy. Rate limits, shares of limits and logs use
    /// it. If both headers are present and differ, neither is used; if an address is hidden, the nearest proxy's
    /// counts. These headers are ignored from other peers.
    ///
    /// ```
    /// use housestyle::server::ServeOptions;
    ///
    /// # fn main() -> Result<(), housestyle::server::NetworkError> {
    /// let options = ServeOptions::new().trusted_proxies(["127.0.0.1".parse()?, "10.0.0.0/8".parse()?]);
    /// # drop(options);
    /// # Ok(()) }
    /// ```
    pub fn trusted_proxies(mut self, proxies: impl IntoIterator<Item = Network>) -> Self {
        self.limits.proxies = Proxies::of(proxies);
        self
    }

    /// Sets how long a new connection may be silent.
    pub fn first_byte(mut self, time: Duration) -> Self {
        self.limits.first_byte = time;
        self
    }

    /// Sets the timeout for a request's headers and for an idle connection. An HTTP/2 connection is idle without
    /// requests, whether or not it answers pings.
    pub fn headers(mut self, time: Duration) -> Self {
        self.limits.headers = time;
        self
    }

    /// Sets how long a peer may leave a response unread.
    ///
    /// For HTTP/2 this applies to each stream: from when its response is ready, and again after each 16 KiB. A stream
    /// that makes no progress in that time is reset, and its connection closes with its open streams. If other
    /// streams make progress of 1 KiB in that time, a stream may wait four times as long. A connection without open
    /// requests is closed unless 1 KiB is read in that time.
    pub fn write(mut self, time: Duration) -> Self {
        self.limits.write = time;
        self
    }

    /// Sets how long open requests may continue after the shutdown signal.
    pub fn drain(mut self, time: Duration) -> Self {
        self.limits.drain = time;
        self
    }

    /// Sets the maximum number of headers of a request (beyond it 431), and their maximum size in bytes (at least 8
    /// KiB).
    pub fn max_headers(mut self, count: usize, bytes: usize) -> Self {
        self.limits.max_headers = count;
        self.limits.max_header_bytes = bytes.max(8 * 1024);
        self
    }

    /// Stops when `stop` completes, instead of on Ctrl-C or SIGTERM.
    pub fn until(mut self, stop: impl Future<Output = ()> + Send + 'static) -> Self {
        self.stop = Some(Box::pin(stop));
        self
    }
}

/// The maximum number of concurrent requests of a connection, the recommended minimum (RFC 9113 §6.5.2).
const STREAMS: u32 = 100;

/// The maximum number of bytes of a response that wait for the window of its stream.
const SEND_BUFFER: usize = 64 * 1024;

/// The maximum number of bytes of a request body that are buffered; twice as many for a connection.
const WINDOW: u32 = 256 * 1024;

impl ConnectionLimits {
    pub(super) fn builder(&self) -> Builder<StreamExecutor> {
        let mut builder = Builder::new(StreamExecutor { write: self.write });
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(self.headers)
            .max_headers(self.max_headers)
            .max_buf_size(self.max_header_bytes);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(Duration::from_secs(20))
            .keep_alive_timeout(self.first_byte)
            .max_concurrent_streams(STREAMS)
            .max_send_buf_size(SEND_BUFFER)
            .initial_stream_window_size(WINDOW)
            .initial_connection_window_size(2 * WINDOW)
            .max_header_list_size(u32::try_from(self.max_header_bytes).unwrap_or(u32::MAX));
        builder
    }
}
