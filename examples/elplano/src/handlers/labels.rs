//! The group `labels`: words to mark events with.

use housestyle::server::{Call, HandlerResult};
use housestyle::{Page, Problem, UndeclaredError};

use crate::Planner;
use crate::access::Person;
use crate::database::{Db, id};
use crate::elplano::operations::*;
use crate::elplano::server::Labels;
use crate::elplano::types::{Label, LabelPatch, NewLabel};
use crate::listing::containing;
use crate::references::refused;
use crate::resources;
use crate::rows::labels::{self, FROM, LABELS, LabelData, LabelRow};

impl Labels for Planner {
    async fn list_labels(
        &self,
        call: Call<ListLabels, Person>,
    ) -> HandlerResult<Page<Label>, ListLabelsError> {
        let mut tx = self.read().await?;
        let group_id = call.principal.member(&mut tx).await?.map(|member| member.group_id);
        let page = LABELS.page(
            &mut tx,
            |query| {
                query.push(FROM).push(" AND l.group_id = ").push_bind(group_id);
                containing(query, "l.search", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        Ok(page.await?.map(resources::label))
    }

    async fn create_label(&self, call: Call<CreateLabel, Person>) -> HandlerResult<Label, CreateLabelError> {
        let (input, person, _) = call.into_parts();
        let mut tx = self.write().await?;
        let member = person.member(&mut tx).await?.ok_or(CreateLabelError::NoGroup)?;
        let data = LabelData::from(input.body);
        free(&mut tx, &data, member.group_id, None).await?;
        let id = data.insert(&mut tx, member.group_id, self.now()).await?;
        let label = found(&mut tx, member.group_id, id).await?;
        tx.commit().await?;
        Ok(resources::label(label))
    }

    async fn get_label(&self, call: Call<GetLabel, Person>) -> HandlerResult<Label, GetLabelError> {
        let mut tx = self.read().await?;
        let group_id = call.principal.group(&mut tx).await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        Ok(resources::label(found(&mut tx, group_id, id).await?))
    }

    async fn update_label(&self, call: Call<UpdateLabel, Person>) -> HandlerResult<Label, UpdateLabelError> {
        let (input, person, _) = call.into_parts();
        let change = |row: &LabelRow| LabelData::from(row).changed(input.body);
        Ok(self.change_label(&person, &input.id, change).await?)
    }

    async fn replace_label(
        &self,
        call: Call<ReplaceLabel, Person>,
    ) -> HandlerResult<Label, ReplaceLabelError> {
        let (input, person, _) = call.into_parts();
        Ok(self.change_label(&person, &input.id, |_| input.body.into()).await?)
    }

    async fn delete_label(&self, call: Call<DeleteLabel, Person>) -> HandlerResult<(), DeleteLabelError> {
        let mut tx = self.write().await?;
        let group_id = call.principal.group(&mut tx).await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        if !labels::delete(&mut tx, group_id, id).await? {
            Err(Problem::not_found())?;
        }
        Ok(tx.commit().await?)
    }
}

impl Planner {
    /// Makes of a label what `change` makes of it.
    async fn change_label(
        &self,
        person: &Person,
        label: &str,
        change: impl FnOnce(&LabelRow) -> LabelData,
    ) -> Result<Label, UndeclaredError> {
        let mut tx = self.write().await?;
        let group_id = person.group(&mut tx).await?;
        let id = id(label).ok_or_else(Problem::not_found)?;
        let data = change(&found(&mut tx, group_id, id).await?);
        free(&mut tx, &data, group_id, Some(id)).await?;
        data.update(&mut tx, id, self.now()).await?;
        let label = found(&mut tx, group_id, id).await?;
        tx.commit().await?;
        Ok(resources::label(label))
    }
}

async fn found(db: &mut Db, group_id: i64, id: i64) -> Result<LabelRow, UndeclaredError> {
    Ok(LabelRow::find(db, group_id, id).await?.ok_or_else(Problem::not_found)?)
}

/// No other label of the group may have the title.
async fn free(db: &mut Db, data: &LabelData, group_id: i64, but: Option<i64>) -> Result<(), UndeclaredError> {
    if data.is_taken(db, group_id, but).await? { Err(refused(UpdateLabelError::TitleTaken)) } else { Ok(()) }
}

impl From<NewLabel> for LabelData {
    fn from(new: NewLabel) -> Self {
        Self {
            title: new.title.to_lowercase(),
            description: new.description.value().cloned(),
            color: new.color,
        }
    }
}

impl LabelData {
    fn changed(mut self, patch: LabelPatch) -> Self {
        if let Some(title) = patch.title {
            self.title = title.to_lowercase();
        }
        patch.description.apply(&mut self.description);
        self.color = patch.color.unwrap_or(self.color);
        self
    }
}
