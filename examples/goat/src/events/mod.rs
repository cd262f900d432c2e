//! The group `events`.

pub mod details;
mod ends;
pub mod kinds;
pub mod secret;
pub mod status;

use chrono::{DateTime, Utc};
use housestyle::server::{Call, HandlerResult};
use housestyle::{Entry, Problem, UndeclaredError, UnixTime};
use sqlx::{QueryBuilder, Sqlite};

use crate::Goat;
use crate::access::{self, entitled};
use crate::database::Db;
use crate::goat::operations::*;
use crate::goat::server::Events;
use crate::goat::types::*;
use crate::login::Person;
use crate::refused;
use crate::spots::{PLACES, PLAN_ITEMS};

/// An event.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EventRow {
    pub id: i64,
    pub status: String,
    pub start_at: DateTime<Utc>,
    pub finish_at: DateTime<Utc>,
    pub title: String,
    pub description: String,
    pub secret: String,
    pub prior_status: Option<String>,
}

impl EventRow {
    /// The event of an id, which must be there.
    pub async fn find(db: &mut Db, event_id: i64) -> Result<Self, UndeclaredError> {
        sqlx::query_as("SELECT * FROM events WHERE id = $1")
            .bind(event_id)
            .fetch_optional(db)
            .await?
            .ok_or_else(|| refused(GetEventError::EventNotFound))
    }

    fn status(&self) -> EventStatus {
        EventStatus::from(self.status.as_str())
    }
}

impl Events for Goat {
    async fn list_event_types(
        &self,
        call: Call<ListEventTypes, Person>,
    ) -> HandlerResult<Vec<EventTypeText>, ListEventTypesError> {
        Ok(kinds::TYPES.map(|of| kinds::text(of, &call.body.lang)).into())
    }

    async fn create_event(&self, call: Call<CreateEvent, Person>) -> HandlerResult<Event, CreateEventError> {
        in_order(call.body.start_at, call.body.finish_at)?;
        let mut tx = self.write().await?;
        let event_id = insert(&mut tx, &call.body, call.principal.account_id, self.clock.now()).await?;
        let event = details::event(&mut tx, event_id).await?;
        tx.commit().await?;
        Ok(event)
    }

    async fn update_event(&self, call: Call<UpdateEvent, Person>) -> HandlerResult<(), UpdateEventError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::UpdateEventDetails).await?;
        let event = EventRow::find(&mut tx, body.event_id).await?;
        let start_at = body.start_at.unwrap_or_else(|| event.start_at.into());
        let finish_at = body.finish_at.unwrap_or_else(|| event.finish_at.into());
        in_order(start_at, finish_at)?;
        sqlx::query(
            "UPDATE events SET title = COALESCE($1, title), description = COALESCE($2, description), \
             start_at = $3, finish_at = $4 WHERE id = $5",
        )
        .bind(&body.title)
        .bind(&body.description)
        .bind(start_at.timestamp())
        .bind(finish_at.timestamp())
        .bind(body.event_id)
        .execute(&mut *tx)
        .await?;
        status::update_status(&mut tx, body.event_id, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn get_event(&self, call: Call<GetEvent, Person>) -> HandlerResult<Event, GetEventError> {
        let mut tx = self.pool.begin().await?;
        entitled(&mut tx, call.body.event_id, &call.principal, &Permission::ReadEventDetails).await?;
        Ok(details::event(&mut tx, call.body.event_id).await?)
    }

    async fn get_event_short(
        &self,
        call: Call<GetEventShort, Person>,
    ) -> HandlerResult<EventSummary, GetEventShortError> {
        let mut tx = self.pool.begin().await?;
        entitled(&mut tx, call.body.event_id, &call.principal, &Permission::ReadShortEventDetails).await?;
        Ok(details::event(&mut tx, call.body.event_id).await?.into())
    }

    async fn list_events(
        &self,
        call: Call<ListEvents, Person>,
    ) -> HandlerResult<Vec<Event>, ListEventsError> {
        let mut tx = self.pool.begin().await?;
        let events: Vec<i64> = sqlx::query_scalar("SELECT event_id FROM participants WHERE account_id = $1")
            .bind(call.principal.account_id)
            .fetch_all(&mut *tx)
            .await?;
        Ok(details::events(&mut tx, &events).await?)
    }

    async fn get_event_map(
        &self,
        call: Call<GetEventMap, Person>,
    ) -> HandlerResult<EventMap, GetEventMapError> {
        let mut tx = self.pool.begin().await?;
        let event = EventRow::find(&mut tx, call.body.event_id).await?;
        let places = details::spots(&mut tx, &PLACES, &[event.id]).await?;
        Ok(EventMap {
            status: event.status(),
            start_at: event.start_at.into(),
            finish_at: event.finish_at.into(),
            title: event.title,
            description: event.description,
            places: places.into_iter().map(|(_, row)| row.into()).collect(),
        })
    }

    async fn get_event_plan(
        &self,
        call: Call<GetEventPlan, Person>,
    ) -> HandlerResult<EventPlan, GetEventPlanError> {
        let mut tx = self.pool.begin().await?;
        let event = EventRow::find(&mut tx, call.body.event_id).await?;
        let plan_items = details::spots(&mut tx, &PLAN_ITEMS, &[event.id]).await?;
        Ok(EventPlan {
            status: event.status(),
            start_at: event.start_at.into(),
            finish_at: event.finish_at.into(),
            title: event.title,
            description: event.description,
            plan_items: plan_items.into_iter().map(|(_, row)| row.into()).collect(),
        })
    }

    async fn cancel_event(&self, call: Call<CancelEvent, Person>) -> HandlerResult<(), CancelEventError> {
        Ok(self.cancel(call.body.event_id, &call.principal).await?)
    }

    async fn restore_event(&self, call: Call<RestoreEvent, Person>) -> HandlerResult<(), RestoreEventError> {
        Ok(self.restore(call.body.event_id, &call.principal).await?)
    }

    async fn finish_event(&self, call: Call<FinishEvent, Person>) -> HandlerResult<(), FinishEventError> {
        Ok(self.finish(call.body.event_id, &call.principal).await?)
    }

    async fn unfinish_event(
        &self,
        call: Call<UnfinishEvent, Person>,
    ) -> HandlerResult<(), UnfinishEventError> {
        Ok(self.unfinish(call.body.event_id, &call.principal).await?)
    }

    async fn delete_event(&self, call: Call<DeleteEvent, Person>) -> HandlerResult<(), DeleteEventError> {
        let mut tx = self.write().await?;
        entitled(&mut tx, call.body.event_id, &call.principal, &Permission::DeleteEvent).await?;
        sqlx::query("DELETE FROM events WHERE id = $1").bind(call.body.event_id).execute(&mut *tx).await?;
        Ok(tx.commit().await?)
    }
}

impl From<Event> for EventSummary {
    fn from(event: Event) -> Self {
        Self {
            id: event.id,
            status: event.status,
            start_at: event.start_at,
            finish_at: event.finish_at,
            title: event.title,
            description: event.description,
            secret: event.secret,
            participants: event.participants,
            steps: event.steps,
            places: event.places,
        }
    }
}

/// An event does not end before it begins.
fn in_order(start_at: UnixTime, finish_at: UnixTime) -> Result<(), Problem> {
    if start_at <= finish_at {
        return Ok(());
    }
    let entry =
        Entry::new("too_early").field("finish_at").pointer("/finish_at").message("is before start_at");
    Err(Problem::invalid_entity().entry(entry))
}

/// Writes an event with its owner and its first steps.
pub(crate) async fn insert(db: &mut Db, new: &NewEvent, account_id: i64, now: UnixTime) -> sqlx::Result<i64> {
    let event_id = insert_row(db, new).await?;
    access::insert(db, event_id, account_id, &ParticipantStatus::Active, true, now).await?;
    let steps = kinds::kind(&new.r#type, &new.lang).steps;
    let mut query =
        QueryBuilder::<Sqlite>::new("INSERT INTO steps (event_id, type, position, title, description) ");
    query.push_values((1_i64..).zip(steps), |mut row, (position, step)| {
        row.push_bind(event_id)
            .push_bind(step.r#type.as_str())
            .push_bind(position)
            .push_bind(step.title)
            .push_bind(step.description);
    });
    query.build().execute(db).await?;
    Ok(event_id)
}

/// Secrets are few enough that one may be taken, and many enough that another is soon found.
async fn insert_row(db: &mut Db, new: &NewEvent) -> sqlx::Result<i64> {
    loop {
        let inserted = sqlx::query_scalar(
            "INSERT INTO events (status, start_at, finish_at, title, description, secret) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (secret) DO NOTHING RETURNING id",
        )
        .bind(EventStatus::Preparation.as_str())
        .bind(new.start_at.timestamp())
        .bind(new.finish_at.timestamp())
        .bind(&new.title)
        .bind(new.description.as_deref().unwrap_or_default())
        .bind(secret::generate())
        .fetch_optional(&mut *db)
        .await?;
        if let Some(event_id) = inserted {
            return Ok(event_id);
        }
    }
}
