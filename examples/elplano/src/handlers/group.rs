//! The group `group`: the caller's group, which its president runs.

use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{Problem, UndeclaredError};

use crate::Planner;
use crate::access::Person;
use crate::database::Db;
use crate::elplano::operations::*;
use crate::elplano::server;
use crate::elplano::types::{Group, GroupPatch, NewGroup};
use crate::journal::for_good;
use crate::references::{refused, same};
use crate::resources;
use crate::rows::groups::{self, GroupData, GroupRow};

impl server::Group for Planner {
    async fn get_group(&self, call: Call<GetGroup, Person>) -> HandlerResult<Option<Group>, GetGroupError> {
        let mut tx = self.read().await?;
        match call.principal.member(&mut tx).await? {
            Some(member) => Ok(Some(resources::group(found(&mut tx, member.group_id).await?))),
            None => Ok(None),
        }
    }

    async fn create_group(&self, call: Call<CreateGroup, Person>) -> HandlerResult<Group, CreateGroupError> {
        let (input, person, _) = call.into_parts();
        let mut tx = self.write().await?;
        if person.member(&mut tx).await?.is_some() {
            return Err(CreateGroupError::AlreadyInGroup)?;
        }
        let id = GroupData::from(input.body).insert(&mut tx, person.student_id, self.now()).await?;
        let group = found(&mut tx, id).await?;
        tx.commit().await?;
        Ok(resources::group(group))
    }

    async fn update_group(&self, call: Call<UpdateGroup, Person>) -> HandlerResult<Group, UpdateGroupError> {
        let (input, person, context) = call.into_parts();
        Ok(self.change_group(&person, &context, |row| GroupData::from(row).changed(input.body)).await?)
    }

    async fn replace_group(
        &self,
        call: Call<ReplaceGroup, Person>,
    ) -> HandlerResult<Group, ReplaceGroupError> {
        let (input, person, context) = call.into_parts();
        Ok(self.change_group(&person, &context, |_| input.body.into()).await?)
    }

    async fn delete_group(&self, call: Call<DeleteGroup, Person>) -> HandlerResult<(), DeleteGroupError> {
        let person = &call.principal;
        let mut tx = self.write().await?;
        let id = run(&mut tx, person).await?;
        groups::delete(&mut tx, id).await?;
        for_good(&mut tx, person.user_id, "group_removed", self.now()).await?;
        Ok(tx.commit().await?)
    }
}

impl Planner {
    /// Makes of the caller's group what `change` makes of it.
    async fn change_group(
        &self,
        person: &Person,
        context: &Context,
        change: impl FnOnce(&GroupRow) -> GroupData,
    ) -> Result<Group, UndeclaredError> {
        let mut tx = self.write().await?;
        let id = run(&mut tx, person).await?;
        same(context, Some(id))?;
        change(&found(&mut tx, id).await?).update(&mut tx, id, self.now()).await?;
        let group = found(&mut tx, id).await?;
        tx.commit().await?;
        Ok(resources::group(group))
    }
}

/// The id of the group that the caller runs.
pub(super) async fn run(db: &mut Db, person: &Person) -> Result<i64, UndeclaredError> {
    person.run_group(db, || refused(UpdateGroupError::NotPresident)).await
}

async fn found(db: &mut Db, id: i64) -> Result<GroupRow, UndeclaredError> {
    Ok(GroupRow::find(db, id).await?.ok_or_else(Problem::not_found)?)
}

impl From<NewGroup> for GroupData {
    fn from(new: NewGroup) -> Self {
        Self { number: new.number, title: new.title.value().cloned() }
    }
}

impl GroupData {
    fn changed(mut self, patch: GroupPatch) -> Self {
        self.number = patch.number.unwrap_or(self.number);
        patch.title.apply(&mut self.title);
        self
    }
}
