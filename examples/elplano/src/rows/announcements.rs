//! Announcements.

use sqlx::{QueryBuilder, Sqlite};

use crate::clock::Moment;
use crate::database::{Db, search_text};
use crate::listing::{Listing, text, time};

/// An announcement.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AnnouncementRow {
    pub id: i64,
    pub message: String,
    pub background_color: Option<String>,
    pub foreground_color: Option<String>,
    pub start_at: Moment,
    pub end_at: Moment,
    pub created_at: Moment,
    pub updated_at: Moment,
}

const SELECT: &str = "SELECT a.id, a.message, a.background_color, a.foreground_color, a.start_at, a.end_at, a.created_at, \
     a.updated_at";

/// Announcements; conditions may follow.
pub const FROM: &str = " FROM announcements a WHERE TRUE";

/// Announcements.
pub const ANNOUNCEMENTS: Listing = Listing {
    select: SELECT,
    id: "a.id",
    columns: &[
        text("message", "a.message"),
        text("background_color", "COALESCE(a.background_color, '')"),
        text("foreground_color", "COALESCE(a.foreground_color, '')"),
        time("start_at", "a.start_at"),
        time("end_at", "a.end_at"),
        time("created_at", "a.created_at"),
        time("updated_at", "a.updated_at"),
    ],
};

impl AnnouncementRow {
    /// The announcement of this id.
    pub async fn find(db: &mut Db, id: i64) -> sqlx::Result<Option<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND a.id = ").push_bind(id);
        query.build_query_as().fetch_optional(db).await
    }
}

/// What an administrator sets.
#[derive(Debug, Clone)]
pub struct AnnouncementData {
    pub message: String,
    pub background_color: Option<String>,
    pub foreground_color: Option<String>,
    pub start_at: Moment,
    pub end_at: Moment,
}

impl From<&AnnouncementRow> for AnnouncementData {
    fn from(row: &AnnouncementRow) -> Self {
        Self {
            message: row.message.clone(),
            background_color: row.background_color.clone(),
            foreground_color: row.foreground_color.clone(),
            start_at: row.start_at,
            end_at: row.end_at,
        }
    }
}

impl AnnouncementData {
    /// Makes an announcement.
    pub async fn insert(&self, db: &mut Db, now: Moment) -> sqlx::Result<i64> {
        sqlx::query_scalar(
            "INSERT INTO announcements (message, background_color, foreground_color, start_at, end_at, search, created_at, \
             updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING id",
        )
        .bind(&self.message)
        .bind(&self.background_color)
        .bind(&self.foreground_color)
        .bind(self.start_at)
        .bind(self.end_at)
        .bind(search_text(&[Some(&self.message)]))
        .bind(now)
        .fetch_one(db)
        .await
    }

    /// Updates the row.
    pub async fn update(&self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE announcements SET message = $1, background_color = $2, foreground_color = $3, start_at = $4, \
             end_at = $5, search = $6, updated_at = $7 WHERE id = $8",
        )
        .bind(&self.message)
        .bind(&self.background_color)
        .bind(&self.foreground_color)
        .bind(self.start_at)
        .bind(self.end_at)
        .bind(search_text(&[Some(&self.message)]))
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Deletes an announcement; returns whether it existed.
pub async fn delete(db: &mut Db, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM announcements WHERE id = $1").bind(id).execute(db).await?;
    Ok(done.rows_affected() > 0)
}
