//! The group `participants`.

use housestyle::server::{Call, HandlerResult};

use crate::Goat;
use crate::access::{self, Member, entitled};
use crate::events::status::update_status;
use crate::events::{details, secret};
use crate::goat::operations::*;
use crate::goat::server::Participants;
use crate::goat::types::{Event, ParticipantStatus, Permission};
use crate::login::Person;

impl Participants for Goat {
    async fn join_event(&self, call: Call<JoinEvent, Person>) -> HandlerResult<Event, JoinEventError> {
        let account_id = call.principal.account_id;
        let mut tx = self.write().await?;
        let event_id: i64 = sqlx::query_scalar("SELECT id FROM events WHERE secret = $1")
            .bind(secret::normal(&call.body.secret))
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(JoinEventError::InvalidEventSecret)?;
        if access::member(&mut tx, event_id, account_id).await.is_ok() {
            return Err(JoinEventError::UserIsAlreadyEventParticipant)?;
        }
        let status = ParticipantStatus::Inactive;
        access::insert(&mut tx, event_id, account_id, &status, false, self.clock.now()).await?;
        let event = details::event(&mut tx, event_id).await?;
        tx.commit().await?;
        Ok(event)
    }

    async fn activate_participant(
        &self,
        call: Call<ActivateParticipant, Person>,
    ) -> HandlerResult<(), ActivateParticipantError> {
        let mut tx = self.write().await?;
        let permission = Permission::ActivateEventParticipant;
        let own = entitled(&mut tx, call.body.event_id, &call.principal, &permission).await?;
        sqlx::query("UPDATE participants SET status = $1 WHERE id = $2")
            .bind(ParticipantStatus::Active.as_str())
            .bind(own.id)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn delete_participant(
        &self,
        call: Call<DeleteParticipant, Person>,
    ) -> HandlerResult<(), DeleteParticipantError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        let permission = Permission::DeleteEventParticipant;
        let own = entitled(&mut tx, body.event_id, &call.principal, &permission).await?;
        let other: Member =
            sqlx::query_as("SELECT id, is_owner, status FROM participants WHERE id = $1 AND event_id = $2")
                .bind(body.participant_id)
                .bind(body.event_id)
                .fetch_optional(&mut *tx)
                .await?
                .ok_or(DeleteParticipantError::UserIsNotEventParticipant)?;
        if other.is_owner && other.id != own.id {
            return Err(DeleteParticipantError::PermissionDenied)?;
        }
        sqlx::query("DELETE FROM participants WHERE id = $1").bind(other.id).execute(&mut *tx).await?;
        update_status(&mut tx, body.event_id, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn leave_event(&self, call: Call<LeaveEvent, Person>) -> HandlerResult<(), LeaveEventError> {
        let event_id = call.body.event_id;
        let mut tx = self.write().await?;
        let own = entitled(&mut tx, event_id, &call.principal, &Permission::LeaveEvent).await?;
        sqlx::query("DELETE FROM participants WHERE id = $1").bind(own.id).execute(&mut *tx).await?;
        update_status(&mut tx, event_id, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }
}
