//! The group `admin_users`: accounts, for administrators.

use std::collections::HashMap;

use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{Page, Problem, Related, UndeclaredError};
use secrecy::ExposeSecret;

use super::accounts::{message, same};
use crate::Planner;
use crate::access::Person;
use crate::database::id;
use crate::elplano::operations::*;
use crate::elplano::server::AdminUsers;
use crate::elplano::types::{
    AdminListUsersFilterStatus, Message, PasswordPair, User, UserAction, UserActionType,
};
use crate::journal::for_good;
use crate::listing::containing;
use crate::resources;
use crate::rows::students::StudentRow;
use crate::rows::users::{self, Change, FROM, USERS, UserRow};

impl AdminUsers for Planner {
    async fn admin_list_users(
        &self,
        call: Call<AdminListUsers, Person>,
    ) -> HandlerResult<Page<User>, AdminListUsersError> {
        call.principal.admins_only()?;
        let mut tx = self.read().await?;
        let page = USERS.page::<UserRow>(
            &mut tx,
            |query| {
                query.push(FROM);
                query.push(match call.filter_status {
                    Some(AdminListUsersFilterStatus::Active) => {
                        " AND u.confirmed_at IS NOT NULL AND u.banned_at IS NULL AND u.locked_at IS NULL"
                    }
                    Some(AdminListUsersFilterStatus::Confirmed) => " AND u.confirmed_at IS NOT NULL",
                    Some(_) => " AND u.banned_at IS NOT NULL",
                    None => "",
                });
                let search = call.filter_search.as_deref();
                containing(query, "(u.username_key || char(10) || u.email_key)", search);
            },
            &call.sort,
            &call.page,
        );
        let page = page.await?;
        let of: Vec<i64> = page.items.iter().map(|user| user.student_id).collect();
        let students = StudentRow::all(&mut tx, &of).await?;
        let mut students: HashMap<i64, StudentRow> = students.into_iter().map(|row| (row.id, row)).collect();
        let items = page.items.into_iter().map(|row| {
            let student = students.remove(&row.student_id);
            let mut user = resources::user(row, call.context())?;
            if let Some(student) = student {
                user.student = Related::from(resources::student(student)?);
            }
            Ok::<_, UndeclaredError>(user)
        });
        Ok(Page { items: items.collect::<Result<_, _>>()?, info: page.info })
    }

    async fn admin_get_user(
        &self,
        call: Call<AdminGetUser, Person>,
    ) -> HandlerResult<User, AdminGetUserError> {
        call.principal.admins_only()?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        Ok(self.user_resource(&mut *self.read().await?, id, call.context()).await?)
    }

    async fn admin_update_user(
        &self,
        call: Call<AdminUpdateUser, Person>,
    ) -> HandlerResult<User, AdminUpdateUserError> {
        Ok(self.act(&call.principal, &call.id, &call.body, call.context()).await?)
    }

    async fn admin_replace_user(
        &self,
        call: Call<AdminReplaceUser, Person>,
    ) -> HandlerResult<User, AdminReplaceUserError> {
        Ok(self.act(&call.principal, &call.id, &call.body, call.context()).await?)
    }

    async fn admin_delete_user(
        &self,
        call: Call<AdminDeleteUser, Person>,
    ) -> HandlerResult<(), AdminDeleteUserError> {
        let person = &call.principal;
        person.admins_only()?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        if id == person.user_id {
            return Ok(());
        }
        let mut tx = self.write().await?;
        if !users::delete(&mut tx, id).await? {
            Err(Problem::not_found())?;
        }
        for_good(&mut tx, person.user_id, "user_removed", self.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn admin_update_password(
        &self,
        call: Call<AdminUpdatePassword, Person>,
    ) -> HandlerResult<Message, AdminUpdatePasswordError> {
        self.set_password_of(&call.principal, &call.user_id, &call.body).await?;
        Ok(message(call.context(), "password_changed"))
    }

    async fn admin_replace_password(
        &self,
        call: Call<AdminReplacePassword, Person>,
    ) -> HandlerResult<Message, AdminReplacePasswordError> {
        self.set_password_of(&call.principal, &call.user_id, &call.body).await?;
        Ok(message(call.context(), "password_changed"))
    }
}

impl Planner {
    /// Does something with a user.
    async fn act(
        &self,
        person: &Person,
        user: &str,
        action: &UserAction,
        context: &Context,
    ) -> Result<User, UndeclaredError> {
        person.admins_only()?;
        let id = id(user).ok_or_else(Problem::not_found)?;
        let mut tx = self.write().await?;
        if UserRow::find(&mut tx, id).await?.is_none() {
            return Err(Problem::not_found().into());
        }
        let now = self.now();
        match action.action_type {
            UserActionType::Ban => Change::Ban.apply(&mut tx, id, now).await?,
            UserActionType::Unban => Change::Unban.apply(&mut tx, id, now).await?,
            UserActionType::Unlock => Change::Unlock.apply(&mut tx, id, now).await?,
            UserActionType::Confirm => Change::Confirm.apply(&mut tx, id, now).await?,
            _ => users::log_out(&mut tx, id).await?,
        }
        let user = self.user_resource(&mut tx, id, context).await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Sets a user's password, and ends all logins with the old one.
    async fn set_password_of(
        &self,
        person: &Person,
        user: &str,
        body: &PasswordPair,
    ) -> Result<(), UndeclaredError> {
        person.admins_only()?;
        let id = id(user).ok_or_else(Problem::not_found)?;
        same(&body.password, &body.password_confirmation, AdminUpdatePasswordError::ConfirmationDiffers)?;
        let hash = self.hash(&body.password).await?;
        let now = self.now();
        let mut tx = self.write().await?;
        if !users::set_password(&mut tx, id, hash.expose_secret(), now).await? {
            return Err(Problem::not_found().into());
        }
        users::log_out(&mut tx, id).await?;
        for_good(&mut tx, id, "password_changed", now).await?;
        Ok(tx.commit().await?)
    }
}
