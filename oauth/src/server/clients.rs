//! The applications that may request tokens, and their authentication (RFC 6749 §2.3).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::error::{ErrorCode, OAuthError};

/// A client: an application that requests tokens (RFC 6749 §2).
#[derive(Clone)]
pub struct Client {
    id: String,
    /// The SHA-256 of its secret, unless it is public (RFC 6749 §2.1).
    secret: Option<[u8; 32]>,
}

impl Client {
    /// Creates a client with a secret. The secret should be random and long, since it is stored as a fast hash.
    pub fn confidential(id: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        Self { id: id.into(), secret: Some(digest(&secret.into())) }
    }

    /// Creates a client that cannot keep a secret and sends only its `client_id`: an app or a page.
    pub fn public(id: impl Into<String>) -> Self {
        Self { id: id.into(), secret: None }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The clients of a server.
///
/// ```
/// use housestyle_oauth::{Client, Clients};
///
/// let clients = Clients::required([Client::public("app"), Client::confidential("partner", "a long random secret")]);
/// // OAuth::builder(accounts, store).clients(clients)
/// # drop(clients);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Clients {
    /// If `None`, credentials of a client in a request are ignored.
    listed: Option<Vec<Client>>,
    required: bool,
}

impl Clients {
    /// No clients: a password or a refresh token is enough, and `client_id` is ignored.
    #[must_use]
    pub const fn none() -> Self {
        Self { listed: None, required: false }
    }

    /// Every request must authenticate as one of these.
    pub fn required(clients: impl IntoIterator<Item = Client>) -> Self {
        Self { listed: Some(clients.into_iter().collect()), required: true }
    }

    /// A request may authenticate as one of these. Only the client that was given tokens may refresh and revoke them.
    pub fn optional(clients: impl IntoIterator<Item = Client>) -> Self {
        Self { listed: Some(clients.into_iter().collect()), required: false }
    }

    /// Whether there are clients.
    pub(super) const fn are_configured(&self) -> bool {
        self.listed.is_some()
    }

    /// Returns the id of the client that sent a request.
    pub(super) fn authenticate(
        &self,
        credentials: Option<&ClientCredentials>,
    ) -> Result<Option<String>, OAuthError> {
        let Some(listed) = &self.listed else { return Ok(None) };
        let Some(credentials) = credentials else {
            return if self.required { Err(invalid_client()) } else { Ok(None) };
        };
        let client = listed.iter().find(|client| client.id == credentials.id);
        let is_right = match (client.map(|client| client.secret), &credentials.secret) {
            (Some(None), None) => true,
            // An unknown client takes the same time as a wrong secret.
            (stored, Some(secret)) => {
                let stored = stored.flatten();
                bool::from(stored.unwrap_or_default().ct_eq(&digest(secret))) && stored.is_some()
            }
            (_, None) => false,
        };
        if is_right {
            return Ok(Some(credentials.id.clone()));
        }
        tracing::info!(known = client.is_some(), "a client that is not known by what it shows");
        Err(invalid_client())
    }
}

fn digest(secret: &SecretString) -> [u8; 32] {
    Sha256::digest(secret.expose_secret().as_bytes()).into()
}

pub(super) fn invalid_client() -> OAuthError {
    OAuthError::new(ErrorCode::InvalidClient, "The client is unknown, or has not shown who it is")
}

/// The credentials of a client in a request. `Debug` does not show the secret.
#[derive(Debug, Clone)]
pub struct ClientCredentials {
    /// `client_id`.
    pub id: String,
    /// `client_secret`, unless the client is public.
    pub secret: Option<SecretString>,
}

impl ClientCredentials {
    /// Reads the credentials of a request: HTTP Basic, of which both halves are form-encoded, or the parameters `client_id`
    /// and `client_secret` of the body (RFC 6749 §2.3.1). Returns `None` if there are no credentials.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidRequest`] for both ways at once, a secret without an id, or two ids;
    /// [`ErrorCode::InvalidClient`] for an `Authorization` that is malformed or not Basic.
    pub fn read(
        headers: &HeaderMap,
        id: Option<String>,
        secret: Option<SecretString>,
    ) -> Result<Option<Self>, OAuthError> {
        let basic = basic(headers)?;
        match (basic, id, secret) {
            (Some(_), _, Some(_)) => Err(OAuthError::invalid("The client shows who it is in two ways")),
            (Some(basic), Some(id), None) if basic.id != id => {
                Err(OAuthError::invalid("The request is of two clients"))
            }
            (Some(basic), ..) => Ok(Some(basic)),
            (None, Some(id), secret) => Ok(Some(Self { id, secret })),
            (None, None, Some(_)) => Err(OAuthError::invalid("There is a client_secret without a client_id")),
            (None, None, None) => Ok(None),
        }
    }
}

/// The credentials in `Authorization`.
fn basic(headers: &HeaderMap) -> Result<Option<ClientCredentials>, OAuthError> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(OAuthError::invalid("Authorization is repeated"));
    }
    let read = || {
        let (scheme, pair) = value.to_str().ok()?.split_once(' ')?;
        let pair = STANDARD.decode(pair.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
        let pair = String::from_utf8(pair).ok()?;
        let (id, secret) = pair.split_once(':')?;
        let (id, secret) = (form_decoded(id)?, form_decoded(secret)?);
        // A public client has an empty secret (RFC 6749 §2.3.1: it may be omitted).
        let secret = Some(secret).filter(|secret| !secret.is_empty()).map(SecretString::from);
        Some(ClientCredentials { id, secret })
    };
    read().map(Some).ok_or_else(invalid_client)
}

/// Decodes `application/x-www-form-urlencoded` text (RFC 6749 appendix B).
pub(super) fn form_decoded(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8().ok().map(|text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(authorization: &str) -> HeaderMap {
        HeaderMap::from_iter([(AUTHORIZATION, authorization.parse().expect("a header"))])
    }

    fn basic_headers(pair: &str) -> HeaderMap {
        headers(&format!("Basic {}", STANDARD.encode(pair)))
    }

    fn read(
        headers: &HeaderMap,
        id: Option<&str>,
        secret: Option<&str>,
    ) -> Result<(String, String), ErrorCode> {
        let read = ClientCredentials::read(headers, id.map(Into::into), secret.map(Into::into));
        let read = read.map_err(|error| error.code())?.expect("credentials");
        Ok((read.id, read.secret.map_or_else(String::new, |secret| secret.expose_secret().to_owned())))
    }

    fn pair(id: &str, secret: &str) -> Result<(String, String), ErrorCode> {
        Ok((id.to_owned(), secret.to_owned()))
    }

    /// RFC 6749 §2.3.1, appendix B.
    #[test]
    fn both_halves_of_basic_are_form_decoded() {
        assert_eq!(read(&basic_headers("an+app:s%3Ae%26%C3%A9"), None, None), pair("an app", "s:e&é"));
        assert_eq!(read(&basic_headers("app:a:b"), None, None), pair("app", "a:b"));
        assert_eq!(read(&basic_headers("app:"), Some("app"), None), pair("app", ""));
        assert_eq!(read(&headers(&format!("bAsIc {}", STANDARD.encode("a:b"))), None, None), pair("a", "b"));
        assert_eq!(read(&HeaderMap::new(), Some("app"), Some("s")), pair("app", "s"));
    }

    /// RFC 6749 §2.3, §5.2: one way at a time.
    #[test]
    fn two_ways_at_once_are_refused() {
        let invalid = Err(ErrorCode::InvalidRequest);
        assert_eq!(read(&basic_headers("app:s"), Some("app"), Some("s")), invalid);
        assert_eq!(read(&basic_headers("app:s"), None, Some("s")), invalid);
        assert_eq!(read(&basic_headers("app:s"), Some("other"), None), invalid);
        assert_eq!(read(&HeaderMap::new(), None, Some("s")), invalid);
        let mut twice = basic_headers("app:s");
        twice.append(AUTHORIZATION, "Basic YTpi".parse().expect("a header"));
        assert_eq!(read(&twice, None, None), invalid);
    }

    /// RFC 6749 §5.2: `invalid_client` for a method that is not supported.
    #[test]
    fn authorization_other_than_basic_is_an_invalid_client() {
        for value in ["Bearer abc", "Basic", "Basic ###", "Basic YXBw", "Basic /w==", "Basic JWZmOng="] {
            assert_eq!(read(&headers(value), None, None), Err(ErrorCode::InvalidClient), "{value}");
        }
    }

    #[test]
    fn clients_are_authenticated_by_their_secrets() {
        let list = || [Client::confidential("app", "s3cret"), Client::public("page")];
        let authenticated = |clients: &Clients, id: &str, secret: Option<&str>| {
            let credentials = ClientCredentials { id: id.into(), secret: secret.map(Into::into) };
            clients.authenticate(Some(&credentials)).map_err(|error| error.code())
        };
        let required = Clients::required(list());
        assert_eq!(authenticated(&required, "app", Some("s3cret")), Ok(Some("app".into())));
        assert_eq!(authenticated(&required, "page", None), Ok(Some("page".into())));
        for (id, secret) in [
            ("app", None),
            ("app", Some("S3cret")),
            ("page", Some("x")),
            ("who", Some("s3cret")),
            ("who", None),
        ] {
            assert_eq!(authenticated(&required, id, secret), Err(ErrorCode::InvalidClient), "{id}");
        }
        assert!(required.authenticate(None).is_err());
        assert!(matches!(Clients::optional(list()).authenticate(None), Ok(None)));
        assert_eq!(
            authenticated(&Clients::optional(list()), "app", Some("x")),
            Err(ErrorCode::InvalidClient)
        );
        assert_eq!(authenticated(&Clients::none(), "app", Some("x")), Ok(None));
        assert!(!format!("{required:?}").contains("115"), "a digest is not shown");
    }
}
