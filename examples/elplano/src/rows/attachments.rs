//! Attachments: uploads that belong to a task or an assignment.

use crate::clock::Moment;
use crate::database::Db;

/// An attachment.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AttachmentRow {
    pub id: i64,
    pub filename: String,
    pub size: i64,
    pub mime_type: String,
    pub upload_id: String,
    pub created_at: Moment,
    pub updated_at: Moment,
}

impl AttachmentRow {
    /// The files of a task, the oldest first.
    pub async fn of_task(db: &mut Db, task_id: i64) -> sqlx::Result<Vec<Self>> {
        sqlx::query_as(
            "SELECT a.id, u.filename, u.size, u.mime_type, a.upload_id, a.created_at, a.updated_at \
             FROM attachments a JOIN uploads u ON u.id = a.upload_id WHERE a.task_id = $1 ORDER BY a.id",
        )
        .bind(task_id)
        .fetch_all(db)
        .await
    }
}

/// What a file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A task.
    Task(i64),
    /// An assignment.
    Assignment(i64),
}

/// Makes attachments of uploads; what is attached already stays as it is.
pub async fn attach(db: &mut Db, owner: Owner, uploads: &[String], now: Moment) -> sqlx::Result<()> {
    let (task_id, assignment_id) = match owner {
        Owner::Task(id) => (Some(id), None),
        Owner::Assignment(id) => (None, Some(id)),
    };
    // `WHERE TRUE` makes the parser see that the `ON` after it does not belong to a join.
    sqlx::query(
        "INSERT INTO attachments (task_id, assignment_id, upload_id, created_at, updated_at) \
         SELECT $1, $2, value, $3, $3 FROM json_each($4) WHERE TRUE ORDER BY key ON CONFLICT DO NOTHING",
    )
    .bind(task_id)
    .bind(assignment_id)
    .bind(now)
    .bind(serde_json::Value::from(uploads).to_string())
    .execute(db)
    .await?;
    Ok(())
}
