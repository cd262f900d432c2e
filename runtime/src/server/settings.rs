//! How a service is set up, where it is not as the style has it.

use std::time::Duration;

use super::limits::Limits;
use super::transport::Transport;

/// What is told to a service as it is built.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Settings {
    pub(super) limits: Limits,
    pub(super) transport: Transport,
    pub(super) rate: RateSetting,
}

/// How many requests a service takes of a peer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum RateSetting {
    /// As the style says.
    #[default]
    Style,
    /// As many as there come.
    Off,
    /// A bucket of this size, full after this time.
    Of(u32, Duration),
}
