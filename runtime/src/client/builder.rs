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
use super::core::{ClientCore, Inner};
use super::credential::{Credential, Credentials, For, Held};
use super::error::BuildError;
use super::origin::BaseUrl;
use super::retry::RetryPolicy;
use super::servers::OwnServers;
use super::session::Session;
use super::timeouts::Timeouts;
use super::token::{Renewed, TokenSource};
use super::transport::{Reqwest, Transport};

/// Builds a client `C`, which is a typed face of [`ClientCore`].
///
/// ```
/// use housestyle::client::{BuildError, ClientBuilder, ClientCore, RetryPolicy};
///
/// # fn main_(api: &'static housestyle::api::Api) -> Result<(), BuildError> {
/// let client: ClientCore = ClientBuilder::new(api, "https://api.example/v1")
///     .bearer("a token")
///     .user_agent("clinic-sync/1.2")
///     .retry(RetryPolicy::never())
///     .build()?;
/// # drop(client);
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<C = ClientCore> {
    api: &'static Api,
    base: String,
    servers: &'static [ServerMeta],
    bases: Vec<(String, String)>,
    own_servers: Option<bool>,
    transport: Option<Arc<dyn Transport>>,
    credentials: Credentials,
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
    /// A builder for `api` at `base`: an absolute http or https URL, with or without a path, which is kept before the
    /// path of every operation.
    pub fn new(api: &'static Api, base: &str) -> Self {
        Self {
            api,
            base: base.to_owned(),
            servers: &[],
            bases: Vec::new(),
            own_servers: None,
            transport: None,
            credentials: Credentials::default(),
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

    /// The servers of the document; emitted.
    #[doc(hidden)]
    pub fn servers(mut self, servers: &'static [ServerMeta]) -> Self {
        self.servers = servers;
        self
    }

    /// Where this operation is served, by its `operationId`: in place of the client's base, and of the server that the
    /// document gives to the operation.
    pub fn operation_base(mut self, operation: &str, base: &str) -> Self {
        self.bases.push((operation.to_owned(), base.to_owned()));
        self
    }

    /// Whether an operation to which the document gives a server of its own is called there (true), or at the client's base
    /// as all others (false).
    ///
    /// By default it is, unless the client's base is elsewhere than all servers of the document: who redirects a client to a
    /// test server does not want a part of its calls, and its credentials, to go on to the real one. A relative server
    /// starts at the base.
    pub fn own_servers(mut self, called: bool) -> Self {
        self.own_servers = Some(called);
        self
    }

    /// The credential for the security scheme of this name in the document.
    pub fn credential(mut self, scheme: &str, credential: Credential) -> Self {
        self.credentials.add(For::Scheme(scheme.to_owned()), Held::Fixed(credential));
        self
    }

    /// User and password for every scheme that is HTTP Basic.
    pub fn basic(mut self, user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        let credential = Credential::basic(user, password);
        self.credentials.add(For::Kind(SchemeKind::Basic), Held::Fixed(credential));
        self
    }

    /// A token for every scheme that is `Authorization: Bearer`.
    pub fn bearer(self, token: impl Into<SecretString>) -> Self {
        self.authorization("bearer", token)
    }

    /// A token for every scheme that is `Authorization: Token`.
    pub fn token(self, token: impl Into<SecretString>) -> Self {
        self.authorization("token", token)
    }

    /// What follows `scheme` in `Authorization`, for every security scheme that is presented so.
    pub fn authorization(mut self, scheme: &'static str, value: impl Into<SecretString>) -> Self {
        let credential = Credential::value(value);
        self.credentials.add(For::Kind(SchemeKind::Authorization(scheme)), Held::Fixed(credential));
        self
    }

    /// A key for the security scheme of this name in the document, wherever it says that the key goes.
    pub fn api_key(self, scheme: &str, key: impl Into<SecretString>) -> Self {
        self.credential(scheme, Credential::value(key))
    }

    /// Where the tokens come from for the security scheme of this name in the document.
    pub fn token_source(mut self, scheme: &str, source: impl TokenSource) -> Self {
        let held = Held::Renewed(Arc::new(Renewed::new(source)));
        self.credentials.add(For::Scheme(scheme.to_owned()), held);
        self
    }

    /// The session to go on with, by its id ([`ClientCore::session`]). Without it the first answer begins one. It needs no
    /// other credential: the security scheme that is the session's cookie is met by it.
    #[cfg(feature = "sessions")]
    pub fn session(mut self, id: impl Into<SecretString>) -> Self {
        self.session = Some(id.into());
        self
    }

    /// What calls itself the caller, in `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// A header that every request carries, unless the call sets it.
    pub fn header(mut self, header: &str, value: &str) -> Self {
        match (HeaderName::from_bytes(header.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(header), Ok(value)) => drop(self.headers.insert(header, value)),
            _ => self.bad_header = Some(header.to_owned()),
        }
        self
    }

    /// How long things may take.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// When a call is tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The most bytes of an answer's body that are read. 16 MiB by default.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Keeps the last so many answers to `GET` that have a strong `ETag` (RFC 9110 §8.8.3), and asks for them again just
    /// where they changed (`If-None-Match`): a call is made each time, and what did not change is not sent again. An answer
    /// is given to those alone who ask with the same headers, credentials and session. Those over 1 MiB, and those with
    /// `Cache-Control: no-store`, are not kept. None are by default.
    pub fn etag_cache(mut self, entries: usize) -> Self {
        self.etag_cache = entries;
        self
    }

    /// What calls ask for where they do not say otherwise.
    pub fn defaults(mut self, options: CallOptions) -> Self {
        self.defaults = options;
        self
    }

    /// What carries the requests, instead of reqwest.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// Where the base is no such URL, a header, a credential or a session cannot be written, or the platform's
    /// certificates cannot be used.
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
        let declared = self.own_servers.unwrap_or_else(|| OwnServers::by_default(&base, self.servers));
        let user_agent = HeaderValue::from_str(&self.user_agent)
            .map_err(|_| BuildError::Header { header: "User-Agent".to_owned() })?;
        self.headers.entry(USER_AGENT).or_insert(user_agent);
        if let Some(header) = self.bad_header.or_else(|| self.defaults.bad_header.clone()) {
            return Err(BuildError::Header { header });
        }
        if !self.credentials.are_printable() {
            return Err(BuildError::Header { header: "a credential".to_owned() });
        }
        let session = Session::of(self.api);
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
        let inner = Inner {
            api: self.api,
            base,
            own_servers: OwnServers { bases, declared },
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
