//! The group `profile`: the caller, as a user and as a student.

use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{Problem, Related, UndeclaredError};
use housestyle_oauth::{ErrorCode, PasswordError};
use secrecy::ExposeSecret;

use super::accounts::message;
use super::profile_data::{ProfileBody, checked};
use crate::Planner;
use crate::access::Person;
use crate::database::Db;
use crate::elplano::operations::*;
use crate::elplano::server::Profile;
use crate::elplano::types::{Message, NewUserStatus, PasswordChange, User, UserStatus, UserStatusPatch};
use crate::journal::{Action, Target, for_good, note};
use crate::people::refusal;
use crate::references::{self, all_refused, refused};
use crate::resources;
use crate::rows::statuses::{self, StatusData, StatusRow};
use crate::rows::students::StudentRow;
use crate::rows::users::{self, UserRow};

impl Profile for Planner {
    async fn get_user(&self, call: Call<GetUser, Person>) -> HandlerResult<User, GetUserError> {
        let mut tx = self.read().await?;
        Ok(self.user_resource(&mut tx, call.principal.user_id, call.context()).await?)
    }

    async fn update_user(&self, call: Call<UpdateUser, Person>) -> HandlerResult<User, UpdateUserError> {
        let (input, person, context) = call.into_parts();
        let change =
            |user: &UserRow, student: &StudentRow| ProfileBody::from((user, student)).changed(input.body);
        Ok(self.change_user(&person, &context, change).await?)
    }

    async fn replace_user(&self, call: Call<ReplaceUser, Person>) -> HandlerResult<User, ReplaceUserError> {
        let (input, person, context) = call.into_parts();
        Ok(self.change_user(&person, &context, |_, _| ProfileBody::try_from(input.body)).await?)
    }

    async fn delete_user(&self, call: Call<DeleteUser, Person>) -> HandlerResult<(), DeleteUserError> {
        let user_id = call.principal.user_id;
        match self.shown(user_id, &call.body.password).await? {
            PasswordCheck::Right => {}
            PasswordCheck::Wrong => return Err(DeleteUserError::WrongPassword)?,
            PasswordCheck::Locked => return Err(DeleteUserError::PasswordLocked)?,
        }
        let mut tx = self.write().await?;
        users::delete(&mut tx, user_id).await?;
        Ok(tx.commit().await?)
    }

    async fn update_password(
        &self,
        call: Call<UpdatePassword, Person>,
    ) -> HandlerResult<Message, UpdatePasswordError> {
        self.change_password(&call.principal, &call.body).await?;
        Ok(message(call.context(), "password_changed"))
    }

    async fn replace_password(
        &self,
        call: Call<ReplacePassword, Person>,
    ) -> HandlerResult<Message, ReplacePasswordError> {
        self.change_password(&call.principal, &call.body).await?;
        Ok(message(call.context(), "password_changed"))
    }

    async fn get_status(
        &self,
        call: Call<GetStatus, Person>,
    ) -> HandlerResult<Option<UserStatus>, GetStatusError> {
        let mut tx = self.read().await?;
        Ok(StatusRow::find(&mut tx, call.principal.user_id).await?.map(resources::status))
    }

    async fn update_status(
        &self,
        call: Call<UpdateStatus, Person>,
    ) -> HandlerResult<UserStatus, UpdateStatusError> {
        let (input, person, context) = call.into_parts();
        let change = |row: Option<&StatusRow>| {
            row.map_or_else(StatusData::default, StatusData::from).changed(input.body)
        };
        Ok(self.put_status(&person, &context, change).await?)
    }

    async fn replace_status(
        &self,
        call: Call<ReplaceStatus, Person>,
    ) -> HandlerResult<UserStatus, ReplaceStatusError> {
        let (input, person, context) = call.into_parts();
        Ok(self.put_status(&person, &context, |_| input.body.into()).await?)
    }

    async fn delete_status(&self, call: Call<DeleteStatus, Person>) -> HandlerResult<(), DeleteStatusError> {
        let mut tx = self.write().await?;
        statuses::delete(&mut tx, call.principal.user_id).await?;
        Ok(tx.commit().await?)
    }
}

impl Planner {
    /// A user with the student and the status.
    pub(super) async fn user_resource(
        &self,
        db: &mut Db,
        id: i64,
        context: &Context,
    ) -> Result<User, UndeclaredError> {
        let row = UserRow::find(db, id).await?.ok_or_else(Problem::not_found)?;
        let student = StudentRow::find(db, row.student_id).await?;
        let status = StatusRow::find(db, id).await?;
        let mut user = resources::user(row, context)?;
        if let Some(student) = student {
            user.student = Related::from(resources::student(student)?);
        }
        user.status = status.map(|status| Related::from(resources::status(status)));
        Ok(user)
    }

    /// Makes of the caller what `change` makes of them.
    async fn change_user(
        &self,
        person: &Person,
        context: &Context,
        change: impl FnOnce(&UserRow, &StudentRow) -> Result<ProfileBody, Problem>,
    ) -> Result<User, UndeclaredError> {
        let now = self.now();
        let mut tx = self.write().await?;
        let user = UserRow::find(&mut tx, person.user_id).await?.ok_or_else(Problem::unauthenticated)?;
        references::same(context, Some(user.id))?;
        let student =
            StudentRow::find(&mut tx, person.student_id).await?.ok_or_else(Problem::unauthenticated)?;
        let body = change(&user, &student)?;
        checked(&mut tx, person, &body, now).await?;
        body.user.update(&mut tx, user.id, now).await?;
        body.student.update(&mut tx, student.id, now).await?;
        note(&mut tx, user.id, Action::Updated, Target::User(user.id), now).await?;
        let user = self.user_resource(&mut tx, user.id, context).await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Whether a password is the user's; it counts as an attempt to log in. It takes its time: never within a transaction.
    async fn shown(&self, user_id: i64, password: &str) -> Result<PasswordCheck, UndeclaredError> {
        let account = self.tokens.accounts().account(user_id).await?;
        match self.tokens.check_password(account, &password.into()).await {
            Ok(_) => Ok(PasswordCheck::Right),
            Err(error) => match (error.code(), error.description()) {
                (ErrorCode::InvalidGrant, refusal::LOCKED) => Ok(PasswordCheck::Locked),
                (ErrorCode::InvalidGrant, _) => Ok(PasswordCheck::Wrong),
                (ErrorCode::TemporarilyUnavailable, _) => Err(Problem::from(PasswordError::Busy).into()),
                _ => Err(Problem::internal().into()),
            },
        }
    }

    /// Sets the caller's password, and ends all other logins.
    async fn change_password(&self, person: &Person, body: &PasswordChange) -> Result<(), UndeclaredError> {
        let is_wrong = match self.shown(person.user_id, &body.current_password).await? {
            PasswordCheck::Right => None,
            PasswordCheck::Wrong => Some(UpdatePasswordError::WrongCurrentPassword),
            PasswordCheck::Locked => return Err(refused(UpdatePasswordError::PasswordLocked)),
        };
        let differs =
            (body.password != body.password_confirmation).then_some(UpdatePasswordError::ConfirmationDiffers);
        all_refused(is_wrong.into_iter().chain(differs))?;
        let hash = self.hash(&body.password).await?;
        let now = self.now();
        let mut tx = self.write().await?;
        users::set_password(&mut tx, person.user_id, hash.expose_secret(), now).await?;
        for_good(&mut tx, person.user_id, "password_changed", now).await?;
        tx.commit().await?;
        Ok(self.tokens.revoke_subject(&person.user_id.to_string(), Some(person.family)).await?)
    }

    /// Applies `change` to the caller's status, or to a default one.
    async fn put_status(
        &self,
        person: &Person,
        context: &Context,
        change: impl FnOnce(Option<&StatusRow>) -> StatusData,
    ) -> Result<UserStatus, UndeclaredError> {
        let mut tx = self.write().await?;
        let row = StatusRow::find(&mut tx, person.user_id).await?;
        references::same(context, row.as_ref().map(|row| row.id))?;
        change(row.as_ref()).put(&mut tx, person.user_id, self.now()).await?;
        let row = StatusRow::find(&mut tx, person.user_id).await?.ok_or_else(Problem::not_found)?;
        tx.commit().await?;
        Ok(resources::status(row))
    }
}

/// The result of checking the password of a user who is logged in.
enum PasswordCheck {
    Right,
    Wrong,
    /// Too many were wrong.
    Locked,
}

impl Default for StatusData {
    /// As the document has it.
    fn default() -> Self {
        Self { message: None, emoji: "speech_balloon".to_owned() }
    }
}

impl From<NewUserStatus> for StatusData {
    fn from(new: NewUserStatus) -> Self {
        Self { message: new.message.value().cloned(), emoji: new.emoji }
    }
}

impl StatusData {
    fn changed(mut self, patch: UserStatusPatch) -> Self {
        patch.message.apply(&mut self.message);
        self.emoji = patch.emoji.unwrap_or(self.emoji);
        self
    }
}
