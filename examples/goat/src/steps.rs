//! The group `steps`.

use housestyle::server::{Call, HandlerResult};

use crate::Goat;
use crate::access::entitled;
use crate::children::{ChildKind, LastPosition, delete, must_be_in_event, reorder};
use crate::events::details::with_assignees;
use crate::events::status::update_status;
use crate::goat::operations::*;
use crate::goat::server::Steps;
use crate::goat::types::{Permission, Step, StepCreated};
use crate::login::Person;
use crate::refused;

/// Steps.
pub static STEPS: ChildKind = ChildKind {
    table: "steps",
    not_found: || refused(UpdateStepError::StepNotFound),
    not_in_event: || refused(UpdateStepError::StepIsNotInEvent),
};

/// A step without its assignees.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StepRow {
    pub id: i64,
    pub event_id: i64,
    pub r#type: String,
    pub position: i64,
    pub title: String,
    pub description: String,
}

impl Steps for Goat {
    async fn create_step(
        &self,
        call: Call<CreateStep, Person>,
    ) -> HandlerResult<StepCreated, CreateStepError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::CreateEventStep).await?;
        let order = LastPosition::of(&mut tx, &STEPS, body.event_id).await?.take(body.order);
        let step_id = sqlx::query_scalar(
            "INSERT INTO steps (event_id, type, position, title, description) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        )
        .bind(body.event_id)
        .bind(body.r#type.as_str())
        .bind(order)
        .bind(&body.title)
        .bind(body.description.as_deref().unwrap_or_default())
        .fetch_one(&mut *tx)
        .await?;
        update_status(&mut tx, body.event_id, self.clock.now()).await?;
        tx.commit().await?;
        Ok(StepCreated { step_id, order })
    }

    async fn update_step(&self, call: Call<UpdateStep, Person>) -> HandlerResult<(), UpdateStepError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::UpdateEventStep).await?;
        must_be_in_event(&mut tx, &STEPS, body.step_id, body.event_id).await?;
        sqlx::query(
            "UPDATE steps SET title = COALESCE($1, title), description = COALESCE($2, description), \
             position = COALESCE($3, position) WHERE id = $4",
        )
        .bind(&body.title)
        .bind(&body.description)
        .bind(body.order)
        .bind(body.step_id)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    async fn get_step(&self, call: Call<GetStep, Person>) -> HandlerResult<Step, GetStepError> {
        let body = &call.body;
        let mut tx = self.pool.begin().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::ReadStepDetails).await?;
        must_be_in_event(&mut tx, &STEPS, body.step_id, body.event_id).await?;
        let row: StepRow = sqlx::query_as("SELECT * FROM steps WHERE id = $1")
            .bind(body.step_id)
            .fetch_one(&mut *tx)
            .await?;
        let step = with_assignees(&mut tx, vec![row]).await?.pop();
        Ok(step.ok_or(sqlx::Error::RowNotFound)?.1)
    }

    async fn delete_step(&self, call: Call<DeleteStep, Person>) -> HandlerResult<(), DeleteStepError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::DeleteEventStep).await?;
        must_be_in_event(&mut tx, &STEPS, body.step_id, body.event_id).await?;
        delete(&mut tx, &STEPS, body.step_id).await?;
        update_status(&mut tx, body.event_id, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn order_steps(&self, call: Call<OrderSteps, Person>) -> HandlerResult<(), OrderStepsError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::ReorderEventSteps).await?;
        reorder(&mut tx, &STEPS, body.event_id, &body.orders).await?;
        Ok(tx.commit().await?)
    }
}
