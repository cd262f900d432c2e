//! Timeouts of a client.

use std::time::Duration;

/// How long things may take.
///
/// ```
/// use housestyle::client::Timeouts;
/// use std::time::Duration;
///
/// let timeouts = Timeouts { total: Duration::from_secs(10), ..Timeouts::default() };
/// assert_eq!(timeouts.connect, Duration::from_secs(10));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// To connect, TLS included. 10 s by default. Just the default transport heeds it.
    pub connect: Duration,
    /// One attempt, from sending to the last byte of the answer. 30 s by default.
    pub attempt: Duration,
    /// A call, with all its attempts and waits, and with getting a token. 90 s by default. A stream of pages makes a call a page.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(30),
            total: Duration::from_secs(90),
        }
    }
}
