//! Users.

use sqlx::{QueryBuilder, Sqlite};

use crate::clock::Moment;
use crate::database::{Db, ids};
use crate::listing::{Listing, flag, text, time};

/// A user.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct UserRow {
    pub id: i64,
    pub email: String,
    pub username: String,
    pub admin: bool,
    pub confirmed: bool,
    pub banned: bool,
    pub locked: bool,
    pub locale: Option<String>,
    pub settings: String,
    pub timezone: String,
    pub avatar_id: Option<String>,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub student_id: i64,
    pub status_id: Option<i64>,
}

/// What [`UserRow`] is read with; [`FROM`] follows.
const SELECT: &str = "SELECT u.id, u.email, u.username, u.admin, u.confirmed_at IS NOT NULL AS confirmed, \
     u.banned_at IS NOT NULL AS banned, u.locked_at IS NOT NULL AS locked, u.locale, u.settings, u.timezone, u.avatar_id, \
     u.created_at, u.updated_at, s.id AS student_id, t.id AS status_id";

/// Users, each with the student and the status; conditions may follow.
pub const FROM: &str = " FROM users u JOIN students s ON s.user_id = u.id \
     LEFT JOIN user_statuses t ON t.user_id = u.id WHERE TRUE";

/// Users.
pub const USERS: Listing = Listing {
    select: SELECT,
    id: "u.id",
    columns: &[
        text("email", "u.email"),
        text("username", "u.username"),
        flag("admin", "u.admin"),
        flag("confirmed", "(u.confirmed_at IS NOT NULL)"),
        flag("banned", "(u.banned_at IS NOT NULL)"),
        flag("locked", "(u.locked_at IS NOT NULL)"),
        text("locale", "COALESCE(u.locale, '')"),
        text("timezone", "u.timezone"),
        time("created_at", "u.created_at"),
        time("updated_at", "u.updated_at"),
    ],
};

impl UserRow {
    /// The user of this id.
    pub async fn find(db: &mut Db, id: i64) -> sqlx::Result<Option<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND u.id = ").push_bind(id);
        query.build_query_as().fetch_optional(db).await
    }

    /// The users of these ids, in any order.
    pub async fn all(db: &mut Db, of: &[i64]) -> sqlx::Result<Vec<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND u.id IN (SELECT value FROM json_each(").push_bind(ids(of)).push("))");
        query.build_query_as().fetch_all(db).await
    }

    /// The id of the user of this address.
    pub async fn by_email(db: &mut Db, email: &str) -> sqlx::Result<Option<i64>> {
        sqlx::query_scalar("SELECT id FROM users WHERE email_key = $1")
            .bind(email.to_lowercase())
            .fetch_optional(db)
            .await
    }
}

/// A user to be registered.
#[derive(Debug, Clone)]
pub struct NewUser<'a> {
    pub email: &'a str,
    pub username: &'a str,
    pub password_hash: &'a str,
}

impl NewUser<'_> {
    /// Whether the name is taken, and whether the address is.
    pub async fn taken(&self, db: &mut Db) -> sqlx::Result<(bool, bool)> {
        sqlx::query_as(
            "SELECT EXISTS (SELECT 1 FROM users WHERE username_key = $1), EXISTS (SELECT 1 FROM users WHERE email_key = $2)",
        )
        .bind(self.username.to_lowercase())
        .bind(self.email.to_lowercase())
        .fetch_one(db)
        .await
    }

    /// Makes a user, not confirmed yet, and a student. The id of the user.
    pub async fn insert(&self, db: &mut Db, now: Moment) -> sqlx::Result<i64> {
        let id = sqlx::query_scalar(
            "INSERT INTO users (email, email_key, username, username_key, password_hash, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id",
        )
        .bind(self.email)
        .bind(self.email.to_lowercase())
        .bind(self.username)
        .bind(self.username.to_lowercase())
        .bind(self.password_hash)
        .bind(now)
        .fetch_one(&mut *db)
        .await?;
        sqlx::query("INSERT INTO students (user_id, created_at, updated_at) VALUES ($1, $2, $2)")
            .bind(id)
            .bind(now)
            .execute(db)
            .await?;
        Ok(id)
    }
}

/// What users set of themselves.
#[derive(Debug, Clone)]
pub struct UserData {
    pub locale: Option<String>,
    /// A JSON object.
    pub settings: String,
    pub timezone: String,
    pub avatar_id: Option<String>,
}

impl From<&UserRow> for UserData {
    fn from(row: &UserRow) -> Self {
        Self {
            locale: row.locale.clone(),
            settings: row.settings.clone(),
            timezone: row.timezone.clone(),
            avatar_id: row.avatar_id.clone(),
        }
    }
}

impl UserData {
    /// Updates the row.
    pub async fn update(&self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE users SET locale = $1, settings = $2, timezone = $3, avatar_id = $4, updated_at = $5 WHERE id = $6",
        )
        .bind(&self.locale)
        .bind(&self.settings)
        .bind(&self.timezone)
        .bind(&self.avatar_id)
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// A change of a user's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The address is taken as confirmed.
    Confirm,
    /// The attempts that failed are forgotten.
    Unlock,
    /// The user is shut out.
    Ban,
    /// The user is let in again.
    Unban,
}

impl Change {
    /// Applies the change; it has no effect if it was applied before.
    pub async fn apply(self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        let query = match self {
            Self::Confirm => {
                "UPDATE users SET confirmed_at = $1, updated_at = $1 WHERE id = $2 AND confirmed_at IS NULL"
            }
            Self::Unlock => {
                "UPDATE users SET locked_at = NULL, failed_attempts = 0, updated_at = $1 \
                 WHERE id = $2 AND (locked_at IS NOT NULL OR failed_attempts > 0)"
            }
            Self::Ban => {
                "UPDATE users SET banned_at = $1, updated_at = $1 WHERE id = $2 AND banned_at IS NULL"
            }
            Self::Unban => {
                "UPDATE users SET banned_at = NULL, updated_at = $1 WHERE id = $2 AND banned_at IS NOT NULL"
            }
        };
        sqlx::query(query).bind(now).bind(id).execute(db).await?;
        Ok(())
    }
}

/// Sets a user's password; returns whether the user exists.
pub async fn set_password(db: &mut Db, id: i64, hash: &str, now: Moment) -> sqlx::Result<bool> {
    let done = sqlx::query("UPDATE users SET password_hash = $1, updated_at = $2 WHERE id = $3")
        .bind(hash)
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a user away, with everything that they made.
pub async fn delete(db: &mut Db, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM users WHERE id = $1").bind(id).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

/// Ends all logins of a user.
pub async fn log_out(db: &mut Db, id: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM oauth_families WHERE user_id = $1").bind(id).execute(db).await?;
    Ok(())
}
