//! Uploads: files that are kept until they are named where they belong.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::database::Db;

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadKind {
    /// A picture of someone.
    Avatar,
    /// A file that belongs to something.
    Attachment,
}

impl UploadKind {
    /// As the database and the wire have it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Avatar => "avatar",
            Self::Attachment => "attachment",
        }
    }
}

/// An upload.
#[derive(Debug, Clone)]
pub struct NewUpload<'a> {
    pub id: &'a str,
    pub user_id: i64,
    pub kind: UploadKind,
    pub filename: &'a str,
    pub size: i64,
    pub mime_type: &'a str,
}

impl NewUpload<'_> {
    /// Writes it down.
    pub async fn insert(&self, db: &mut Db, now: Moment) -> sqlx::Result<()> {
        sqlx::query(
            "INSERT INTO uploads (id, user_id, kind, filename, size, mime_type, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(self.id)
        .bind(self.user_id)
        .bind(self.kind.word())
        .bind(self.filename)
        .bind(self.size)
        .bind(self.mime_type)
        .bind(now)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Whether all these are uploads of a kind, by this user.
pub async fn are_there(db: &mut Db, user_id: i64, kind: UploadKind, ids: &[String]) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "SELECT NOT EXISTS (SELECT 1 FROM json_each($1) \
         WHERE value NOT IN (SELECT id FROM uploads WHERE user_id = $2 AND kind = $3))",
    )
    .bind(serde_json::Value::from(ids).to_string())
    .bind(user_id)
    .bind(kind.word())
    .fetch_one(db)
    .await
}

/// The metadata of a stored file.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct UploadRow {
    pub kind: String,
    pub filename: String,
    pub mime_type: String,
}

impl UploadRow {
    /// The upload of this id.
    pub async fn find(db: &mut Db, id: &str) -> sqlx::Result<Option<Self>> {
        sqlx::query_as("SELECT kind, filename, mime_type FROM uploads WHERE id = $1")
            .bind(id)
            .fetch_optional(db)
            .await
    }
}

/// Forgets the uploads that nothing has named for a day. Their ids: the files may go.
pub async fn forget_unused(db: &mut Db, now: Moment) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "DELETE FROM uploads WHERE created_at < $1 \
         AND NOT EXISTS (SELECT 1 FROM attachments WHERE upload_id = uploads.id) \
         AND NOT EXISTS (SELECT 1 FROM users WHERE avatar_id = uploads.id) \
         AND NOT EXISTS (SELECT 1 FROM lecturers WHERE avatar_id = uploads.id) RETURNING id",
    )
    .bind(now.before(TimeDelta::days(1)))
    .fetch_all(db)
    .await
}
