//! The session cookie.

use ::cookie::{Cookie, CookieBuilder, SameSite};
use http::HeaderValue;
use http::header::InvalidHeaderValue;
use time::{Duration, OffsetDateTime};

use crate::style::{self, Session};

/// Returns the cookie of a session that lives for `age` seconds.
pub(super) fn live(
    rules: &'static Session,
    id: String,
    age: i64,
    secure: bool,
) -> Result<HeaderValue, InvalidHeaderValue> {
    line(cookie(rules, id, secure).max_age(Duration::seconds(age.max(0))))
}

/// Returns an expired cookie, with the same name and path.
pub(super) fn expired(rules: &'static Session, secure: bool) -> Result<HeaderValue, InvalidHeaderValue> {
    let past = OffsetDateTime::UNIX_EPOCH;
    line(cookie(rules, String::new(), secure).max_age(Duration::ZERO).expires(past))
}

fn cookie(rules: &'static Session, value: String, secure: bool) -> CookieBuilder<'static> {
    let same_site = match rules.same_site {
        style::SameSite::Strict => SameSite::Strict,
        style::SameSite::Lax => SameSite::Lax,
        style::SameSite::None => SameSite::None,
    };
    Cookie::build((&*rules.cookie, value))
        .path(&*rules.path)
        .http_only(rules.http_only)
        .secure(secure)
        .same_site(same_site)
}

/// Returns the `Set-Cookie`, marked as sensitive.
fn line(cookie: CookieBuilder<'static>) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::try_from(cookie.build().to_string())?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAX: Session = Session {
        cookie: style::Text::Borrowed("sid"),
        path: style::Text::Borrowed("/"),
        max_age: 60,
        sliding: true,
        http_only: true,
        same_site: style::SameSite::Lax,
    };

    #[test]
    fn cookies_say_what_the_style_says() {
        let text = |value: Result<HeaderValue, _>| {
            let value = value.expect("a header");
            assert!(!format!("{value:?}").contains("sid"));
            value.to_str().expect("text").to_owned()
        };
        let id = "AAAAAAAAAAAAAAAAAAAAAA";
        assert_eq!(
            text(live(&RULES, id.to_owned(), 60, false)),
            format!("sid={id}; HttpOnly; SameSite=Lax; Path=/; Max-Age=60")
        );
        static RULES: Session = LAX;
        static STRICT: Session = Session {
            http_only: false,
            same_site: style::SameSite::Strict,
            path: style::Text::Borrowed("/v1"),
            ..LAX
        };
        assert_eq!(
            text(live(&STRICT, id.to_owned(), -1, true)),
            format!("sid={id}; SameSite=Strict; Secure; Path=/v1; Max-Age=0")
        );
        let expired = text(expired(&RULES, false));
        assert_eq!(
            expired,
            "sid=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
        );
    }
}
