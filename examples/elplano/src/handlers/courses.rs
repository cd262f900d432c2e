//! The group `courses`: what the caller's group is taught.

use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{Page, Problem, UndeclaredError};

use super::group::run;
use crate::Planner;
use crate::access::Person;
use crate::database::{Db, id};
use crate::elplano::operations::*;
use crate::elplano::server::Courses;
use crate::elplano::types::{Course, CoursePatch, NewCourse};
use crate::listing::containing;
use crate::references::{all_known, many, refused};
use crate::resources;
use crate::rows::courses::{self, COURSES, CourseData, CourseRow, FROM};
use crate::rows::lecturers::{self, LecturerRow};

impl Courses for Planner {
    async fn list_courses(
        &self,
        call: Call<ListCourses, Person>,
    ) -> HandlerResult<Page<Course>, ListCoursesError> {
        let mut tx = self.read().await?;
        let group_id = call.principal.member(&mut tx).await?.map(|member| member.group_id);
        let page = COURSES.page(
            &mut tx,
            |query| {
                query.push(FROM).push(" AND c.group_id = ").push_bind(group_id);
                if let Some(active) = call.filter_active {
                    query.push(" AND c.active = ").push_bind(active);
                }
                containing(query, "c.title_key", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        Ok(page.await?.map(|row| resources::course(row, None)))
    }

    async fn create_course(
        &self,
        call: Call<CreateCourse, Person>,
    ) -> HandlerResult<Course, CreateCourseError> {
        let (input, person, context) = call.into_parts();
        let mut tx = self.write().await?;
        let group_id = run(&mut tx, &person).await?;
        let body = CourseBody::try_from(input.body)?;
        checked(&mut tx, &body, group_id, None).await?;
        let id = body.data.insert(&mut tx, group_id, self.now()).await?;
        courses::set_lecturers(&mut tx, id, body.lecturers.as_deref().unwrap_or_default()).await?;
        let course = course_resource(&mut tx, group_id, id, &context).await?;
        tx.commit().await?;
        Ok(course)
    }

    async fn get_course(&self, call: Call<GetCourse, Person>) -> HandlerResult<Course, GetCourseError> {
        let mut tx = self.read().await?;
        let group_id = call.principal.group(&mut tx).await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        Ok(course_resource(&mut tx, group_id, id, call.context()).await?)
    }

    async fn update_course(
        &self,
        call: Call<UpdateCourse, Person>,
    ) -> HandlerResult<Course, UpdateCourseError> {
        let (input, person, context) = call.into_parts();
        let change = |row: &CourseRow| CourseBody { data: row.into(), lecturers: None }.changed(input.body);
        Ok(self.change_course(&person, &input.id, &context, change).await?)
    }

    async fn replace_course(
        &self,
        call: Call<ReplaceCourse, Person>,
    ) -> HandlerResult<Course, ReplaceCourseError> {
        let (input, person, context) = call.into_parts();
        Ok(self.change_course(&person, &input.id, &context, |_| CourseBody::try_from(input.body)).await?)
    }

    async fn delete_course(&self, call: Call<DeleteCourse, Person>) -> HandlerResult<(), DeleteCourseError> {
        let mut tx = self.write().await?;
        let group_id = run(&mut tx, &call.principal).await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        if !courses::delete(&mut tx, group_id, id).await? {
            Err(Problem::not_found())?;
        }
        Ok(tx.commit().await?)
    }
}

impl Planner {
    /// Makes of a course what `change` makes of it.
    async fn change_course(
        &self,
        person: &Person,
        course: &str,
        context: &Context,
        change: impl FnOnce(&CourseRow) -> Result<CourseBody, Problem>,
    ) -> Result<Course, UndeclaredError> {
        let mut tx = self.write().await?;
        let group_id = run(&mut tx, person).await?;
        let id = id(course).ok_or_else(Problem::not_found)?;
        let row = CourseRow::find(&mut tx, group_id, id).await?.ok_or_else(Problem::not_found)?;
        let body = change(&row)?;
        checked(&mut tx, &body, group_id, Some(id)).await?;
        body.data.update(&mut tx, id, self.now()).await?;
        if let Some(lecturers) = &body.lecturers {
            courses::set_lecturers(&mut tx, id, lecturers).await?;
        }
        let course = course_resource(&mut tx, group_id, id, context).await?;
        tx.commit().await?;
        Ok(course)
    }
}

/// A course as a body wants it. No lecturers: they stay as they are.
struct CourseBody {
    data: CourseData,
    lecturers: Option<Vec<i64>>,
}

impl TryFrom<NewCourse> for CourseBody {
    type Error = Problem;

    fn try_from(new: NewCourse) -> Result<Self, Problem> {
        let lecturers = Some(many(new.lecturers.as_deref().unwrap_or_default(), "lecturers")?);
        Ok(Self { data: CourseData { title: new.title, active: new.active }, lecturers })
    }
}

impl CourseBody {
    fn changed(mut self, patch: CoursePatch) -> Result<Self, Problem> {
        self.data.title = patch.title.unwrap_or(self.data.title);
        self.data.active = patch.active.unwrap_or(self.data.active);
        self.lecturers = patch.lecturers.map(|asked| many(&asked, "lecturers")).transpose()?;
        Ok(self)
    }
}

/// The lecturers must be the group's, and the title no other course's.
async fn checked(
    db: &mut Db,
    body: &CourseBody,
    group_id: i64,
    but: Option<i64>,
) -> Result<(), UndeclaredError> {
    let asked = body.lecturers.as_deref().unwrap_or_default();
    all_known(asked, &lecturers::known(db, group_id, asked).await?, "lecturers")?;
    if body.data.is_taken(db, group_id, but).await? {
        return Err(refused(UpdateCourseError::TitleTaken));
    }
    Ok(())
}

/// A course with its lecturers.
async fn course_resource(
    db: &mut Db,
    group_id: i64,
    id: i64,
    context: &Context,
) -> Result<Course, UndeclaredError> {
    let row = CourseRow::find(db, group_id, id).await?.ok_or_else(Problem::not_found)?;
    let lecturers = LecturerRow::of_course(db, id).await?;
    let lecturers = lecturers.into_iter().map(|row| resources::lecturer(row, None, context));
    Ok(resources::course(row, Some(lecturers.collect())))
}
