//! What a service puts up with.

use std::time::Duration;

/// Limits of one request.
///
/// JSON is read to a depth of 128 whatever the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Limits {
    pub(crate) body: usize,
    pub(crate) body_time: Duration,
    pub(crate) handler_time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 2 * 1024 * 1024,
            body_time: Duration::from_secs(30),
            handler_time: Some(Duration::from_secs(30)),
        }
    }
}

impl Limits {
    /// The defaults: a body of 2 MiB that comes within 30 s, and 30 s for the handler.
    pub fn new() -> Self {
        Self::default()
    }

    /// Most bytes of a request's body; more is [`Outcome::TooLarge`](crate::outcome::Outcome::TooLarge).
    pub fn body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// How long a request's body may take; then it is [`Outcome::Timeout`](crate::outcome::Outcome::Timeout).
    pub fn body_time(mut self, time: Duration) -> Self {
        self.body_time = time;
        self
    }

    /// How long login and handler may take together; then it is
    /// [`Outcome::Unavailable`](crate::outcome::Outcome::Unavailable). None: as long as they like.
    pub fn handler_time(mut self, time: Option<Duration>) -> Self {
        self.handler_time = time;
        self
    }
}
