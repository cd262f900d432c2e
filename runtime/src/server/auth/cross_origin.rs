//! Protection against cross-site request forgery.
//!
//! Browsers send cookies with requests of any page; `SameSite` prevents that for other sites, but not for other
//! origins of the same site, and not in every browser. A request that changes state is therefore refused if
//! `Sec-Fetch-Site` (<https://www.w3.org/TR/fetch-metadata/>) or `Origin` (RFC 6454) says that it comes from another
//! origin. Other clients send neither header, and carry no cookies of others.

use std::sync::Arc;

use http::header::{COOKIE, ORIGIN};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderName, HeaderValue, Method};

use crate::api::{OperationMeta, SchemeKind};
use crate::style::{Origins, Style};

use crate::server::settings::ServiceSettings;

static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Which origins may change state with a cookie.
#[derive(Debug)]
pub(in crate::server) struct CrossOrigin {
    /// Whether the check is disabled.
    off: bool,
    /// Trusted origins in addition to the API's own.
    trusted: Vec<HeaderValue>,
    /// The rule for all other origins.
    others: OtherOrigins,
    /// The host under which clients know the API.
    public: Option<Authority>,
}

/// What pages of other origins may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OtherOrigins {
    Nothing,
    /// CORS allows any origin, without cookies.
    WithoutCookies,
    /// CORS allows any origin, with cookies.
    Everything,
}

impl CrossOrigin {
    pub(in crate::server) fn of(style: &Style, settings: &ServiceSettings) -> Self {
        let mut trusted = settings.trusted_origins.to_vec();
        let others = match (&settings.origins, &style.cors) {
            (Some(named), _) => {
                trusted.extend(named.iter().cloned());
                OtherOrigins::Nothing
            }
            (None, None) => OtherOrigins::Nothing,
            (None, Some(cors)) => match &cors.origins {
                Origins::Any if cors.credentials => OtherOrigins::Everything,
                Origins::Any => OtherOrigins::WithoutCookies,
                Origins::These(these) => {
                    trusted.extend(these.iter().filter_map(|one| HeaderValue::from_str(one).ok()));
                    OtherOrigins::Nothing
                }
            },
        };
        let public = settings.public_url.as_ref().and_then(|url| authority(url));
        Self { off: settings.cross_origin_off, trusted, others, public }
    }

    /// Returns whether a request that may be authenticated by a cookie is refused. `own` returns scheme and host of
    /// the request.
    pub(in crate::server) fn refuses(&self, parts: &Parts, own: impl FnOnce() -> String) -> bool {
        if self.off || is_safe(&parts.method) {
            return false;
        }
        let mut origins = parts.headers.get_all(ORIGIN).iter();
        let origin = origins.next().filter(|_| origins.next().is_none());
        let is_elsewhere = match parts.headers.get(&SEC_FETCH_SITE) {
            Some(site) => site != "same-origin" && site != "none",
            None => {
                parts.headers.contains_key(ORIGIN) && !origin.is_some_and(|origin| self.is_own(origin, own))
            }
        };
        is_elsewhere && !self.lets(origin, parts)
    }

    /// Returns whether an origin is the API's. Schemes are not compared, because the server may not know where TLS
    /// ends.
    fn is_own(&self, origin: &HeaderValue, own: impl FnOnce() -> String) -> bool {
        let Some(origin) = origin.to_str().ok().and_then(authority) else { return false };
        self.public.as_ref() == Some(&origin) || authority(&own()) == Some(origin)
    }

    fn lets(&self, origin: Option<&HeaderValue>, parts: &Parts) -> bool {
        origin.is_some_and(|origin| self.trusted.contains(origin))
            || match self.others {
                OtherOrigins::Nothing => false,
                OtherOrigins::WithoutCookies => !parts.headers.contains_key(COOKIE),
                OtherOrigins::Everything => true,
            }
    }
}

/// Returns host and port of a URL.
fn authority(url: &str) -> Option<Authority> {
    let (_, rest) = url.split_once("://")?;
    rest.split('/').next()?.parse().ok()
}

/// Returns whether cookies may authenticate the caller.
pub(in crate::server) fn uses_cookies(operation: &OperationMeta) -> bool {
    let mut needs = operation.security.alternatives.iter().flat_map(|needs| needs.iter());
    operation.api.style.login.session.is_some()
        || needs.any(|need| matches!(need.scheme.kind, SchemeKind::Cookie(_)))
}

/// RFC 9110 §9.2.1.
fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE].contains(method)
}

/// Converts origins to header values.
pub(in crate::server) fn origins<O: AsRef<str>>(origins: impl IntoIterator<Item = O>) -> Arc<[HeaderValue]> {
    // A text that is not a valid header value cannot be an origin.
    origins.into_iter().filter_map(|origin| HeaderValue::from_str(origin.as_ref()).ok()).collect()
}
