//! Session tokens: JWTs (RFC 7519) that this server signs and reads itself.

use anyhow::Context;
use chrono::{TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

/// The key that sessions are signed with.
#[derive(Clone)]
pub struct Sessions {
    signing: EncodingKey,
    reading: DecodingKey,
}

/// What a session says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    /// The login.
    sub: String,
    /// The end, in unix seconds.
    exp: i64,
}

impl Sessions {
    /// Sessions signed with `secret`.
    ///
    /// # Errors
    /// The secret is shorter than 32 bytes, the least that HS256 takes (RFC 7518 §3.2): it could be guessed from any token.
    pub fn new(secret: &[u8]) -> anyhow::Result<Self> {
        anyhow::ensure!(
            secret.len() >= 32,
            "the secret of sessions has {} bytes, 32 are needed",
            secret.len()
        );
        Ok(Self { signing: EncodingKey::from_secret(secret), reading: DecodingKey::from_secret(secret) })
    }

    /// Sessions signed with `SESSION_SECRET`; without it, with a random secret.
    ///
    /// # Errors
    /// As of [`Self::new`]; the secret is not UTF-8.
    pub fn from_env() -> anyhow::Result<Self> {
        match std::env::var("SESSION_SECRET") {
            Ok(secret) => Self::new(secret.as_bytes()).context("SESSION_SECRET"),
            Err(std::env::VarError::NotPresent) => {
                Self::new(&[*uuid::Uuid::new_v4().as_bytes(), *uuid::Uuid::new_v4().as_bytes()].concat())
            }
            Err(error) => Err(error).context("SESSION_SECRET"),
        }
    }

    /// A token that authenticates the person with this login for a day.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn issue(&self, login: &str) -> anyhow::Result<String> {
        let claims = Claims { sub: login.to_owned(), exp: (Utc::now() + TimeDelta::days(1)).timestamp() };
        Ok(encode(&Header::new(Algorithm::HS256), &claims, &self.signing)?)
    }

    /// Whose token it is, if it is ours and not over.
    pub(crate) fn read(&self, token: &str) -> Option<String> {
        let validation = Validation::new(Algorithm::HS256);
        decode::<Claims>(token, &self.reading, &validation).ok().map(|token| token.claims.sub)
    }
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Sessions;

    #[test]
    fn a_secret_that_can_be_guessed_is_refused() {
        for secret in ["", "s", "0123456789012345678901234567890"] {
            assert!(Sessions::new(secret.as_bytes()).is_err(), "{secret}");
        }
        assert!(Sessions::new(b"01234567890123456789012345678901").is_ok());
    }
}
