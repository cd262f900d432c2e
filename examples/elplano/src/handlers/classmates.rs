//! The group `classmates`: the students of the caller's group.

use housestyle::server::{Call, HandlerResult};
use housestyle::{Page, Problem, Related};

use crate::Planner;
use crate::access::Person;
use crate::database::id;
use crate::elplano::operations::*;
use crate::elplano::server::Classmates;
use crate::elplano::types::Student;
use crate::listing::containing;
use crate::resources;
use crate::rows::statuses::StatusRow;
use crate::rows::students::{FROM, STUDENTS, StudentRow};
use crate::rows::users::UserRow;

impl Classmates for Planner {
    async fn list_classmates(
        &self,
        call: Call<ListClassmates, Person>,
    ) -> HandlerResult<Page<Student>, ListClassmatesError> {
        let mut tx = self.read().await?;
        let group_id = call.principal.member(&mut tx).await?.map(|member| member.group_id);
        let page = STUDENTS.page::<StudentRow>(
            &mut tx,
            |query| {
                query.push(FROM).push(" AND s.group_id = ").push_bind(group_id);
                containing(query, "s.search", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        let page = page.await?;
        let items = page.items.into_iter().map(resources::student);
        Ok(Page { items: items.collect::<Result<_, _>>()?, info: page.info })
    }

    async fn get_classmate(
        &self,
        call: Call<GetClassmate, Person>,
    ) -> HandlerResult<Student, GetClassmateError> {
        let mut tx = self.read().await?;
        let group_id = call.principal.group(&mut tx).await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        let row = StudentRow::find(&mut tx, id).await?.filter(|row| row.group_id == Some(group_id));
        let row = row.ok_or_else(Problem::not_found)?;
        let user = UserRow::find(&mut tx, row.user_id).await?.ok_or_else(Problem::not_found)?;
        let status = StatusRow::find(&mut tx, row.user_id).await?;
        let mut user = resources::user(user, call.context())?;
        user.status = status.map(|status| Related::from(resources::status(status)));
        let mut student = resources::student(row)?;
        student.user = Related::from(user);
        Ok(student)
    }
}
