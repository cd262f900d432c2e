//! The limits of a service.

pub(crate) mod body;
pub(crate) mod budget;
pub(crate) mod endpoint;
pub(crate) mod rate;
pub(crate) mod responses;

use std::time::Duration;

use crate::api::BodyKind;

/// The limits of a request.
///
/// JSON is limited to a depth of [128](crate::codec::json::DEPTH) independently.
///
/// ```
/// use std::time::Duration;
///
/// use housestyle::server::Limits;
///
/// let limits = Limits::new().body(64 * 1024).handler_time(Some(Duration::from_secs(5)));
/// assert_ne!(limits, Limits::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Limits {
    pub(crate) body: usize,
    pub(crate) upload: usize,
    pub(crate) bodies: usize,
    pub(crate) bodies_each: usize,
    pub(crate) body_time: Duration,
    pub(crate) body_rate: u64,
    pub(crate) responses: usize,
    pub(crate) responses_each: usize,
    pub(crate) handler_time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 2 * 1024 * 1024,
            upload: 16 * 1024 * 1024,
            bodies: 512 * 1024 * 1024,
            bodies_each: 64 * 1024 * 1024,
            body_time: Duration::from_secs(30),
            body_rate: 512,
            responses: 512 * 1024 * 1024,
            responses_each: 64 * 1024 * 1024,
            handler_time: Some(Duration::from_secs(30)),
        }
    }
}

impl Limits {
    /// The default limits: a body of 2 MiB, a multipart body of 16 MiB, received within 30 s and at 512 bytes/s; 512
    /// MiB of bodies and of responses at a time, and 64 MiB of each for one client; 30 s for login and handler.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the maximum size of a request body that is not multipart; a larger one is
    /// [`Outcome::TooLarge`](crate::problem::Outcome::TooLarge).
    pub fn body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// Sets the maximum size of a multipart request body; a larger one is
    /// [`Outcome::TooLarge`](crate::problem::Outcome::TooLarge).
    pub fn upload(mut self, bytes: usize) -> Self {
        self.upload = bytes;
        self
    }

    /// Returns the limits for a kind of body.
    pub(crate) const fn of(mut self, kind: BodyKind) -> Self {
        if let BodyKind::Multipart(_) = kind {
            self.body = self.upload;
        }
        self
    }

    /// Sets the maximum size of all request bodies in memory; a request that exceeds it is
    /// [`Outcome::Unavailable`](crate::problem::Outcome::Unavailable). Without it, peers could fill the product of
    /// connections, concurrent HTTP/2 requests and body size.
    pub fn bodies(mut self, bytes: usize) -> Self {
        self.bodies = bytes;
        self
    }

    /// Sets the maximum size of request bodies in memory for one client (an address, or a /64 for IPv6); a request
    /// that exceeds it is [`Outcome::Unavailable`](crate::problem::Outcome::Unavailable). Clients with an unknown
    /// address have no limit of their own.
    pub fn bodies_per_client(mut self, bytes: usize) -> Self {
        self.bodies_each = bytes;
        self
    }

    /// Sets the minimum rate of a request body in bytes per second, measured over 5 s; a slower one is
    /// [`Outcome::Timeout`](crate::problem::Outcome::Timeout). 0 disables it; [`Self::body_time`] still applies.
    pub fn body_rate(mut self, bytes: u64) -> Self {
        self.body_rate = bytes;
        self
    }

    /// Sets the maximum size of unsent responses of all clients. Beyond it further requests, and responses to `GET`
    /// and `HEAD` that become ready, are [`Outcome::Unavailable`](crate::problem::Outcome::Unavailable). Other
    /// responses are sent.
    pub fn responses(mut self, bytes: usize) -> Self {
        self.responses = bytes;
        self
    }

    /// Sets the maximum size of unsent responses of one client (an address, or a /64 for IPv6), see
    /// [`Self::responses`].
    pub fn responses_per_client(mut self, bytes: usize) -> Self {
        self.responses_each = bytes;
        self
    }

    /// Sets the time limit of a request body; beyond it the request is
    /// [`Outcome::Timeout`](crate::problem::Outcome::Timeout).
    pub fn body_time(mut self, time: Duration) -> Self {
        self.body_time = time;
        self
    }

    /// Sets the time limit of login and handler together, without the time for receiving the body; beyond it the
    /// request is [`Outcome::Unavailable`](crate::problem::Outcome::Unavailable), and the future is dropped. `None`
    /// disables it.
    pub fn handler_time(mut self, time: Option<Duration>) -> Self {
        self.handler_time = time;
        self
    }
}
