//! The cookies of a session, stored and sent as RFC 6265 §5 says, of which [`cookie_store`] reads and matches each one.

use std::borrow::Cow;
use std::cmp::Reverse;

use cookie_store::{Cookie, CookieExpiration};
use url::Url;

/// RFC 6265 §6.1: so many cookies a host at least.
const MOST: usize = 50;

/// All cookies of one name that one host has set: each path and domain has its own. Oldest first.
pub(super) struct Jar {
    name: &'static str,
    kept: Vec<Kept>,
    /// How many were set so far.
    sets: u64,
}

struct Kept {
    cookie: Cookie<'static>,
    /// By the caller and not by the server, whose own goes in its place.
    given: bool,
    /// Which of the jar's sets it was.
    set: u64,
}

impl Kept {
    /// What tells it from others of its name.
    fn place(&self) -> (Option<Cow<'_, str>>, &str) {
        (self.cookie.domain.as_cow(), &self.cookie.path)
    }

    /// §5.4: whether a request carries it. What counts as secure is TLS, not this machine.
    fn is_for(&self, url: &Url) -> bool {
        let secure = self.cookie.secure() == Some(true);
        self.cookie.matches(url) && (!secure || url.scheme() == "https")
    }
}

impl Jar {
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, kept: Vec::new(), sets: 0 }
    }

    /// Keeps a session from elsewhere, to begin with. False where the value cannot be a cookie's.
    pub(super) fn begin(&mut self, value: &str, url: &Url) -> bool {
        let plain = |byte: u8| byte.is_ascii_graphic() && byte != b';';
        if value.is_empty() || !value.bytes().all(plain) {
            return false;
        }
        let Ok(cookie) = Cookie::parse(format!("{}={value}; Path=/", self.name), url) else { return false };
        self.put(cookie.into_owned(), true);
        true
    }

    /// Keeps what `Set-Cookie` says in an answer from `url` (§5.3). An expired cookie ends the session: all cookies go,
    /// whatever their path, for servers leave out the path of what they mean to delete.
    pub(super) fn set(&mut self, text: &str, url: &Url, now: i64) {
        let text: Vec<&str> = text.split(';').filter(|attribute| !is_hollow_age(attribute)).collect();
        let Ok(cookie) = Cookie::parse(text.join(";"), url) else { return };
        if cookie.name() != self.name {
            return;
        }
        if is_expired(&cookie, now) {
            self.kept.clear();
            return;
        }
        self.kept.retain(|kept| !kept.given && !is_expired(&kept.cookie, now));
        self.put(cookie.into_owned(), false);
    }

    /// One of the same domain and path is replaced, and keeps its place among the others.
    fn put(&mut self, cookie: Cookie<'static>, given: bool) {
        self.sets += 1;
        let kept = Kept { cookie, given, set: self.sets };
        let same = |other: &&mut Kept| other.place() == kept.place();
        match self.kept.iter_mut().find(same) {
            Some(old) => *old = kept,
            None => self.kept.push(kept),
        }
        if self.kept.len() > MOST {
            self.kept.remove(0);
        }
    }

    /// What a request to `url` says in `Cookie` (§5.4): longer paths first, then older cookies.
    pub(super) fn pairs(&mut self, url: &Url, now: i64) -> Option<String> {
        self.kept.retain(|kept| !is_expired(&kept.cookie, now));
        let mut kept: Vec<&Kept> = self.kept.iter().filter(|kept| kept.is_for(url)).collect();
        kept.sort_by_key(|kept| Reverse(kept.cookie.path.len()));
        let pairs: Vec<String> =
            kept.iter().map(|kept| format!("{}={}", self.name, kept.cookie.value())).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// The value that was set last.
    pub(super) fn latest(&self, now: i64) -> Option<&str> {
        let alive = self.kept.iter().filter(|kept| !is_expired(&kept.cookie, now));
        Some(alive.max_by_key(|kept| kept.set)?.cookie.value())
    }
}

/// Seconds since 1970, as `now` is.
fn is_expired(cookie: &Cookie<'_>, now: i64) -> bool {
    match &cookie.expires {
        CookieExpiration::AtUtc(moment) => moment.unix_timestamp() <= now,
        CookieExpiration::SessionEnd => false,
    }
}

/// `Max-Age` without a number, which is to be passed over (§5.2.2), and is read as for ever.
fn is_hollow_age(attribute: &str) -> bool {
    let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
    name.trim().eq_ignore_ascii_case("max-age") && matches!(value.trim(), "" | "-")
}
