//! Tasks.

use chrono::{Days, NaiveDate};
use sqlx::{QueryBuilder, Sqlite};

use crate::access::Person;
use crate::clock::Moment;
use crate::database::{Db, ids, search_text};
use crate::listing::{Listing, flag, text, time};

/// A task.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TaskRow {
    pub id: i64,
    pub title: String,
    pub description: Option<String>,
    pub extra_links: String,
    pub expired_at: Option<NaiveDate>,
    pub outdated: bool,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub event_id: i64,
}

/// What [`TaskRow`] is read with; [`from`] follows, which knows what day it is.
const SELECT: &str = "SELECT t.id, t.title, t.description, t.extra_links, t.expired_at, \
     COALESCE(t.expired_at < d.today, FALSE) AS outdated, t.created_at, t.updated_at, t.event_id";

/// Tasks.
pub const TASKS: Listing = Listing {
    select: SELECT,
    id: "t.id",
    columns: &[
        text("title", "t.title"),
        text("description", "COALESCE(t.description, '')"),
        text("expired_at", "COALESCE(t.expired_at, '')"),
        flag("outdated", "COALESCE(t.expired_at < d.today, FALSE)"),
        time("created_at", "t.created_at"),
        time("updated_at", "t.updated_at"),
    ],
};

/// Tasks on a day; conditions may follow.
pub fn from(query: &mut QueryBuilder<Sqlite>, today: NaiveDate) {
    query.push(" FROM tasks t CROSS JOIN (SELECT ").push_bind(today).push(" AS today) d WHERE TRUE");
}

impl TaskRow {
    /// A task that someone made.
    pub async fn authored(
        db: &mut Db,
        person: &Person,
        id: i64,
        today: NaiveDate,
    ) -> sqlx::Result<Option<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        from(&mut query, today);
        query.push(" AND t.id = ").push_bind(id).push(" AND t.author_id = ").push_bind(person.student_id);
        query.build_query_as().fetch_optional(db).await
    }

    /// The tasks of these ids, in any order.
    pub async fn all(db: &mut Db, of: &[i64], today: NaiveDate) -> sqlx::Result<Vec<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        from(&mut query, today);
        query.push(" AND t.id IN (SELECT value FROM json_each(").push_bind(ids(of)).push("))");
        query.build_query_as().fetch_all(db).await
    }
}

/// What a last day is like, seen from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiration {
    /// It is over.
    Outdated,
    /// It is in the future, or there is none.
    Active,
    /// It is today.
    Today,
    /// It is tomorrow.
    Tomorrow,
    /// It is after tomorrow.
    Upcoming,
}

impl Expiration {
    /// Adds the condition.
    pub fn narrow(self, query: &mut QueryBuilder<Sqlite>, today: NaiveDate) {
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
        match self {
            Self::Outdated => query.push(" AND t.expired_at < ").push_bind(today),
            Self::Active => query.push(" AND COALESCE(t.expired_at, '9999-12-31') >= ").push_bind(today),
            Self::Today => query.push(" AND t.expired_at = ").push_bind(today),
            Self::Tomorrow => query.push(" AND t.expired_at = ").push_bind(tomorrow),
            Self::Upcoming => query.push(" AND t.expired_at > ").push_bind(tomorrow),
        };
    }
}

/// What its maker sets.
#[derive(Debug, Clone)]
pub struct TaskData {
    pub title: String,
    pub description: Option<String>,
    /// A JSON list.
    pub extra_links: String,
    pub expired_at: Option<NaiveDate>,
    pub event_id: i64,
}

impl From<&TaskRow> for TaskData {
    fn from(row: &TaskRow) -> Self {
        Self {
            title: row.title.clone(),
            description: row.description.clone(),
            extra_links: row.extra_links.clone(),
            expired_at: row.expired_at,
            event_id: row.event_id,
        }
    }
}

impl TaskData {
    fn search(&self) -> String {
        search_text(&[Some(&self.title), self.description.as_deref()])
    }

    /// Makes a task.
    pub async fn insert(&self, db: &mut Db, author_id: i64, now: Moment) -> sqlx::Result<i64> {
        sqlx::query_scalar(
            "INSERT INTO tasks (author_id, event_id, title, description, extra_links, expired_at, search, created_at, \
             updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) RETURNING id",
        )
        .bind(author_id)
        .bind(self.event_id)
        .bind(&self.title)
        .bind(&self.description)
        .bind(&self.extra_links)
        .bind(self.expired_at)
        .bind(self.search())
        .bind(now)
        .fetch_one(db)
        .await
    }

    /// Updates the row.
    pub async fn update(&self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE tasks SET event_id = $1, title = $2, description = $3, extra_links = $4, expired_at = $5, search = $6, \
             updated_at = $7 WHERE id = $8",
        )
        .bind(self.event_id)
        .bind(&self.title)
        .bind(&self.description)
        .bind(&self.extra_links)
        .bind(self.expired_at)
        .bind(self.search())
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Deletes a task of its author; returns whether it existed.
pub async fn delete(db: &mut Db, person: &Person, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM tasks WHERE id = $1 AND author_id = $2")
        .bind(id)
        .bind(person.student_id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// How many tasks someone is to do, by their last day, and how many are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    pub outdated: i64,
    pub today: i64,
    pub tomorrow: i64,
    pub upcoming: i64,
    pub accomplished: i64,
}

impl Counts {
    /// Those of someone, on a day.
    pub async fn of(db: &mut Db, person: &Person, today: NaiveDate) -> sqlx::Result<Self> {
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
        sqlx::query_as(
            "SELECT COUNT(*) FILTER (WHERE NOT a.accomplished AND t.expired_at < $1) AS outdated, \
             COUNT(*) FILTER (WHERE NOT a.accomplished AND t.expired_at = $1) AS today, \
             COUNT(*) FILTER (WHERE NOT a.accomplished AND t.expired_at = $2) AS tomorrow, \
             COUNT(*) FILTER (WHERE NOT a.accomplished AND t.expired_at > $2) AS upcoming, \
             COUNT(*) FILTER (WHERE a.accomplished) AS accomplished \
             FROM assignments a JOIN tasks t ON t.id = a.task_id WHERE a.student_id = $3",
        )
        .bind(today)
        .bind(tomorrow)
        .bind(person.student_id)
        .fetch_one(db)
        .await
    }
}
