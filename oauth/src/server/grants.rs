//! The two grants: a password and a refresh token.

use housestyle::passwords::PasswordError;
use housestyle::sanitize::OneLine;
use secrecy::{ExposeSecret as _, SecretString};

use super::accounts::{Account, Accounts, Attempt};
use super::error::{BackendError, ErrorCode, OAuthError};
use super::issuer::{ACCOUNTS, OAuth, STORE, check_client};
use super::request::is_one_line;
use super::response::TokenResponse;
use super::scope;
use super::store::{BoxError, Family, TokenKind, TokenRecord, TokenStore};

impl<A: Accounts, S: TokenStore> OAuth<A, S> {
    pub(super) async fn by_password(
        &self,
        login: &str,
        password: &SecretString,
        requested: Option<&str>,
        client: Option<String>,
    ) -> Result<TokenResponse, OAuthError> {
        let scope = self.scope(requested)?;
        if !is_one_line(login) || !is_one_line(password.expose_secret()) {
            return Err(OAuthError::invalid("Login and password have no control characters"));
        }
        let found = self.inner.accounts.by_login(login).await;
        let account = found.map_err(BackendError::of(ACCOUNTS))?;
        let subject = self.check_password(account, password).await?;
        self.first_tokens(subject, client, scope).await
    }

    /// Checks a password against that of an account, counts the attempt, and returns the subject: for operations that
    /// require the password again, for example the deletion of an account.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidGrant`] for a wrong password and for an account that is refused or locked,
    /// [`ErrorCode::TemporarilyUnavailable`] if the server is overloaded, [`ErrorCode::ServerError`] if the accounts fail.
    pub async fn check_password(
        &self,
        account: Account,
        password: &SecretString,
    ) -> Result<String, OAuthError> {
        if let Account::Locked { description } = account {
            tracing::info!("a login failed: the account is locked");
            return Err(OAuthError::new(ErrorCode::InvalidGrant, description));
        }
        let right =
            self.passwords().verify(password, account.password_hash()).await.map_err(password_error)?;
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
                Err(wrong_credentials())
            }
            // The login is not logged, because users sometimes type their password there.
            (Attempt::Counted, Account::Unknown | Account::Locked { .. }) => {
                tracing::info!("a login failed: there is no account of that name");
                Err(wrong_credentials())
            }
        }
    }

    pub(super) async fn by_refresh_token(
        &self,
        refresh_token: &SecretString,
        requested: Option<&str>,
        client: Option<String>,
    ) -> Result<TokenResponse, OAuthError> {
        let record = self.find(refresh_token).await?;
        let TokenRecord { token, family } = record.ok_or_else(invalid_refresh_token)?;
        if token.kind != TokenKind::Refresh {
            return Err(invalid_refresh_token());
        }
        check_client(&family, client.as_deref())?;
        if let Some(spent_at) = token.spent_at {
            return Err(self.reused(&family, spent_at).await?);
        }
        if token.expires_at <= self.now() {
            return Err(invalid_refresh_token());
        }
        let granted: Vec<_> = scope::words(token.scope.as_deref()).collect();
        let scope = scope::granted(&granted, requested)?;
        let principal = self.inner.accounts.principal(&family.subject).await;
        if principal.map_err(BackendError::of(ACCOUNTS))?.is_none() {
            self.revoke_family(family.id).await?;
            return Err(invalid_refresh_token());
        }
        let (response, next) = self.mint(&family, scope, token.scope)?;
        let now = self.now();
        if self.inner.store.rotate(&token.hash, next, now).await.map_err(BackendError::of(STORE))? {
            return Ok(response);
        }
        // Another request has used the token meanwhile, or revoked its login.
        let spent_at = self.find(refresh_token).await?.and_then(|record| record.token.spent_at);
        Err(self.reused(&family, spent_at.unwrap_or(now)).await?)
    }

    /// Handles the second use of a refresh token: by another request of the same client, or by a thief.
    async fn reused(&self, family: &Family, spent_at: i64) -> Result<OAuthError, BackendError> {
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
        Ok(invalid_refresh_token())
    }
}

fn wrong_credentials() -> OAuthError {
    OAuthError::new(ErrorCode::InvalidGrant, "The login or the password is wrong")
}

fn invalid_refresh_token() -> OAuthError {
    OAuthError::new(ErrorCode::InvalidGrant, "The refresh token is not good any more, or never was")
}

fn password_error(error: PasswordError) -> OAuthError {
    match error {
        PasswordError::Busy => {
            OAuthError::new(ErrorCode::TemporarilyUnavailable, "There is too much to do now")
        }
        other => BackendError::of("the check of a password")(BoxError::from(other)).into(),
    }
}
