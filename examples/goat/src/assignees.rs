//! The group `assignees`.

use housestyle::UndeclaredError;
use housestyle::server::{Call, HandlerResult};

use crate::Goat;
use crate::access::entitled;
use crate::children::must_be_in_event;
use crate::database::{Db, ids};
use crate::events::status::update_status;
use crate::goat::operations::*;
use crate::goat::server::Assignees;
use crate::goat::types::{Permission, Resolution};
use crate::login::Person;
use crate::refused;
use crate::steps::STEPS;

impl Assignees for Goat {
    async fn update_assignees(
        &self,
        call: Call<UpdateAssignees, Person>,
    ) -> HandlerResult<(), UpdateAssigneesError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        let own = entitled(&mut tx, body.event_id, &call.principal, &Permission::CreateStepAssignee).await?;
        own.may(&Permission::DeleteStepAssignee)?;
        must_be_in_event(&mut tx, &STEPS, body.step_id, body.event_id).await?;
        let (assigned, unassigned) = (&body.assign_participant_ids, &body.unassign_participant_ids);
        must_take_part(&mut tx, body.event_id, assigned).await?;
        must_take_part(&mut tx, body.event_id, unassigned).await?;
        // `WHERE TRUE` makes the parser see that the `ON` after it does not belong to a join.
        sqlx::query(
            "INSERT INTO assignees (step_id, participant_id, resolution) \
             SELECT $1, value, $2 FROM json_each($3) WHERE TRUE ON CONFLICT DO NOTHING",
        )
        .bind(body.step_id)
        .bind(Resolution::Open.as_str())
        .bind(ids(assigned))
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "DELETE FROM assignees WHERE step_id = $1 AND participant_id IN (SELECT value FROM json_each($2))",
        )
        .bind(body.step_id)
        .bind(ids(unassigned))
        .execute(&mut *tx)
        .await?;
        update_status(&mut tx, body.event_id, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn update_resolutions(
        &self,
        call: Call<UpdateResolutions, Person>,
    ) -> HandlerResult<(), UpdateResolutionsError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::UpdateStepResolution).await?;
        must_be_in_event(&mut tx, &STEPS, body.step_id, body.event_id).await?;
        let people: Vec<i64> = body.resolutions.iter().map(|one| one.participant_id).collect();
        must_take_part(&mut tx, body.event_id, &people).await?;
        for one in &body.resolutions {
            sqlx::query("UPDATE assignees SET resolution = $1 WHERE step_id = $2 AND participant_id = $3")
                .bind(one.resolution.as_str())
                .bind(body.step_id)
                .bind(one.participant_id)
                .execute(&mut *tx)
                .await?;
        }
        update_status(&mut tx, body.event_id, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }
}

/// Fails unless all of them take part in the event.
async fn must_take_part(db: &mut Db, event_id: i64, participants: &[i64]) -> Result<(), UndeclaredError> {
    let strangers: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM json_each($1) \
         WHERE value NOT IN (SELECT id FROM participants WHERE event_id = $2))",
    )
    .bind(ids(participants))
    .bind(event_id)
    .fetch_one(db)
    .await?;
    if strangers { Err(refused(UpdateAssigneesError::UserIsNotEventParticipant)) } else { Ok(()) }
}
