//! Events.

use sqlx::{QueryBuilder, Sqlite};

use crate::access::{Member, Person};
use crate::clock::Moment;
use crate::database::{Db, ids, search_text};
use crate::listing::{Listing, text, time};

/// An event.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EventRow {
    pub id: i64,
    pub title: String,
    pub description: Option<String>,
    pub status: String,
    pub recurrence: String,
    pub background_color: Option<String>,
    pub foreground_color: Option<String>,
    pub start_at: Moment,
    pub end_at: Option<Moment>,
    pub timezone: String,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub creator_id: i64,
    pub course_id: Option<i64>,
    pub student_id: Option<i64>,
    pub group_id: Option<i64>,
}

const SELECT: &str = "SELECT e.id, e.title, e.description, e.status, e.recurrence, e.background_color, e.foreground_color, \
     e.start_at, e.end_at, e.timezone, e.created_at, e.updated_at, e.creator_id, e.course_id, e.student_id, e.group_id";

/// Events; conditions may follow.
pub const FROM: &str = " FROM events e WHERE TRUE";

/// Events.
pub const EVENTS: Listing = Listing {
    select: SELECT,
    id: "e.id",
    columns: &[
        text("title", "e.title"),
        text("description", "COALESCE(e.description, '')"),
        text("status", "e.status"),
        text("background_color", "COALESCE(e.background_color, '')"),
        text("foreground_color", "COALESCE(e.foreground_color, '')"),
        time("start_at", "e.start_at"),
        time("end_at", "COALESCE(e.end_at, -9223372036854775808)"),
        text("timezone", "e.timezone"),
        time("created_at", "e.created_at"),
        time("updated_at", "e.updated_at"),
    ],
};

impl EventRow {
    /// An event that someone made.
    pub async fn authored(db: &mut Db, person: &Person, id: i64) -> sqlx::Result<Option<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND e.id = ").push_bind(id);
        query.push(" AND e.creator_id = ").push_bind(person.student_id);
        query.build_query_as().fetch_optional(db).await
    }

    /// An event that someone made, or that is meant for them.
    pub async fn visible(db: &mut Db, person: &Person, id: i64) -> sqlx::Result<Option<Self>> {
        let member = person.member(&mut *db).await?;
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND e.id = ").push_bind(id);
        query.push(" AND (e.creator_id = ").push_bind(person.student_id).push(" OR ");
        appointed(&mut query, person, member);
        query.push(")");
        query.build_query_as().fetch_optional(db).await
    }

    /// The events of these ids, in any order.
    pub async fn all(db: &mut Db, of: &[i64]) -> sqlx::Result<Vec<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND e.id IN (SELECT value FROM json_each(").push_bind(ids(of)).push("))");
        query.build_query_as().fetch_all(db).await
    }
}

/// The condition that an event is meant for someone, or for their group.
pub fn appointed(query: &mut QueryBuilder<Sqlite>, person: &Person, member: Option<Member>) {
    query.push("(e.student_id = ").push_bind(person.student_id);
    query.push(" OR e.group_id = ").push_bind(member.map(|member| member.group_id)).push(")");
}

/// Whom an event is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventOwner {
    /// One student.
    Student(i64),
    /// A group.
    Group(i64),
}

/// What its maker sets.
#[derive(Debug, Clone)]
pub struct EventData {
    pub title: String,
    pub description: Option<String>,
    pub status: String,
    /// A JSON list.
    pub recurrence: String,
    pub background_color: Option<String>,
    pub foreground_color: Option<String>,
    pub start_at: Moment,
    pub end_at: Option<Moment>,
    pub timezone: String,
    pub course_id: Option<i64>,
    pub whom: EventOwner,
}

impl From<&EventRow> for EventData {
    fn from(row: &EventRow) -> Self {
        Self {
            title: row.title.clone(),
            description: row.description.clone(),
            status: row.status.clone(),
            recurrence: row.recurrence.clone(),
            background_color: row.background_color.clone(),
            foreground_color: row.foreground_color.clone(),
            start_at: row.start_at,
            end_at: row.end_at,
            timezone: row.timezone.clone(),
            course_id: row.course_id,
            whom: row.whom(),
        }
    }
}

impl EventRow {
    /// Whom it is for: the table has one of the two.
    pub fn whom(&self) -> EventOwner {
        match (self.student_id, self.group_id) {
            (Some(student_id), _) => EventOwner::Student(student_id),
            (None, group_id) => EventOwner::Group(group_id.unwrap_or_default()),
        }
    }
}

impl EventData {
    fn search(&self) -> String {
        search_text(&[Some(&self.title), self.description.as_deref(), Some(&self.timezone)])
    }

    /// The student and the group that it is for: one of them.
    fn whom(&self) -> (Option<i64>, Option<i64>) {
        match self.whom {
            EventOwner::Student(id) => (Some(id), None),
            EventOwner::Group(id) => (None, Some(id)),
        }
    }

    /// Makes an event.
    pub async fn insert(&self, db: &mut Db, creator_id: i64, now: Moment) -> sqlx::Result<i64> {
        let (student_id, group_id) = self.whom();
        sqlx::query_scalar(
            "INSERT INTO events (creator_id, student_id, group_id, course_id, title, description, status, recurrence, \
             background_color, foreground_color, start_at, end_at, timezone, search, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15) RETURNING id",
        )
        .bind(creator_id)
        .bind(student_id)
        .bind(group_id)
        .bind(self.course_id)
        .bind(&self.title)
        .bind(&self.description)
        .bind(&self.status)
        .bind(&self.recurrence)
        .bind(&self.background_color)
        .bind(&self.foreground_color)
        .bind(self.start_at)
        .bind(self.end_at)
        .bind(&self.timezone)
        .bind(self.search())
        .bind(now)
        .fetch_one(db)
        .await
    }

    /// Updates the row.
    pub async fn update(&self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        let (student_id, group_id) = self.whom();
        sqlx::query(
            "UPDATE events SET student_id = $1, group_id = $2, course_id = $3, title = $4, description = $5, status = $6, \
             recurrence = $7, background_color = $8, foreground_color = $9, start_at = $10, end_at = $11, \
             timezone = $12, search = $13, updated_at = $14 WHERE id = $15",
        )
        .bind(student_id)
        .bind(group_id)
        .bind(self.course_id)
        .bind(&self.title)
        .bind(&self.description)
        .bind(&self.status)
        .bind(&self.recurrence)
        .bind(&self.background_color)
        .bind(&self.foreground_color)
        .bind(self.start_at)
        .bind(self.end_at)
        .bind(&self.timezone)
        .bind(self.search())
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Marks an event with these labels and no other.
pub async fn set_labels(db: &mut Db, event_id: i64, labels: &[i64]) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM event_labels WHERE event_id = $1").bind(event_id).execute(&mut *db).await?;
    sqlx::query(
        "INSERT OR IGNORE INTO event_labels (event_id, label_id) SELECT $1, value FROM json_each($2)",
    )
    .bind(event_id)
    .bind(ids(labels))
    .execute(db)
    .await?;
    Ok(())
}

/// Takes an event away, with its tasks.
pub async fn delete(db: &mut Db, id: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM events WHERE id = $1").bind(id).execute(db).await?;
    Ok(())
}
