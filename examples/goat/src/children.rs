//! What is in events: steps, places, items of plans and feedback have an id and an event alike, and the first three an order.

use housestyle::Undeclared;
use sqlx::AssertSqlSafe;

use crate::database::Db;
use crate::goat::types::Order;

/// A kind of thing that is in events.
pub struct Kind {
    /// The table.
    pub table: &'static str,
    /// The failure of an id that nothing has.
    pub not_found: fn() -> Undeclared,
    /// The failure of an id that something in another event has.
    pub not_in_event: fn() -> Undeclared,
}

/// Lets those ids go on that are in the event.
pub async fn must_be_in_event(db: &mut Db, kind: &Kind, id: i64, event_id: i64) -> Result<(), Undeclared> {
    let query = format!("SELECT event_id FROM {} WHERE id = $1", kind.table);
    let found: Option<i64> = sqlx::query_scalar(AssertSqlSafe(query)).bind(id).fetch_optional(db).await?;
    match found {
        Some(found) if found == event_id => Ok(()),
        Some(_) => Err((kind.not_in_event)()),
        None => Err((kind.not_found)()),
    }
}

/// Deletes one.
pub async fn delete(db: &mut Db, kind: &Kind, id: i64) -> sqlx::Result<()> {
    let query = format!("DELETE FROM {} WHERE id = $1", kind.table);
    sqlx::query(AssertSqlSafe(query)).bind(id).execute(db).await?;
    Ok(())
}

/// Gives some of an event's a new place in its list: all of them, or none.
pub async fn reorder(db: &mut Db, kind: &Kind, event_id: i64, orders: &[Order]) -> Result<(), Undeclared> {
    for order in orders {
        must_be_in_event(&mut *db, kind, order.id, event_id).await?;
    }
    let query = format!("UPDATE {} SET position = $1 WHERE id = $2", kind.table);
    for order in orders {
        sqlx::query(AssertSqlSafe(query.as_str())).bind(order.order).bind(order.id).execute(&mut *db).await?;
    }
    Ok(())
}

/// The place in the list for what is to come last.
pub async fn last(db: &mut Db, kind: &Kind, event_id: i64) -> sqlx::Result<i64> {
    let query = format!("SELECT MAX(position) FROM {} WHERE event_id = $1", kind.table);
    let most: Option<i64> = sqlx::query_scalar(AssertSqlSafe(query)).bind(event_id).fetch_one(db).await?;
    Ok(most.map_or(1, |most| most.saturating_add(1)))
}
