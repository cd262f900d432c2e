//! The issuer: issues, checks and revokes tokens.

use std::fmt;
use std::sync::Arc;

use housestyle::passwords::Passwords;
use housestyle::server::EndpointLimits;
use secrecy::SecretString;
use uuid::Uuid;

use super::accounts::Accounts;
use super::clients::invalid_client;
use super::error::{BackendError, ErrorCode, OAuthError};
use super::request::{Grant, RevocationRequest, TokenRequest};
use super::response::TokenResponse;
use super::scope;
use super::settings::{OAuthBuilder, Settings};
use super::store::{
    BoxError, Family, Token, TokenHash, TokenKind, TokenRecord, TokenStore, new_family, new_token,
};

/// Issues tokens for passwords and refresh tokens (RFC 6749 §4.3, §6), revokes them (RFC 7009), and authenticates callers.
/// Cheap to clone; clones share everything.
///
/// ```
/// use housestyle_oauth::{Account, Accounts, BoxError, MemoryTokens, OAuth, Passwords, TokenRequest};
/// use secrecy::SecretString;
///
/// struct People { hash: SecretString }
///
/// impl Accounts for People {
///     type Principal = String;
///     async fn by_login(&self, login: &str) -> Result<Account, BoxError> {
///         Ok(if login == "ann" { Account::known("1", self.hash.clone()) } else { Account::Unknown })
///     }
///     async fn principal(&self, subject: &str) -> Result<Option<String>, BoxError> {
///         Ok(Some(format!("person {subject}")))
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let passwords = Passwords::with_costs(64, 1, 1).unwrap(); // cheap, for this example; `Passwords::new` is the default
/// let hash = passwords.hash(&"swordfish".into()).await.unwrap();
/// let oauth = OAuth::builder(People { hash }, MemoryTokens::new()).passwords(passwords).build();
///
/// let tokens = oauth.token(TokenRequest::password("ann", "swordfish")).await.unwrap();
/// assert_eq!(oauth.principal(&tokens.access_token).await.unwrap().as_deref(), Some("person 1"));
/// let renewed = oauth.token(TokenRequest::refresh_token(tokens.refresh_token)).await.unwrap();
/// oauth.revoke_subject("1", None).await.unwrap();
/// assert_eq!(oauth.principal(&renewed.access_token).await.unwrap(), None);
/// # }
/// ```
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

/// A valid access token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Access {
    /// Its owner: the `subject` of [`Account::Known`](crate::Account::Known).
    pub subject: String,
    /// The client that it was issued to.
    pub client: Option<String>,
    /// Its scope; `None` if the server has no scopes.
    pub scope: Option<String>,
    /// The login that it belongs to.
    pub family: Uuid,
    /// When it expires, in Unix seconds.
    pub expires_at: i64,
}

impl Access {
    /// Returns whether it covers all of these scopes.
    #[must_use]
    pub fn covers(&self, scopes: &[&str]) -> bool {
        scope::covers(self.scope.as_deref(), scopes)
    }
}

pub(super) const STORE: &str = "the store of tokens";
pub(super) const ACCOUNTS: &str = "the accounts";

impl<A: Accounts, S: TokenStore> OAuth<A, S> {
    /// Starts with accounts and a store of tokens.
    pub fn builder(accounts: A, store: S) -> OAuthBuilder<A, S> {
        OAuthBuilder::new(accounts, store)
    }

    /// Issues tokens (RFC 6749 §4.3, §6).
    ///
    /// A refresh token is valid for one use. A second use means that it was stolen, by the first or the second user: all
    /// tokens of the login are revoked (RFC 9700 §4.14.2). Within a [short time](OAuthBuilder::refresh_grace) of the first
    /// use it counts as a concurrent request of the same client: it is refused, and the tokens of the other stay valid.
    ///
    /// # Errors
    /// Those of RFC 6749 §5.2. An unknown login and a wrong password are the same error, after the same work.
    pub async fn token(&self, request: TokenRequest) -> Result<TokenResponse, OAuthError> {
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

    /// Issues tokens for a subject that was authenticated in another way, for example one that has just registered.
    ///
    /// # Errors
    /// The store failed, or the system has no random bits.
    pub async fn issue(&self, subject: &str, client: Option<String>) -> Result<TokenResponse, OAuthError> {
        let scope = self.scope(None)?;
        self.first_tokens(subject.to_owned(), client, scope).await
    }

    /// Revokes a token and all others of the same login (RFC 7009 §2.1). An unknown token counts as revoked (§2.2).
    ///
    /// # Errors
    /// [`ErrorCode::InvalidClient`] if the client of the token is not authenticated, [`ErrorCode::InvalidGrant`] for the
    /// token of another client.
    pub async fn revoke(&self, request: RevocationRequest) -> Result<(), OAuthError> {
        let client = self.inner.settings.clients.authenticate(request.client.as_ref())?;
        let Some(record) = self.find(&request.token).await? else { return Ok(()) };
        check_client(&record.family, client.as_deref())?;
        self.revoke_family(record.family.id).await?;
        Ok(())
    }

    /// Revokes the tokens of one login.
    ///
    /// # Errors
    /// The store failed.
    pub async fn revoke_family(&self, family: Uuid) -> Result<(), BackendError> {
        self.inner.store.revoke(family).await.map_err(BackendError::of(STORE))
    }

    /// Revokes the tokens of all logins of a subject except `except`: when its password is changed, or it is locked.
    ///
    /// # Errors
    /// The store failed.
    pub async fn revoke_subject(&self, subject: &str, except: Option<Uuid>) -> Result<(), BackendError> {
        self.inner.store.revoke_subject(subject, except).await.map_err(BackendError::of(STORE))
    }

    /// Looks up an access token. Returns `None` if it is unknown, revoked or expired, or a refresh token.
    ///
    /// # Errors
    /// The store failed.
    pub async fn access(&self, bearer: &SecretString) -> Result<Option<Access>, BackendError> {
        let Some(TokenRecord { token, family }) = self.find(bearer).await? else { return Ok(None) };
        if token.kind != TokenKind::Access || token.expires_at <= self.now() {
            return Ok(None);
        }
        let Family { id, subject, client, .. } = family;
        Ok(Some(Access { subject, client, scope: token.scope, family: id, expires_at: token.expires_at }))
    }

    /// Returns the caller with this access token, or `None` if the token is not valid or the account does not exist.
    ///
    /// # Errors
    /// The store or the accounts failed. In a [login](housestyle::server::Login) `?` makes a problem of it.
    pub async fn principal(&self, bearer: &SecretString) -> Result<Option<A::Principal>, BackendError> {
        match self.access(bearer).await? {
            Some(access) => self.principal_of(&access).await,
            None => Ok(None),
        }
    }

    /// Returns the owner of a token.
    ///
    /// # Errors
    /// The accounts failed.
    pub async fn principal_of(&self, access: &Access) -> Result<Option<A::Principal>, BackendError> {
        self.inner.accounts.principal(&access.subject).await.map_err(BackendError::of(ACCOUNTS))
    }

    /// Deletes expired tokens. Call it now and then, for example once an hour.
    ///
    /// # Errors
    /// The store failed.
    pub async fn purge(&self) -> Result<(), BackendError> {
        self.inner.store.purge(self.now()).await.map_err(BackendError::of(STORE))
    }

    /// Hashes and checks passwords, for registration and for changed passwords.
    #[must_use]
    pub fn passwords(&self) -> &Passwords {
        &self.inner.settings.passwords
    }

    /// The accounts.
    #[must_use]
    pub fn accounts(&self) -> &A {
        &self.inner.accounts
    }

    pub(super) async fn first_tokens(
        &self,
        subject: String,
        client: Option<String>,
        scope: Option<String>,
    ) -> Result<TokenResponse, OAuthError> {
        let id = new_family().map_err(no_random_bits)?;
        let family = Family { id, subject, client, created_at: self.now() };
        let (response, tokens) = self.mint(&family, scope.clone(), scope)?;
        self.inner.store.insert(family, tokens).await.map_err(BackendError::of(STORE))?;
        Ok(response)
    }

    /// Creates tokens of a family. The access token has `scope`; the refresh token keeps `granted`, the scope of the login
    /// (RFC 6749 §6).
    pub(super) fn mint(
        &self,
        family: &Family,
        scope: Option<String>,
        granted: Option<String>,
    ) -> Result<(TokenResponse, [Token; 2]), OAuthError> {
        let Settings { access, refresh, login, .. } = &self.inner.settings;
        let now = self.now();
        let end = login.map_or(i64::MAX, |login| family.created_at.saturating_add(login));
        let (access_token, refresh_token) =
            (new_token().map_err(no_random_bits)?, new_token().map_err(no_random_bits)?);
        let token = |kind, token: &SecretString, scope, lifetime: i64| {
            let expires_at = now.saturating_add(lifetime).min(end);
            Token { hash: TokenHash::of(token), kind, scope, expires_at, spent_at: None }
        };
        let tokens = [
            token(TokenKind::Access, &access_token, scope.clone(), *access),
            token(TokenKind::Refresh, &refresh_token, granted, *refresh),
        ];
        let expires_in = u64::try_from(tokens[0].expires_at.saturating_sub(now)).unwrap_or(0);
        let response = TokenResponse { access_token, expires_in, refresh_token, scope, created_at: now };
        Ok((response, tokens))
    }

    pub(super) async fn find(&self, token: &SecretString) -> Result<Option<TokenRecord>, BackendError> {
        self.inner.store.find(&TokenHash::of(token)).await.map_err(BackendError::of(STORE))
    }

    pub(super) fn scope(&self, requested: Option<&str>) -> Result<Option<String>, OAuthError> {
        let available: Vec<_> = self.inner.settings.scopes.iter().map(String::as_str).collect();
        scope::granted(&available, requested)
    }

    pub(super) fn now(&self) -> i64 {
        (self.inner.settings.clock)()
    }
}

/// Checks that a client may use the tokens of a family: tokens of a client only that client, other tokens anybody
/// (RFC 6749 §6, RFC 7009 §2.1).
pub(super) fn check_client(family: &Family, client: Option<&str>) -> Result<(), OAuthError> {
    match (&family.client, client) {
        (None, _) => Ok(()),
        (Some(_), None) => Err(invalid_client()),
        (Some(owner), Some(client)) if owner == client => Ok(()),
        (Some(_), Some(_)) => {
            Err(OAuthError::new(ErrorCode::InvalidGrant, "The token was given to another client"))
        }
    }
}

fn no_random_bits(error: getrandom::Error) -> OAuthError {
    BackendError::of("the system's source of random bits")(BoxError::from(error)).into()
}
