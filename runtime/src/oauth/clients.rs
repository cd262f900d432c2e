//! Which applications may ask for tokens, and how they show who they are (RFC 6749 §2.3).

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

/// A client: an application that asks for tokens (RFC 6749 §2).
#[derive(Clone)]
pub struct Client {
    id: String,
    /// The SHA-256 of its secret; none where it is public (RFC 6749 §2.1).
    secret: Option<[u8; 32]>,
}

impl Client {
    /// A client that keeps a secret. It should be random and long: what is kept of it is no slow hash.
    pub fn confidential(id: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        Self { id: id.into(), secret: Some(digest(&secret.into())) }
    }

    /// A client that can keep no secret, and says its `client_id` alone: an app, a page.
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
/// use housestyle::oauth::{Client, Clients};
///
/// let clients = Clients::required([Client::public("app"), Client::confidential("partner", "a long random secret")]);
/// // OAuth::builder(accounts, store).clients(clients)
/// # drop(clients);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Clients {
    /// None: there are no clients, and what a request says of one is passed over.
    listed: Option<Vec<Client>>,
    required: bool,
}

impl Clients {
    /// There are none: whoever has a password or a refresh token is served, and `client_id` is passed over.
    #[must_use]
    pub const fn none() -> Self {
        Self { listed: None, required: false }
    }

    /// Every request must be of one of these.
    pub fn required(clients: impl IntoIterator<Item = Client>) -> Self {
        Self { listed: Some(clients.into_iter().collect()), required: true }
    }

    /// A request may be of one of these, or of none. Tokens that a client got are for that client to refresh and revoke.
    pub fn optional(clients: impl IntoIterator<Item = Client>) -> Self {
        Self { listed: Some(clients.into_iter().collect()), required: false }
    }

    /// Whether a request may say of which client it is.
    pub(super) const fn are_there(&self) -> bool {
        self.listed.is_some()
    }

    /// The id of the client that a request is of.
    pub(super) fn authenticate(
        &self,
        shown: Option<&ClientCredentials>,
    ) -> Result<Option<String>, OAuthError> {
        let Some(listed) = &self.listed else { return Ok(None) };
        let Some(shown) = shown else {
            return if self.required { Err(invalid_client()) } else { Ok(None) };
        };
        let client = listed.iter().find(|client| client.id == shown.id);
        let is_right = match (client.map(|client| client.secret), &shown.secret) {
            (Some(None), None) => true,
            // The unknown are compared with too.
            (kept, Some(secret)) => {
                let kept = kept.flatten();
                bool::from(kept.unwrap_or_default().ct_eq(&digest(secret))) && kept.is_some()
            }
            (_, None) => false,
        };
        if is_right {
            return Ok(Some(shown.id.clone()));
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

/// What a request shows of the client that it is of. `Debug` does not show the secret.
#[derive(Debug, Clone)]
pub struct ClientCredentials {
    /// `client_id`.
    pub id: String,
    /// `client_secret`; none of a public client.
    pub secret: Option<SecretString>,
}

impl ClientCredentials {
    /// What a request shows: HTTP Basic, of which both halves are form-encoded, or the parameters `client_id` and
    /// `client_secret` of the body (RFC 6749 §2.3.1). None where it shows nothing.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidRequest`] for both ways at once, a secret without an id, or two ids;
    /// [`ErrorCode::InvalidClient`] for an `Authorization` that is not of Basic, or malformed.
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

/// The client in `Authorization`.
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
        // An empty secret is that of a public client (RFC 6749 §2.3.1: it may be left out).
        let secret = Some(secret).filter(|secret| !secret.is_empty()).map(SecretString::from);
        Some(ClientCredentials { id, secret })
    };
    read().map(Some).ok_or_else(invalid_client)
}

/// Text out of `application/x-www-form-urlencoded` (RFC 6749 appendix B).
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

    fn of_basic(pair: &str) -> HeaderMap {
        headers(&format!("Basic {}", STANDARD.encode(pair)))
    }

    fn read(
        headers: &HeaderMap,
        id: Option<&str>,
        secret: Option<&str>,
    ) -> Result<(String, String), ErrorCode> {
        let read = ClientCredentials::read(headers, id.map(Into::into), secret.map(Into::into));
        let read = read.map_err(|error| error.code())?.expect("somebody");
        Ok((read.id, read.secret.map_or_else(String::new, |secret| secret.expose_secret().to_owned())))
    }

    fn pair(id: &str, secret: &str) -> Result<(String, String), ErrorCode> {
        Ok((id.to_owned(), secret.to_owned()))
    }

    /// RFC 6749 §2.3.1, appendix B.
    #[test]
    fn both_halves_of_basic_are_form_decoded() {
        assert_eq!(read(&of_basic("an+app:s%3Ae%26%C3%A9"), None, None), pair("an app", "s:e&é"));
        assert_eq!(read(&of_basic("app:a:b"), None, None), pair("app", "a:b"));
        assert_eq!(read(&of_basic("app:"), Some("app"), None), pair("app", ""));
        assert_eq!(read(&headers(&format!("bAsIc {}", STANDARD.encode("a:b"))), None, None), pair("a", "b"));
        assert_eq!(read(&HeaderMap::new(), Some("app"), Some("s")), pair("app", "s"));
    }

    /// RFC 6749 §2.3, §5.2: no more than one way at a time.
    #[test]
    fn two_ways_at_once_are_refused() {
        let invalid = Err(ErrorCode::InvalidRequest);
        assert_eq!(read(&of_basic("app:s"), Some("app"), Some("s")), invalid);
        assert_eq!(read(&of_basic("app:s"), None, Some("s")), invalid);
        assert_eq!(read(&of_basic("app:s"), Some("other"), None), invalid);
        assert_eq!(read(&HeaderMap::new(), None, Some("s")), invalid);
        let mut twice = of_basic("app:s");
        twice.append(AUTHORIZATION, "Basic YTpi".parse().expect("a header"));
        assert_eq!(read(&twice, None, None), invalid);
    }

    /// RFC 6749 §5.2: `invalid_client` for a method that is not supported.
    #[test]
    fn what_is_not_basic_shows_no_client() {
        for value in ["Bearer abc", "Basic", "Basic ###", "Basic YXBw", "Basic /w==", "Basic JWZmOng="] {
            assert_eq!(read(&headers(value), None, None), Err(ErrorCode::InvalidClient), "{value}");
        }
    }

    #[test]
    fn clients_are_known_by_their_secrets() {
        let list = || [Client::confidential("app", "s3cret"), Client::public("page")];
        let known = |clients: &Clients, id: &str, secret: Option<&str>| {
            let shown = ClientCredentials { id: id.into(), secret: secret.map(Into::into) };
            clients.authenticate(Some(&shown)).map_err(|error| error.code())
        };
        let required = Clients::required(list());
        assert_eq!(known(&required, "app", Some("s3cret")), Ok(Some("app".into())));
        assert_eq!(known(&required, "page", None), Ok(Some("page".into())));
        for (id, secret) in [
            ("app", None),
            ("app", Some("S3cret")),
            ("page", Some("x")),
            ("who", Some("s3cret")),
            ("who", None),
        ] {
            assert_eq!(known(&required, id, secret), Err(ErrorCode::InvalidClient), "{id}");
        }
        assert!(required.authenticate(None).is_err());
        assert!(matches!(Clients::optional(list()).authenticate(None), Ok(None)));
        assert_eq!(known(&Clients::optional(list()), "app", Some("x")), Err(ErrorCode::InvalidClient));
        assert_eq!(known(&Clients::none(), "app", Some("x")), Ok(None));
        assert!(!format!("{required:?}").contains("115"), "no byte of a digest is shown");
    }
}
