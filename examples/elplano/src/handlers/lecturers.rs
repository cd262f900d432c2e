//! The group `lecturers`: who teaches the caller's group.

use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{Page, Problem, UndeclaredError};

use super::group::run;
use crate::Planner;
use crate::access::Person;
use crate::database::{Db, id};
use crate::elplano::operations::*;
use crate::elplano::server::Lecturers;
use crate::elplano::types::{Lecturer, LecturerPatch, NewLecturer};
use crate::listing::containing;
use crate::references::{all_known, check_uploads, many, refused};
use crate::resources;
use crate::rows::courses::{self, CourseRow};
use crate::rows::lecturers::{self, FROM, LECTURERS, LecturerData, LecturerRow};
use crate::rows::uploads::UploadKind;

impl Lecturers for Planner {
    async fn list_lecturers(
        &self,
        call: Call<ListLecturers, Person>,
    ) -> HandlerResult<Page<Lecturer>, ListLecturersError> {
        let mut tx = self.read().await?;
        let group_id = call.principal.member(&mut tx).await?.map(|member| member.group_id);
        let page = LECTURERS.page(
            &mut tx,
            |query| {
                query.push(FROM).push(" AND l.group_id = ").push_bind(group_id);
                containing(query, "l.search", call.filter_search.as_deref());
            },
            &call.sort,
            &call.page,
        );
        Ok(page.await?.map(|row| resources::lecturer(row, None, call.context())))
    }

    async fn create_lecturer(
        &self,
        call: Call<CreateLecturer, Person>,
    ) -> HandlerResult<Lecturer, CreateLecturerError> {
        let (input, person, context) = call.into_parts();
        let mut tx = self.write().await?;
        let group_id = run(&mut tx, &person).await?;
        let body = LecturerBody::try_from(input.body)?;
        checked(&mut tx, &person, &body, group_id, None).await?;
        let id = body.data.insert(&mut tx, group_id, self.now()).await?;
        lecturers::set_courses(&mut tx, id, body.courses.as_deref().unwrap_or_default()).await?;
        let lecturer = lecturer_resource(&mut tx, group_id, id, &context).await?;
        tx.commit().await?;
        Ok(lecturer)
    }

    async fn get_lecturer(
        &self,
        call: Call<GetLecturer, Person>,
    ) -> HandlerResult<Lecturer, GetLecturerError> {
        let mut tx = self.read().await?;
        let group_id = call.principal.group(&mut tx).await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        Ok(lecturer_resource(&mut tx, group_id, id, call.context()).await?)
    }

    async fn update_lecturer(
        &self,
        call: Call<UpdateLecturer, Person>,
    ) -> HandlerResult<Lecturer, UpdateLecturerError> {
        let (input, person, context) = call.into_parts();
        let change = |row: &LecturerRow| LecturerBody::from(row).changed(input.body);
        Ok(self.change_lecturer(&person, &input.id, &context, change).await?)
    }

    async fn replace_lecturer(
        &self,
        call: Call<ReplaceLecturer, Person>,
    ) -> HandlerResult<Lecturer, ReplaceLecturerError> {
        let (input, person, context) = call.into_parts();
        Ok(self.change_lecturer(&person, &input.id, &context, |_| LecturerBody::try_from(input.body)).await?)
    }

    async fn delete_lecturer(
        &self,
        call: Call<DeleteLecturer, Person>,
    ) -> HandlerResult<(), DeleteLecturerError> {
        let mut tx = self.write().await?;
        let group_id = run(&mut tx, &call.principal).await?;
        let id = id(&call.id).ok_or_else(Problem::not_found)?;
        if !lecturers::delete(&mut tx, group_id, id).await? {
            Err(Problem::not_found())?;
        }
        Ok(tx.commit().await?)
    }
}

impl Planner {
    /// Makes of a lecturer what `change` makes of it.
    async fn change_lecturer(
        &self,
        person: &Person,
        lecturer: &str,
        context: &Context,
        change: impl FnOnce(&LecturerRow) -> Result<LecturerBody, Problem>,
    ) -> Result<Lecturer, UndeclaredError> {
        let mut tx = self.write().await?;
        let group_id = run(&mut tx, person).await?;
        let id = id(lecturer).ok_or_else(Problem::not_found)?;
        let row = LecturerRow::find(&mut tx, group_id, id).await?.ok_or_else(Problem::not_found)?;
        let body = change(&row)?;
        checked(&mut tx, person, &body, group_id, Some(id)).await?;
        body.data.update(&mut tx, id, self.now()).await?;
        if let Some(courses) = &body.courses {
            lecturers::set_courses(&mut tx, id, courses).await?;
        }
        let lecturer = lecturer_resource(&mut tx, group_id, id, context).await?;
        tx.commit().await?;
        Ok(lecturer)
    }
}

/// A lecturer as a body wants it.
struct LecturerBody {
    data: LecturerData,
    /// `None` keeps them as they are.
    courses: Option<Vec<i64>>,
    /// The upload that becomes the picture.
    picture: Option<String>,
}

impl TryFrom<NewLecturer> for LecturerBody {
    type Error = Problem;

    fn try_from(new: NewLecturer) -> Result<Self, Problem> {
        let picture = new.avatar.value().cloned();
        let data = LecturerData {
            first_name: new.first_name,
            last_name: new.last_name,
            patronymic: new.patronymic,
            email: new.email.value().cloned(),
            phone: new.phone.value().cloned(),
            active: new.active,
            avatar_id: picture.clone(),
        };
        let courses = Some(many(new.courses.as_deref().unwrap_or_default(), "courses")?);
        Ok(Self { data, courses, picture })
    }
}

impl From<&LecturerRow> for LecturerBody {
    fn from(row: &LecturerRow) -> Self {
        Self { data: row.into(), courses: None, picture: None }
    }
}

impl LecturerBody {
    fn changed(mut self, patch: LecturerPatch) -> Result<Self, Problem> {
        let data = &mut self.data;
        let names = [
            (&mut data.first_name, patch.first_name),
            (&mut data.last_name, patch.last_name),
            (&mut data.patronymic, patch.patronymic),
        ];
        for (name, asked) in names {
            if let Some(asked) = asked {
                *name = asked;
            }
        }
        patch.email.apply(&mut data.email);
        patch.phone.apply(&mut data.phone);
        data.active = patch.active.unwrap_or(data.active);
        self.picture = patch.avatar.value().cloned();
        patch.avatar.apply(&mut data.avatar_id);
        self.courses = patch.courses.map(|asked| many(&asked, "courses")).transpose()?;
        Ok(self)
    }
}

/// The courses must be the group's, the picture an upload, and the names no other lecturer's.
async fn checked(
    db: &mut Db,
    person: &Person,
    body: &LecturerBody,
    group_id: i64,
    but: Option<i64>,
) -> Result<(), UndeclaredError> {
    let asked = body.courses.as_deref().unwrap_or_default();
    all_known(asked, &courses::known(db, group_id, asked).await?, "courses")?;
    if body.data.is_taken(db, group_id, but).await? {
        return Err(refused(UpdateLecturerError::LecturerExists));
    }
    check_uploads(db, person, UploadKind::Avatar, body.picture.as_slice()).await
}

/// A lecturer with the courses.
async fn lecturer_resource(
    db: &mut Db,
    group_id: i64,
    id: i64,
    context: &Context,
) -> Result<Lecturer, UndeclaredError> {
    let row = LecturerRow::find(db, group_id, id).await?.ok_or_else(Problem::not_found)?;
    let courses = CourseRow::of_lecturer(db, id).await?;
    let courses = courses.into_iter().map(|row| resources::course(row, None));
    Ok(resources::lecturer(row, Some(courses.collect()), context))
}
