//! What [`serve`](super::serve) puts up with.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use hyper_util::rt::TokioTimer;
use hyper_util::server::conn::auto::Builder;

use super::delivery::StreamExecutor;
use crate::server::serve::peer::{Network, Proxies};

/// How long peers may be slow, and how many there may be; and when to stop.
///
/// The deadline for a request's body is among the [`Limits`](crate::server::Limits) of the service.
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
    pub(super) limits: Limits,
    pub(super) stop: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

#[derive(Debug, Clone)]
pub(super) struct Limits {
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
        let limits = Limits {
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
    /// The defaults: 4096 connections, 256 of one client; no proxies; 10 s for the first byte, for the headers and for idle connections; 30 s for a
    /// peer that does not read; 100 headers and 64 KiB of them; 10 s to end open requests; Ctrl-C or SIGTERM to stop.
    pub fn new() -> Self {
        Self::default()
    }

    /// Most connections at a time (at least 1); others wait in the listener's backlog. Over HTTP/2 each carries up to 100
    /// requests at a time; what all their bodies take is bounded by [`Limits::bodies`](crate::server::Limits::bodies).
    pub fn connections(mut self, most: usize) -> Self {
        self.limits.connections = most.clamp(1, tokio::sync::Semaphore::MAX_PERMITS);
        self
    }

    /// Most connections of one client at a time (at least 1): an address, a /64 for IPv6. More are closed at once. Connections
    /// of [trusted proxies](Self::trusted_proxies) are not counted.
    pub fn connections_per_client(mut self, most: usize) -> Self {
        self.limits.connections_each = most.max(1);
        self
    }

    /// The proxies whose word is taken for whom they speak, by address or network.
    ///
    /// A request that comes from one of them has the [address](crate::server::ClientAddress) that its `X-Forwarded-For` or
    /// `Forwarded` (RFC 7239) names: the last one in the chain that is not a trusted proxy's. Rates, shares of limits and logs go
    /// by it. Where both headers come and differ, neither is taken; where an address is hidden, the nearest proxy's counts. The
    /// headers of anybody else are not looked at.
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

    /// How long a new connection may be silent.
    pub fn first_byte(mut self, time: Duration) -> Self {
        self.limits.first_byte = time;
        self
    }

    /// How long a request's headers may take, and how long a connection may idle between requests. Over HTTP/2, how long
    /// there may be no request at all, pings or not.
    pub fn headers(mut self, time: Duration) -> Self {
        self.limits.headers = time;
        self
    }

    /// How long a peer may leave an answer unread.
    ///
    /// Over HTTP/2 this holds for each stream: from when its answer is ready, and again from each 16 KiB that are taken. A
    /// stream whose peer takes nothing in that time is reset, and its connection ends with the streams that are open. While 1 KiB
    /// of the other streams is read in that time, a stream may wait four times as long. A connection that has nothing more
    /// to do has to take 1 KiB in that time, or it is cut off.
    pub fn write(mut self, time: Duration) -> Self {
        self.limits.write = time;
        self
    }

    /// How long open requests may go on after the signal to stop.
    pub fn drain(mut self, time: Duration) -> Self {
        self.limits.drain = time;
        self
    }

    /// Most headers of a request (431 above), and most bytes of them (at least 8 KiB).
    pub fn max_headers(mut self, count: usize, bytes: usize) -> Self {
        self.limits.max_headers = count;
        self.limits.max_header_bytes = bytes.max(8 * 1024);
        self
    }

    /// Stops when `stop` ends, instead of on Ctrl-C or SIGTERM.
    pub fn until(mut self, stop: impl Future<Output = ()> + Send + 'static) -> Self {
        self.stop = Some(Box::pin(stop));
        self
    }
}

/// Most requests at a time over one connection: no fewer are recommended (RFC 9113 §6.5.2).
const STREAMS: u32 = 100;

/// Most bytes of an answer that wait for the peer to open the window of its stream.
const SEND_BUFFER: usize = 64 * 1024;

/// Most bytes of a request body that come before anybody reads them; twice as many over one connection.
const WINDOW: u32 = 256 * 1024;

impl Limits {
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
