//! The success response of the token endpoint.

use bytes::Bytes;
use http::HeaderMap;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

use super::error::no_store;

/// New tokens (RFC 6749 §5.1). `Debug` does not show them; `Serialize` does, as the body of the response.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokenResponse {
    /// For calls: `Authorization: Bearer …` (RFC 6750 §2.1).
    pub access_token: SecretString,
    /// The lifetime of the access token, in seconds.
    pub expires_in: u64,
    /// For new tokens; valid for one use.
    pub refresh_token: SecretString,
    /// The scope of the access token; `None` if the server has no scopes.
    pub scope: Option<String>,
    /// When they were issued, in Unix seconds. RFC 6749 has no member for it; many servers do.
    pub created_at: i64,
}

impl TokenResponse {
    /// The type of the access token in the body (RFC 6749 §7.1).
    pub const TOKEN_TYPE: &'static str = "Bearer";

    /// The body, as JSON.
    #[must_use]
    pub fn body(&self) -> Bytes {
        // Strings and numbers can always be encoded.
        serde_json::to_vec(self).unwrap_or_default().into()
    }

    /// The headers that forbid caching (RFC 6749 §5.1).
    #[must_use]
    pub fn headers(&self) -> HeaderMap {
        no_store()
    }
}

impl Serialize for TokenResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_struct("TokenResponse", 5 + usize::from(self.scope.is_some()))?;
        body.serialize_field("access_token", self.access_token.expose_secret())?;
        body.serialize_field("token_type", Self::TOKEN_TYPE)?;
        body.serialize_field("expires_in", &self.expires_in)?;
        body.serialize_field("refresh_token", self.refresh_token.expose_secret())?;
        if let Some(scope) = &self.scope {
            body.serialize_field("scope", scope)?;
        }
        body.serialize_field("created_at", &self.created_at)?;
        body.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6749 §5.1.
    #[test]
    fn the_body_has_the_members_of_the_rfc() {
        let mut response = TokenResponse {
            access_token: "a".into(),
            expires_in: 3600,
            refresh_token: "r".into(),
            scope: None,
            created_at: 7,
        };
        let without = r#"{"access_token":"a","token_type":"Bearer","expires_in":3600,"refresh_token":"r","created_at":7}"#;
        assert_eq!(response.body(), without);
        response.scope = Some("read".into());
        let scope = r#""refresh_token":"r","scope":"read","created_at":7}"#;
        assert_eq!(response.body(), without.replace(r#""refresh_token":"r","created_at":7}"#, scope));
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
}
