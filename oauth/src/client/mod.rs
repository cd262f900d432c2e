//! The client's side: a source of tokens that logs in, refreshes and revokes (RFC 6749, RFC 7009).

mod builder;
mod error;
mod exchange;
mod saved;
#[cfg(test)]
mod tests;

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use housestyle::client::{BoxFuture, TokenSource, TransportError, TransportKind};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex as AsyncMutex;

use crate::clock::Clock;

pub use builder::TokensBuilder;
pub use error::TokenError;
use exchange::Endpoint;
pub use saved::SavedTokens;

/// A source of access tokens, for [`ClientBuilder::token_source`](housestyle::client::ClientBuilder::token_source).
///
/// It has an access token and a refresh token. Shortly before the access token expires, and when the server refuses it, it
/// requests new tokens with the refresh token (RFC 6749 §6), or with the password if there is no valid refresh token (§4.3):
/// once, however many calls wait for them. A refused request is not repeated for some seconds, since each password may count
/// towards a lock.
///
/// Passwords and tokens are sent only to its two endpoints, which have one origin. Cheap to clone; clones share the tokens,
/// so that several clients can use one source.
///
/// ```
/// use housestyle::client::{Body, Request, Response, TransportError};
/// use housestyle_oauth::Tokens;
/// use secrecy::ExposeSecret as _;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = |_: Request| async {
/// #     let body = r#"{"access_token":"a1","token_type":"Bearer","expires_in":3600,"refresh_token":"r1"}"#;
/// #     Ok::<Response, TransportError>(Response::new(Body::from(body)))
/// # };
/// let tokens = Tokens::builder("https://api.example")
///     .password("ann", "swordfish")
/// #   .transport(server)
///     .build()?;
/// assert_eq!(tokens.access_token().await?.expose_secret(), "a1"); // POST https://api.example/oauth/token
/// tokens.revoke().await?; // POST https://api.example/oauth/revoke
/// assert!(tokens.saved().is_none());
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Tokens {
    inner: Arc<Inner>,
}

struct Inner {
    endpoint: Endpoint,
    login_parameter: String,
    login: Option<Login>,
    scope: Option<String>,
    on_change: Option<ChangeListener>,
    early: i64,
    clock: Clock,
    /// Locked during a request to the server.
    renewal: Arc<AsyncMutex<()>>,
    state: Mutex<State>,
}

type ChangeListener = Box<dyn Fn(Option<&SavedTokens>) + Send + Sync>;

struct Login {
    login: String,
    password: SecretString,
}

struct State {
    tokens: Option<SavedTokens>,
    /// The last error, and until when no request is sent.
    failure: Option<(TokenError, i64)>,
}

impl Tokens {
    /// Starts a source with the endpoints `/oauth/token` and `/oauth/revoke` below `base`: an absolute http or https URL, with
    /// or without a path. With http, passwords and tokens are not encrypted on the network.
    pub fn builder(base: &str) -> TokensBuilder {
        TokensBuilder::new(base)
    }

    /// Returns a valid access token, and requests one if necessary.
    ///
    /// # Errors
    /// The server returned no token.
    pub async fn access_token(&self) -> Result<SecretString, TokenError> {
        self.current(None).await
    }

    /// The current tokens, to be saved.
    #[must_use]
    pub fn saved(&self) -> Option<SavedTokens> {
        self.state().tokens.clone()
    }

    /// Revokes the tokens at the server (RFC 7009 §2.1), and drops them. A source with a password logs in again for the next
    /// token.
    ///
    /// # Errors
    /// The server did not confirm the revocation. The tokens are not dropped, so that it can be repeated.
    pub async fn revoke(&self) -> Result<(), TokenError> {
        let _renewal = self.inner.renewal.lock().await;
        let Some(tokens) = self.saved() else { return Ok(()) };
        if let Some(refresh_token) = &tokens.refresh_token {
            self.inner.endpoint.revoke(refresh_token, "refresh_token").await?;
        }
        match self.inner.endpoint.revoke(&tokens.access_token, "access_token").await {
            // RFC 7009 §2.2.1: the access token stays valid until it expires.
            Err(error) if error.is("unsupported_token_type") && tokens.refresh_token.is_some() => {}
            other => other?,
        }
        self.set(None);
        Ok(())
    }

    /// Drops the tokens without revoking them.
    pub fn forget(&self) {
        self.set(None);
    }

    /// Returns a token other than `refused`.
    async fn current(&self, refused: Option<&SecretString>) -> Result<SecretString, TokenError> {
        if let Some(token) = self.fresh(refused) {
            return Ok(token);
        }
        let renewal = Arc::clone(&self.inner.renewal).lock_owned().await;
        // Another call may have renewed them meanwhile.
        if let Some(token) = self.fresh(refused) {
            return Ok(token);
        }
        if let Some(error) = self.recent_failure() {
            return self.valid(refused).ok_or(error);
        }
        let (this, refused) = (self.clone(), refused.cloned());
        // The server may have spent the refresh token already, so that the request goes on if the caller is dropped.
        let renewing = tokio::spawn(async move {
            let _renewal = renewal;
            this.renew(refused.as_ref()).await
        });
        renewing.await.unwrap_or_else(|error| Err(TransportError::caused(TransportKind::Other, error).into()))
    }

    async fn renew(&self, refused: Option<&SecretString>) -> Result<SecretString, TokenError> {
        match self.request().await {
            Ok(tokens) => {
                let token = tokens.access_token.clone();
                self.set(Some(tokens));
                Ok(token)
            }
            Err(error) => {
                tracing::debug!(%error, "no new tokens");
                self.state().failure = Some((error.clone(), self.now().saturating_add(error.pause())));
                self.valid(refused).ok_or(error)
            }
        }
    }

    /// Requests new tokens from the server.
    async fn request(&self) -> Result<SavedTokens, TokenError> {
        let current = self.saved();
        if let Some(refresh_token) = current.as_ref().and_then(|tokens| tokens.refresh_token.as_ref()) {
            let pairs =
                vec![("grant_type", "refresh_token"), ("refresh_token", refresh_token.expose_secret())];
            match self.inner.endpoint.grant(pairs, || self.now()).await {
                Ok(mut tokens) => {
                    // RFC 6749 §6: the server may omit a refresh token and a scope that have not changed.
                    tokens.refresh_token = tokens.refresh_token.or_else(|| Some(refresh_token.clone()));
                    tokens.scope =
                        tokens.scope.or_else(|| current.as_ref().and_then(|current| current.scope.clone()));
                    return Ok(tokens);
                }
                Err(error) if error.is_invalid_grant() => {
                    self.set(current.clone().map(|tokens| SavedTokens { refresh_token: None, ..tokens }));
                    if self.inner.login.is_none() {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        let Some(Login { login, password }) = &self.inner.login else { return Err(TokenError::NoGrant) };
        let mut pairs = vec![
            ("grant_type", "password"),
            (self.inner.login_parameter.as_str(), login),
            ("password", password.expose_secret()),
        ];
        pairs.extend(self.inner.scope.as_deref().map(|scope| ("scope", scope)));
        let mut tokens = self.inner.endpoint.grant(pairs, || self.now()).await?;
        // RFC 6749 §5.1: the server may omit a scope that is the requested one.
        tokens.scope = tokens.scope.or_else(|| self.inner.scope.clone());
        Ok(tokens)
    }

    /// The current token, unless it has to be renewed.
    fn fresh(&self, refused: Option<&SecretString>) -> Option<SecretString> {
        let now = self.now();
        self.current_if(refused, |tokens| tokens.is_fresh(now, self.inner.early))
    }

    /// The current token, unless it has expired.
    fn valid(&self, refused: Option<&SecretString>) -> Option<SecretString> {
        let now = self.now();
        self.current_if(refused, |tokens| tokens.is_valid(now))
    }

    fn current_if(
        &self,
        refused: Option<&SecretString>,
        condition: impl Fn(&SavedTokens) -> bool,
    ) -> Option<SecretString> {
        let state = self.state();
        let tokens = state.tokens.as_ref().filter(|tokens| condition(tokens))?;
        refused.is_none_or(|refused| !tokens.is(refused)).then(|| tokens.access_token.clone())
    }

    fn recent_failure(&self) -> Option<TokenError> {
        let now = self.now();
        self.state().failure.as_ref().filter(|(_, until)| now < *until).map(|(error, _)| error.clone())
    }

    fn set(&self, tokens: Option<SavedTokens>) {
        let mut state = self.state();
        (state.tokens, state.failure) = (tokens.clone(), None);
        drop(state);
        if let Some(listener) = &self.inner.on_change {
            listener(tokens.as_ref());
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> i64 {
        (self.inner.clock)()
    }
}

type TokenFuture<'a> = BoxFuture<'a, Result<SecretString, Box<dyn StdError + Send + Sync>>>;

impl TokenSource for Tokens {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async move { Ok(self.current(None).await?) })
    }

    fn instead(&self, refused: &SecretString) -> TokenFuture<'_> {
        let refused = refused.clone();
        Box::pin(async move { Ok(self.current(Some(&refused)).await?) })
    }

    fn lasts(&self, token: &SecretString) -> bool {
        self.fresh(None).is_some_and(|fresh| fresh.expose_secret() == token.expose_secret())
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("token", &self.inner.endpoint.token.as_str())
            .field("tokens", &self.state().tokens)
            .finish_non_exhaustive()
    }
}
