//! Events that are cancelled or finished by their owner, and resumed.

use chrono::TimeDelta;
use housestyle::UndeclaredError;

use crate::Goat;
use crate::access::member;
use crate::database::Db;
use crate::goat::operations::{CancelEventError, UnfinishEventError};
use crate::goat::types::{EventStatus, Permission};
use crate::login::Person;
use crate::refused;

use super::EventRow;

impl EventRow {
    /// Only an event of one of these statuses goes on.
    fn must_be(&self, statuses: &[EventStatus]) -> Result<(), UndeclaredError> {
        if statuses.contains(&self.status()) {
            Ok(())
        } else {
            Err(refused(CancelEventError::InvalidEventStatus))
        }
    }
}

/// Events that are neither cancelled nor finished.
const GOING_ON: [EventStatus; 4] =
    [EventStatus::Preparation, EventStatus::Ready, EventStatus::InProgress, EventStatus::NotCompleted];

impl Goat {
    pub(super) async fn cancel(&self, event_id: i64, person: &Person) -> Result<(), UndeclaredError> {
        let mut tx = self.write().await?;
        let event = EventRow::find(&mut tx, event_id).await?;
        event.must_be(&GOING_ON)?;
        entitled(&mut tx, event_id, person, &Permission::CancelEvent).await?;
        sqlx::query("UPDATE events SET prior_status = status, status = $1 WHERE id = $2")
            .bind(EventStatus::Canceled.as_str())
            .bind(event_id)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn restore(&self, event_id: i64, person: &Person) -> Result<(), UndeclaredError> {
        let mut tx = self.write().await?;
        let event = EventRow::find(&mut tx, event_id).await?;
        event.must_be(&[EventStatus::Canceled])?;
        entitled(&mut tx, event_id, person, &Permission::RestoreEvent).await?;
        sqlx::query("UPDATE events SET status = prior_status, prior_status = NULL WHERE id = $1")
            .bind(event_id)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn finish(&self, event_id: i64, person: &Person) -> Result<(), UndeclaredError> {
        let mut tx = self.write().await?;
        let event = EventRow::find(&mut tx, event_id).await?;
        event.must_be(&GOING_ON)?;
        entitled(&mut tx, event_id, person, &Permission::FinishEvent).await?;
        let now = self.clock.now().into();
        let finish_at = event.finish_at.min(now);
        let start_at =
            if event.start_at > finish_at { finish_at - TimeDelta::days(1) } else { event.start_at };
        sqlx::query(
            "UPDATE events SET prior_status = status, prior_start_at = start_at, prior_finish_at = finish_at, \
             status = $1, start_at = $2, finish_at = $3 WHERE id = $4",
        )
        .bind(EventStatus::Finished.as_str())
        .bind(start_at.timestamp())
        .bind(finish_at.timestamp())
        .bind(event_id)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn unfinish(&self, event_id: i64, person: &Person) -> Result<(), UndeclaredError> {
        let mut tx = self.write().await?;
        let event = EventRow::find(&mut tx, event_id).await?;
        event.must_be(&[EventStatus::Finished])?;
        if event.prior_status.is_none() {
            return Err(refused(UnfinishEventError::EventIsNotFinishedManually));
        }
        entitled(&mut tx, event_id, person, &Permission::UnfinishEvent).await?;
        sqlx::query(
            "UPDATE events SET status = prior_status, start_at = prior_start_at, finish_at = prior_finish_at, \
             prior_status = NULL, prior_start_at = NULL, prior_finish_at = NULL WHERE id = $1",
        )
        .bind(event_id)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }
}

/// The state of the event has been looked at before: membership and permission.
async fn entitled(
    db: &mut Db,
    event_id: i64,
    person: &Person,
    permission: &Permission,
) -> Result<(), UndeclaredError> {
    member(db, event_id, person.account_id).await?.may(permission)
}
