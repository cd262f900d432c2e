//! Tokens that are saved from one run to the next.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use serde::ser::{SerializeStruct as _, Serializer};
use serde::{Deserialize, Serialize};

/// The tokens of a client, to be saved from one run to the next: [`Tokens::saved`](super::Tokens::saved),
/// [`TokensBuilder::saved`](super::TokensBuilder::saved).
///
/// `Serialize` writes the tokens in plain text: store them like passwords. `Debug` does not show them. A refresh token is
/// valid for one use, so tokens that were saved before the last refresh are invalid, and their use may end the login:
/// save on every [change](super::TokensBuilder::on_change).
///
/// ```
/// use housestyle_oauth::{SavedTokens, Tokens};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let file = r#"{"origin":"https://api.example","access_token":"a","refresh_token":"r","scope":"read",
///     "received_at":1700000000,"expires_at":1700003600}"#;
/// let saved: SavedTokens = serde_json::from_str(file)?;
/// assert_eq!((saved.scope(), saved.expires_at()), (Some("read"), Some(1_700_003_600)));
/// let tokens = Tokens::builder("https://api.example").saved(saved).build()?;
/// assert!(tokens.saved().is_some());
/// # Ok(()) }
/// ```
#[derive(Clone, Deserialize)]
#[serde(from = "SerializedTokens")]
pub struct SavedTokens {
    /// The scheme, host and port that the tokens are for.
    pub(super) origin: String,
    pub(super) access_token: SecretString,
    pub(super) refresh_token: Option<SecretString>,
    pub(super) scope: Option<String>,
    /// When they were received, and when the access token expires, in Unix seconds.
    pub(super) received_at: i64,
    pub(super) expires_at: Option<i64>,
}

/// The serialized form.
#[derive(Deserialize)]
struct SerializedTokens {
    origin: String,
    access_token: String,
    refresh_token: Option<String>,
    scope: Option<String>,
    received_at: i64,
    expires_at: Option<i64>,
}

impl From<SerializedTokens> for SavedTokens {
    fn from(tokens: SerializedTokens) -> Self {
        Self {
            origin: tokens.origin,
            access_token: tokens.access_token.into(),
            refresh_token: tokens.refresh_token.map(Into::into),
            scope: tokens.scope,
            received_at: tokens.received_at,
            expires_at: tokens.expires_at,
        }
    }
}

impl SavedTokens {
    /// When the access token expires, in Unix seconds, if the server returned it.
    #[must_use]
    pub const fn expires_at(&self) -> Option<i64> {
        self.expires_at
    }

    /// The scope of the access token, if the server returned it (RFC 6749 §3.3).
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        self.scope.as_deref()
    }

    /// Returns whether the access token has not expired at `now`.
    pub(super) fn is_valid(&self, now: i64) -> bool {
        self.expires_at.is_none_or(|expires_at| now < expires_at)
    }

    /// Returns whether the access token is valid for another `early` seconds, or half of its lifetime if that is less.
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
        assert!(hour.is_valid(3599) && !hour.is_valid(3600));
        let short = saved(0, Some(10));
        assert!(
            short.is_fresh(4, 30) && !short.is_fresh(5, 30),
            "a token with a short lifetime is still used"
        );
        assert!(saved(0, None).is_fresh(i64::MAX, 30) && saved(0, None).is_valid(i64::MAX));
    }

    #[test]
    fn they_survive_being_saved_and_debug_does_not_show_them() {
        let text = serde_json::to_string(&saved(1, Some(2))).expect("JSON");
        let read: SavedTokens = serde_json::from_str(&text).expect("tokens");
        assert!(read.is(&"s3cret".into()) && read.expires_at() == Some(2));
        assert_eq!(read.refresh_token.as_ref().map(|token| token.expose_secret()), Some("r3fresh"));
        let shown = format!("{read:?}");
        assert!(!shown.contains("s3cret") && !shown.contains("r3fresh"), "{shown}");
    }
}
