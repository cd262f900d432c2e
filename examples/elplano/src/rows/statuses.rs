//! Statuses of users.

use crate::clock::Moment;
use crate::database::Db;

/// What a user is up to.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StatusRow {
    pub id: i64,
    pub message: Option<String>,
    pub emoji: String,
    pub created_at: Moment,
    pub updated_at: Moment,
}

impl StatusRow {
    /// The status of a user.
    pub async fn find(db: &mut Db, user_id: i64) -> sqlx::Result<Option<Self>> {
        sqlx::query_as(
            "SELECT id, message, emoji, created_at, updated_at FROM user_statuses WHERE user_id = $1",
        )
        .bind(user_id)
        .fetch_optional(db)
        .await
    }
}

/// What a user sets.
#[derive(Debug, Clone)]
pub struct StatusData {
    pub message: Option<String>,
    pub emoji: String,
}

impl From<&StatusRow> for StatusData {
    fn from(row: &StatusRow) -> Self {
        Self { message: row.message.clone(), emoji: row.emoji.clone() }
    }
}

impl StatusData {
    /// Makes it the user's status, in place of one that is there.
    pub async fn put(&self, db: &mut Db, user_id: i64, now: Moment) -> sqlx::Result<()> {
        sqlx::query(
            "INSERT INTO user_statuses (user_id, message, emoji, created_at, updated_at) VALUES ($1, $2, $3, $4, $4) \
             ON CONFLICT (user_id) DO UPDATE SET message = excluded.message, emoji = excluded.emoji, \
             updated_at = excluded.updated_at",
        )
        .bind(user_id)
        .bind(&self.message)
        .bind(&self.emoji)
        .bind(now)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Takes a user's status away.
pub async fn delete(db: &mut Db, user_id: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM user_statuses WHERE user_id = $1").bind(user_id).execute(db).await?;
    Ok(())
}
