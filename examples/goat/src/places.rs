//! The group `places`.

use housestyle::UndeclaredError;
use housestyle::server::{Call, HandlerResult};

use crate::Goat;
use crate::access::entitled;
use crate::children::{delete, must_be_in_event, reorder};
use crate::goat::operations::*;
use crate::goat::server::Places;
use crate::goat::types::{NewPlaces, Permission, Place, PlaceOnMap, PlacesCreated};
use crate::login::Person;
use crate::spots::{PLACES, SpotBody, SpotRow, insert, update};

/// An event is on the map from so long before it begins until so long after its end.
const ON_MAP_S: i64 = 30 * 24 * 60 * 60;

impl Places for Goat {
    async fn create_places(
        &self,
        call: Call<CreatePlaces, Person>,
    ) -> HandlerResult<PlacesCreated, CreatePlacesError> {
        let Call { input, principal, .. } = call;
        Ok(self.add_places(input.body, &principal, false).await?)
    }

    async fn recreate_places(
        &self,
        call: Call<RecreatePlaces, Person>,
    ) -> HandlerResult<PlacesCreated, RecreatePlacesError> {
        let Call { input, principal, .. } = call;
        Ok(self.add_places(input.body, &principal, true).await?)
    }

    async fn update_place(&self, call: Call<UpdatePlace, Person>) -> HandlerResult<(), UpdatePlaceError> {
        let Call { input: UpdatePlace { body }, principal, .. } = call;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &principal, &Permission::UpdateEventPlace).await?;
        must_be_in_event(&mut tx, &PLACES, body.place_id, body.event_id).await?;
        update(&mut tx, &PLACES, body.place_id, SpotBody::from(body)).await?;
        Ok(tx.commit().await?)
    }

    async fn get_place(&self, call: Call<GetPlace, Person>) -> HandlerResult<Place, GetPlaceError> {
        let body = &call.body;
        let mut tx = self.pool.begin().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::ReadPlaceDetails).await?;
        must_be_in_event(&mut tx, &PLACES, body.place_id, body.event_id).await?;
        Ok(SpotRow::find(&mut tx, &PLACES, body.place_id).await?.into())
    }

    async fn delete_place(&self, call: Call<DeletePlace, Person>) -> HandlerResult<(), DeletePlaceError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::DeleteEventPlace).await?;
        must_be_in_event(&mut tx, &PLACES, body.place_id, body.event_id).await?;
        delete(&mut tx, &PLACES, body.place_id).await?;
        Ok(tx.commit().await?)
    }

    async fn order_places(&self, call: Call<OrderPlaces, Person>) -> HandlerResult<(), OrderPlacesError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::ReorderEventPlaces).await?;
        reorder(&mut tx, &PLACES, body.event_id, &body.orders).await?;
        Ok(tx.commit().await?)
    }

    async fn list_map_places(
        &self,
        _: Call<ListMapPlaces, Person>,
    ) -> HandlerResult<Vec<PlaceOnMap>, ListMapPlacesError> {
        let now = self.clock.now().timestamp();
        let rows: Vec<SpotRow> = sqlx::query_as(
            "SELECT p.* FROM places p JOIN events e ON e.id = p.event_id \
             WHERE e.finish_at >= $1 AND e.start_at <= $2 ORDER BY p.id",
        )
        .bind(now.saturating_sub(ON_MAP_S))
        .bind(now.saturating_add(ON_MAP_S))
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(PlaceOnMap::from).collect())
    }
}

impl Goat {
    /// Adds places; where they `replace` others, in the place of all that there are.
    async fn add_places(
        &self,
        new: NewPlaces,
        person: &Person,
        replace: bool,
    ) -> Result<PlacesCreated, UndeclaredError> {
        let mut tx = self.write().await?;
        let member = entitled(&mut tx, new.event_id, person, &Permission::CreateEventPlace).await?;
        if replace {
            member.may(&Permission::DeleteEventPlace)?;
            sqlx::query("DELETE FROM places WHERE event_id = $1")
                .bind(new.event_id)
                .execute(&mut *tx)
                .await?;
        }
        let places_ids =
            insert(&mut tx, &PLACES, new.event_id, new.places.into_iter().map(SpotBody::from)).await?;
        tx.commit().await?;
        Ok(PlacesCreated { places_ids })
    }
}

impl From<SpotRow> for PlaceOnMap {
    fn from(row: SpotRow) -> Self {
        let event_id = row.event_id;
        let place = Place::from(row);
        Self {
            id: place.id,
            title: place.title,
            description: place.description,
            start_at: place.start_at,
            finish_at: place.finish_at,
            point: place.point,
            event_id,
        }
    }
}
