//! The settings of a service, which override those of the style.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::server::documentation::Documentation;
use crate::server::encode::problem::FailureForm;
use crate::server::idempotency::KeyStore;
use crate::server::limits::Limits;
use crate::server::pipeline::cors::OriginList;
use crate::server::pipeline::transport::TransportSecurity;

/// The settings of a service.
#[derive(Debug, Clone, Default)]
pub(super) struct ServiceSettings {
    pub(super) limits: Limits,
    pub(super) transport: TransportSecurity,
    pub(super) rate: RateSetting,
    /// The origins whose pages may call the API, replacing those of the style.
    pub(super) origins: Option<OriginList>,
    /// The origins whose pages may change state with a cookie, in addition to the API's own and those of CORS.
    pub(super) trusted_origins: Arc<[HeaderValue]>,
    /// Whether pages of any origin may.
    pub(super) cross_origin_off: bool,
    /// The base of absolute links, replacing that of the request, without a trailing slash.
    pub(super) public_url: Option<Arc<str>>,
    /// Whether responses are compressed.
    pub(super) compress: bool,
    /// The store of idempotency keys.
    pub(super) idempotency: KeyStore,
    /// The operations, by id, whose errors have another format.
    pub(super) failures: Vec<(&'static str, FailureForm)>,
    /// The documents and pages that are served in addition to operations.
    pub(super) documentation: Documentation,
    /// The errors of handlers that mean that the service is temporarily unavailable.
    pub(super) unavailable: Vec<fn(&(dyn Error + 'static)) -> bool>,
}

/// The rate limit of a service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum RateSetting {
    /// That of the style.
    #[default]
    Style,
    /// No limit.
    Off,
    /// A bucket of this size, refilled over this time.
    Of(u32, Duration),
}
