//! The group `activity`: what the caller did, and from where.

use std::collections::HashMap;

use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{Page, UndeclaredError};

use crate::Planner;
use crate::access::Person;
use crate::database::Db;
use crate::elplano::operations::*;
use crate::elplano::server::Activity;
use crate::elplano::types::{ActiveToken, ActivityEvent, ActivityEventTarget, AuditEvent};
use crate::listing::containing;
use crate::resources;
use crate::rows::assignments::AssignmentRow;
use crate::rows::events::EventRow;
use crate::rows::invites::InviteRow;
use crate::rows::journal::{ACTIVITY, ACTIVITY_FROM, AUDIT, AUDIT_FROM, ActivityRow};
use crate::rows::labels::EventLabelRow;
use crate::rows::tasks::TaskRow;
use crate::rows::tokens::{FROM, LOGINS};
use crate::rows::users::UserRow;

impl Activity for Planner {
    async fn list_activity_events(
        &self,
        call: Call<ListActivityEvents, Person>,
    ) -> HandlerResult<Page<ActivityEvent>, ListActivityEventsError> {
        let person = &call.principal;
        let mut tx = self.read().await?;
        let page = ACTIVITY.page::<ActivityRow>(
            &mut tx,
            |query| {
                query.push(ACTIVITY_FROM).push(" AND a.author_id = ").push_bind(person.user_id);
                if let Some(action) = &call.filter_action {
                    query.push(" AND a.action = ").push_bind(action.as_str().to_owned());
                }
                containing(query, "a.action", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        let page = page.await?;
        let targets = self.targets(&mut tx, person, &page.items, call.context()).await?;
        Ok(page.map(|row| {
            let target = targets.get(row.target_type.as_str()).and_then(|of| of.get(&row.target_id));
            let target = target.cloned();
            resources::activity(row, target)
        }))
    }

    async fn list_active_tokens(
        &self,
        call: Call<ListActiveTokens, Person>,
    ) -> HandlerResult<Page<ActiveToken>, ListActiveTokensError> {
        let user_id = call.principal.user_id;
        let now = self.now().seconds();
        let mut tx = self.read().await?;
        let page = LOGINS.page(
            &mut tx,
            |query| {
                query.push(FROM).push(" AND f.user_id = ").push_bind(user_id);
                query.push(
                    " AND EXISTS (SELECT 1 FROM oauth_tokens t WHERE t.family_id = f.id AND t.expires_at > ",
                );
                query.push_bind(now).push(")");
                containing(query, "f.search", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        Ok(page.await?.map(resources::login))
    }

    async fn list_audit_events(
        &self,
        call: Call<ListAuditEvents, Person>,
    ) -> HandlerResult<Page<AuditEvent>, ListAuditEventsError> {
        let user_id = call.principal.user_id;
        let mut tx = self.read().await?;
        let page = AUDIT.page(
            &mut tx,
            |query| {
                query.push(AUDIT_FROM).push(" AND a.user_id = ").push_bind(user_id);
                if let Some(kind) = &call.filter_type {
                    query.push(" AND a.audit_type = ").push_bind(kind.as_str().to_owned());
                }
                containing(query, "a.search", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        let page = page.await?;
        let items = page.items.into_iter().map(resources::audit);
        Ok(Page { items: items.collect::<Result<_, _>>()?, info: page.info })
    }
}

/// What things were done to, by type and id.
type Targets = HashMap<&'static str, HashMap<i64, ActivityEventTarget>>;

impl Planner {
    /// What is still there of what `events` were done to: one query a type.
    async fn targets(
        &self,
        db: &mut Db,
        person: &Person,
        events: &[ActivityRow],
        context: &Context,
    ) -> Result<Targets, UndeclaredError> {
        let of = |target_type: &str| -> Vec<i64> {
            let its = events.iter().filter(|event| event.target_type == target_type);
            its.map(|event| event.target_id).collect()
        };
        let mut all = Targets::new();
        let mut put = |target_type, id, target| _ = all.entry(target_type).or_default().insert(id, target);
        for row in InviteRow::all(db, &of("invite")).await? {
            put("invite", row.id, ActivityEventTarget::Invite(resources::invite(row)));
        }
        for row in AssignmentRow::all(db, &of("assignment")).await? {
            put("assignment", row.id, ActivityEventTarget::Assignment(resources::assignment(row)?));
        }
        for row in UserRow::all(db, &of("user")).await? {
            put("user", row.id, ActivityEventTarget::User(resources::user(row, context)?));
        }
        let events = of("event");
        let labels = EventLabelRow::of_events(db, &events).await?;
        for row in EventRow::all(db, &events).await? {
            let its = labels.iter().filter(|marked| marked.event_id == row.id);
            let its = its.map(|marked| marked.label.clone()).collect();
            put("event", row.id, ActivityEventTarget::Event(resources::event(row, its)?));
        }
        for row in TaskRow::all(db, &of("task"), person.today(self.now())).await? {
            put("task", row.id, ActivityEventTarget::Task(resources::task(row, None)?));
        }
        Ok(all)
    }
}
