//! The settings of the issuer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use housestyle::passwords::Passwords;
use housestyle::server::{EndpointLimits, Limits};

use super::accounts::Accounts;
use super::clients::Clients;
use super::issuer::{Inner, OAuth};
use super::request::{RequestReader, USERNAME};
use super::store::TokenStore;
use crate::clock::{self, Clock, seconds};

/// The settings of an [`OAuth`].
pub(super) struct Settings {
    pub(super) reader: RequestReader,
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
///
/// ```
/// use std::time::Duration;
///
/// use housestyle_oauth::{Client, Clients, MemoryTokens, OAuth};
/// # use housestyle_oauth::{Account, Accounts, BoxError};
/// # struct People;
/// # impl Accounts for People {
/// #     type Principal = String;
/// #     async fn by_login(&self, _: &str) -> Result<Account, BoxError> { Ok(Account::Unknown) }
/// #     async fn principal(&self, subject: &str) -> Result<Option<String>, BoxError> { Ok(Some(subject.into())) }
/// # }
///
/// let oauth = OAuth::builder(People, MemoryTokens::new())
///     .scopes(["read", "write"])
///     .clients(Clients::optional([Client::public("app")]))
///     .access_lifetime(Duration::from_secs(15 * 60))
///     .login_lifetime(Duration::from_secs(90 * 24 * 3600))
///     .build();
/// # drop(oauth);
/// ```
#[must_use = "a builder does nothing until it is built"]
pub struct OAuthBuilder<A, S> {
    accounts: A,
    store: S,
    settings: Settings,
}

impl<A: Accounts, S: TokenStore> OAuthBuilder<A, S> {
    pub(super) fn new(accounts: A, store: S) -> Self {
        let settings = Settings {
            reader: RequestReader { login: USERNAME.to_owned(), body_limit: 16 * 1024, clients: false },
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

    /// Another parameter for the login, in addition to `username` (RFC 6749 §4.3.2), for guides that name it differently.
    pub fn login_parameter(mut self, wire: impl Into<String>) -> Self {
        self.settings.reader.login = wire.into();
        self
    }

    /// The clients. By default there are no clients.
    pub fn clients(mut self, clients: Clients) -> Self {
        self.settings.reader.clients = clients.are_configured();
        self.settings.clients = clients;
        self
    }

    /// The available scopes, one word each (RFC 6749 §3.3). A request without a scope gets all of them. By default there are
    /// no scopes, and a request may not name one.
    pub fn scopes<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Self {
        self.settings.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// The lifetime of an access token, in whole seconds. An hour by default.
    pub fn access_lifetime(mut self, time: Duration) -> Self {
        self.settings.access = seconds(time);
        self
    }

    /// The lifetime of a refresh token, in whole seconds. Each use returns a new one with the same lifetime. 30 days by
    /// default.
    pub fn refresh_lifetime(mut self, time: Duration) -> Self {
        self.settings.refresh = seconds(time);
        self
    }

    /// The maximum lifetime of a login, however often it is refreshed. Unlimited by default.
    pub fn login_lifetime(mut self, time: Duration) -> Self {
        self.settings.login = Some(seconds(time));
        self
    }

    /// For how long after its use a second use of a refresh token counts as another request of the same client, in whole
    /// seconds: a concurrent one, or a retry after a lost response. It gets
    /// [`ErrorCode::InvalidGrant`](crate::ErrorCode::InvalidGrant) and nothing else happens; after that time a second use
    /// ends the login (RFC 9700 §4.14.2). 10 s by default.
    ///
    /// A thief who uses a token within that time of its owner is not detected, and gets no tokens either. With zero every
    /// second use ends the login.
    pub fn refresh_grace(mut self, time: Duration) -> Self {
        self.settings.grace = seconds(time);
        self
    }

    /// Hashes and checks passwords. [`Passwords::new`] by default.
    pub fn passwords(mut self, passwords: Passwords) -> Self {
        self.settings.passwords = passwords;
        self
    }

    /// The maximum size of a request's body. 16 KiB by default.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.reader.body_limit = bytes;
        self
    }

    /// Returns the time in Unix seconds, instead of the system's clock: for tests.
    pub fn clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Builds the issuer.
    pub fn build(self) -> OAuth<A, S> {
        let Self { accounts, store, settings } = self;
        let limits = EndpointLimits::new(Limits::new());
        OAuth { inner: Arc::new(Inner { accounts, store, settings }), limits }
    }
}

impl<A, S> fmt::Debug for OAuthBuilder<A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OAuthBuilder(..)")
    }
}
