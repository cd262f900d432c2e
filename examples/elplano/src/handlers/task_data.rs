//! What bodies say of tasks and assignments, and what must hold of it.

use housestyle::server::Context;
use housestyle::{Problem, UndeclaredError};

use crate::Planner;
use crate::access::{Member, Person};
use crate::clock::Moment;
use crate::database::{Db, id, json};
use crate::elplano::operations::UpdateTaskError;
use crate::elplano::types::{Assignment, AssignmentPatch, ExtraLink, NewAssignment, NewTask, TaskPatch};
use crate::journal::{Action, Target, note};
use crate::references::{all_known, all_refused, check_uploads, many, nowhere, one, same};
use crate::resources;
use crate::rows::assignments::{AssignmentData, AssignmentRow};
use crate::rows::attachments::{Owner, attach};
use crate::rows::events::EventRow;
use crate::rows::tasks::{TaskData, TaskRow};
use crate::rows::uploads::UploadKind;

/// A task as a body wants it.
#[derive(Debug, Clone)]
pub struct TaskBody {
    pub data: TaskData,
    /// Assignees; `None` keeps them as they are.
    pub students: Option<Vec<i64>>,
    /// Files to be added.
    pub uploads: Vec<String>,
}

impl TryFrom<NewTask> for TaskBody {
    type Error = Problem;

    fn try_from(new: NewTask) -> Result<Self, Problem> {
        let data = TaskData {
            title: new.title,
            description: new.description.value().cloned(),
            extra_links: links(&new.extra_links)?,
            expired_at: new.expired_at.value().copied(),
            event_id: one(&new.event, "event")?,
        };
        let students = Some(many(&new.students, "students")?);
        Ok(Self { data, students, uploads: new.uploads.unwrap_or_default() })
    }
}

impl From<&TaskRow> for TaskBody {
    fn from(row: &TaskRow) -> Self {
        Self { data: row.into(), students: None, uploads: Vec::new() }
    }
}

impl TaskBody {
    /// With the members that a patch has.
    pub fn changed(mut self, patch: TaskPatch) -> Result<Self, Problem> {
        let data = &mut self.data;
        if let Some(title) = patch.title {
            data.title = title;
        }
        if let Some(extra_links) = &patch.extra_links {
            data.extra_links = links(extra_links)?;
        }
        if let Some(event) = &patch.event {
            data.event_id = one(event, "event")?;
        }
        if let Some(students) = &patch.students {
            self.students = Some(many(students, "students")?);
        }
        patch.description.apply(&mut data.description);
        patch.expired_at.apply(&mut data.expired_at);
        self.uploads = patch.uploads.unwrap_or_default();
        Ok(self)
    }
}

/// Links always have JSON.
fn links(links: &[ExtraLink]) -> Result<String, Problem> {
    json(links).map_err(|_| Problem::internal())
}

/// Checks what the document cannot say of a body. `before` is the task as it was.
pub async fn checked(
    db: &mut Db,
    person: &Person,
    asked: &TaskBody,
    before: Option<&TaskRow>,
    now: Moment,
) -> Result<(), UndeclaredError> {
    if EventRow::authored(db, person, asked.data.event_id).await?.is_none() {
        return Err(nowhere("/data/relationships/event").into());
    }
    let president = matches!(person.member(db).await?, Some(Member { president: true, .. }));
    let students = asked.students.as_deref().unwrap_or_default();
    all_known(students, &person.known(db, students).await?, "students")?;
    let others = students.iter().any(|student_id| *student_id != person.student_id);
    let not_self = (others && !president).then_some(UpdateTaskError::NotSelfAssigned);
    // A last day in the past may stay, but cannot be set.
    let day = asked.data.expired_at.filter(|day| before.is_none_or(|before| before.expired_at != Some(*day)));
    let over = day.is_some_and(|day| day < person.today(now)).then_some(UpdateTaskError::ExpiredAlready);
    all_refused(not_self.into_iter().chain(over))?;
    check_uploads(db, person, UploadKind::Attachment, &asked.uploads).await
}

impl Planner {
    /// A task as the caller does it.
    pub(super) async fn assignment(
        &self,
        person: &Person,
        task: &str,
    ) -> Result<Assignment, UndeclaredError> {
        let mut tx = self.read().await?;
        Ok(resources::assignment(own(&mut tx, person, task).await?)?)
    }

    pub(super) async fn update_own_assignment(
        &self,
        person: &Person,
        context: &Context,
        task: &str,
        patch: AssignmentPatch,
    ) -> Result<Assignment, UndeclaredError> {
        let extra_links = patch.extra_links.as_deref().map(links).transpose()?;
        let change = |row: &AssignmentRow| {
            let mut data = AssignmentData::from(row);
            data.accomplished = patch.accomplished.unwrap_or(data.accomplished);
            patch.report.apply(&mut data.report);
            data.extra_links = extra_links.unwrap_or(data.extra_links);
            data
        };
        self.change_assignment(person, context, task, &patch.uploads.unwrap_or_default(), change).await
    }

    pub(super) async fn replace_own_assignment(
        &self,
        person: &Person,
        context: &Context,
        task: &str,
        new: NewAssignment,
    ) -> Result<Assignment, UndeclaredError> {
        let data = AssignmentData {
            accomplished: new.accomplished,
            report: new.report.value().cloned(),
            extra_links: links(&new.extra_links)?,
        };
        self.change_assignment(person, context, task, &new.uploads.unwrap_or_default(), |_| data).await
    }

    /// Applies `change` to the caller's assignment, and adds files.
    async fn change_assignment(
        &self,
        person: &Person,
        context: &Context,
        task: &str,
        uploads: &[String],
        change: impl FnOnce(&AssignmentRow) -> AssignmentData,
    ) -> Result<Assignment, UndeclaredError> {
        let mut tx = self.write().await?;
        let row = own(&mut tx, person, task).await?;
        same(context, Some(row.id))?;
        check_uploads(&mut tx, person, UploadKind::Attachment, uploads).await?;
        let now = self.now();
        change(&row).update(&mut tx, row.id, now).await?;
        attach(&mut tx, Owner::Assignment(row.id), uploads, now).await?;
        note(&mut tx, person.user_id, Action::Updated, Target::Assignment(row.id), now).await?;
        let row = own(&mut tx, person, task).await?;
        tx.commit().await?;
        Ok(resources::assignment(row)?)
    }
}

async fn own(db: &mut Db, person: &Person, task: &str) -> Result<AssignmentRow, UndeclaredError> {
    let task_id = id(task).ok_or_else(Problem::not_found)?;
    let row = AssignmentRow::find(db, task_id, person.student_id).await?;
    Ok(row.ok_or_else(Problem::not_found)?)
}
