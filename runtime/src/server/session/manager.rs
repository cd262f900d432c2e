//! Sessions around calls: opened when the path is known, closed when the response is ready.

use std::sync::Arc;

use http::header::SET_COOKIE;
use http::request::Parts;
use http::{HeaderMap, HeaderValue};

use crate::api::UndeclaredError;
use crate::server::auth::credentials::cookies;
use crate::style::{self, Style};

use super::anonymous::AnonymousClients;
use super::handle::{SessionEnd, Turns, is_live};
use super::{Id, MemorySessions, Session, SessionStore, cookie};

/// The maximum number of cookies with the name that are tried. A client has several if some with other paths are
/// left.
const TRIED: usize = 4;

/// The sessions of a service.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct SessionManager {
    store: Option<Arc<dyn SessionStore>>,
    turns: Turns,
    anonymous: AnonymousClients,
}

impl SessionManager {
    pub(in crate::server) fn of(store: impl SessionStore) -> Self {
        Self { store: Some(Arc::new(store)), turns: Turns::default(), anonymous: AnonymousClients::default() }
    }

    /// Returns the manager, with a store in memory if there is none and one of the styles has sessions.
    pub(in crate::server) fn or_default(&self, mut styles: impl Iterator<Item = &'static Style>) -> Self {
        if self.store.is_some() || styles.all(|style| style.login.session.is_none()) {
            return self.clone();
        }
        Self::of(MemorySessions::new())
    }

    /// Returns the session of a request; `None` if the style has no sessions.
    pub(in crate::server) async fn open(
        &self,
        style: &'static Style,
        parts: &Parts,
        secure: bool,
    ) -> Result<Option<OpenSession>, UndeclaredError> {
        let (Some(store), Some(rules)) = (&self.store, &style.login.session) else { return Ok(None) };
        let mut record = None;
        for id in ids(&parts.headers, &rules.cookie) {
            record = store.load(&id).await?.filter(is_live);
            if record.is_some() {
                break;
            }
        }
        let known = |text: &str| Some((text.to_owned(), self.anonymous.id(text)?));
        let anonymous_id = match record {
            Some(_) => None,
            None => cookies(&parts.headers, &rules.cookie).take(TRIED).find_map(known),
        };
        if let Some((_, id)) = &anonymous_id {
            record = store.load(id).await?.filter(is_live);
        }
        let id = anonymous_id.as_ref().map(|(_, id)| *id);
        let session = Session::of(store.clone(), self.turns.clone(), rules, record, id);
        let number = anonymous_id.map(|(number, _)| number);
        Ok(Some(OpenSession { session, rules, secure, number, anonymous: self.anonymous.clone() }))
    }
}

/// Returns the distinct ids that a client presents.
fn ids(headers: &HeaderMap, wire: &'static str) -> Vec<Id> {
    let mut ids = Vec::new();
    for id in cookies(headers, wire).filter_map(|text| text.parse().ok()) {
        if !ids.contains(&id) && ids.len() < TRIED {
            ids.push(id);
        }
    }
    ids
}

/// The session of a request that is being processed.
#[derive(Debug)]
pub(in crate::server) struct OpenSession {
    session: Session,
    rules: &'static style::Session,
    /// Whether the request came over TLS.
    secure: bool,
    /// The number of the visitor.
    number: Option<String>,
    anonymous: AnonymousClients,
}

impl OpenSession {
    pub(in crate::server) fn session(&self) -> &Session {
        &self.session
    }

    /// Saves the session and returns its cookie.
    pub(in crate::server) async fn close(self) -> Result<SetCookie, UndeclaredError> {
        let value = match self.session.close().await? {
            SessionEnd::Saved(id, age) => Some(cookie::live(self.rules, id.to_string(), age, self.secure)?),
            SessionEnd::Empty => {
                let number = self.number.unwrap_or_else(|| self.anonymous.number());
                Some(cookie::live(self.rules, number, self.rules.max_age.into(), self.secure)?)
            }
            SessionEnd::LoggedOut => Some(cookie::expired(self.rules, self.secure)?),
            SessionEnd::Gone => None,
        };
        Ok(SetCookie { wire: &self.rules.cookie, value })
    }
}

/// The session's `Set-Cookie`.
#[derive(Debug)]
pub(in crate::server) struct SetCookie {
    wire: &'static str,
    value: Option<HeaderValue>,
}

impl SetCookie {
    /// Sets the cookie, replacing one that the handler set with the same name.
    pub(in crate::server) fn put(self, headers: &mut HeaderMap) {
        let others: Vec<_> =
            headers.get_all(SET_COOKIE).iter().filter(|value| !names(value, self.wire)).cloned().collect();
        headers.remove(SET_COOKIE);
        for value in others.into_iter().chain(self.value) {
            headers.append(SET_COOKIE, value);
        }
    }
}

/// Returns whether a `Set-Cookie` is for the cookie with this name.
fn names(value: &HeaderValue, wire: &str) -> bool {
    let name = value.as_bytes().split(|byte| *byte == b'=').next().unwrap_or_default();
    name.trim_ascii() == wire.as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::header::COOKIE;

    #[test]
    fn ids_are_taken_from_every_cookie_of_the_name() {
        let (one, two) = (Id(1), Id(i128::MAX));
        let mut headers = HeaderMap::new();
        let line = format!("a=b; sid=; sid=x; sid={one}; SID={two}; sid=\"{two}\"; sid={one}");
        headers.append(COOKIE, line.parse().expect("a header"));
        assert_eq!(ids(&headers, "sid"), [one, two]);
        for other in [&b"city=\xCC\xEE\xF1"[..], "city=Москва".as_bytes(), b"\xFF", b"sid=\xFF"] {
            let line = [other, b"; sid=", one.to_string().as_bytes()].concat();
            headers.insert(COOKIE, HeaderValue::from_bytes(&line).expect("a header"));
            assert_eq!(ids(&headers, "sid"), [one], "{other:?}");
        }
        let many: Vec<_> = (0..100).map(|id| format!("sid={}", Id(id))).collect();
        headers.insert(COOKIE, many.join("; ").parse().expect("a header"));
        assert_eq!(ids(&headers, "sid").len(), TRIED);
        headers.insert(COOKIE, format!("sid={one}{}", "A".repeat(10_000)).parse().expect("a header"));
        assert_eq!(ids(&headers, "sid"), []);
    }

    #[test]
    fn there_is_one_cookie_of_a_name() {
        let mut headers = HeaderMap::new();
        for value in ["sid=planted; Path=/x", "side=kept", " sid = planted", "other=kept"] {
            headers.append(SET_COOKIE, value.parse().expect("a header"));
        }
        let value = Some(HeaderValue::from_static("sid=ours"));
        SetCookie { wire: "sid", value }.put(&mut headers);
        let set: Vec<_> = headers.get_all(SET_COOKIE).iter().collect();
        assert_eq!(set, ["side=kept", "other=kept", "sid=ours"]);
    }
}
