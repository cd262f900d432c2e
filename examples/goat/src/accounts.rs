//! The group `accounts`.

use housestyle::server::{Call, HandlerResult};
use uuid::Uuid;

use crate::Goat;
use crate::database::Db;
use crate::facebook::Profile;
use crate::goat::operations::*;
use crate::goat::server::Accounts;
use crate::goat::types::{AuthMethod, LoggedIn};
use crate::login::{Person, digest};

impl Accounts for Goat {
    async fn auth_facebook(&self, call: Call<AuthFacebook>) -> HandlerResult<LoggedIn, AuthFacebookError> {
        let session = call.context().session()?;
        if self.is_logged_in(session).await? {
            return Err(AuthFacebookError::AlreadyLoggedIn)?;
        }
        let Ok(profile) = self.facebook.exchange(&call.body.user_access_token).await else {
            return Err(AuthFacebookError::FacebookLoginFailed)?;
        };
        let account_id = self.account_of(&profile).await?;
        session.log_in(&account_id).await?;
        Ok(LoggedIn { user_access_token: profile.token, account_id })
    }

    async fn auth_anonym(&self, call: Call<AuthAnonym>) -> HandlerResult<LoggedIn, AuthAnonymError> {
        let session = call.context().session()?;
        if self.is_logged_in(session).await? {
            return Err(AuthAnonymError::AlreadyLoggedIn)?;
        }
        let logged_in = match &call.body.user_access_token {
            Some(token) => {
                let account_id = anonymous(&mut *self.pool.acquire().await?, token)
                    .await?
                    .ok_or(AuthAnonymError::AccountNotFound)?;
                LoggedIn { user_access_token: token.clone(), account_id }
            }
            None => {
                let token = Uuid::new_v4().simple().to_string();
                let mut tx = self.write().await?;
                let account_id = insert_anonymous(&mut tx, "Anonym", &token).await?;
                tx.commit().await?;
                LoggedIn { user_access_token: token, account_id }
            }
        };
        session.log_in(&logged_in.account_id).await?;
        Ok(logged_in)
    }

    async fn replace_anonym(
        &self,
        call: Call<ReplaceAnonym, Person>,
    ) -> HandlerResult<(), ReplaceAnonymError> {
        let own = call.principal.account_id;
        let mut tx = self.write().await?;
        if !holds(
            &mut tx,
            "SELECT EXISTS (SELECT 1 FROM identities WHERE account_id = $1 AND digest IS NULL)",
            own,
        )
        .await?
        {
            return Err(ReplaceAnonymError::InvalidAuthMethod)?;
        }
        let anonym = anonymous(&mut tx, &call.body.user_access_token)
            .await?
            .ok_or(ReplaceAnonymError::AccountNotFound)?;
        if holds(&mut tx, "SELECT EXISTS (SELECT 1 FROM participants WHERE account_id = $1)", own).await? {
            return Err(ReplaceAnonymError::InvalidAccountState)?;
        }
        for query in [
            "DELETE FROM identities WHERE account_id = $1 AND $2 <> $1",
            "UPDATE identities SET account_id = $1 WHERE account_id = $2",
            "UPDATE accounts SET (name, avatar_url) = (SELECT name, avatar_url FROM accounts WHERE id = $2) WHERE id = $1",
            "DELETE FROM accounts WHERE id = $2 AND id <> $1",
        ] {
            sqlx::query(query).bind(anonym).bind(own).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        call.context().session()?.log_in(&anonym).await?;
        Ok(())
    }

    async fn logout(&self, call: Call<Logout>) -> HandlerResult<(), LogoutError> {
        Ok(call.context().session()?.log_out().await?)
    }

    async fn update_account(
        &self,
        call: Call<UpdateAccount, Person>,
    ) -> HandlerResult<(), UpdateAccountError> {
        sqlx::query("UPDATE accounts SET name = COALESCE($1, name) WHERE id = $2")
            .bind(&call.body.name)
            .bind(call.principal.account_id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

impl Goat {
    /// The account of someone whom Facebook knows; a new one on the first visit.
    async fn account_of(&self, profile: &Profile) -> sqlx::Result<i64> {
        let method = AuthMethod::Fb;
        let mut tx = self.write().await?;
        let known: Option<i64> = sqlx::query_scalar(
            "SELECT account_id FROM identities WHERE auth_method = $1 AND identifier = $2",
        )
        .bind(method.as_str())
        .bind(&profile.id)
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(account_id) = known {
            return Ok(account_id);
        }
        let account_id = insert(&mut tx, &profile.name, &profile.avatar_url).await?;
        identify(&mut tx, account_id, &method, &profile.id, None).await?;
        tx.commit().await?;
        Ok(account_id)
    }
}

/// Makes an account that `token` lets in.
pub(crate) async fn insert_anonymous(db: &mut Db, name: &str, token: &str) -> sqlx::Result<i64> {
    let account_id = insert(db, name, "").await?;
    let identifier = Uuid::new_v4().simple().to_string();
    identify(db, account_id, &AuthMethod::Anonym, &identifier, Some(digest(token))).await?;
    Ok(account_id)
}

async fn insert(db: &mut Db, name: &str, avatar_url: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar("INSERT INTO accounts (name, avatar_url) VALUES ($1, $2) RETURNING id")
        .bind(name)
        .bind(avatar_url)
        .fetch_one(db)
        .await
}

async fn identify(
    db: &mut Db,
    account_id: i64,
    method: &AuthMethod,
    identifier: &str,
    digest: Option<Vec<u8>>,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO identities (account_id, auth_method, identifier, digest) VALUES ($1, $2, $3, $4)",
    )
    .bind(account_id)
    .bind(method.as_str())
    .bind(identifier)
    .bind(digest)
    .execute(db)
    .await?;
    Ok(())
}

/// The anonymous account that a token lets in.
async fn anonymous(db: &mut Db, token: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT account_id FROM identities WHERE digest = $1")
        .bind(digest(token))
        .fetch_optional(db)
        .await
}

/// The answer to a question about an account.
async fn holds(db: &mut Db, query: &'static str, account_id: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar(query).bind(account_id).fetch_one(db).await
}
