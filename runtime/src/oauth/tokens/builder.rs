//! Building a source of tokens.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use crate::client::BuildError;
use crate::client::origin::BaseUrl;
use crate::client::{Reqwest, Transport};
use crate::oauth::clock::{self, Clock, seconds};

use super::exchange::{ClientAuth, Endpoint};
use super::saved::SavedTokens;
use super::{Inner, Login, OnChange, Tokens};

/// Builds [`Tokens`].
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
    on_change: Option<OnChange>,
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
            client: ClientAuth::Nobody,
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

    /// Logs in with a password where there is no refresh token, or it is not good any more (RFC 6749 §4.3). The password is
    /// kept in memory for that, and never saved.
    pub fn password(mut self, login: impl Into<String>, password: impl Into<SecretString>) -> Self {
        self.login = Some(Login { login: login.into(), password: password.into() });
        self
    }

    /// The parameter in which the login stands. `username` by default (RFC 6749 §4.3.2).
    pub fn login_parameter(mut self, wire: impl Into<String>) -> Self {
        self.login_parameter = wire.into();
        self
    }

    /// The client's id and secret, shown in HTTP Basic (RFC 6749 §2.3.1).
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        self.client = ClientAuth::Basic(id.into(), secret.into());
        self
    }

    /// The client's id, and its secret unless it is public, as parameters of the body (RFC 6749 §2.3.1), for servers that do
    /// not take Basic.
    pub fn client_in_body(mut self, id: impl Into<String>, secret: Option<SecretString>) -> Self {
        self.client = ClientAuth::InBody(id.into(), secret);
        self
    }

    /// What the access token shall cover, words with a space between (RFC 6749 §3.3).
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Sends JSON in place of forms, to servers that take nothing else. RFC 6749 has forms.
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

    /// Begins with tokens from an earlier run.
    pub fn saved(mut self, tokens: SavedTokens) -> Self {
        self.saved = Some(tokens);
        self
    }

    /// Is told of every change: new tokens, or none any more. The place to save them. It is called before any call shows
    /// the new token, and should be quick.
    pub fn on_change(mut self, told: impl Fn(Option<&SavedTokens>) + Send + Sync + 'static) -> Self {
        self.on_change = Some(Box::new(told));
        self
    }

    /// What carries the requests, instead of reqwest: the one of the client, say, in an `Arc`. It must follow no redirects,
    /// for tokens and passwords would be handed on.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How long one exchange with the server may take. 30 s by default.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// How long before it expires an access token is renewed, in whole seconds; at most half of its time. 30 s by default.
    pub fn early(mut self, time: Duration) -> Self {
        self.early = seconds(time);
        self
    }

    /// What time it is, in Unix seconds, in place of the system's: for tests.
    pub fn clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The source.
    ///
    /// # Errors
    /// Where the base is no absolute http or https URL, the saved tokens are of another origin, or the platform's
    /// certificates cannot be used.
    pub fn build(self) -> Result<Tokens, BuildError> {
        let base = BaseUrl::parse(&self.base).map_err(|error| BuildError::Base { reason: error.0 })?;
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
            flight: Arc::default(),
            state: super::State { held: self.saved, failed: None }.into(),
        };
        Ok(Tokens { inner: Arc::new(inner) })
    }
}

impl fmt::Debug for TokensBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokensBuilder").finish_non_exhaustive()
    }
}
