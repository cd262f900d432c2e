//! What is in events: steps, places, items of plans and feedback have an id and an event alike, and the first three an order.

use housestyle::UndeclaredError;
use sqlx::AssertSqlSafe;

use crate::database::{Db, ids};
use crate::goat::types::Order;

/// A kind of thing that is in events.
pub struct ChildKind {
    /// The table.
    pub table: &'static str,
    /// The failure of an id that nothing has.
    pub not_found: fn() -> UndeclaredError,
    /// The failure of an id that something in another event has.
    pub not_in_event: fn() -> UndeclaredError,
}

/// Lets those ids go on that are in the event.
pub async fn must_be_in_event(
    db: &mut Db,
    kind: &ChildKind,
    id: i64,
    event_id: i64,
) -> Result<(), UndeclaredError> {
    let query = format!("SELECT event_id FROM {} WHERE id = $1", kind.table);
    let found: Option<i64> = sqlx::query_scalar(AssertSqlSafe(query)).bind(id).fetch_optional(db).await?;
    match found {
        Some(found) if found == event_id => Ok(()),
        Some(_) => Err((kind.not_in_event)()),
        None => Err((kind.not_found)()),
    }
}

/// The same for any number of them, in one query; the first that is not is to blame.
async fn must_all_be_in_event(
    db: &mut Db,
    kind: &ChildKind,
    children: &[i64],
    event_id: i64,
) -> Result<(), UndeclaredError> {
    let query = format!(
        "SELECT child.event_id FROM json_each($1) asked LEFT JOIN {} child ON child.id = asked.value \
         WHERE child.event_id IS NOT $2 ORDER BY asked.key LIMIT 1",
        kind.table
    );
    let found: Option<Option<i64>> = sqlx::query_scalar(AssertSqlSafe(query))
        .bind(ids(children))
        .bind(event_id)
        .fetch_optional(db)
        .await?;
    match found {
        None => Ok(()),
        Some(Some(_)) => Err((kind.not_in_event)()),
        Some(None) => Err((kind.not_found)()),
    }
}

/// Deletes one.
pub async fn delete(db: &mut Db, kind: &ChildKind, id: i64) -> sqlx::Result<()> {
    let query = format!("DELETE FROM {} WHERE id = $1", kind.table);
    sqlx::query(AssertSqlSafe(query)).bind(id).execute(db).await?;
    Ok(())
}

/// Moves some items of an event to new positions: all of them, or nothing if one is missing.
pub async fn reorder(
    db: &mut Db,
    kind: &ChildKind,
    event_id: i64,
    orders: &[Order],
) -> Result<(), UndeclaredError> {
    let children: Vec<i64> = orders.iter().map(|order| order.id).collect();
    must_all_be_in_event(&mut *db, kind, &children, event_id).await?;
    let query = format!("UPDATE {} SET position = $1 WHERE id = $2", kind.table);
    for order in orders {
        sqlx::query(AssertSqlSafe(query.as_str())).bind(order.order).bind(order.id).execute(&mut *db).await?;
    }
    Ok(())
}

/// The highest position that is taken in an event's list.
pub struct LastPosition(Option<i64>);

impl LastPosition {
    /// Of an event, as its list is now.
    pub async fn of(db: &mut Db, kind: &ChildKind, event_id: i64) -> sqlx::Result<Self> {
        let query = format!("SELECT MAX(position) FROM {} WHERE event_id = $1", kind.table);
        Ok(Self(sqlx::query_scalar(AssertSqlSafe(query)).bind(event_id).fetch_one(db).await?))
    }

    /// Takes the requested position, or the last one.
    pub fn take(&mut self, asked: Option<i64>) -> i64 {
        let place = asked.unwrap_or_else(|| self.0.map_or(1, |most| most.saturating_add(1)));
        self.0 = self.0.max(Some(place));
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_no_place_comes_after_all_that_came_before() {
        let mut taken = LastPosition(None);
        let places = [None, Some(7), None, Some(3), None].map(|asked| taken.take(asked));
        assert_eq!(places, [1, 7, 8, 3, 9]);
        let mut taken = LastPosition(Some(i64::MAX));
        assert_eq!(taken.take(None), i64::MAX);
        assert_eq!([Some(-5), None].map(|asked| LastPosition(None).take(asked)), [-5, 1]);
    }
}
