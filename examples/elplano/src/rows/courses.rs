//! Courses, and who teaches them.

use sqlx::{QueryBuilder, Sqlite};

use crate::clock::Moment;
use crate::database::{Db, ids};
use crate::listing::{Listing, flag, text, time};

/// A course.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CourseRow {
    pub id: i64,
    pub title: String,
    pub active: bool,
    pub created_at: Moment,
    pub updated_at: Moment,
}

const SELECT: &str = "SELECT c.id, c.title, c.active, c.created_at, c.updated_at";

/// Courses; conditions may follow.
pub const FROM: &str = " FROM courses c WHERE TRUE";

/// Courses.
pub const COURSES: Listing = Listing {
    select: SELECT,
    id: "c.id",
    columns: &[
        text("title", "c.title"),
        flag("active", "c.active"),
        time("created_at", "c.created_at"),
        time("updated_at", "c.updated_at"),
    ],
};

impl CourseRow {
    /// The course of this id, of a group.
    pub async fn find(db: &mut Db, group_id: i64, id: i64) -> sqlx::Result<Option<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND c.group_id = ").push_bind(group_id).push(" AND c.id = ").push_bind(id);
        query.build_query_as().fetch_optional(db).await
    }

    /// The courses that a lecturer teaches, the oldest first.
    pub async fn of_lecturer(db: &mut Db, lecturer_id: i64) -> sqlx::Result<Vec<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND c.id IN (SELECT course_id FROM course_lecturers WHERE lecturer_id = ");
        query.push_bind(lecturer_id).push(") ORDER BY c.id");
        query.build_query_as().fetch_all(db).await
    }
}

/// What a president sets.
#[derive(Debug, Clone)]
pub struct CourseData {
    pub title: String,
    pub active: bool,
}

impl From<&CourseRow> for CourseData {
    fn from(row: &CourseRow) -> Self {
        Self { title: row.title.clone(), active: row.active }
    }
}

impl CourseData {
    /// Whether another course of the group has the title.
    pub async fn is_taken(&self, db: &mut Db, group_id: i64, but: Option<i64>) -> sqlx::Result<bool> {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM courses WHERE group_id = $1 AND title_key = $2 AND id IS NOT $3)",
        )
        .bind(group_id)
        .bind(self.title.to_lowercase())
        .bind(but)
        .fetch_one(db)
        .await
    }

    /// Makes a course of a group.
    pub async fn insert(&self, db: &mut Db, group_id: i64, now: Moment) -> sqlx::Result<i64> {
        sqlx::query_scalar(
            "INSERT INTO courses (group_id, title, title_key, active, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $5) RETURNING id",
        )
        .bind(group_id)
        .bind(&self.title)
        .bind(self.title.to_lowercase())
        .bind(self.active)
        .bind(now)
        .fetch_one(db)
        .await
    }

    /// Updates the row.
    pub async fn update(&self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE courses SET title = $1, title_key = $2, active = $3, updated_at = $4 WHERE id = $5",
        )
        .bind(&self.title)
        .bind(self.title.to_lowercase())
        .bind(self.active)
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Sets the lecturers of a course.
pub async fn set_lecturers(db: &mut Db, course_id: i64, lecturers: &[i64]) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM course_lecturers WHERE course_id = $1")
        .bind(course_id)
        .execute(&mut *db)
        .await?;
    sqlx::query(
        "INSERT OR IGNORE INTO course_lecturers (course_id, lecturer_id) SELECT $1, value FROM json_each($2)",
    )
    .bind(course_id)
    .bind(ids(lecturers))
    .execute(db)
    .await?;
    Ok(())
}

/// Those of these courses that a group has: a reference to any other leads nowhere.
pub async fn known(db: &mut Db, group_id: i64, courses: &[i64]) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "SELECT id FROM courses WHERE group_id = $1 AND id IN (SELECT value FROM json_each($2))",
    )
    .bind(group_id)
    .bind(ids(courses))
    .fetch_all(db)
    .await
}

/// Deletes a course of a group; returns whether it existed.
pub async fn delete(db: &mut Db, group_id: i64, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM courses WHERE group_id = $1 AND id = $2")
        .bind(group_id)
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}
