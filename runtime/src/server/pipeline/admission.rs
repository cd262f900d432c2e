//! Checks before routing: host, TLS, rate limit and method override.

use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, HeaderName, Method, Version};

use crate::api::{self, OperationMeta};
use crate::problem::{Outcome, Problem, Wording};
use crate::style::{RatedRequests, Style};

use crate::server::core::Core;
use crate::server::limits::rate::{Limiter, RateStatus};
use crate::server::limits::responses;
use crate::server::serve::OverConnection;
use crate::server::serve::peer;
use crate::server::settings::ServiceSettings;

use super::transport::TransportSecurity;

/// Admits or refuses requests.
#[derive(Debug)]
pub(in crate::server) struct Admission {
    transport: TransportSecurity,
    limiter: Option<Limiter>,
    /// Which requests count against the rate limit.
    rated: RatedRequests,
    method_override: Option<HeaderName>,
}

/// The result of admission.
#[derive(Debug)]
pub(in crate::server) struct AdmissionResult {
    /// The state of the client's bucket.
    pub(in crate::server) quota: Option<RateStatus>,
    /// The method, if OpenAPI supports it; or why the request is refused.
    pub(in crate::server) method: Result<Option<api::Method>, Problem>,
}

impl Admission {
    pub(in crate::server) fn new(style: &Style, settings: &ServiceSettings) -> Self {
        Self {
            transport: settings.transport,
            limiter: Limiter::of(style, settings.rate),
            rated: style.rate.as_ref().map_or(RatedRequests::All, |rate| rate.applies_to),
            method_override: style
                .methods
                .override_header
                .as_ref()
                .and_then(|wire| HeaderName::try_from(&**wire).ok()),
        }
    }

    /// Admits or refuses a request. A request without TLS counts too, so that its response reports the rate limit.
    pub(in crate::server) fn admit(&self, style: &Style, parts: &mut Parts) -> AdmissionResult {
        let quota = if self.rated == RatedRequests::All { self.take(parts) } else { None };
        let refusal = if has_wrong_host(parts) {
            let wording = Wording::of("outcome.malformed.host");
            let message = "The request must have exactly one Host";
            Some(Problem::malformed().status(400).message(message).wording(wording))
        } else if self.transport.refuses(style, parts) {
            Some(Problem::new(Outcome::TlsRequired))
        } else {
            quota.and_then(RateStatus::exceeded)
        };
        let method = match refusal {
            Some(problem) => Err(problem),
            None => Ok(self.method(parts)),
        };
        AdmissionResult { quota, method }
    }

    /// Takes a token for a marked operation, if only those are counted.
    pub(in crate::server) fn take_marked(
        &self,
        operation: &OperationMeta,
        parts: &Parts,
    ) -> Option<RateStatus> {
        if self.rated == RatedRequests::Marked && operation.rated { self.take(parts) } else { None }
    }

    fn take(&self, parts: &Parts) -> Option<RateStatus> {
        self.limiter.as_ref().map(|limiter| limiter.take(parts))
    }

    /// Returns whether a request came over TLS.
    pub(in crate::server) fn is_tls(&self, parts: &Parts) -> bool {
        self.transport.is_tls(parts)
    }

    /// Returns scheme and host of a request.
    pub(in crate::server) fn origin(&self, parts: &Parts) -> String {
        self.transport.origin(parts)
    }

    /// Writes the state of the client's bucket.
    pub(in crate::server) fn write_quota(&self, quota: Option<RateStatus>, headers: &mut HeaderMap) {
        if let (Some(limiter), Some(quota)) = (&self.limiter, quota) {
            limiter.write(quota, headers);
        }
    }

    /// Replaces an overridden method. Unknown methods become `None` and end as 405.
    fn method(&self, parts: &mut Parts) -> Option<api::Method> {
        let named = match &self.method_override {
            Some(wire) if parts.method == Method::POST => parts.headers.get_all(wire),
            _ => return api::Method::from_http(&parts.method),
        };
        let mut lines = named.iter();
        let named = match (lines.next(), lines.next()) {
            (None, _) => return Some(api::Method::Post),
            (Some(only), None) => only.to_str().unwrap_or("").trim().to_ascii_uppercase(),
            _ => return None,
        };
        parts.method = Method::from_bytes(named.as_bytes()).ok()?;
        api::Method::from_http(&parts.method)
    }
}

impl Core {
    /// Admits a request that no operation handles.
    ///
    /// # Errors
    /// See [`Admission::admit`].
    pub(in crate::server) fn admit(&self, parts: &mut Parts) -> Result<(), Problem> {
        self.admission.admit(self.style, parts).method.map(drop)
    }

    /// Returns why an admitted request is refused: its client has too many unsent responses, or a page of another
    /// origin uses a cookie.
    pub(super) fn refusal(&self, parts: &Parts, uses_cookies: bool) -> Option<Problem> {
        if self.responses.is_spent(peer::holder_of(parts)) {
            return Some(responses::too_many_unsent());
        }
        let is_foreign = uses_cookies && self.cross_origin.refuses(parts, || self.admission.origin(parts));
        is_foreign.then(Problem::forbidden)
    }
}

/// Returns whether an HTTP/1 request has no host, or several (RFC 9112 §3.2). Requests created in this process need
/// none.
fn has_wrong_host(parts: &Parts) -> bool {
    let named = parts.headers.get_all(HOST).iter().count();
    let is_received = parts.extensions.get::<OverConnection>().is_some();
    is_received
        && match parts.version {
            Version::HTTP_11 => named != 1,
            Version::HTTP_09 | Version::HTTP_10 => named > 1,
            _ => false,
        }
}
