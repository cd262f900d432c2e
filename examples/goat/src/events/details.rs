//! Events with all that is in them, any number at once.

use std::collections::HashMap;

use housestyle::UndeclaredError;

use crate::access::permissions;
use crate::database::{Db, ids};
use crate::goat::operations::GetEventError;
use crate::goat::types::*;
use crate::refused;
use crate::spots::{PLACES, PLAN_ITEMS, SpotRow};
use crate::steps::StepRow;

use super::EventRow;

#[derive(sqlx::FromRow)]
struct ParticipantRow {
    id: i64,
    event_id: i64,
    account_id: i64,
    status: String,
    is_owner: bool,
    name: String,
    avatar_url: String,
}

#[derive(sqlx::FromRow)]
struct IdentityRow {
    account_id: i64,
    auth_method: String,
    identifier: String,
}

#[derive(sqlx::FromRow)]
struct AssigneeRow {
    step_id: i64,
    participant_id: i64,
    resolution: String,
}

/// Rows of several owners, apart.
struct ByOwner<T>(HashMap<i64, Vec<T>>);

impl<T> ByOwner<T> {
    fn new(rows: impl IntoIterator<Item = (i64, T)>) -> Self {
        let mut by: HashMap<i64, Vec<T>> = HashMap::new();
        for (owner, row) in rows {
            by.entry(owner).or_default().push(row);
        }
        Self(by)
    }

    fn take(&mut self, owner: i64) -> Vec<T> {
        self.0.remove(&owner).unwrap_or_default()
    }
}

/// One event.
pub async fn event(db: &mut Db, event_id: i64) -> Result<Event, UndeclaredError> {
    let found = events(db, &[event_id]).await?.pop();
    found.ok_or_else(|| refused(GetEventError::EventNotFound))
}

/// These events, the latest first.
pub async fn events(db: &mut Db, of: &[i64]) -> sqlx::Result<Vec<Event>> {
    let rows: Vec<EventRow> = sqlx::query_as(
        "SELECT * FROM events WHERE id IN (SELECT value FROM json_each($1)) ORDER BY start_at DESC, id DESC",
    )
    .bind(ids(of))
    .fetch_all(&mut *db)
    .await?;
    let mut participants = participants(db, of).await?;
    let mut steps = ByOwner::new(steps(db, of).await?);
    let mut places = ByOwner::new(spots(db, &PLACES, of).await?);
    let mut plan_items = ByOwner::new(spots(db, &PLAN_ITEMS, of).await?);
    let event = |row: EventRow| Event {
        id: row.id,
        status: EventStatus::from(row.status.as_str()),
        start_at: row.start_at.into(),
        finish_at: row.finish_at.into(),
        title: row.title,
        description: row.description,
        secret: row.secret,
        participants: participants.take(row.id),
        steps: steps.take(row.id),
        places: places.take(row.id).into_iter().map(Place::from).collect(),
        plan_items: plan_items.take(row.id).into_iter().map(PlanItem::from).collect(),
    };
    Ok(rows.into_iter().map(event).collect())
}

async fn participants(db: &mut Db, of: &[i64]) -> sqlx::Result<ByOwner<Participant>> {
    let rows: Vec<ParticipantRow> = sqlx::query_as(
        "SELECT p.id, p.event_id, p.account_id, p.status, p.is_owner, a.name, a.avatar_url \
         FROM participants p JOIN accounts a ON a.id = p.account_id \
         WHERE p.event_id IN (SELECT value FROM json_each($1)) ORDER BY p.id",
    )
    .bind(ids(of))
    .fetch_all(&mut *db)
    .await?;
    let accounts: Vec<i64> = rows.iter().map(|row| row.account_id).collect();
    let identities: Vec<IdentityRow> = sqlx::query_as(
        "SELECT account_id, auth_method, identifier FROM identities \
         WHERE account_id IN (SELECT value FROM json_each($1)) ORDER BY account_id, auth_method, identifier",
    )
    .bind(ids(&accounts))
    .fetch_all(db)
    .await?;
    let identities = ByOwner::new(identities.into_iter().map(|row| {
        let auth_method = AuthMethod::from(row.auth_method.as_str());
        (row.account_id, Identity { auth_method, identifier: row.identifier })
    }));
    Ok(ByOwner::new(rows.into_iter().map(|row| {
        let account = Account {
            id: row.account_id,
            name: row.name,
            avatar_url: row.avatar_url,
            identities: identities.0.get(&row.account_id).cloned().unwrap_or_default(),
        };
        let permissions = permissions(row.is_owner, &row.status);
        let status = ParticipantStatus::from(row.status.as_str());
        (row.event_id, Participant { id: row.id, status, is_owner: row.is_owner, account, permissions })
    })))
}

/// The steps of events, in order, each with its event.
async fn steps(db: &mut Db, of: &[i64]) -> sqlx::Result<Vec<(i64, Step)>> {
    let rows: Vec<StepRow> = sqlx::query_as(
        "SELECT * FROM steps WHERE event_id IN (SELECT value FROM json_each($1)) ORDER BY position, id",
    )
    .bind(ids(of))
    .fetch_all(&mut *db)
    .await?;
    with_assignees(db, rows).await
}

/// Steps with their assignees, each with the id of its event.
pub async fn with_assignees(db: &mut Db, rows: Vec<StepRow>) -> sqlx::Result<Vec<(i64, Step)>> {
    let steps: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let assignees: Vec<AssigneeRow> = sqlx::query_as(
        "SELECT step_id, participant_id, resolution FROM assignees \
         WHERE step_id IN (SELECT value FROM json_each($1)) ORDER BY step_id, participant_id",
    )
    .bind(ids(&steps))
    .fetch_all(db)
    .await?;
    let mut assignees = ByOwner::new(assignees.into_iter().map(|row| {
        let resolution = Resolution::from(row.resolution.as_str());
        (row.step_id, Assignee { participant_id: row.participant_id, resolution })
    }));
    let step = |row: StepRow| {
        let step = Step {
            id: row.id,
            r#type: StepType::from(row.r#type.as_str()),
            order: row.position,
            title: row.title,
            description: row.description,
            assignees: assignees.take(row.id),
        };
        (row.event_id, step)
    };
    Ok(rows.into_iter().map(step).collect())
}

/// The places or the plans of events, in order, each with its event.
pub async fn spots(
    db: &mut Db,
    kind: &crate::children::ChildKind,
    of: &[i64],
) -> sqlx::Result<Vec<(i64, SpotRow)>> {
    let query = format!(
        "SELECT * FROM {} WHERE event_id IN (SELECT value FROM json_each($1)) ORDER BY position, id",
        kind.table
    );
    let rows: Vec<SpotRow> = sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(ids(of)).fetch_all(db).await?;
    Ok(rows.into_iter().map(|row| (row.event_id, row)).collect())
}
