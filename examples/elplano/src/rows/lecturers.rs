//! Lecturers, and what they teach.

use sqlx::{QueryBuilder, Sqlite};

use crate::clock::Moment;
use crate::database::{Db, ids, search_text};
use crate::listing::{Listing, flag, text, time};

/// A lecturer.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LecturerRow {
    pub id: i64,
    pub first_name: String,
    pub last_name: String,
    pub patronymic: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub active: bool,
    pub avatar_id: Option<String>,
    pub created_at: Moment,
    pub updated_at: Moment,
}

const SELECT: &str = "SELECT l.id, l.first_name, l.last_name, l.patronymic, l.email, l.phone, l.active, l.avatar_id, \
     l.created_at, l.updated_at";

/// Lecturers; conditions may follow.
pub const FROM: &str = " FROM lecturers l WHERE TRUE";

/// Lecturers.
pub const LECTURERS: Listing = Listing {
    select: SELECT,
    id: "l.id",
    columns: &[
        text("first_name", "l.first_name"),
        text("last_name", "l.last_name"),
        text("patronymic", "l.patronymic"),
        text("email", "COALESCE(l.email, '')"),
        text("phone", "COALESCE(l.phone, '')"),
        flag("active", "l.active"),
        text("avatar", "COALESCE(l.avatar_id, '')"),
        time("created_at", "l.created_at"),
        time("updated_at", "l.updated_at"),
    ],
};

impl LecturerRow {
    /// The lecturer of this id, of a group.
    pub async fn find(db: &mut Db, group_id: i64, id: i64) -> sqlx::Result<Option<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND l.group_id = ").push_bind(group_id).push(" AND l.id = ").push_bind(id);
        query.build_query_as().fetch_optional(db).await
    }

    /// Who teaches a course, the oldest entry first.
    pub async fn of_course(db: &mut Db, course_id: i64) -> sqlx::Result<Vec<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND l.id IN (SELECT lecturer_id FROM course_lecturers WHERE course_id = ");
        query.push_bind(course_id).push(") ORDER BY l.id");
        query.build_query_as().fetch_all(db).await
    }
}

/// What a president sets.
#[derive(Debug, Clone)]
pub struct LecturerData {
    pub first_name: String,
    pub last_name: String,
    pub patronymic: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub active: bool,
    pub avatar_id: Option<String>,
}

impl From<&LecturerRow> for LecturerData {
    fn from(row: &LecturerRow) -> Self {
        Self {
            first_name: row.first_name.clone(),
            last_name: row.last_name.clone(),
            patronymic: row.patronymic.clone(),
            email: row.email.clone(),
            phone: row.phone.clone(),
            active: row.active,
            avatar_id: row.avatar_id.clone(),
        }
    }
}

impl LecturerData {
    /// The three names together, a line each.
    fn name_key(&self) -> String {
        search_text(&[Some(&self.last_name), Some(&self.first_name), Some(&self.patronymic)])
    }

    fn search(&self) -> String {
        search_text(&[Some(&self.name_key()), self.email.as_deref(), self.phone.as_deref()])
    }

    /// Whether another lecturer of the group has the names.
    pub async fn is_taken(&self, db: &mut Db, group_id: i64, but: Option<i64>) -> sqlx::Result<bool> {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM lecturers WHERE group_id = $1 AND name_key = $2 AND id IS NOT $3)",
        )
        .bind(group_id)
        .bind(self.name_key())
        .bind(but)
        .fetch_one(db)
        .await
    }

    /// Makes a lecturer of a group.
    pub async fn insert(&self, db: &mut Db, group_id: i64, now: Moment) -> sqlx::Result<i64> {
        sqlx::query_scalar(
            "INSERT INTO lecturers (group_id, first_name, last_name, patronymic, name_key, email, phone, active, \
             avatar_id, search, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) RETURNING id",
        )
        .bind(group_id)
        .bind(&self.first_name)
        .bind(&self.last_name)
        .bind(&self.patronymic)
        .bind(self.name_key())
        .bind(&self.email)
        .bind(&self.phone)
        .bind(self.active)
        .bind(&self.avatar_id)
        .bind(self.search())
        .bind(now)
        .fetch_one(db)
        .await
    }

    /// Updates the row.
    pub async fn update(&self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE lecturers SET first_name = $1, last_name = $2, patronymic = $3, name_key = $4, email = $5, \
             phone = $6, active = $7, avatar_id = $8, search = $9, updated_at = $10 WHERE id = $11",
        )
        .bind(&self.first_name)
        .bind(&self.last_name)
        .bind(&self.patronymic)
        .bind(self.name_key())
        .bind(&self.email)
        .bind(&self.phone)
        .bind(self.active)
        .bind(&self.avatar_id)
        .bind(self.search())
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Says what a lecturer teaches: these courses and no other.
pub async fn set_courses(db: &mut Db, lecturer_id: i64, courses: &[i64]) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM course_lecturers WHERE lecturer_id = $1")
        .bind(lecturer_id)
        .execute(&mut *db)
        .await?;
    sqlx::query(
        "INSERT OR IGNORE INTO course_lecturers (course_id, lecturer_id) SELECT value, $1 FROM json_each($2)",
    )
    .bind(lecturer_id)
    .bind(ids(courses))
    .execute(db)
    .await?;
    Ok(())
}

/// Those of these lecturers that a group has: a reference to any other leads nowhere.
pub async fn known(db: &mut Db, group_id: i64, lecturers: &[i64]) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "SELECT id FROM lecturers WHERE group_id = $1 AND id IN (SELECT value FROM json_each($2))",
    )
    .bind(group_id)
    .bind(ids(lecturers))
    .fetch_all(db)
    .await
}

/// Deletes a lecturer of a group; returns whether it existed.
pub async fn delete(db: &mut Db, group_id: i64, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM lecturers WHERE group_id = $1 AND id = $2")
        .bind(group_id)
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}
