//! The builder of a source of tokens.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use housestyle::client::{BaseUrl, BuildError, Reqwest, Transport};
use secrecy::SecretString;

use crate::clock::{self, Clock, seconds};

use super::exchange::{ClientAuth, Endpoint};
use super::saved::SavedTokens;
use super::{ChangeListener, Inner, Login, Tokens};

/// Builds [`Tokens`].
///
/// ```
/// use housestyle_oauth::{SavedTokens, Tokens};
///
/// # fn store(_: Option<&SavedTokens>) {}
/// # fn main() -> Result<(), housestyle::client::BuildError> {
/// let tokens = Tokens::builder("https://api.example")
///     .client("app", "secret of the app")
///     .password("ann", "swordfish")
///     .scope("read write")
///     .on_change(|tokens| store(tokens))
///     .build()?;
/// # drop(tokens);
/// # Ok(()) }
/// ```
#[must_use = "a builder does nothing until it is built"]
pub struct TokensBuilder {
    base: String,
    token_path: String,
    revocation_path: String,
    login_parameter: String,
    login: Option<Login>,
    client: ClientAuth,
    json: bool,
    scope: Option<String>,
    saved: Option<SavedTokens>,
    on_change: Option<ChangeListener>,
    transport: Option<Arc<dyn Transport>>,
    timeout: Duration,
    early: i64,
    clock: Clock,
}

impl TokensBuilder {
    pub(super) fn new(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            token_path: "/oauth/token".to_owned(),
            revocation_path: "/oauth/revoke".to_owned(),
            login_parameter: "username".to_owned(),
            login: None,
            client: ClientAuth::Anonymous,
            json: false,
            scope: None,
            saved: None,
            on_change: None,
            transport: None,
            timeout: Duration::from_secs(30),
            early: 30,
            clock: clock::system(),
        }
    }

    /// Logs in with a password if there is no valid refresh token (RFC 6749 §4.3). The password stays in memory for that, and
    /// is never saved.
    pub fn password(mut self, login: impl Into<String>, password: impl Into<SecretString>) -> Self {
        self.login = Some(Login { login: login.into(), password: password.into() });
        self
    }

    /// The parameter of the login. `username` by default (RFC 6749 §4.3.2).
    pub fn login_parameter(mut self, wire: impl Into<String>) -> Self {
        self.login_parameter = wire.into();
        self
    }

    /// Authenticates the client by HTTP Basic (RFC 6749 §2.3.1).
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        self.client = ClientAuth::Basic(id.into(), secret.into());
        self
    }

    /// Authenticates the client by parameters of the body (RFC 6749 §2.3.1), for servers that do not support Basic. A public
    /// client has no secret.
    pub fn client_in_body(mut self, id: impl Into<String>, secret: Option<SecretString>) -> Self {
        self.client = ClientAuth::InBody(id.into(), secret);
        self
    }

    /// Requests a scope, words separated by spaces (RFC 6749 §3.3).
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Sends JSON instead of the forms of RFC 6749, to servers that accept only JSON.
    pub fn json(mut self) -> Self {
        self.json = true;
        self
    }

    /// The path of the token endpoint after the base, percent-encoded. `/oauth/token` by default.
    pub fn token_path(mut self, path: impl Into<String>) -> Self {
        self.token_path = path.into();
        self
    }

    /// The path of the revocation endpoint after the base, percent-encoded. `/oauth/revoke` by default.
    pub fn revocation_path(mut self, path: impl Into<String>) -> Self {
        self.revocation_path = path.into();
        self
    }

    /// Starts with tokens of an earlier run.
    pub fn saved(mut self, tokens: SavedTokens) -> Self {
        self.saved = Some(tokens);
        self
    }

    /// Calls `listener` when the tokens change, with `None` if they are dropped: the place to save them. It is called before
    /// a call uses the new token, and should be quick.
    pub fn on_change(mut self, listener: impl Fn(Option<&SavedTokens>) + Send + Sync + 'static) -> Self {
        self.on_change = Some(Box::new(listener));
        self
    }

    /// Sends the requests through this transport instead of reqwest, for example that of the client, in an `Arc`. It must not
    /// follow redirects, or it would send tokens and passwords to other servers.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The timeout of a request. 30 s by default.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// How long before its end an access token is renewed, in whole seconds; at most half of its lifetime. 30 s by default.
    pub fn early(mut self, time: Duration) -> Self {
        self.early = seconds(time);
        self
    }

    /// Returns the time in Unix seconds, instead of the system's clock: for tests.
    pub fn clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Builds the source.
    ///
    /// # Errors
    /// The base is not an absolute http or https URL, the saved tokens are of another origin, or the platform's certificates
    /// cannot be used.
    pub fn build(self) -> Result<Tokens, BuildError> {
        let base = BaseUrl::parse(&self.base)?;
        let (token, revoke) = (base.at(&self.token_path), base.at(&self.revocation_path));
        let origin = token.origin().ascii_serialization();
        if self.saved.as_ref().is_some_and(|saved| saved.origin != origin) {
            return Err(BuildError::Base { reason: "is of another origin than the saved tokens" });
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(Reqwest::new(self.timeout).map_err(BuildError::Transport)?),
        };
        let Self { client, json, timeout, .. } = self;
        let endpoint = Endpoint { transport, token, revoke, client, json, timeout };
        let inner = Inner {
            endpoint,
            login_parameter: self.login_parameter,
            login: self.login,
            scope: self.scope,
            on_change: self.on_change,
            early: self.early,
            clock: self.clock,
            renewal: Arc::default(),
            state: super::State { tokens: self.saved, failure: None }.into(),
        };
        Ok(Tokens { inner: Arc::new(inner) })
    }
}

impl fmt::Debug for TokensBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokensBuilder").finish_non_exhaustive()
    }
}
