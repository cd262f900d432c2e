//! The group `invites`: letters that ask someone to join a group.

use std::collections::HashMap;

use housestyle::server::{Call, HandlerResult};
use housestyle::{Page, Problem, Related, UndeclaredError};

use super::group::run;
use crate::Planner;
use crate::access::Person;
use crate::database::{Db, id};
use crate::elplano::operations::*;
use crate::elplano::server::Invites;
use crate::elplano::types::{Group, Invite};
use crate::journal::{Action, Target, note};
use crate::letters::{self, LetterKind, new_token};
use crate::listing::containing;
use crate::resources;
use crate::rows::groups::GroupRow;
use crate::rows::invites::{self, FROM, INVITES, InviteRow, NewInvite};
use crate::rows::students;

impl Invites for Planner {
    async fn list_group_invites(
        &self,
        call: Call<ListGroupInvites, Person>,
    ) -> HandlerResult<Page<Invite>, ListGroupInvitesError> {
        let mut tx = self.read().await?;
        let group_id = run(&mut tx, &call.principal).await?;
        let page = INVITES.page(
            &mut tx,
            |query| {
                query.push(FROM).push(" AND i.group_id = ").push_bind(group_id);
                containing(query, "i.email_key", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        Ok(page.await?.map(resources::invite))
    }

    async fn create_group_invite(
        &self,
        call: Call<CreateGroupInvite, Person>,
    ) -> HandlerResult<Invite, CreateGroupInviteError> {
        let (person, email) = (&call.principal, call.body.email.as_str());
        let mut tx = self.write().await?;
        let group_id = run(&mut tx, person).await?;
        let now = self.now();
        let token = new_token()?;
        let new = NewInvite { group_id, sender_id: person.student_id, email, token: &token };
        let id = new.insert(&mut tx, now).await?.ok_or(CreateGroupInviteError::AlreadyInvited)?;
        letters::post(&mut tx, email, LetterKind::Invite, &token, now).await?;
        note(&mut tx, person.user_id, Action::Created, Target::Invite(id), now).await?;
        let invite = found(&mut tx, group_id, id).await?;
        tx.commit().await?;
        Ok(resources::invite(invite))
    }

    async fn get_group_invite(
        &self,
        call: Call<GetGroupInvite, Person>,
    ) -> HandlerResult<Invite, GetGroupInviteError> {
        let mut tx = self.read().await?;
        let group_id = run(&mut tx, &call.principal).await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        Ok(resources::invite(found(&mut tx, group_id, id).await?))
    }

    async fn list_invites(
        &self,
        call: Call<ListInvites, Person>,
    ) -> HandlerResult<Page<Invite>, ListInvitesError> {
        let person = &call.principal;
        let mut tx = self.read().await?;
        let page = INVITES.page::<InviteRow>(
            &mut tx,
            |query| {
                query.push(FROM).push(" AND i.email_key = ").push_bind(person.email_key.clone());
                containing(query, "i.email_key", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        let page = page.await?;
        let of: Vec<i64> = page.items.iter().map(|invite| invite.group_id).collect();
        let groups = GroupRow::all(&mut tx, &of).await?;
        let groups: HashMap<i64, Group> =
            groups.into_iter().map(|row| (row.id, resources::group(row))).collect();
        Ok(page.map(|row| {
            let group = groups.get(&row.group_id).cloned();
            with_group(row, group)
        }))
    }

    async fn get_invite(&self, call: Call<GetInvite, Person>) -> HandlerResult<Invite, GetInviteError> {
        let mut tx = self.read().await?;
        let row = by_token(&mut tx, &call.principal, &call.token).await?;
        let group = GroupRow::find(&mut tx, row.group_id).await?.map(resources::group);
        Ok(with_group(row, group))
    }

    async fn accept_invite(
        &self,
        call: Call<AcceptInvite, Person>,
    ) -> HandlerResult<Invite, AcceptInviteError> {
        Ok(self.join_by(&call.principal, &call.token).await?)
    }

    async fn claim_invite(&self, call: Call<ClaimInvite, Person>) -> HandlerResult<Invite, ClaimInviteError> {
        Ok(self.join_by(&call.principal, &call.token).await?)
    }
}

impl Planner {
    /// Brings the caller into the group of an invite. Members of a group may not: a president would leave the group without one.
    async fn join_by(&self, person: &Person, token: &str) -> Result<Invite, UndeclaredError> {
        let mut tx = self.write().await?;
        let row = by_token(&mut tx, person, token).await?;
        if person.member(&mut tx).await?.is_some() {
            return Err(Problem::forbidden().into());
        }
        let now = self.now();
        students::join(&mut tx, person.student_id, row.group_id, now).await?;
        invites::accept(&mut tx, row.id, person.student_id, now).await?;
        note(&mut tx, person.user_id, Action::Updated, Target::Invite(row.id), now).await?;
        let row = found(&mut tx, row.group_id, row.id).await?;
        tx.commit().await?;
        Ok(resources::invite(row))
    }
}

async fn found(db: &mut Db, group_id: i64, id: i64) -> Result<InviteRow, UndeclaredError> {
    Ok(InviteRow::find(db, group_id, id).await?.ok_or_else(Problem::not_found)?)
}

/// An invite to the caller's address.
async fn by_token(db: &mut Db, person: &Person, token: &str) -> Result<InviteRow, UndeclaredError> {
    Ok(InviteRow::by_token(db, &person.email_key, token).await?.ok_or_else(Problem::not_found)?)
}

fn with_group(row: InviteRow, group: Option<Group>) -> Invite {
    let mut invite = resources::invite(row);
    if let Some(group) = group {
        invite.group = Related::from(group);
    }
    invite
}
