//! How far an event is: the status that its steps and its dates make.

use chrono::{DateTime, TimeDelta, Utc};
use housestyle::UnixTime;

use crate::Goat;
use crate::database::Db;
use crate::goat::types::{EventStatus, ParticipantStatus, Resolution};

/// Invited people who do not accept for this long are removed from the event.
const INVITATION: TimeDelta = TimeDelta::days(7);

/// What the status of an event depends on.
#[derive(Debug, Clone, sqlx::FromRow)]
struct StatusRow {
    status: String,
    start_at: DateTime<Utc>,
    finish_at: DateTime<Utc>,
    /// The steps that an assignee has still to do, or that have no assignee.
    open_steps: i64,
}

impl StatusRow {
    /// The status at a time. What was cancelled or has finished stays so until someone takes it back.
    fn status_at(&self, now: DateTime<Utc>) -> EventStatus {
        let begun = now >= self.start_at;
        match EventStatus::from(self.status.as_str()) {
            was @ (EventStatus::Canceled | EventStatus::Finished) => was,
            EventStatus::Ready | EventStatus::InProgress if now >= self.finish_at => EventStatus::Finished,
            _ if now >= self.finish_at => EventStatus::NotCompleted,
            EventStatus::InProgress if begun => EventStatus::InProgress,
            _ if self.open_steps > 0 => EventStatus::Preparation,
            _ if begun => EventStatus::InProgress,
            _ => EventStatus::Ready,
        }
    }
}

/// Brings the status of an event up to date: after a change of its steps, of who is to do them, or of its dates.
pub async fn update_status(db: &mut Db, event_id: i64, now: UnixTime) -> sqlx::Result<()> {
    let row: Option<StatusRow> = sqlx::query_as(
        "SELECT status, start_at, finish_at, (SELECT COUNT(*) FROM steps s WHERE s.event_id = e.id AND \
           (NOT EXISTS (SELECT 1 FROM assignees a WHERE a.step_id = s.id) \
            OR EXISTS (SELECT 1 FROM assignees a WHERE a.step_id = s.id AND a.resolution = $2))) AS open_steps \
         FROM events e WHERE id = $1",
    )
    .bind(event_id)
    .bind(Resolution::Open.as_str())
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let status = row.status_at(now.into());
    if status.as_str() != row.status {
        sqlx::query("UPDATE events SET status = $1 WHERE id = $2")
            .bind(status.as_str())
            .bind(event_id)
            .execute(db)
            .await?;
    }
    Ok(())
}

impl Goat {
    /// What time brings about: events begin and end, and invitations lapse. To be called every now and then.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn keep_time(&self) -> anyhow::Result<()> {
        let now = self.clock.now();
        let mut tx = self.write().await?;
        let due: Vec<i64> = sqlx::query_scalar(
            "SELECT id FROM events WHERE (status = $2 AND start_at <= $1) \
             OR (status IN ($2, $3, $4) AND finish_at <= $1)",
        )
        .bind(now.timestamp())
        .bind(EventStatus::Ready.as_str())
        .bind(EventStatus::Preparation.as_str())
        .bind(EventStatus::InProgress.as_str())
        .fetch_all(&mut *tx)
        .await?;
        let lapsed: Vec<i64> = sqlx::query_scalar(
            "DELETE FROM participants WHERE status = $1 AND is_owner = FALSE AND joined_at <= $2 RETURNING event_id",
        )
        .bind(ParticipantStatus::Inactive.as_str())
        .bind(now.timestamp().saturating_sub(INVITATION.num_seconds()))
        .fetch_all(&mut *tx)
        .await?;
        for event_id in due.into_iter().chain(lapsed) {
            update_status(&mut tx, event_id, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EventStatus::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap_or_default()
    }

    /// The status at `now` of an event that lasts from 100 to 200.
    fn status(was: &EventStatus, open_steps: i64, now: i64) -> EventStatus {
        let (start_at, finish_at) = (at(100), at(200));
        StatusRow { status: was.as_str().to_owned(), start_at, finish_at, open_steps }.status_at(at(now))
    }

    #[test]
    fn steps_and_dates_make_the_status() {
        for (was, open_steps, now, is) in [
            (Preparation, 1, 0, Preparation),
            (Preparation, 0, 0, Ready),
            (Ready, 1, 0, Preparation),
            (Ready, 0, 99, Ready),
            (Ready, 0, 100, InProgress),
            (Preparation, 1, 100, Preparation),
            (Preparation, 0, 150, InProgress),
            (InProgress, 1, 150, InProgress),
            (InProgress, 1, 200, Finished),
            (Ready, 0, 200, Finished),
            (Preparation, 1, 200, NotCompleted),
        ] {
            assert_eq!(status(&was, open_steps, now), is, "{was} with {open_steps} open steps at {now}");
        }
    }

    #[test]
    fn what_was_ended_by_hand_stays() {
        for was in [Canceled, Finished] {
            for (open_steps, now) in [(0, 0), (1, 150), (0, 250)] {
                assert_eq!(status(&was, open_steps, now), was);
            }
        }
    }

    #[test]
    fn later_dates_open_an_event_again() {
        assert_eq!(status(&NotCompleted, 1, 150), Preparation);
        assert_eq!(status(&InProgress, 0, 50), Ready);
    }
}
