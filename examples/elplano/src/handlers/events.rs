//! The group `events`: what takes place, for one student or for a group.

use std::collections::HashMap;

use housestyle::server::{Call, HandlerResult};
use housestyle::{Page, Problem, UndeclaredError};

use super::event_data::{EventBody, checked, may_address};
use crate::Planner;
use crate::access::Person;
use crate::database::{Db, id, ids};
use crate::elplano::operations::*;
use crate::elplano::server::Events;
use crate::elplano::types::{Event, ListEventsFilterScope, ListEventsFilterType};
use crate::journal::{Action, Target, note};
use crate::listing::containing;
use crate::resources;
use crate::rows::events::{self, EVENTS, EventRow, FROM, appointed};
use crate::rows::labels::{EventLabelRow, LabelRow};

impl Events for Planner {
    async fn list_events(
        &self,
        call: Call<ListEvents, Person>,
    ) -> HandlerResult<Page<Event>, ListEventsError> {
        let person = &call.principal;
        let mut tx = self.read().await?;
        let member = person.member(&mut tx).await?;
        let page = EVENTS.page::<EventRow>(
            &mut tx,
            |query| {
                query.push(FROM).push(" AND ");
                match call.filter_scope {
                    ListEventsFilterScope::Authored => {
                        query.push("e.creator_id = ").push_bind(person.student_id);
                    }
                    _ => appointed(query, person, member),
                }
                match call.filter_type {
                    Some(ListEventsFilterType::Group) => _ = query.push(" AND e.group_id IS NOT NULL"),
                    Some(_) => _ = query.push(" AND e.student_id IS NOT NULL"),
                    None => {}
                }
                if let Some(labels) = &call.filter_labels {
                    let labels: Vec<i64> = labels.split(',').filter_map(|label| label.parse().ok()).collect();
                    query.push(" AND EXISTS (SELECT 1 FROM event_labels m WHERE m.event_id = e.id AND m.label_id IN ");
                    query.push("(SELECT value FROM json_each(").push_bind(ids(&labels)).push(")))");
                }
                containing(query, "e.search", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        let page = page.await?;
        let of: Vec<i64> = page.items.iter().map(|event| event.id).collect();
        let mut labels: HashMap<i64, Vec<LabelRow>> = HashMap::new();
        for EventLabelRow { event_id, label } in EventLabelRow::of_events(&mut tx, &of).await? {
            labels.entry(event_id).or_default().push(label);
        }
        let items = page.items.into_iter().map(|event| {
            let its = labels.remove(&event.id).unwrap_or_default();
            resources::event(event, its)
        });
        Ok(Page { items: items.collect::<Result<_, _>>()?, info: page.info })
    }

    async fn create_event(&self, call: Call<CreateEvent, Person>) -> HandlerResult<Event, CreateEventError> {
        let (input, person, _) = call.into_parts();
        let mut tx = self.write().await?;
        let body = EventBody::try_from(input.body)?;
        let (data, labels) = checked(&mut tx, &person, body).await?;
        let now = self.now();
        let id = data.insert(&mut tx, person.student_id, now).await?;
        events::set_labels(&mut tx, id, &labels).await?;
        note(&mut tx, person.user_id, Action::Created, Target::Event(id), now).await?;
        let event = authored(&mut tx, &person, id).await?;
        let event = event_resource(&mut tx, event).await?;
        tx.commit().await?;
        Ok(event)
    }

    async fn get_event(&self, call: Call<GetEvent, Person>) -> HandlerResult<Event, GetEventError> {
        let mut tx = self.read().await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        let row = EventRow::visible(&mut tx, &call.principal, id).await?.ok_or_else(Problem::not_found)?;
        Ok(event_resource(&mut tx, row).await?)
    }

    async fn update_event(&self, call: Call<UpdateEvent, Person>) -> HandlerResult<Event, UpdateEventError> {
        let (input, person, _) = call.into_parts();
        let change = |row: &EventRow, labels| EventBody { data: row.into(), labels }.changed(input.body);
        Ok(self.change_event(&person, &input.id, change).await?)
    }

    async fn replace_event(
        &self,
        call: Call<ReplaceEvent, Person>,
    ) -> HandlerResult<Event, ReplaceEventError> {
        let (input, person, _) = call.into_parts();
        Ok(self.change_event(&person, &input.id, |_, _| EventBody::try_from(input.body)).await?)
    }

    async fn delete_event(&self, call: Call<DeleteEvent, Person>) -> HandlerResult<(), DeleteEventError> {
        let person = &call.principal;
        let mut tx = self.write().await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        let row = authored(&mut tx, person, id).await?;
        may_address(&mut tx, person, row.whom(), false).await?;
        events::delete(&mut tx, id).await?;
        Ok(tx.commit().await?)
    }
}

impl Planner {
    /// Makes of an event and its labels what `change` makes of them.
    async fn change_event(
        &self,
        person: &Person,
        event: &str,
        change: impl FnOnce(&EventRow, Vec<i64>) -> Result<EventBody, Problem>,
    ) -> Result<Event, UndeclaredError> {
        let mut tx = self.write().await?;
        let id = id(event).ok_or_else(Problem::not_found)?;
        let row = authored(&mut tx, person, id).await?;
        let labels = EventLabelRow::of_events(&mut tx, &[id]).await?;
        let body = change(&row, labels.iter().map(|marked| marked.label.id).collect())?;
        let (data, labels) = checked(&mut tx, person, body).await?;
        let now = self.now();
        data.update(&mut tx, id, now).await?;
        events::set_labels(&mut tx, id, &labels).await?;
        note(&mut tx, person.user_id, Action::Updated, Target::Event(id), now).await?;
        let event = authored(&mut tx, person, id).await?;
        let event = event_resource(&mut tx, event).await?;
        tx.commit().await?;
        Ok(event)
    }
}

async fn authored(db: &mut Db, person: &Person, id: i64) -> Result<EventRow, UndeclaredError> {
    Ok(EventRow::authored(db, person, id).await?.ok_or_else(Problem::not_found)?)
}

/// An event with its labels.
async fn event_resource(db: &mut Db, row: EventRow) -> Result<Event, UndeclaredError> {
    let labels = EventLabelRow::of_events(db, &[row.id]).await?;
    Ok(resources::event(row, labels.into_iter().map(|marked| marked.label).collect())?)
}
