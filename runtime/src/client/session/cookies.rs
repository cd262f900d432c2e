//! A client's session.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use http::header::{COOKIE, SET_COOKIE};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::api::{Api, SchemeKind};

use super::super::core::ClientCore;
use super::super::request_builder::add_cookies;
use super::super::transport::Request;
use super::jar::Jar;

/// The session of a client and its clones; empty if the style has no sessions.
pub(in super::super) struct ClientSession(Option<SessionCookies>);

struct SessionCookies {
    cookie: &'static str,
    jar: Mutex<Jar>,
}

impl SessionCookies {
    fn jar(&self) -> MutexGuard<'_, Jar> {
        self.jar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClientSession {
    pub(in super::super) fn of(api: &Api) -> Self {
        Self(api.style.login.session.as_ref().map(|session| SessionCookies {
            cookie: &session.cookie,
            jar: Mutex::new(Jar::new(&session.cookie)),
        }))
    }

    /// Continues the session with this id. Returns false if the style has no sessions or the id is not a valid cookie
    /// value.
    pub(in super::super) fn begin(&self, id: &SecretString, base: &Url) -> bool {
        self.0.as_ref().is_some_and(|cookies| cookies.jar().begin(id.expose_secret(), base))
    }

    /// Returns whether the session's cookie is presented this way.
    pub(in super::super) fn is(&self, kind: SchemeKind) -> bool {
        self.0.as_ref().is_some_and(|cookies| kind == SchemeKind::Cookie(cookies.cookie))
    }

    /// Returns whether the session's cookie is presented this way and the session has started.
    pub(in super::super) fn is_live(&self, kind: SchemeKind, url: &Url) -> bool {
        self.is(kind) && self.0.as_ref().is_some_and(|cookies| cookies.jar().pairs(url, now()).is_some())
    }

    /// Adds the session's cookie to a request. A cookie of the same name that the caller set takes precedence.
    pub(in super::super) fn carry(&self, request: &mut Request, url: &Url) {
        let Some(cookies) = &self.0 else { return };
        let Some(pairs) = cookies.jar().pairs(url, now()) else { return };
        let headers = request.headers_mut();
        if !headers.get_all(COOKIE).iter().any(|line| names(line.as_bytes(), cookies.cookie)) {
            // The value came from a header, so a header can carry it.
            let _ = add_cookies(headers, pairs.as_bytes());
        }
    }

    /// Stores the cookies of a response from `url`, whatever its status.
    pub(in super::super) fn store_cookies(&self, url: &Url, headers: &HeaderMap) {
        let Some(cookies) = &self.0 else { return };
        for value in headers.get_all(SET_COOKIE) {
            if let Some(text) = readable(value.as_bytes()) {
                cookies.jar().set(&text, url, now());
            }
        }
    }
}

impl fmt::Debug for ClientSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSession(..)")
    }
}

impl ClientCore {
    /// Returns the id of the session, to continue it later
    /// ([`ClientBuilder::session`](super::super::ClientBuilder::session)). `None` before the first response and after
    /// a logout.
    #[must_use]
    pub fn session(&self) -> Option<SecretString> {
        let cookies = self.inner.session.0.as_ref()?;
        cookies.jar().latest(now()).map(SecretString::from)
    }
}

/// Returns a `Set-Cookie` without the attributes that are not UTF-8; `None` if the cookie itself is not.
fn readable(value: &[u8]) -> Option<String> {
    let mut parts = value.split(|byte| *byte == b';');
    let mut text = std::str::from_utf8(parts.next()?).ok()?.to_owned();
    for attribute in parts.filter_map(|part| std::str::from_utf8(part).ok()) {
        text.push(';');
        text.push_str(attribute);
    }
    Some(text)
}

/// Returns whether a `Cookie` has a pair with this name.
fn names(cookies: &[u8], name: &str) -> bool {
    let mut pairs = cookies.split(|byte| *byte == b';');
    pairs.any(|pair| {
        pair.split(|byte| *byte == b'=').next().unwrap_or_default().trim_ascii() == name.as_bytes()
    })
}

fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn an_attribute_that_is_not_text_goes_alone() {
        let text = |value: &[u8]| readable(value);
        assert_eq!(text(b"sid=1; Comment=\xE4; Path=/").as_deref(), Some("sid=1; Path=/"));
        assert_eq!(text("sid=1; Comment=ä".as_bytes()).as_deref(), Some("sid=1; Comment=ä"));
        assert_eq!(text(b"sid=\xE4; Path=/"), None);
    }
}
