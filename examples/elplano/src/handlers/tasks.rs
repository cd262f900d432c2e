//! The group `tasks`: what is to be done for an event, and what came of it.

use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{Page, Problem, Related, UndeclaredError};

use super::task_data::{TaskBody, checked};
use crate::Planner;
use crate::access::Person;
use crate::database::{Db, id};
use crate::elplano::operations::*;
use crate::elplano::server::Tasks;
use crate::elplano::types::{Assignment, ListTasksFilterExpiration, Task, TaskStatistics};
use crate::journal::{Action, Target, note};
use crate::listing::containing;
use crate::resources;
use crate::rows::assignments;
use crate::rows::attachments::{AttachmentRow, Owner, attach};
use crate::rows::events::EventRow;
use crate::rows::labels::EventLabelRow;
use crate::rows::tasks::{self, Counts, Expiration, TASKS, TaskRow};

impl Tasks for Planner {
    async fn list_tasks(&self, call: Call<ListTasks, Person>) -> HandlerResult<Page<Task>, ListTasksError> {
        let student_id = call.principal.student_id;
        let today = call.principal.today(self.now());
        let mut tx = self.read().await?;
        let page = TASKS.page::<TaskRow>(
            &mut tx,
            |query| {
                tasks::from(query, today);
                if call.filter_appointed == Some(true) || call.filter_accomplished.is_some() {
                    query.push(
                        " AND EXISTS (SELECT 1 FROM assignments a WHERE a.task_id = t.id AND a.student_id = ",
                    );
                    query.push_bind(student_id);
                    if let Some(accomplished) = call.filter_accomplished {
                        query.push(" AND a.accomplished = ").push_bind(accomplished);
                    }
                    query.push(")");
                } else {
                    query.push(" AND t.author_id = ").push_bind(student_id);
                }
                if let Some(event_id) = call.filter_event_id {
                    query.push(" AND t.event_id = ").push_bind(event_id);
                }
                if let Some(expiration) = &call.filter_expiration {
                    Expiration::from(expiration).narrow(query, today);
                }
                containing(query, "t.search", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        let page = page.await?;
        let items = page.items.into_iter().map(|task| resources::task(task, None));
        Ok(Page { items: items.collect::<Result<_, _>>()?, info: page.info })
    }

    async fn create_task(&self, call: Call<CreateTask, Person>) -> HandlerResult<Task, CreateTaskError> {
        let (input, person, context) = call.into_parts();
        let mut tx = self.write().await?;
        let asked = TaskBody::try_from(input.body)?;
        checked(&mut tx, &person, &asked, None, self.now()).await?;
        let now = self.now();
        let id = asked.data.insert(&mut tx, person.student_id, now).await?;
        assignments::set_students(&mut tx, id, asked.students.as_deref().unwrap_or_default(), now).await?;
        attach(&mut tx, Owner::Task(id), &asked.uploads, now).await?;
        note(&mut tx, person.user_id, Action::Created, Target::Task(id), now).await?;
        let task = self.task_resource(&mut tx, &person, id, &context).await?;
        tx.commit().await?;
        Ok(task)
    }

    async fn get_task_statistics(
        &self,
        call: Call<GetTaskStatistics, Person>,
    ) -> HandlerResult<TaskStatistics, GetTaskStatisticsError> {
        let person = &call.principal;
        let mut tx = self.read().await?;
        let counts = Counts::of(&mut tx, person, person.today(self.now())).await?;
        Ok(TaskStatistics {
            outdated_count: counts.outdated,
            today_count: counts.today,
            tomorrow_count: counts.tomorrow,
            upcoming_count: counts.upcoming,
            accomplished_count: counts.accomplished,
        })
    }

    async fn get_task(&self, call: Call<GetTask, Person>) -> HandlerResult<Task, GetTaskError> {
        let mut tx = self.read().await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        Ok(self.task_resource(&mut tx, &call.principal, id, call.context()).await?)
    }

    async fn update_task(&self, call: Call<UpdateTask, Person>) -> HandlerResult<Task, UpdateTaskError> {
        let (input, person, context) = call.into_parts();
        let change = |row: &TaskRow| TaskBody::from(row).changed(input.body);
        Ok(self.change_task(&person, &input.id, &context, change).await?)
    }

    async fn replace_task(&self, call: Call<ReplaceTask, Person>) -> HandlerResult<Task, ReplaceTaskError> {
        let (input, person, context) = call.into_parts();
        Ok(self.change_task(&person, &input.id, &context, |_| TaskBody::try_from(input.body)).await?)
    }

    async fn delete_task(&self, call: Call<DeleteTask, Person>) -> HandlerResult<(), DeleteTaskError> {
        let mut tx = self.write().await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        if !tasks::delete(&mut tx, &call.principal, id).await? {
            Err(Problem::not_found())?;
        }
        Ok(tx.commit().await?)
    }

    async fn get_assignment(
        &self,
        call: Call<GetAssignment, Person>,
    ) -> HandlerResult<Assignment, GetAssignmentError> {
        Ok(self.assignment(&call.principal, &call.task_id).await?)
    }

    async fn update_assignment(
        &self,
        call: Call<UpdateAssignment, Person>,
    ) -> HandlerResult<Assignment, UpdateAssignmentError> {
        let (input, person, context) = call.into_parts();
        Ok(self.update_own_assignment(&person, &context, &input.task_id, input.body).await?)
    }

    async fn replace_assignment(
        &self,
        call: Call<ReplaceAssignment, Person>,
    ) -> HandlerResult<Assignment, ReplaceAssignmentError> {
        let (input, person, context) = call.into_parts();
        Ok(self.replace_own_assignment(&person, &context, &input.task_id, input.body).await?)
    }
}

impl Planner {
    /// Applies `change` to a task. Assignees that the request does not name stay; files are added.
    async fn change_task(
        &self,
        person: &Person,
        task: &str,
        context: &Context,
        change: impl FnOnce(&TaskRow) -> Result<TaskBody, Problem>,
    ) -> Result<Task, UndeclaredError> {
        let now = self.now();
        let mut tx = self.write().await?;
        let id = id(task).ok_or_else(Problem::not_found)?;
        let row = TaskRow::authored(&mut tx, person, id, person.today(now)).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        let asked = change(&row)?;
        checked(&mut tx, person, &asked, Some(&row), now).await?;
        asked.data.update(&mut tx, id, now).await?;
        if let Some(students) = &asked.students {
            assignments::set_students(&mut tx, id, students, now).await?;
        }
        attach(&mut tx, Owner::Task(id), &asked.uploads, now).await?;
        note(&mut tx, person.user_id, Action::Updated, Target::Task(id), now).await?;
        let task = self.task_resource(&mut tx, person, id, context).await?;
        tx.commit().await?;
        Ok(task)
    }

    /// A task that someone made, with its event and its files.
    async fn task_resource(
        &self,
        db: &mut Db,
        person: &Person,
        id: i64,
        context: &Context,
    ) -> Result<Task, UndeclaredError> {
        let row = TaskRow::authored(db, person, id, person.today(self.now())).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        let files = AttachmentRow::of_task(db, id).await?;
        let files = files.into_iter().map(|file| resources::attachment(file, context));
        let event = EventRow::authored(db, person, row.event_id).await?;
        let mut task = resources::task(row, Some(files.collect::<Result<_, _>>()?))?;
        if let Some(event) = event {
            let labels = EventLabelRow::of_events(db, &[event.id]).await?;
            let labels = labels.into_iter().map(|marked| marked.label).collect();
            task.event = Related::from(resources::event(event, labels)?);
        }
        Ok(task)
    }
}

impl From<&ListTasksFilterExpiration> for Expiration {
    fn from(asked: &ListTasksFilterExpiration) -> Self {
        match asked {
            ListTasksFilterExpiration::Outdated => Self::Outdated,
            ListTasksFilterExpiration::Today => Self::Today,
            ListTasksFilterExpiration::Tomorrow => Self::Tomorrow,
            ListTasksFilterExpiration::Upcoming => Self::Upcoming,
            _ => Self::Active,
        }
    }
}
