//! The cookies of a session, stored and sent as in RFC 6265 §5; [`cookie_store`] parses and matches them.

use std::borrow::Cow;
use std::cmp::Reverse;

use cookie_store::{Cookie, CookieExpiration};
use url::Url;

/// The minimum number of cookies for each host (RFC 6265 §6.1).
const MOST: usize = 50;

/// All cookies with one name that a host has set, one for each path and domain, oldest first.
pub(super) struct Jar {
    name: &'static str,
    cookies: Vec<StoredCookie>,
    /// The number of cookies set so far.
    sets: u64,
}

struct StoredCookie {
    cookie: Cookie<'static>,
    /// Whether the caller set it. A cookie of the server replaces it.
    by_caller: bool,
    /// The number of the cookie in the order of setting.
    set: u64,
}

impl StoredCookie {
    /// Returns what distinguishes cookies with the same name.
    fn identity(&self) -> (Option<Cow<'_, str>>, &str) {
        (self.cookie.domain.as_cow(), &self.cookie.path)
    }

    /// Returns whether a request carries the cookie (§5.4). Only TLS counts as secure, not localhost.
    fn is_for(&self, url: &Url) -> bool {
        let secure = self.cookie.secure() == Some(true);
        self.cookie.matches(url) && (!secure || url.scheme() == "https")
    }
}

impl Jar {
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, cookies: Vec::new(), sets: 0 }
    }

    /// Stores a session that was started elsewhere. Returns false if the value is not valid in a cookie.
    pub(super) fn begin(&mut self, value: &str, url: &Url) -> bool {
        let plain = |byte: u8| byte.is_ascii_graphic() && byte != b';';
        if value.is_empty() || !value.bytes().all(plain) {
            return false;
        }
        let Ok(cookie) = Cookie::parse(format!("{}={value}; Path=/", self.name), url) else { return false };
        self.put(cookie.into_owned(), true);
        true
    }

    /// Stores the `Set-Cookie` of a response from `url` (§5.3). An expired cookie ends the session and removes all
    /// cookies, whatever their path, because servers often omit the path when they delete one.
    pub(super) fn set(&mut self, text: &str, url: &Url, now: i64) {
        let text: Vec<&str> = text.split(';').filter(|attribute| !is_empty_max_age(attribute)).collect();
        let Ok(cookie) = Cookie::parse(text.join(";"), url) else { return };
        if cookie.name() != self.name {
            return;
        }
        if is_expired(&cookie, now) {
            self.cookies.clear();
            return;
        }
        self.cookies.retain(|stored| !stored.by_caller && !is_expired(&stored.cookie, now));
        self.put(cookie.into_owned(), false);
    }

    /// Stores a cookie. One with the same domain and path is replaced and keeps its position.
    fn put(&mut self, cookie: Cookie<'static>, by_caller: bool) {
        self.sets += 1;
        let stored = StoredCookie { cookie, by_caller, set: self.sets };
        let same = |other: &&mut StoredCookie| other.identity() == stored.identity();
        match self.cookies.iter_mut().find(same) {
            Some(old) => *old = stored,
            None => self.cookies.push(stored),
        }
        if self.cookies.len() > MOST {
            self.cookies.remove(0);
        }
    }

    /// Returns the `Cookie` of a request to `url` (§5.4): longer paths first, then older cookies.
    pub(super) fn pairs(&mut self, url: &Url, now: i64) -> Option<String> {
        self.cookies.retain(|stored| !is_expired(&stored.cookie, now));
        let mut cookies: Vec<&StoredCookie> =
            self.cookies.iter().filter(|stored| stored.is_for(url)).collect();
        cookies.sort_by_key(|stored| Reverse(stored.cookie.path.len()));
        let pairs: Vec<String> =
            cookies.iter().map(|stored| format!("{}={}", self.name, stored.cookie.value())).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// Returns the value that was set last.
    pub(super) fn latest(&self, now: i64) -> Option<&str> {
        let alive = self.cookies.iter().filter(|stored| !is_expired(&stored.cookie, now));
        Some(alive.max_by_key(|stored| stored.set)?.cookie.value())
    }
}

/// Returns whether the cookie has expired at `now`, in seconds since 1970.
fn is_expired(cookie: &Cookie<'_>, now: i64) -> bool {
    match &cookie.expires {
        CookieExpiration::AtUtc(moment) => moment.unix_timestamp() <= now,
        CookieExpiration::SessionEnd => false,
    }
}

/// Returns whether this is a `Max-Age` without a number, which must be ignored (§5.2.2) but is parsed as infinite.
fn is_empty_max_age(attribute: &str) -> bool {
    let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
    name.trim().eq_ignore_ascii_case("max-age") && matches!(value.trim(), "" | "-")
}
