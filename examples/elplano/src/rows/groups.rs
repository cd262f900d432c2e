//! Groups.

use crate::clock::Moment;
use crate::database::{Db, ids};

/// A group.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct GroupRow {
    pub id: i64,
    pub number: String,
    pub title: Option<String>,
    pub created_at: Moment,
    pub updated_at: Moment,
}

impl GroupRow {
    /// The group of this id.
    pub async fn find(db: &mut Db, id: i64) -> sqlx::Result<Option<Self>> {
        Ok(Self::all(db, &[id]).await?.pop())
    }

    /// The groups of these ids, in any order.
    pub async fn all(db: &mut Db, of: &[i64]) -> sqlx::Result<Vec<Self>> {
        sqlx::query_as(
            "SELECT id, number, title, created_at, updated_at FROM groups \
             WHERE id IN (SELECT value FROM json_each($1))",
        )
        .bind(ids(of))
        .fetch_all(db)
        .await
    }
}

/// What a president sets.
#[derive(Debug, Clone)]
pub struct GroupData {
    pub number: String,
    pub title: Option<String>,
}

impl From<&GroupRow> for GroupData {
    fn from(row: &GroupRow) -> Self {
        Self { number: row.number.clone(), title: row.title.clone() }
    }
}

impl GroupData {
    /// Makes a group that a student runs and belongs to.
    pub async fn insert(&self, db: &mut Db, president_id: i64, now: Moment) -> sqlx::Result<i64> {
        let id = sqlx::query_scalar(
            "INSERT INTO groups (president_id, number, title, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $4) RETURNING id",
        )
        .bind(president_id)
        .bind(&self.number)
        .bind(&self.title)
        .bind(now)
        .fetch_one(&mut *db)
        .await?;
        super::students::join(db, president_id, id, now).await?;
        Ok(id)
    }

    /// Updates the row.
    pub async fn update(&self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        sqlx::query("UPDATE groups SET number = $1, title = $2, updated_at = $3 WHERE id = $4")
            .bind(&self.number)
            .bind(&self.title)
            .bind(now)
            .bind(id)
            .execute(db)
            .await?;
        Ok(())
    }
}

/// Takes a group away, with all that is its; the students stay.
pub async fn delete(db: &mut Db, id: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM groups WHERE id = $1").bind(id).execute(db).await?;
    Ok(())
}
