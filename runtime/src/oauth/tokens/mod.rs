//! A source of tokens that logs in, refreshes and revokes by itself (RFC 6749, RFC 7009).

mod builder;
mod error;
mod exchange;
mod saved;
#[cfg(test)]
mod tests;

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex as Flight;

use crate::oauth::clock::Clock;

use crate::client::{BoxFuture, TokenSource, TransportError, TransportKind};

pub use builder::TokensBuilder;
pub use error::TokenError;
use exchange::Endpoint;
pub use saved::SavedTokens;

/// A source of access tokens, for [`ClientBuilder::token_source`](crate::client::ClientBuilder::token_source).
///
/// It keeps an access token and a refresh token. Shortly before the access token expires, and where the server no longer
/// takes it, it asks for new ones with the refresh token (RFC 6749 §6), and with the password where there is none that is
/// good (§4.3): once, however many calls wait for it. What it asked for is not asked again for some seconds after it was
/// refused, since each try of a password may count towards a lock.
///
/// It sends passwords and tokens to its two endpoints alone, which are of one origin. Cheap to clone; clones share the
/// tokens, so that several clients may.
#[derive(Clone)]
pub struct Tokens {
    inner: Arc<Inner>,
}

struct Inner {
    endpoint: Endpoint,
    login_parameter: String,
    login: Option<Login>,
    scope: Option<String>,
    on_change: Option<OnChange>,
    early: i64,
    clock: Clock,
    /// Held by the one who asks the server.
    flight: Arc<Flight<()>>,
    state: Mutex<State>,
}

type OnChange = Box<dyn Fn(Option<&SavedTokens>) + Send + Sync>;

struct Login {
    login: String,
    password: SecretString,
}

struct State {
    held: Option<SavedTokens>,
    /// Why there were no new tokens last, and until when nothing is asked.
    failed: Option<(TokenError, i64)>,
}

impl Tokens {
    /// A source whose endpoints are `/oauth/token` and `/oauth/revoke` after `base`: an absolute http or https URL, with or
    /// without a path. Passwords and tokens are readable on the way where it is not https.
    pub fn builder(base: &str) -> TokensBuilder {
        TokensBuilder::new(base)
    }

    /// An access token that is good for a while.
    ///
    /// # Errors
    /// Where there is none, and none comes.
    pub async fn access_token(&self) -> Result<SecretString, TokenError> {
        self.current(None).await
    }

    /// The tokens that there are, to be saved.
    #[must_use]
    pub fn saved(&self) -> Option<SavedTokens> {
        self.state().held.clone()
    }

    /// Has the server take the tokens back (RFC 7009 §2.1), and forgets them. A source with a password logs in anew when it
    /// is asked for a token again.
    ///
    /// # Errors
    /// Where the server did not say that it did. The tokens are kept then, so that it can be tried again.
    pub async fn revoke(&self) -> Result<(), TokenError> {
        let _flight = self.inner.flight.lock().await;
        let Some(held) = self.saved() else { return Ok(()) };
        if let Some(refresh_token) = &held.refresh_token {
            self.inner.endpoint.revoke(refresh_token, "refresh_token").await?;
        }
        match self.inner.endpoint.revoke(&held.access_token, "access_token").await {
            // RFC 7009 §2.2.1: it ends by expiring.
            Err(error) if error.is("unsupported_token_type") && held.refresh_token.is_some() => {}
            other => other?,
        }
        self.set(None);
        Ok(())
    }

    /// Forgets the tokens without a word to the server.
    pub fn forget(&self) {
        self.set(None);
    }

    /// A token other than `refused`.
    async fn current(&self, refused: Option<&SecretString>) -> Result<SecretString, TokenError> {
        if let Some(token) = self.fresh(refused) {
            return Ok(token);
        }
        let flight = Arc::clone(&self.inner.flight).lock_owned().await;
        // Another may have asked meanwhile.
        if let Some(token) = self.fresh(refused) {
            return Ok(token);
        }
        if let Some(failed) = self.failed() {
            return self.good(refused).ok_or(failed);
        }
        let (this, refused) = (self.clone(), refused.cloned());
        // The server may have spent the refresh token already: who waits may give up, the exchange may not.
        let renewing = tokio::spawn(async move {
            let _flight = flight;
            this.renew(refused.as_ref()).await
        });
        renewing.await.unwrap_or_else(|error| Err(TransportError::caused(TransportKind::Other, error).into()))
    }

    async fn renew(&self, refused: Option<&SecretString>) -> Result<SecretString, TokenError> {
        match self.ask().await {
            Ok(tokens) => {
                let token = tokens.access_token.clone();
                self.set(Some(tokens));
                Ok(token)
            }
            Err(error) => {
                tracing::debug!(%error, "no new tokens");
                self.state().failed = Some((error.clone(), self.now().saturating_add(error.pause())));
                self.good(refused).ok_or(error)
            }
        }
    }

    /// New tokens from the server.
    async fn ask(&self) -> Result<SavedTokens, TokenError> {
        let held = self.saved();
        if let Some(shown) = held.as_ref().and_then(|held| held.refresh_token.as_ref()) {
            let pairs = vec![("grant_type", "refresh_token"), ("refresh_token", shown.expose_secret())];
            match self.inner.endpoint.grant(pairs, || self.now()).await {
                Ok(mut tokens) => {
                    // RFC 6749 §6: the server may leave the old one in its place, and the scope as it was.
                    tokens.refresh_token = tokens.refresh_token.or_else(|| Some(shown.clone()));
                    tokens.scope = tokens.scope.or_else(|| held.as_ref().and_then(|held| held.scope.clone()));
                    return Ok(tokens);
                }
                Err(error) if error.is_invalid_grant() => {
                    self.set(held.clone().map(|held| SavedTokens { refresh_token: None, ..held }));
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
        // RFC 6749 §5.1: left out where it is what was asked for.
        tokens.scope = tokens.scope.or_else(|| self.inner.scope.clone());
        Ok(tokens)
    }

    /// The token that there is, where it need not be renewed yet.
    fn fresh(&self, refused: Option<&SecretString>) -> Option<SecretString> {
        let now = self.now();
        self.held(refused, |held| held.is_fresh(now, self.inner.early))
    }

    /// The token that there is, where it has not expired.
    fn good(&self, refused: Option<&SecretString>) -> Option<SecretString> {
        let now = self.now();
        self.held(refused, |held| held.is_good(now))
    }

    fn held(
        &self,
        refused: Option<&SecretString>,
        will_do: impl Fn(&SavedTokens) -> bool,
    ) -> Option<SecretString> {
        let state = self.state();
        let held = state.held.as_ref().filter(|held| will_do(held))?;
        refused.is_none_or(|refused| !held.is(refused)).then(|| held.access_token.clone())
    }

    fn failed(&self) -> Option<TokenError> {
        let now = self.now();
        self.state().failed.as_ref().filter(|(_, until)| now < *until).map(|(error, _)| error.clone())
    }

    fn set(&self, held: Option<SavedTokens>) {
        let mut state = self.state();
        (state.held, state.failed) = (held.clone(), None);
        drop(state);
        if let Some(told) = &self.inner.on_change {
            told(held.as_ref());
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> i64 {
        (self.inner.clock)()
    }
}

type Sourced<'a> = BoxFuture<'a, Result<SecretString, Box<dyn StdError + Send + Sync>>>;

impl TokenSource for Tokens {
    fn token(&self) -> Sourced<'_> {
        Box::pin(async move { Ok(self.current(None).await?) })
    }

    fn instead(&self, refused: &SecretString) -> Sourced<'_> {
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
            .field("held", &self.state().held)
            .finish_non_exhaustive()
    }
}
