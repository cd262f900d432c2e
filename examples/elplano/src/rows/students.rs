//! Students.

use chrono::NaiveDate;
use sqlx::{QueryBuilder, Sqlite};

use crate::clock::Moment;
use crate::database::{Db, ids, search_text};
use crate::listing::{Listing, flag, text, time};

/// A student.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StudentRow {
    pub id: i64,
    pub full_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub birthday: Option<NaiveDate>,
    pub gender: Option<String>,
    pub about: Option<String>,
    pub social_networks: String,
    pub president: bool,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub group_id: Option<i64>,
    pub user_id: i64,
}

/// What [`StudentRow`] is read with; [`FROM`] follows.
const SELECT: &str = "SELECT s.id, s.full_name, s.email, s.phone, s.birthday, s.gender, s.about, s.social_networks, \
     g.id IS NOT NULL AS president, s.created_at, s.updated_at, s.group_id, s.user_id";

/// Students, each with the group that they run; conditions may follow.
pub const FROM: &str = " FROM students s LEFT JOIN groups g ON g.president_id = s.id WHERE TRUE";

/// Students.
pub const STUDENTS: Listing = Listing {
    select: SELECT,
    id: "s.id",
    columns: &[
        text("full_name", "COALESCE(s.full_name, '')"),
        text("email", "COALESCE(s.email, '')"),
        text("phone", "COALESCE(s.phone, '')"),
        text("birthday", "COALESCE(s.birthday, '')"),
        text("gender", "COALESCE(s.gender, '')"),
        text("about", "COALESCE(s.about, '')"),
        flag("president", "(g.id IS NOT NULL)"),
        time("created_at", "s.created_at"),
        time("updated_at", "s.updated_at"),
    ],
};

impl StudentRow {
    /// The student of this id.
    pub async fn find(db: &mut Db, id: i64) -> sqlx::Result<Option<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND s.id = ").push_bind(id);
        query.build_query_as().fetch_optional(db).await
    }

    /// The students of these ids, in any order.
    pub async fn all(db: &mut Db, of: &[i64]) -> sqlx::Result<Vec<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND s.id IN (SELECT value FROM json_each(").push_bind(ids(of)).push("))");
        query.build_query_as().fetch_all(db).await
    }
}

/// What students say of themselves.
#[derive(Debug, Clone, Default)]
pub struct StudentData {
    pub full_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub birthday: Option<NaiveDate>,
    pub gender: Option<String>,
    pub about: Option<String>,
    /// A JSON list.
    pub social_networks: String,
}

impl From<&StudentRow> for StudentData {
    fn from(row: &StudentRow) -> Self {
        Self {
            full_name: row.full_name.clone(),
            email: row.email.clone(),
            phone: row.phone.clone(),
            birthday: row.birthday,
            gender: row.gender.clone(),
            about: row.about.clone(),
            social_networks: row.social_networks.clone(),
        }
    }
}

impl StudentData {
    /// Updates the row.
    pub async fn update(&self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE students SET full_name = $1, email = $2, phone = $3, birthday = $4, gender = $5, about = $6, \
             social_networks = $7, search = $8, updated_at = $9 WHERE id = $10",
        )
        .bind(&self.full_name)
        .bind(&self.email)
        .bind(&self.phone)
        .bind(self.birthday)
        .bind(&self.gender)
        .bind(&self.about)
        .bind(&self.social_networks)
        .bind(search_text(&[self.full_name.as_deref(), self.email.as_deref(), self.phone.as_deref()]))
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Brings a student into a group.
pub async fn join(db: &mut Db, id: i64, group_id: i64, now: Moment) -> sqlx::Result<()> {
    sqlx::query("UPDATE students SET group_id = $1, updated_at = $2 WHERE id = $3")
        .bind(group_id)
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}
