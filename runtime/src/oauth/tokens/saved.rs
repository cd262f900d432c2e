//! Tokens as they are kept from one run to the next.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use serde::ser::{SerializeStruct as _, Serializer};
use serde::{Deserialize, Serialize};

/// The tokens that a client has, to be kept from one run to the next: [`Tokens::saved`](super::Tokens::saved),
/// [`TokensBuilder::saved`](super::TokensBuilder::saved).
///
/// Serialised it holds the tokens as they are: keep it where passwords are kept. `Debug` shows none. A refresh token is
/// good for one use, so what was saved before the last refresh is worth nothing, and may cost the login:
/// [`TokensBuilder::on_change`](super::TokensBuilder::on_change) tells when to save.
#[derive(Clone, Deserialize)]
#[serde(from = "Plain")]
pub struct SavedTokens {
    /// The scheme, host and port that the tokens are for.
    pub(super) origin: String,
    pub(super) access_token: SecretString,
    pub(super) refresh_token: Option<SecretString>,
    pub(super) scope: Option<String>,
    /// When they came, and when the access token expires, in Unix seconds.
    pub(super) received_at: i64,
    pub(super) expires_at: Option<i64>,
}

/// As it is read.
#[derive(Deserialize)]
struct Plain {
    origin: String,
    access_token: String,
    refresh_token: Option<String>,
    scope: Option<String>,
    received_at: i64,
    expires_at: Option<i64>,
}

impl From<Plain> for SavedTokens {
    fn from(plain: Plain) -> Self {
        Self {
            origin: plain.origin,
            access_token: plain.access_token.into(),
            refresh_token: plain.refresh_token.map(Into::into),
            scope: plain.scope,
            received_at: plain.received_at,
            expires_at: plain.expires_at,
        }
    }
}

impl SavedTokens {
    /// When the access token expires, in Unix seconds; none where the server did not say.
    #[must_use]
    pub const fn expires_at(&self) -> Option<i64> {
        self.expires_at
    }

    /// What the access token covers, where the server said (RFC 6749 §3.3).
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        self.scope.as_deref()
    }

    /// Whether the access token is taken at `now`, as far as the server said.
    pub(super) fn is_good(&self, now: i64) -> bool {
        self.expires_at.is_none_or(|expires_at| now < expires_at)
    }

    /// Whether it is good for `early` seconds more; for half of its time, where that is less.
    pub(super) fn is_fresh(&self, now: i64, early: i64) -> bool {
        self.expires_at.is_none_or(|expires_at| {
            let half = expires_at.saturating_sub(self.received_at) / 2;
            now < expires_at.saturating_sub(early.min(half))
        })
    }

    pub(super) fn is(&self, access_token: &SecretString) -> bool {
        self.access_token.expose_secret() == access_token.expose_secret()
    }
}

impl fmt::Debug for SavedTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SavedTokens")
            .field("origin", &self.origin)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl Serialize for SavedTokens {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut saved = serializer.serialize_struct("SavedTokens", 6)?;
        saved.serialize_field("origin", &self.origin)?;
        saved.serialize_field("access_token", self.access_token.expose_secret())?;
        saved.serialize_field(
            "refresh_token",
            &self.refresh_token.as_ref().map(|token| token.expose_secret()),
        )?;
        saved.serialize_field("scope", &self.scope)?;
        saved.serialize_field("received_at", &self.received_at)?;
        saved.serialize_field("expires_at", &self.expires_at)?;
        saved.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(received_at: i64, expires_at: Option<i64>) -> SavedTokens {
        SavedTokens {
            origin: "https://acme.test".into(),
            access_token: "s3cret".into(),
            refresh_token: Some("r3fresh".into()),
            scope: None,
            received_at,
            expires_at,
        }
    }

    #[test]
    fn a_token_is_fresh_until_shortly_before_it_expires() {
        let hour = saved(0, Some(3600));
        assert!(hour.is_fresh(3569, 30) && !hour.is_fresh(3570, 30));
        assert!(hour.is_good(3599) && !hour.is_good(3600));
        let short = saved(0, Some(10));
        assert!(
            short.is_fresh(4, 30) && !short.is_fresh(5, 30),
            "one that lasts no longer is used all the same"
        );
        assert!(saved(0, None).is_fresh(i64::MAX, 30) && saved(0, None).is_good(i64::MAX));
    }

    #[test]
    fn they_survive_being_saved_and_no_debug_shows_them() {
        let text = serde_json::to_string(&saved(1, Some(2))).expect("JSON");
        let read: SavedTokens = serde_json::from_str(&text).expect("tokens");
        assert!(read.is(&"s3cret".into()) && read.expires_at() == Some(2));
        assert_eq!(read.refresh_token.as_ref().map(|token| token.expose_secret()), Some("r3fresh"));
        let shown = format!("{read:?}");
        assert!(!shown.contains("s3cret") && !shown.contains("r3fresh"), "{shown}");
    }
}
