//! Events, tasks, and what came of them.

use housestyle::server::Context;
use housestyle::{Related, ResourceId, UndeclaredError, Uri};

use crate::database::parsed;
use crate::elplano::types::*;
use crate::rows::assignments::AssignmentRow;
use crate::rows::attachments::AttachmentRow;
use crate::rows::events::{EventOwner, EventRow};
use crate::rows::labels::LabelRow;
use crate::rows::tasks::TaskRow;

/// An event with its labels.
pub fn event(row: EventRow, labels: Vec<LabelRow>) -> Result<Event, serde_json::Error> {
    let whom = match row.whom() {
        EventOwner::Student(id) => ResourceId::new("student", id.to_string()),
        EventOwner::Group(id) => ResourceId::new("group", id.to_string()),
    };
    Ok(Event {
        id: row.id.to_string(),
        title: row.title,
        description: row.description,
        status: EventStatus::from(row.status),
        recurrence: parsed(&row.recurrence)?,
        background_color: row.background_color,
        foreground_color: row.foreground_color,
        start_at: row.start_at.date_time(),
        end_at: row.end_at.map(|at| at.date_time()),
        timezone: row.timezone,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
        creator: Related::to(row.creator_id.to_string()),
        course: row.course_id.map(|id| Related::to(id.to_string())),
        eventable: Related::Id(whom),
        labels: labels.into_iter().map(|label| Related::from(super::label(label))).collect(),
    })
}

/// A task; in short without its attachments.
pub fn task(row: TaskRow, attachments: Option<Vec<Attachment>>) -> Result<Task, serde_json::Error> {
    Ok(Task {
        id: row.id.to_string(),
        title: row.title,
        description: row.description,
        extra_links: parsed(&row.extra_links)?,
        expired_at: row.expired_at,
        outdated: row.outdated,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
        event: Related::to(row.event_id.to_string()),
        attachments: attachments.map(|all| all.into_iter().map(Related::from).collect()),
    })
}

/// A task as someone does it.
pub fn assignment(row: AssignmentRow) -> Result<Assignment, serde_json::Error> {
    Ok(Assignment {
        id: row.id.to_string(),
        accomplished: row.accomplished,
        report: row.report,
        extra_links: parsed(&row.extra_links)?,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
        task: Related::to(row.task_id.to_string()),
    })
}

/// A file that belongs to something.
pub fn attachment(row: AttachmentRow, context: &Context) -> Result<Attachment, UndeclaredError> {
    Ok(Attachment {
        id: row.id.to_string(),
        filename: row.filename,
        size: row.size,
        mime_type: row.mime_type,
        url: Uri::try_from(super::file(row.upload_id, context)).map_err(UndeclaredError::internal)?,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
    })
}
