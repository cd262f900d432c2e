//! Places and items of plans: the same, except that an item may be without a point.

use chrono::{DateTime, Utc};
use housestyle::{Patch, UnixTime};
use sqlx::{AssertSqlSafe, QueryBuilder, Sqlite};

use crate::children::{ChildKind, LastPosition};
use crate::database::Db;
use crate::goat::operations::{UpdatePlaceError, UpdatePlanItemError};
use crate::goat::types::{NewPlace, NewPlanItem, Place, PlaceChange, PlanItem, PlanItemChange, Point};
use crate::refused;

/// Places.
pub static PLACES: ChildKind = ChildKind {
    table: "places",
    not_found: || refused(UpdatePlaceError::PlaceNotFound),
    not_in_event: || refused(UpdatePlaceError::PlaceIsNotInEvent),
};

/// Items of plans.
pub static PLAN_ITEMS: ChildKind = ChildKind {
    table: "plan_items",
    not_found: || refused(UpdatePlanItemError::PlanItemNotFound),
    not_in_event: || refused(UpdatePlanItemError::PlanItemIsNotInEvent),
};

/// A place, or an item of a plan.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SpotRow {
    pub id: i64,
    pub event_id: i64,
    pub position: i64,
    pub title: String,
    pub description: String,
    pub start_at: Option<DateTime<Utc>>,
    pub finish_at: Option<DateTime<Utc>>,
    pub lng: Option<f64>,
    pub lat: Option<f64>,
}

impl SpotRow {
    /// One of a kind.
    pub async fn find(db: &mut Db, kind: &ChildKind, id: i64) -> sqlx::Result<Self> {
        let query = format!("SELECT * FROM {} WHERE id = $1", kind.table);
        sqlx::query_as(AssertSqlSafe(query)).bind(id).fetch_one(db).await
    }

    fn point(&self) -> Option<Point> {
        let (lng, lat) = self.lng.zip(self.lat)?;
        Some(Point { lng, lat })
    }
}

impl From<SpotRow> for Place {
    fn from(row: SpotRow) -> Self {
        Self {
            // The table has no place without a point.
            point: row.point().unwrap_or(Point { lng: 0.0, lat: 0.0 }),
            id: row.id,
            title: row.title,
            description: row.description,
            start_at: row.start_at.map(UnixTime::from),
            finish_at: row.finish_at.map(UnixTime::from),
            order: row.position,
        }
    }
}

impl From<SpotRow> for PlanItem {
    fn from(row: SpotRow) -> Self {
        Self {
            point: row.point(),
            id: row.id,
            title: row.title,
            description: row.description,
            start_at: row.start_at.map(UnixTime::from),
            finish_at: row.finish_at.map(UnixTime::from),
            order: row.position,
        }
    }
}

/// What a body says of a place or of an item, new or changed; what it does not say is absent.
#[derive(Debug, Clone)]
pub struct SpotBody {
    title: Option<String>,
    description: Option<String>,
    start_at: Patch<UnixTime>,
    finish_at: Patch<UnixTime>,
    order: Option<i64>,
    point: Patch<Point>,
}

macro_rules! body {
    ($($body:ty, $point:expr;)*) => { $(
        impl From<$body> for SpotBody {
            fn from(body: $body) -> Self {
                Self {
                    title: body.title,
                    description: body.description,
                    start_at: body.start_at,
                    finish_at: body.finish_at,
                    order: body.order,
                    point: $point(body.point),
                }
            }
        }
    )* };
}

body! {
    NewPlace, Patch::Value;
    NewPlanItem, Patch::from;
    PlaceChange, |point: Option<Point>| point.map_or(Patch::Absent, Patch::Value);
    PlanItemChange, Patch::from;
}

/// Writes new ones, in their order; those that name no place in the list come last.
pub async fn insert(
    db: &mut Db,
    kind: &ChildKind,
    event_id: i64,
    new: impl IntoIterator<Item = SpotBody>,
) -> sqlx::Result<Vec<i64>> {
    let query = format!(
        "INSERT INTO {} (event_id, position, title, description, start_at, finish_at, lng, lat) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        kind.table
    );
    let mut taken = LastPosition::of(&mut *db, kind, event_id).await?;
    let mut ids = Vec::new();
    for body in new {
        let position = taken.take(body.order);
        let id = sqlx::query_scalar(AssertSqlSafe(query.as_str()))
            .bind(event_id)
            .bind(position)
            .bind(body.title.unwrap_or_default())
            .bind(body.description.unwrap_or_default())
            .bind(body.start_at.value().map(|at| at.timestamp()))
            .bind(body.finish_at.value().map(|at| at.timestamp()))
            .bind(body.point.value().map(|point| point.lng))
            .bind(body.point.value().map(|point| point.lat))
            .fetch_one(&mut *db)
            .await?;
        ids.push(id);
    }
    Ok(ids)
}

/// Changes the members that the body has.
pub async fn update(db: &mut Db, kind: &ChildKind, id: i64, body: SpotBody) -> sqlx::Result<()> {
    let mut query = QueryBuilder::<Sqlite>::new(format!("UPDATE {} SET id = id", kind.table));
    if let Some(title) = body.title {
        query.push(", title = ").push_bind(title);
    }
    if let Some(description) = body.description {
        query.push(", description = ").push_bind(description);
    }
    if let Some(start_at) = body.start_at.into_change() {
        query.push(", start_at = ").push_bind(start_at.map(UnixTime::timestamp));
    }
    if let Some(finish_at) = body.finish_at.into_change() {
        query.push(", finish_at = ").push_bind(finish_at.map(UnixTime::timestamp));
    }
    if let Some(order) = body.order {
        query.push(", position = ").push_bind(order);
    }
    if let Some(point) = body.point.into_change() {
        query.push(", lng = ").push_bind(point.as_ref().map(|point| point.lng));
        query.push(", lat = ").push_bind(point.as_ref().map(|point| point.lat));
    }
    query.push(" WHERE id = ").push_bind(id).build().execute(db).await?;
    Ok(())
}
