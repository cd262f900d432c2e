//! Assignments: tasks as their students do them.

use crate::clock::Moment;
use crate::database::{Db, ids};

/// An assignment.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AssignmentRow {
    pub id: i64,
    pub accomplished: bool,
    pub report: Option<String>,
    pub extra_links: String,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub task_id: i64,
}

const SELECT: &str =
    "SELECT id, accomplished, report, extra_links, created_at, updated_at, task_id FROM assignments";

impl AssignmentRow {
    /// A task as a student does it.
    pub async fn find(db: &mut Db, task_id: i64, student_id: i64) -> sqlx::Result<Option<Self>> {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} WHERE task_id = $1 AND student_id = $2")))
            .bind(task_id)
            .bind(student_id)
            .fetch_optional(db)
            .await
    }

    /// The assignments of these ids, in any order.
    pub async fn all(db: &mut Db, of: &[i64]) -> sqlx::Result<Vec<Self>> {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id IN (SELECT value FROM json_each($1))")))
            .bind(ids(of))
            .fetch_all(db)
            .await
    }
}

/// What the student sets.
#[derive(Debug, Clone)]
pub struct AssignmentData {
    pub accomplished: bool,
    pub report: Option<String>,
    /// A JSON list.
    pub extra_links: String,
}

impl From<&AssignmentRow> for AssignmentData {
    fn from(row: &AssignmentRow) -> Self {
        Self {
            accomplished: row.accomplished,
            report: row.report.clone(),
            extra_links: row.extra_links.clone(),
        }
    }
}

impl AssignmentData {
    /// Updates the row.
    pub async fn update(&self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE assignments SET accomplished = $1, report = $2, extra_links = $3, updated_at = $4 WHERE id = $5",
        )
        .bind(self.accomplished)
        .bind(&self.report)
        .bind(&self.extra_links)
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Sets the assignees of a task. Results of those who stay are kept.
pub async fn set_students(db: &mut Db, task_id: i64, students: &[i64], now: Moment) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM assignments WHERE task_id = $1 AND student_id NOT IN (SELECT value FROM json_each($2))",
    )
    .bind(task_id)
    .bind(ids(students))
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "INSERT OR IGNORE INTO assignments (task_id, student_id, created_at, updated_at) \
         SELECT $1, value, $3, $3 FROM json_each($2)",
    )
    .bind(task_id)
    .bind(ids(students))
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}
