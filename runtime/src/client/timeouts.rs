//! Timeouts of a client.

use std::time::Duration;

/// The timeouts of a client.
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
    /// For connecting, including TLS. 10 s by default. Only the default transport respects it.
    pub connect: Duration,
    /// For one attempt, from sending to the last byte of the response. 30 s by default.
    pub attempt: Duration,
    /// For a call with all attempts, waits and token requests. 90 s by default. A stream of pages makes one call for
    /// each page.
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
