//! The group `users`.

use housestyle::server::{Call, HandlerResult};
use housestyle::{Page, Problem, UndeclaredError};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use crate::Reviews;
use crate::access::Person;
use crate::api::operations::*;
use crate::api::server::Users;
use crate::api::types::User;
use crate::database::{is_conflict, now, revision};
use crate::rows::{USERS, UserRow};

impl Users for Reviews {
    async fn list_client_users(
        &self,
        call: Call<ListClientUsers, Person>,
    ) -> HandlerResult<Page<User>, ListClientUsersError> {
        self.client(call.id).await?;
        let mut snapshot = self.pool.begin().await?;
        let total: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users WHERE client_id = $1")
            .bind(call.id)
            .fetch_one(&mut *snapshot)
            .await?;
        let total = total.unsigned_abs();
        let mut query = QueryBuilder::<Sqlite>::new(USERS);
        query.push(" AND u.client_id = ").push_bind(call.id);
        query.push(" ORDER BY u.email_key LIMIT ").push_bind(call.page.limit());
        query.push(" OFFSET ").push_bind(call.page.offset(total));
        let rows: Vec<UserRow> = query.build_query_as().fetch_all(&mut *snapshot).await?;
        let page = Page::new(rows.into_iter().map(User::from).collect()).total(total);
        Ok(page.validator(revision(&mut snapshot, "users").await?))
    }

    async fn create_client_user(
        &self,
        call: Call<CreateClientUser, Person>,
    ) -> HandlerResult<User, CreateClientUserError> {
        call.principal.editors_only()?;
        self.client(call.id).await?;
        let (id, new) = (Uuid::new_v4(), &call.body);
        let inserted = sqlx::query(
            "INSERT INTO users (id, client_id, email, email_key, name, active, digest_hour, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        )
        .bind(id)
        .bind(call.id)
        .bind(&new.email)
        .bind(new.email.to_lowercase())
        .bind(new.name.value())
        .bind(new.active)
        .bind(new.digest_hour.value())
        .bind(now())
        .execute(&self.pool)
        .await;
        match inserted {
            Ok(_) => Ok(self.user(id).await?),
            Err(error) if is_conflict(&error) => Err(CreateClientUserError::Conflict)?,
            Err(error) => Err(error)?,
        }
    }

    async fn get_user(&self, call: Call<GetUser, Person>) -> HandlerResult<User, GetUserError> {
        Ok(self.user(call.id).await?)
    }

    async fn update_user(&self, call: Call<UpdateUser, Person>) -> HandlerResult<User, UpdateUserError> {
        call.principal.editors_only()?;
        let mut change = self.change().await?;
        call.context().unchanged(&user_in(&mut change, call.id).await?)?;
        let patch = &call.body;
        let mut update = QueryBuilder::<Sqlite>::new("UPDATE users SET updated_at = ");
        update.push_bind(now());
        if let Some(email) = &patch.email {
            update.push(", email = ").push_bind(email).push(", email_key = ").push_bind(email.to_lowercase());
        }
        if let Some(name) = patch.name.clone().into_change() {
            update.push(", name = ").push_bind(name);
        }
        if let Some(active) = patch.active {
            update.push(", active = ").push_bind(active);
        }
        if let Some(hour) = patch.digest_hour.into_change() {
            update.push(", digest_hour = ").push_bind(hour);
        }
        update.push(" WHERE id = ").push_bind(call.id);
        match update.build().execute(&mut *change).await {
            Ok(_) => {}
            Err(error) if is_conflict(&error) => return Err(UpdateUserError::Conflict)?,
            Err(error) => Err(error)?,
        }
        let user = user_in(&mut change, call.id).await?;
        change.commit().await?;
        Ok(user)
    }

    async fn delete_user(&self, call: Call<DeleteUser, Person>) -> HandlerResult<User, DeleteUserError> {
        call.principal.editors_only()?;
        let mut change = self.change().await?;
        let user = user_in(&mut change, call.id).await?;
        call.context().unchanged(&user)?;
        sqlx::query("DELETE FROM users WHERE id = $1").bind(call.id).execute(&mut *change).await?;
        change.commit().await?;
        Ok(user)
    }
}

impl Reviews {
    async fn user(&self, id: Uuid) -> Result<User, UndeclaredError> {
        user_in(&mut *self.pool.acquire().await?, id).await
    }
}

/// A user of a client that was not deleted.
async fn user_in(database: &mut SqliteConnection, id: Uuid) -> Result<User, UndeclaredError> {
    let mut query = QueryBuilder::<Sqlite>::new(USERS);
    query.push(" AND u.id = ").push_bind(id);
    let row: Option<UserRow> = query.build_query_as().fetch_optional(database).await?;
    Ok(row.ok_or_else(Problem::not_found)?.into())
}
