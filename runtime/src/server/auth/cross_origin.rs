//! Requests that another origin's page makes with this API's cookie (cross-site request forgery).
//!
//! A browser sends cookies whoever's page makes the request; `SameSite` keeps them from other sites, but not from other
//! origins of the same site, and not from every browser. So a request that changes things says from where it comes, in
//! `Sec-Fetch-Site` (<https://www.w3.org/TR/fetch-metadata/>) or `Origin` (RFC 6454), and is refused where that is elsewhere.
//! Clients that are no browsers send neither, and have no cookies of others.

use std::sync::Arc;

use http::header::{COOKIE, ORIGIN};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderName, HeaderValue, Method};

use crate::api::{OperationMeta, SchemeKind};
use crate::style::{Origins, Style};

use crate::server::settings::Settings;

static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whose pages may change things with a cookie.
#[derive(Debug)]
pub(in crate::server) struct CrossOrigin {
    /// Whether nothing is refused.
    off: bool,
    /// Besides the API's own origin.
    trusted: Vec<HeaderValue>,
    /// What holds for all others.
    others: Others,
    /// The host under which clients know the API.
    public: Option<Authority>,
}

/// What pages of other origins may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Others {
    Nothing,
    /// CORS lets every page call, without cookies.
    WithoutCookies,
    /// CORS lets every page call, with cookies.
    Everything,
}

impl CrossOrigin {
    pub(in crate::server) fn of(style: &Style, settings: &Settings) -> Self {
        let mut trusted = settings.trusted_origins.to_vec();
        let others = match (&settings.origins, &style.cors) {
            (Some(named), _) => {
                trusted.extend(named.iter().cloned());
                Others::Nothing
            }
            (None, None) => Others::Nothing,
            (None, Some(cors)) => match &cors.origins {
                Origins::Any if cors.credentials => Others::Everything,
                Origins::Any => Others::WithoutCookies,
                Origins::These(these) => {
                    trusted.extend(these.iter().filter_map(|one| HeaderValue::from_str(one).ok()));
                    Others::Nothing
                }
            },
        };
        let public = settings.public_url.as_ref().and_then(|url| authority(url));
        Self { off: settings.cross_origin_off, trusted, others, public }
    }

    /// Whether a request is refused that could say by a cookie who calls. `own` is scheme and host of the request.
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

    /// Whether an origin is the API's. Schemes are not compared: whether TLS ends before this server, it may not know.
    fn is_own(&self, origin: &HeaderValue, own: impl FnOnce() -> String) -> bool {
        let Some(origin) = origin.to_str().ok().and_then(authority) else { return false };
        self.public.as_ref() == Some(&origin) || authority(&own()) == Some(origin)
    }

    fn lets(&self, origin: Option<&HeaderValue>, parts: &Parts) -> bool {
        origin.is_some_and(|origin| self.trusted.contains(origin))
            || match self.others {
                Others::Nothing => false,
                Others::WithoutCookies => !parts.headers.contains_key(COOKIE),
                Others::Everything => true,
            }
    }
}

/// The host of a URL, and its port.
fn authority(url: &str) -> Option<Authority> {
    let (_, rest) = url.split_once("://")?;
    rest.split('/').next()?.parse().ok()
}

/// Whether what a browser sends by itself may say who calls.
pub(in crate::server) fn uses_cookies(operation: &OperationMeta) -> bool {
    let mut needs = operation.security.alternatives.iter().flat_map(|needs| needs.iter());
    operation.api.style.login.session.is_some()
        || needs.any(|need| matches!(need.scheme.kind, SchemeKind::Cookie(_)))
}

/// RFC 9110 §9.2.1.
fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE].contains(method)
}

/// Origins as the settings of a service hold them.
pub(in crate::server) fn origins<O: AsRef<str>>(origins: impl IntoIterator<Item = O>) -> Arc<[HeaderValue]> {
    // What is no header can be no origin's.
    origins.into_iter().filter_map(|origin| HeaderValue::from_str(origin.as_ref()).ok()).collect()
}
