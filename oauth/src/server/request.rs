//! Requests to the token endpoint and to revocation.

use std::fmt;

use http::HeaderMap;
use secrecy::{ExposeSecret as _, SecretString};

use super::clients::ClientCredentials;
use super::error::{ErrorCode, OAuthError};
use super::parameters::Parameters;

/// The credentials of a token request. `Debug` shows no secret.
#[derive(Debug, Clone)]
pub enum Grant {
    /// The resource owner's password (RFC 6749 §4.3). *Legacy*: OAuth 2.1 removed it, since an application that has a user's
    /// password can do everything that the user can. It is for an API's own applications, and for guides that require it.
    Password {
        /// The login of the account.
        login: String,
        /// Its password.
        password: SecretString,
    },
    /// A refresh token (RFC 6749 §6).
    RefreshToken(SecretString),
}

/// A request to the token endpoint (RFC 6749 §4.3.2, §6). `Debug` shows no secret.
///
/// ```
/// use housestyle_oauth::TokenRequest;
///
/// let request = TokenRequest::password("ann", "swordfish").scope(Some("read write".into()));
/// assert!(!format!("{request:?}").contains("swordfish"));
/// ```
#[derive(Debug, Clone)]
pub struct TokenRequest {
    /// The credentials.
    pub grant: Grant,
    /// The requested scope, words separated by spaces (RFC 6749 §3.3).
    pub scope: Option<String>,
    /// The client that sends it.
    pub client: Option<ClientCredentials>,
}

impl TokenRequest {
    /// A request with a password (RFC 6749 §4.3).
    pub fn password(login: impl Into<String>, password: impl Into<SecretString>) -> Self {
        Self::new(Grant::Password { login: login.into(), password: password.into() })
    }

    /// A request with a refresh token (RFC 6749 §6).
    pub fn refresh_token(token: impl Into<SecretString>) -> Self {
        Self::new(Grant::RefreshToken(token.into()))
    }

    const fn new(grant: Grant) -> Self {
        Self { grant, scope: None, client: None }
    }

    /// Sets the scope.
    #[must_use]
    pub fn scope(mut self, scope: Option<String>) -> Self {
        self.scope = scope;
        self
    }

    /// Sets the client.
    #[must_use]
    pub fn client(mut self, client: Option<ClientCredentials>) -> Self {
        self.client = client;
        self
    }
}

/// A revocation request (RFC 7009 §2.1). `Debug` shows no secret.
#[derive(Debug, Clone)]
pub struct RevocationRequest {
    /// The token, of either kind. `token_type_hint` is not needed: both kinds are in one store.
    pub token: SecretString,
    /// The client that sends it.
    pub client: Option<ClientCredentials>,
}

impl RevocationRequest {
    /// Creates a request without a client.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self { token: token.into(), client: None }
    }

    /// Sets the client.
    #[must_use]
    pub fn client(mut self, client: Option<ClientCredentials>) -> Self {
        self.client = client;
        self
    }
}

/// The parameter of the login in RFC 6749 §4.3.2.
pub(super) const USERNAME: &str = "username";

/// Reads requests.
#[derive(Debug, Clone)]
pub(super) struct RequestReader {
    /// A parameter for the login in addition to `username`.
    pub(super) login: String,
    /// The maximum size of a body.
    pub(super) body_limit: usize,
    /// Whether credentials of clients are read.
    pub(super) clients: bool,
}

impl RequestReader {
    pub(super) fn token(&self, headers: &HeaderMap, body: &[u8]) -> Result<TokenRequest, OAuthError> {
        let mut parameters = Parameters::read(headers, body, self.body_limit)?;
        let client = self.client(headers, &mut parameters)?;
        let grant = match optional(&mut parameters, "grant_type")?.as_deref() {
            Some("password") => {
                let login = self.login(&mut parameters)?;
                let password = required(&mut parameters, "password")?;
                Grant::Password { login: login.expose_secret().to_owned(), password }
            }
            Some("refresh_token") => Grant::RefreshToken(required(&mut parameters, "refresh_token")?),
            Some(_) => {
                return Err(OAuthError::new(
                    ErrorCode::UnsupportedGrantType,
                    "The grant types are password and refresh_token",
                ));
            }
            None => return Err(missing("grant_type")),
        };
        Ok(TokenRequest { grant, scope: optional(&mut parameters, "scope")?, client })
    }

    pub(super) fn revocation(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<RevocationRequest, OAuthError> {
        let mut parameters = Parameters::read(headers, body, self.body_limit)?;
        let client = self.client(headers, &mut parameters)?;
        Ok(RevocationRequest { token: required(&mut parameters, "token")?, client })
    }

    /// The login, under either of its names.
    fn login(&self, parameters: &mut Parameters) -> Result<SecretString, OAuthError> {
        let own = parameters.take(&self.login)?;
        match (own, parameters.take(USERNAME)?) {
            (Some(login), None) | (None, Some(login)) => Ok(login),
            (None, None) => Err(missing(&self.login)),
            (Some(_), Some(_)) => Err(OAuthError::new(
                ErrorCode::InvalidRequest,
                format!("The parameters {} and {USERNAME} are one: only one may be given", self.login),
            )),
        }
    }

    fn client(
        &self,
        headers: &HeaderMap,
        parameters: &mut Parameters,
    ) -> Result<Option<ClientCredentials>, OAuthError> {
        if !self.clients {
            return Ok(None);
        }
        let id = optional(parameters, "client_id")?;
        ClientCredentials::read(headers, id, parameters.take("client_secret")?)
    }
}

fn optional(parameters: &mut Parameters, wire: &str) -> Result<Option<String>, OAuthError> {
    Ok(parameters.take(wire)?.map(|value| value.expose_secret().to_owned()))
}

fn required(parameters: &mut Parameters, wire: &str) -> Result<SecretString, OAuthError> {
    parameters.take(wire)?.ok_or_else(|| missing(wire))
}

fn missing(wire: impl fmt::Display) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidRequest, format!("The parameter {wire} is missing"))
}

/// Returns whether text may be a login or a password: it has no ASCII control character except the tab (RFC 6749 appendix
/// A.15, A.16).
pub(super) fn is_one_line(text: &str) -> bool {
    !text.chars().any(|char| char.is_ascii_control() && char != '\t')
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::header::{AUTHORIZATION, CONTENT_TYPE};

    fn reader(login: &str, clients: bool) -> RequestReader {
        RequestReader { login: login.into(), body_limit: 1000, clients }
    }

    fn json() -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_TYPE, "application/json".parse().expect("a header"))])
    }

    /// RFC 6749 §4.3.2; the server names the parameter of the login.
    #[test]
    fn the_login_is_read_from_the_parameter_of_the_server() {
        let body = br#"{"grant_type":"password","login":"ann","password":"swordfish","scope":"read"}"#;
        let read = reader("login", false).token(&json(), body).expect("a request");
        assert_eq!(read.scope.as_deref(), Some("read"));
        let shown = format!("{read:?}");
        assert!(shown.contains("ann") && !shown.contains("swordfish"), "{shown}");
        let error = reader("username", false).token(&json(), body).expect_err("no username");
        assert_eq!(error.description(), "The parameter username is missing");
    }

    /// RFC 6749 §4.3.2.
    #[test]
    fn username_is_accepted_as_well_as_the_server_s_parameter_but_not_both() {
        for body in ["username=ann", "login=ann", "login=&username=ann"] {
            let headers = HeaderMap::from_iter([(
                CONTENT_TYPE,
                "application/x-www-form-urlencoded".parse().expect("a header"),
            )]);
            let body = format!("grant_type=password&password=x&{body}");
            let read = reader("login", false).token(&headers, body.as_bytes()).expect("a request");
            assert!(matches!(read.grant, Grant::Password { login, .. } if login == "ann"), "{body}");
        }
        let both = br#"{"grant_type":"password","login":"ann","username":"ann","password":"x"}"#;
        let error = reader("login", false).token(&json(), both).expect_err("two logins");
        assert_eq!(
            (error.code(), error.description()),
            (ErrorCode::InvalidRequest, "The parameters login and username are one: only one may be given")
        );
    }

    /// RFC 6749 §5.2.
    #[test]
    fn missing_and_unknown_parameters_are_reported() {
        for (body, code, description) in [
            ("{}", "invalid_request", "The parameter grant_type is missing"),
            (
                r#"{"grant_type":"implicit"}"#,
                "unsupported_grant_type",
                "The grant types are password and refresh_token",
            ),
            (
                r#"{"grant_type":"refresh_token"}"#,
                "invalid_request",
                "The parameter refresh_token is missing",
            ),
            (
                r#"{"grant_type":"password","username":"a","password":""}"#,
                "invalid_request",
                "The parameter password is missing",
            ),
        ] {
            let error = reader("username", true).token(&json(), body.as_bytes()).expect_err(body);
            assert_eq!((error.code().as_str(), error.description()), (code, description));
        }
        let error = reader("username", true).revocation(&json(), b"{}").expect_err("no token");
        assert_eq!(error.description(), "The parameter token is missing");
    }

    #[test]
    fn credentials_of_a_client_are_read_if_there_are_clients() {
        let mut headers = json();
        headers.insert(AUTHORIZATION, "Bearer x".parse().expect("a header"));
        let body = br#"{"token":"t","client_id":"app","token_type_hint":"whatever"}"#;
        assert!(reader("username", false).revocation(&headers, body).expect("a request").client.is_none());
        assert!(reader("username", true).revocation(&headers, body).is_err());
        let read = reader("username", true).revocation(&json(), body).expect("a request");
        assert_eq!(read.client.expect("a client").id, "app");
    }

    /// RFC 6749 appendix A.15, A.16.
    #[test]
    fn logins_and_passwords_have_one_line() {
        assert!(is_one_line("Zoë\tx 😀"));
        assert!(!["a\nb", "a\r", "\0", "\u{7f}"].into_iter().any(is_one_line));
    }
}
