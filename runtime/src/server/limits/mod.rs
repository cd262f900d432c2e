//! The limits of a service.

pub(crate) mod body;
pub(crate) mod budget;
pub(crate) mod endpoint;
pub(crate) mod rate;
pub(crate) mod responses;

use std::time::Duration;

use crate::api::BodyKind;

/// Limits of one request.
///
/// JSON is read to a depth of [128](crate::codec::json::DEPTH) whatever the limits.
///
/// ```
/// use std::time::Duration;
///
/// use housestyle::server::Limits;
///
/// let limits = Limits::new().body(64 * 1024).handler_time(Some(Duration::from_secs(5)));
/// # drop(limits);
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
    pub(crate) answers: usize,
    pub(crate) answers_each: usize,
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
            answers: 512 * 1024 * 1024,
            answers_each: 64 * 1024 * 1024,
            handler_time: Some(Duration::from_secs(30)),
        }
    }
}

impl Limits {
    /// The defaults: a body of 2 MiB, of parts 16 MiB, that comes within 30 s and at 512 bytes/s; 512 MiB of bodies at a time,
    /// and as much of answers, 64 MiB of each for one client; 30 s for login and handler.
    pub fn new() -> Self {
        Self::default()
    }

    /// Most bytes of a request's body, but one of parts; more is [`Outcome::TooLarge`](crate::problem::Outcome::TooLarge).
    pub fn body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// Most bytes of a request's body of parts (`multipart/form-data`); more is
    /// [`Outcome::TooLarge`](crate::problem::Outcome::TooLarge).
    pub fn upload(mut self, bytes: usize) -> Self {
        self.upload = bytes;
        self
    }

    /// The limits of a body of this kind.
    pub(crate) const fn of(mut self, kind: BodyKind) -> Self {
        if let BodyKind::Multipart(_) = kind {
            self.body = self.upload;
        }
        self
    }

    /// Most bytes of bodies that are held at a time, of all requests to the service together; a request for which there
    /// is no room is [`Outcome::Unavailable`](crate::problem::Outcome::Unavailable). Connections are many, and each may
    /// carry many requests over HTTP/2: without it the memory that peers can fill is their product.
    pub fn bodies(mut self, bytes: usize) -> Self {
        self.bodies = bytes;
        self
    }

    /// Most bytes of bodies that are held at a time for one client (an address, a /64 for IPv6); a request for which there
    /// is no room is [`Outcome::Unavailable`](crate::problem::Outcome::Unavailable). Clients whose address is not known have
    /// no share of their own.
    pub fn bodies_per_client(mut self, bytes: usize) -> Self {
        self.bodies_each = bytes;
        self
    }

    /// Least bytes of a request's body that come in a second, taken over 5 s; a body that comes more slowly is
    /// [`Outcome::Timeout`](crate::problem::Outcome::Timeout). 0: as slowly as it likes, within [`Self::body_time`].
    pub fn body_rate(mut self, bytes: u64) -> Self {
        self.body_rate = bytes;
        self
    }

    /// Most bytes of answers that wait to be read, all clients taken together. Where there are as many, further requests
    /// are [`Outcome::Unavailable`](crate::problem::Outcome::Unavailable) before they are handled; and so is the answer to a
    /// `GET` or `HEAD` that is ready by then. Any other answer is sent.
    pub fn answers(mut self, bytes: usize) -> Self {
        self.answers = bytes;
        self
    }

    /// Most bytes of answers that wait to be read by one client (an address, a /64 for IPv6), as of [`Self::answers`].
    pub fn answers_per_client(mut self, bytes: usize) -> Self {
        self.answers_each = bytes;
        self
    }

    /// How long a request's body may take; then it is [`Outcome::Timeout`](crate::problem::Outcome::Timeout).
    pub fn body_time(mut self, time: Duration) -> Self {
        self.body_time = time;
        self
    }

    /// How long login and handler may take together, the time in which the body comes apart; then it is
    /// [`Outcome::Unavailable`](crate::problem::Outcome::Unavailable), and what was running is dropped at the point
    /// where it waited. `None`: without a limit.
    pub fn handler_time(mut self, time: Option<Duration>) -> Self {
        self.handler_time = time;
        self
    }
}
