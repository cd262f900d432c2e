//! What bodies say of events, and what must hold of it.

use housestyle::{Problem, Related, UndeclaredError};

use crate::access::{Member, Person};
use crate::clock::is_zone;
use crate::database::{Db, json};
use crate::elplano::operations::UpdateEventError;
use crate::elplano::types::{EventEventable, EventPatch, NewEvent};
use crate::references::{all_known, all_refused, many, nowhere, one, refused};
use crate::rows::events::{EventData, EventOwner};
use crate::rows::{courses, labels};

/// An event and the ids of its labels, as a body wants them.
#[derive(Debug, Clone)]
pub struct EventBody {
    pub data: EventData,
    pub labels: Vec<i64>,
}

impl TryFrom<NewEvent> for EventBody {
    type Error = Problem;

    fn try_from(new: NewEvent) -> Result<Self, Problem> {
        let course = new.course.value().map(|course| one(course, "course")).transpose()?;
        let data = EventData {
            title: new.title,
            description: new.description.value().cloned(),
            status: new.status.as_str().to_owned(),
            recurrence: list(&new.recurrence)?,
            background_color: new.background_color.value().cloned(),
            foreground_color: new.foreground_color.value().cloned(),
            start_at: new.start_at.into(),
            end_at: new.end_at.value().map(|at| (*at).into()),
            timezone: new.timezone,
            course_id: course,
            whom: whom(&new.eventable)?,
        };
        Ok(Self { data, labels: many(&new.labels, "labels")? })
    }
}

impl EventBody {
    /// With the members that a patch has.
    pub fn changed(self, patch: EventPatch) -> Result<Self, Problem> {
        let Self { mut data, mut labels } = self;
        if let Some(title) = patch.title {
            data.title = title;
        }
        if let Some(status) = patch.status {
            data.status = status.as_str().to_owned();
        }
        if let Some(recurrence) = patch.recurrence {
            data.recurrence = list(&recurrence)?;
        }
        if let Some(start_at) = patch.start_at {
            data.start_at = start_at.into();
        }
        if let Some(timezone) = patch.timezone {
            data.timezone = timezone;
        }
        if let Some(eventable) = &patch.eventable {
            data.whom = whom(eventable)?;
        }
        if let Some(asked) = &patch.labels {
            labels = many(asked, "labels")?;
        }
        if let Some(course) = patch.course.into_change() {
            data.course_id = course.map(|course| one(&course, "course")).transpose()?;
        }
        patch.description.apply(&mut data.description);
        patch.background_color.apply(&mut data.background_color);
        patch.foreground_color.apply(&mut data.foreground_color);
        patch.end_at.map(Into::into).apply(&mut data.end_at);
        Ok(Self { data, labels })
    }
}

/// Texts always have JSON.
fn list(texts: &[String]) -> Result<String, Problem> {
    json(texts).map_err(|_| Problem::internal())
}

fn whom(eventable: &Related<EventEventable>) -> Result<EventOwner, Problem> {
    let id = one(eventable, "eventable")?;
    Ok(if eventable.ty() == "group" { EventOwner::Group(id) } else { EventOwner::Student(id) })
}

/// What a body wants, where all that must hold of it does.
pub async fn checked(
    db: &mut Db,
    person: &Person,
    body: EventBody,
) -> Result<(EventData, Vec<i64>), UndeclaredError> {
    let EventBody { data, labels: asked } = body;
    may_address(db, person, data.whom, true).await?;
    let group_id = person.member(db).await?.map(|member| member.group_id);
    // A group whose id no group has: the conditions below then find nothing.
    let group_id = group_id.unwrap_or_default();
    if let Some(course) = data.course_id
        && courses::known(db, group_id, &[course]).await?.is_empty()
    {
        return Err(nowhere("/data/relationships/course").into());
    }
    all_known(&asked, &labels::known(db, group_id, &asked).await?, "labels")?;
    let early =
        data.end_at.is_some_and(|end| end < data.start_at).then_some(UpdateEventError::EndsBeforeStart);
    let nowhere = (!is_zone(&data.timezone)).then_some(UpdateEventError::UnknownTimezone);
    all_refused(early.into_iter().chain(nowhere))?;
    Ok((data, asked))
}

/// Only presidents address a group or a classmate. A reference to what the caller cannot see is treated as missing.
pub async fn may_address(
    db: &mut Db,
    person: &Person,
    whom: EventOwner,
    asked: bool,
) -> Result<(), UndeclaredError> {
    let member = person.member(db).await?;
    let known = match whom {
        EventOwner::Student(id) if id == person.student_id => return Ok(()),
        EventOwner::Student(id) => person.knows(db, id).await?,
        EventOwner::Group(id) => member.is_some_and(|member| member.group_id == id),
    };
    match (known, member) {
        (true, Some(Member { president: true, .. })) => Ok(()),
        (false, _) if asked => Err(nowhere("/data/relationships/eventable").into()),
        _ => Err(refused(UpdateEventError::NotPresident)),
    }
}
