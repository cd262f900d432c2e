//! How tokens are given.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::accounts::Accounts;
use super::clients::Clients;
use super::clock::{self, Clock, seconds};
use super::issuer::{Inner, OAuth};
use super::request::{Reading, USERNAME};
use super::store::TokenStore;
use crate::passwords::Passwords;
use crate::server::Limits;
use crate::server::limits::endpoint::EndpointLimits;

/// How tokens are given.
pub(super) struct Settings {
    pub(super) reading: Reading,
    pub(super) clients: Clients,
    pub(super) scopes: Vec<String>,
    pub(super) access: i64,
    pub(super) refresh: i64,
    pub(super) login: Option<i64>,
    pub(super) grace: i64,
    pub(super) passwords: Passwords,
    pub(super) clock: Clock,
}

/// Builds an [`OAuth`].
#[must_use = "a builder does nothing until it is built"]
pub struct OAuthBuilder<A, S> {
    accounts: A,
    store: S,
    settings: Settings,
}

impl<A: Accounts, S: TokenStore> OAuthBuilder<A, S> {
    pub(super) fn new(accounts: A, store: S) -> Self {
        let settings = Settings {
            reading: Reading { login: USERNAME.to_owned(), most: 16 * 1024, clients: false },
            clients: Clients::none(),
            scopes: Vec::new(),
            access: 3600,
            refresh: 30 * 24 * 3600,
            login: None,
            grace: 10,
            passwords: Passwords::new(),
            clock: clock::system(),
        };
        Self { accounts, store, settings }
    }

    /// Another parameter in which the login may stand, beside `username` (RFC 6749 §4.3.2): some guides call it otherwise.
    pub fn login_parameter(mut self, wire: impl Into<String>) -> Self {
        self.settings.reading.login = wire.into();
        self
    }

    /// The clients. None by default.
    pub fn clients(mut self, clients: Clients) -> Self {
        self.settings.reading.clients = clients.are_there();
        self.settings.clients = clients;
        self
    }

    /// All the scopes that there are, a word each (RFC 6749 §3.3). A request that names none gets them all; without any, a
    /// request may not name one.
    pub fn scopes<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Self {
        self.settings.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// How long an access token is taken, in whole seconds. An hour by default.
    pub fn access_lifetime(mut self, time: Duration) -> Self {
        self.settings.access = seconds(time);
        self
    }

    /// How long a refresh token is taken, in whole seconds; each use gives one that lasts as long again. 30 days by
    /// default.
    pub fn refresh_lifetime(mut self, time: Duration) -> Self {
        self.settings.refresh = seconds(time);
        self
    }

    /// How long a login lasts at most, however often it is refreshed. For ever by default.
    pub fn login_lifetime(mut self, time: Duration) -> Self {
        self.settings.login = Some(seconds(time));
        self
    }

    /// For how long after its use a refresh token that is shown again is taken for another request of the same client, in whole
    /// seconds: one of two at the same moment, or one that was repeated since its answer was lost. It gets
    /// [`ErrorCode::InvalidGrant`](super::ErrorCode::InvalidGrant) and nothing else happens; after that time it ends the login
    /// (RFC 9700 §4.14.2). 10 s by default.
    ///
    /// Who has stolen a token and uses it within that time of its owner is not found out by that, nor is anything given to
    /// them. With zero every second use ends the login.
    pub fn refresh_grace(mut self, time: Duration) -> Self {
        self.settings.grace = seconds(time);
        self
    }

    /// How passwords are checked.
    pub fn passwords(mut self, passwords: Passwords) -> Self {
        self.settings.passwords = passwords;
        self
    }

    /// Most bytes of a request's body. 16 KiB by default.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.reading.most = bytes;
        self
    }

    /// What time it is, in Unix seconds, in place of the system's: for tests.
    pub fn clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// What gives tokens.
    pub fn build(self) -> OAuth<A, S> {
        let Self { accounts, store, settings } = self;
        let limits = EndpointLimits::alone(Limits::new());
        OAuth { inner: Arc::new(Inner { accounts, store, settings }), limits }
    }
}

impl<A, S> fmt::Debug for OAuthBuilder<A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OAuthBuilder(..)")
    }
}
