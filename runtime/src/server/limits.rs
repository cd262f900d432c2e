//! What a service puts up with.

use std::time::Duration;

use crate::meta::BodyKind;

/// Limits of one request.
///
/// JSON is read to a depth of [128](crate::json::DEPTH) whatever the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Limits {
    pub(crate) body: usize,
    pub(crate) upload: usize,
    pub(crate) bodies: usize,
    pub(crate) body_time: Duration,
    pub(crate) handler_time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 2 * 1024 * 1024,
            upload: 16 * 1024 * 1024,
            bodies: 512 * 1024 * 1024,
            body_time: Duration::from_secs(30),
            handler_time: Some(Duration::from_secs(30)),
        }
    }
}

impl Limits {
    /// The defaults: a body of 2 MiB, of parts 16 MiB, that comes within 30 s, 512 MiB of bodies at a time, and 30 s for login and handler.
    pub fn new() -> Self {
        Self::default()
    }

    /// Most bytes of a request's body, but one of parts; more is [`Outcome::TooLarge`](crate::outcome::Outcome::TooLarge).
    pub fn body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// Most bytes of a request's body of parts (`multipart/form-data`); more is
    /// [`Outcome::TooLarge`](crate::outcome::Outcome::TooLarge).
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
    /// is no room is [`Outcome::Unavailable`](crate::outcome::Outcome::Unavailable). Connections are many, and each may
    /// carry many requests over HTTP/2: without it the memory that peers can fill is their product.
    pub fn bodies(mut self, bytes: usize) -> Self {
        self.bodies = bytes;
        self
    }

    /// How long a request's body may take; then it is [`Outcome::Timeout`](crate::outcome::Outcome::Timeout).
    pub fn body_time(mut self, time: Duration) -> Self {
        self.body_time = time;
        self
    }

    /// How long login and handler may take together, the time in which the body comes apart; then it is
    /// [`Outcome::Unavailable`](crate::outcome::Outcome::Unavailable), and what was running is dropped at the point
    /// where it waited. None: as long as they like.
    pub fn handler_time(mut self, time: Option<Duration>) -> Self {
        self.handler_time = time;
        self
    }
}
