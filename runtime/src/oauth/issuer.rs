//! Gives tokens, takes them back, and knows whose they are.

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use crate::sanitize::OneLine;

use super::accounts::{Account, Accounts, Attempt};
use super::answer::TokenAnswer;
use super::clients::invalid_client;
use super::error::{BackendError, ErrorCode, OAuthError};
use super::request::{Grant, RevocationRequest, TokenRequest, is_one_line};
use super::scope;
use super::settings::{OAuthBuilder, Settings};
use super::store::{BoxError, Family, Found, Token, TokenHash, TokenKind, TokenStore, new_family, new_token};
use crate::passwords::{PasswordError, Passwords};
use crate::server::limits::endpoint::EndpointLimits;

/// Gives tokens for passwords and refresh tokens (RFC 6749 §4.3, §6), takes them back (RFC 7009), and tells whose they are.
/// Cheap to clone; clones are one and the same.
pub struct OAuth<A, S> {
    pub(super) inner: Arc<Inner<A, S>>,
    /// The limits of its endpoints.
    pub(super) limits: EndpointLimits,
}

pub(super) struct Inner<A, S> {
    pub(super) accounts: A,
    pub(super) store: S,
    pub(super) settings: Settings,
}

impl<A, S> Clone for OAuth<A, S> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), limits: self.limits.clone() }
    }
}

impl<A, S> fmt::Debug for OAuth<A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth").field("clients", &self.inner.settings.clients).finish_non_exhaustive()
    }
}

/// What a good access token says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Access {
    /// Whose it is: [`Account::Known`]'s `subject`.
    pub subject: String,
    /// The client that it was given to.
    pub client: Option<String>,
    /// What it covers; none where there are no scopes.
    pub scope: Option<String>,
    /// The login that it came of.
    pub family: Uuid,
    /// From when on it is not taken, in Unix seconds.
    pub expires_at: i64,
}

impl Access {
    /// Whether it covers all of these scopes.
    #[must_use]
    pub fn covers(&self, scopes: &[&str]) -> bool {
        scope::covers(self.scope.as_deref(), scopes)
    }
}

const STORE: &str = "the store of tokens";
const ACCOUNTS: &str = "the accounts";

impl<A: Accounts, S: TokenStore> OAuth<A, S> {
    /// Builds one of accounts and a store of tokens.
    pub fn builder(accounts: A, store: S) -> OAuthBuilder<A, S> {
        OAuthBuilder::new(accounts, store)
    }

    /// New tokens (RFC 6749 §4.3, §6).
    ///
    /// A refresh token is good for one use. When it is shown again, somebody has it who should not, and there is no telling
    /// who: all tokens that came of the same login are revoked (RFC 9700 §4.14.2). Within a
    /// [short time](OAuthBuilder::refresh_grace) of the first use that is no theft but a request that ran beside another: it is
    /// refused, and what the other got stays good.
    ///
    /// # Errors
    /// As of RFC 6749 §5.2. An unknown login and a wrong password are one and the same error, after the same work.
    pub async fn token(&self, request: TokenRequest) -> Result<TokenAnswer, OAuthError> {
        let client = self.inner.settings.clients.authenticate(request.client.as_ref())?;
        match request.grant {
            Grant::Password { login, password } => {
                self.by_password(&login, &password, request.scope.as_deref(), client).await
            }
            Grant::RefreshToken(token) => {
                self.by_refresh_token(&token, request.scope.as_deref(), client).await
            }
        }
    }

    /// Tokens for a subject that has shown in another way who it is: one that has just registered, say.
    ///
    /// # Errors
    /// The store failed, or the system has no random bits.
    pub async fn issue(&self, subject: &str, client: Option<String>) -> Result<TokenAnswer, OAuthError> {
        let scope = self.scope(None)?;
        self.first_tokens(subject.to_owned(), client, scope).await
    }

    /// Takes a token back, and with it all that came of the same login (RFC 7009 §2.1). One that is unknown is taken back
    /// already (§2.2).
    ///
    /// # Errors
    /// [`ErrorCode::InvalidClient`] without the client that it was given to, [`ErrorCode::InvalidGrant`] for the token of
    /// another.
    pub async fn revoke(&self, request: RevocationRequest) -> Result<(), OAuthError> {
        let client = self.inner.settings.clients.authenticate(request.client.as_ref())?;
        let Some(found) = self.find(&request.token).await? else { return Ok(()) };
        is_given_to(&found.family, client.as_deref())?;
        self.revoke_family(found.family.id).await?;
        Ok(())
    }

    /// Takes back what came of one login.
    ///
    /// # Errors
    /// The store failed.
    pub async fn revoke_family(&self, family: Uuid) -> Result<(), BackendError> {
        self.inner.store.revoke(family).await.map_err(BackendError::of(STORE))
    }

    /// Takes back what came of all logins of a subject, but for `except`: when its password is changed, or it is locked.
    ///
    /// # Errors
    /// The store failed.
    pub async fn revoke_subject(&self, subject: &str, except: Option<Uuid>) -> Result<(), BackendError> {
        self.inner.store.revoke_subject(subject, except).await.map_err(BackendError::of(STORE))
    }

    /// What an access token says; none where it is unknown, revoked or expired, or none of access.
    ///
    /// # Errors
    /// The store failed.
    pub async fn access(&self, bearer: &SecretString) -> Result<Option<Access>, BackendError> {
        let Some(Found { token, family }) = self.find(bearer).await? else { return Ok(None) };
        if token.kind != TokenKind::Access || token.expires_at <= self.now() {
            return Ok(None);
        }
        let Family { id, subject, client, .. } = family;
        Ok(Some(Access { subject, client, scope: token.scope, family: id, expires_at: token.expires_at }))
    }

    /// Who calls with this access token; none where it is not good, or the accounts know nobody of its subject.
    ///
    /// # Errors
    /// The store or the accounts failed. In a [login](crate::server::Login) `?` makes a problem of it.
    pub async fn principal(&self, bearer: &SecretString) -> Result<Option<A::Principal>, BackendError> {
        match self.access(bearer).await? {
            Some(access) => self.principal_of(&access).await,
            None => Ok(None),
        }
    }

    /// Who the subject of a token is.
    ///
    /// # Errors
    /// The accounts failed.
    pub async fn principal_of(&self, access: &Access) -> Result<Option<A::Principal>, BackendError> {
        self.inner.accounts.principal(&access.subject).await.map_err(BackendError::of(ACCOUNTS))
    }

    /// Takes away what has expired. To be called now and then: once an hour, say.
    ///
    /// # Errors
    /// The store failed.
    pub async fn purge(&self) -> Result<(), BackendError> {
        self.inner.store.purge(self.now()).await.map_err(BackendError::of(STORE))
    }

    /// How passwords are hashed and checked, for registration and for changed passwords.
    #[must_use]
    pub fn passwords(&self) -> &Passwords {
        &self.inner.settings.passwords
    }

    /// The accounts.
    #[must_use]
    pub fn accounts(&self) -> &A {
        &self.inner.accounts
    }

    async fn by_password(
        &self,
        login: &str,
        password: &SecretString,
        asked: Option<&str>,
        client: Option<String>,
    ) -> Result<TokenAnswer, OAuthError> {
        let scope = self.scope(asked)?;
        if !is_one_line(login) || !is_one_line(password.expose_secret()) {
            return Err(OAuthError::invalid("Login and password have no control characters"));
        }
        let found = self.inner.accounts.by_login(login).await;
        let account = found.map_err(BackendError::of(ACCOUNTS))?;
        let subject = self.check_password(account, password).await?;
        self.first_tokens(subject, client, scope).await
    }

    /// Checks a password against that of an account, counts the attempt, and returns whose it is: for what asks for the
    /// password once more, such as the deletion of an account.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidGrant`] for a wrong password and for an account that is refused or locked,
    /// [`ErrorCode::TemporarilyUnavailable`] where there is too much to do, [`ErrorCode::ServerError`] where the accounts fail.
    pub async fn check_password(
        &self,
        account: Account,
        password: &SecretString,
    ) -> Result<String, OAuthError> {
        if let Account::Locked { description } = account {
            tracing::info!("a login failed: the account is locked");
            return Err(OAuthError::new(ErrorCode::InvalidGrant, description));
        }
        let right = self.passwords().verify(password, account.password_hash()).await.map_err(unchecked)?;
        let counted = self.inner.accounts.attempted(account.subject(), right).await;
        match (counted.map_err(BackendError::of(ACCOUNTS))?, account) {
            (Attempt::Counted, Account::Known { subject, .. }) if right => Ok(subject),
            (Attempt::Locked { description }, _) => {
                tracing::info!("a login failed: the account has been locked meanwhile");
                Err(OAuthError::new(ErrorCode::InvalidGrant, description))
            }
            (Attempt::Counted, Account::Refused { description, .. }) if right => {
                tracing::info!("a login failed: the account is refused");
                Err(OAuthError::new(ErrorCode::InvalidGrant, description))
            }
            (Attempt::Counted, Account::Known { subject, .. } | Account::Refused { subject, .. }) => {
                tracing::info!(subject = %OneLine(&subject), "a login failed: wrong password");
                Err(wrong())
            }
            // The login is not logged: many a password is typed in its place.
            (Attempt::Counted, Account::Unknown | Account::Locked { .. }) => {
                tracing::info!("a login failed: there is no account of that name");
                Err(wrong())
            }
        }
    }

    async fn by_refresh_token(
        &self,
        shown: &SecretString,
        asked: Option<&str>,
        client: Option<String>,
    ) -> Result<TokenAnswer, OAuthError> {
        let Found { token, family } = self.find(shown).await?.ok_or_else(stale)?;
        if token.kind != TokenKind::Refresh {
            return Err(stale());
        }
        is_given_to(&family, client.as_deref())?;
        if let Some(spent_at) = token.spent_at {
            return Err(self.shown_again(&family, spent_at).await?);
        }
        if token.expires_at <= self.now() {
            return Err(stale());
        }
        let granted: Vec<_> = scope::words(token.scope.as_deref()).collect();
        let scope = scope::granted(&granted, asked)?;
        let principal = self.inner.accounts.principal(&family.subject).await;
        if principal.map_err(BackendError::of(ACCOUNTS))?.is_none() {
            self.revoke_family(family.id).await?;
            return Err(stale());
        }
        let (answer, next) = self.mint(&family, scope, token.scope)?;
        let now = self.now();
        if self.inner.store.rotate(&token.hash, next, now).await.map_err(BackendError::of(STORE))? {
            return Ok(answer);
        }
        // Since it was looked for, another request has used it, or its login is revoked.
        let spent_at = self.find(shown).await?.and_then(|found| found.token.spent_at);
        Err(self.shown_again(&family, spent_at.unwrap_or(now)).await?)
    }

    /// A refresh token was shown a second time: by another request of the same client, or by a thief.
    async fn shown_again(&self, family: &Family, spent_at: i64) -> Result<OAuthError, BackendError> {
        let subject = OneLine(&family.subject);
        if self.now().saturating_sub(spent_at) < self.inner.settings.grace {
            tracing::info!(%subject, family = %family.id, "a refresh token was shown by two requests at a time");
            return Ok(OAuthError::new(
                ErrorCode::InvalidGrant,
                "The refresh token was used by another request a moment ago: the tokens that it got are good",
            ));
        }
        self.revoke_family(family.id).await?;
        tracing::warn!(%subject, family = %family.id, "a refresh token was shown again: its login is revoked");
        Ok(stale())
    }

    async fn first_tokens(
        &self,
        subject: String,
        client: Option<String>,
        scope: Option<String>,
    ) -> Result<TokenAnswer, OAuthError> {
        let id = new_family().map_err(no_bits)?;
        let family = Family { id, subject, client, created_at: self.now() };
        let (answer, tokens) = self.mint(&family, scope.clone(), scope)?;
        self.inner.store.insert(family, tokens).await.map_err(BackendError::of(STORE))?;
        Ok(answer)
    }

    /// New tokens of a family. The access token has `scope`; the refresh token keeps `whole`, what was granted at first
    /// (RFC 6749 §6).
    fn mint(
        &self,
        family: &Family,
        scope: Option<String>,
        whole: Option<String>,
    ) -> Result<(TokenAnswer, [Token; 2]), OAuthError> {
        let Settings { access, refresh, login, .. } = &self.inner.settings;
        let now = self.now();
        let end = login.map_or(i64::MAX, |login| family.created_at.saturating_add(login));
        let (access_token, refresh_token) = (new_token().map_err(no_bits)?, new_token().map_err(no_bits)?);
        let token = |kind, shown: &SecretString, scope, time: i64| {
            let expires_at = now.saturating_add(time).min(end);
            Token { hash: TokenHash::of(shown), kind, scope, expires_at, spent_at: None }
        };
        let tokens = [
            token(TokenKind::Access, &access_token, scope.clone(), *access),
            token(TokenKind::Refresh, &refresh_token, whole, *refresh),
        ];
        let expires_in = u64::try_from(tokens[0].expires_at.saturating_sub(now)).unwrap_or(0);
        let answer = TokenAnswer { access_token, expires_in, refresh_token, scope, created_at: now };
        Ok((answer, tokens))
    }

    async fn find(&self, shown: &SecretString) -> Result<Option<Found>, BackendError> {
        self.inner.store.find(&TokenHash::of(shown)).await.map_err(BackendError::of(STORE))
    }

    fn scope(&self, asked: Option<&str>) -> Result<Option<String>, OAuthError> {
        let available: Vec<_> = self.inner.settings.scopes.iter().map(String::as_str).collect();
        scope::granted(&available, asked)
    }

    fn now(&self) -> i64 {
        (self.inner.settings.clock)()
    }
}

/// Whether a client may use the tokens of a family: those of a client it alone, those of none anybody (RFC 6749 §6,
/// RFC 7009 §2.1).
fn is_given_to(family: &Family, client: Option<&str>) -> Result<(), OAuthError> {
    match (&family.client, client) {
        (None, _) => Ok(()),
        (Some(_), None) => Err(invalid_client()),
        (Some(its), Some(client)) if its == client => Ok(()),
        (Some(_), Some(_)) => {
            Err(OAuthError::new(ErrorCode::InvalidGrant, "The token was given to another client"))
        }
    }
}

fn wrong() -> OAuthError {
    OAuthError::new(ErrorCode::InvalidGrant, "The login or the password is wrong")
}

fn stale() -> OAuthError {
    OAuthError::new(ErrorCode::InvalidGrant, "The refresh token is not good any more, or never was")
}

fn unchecked(error: PasswordError) -> OAuthError {
    match error {
        PasswordError::Busy => {
            OAuthError::new(ErrorCode::TemporarilyUnavailable, "There is too much to do now")
        }
        other => BackendError::of("the check of a password")(BoxError::from(other)).into(),
    }
}

fn no_bits(error: getrandom::Error) -> OAuthError {
    BackendError::of("the system's source of random bits")(BoxError::from(error)).into()
}
