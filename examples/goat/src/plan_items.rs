//! The group `plan_items`.

use housestyle::server::{Call, HandlerResult};

use crate::Goat;
use crate::access::entitled;
use crate::children::{delete, must_be_in_event, reorder};
use crate::goat::operations::*;
use crate::goat::server::PlanItems;
use crate::goat::types::{Permission, PlanItem, PlanItemsCreated};
use crate::login::Person;
use crate::spots::{PLAN_ITEMS, SpotBody, SpotRow, insert, update};

impl PlanItems for Goat {
    async fn create_plan_items(
        &self,
        call: Call<CreatePlanItems, Person>,
    ) -> HandlerResult<PlanItemsCreated, CreatePlanItemsError> {
        let Call { input: CreatePlanItems { body }, principal, .. } = call;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &principal, &Permission::CreateEventPlanItem).await?;
        let new = body.plan_items.into_iter().map(SpotBody::from);
        let plan_items_ids = insert(&mut tx, &PLAN_ITEMS, body.event_id, new).await?;
        tx.commit().await?;
        Ok(PlanItemsCreated { plan_items_ids })
    }

    async fn update_plan_item(
        &self,
        call: Call<UpdatePlanItem, Person>,
    ) -> HandlerResult<(), UpdatePlanItemError> {
        let Call { input: UpdatePlanItem { body }, principal, .. } = call;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &principal, &Permission::UpdateEventPlanItem).await?;
        must_be_in_event(&mut tx, &PLAN_ITEMS, body.plan_item_id, body.event_id).await?;
        update(&mut tx, &PLAN_ITEMS, body.plan_item_id, SpotBody::from(body)).await?;
        Ok(tx.commit().await?)
    }

    async fn get_plan_item(
        &self,
        call: Call<GetPlanItem, Person>,
    ) -> HandlerResult<PlanItem, GetPlanItemError> {
        let body = &call.body;
        let mut tx = self.pool.begin().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::ReadPlanItemDetails).await?;
        must_be_in_event(&mut tx, &PLAN_ITEMS, body.plan_item_id, body.event_id).await?;
        Ok(SpotRow::find(&mut tx, &PLAN_ITEMS, body.plan_item_id).await?.into())
    }

    async fn delete_plan_item(
        &self,
        call: Call<DeletePlanItem, Person>,
    ) -> HandlerResult<(), DeletePlanItemError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::DeleteEventPlanItem).await?;
        must_be_in_event(&mut tx, &PLAN_ITEMS, body.plan_item_id, body.event_id).await?;
        delete(&mut tx, &PLAN_ITEMS, body.plan_item_id).await?;
        Ok(tx.commit().await?)
    }

    async fn order_plan_items(
        &self,
        call: Call<OrderPlanItems, Person>,
    ) -> HandlerResult<(), OrderPlanItemsError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::ReorderEventPlanItems).await?;
        reorder(&mut tx, &PLAN_ITEMS, body.event_id, &body.orders).await?;
        Ok(tx.commit().await?)
    }
}
