//! Building a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::SecretString;

use crate::api::{Api, SchemeKind, ServerMeta};

use super::accept::CallOptions;
use super::cache::Cache;
use super::core::{ClientCore, ClientInner};
use super::credential::{Credential, CredentialSet, CredentialSource, CredentialTarget};
use super::error::BuildError;
use super::origin::BaseUrl;
use super::retry::RetryPolicy;
use super::servers::OperationServers;
use super::session::ClientSession;
use super::timeouts::Timeouts;
use super::token::{RenewableToken, TokenSource};
use super::transport::{Reqwest, Transport};

/// Builds a client `C`, a typed wrapper of [`ClientCore`].
///
/// ```
/// # mod notes { housestyle::api!("docs/notes.yaml", client); }
/// use housestyle::client::{BuildError, RetryPolicy};
/// use notes::client::Client; // generated
///
/// let client = Client::builder("https://api.example/v1")
///     .bearer("a token")
///     .user_agent("clinic-sync/1.2")
///     .retry(RetryPolicy::never())
///     .build();
/// assert!(client.is_ok());
/// assert!(matches!(Client::builder("api.example").build(), Err(BuildError::Base { .. })));
/// ```
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<C = ClientCore> {
    api: &'static Api,
    base: String,
    servers: &'static [ServerMeta],
    bases: Vec<(String, String)>,
    own_servers: Option<bool>,
    transport: Option<Arc<dyn Transport>>,
    credentials: CredentialSet,
    user_agent: String,
    headers: HeaderMap,
    bad_header: Option<String>,
    timeouts: Timeouts,
    retry: RetryPolicy,
    body_limit: u64,
    defaults: CallOptions,
    etag_cache: usize,
    #[cfg(feature = "sessions")]
    session: Option<SecretString>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<ClientCore>> ClientBuilder<C> {
    /// Creates a builder for `api` at `base`: an absolute http or https URL. The path of the base, if there is one,
    /// is put before the path of every operation.
    pub fn new(api: &'static Api, base: &str) -> Self {
        Self {
            api,
            base: base.to_owned(),
            servers: &[],
            bases: Vec::new(),
            own_servers: None,
            transport: None,
            credentials: CredentialSet::default(),
            user_agent: format!("housestyle/{}", env!("CARGO_PKG_VERSION")),
            headers: HeaderMap::new(),
            bad_header: None,
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
            body_limit: 16 << 20,
            defaults: CallOptions::default(),
            etag_cache: 0,
            #[cfg(feature = "sessions")]
            session: None,
            client: PhantomData,
        }
    }

    /// Sets the servers of the document.
    #[doc(hidden)]
    pub fn servers(mut self, servers: &'static [ServerMeta]) -> Self {
        self.servers = servers;
        self
    }

    /// Sets where this operation is served, by its `operationId`. It replaces the client's base and the operation's
    /// own server.
    pub fn operation_base(mut self, operation: &str, base: &str) -> Self {
        self.bases.push((operation.to_owned(), base.to_owned()));
        self
    }

    /// Sets whether an operation that has servers of its own in the document is called there (true), or at the
    /// client's base (false).
    ///
    /// By default it is called there, unless the client's base is not one of the document's servers: a client that is
    /// redirected to a test server must not send some calls, and their credentials, to the production server. A
    /// relative server is resolved against the base.
    pub fn own_servers(mut self, called: bool) -> Self {
        self.own_servers = Some(called);
        self
    }

    /// Sets the credential for the security scheme with this name in the document.
    pub fn credential(mut self, scheme: &str, credential: Credential) -> Self {
        self.credentials
            .add(CredentialTarget::Scheme(scheme.to_owned()), CredentialSource::Fixed(credential));
        self
    }

    /// Sets user and password for every HTTP Basic scheme.
    pub fn basic(mut self, user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        let credential = Credential::basic(user, password);
        self.credentials.add(CredentialTarget::Kind(SchemeKind::Basic), CredentialSource::Fixed(credential));
        self
    }

    /// Sets the token for every `Authorization: Bearer` scheme.
    pub fn bearer(self, token: impl Into<SecretString>) -> Self {
        self.authorization("bearer", token)
    }

    /// Sets the token for every `Authorization: Token` scheme.
    pub fn token(self, token: impl Into<SecretString>) -> Self {
        self.authorization("token", token)
    }

    /// Sets the value that follows `scheme` in `Authorization`, for every security scheme that is presented this way.
    pub fn authorization(mut self, scheme: &'static str, value: impl Into<SecretString>) -> Self {
        let credential = Credential::value(value);
        self.credentials.add(
            CredentialTarget::Kind(SchemeKind::Authorization(scheme)),
            CredentialSource::Fixed(credential),
        );
        self
    }

    /// Sets the API key for the security scheme with this name in the document.
    pub fn api_key(self, scheme: &str, key: impl Into<SecretString>) -> Self {
        self.credential(scheme, Credential::value(key))
    }

    /// Sets the source of tokens for the security scheme with this name in the document.
    pub fn token_source(mut self, scheme: &str, source: impl TokenSource) -> Self {
        let held = CredentialSource::RenewableToken(Arc::new(RenewableToken::new(source)));
        self.credentials.add(CredentialTarget::Scheme(scheme.to_owned()), held);
        self
    }

    /// Sets the id of the session to continue ([`ClientCore::session`]). Without it the first response starts a
    /// session. It also satisfies the security scheme that is the session's cookie.
    #[cfg(feature = "sessions")]
    pub fn session(mut self, id: impl Into<SecretString>) -> Self {
        self.session = Some(id.into());
        self
    }

    /// Sets the `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Adds a header to every request, unless the call sets it.
    pub fn header(mut self, header: &str, value: &str) -> Self {
        match (HeaderName::from_bytes(header.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(header), Ok(value)) => drop(self.headers.insert(header, value)),
            _ => self.bad_header = Some(header.to_owned()),
        }
        self
    }

    /// Sets the timeouts.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets the retry policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the maximum size of a response body in bytes. 16 MiB by default.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Caches this many responses to `GET` that have an `ETag` (RFC 9110 §8.8.3), and revalidates them with
    /// `If-None-Match`: every call sends a request, but an unchanged body is not transferred again. A cached response
    /// is only used for requests with the same headers, credentials and session. Bodies over 1 MiB and responses with
    /// `Cache-Control: no-store` are not cached. Disabled by default.
    pub fn etag_cache(mut self, entries: usize) -> Self {
        self.etag_cache = entries;
        self
    }

    /// Sets the default options of calls.
    pub fn defaults(mut self, options: CallOptions) -> Self {
        self.defaults = options;
        self
    }

    /// Sets the transport that replaces reqwest.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// Returns an error if the base is not an absolute http or https URL, if a header, credential or session id
    /// contains characters that a header cannot carry, or if the platform's certificates cannot be loaded.
    pub fn build(mut self) -> Result<C, BuildError> {
        let base = BaseUrl::parse(&self.base)?;
        let mut bases = Vec::new();
        for (operation, own) in &self.bases {
            if !self.api.operations.iter().any(|known| known.id == operation) {
                return Err(BuildError::Operation { operation: operation.clone() });
            }
            let own = BaseUrl::parse(own)?;
            bases.insert(0, (operation.clone(), own));
        }
        let declared = self.own_servers.unwrap_or_else(|| OperationServers::by_default(&base, self.servers));
        let user_agent = HeaderValue::from_str(&self.user_agent)
            .map_err(|_| BuildError::Header { header: "User-Agent".to_owned() })?;
        self.headers.entry(USER_AGENT).or_insert(user_agent);
        if let Some(header) = self.bad_header.or_else(|| self.defaults.bad_header.clone()) {
            return Err(BuildError::Header { header });
        }
        if !self.credentials.are_printable() {
            return Err(BuildError::Header { header: "a credential".to_owned() });
        }
        let session = ClientSession::of(self.api);
        #[cfg(feature = "sessions")]
        if let Some(id) = &self.session
            && !session.begin(id, &base.at("/"))
        {
            return Err(BuildError::Session);
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(Reqwest::new(self.timeouts.connect).map_err(BuildError::Transport)?),
        };
        let inner = ClientInner {
            api: self.api,
            base,
            own_servers: OperationServers { bases, declared },
            transport,
            credentials: self.credentials,
            session,
            cache: (self.etag_cache > 0)
                .then(|| Cache::new(self.etag_cache, &self.api.style.headers.request_id.header)),
            headers: self.headers,
            timeouts: self.timeouts,
            retry: self.retry,
            body_limit: self.body_limit,
        };
        Ok(ClientCore { inner: Arc::new(inner), defaults: self.defaults }.into())
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("api", &self.api.title).finish_non_exhaustive()
    }
}
