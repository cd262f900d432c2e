//! The group `accounts`: how one gets an account, and gets into it. Identities, which are accounts elsewhere, are not
//! written.

use housestyle::DeclaredError;
use housestyle::WithMeta;
use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{HandlerError, Problem, Related, UndeclaredError};
use housestyle_oauth::{ErrorCode, OAuthError, PasswordError, TokenRequest, no_cache};
use secrecy::{ExposeSecret, SecretString};

use super::oauth::seconds;
use crate::Planner;
use crate::access::Person;
use crate::elplano::operations::*;
use crate::elplano::server::partial::Accounts;
use crate::elplano::types::{AccessToken, Address, Message, PasswordReset, TokenType, User};
use crate::journal::for_good;
use crate::letters::{self, LetterKind};
use crate::people::refusal;
use crate::references::{all_refused, refused};
use crate::rows::users::{self, Change, NewUser, UserRow};

impl Accounts for Planner {
    async fn register_user(&self, call: Call<RegisterUser>) -> HandlerResult<Message, RegisterUserError> {
        let body = &call.body;
        let hash = self.hash(&body.password).await?;
        let new =
            NewUser { email: &body.email, username: &body.username, password_hash: hash.expose_secret() };
        let mut tx = self.write().await?;
        let (username_taken, email_taken) = new.taken(&mut tx).await?;
        let errors = [
            (username_taken, RegisterUserError::UsernameTaken),
            (email_taken, RegisterUserError::EmailTaken),
            (body.password != body.password_confirmation, RegisterUserError::ConfirmationDiffers),
        ];
        all_refused(errors.into_iter().filter(|(is_so, _)| *is_so).map(|(_, error)| error))?;
        let now = self.now();
        let id = new.insert(&mut tx, now).await?;
        letters::send(&mut tx, id, LetterKind::Confirmation, now).await?;
        tx.commit().await?;
        Ok(message(call.context(), "registered"))
    }

    async fn sign_in(&self, call: Call<SignIn>) -> HandlerResult<WithMeta<User, Message>, SignInError> {
        let context = call.context();
        let request = TokenRequest::password(&call.body.login, call.body.password.as_str());
        let answer = self.tokens.token(request).await.map_err(why_not)?;
        let (family, user_id) = self.note_login(&answer, true, context).await?;
        let mut user = self.user_resource(&mut *self.read().await?, user_id, context).await?;
        user.recent_access_token = Some(Related::from(AccessToken {
            id: family.to_string(),
            access_token: answer.access_token.expose_secret().to_owned(),
            refresh_token: answer.refresh_token.expose_secret().to_owned(),
            token_type: TokenType::Bearer,
            expires_in: seconds(&answer),
            created_at: answer.created_at,
        }));
        no_cache(context);
        Ok(WithMeta { data: user, meta: message(context, "signed_in") })
    }

    async fn sign_out(&self, call: Call<SignOut, Person>) -> HandlerResult<Message, SignOutError> {
        self.tokens.revoke_family(call.principal.family).await?;
        Ok(message(call.context(), "signed_out"))
    }

    async fn confirm_email(&self, call: Call<ConfirmEmail>) -> HandlerResult<Message, ConfirmEmailError> {
        let now = self.now();
        let mut tx = self.write().await?;
        let user_id = letters::take(&mut tx, LetterKind::Confirmation, &call.confirmation_token, now).await?;
        let user_id = user_id.ok_or(ConfirmEmailError::InvalidToken)?;
        Change::Confirm.apply(&mut tx, user_id, now).await?;
        tx.commit().await?;
        Ok(message(call.context(), "confirmed"))
    }

    async fn request_confirmation(
        &self,
        call: Call<RequestConfirmation>,
    ) -> HandlerResult<Message, RequestConfirmationError> {
        self.send_to(&call.body, LetterKind::Confirmation, |user| !user.confirmed).await?;
        Ok(message(call.context(), "confirmation_sent"))
    }

    async fn request_password_reset(
        &self,
        call: Call<RequestPasswordReset>,
    ) -> HandlerResult<Message, RequestPasswordResetError> {
        self.send_to(&call.body, LetterKind::Password, |_| true).await?;
        Ok(message(call.context(), "password_reset_sent"))
    }

    async fn reset_password(&self, call: Call<ResetPassword>) -> HandlerResult<Message, ResetPasswordError> {
        self.set_lost_password(&call.body).await?;
        Ok(message(call.context(), "password_changed"))
    }

    async fn replace_lost_password(
        &self,
        call: Call<ReplaceLostPassword>,
    ) -> HandlerResult<Message, ReplaceLostPasswordError> {
        self.set_lost_password(&call.body).await?;
        Ok(message(call.context(), "password_changed"))
    }

    async fn unlock_user(&self, call: Call<UnlockUser>) -> HandlerResult<Message, UnlockUserError> {
        let now = self.now();
        let mut tx = self.write().await?;
        let user_id = letters::take(&mut tx, LetterKind::Unlock, &call.unlock_token, now).await?;
        Change::Unlock.apply(&mut tx, user_id.ok_or(UnlockUserError::InvalidToken)?, now).await?;
        tx.commit().await?;
        Ok(message(call.context(), "unlocked"))
    }

    async fn request_unlock(&self, call: Call<RequestUnlock>) -> HandlerResult<Message, RequestUnlockError> {
        self.send_to(&call.body, LetterKind::Unlock, |user| user.locked).await?;
        Ok(message(call.context(), "unlock_sent"))
    }
}

impl Planner {
    /// The hash of a password. It takes its time: never within a transaction.
    pub(super) async fn hash(&self, password: &str) -> Result<SecretString, UndeclaredError> {
        Ok(self.tokens.passwords().hash(&password.into()).await.map_err(Problem::from)?)
    }

    /// Sends a letter to an address, if it belongs to an account that needs it. The response does not reveal whether it does.
    async fn send_to(
        &self,
        address: &Address,
        kind: LetterKind,
        of_use: impl FnOnce(&UserRow) -> bool + Send,
    ) -> Result<(), UndeclaredError> {
        let mut tx = self.write().await?;
        let Some(id) = UserRow::by_email(&mut tx, &address.email).await? else { return Ok(()) };
        if UserRow::find(&mut tx, id).await?.is_some_and(|user| of_use(&user)) {
            letters::send(&mut tx, id, kind, self.now()).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Sets a password by the token of a letter, and ends all logins with the old one.
    async fn set_lost_password(&self, body: &PasswordReset) -> Result<(), UndeclaredError> {
        same(&body.password, &body.password_confirmation, ResetPasswordError::ConfirmationDiffers)?;
        let hash = self.hash(&body.password).await?;
        let now = self.now();
        let mut tx = self.write().await?;
        let user_id = letters::take(&mut tx, LetterKind::Password, &body.reset_password_token, now).await?;
        let user_id = user_id.ok_or_else(|| refused(ResetPasswordError::InvalidToken))?;
        users::set_password(&mut tx, user_id, hash.expose_secret(), now).await?;
        Change::Unlock.apply(&mut tx, user_id, now).await?;
        for_good(&mut tx, user_id, "password_reset", now).await?;
        tx.commit().await?;
        Ok(self.tokens.revoke_subject(&user_id.to_string(), None).await?)
    }
}

/// A confirmation in the language of the request.
pub(super) fn message(context: &Context, key: &str) -> Message {
    Message { message: context.text(key).into_owned() }
}

/// Two passwords that are meant to be one.
pub(super) fn same<E: DeclaredError>(password: &str, again: &str, differs: E) -> Result<(), UndeclaredError> {
    if password == again { Ok(()) } else { Err(refused(differs)) }
}

/// Why signing in failed.
fn why_not(error: OAuthError) -> HandlerError<SignInError> {
    match (error.code(), error.description()) {
        (ErrorCode::InvalidGrant, refusal::UNCONFIRMED) => {
            HandlerError::Declared(SignInError::AccountUnconfirmed)
        }
        (ErrorCode::InvalidGrant, refusal::LOCKED) => HandlerError::Declared(SignInError::AccountLocked),
        (ErrorCode::InvalidGrant, refusal::BANNED) => HandlerError::Declared(SignInError::AccountBanned),
        (ErrorCode::InvalidGrant | ErrorCode::InvalidRequest, _) => {
            HandlerError::Declared(SignInError::InvalidLogin)
        }
        (ErrorCode::TemporarilyUnavailable, _) => HandlerError::Problem(PasswordError::Busy.into()),
        _ => HandlerError::Problem(Problem::internal()),
    }
}
