//! The settings of a service, which go before those of the style.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::server::encode::problem::FailureForm;
use crate::server::limits::Limits;
use crate::server::pipeline::cors::OriginList;
use crate::server::pipeline::transport::Transport;

/// The settings of a service.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    pub(super) limits: Limits,
    pub(super) transport: Transport,
    pub(super) rate: RateSetting,
    /// Whose pages may call, in place of what the style says.
    pub(super) origins: Option<OriginList>,
    /// Origins whose pages may change things with a cookie, in addition to the API's own and those of CORS.
    pub(super) trusted_origins: Arc<[HeaderValue]>,
    /// Whether pages of every origin may.
    pub(super) cross_origin_off: bool,
    /// What links begin with, where the style has them absolute, in place of what the request says: without a slash at the
    /// end.
    pub(super) public_url: Option<Arc<str>>,
    /// Whether answers go in a content coding that the request accepts.
    pub(super) compress: bool,
    /// The operations, by id, whose failures have a form of their own.
    pub(super) failures: Vec<(&'static str, FailureForm)>,
    /// Which errors of handlers mean that the service cannot answer for now.
    pub(super) unavailable: Vec<fn(&(dyn Error + 'static)) -> bool>,
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
