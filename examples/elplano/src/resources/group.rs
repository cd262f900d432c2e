//! Groups, and what is theirs.

use housestyle::Related;
use housestyle::server::Context;

use crate::elplano::types::*;
use crate::rows::announcements::AnnouncementRow;
use crate::rows::courses::CourseRow;
use crate::rows::groups::GroupRow;
use crate::rows::invites::InviteRow;
use crate::rows::labels::LabelRow;
use crate::rows::lecturers::LecturerRow;

/// A group, as its members see it.
pub fn group(row: GroupRow) -> Group {
    Group {
        id: row.id.to_string(),
        number: row.number,
        title: row.title,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
        president: None,
        students: None,
    }
}

/// A course; in short without its lecturers.
pub fn course(row: CourseRow, lecturers: Option<Vec<Lecturer>>) -> Course {
    Course {
        id: row.id.to_string(),
        title: row.title,
        active: row.active,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
        lecturers: lecturers.map(|all| all.into_iter().map(Related::from).collect()),
    }
}

/// A lecturer; in short without the courses.
pub fn lecturer(row: LecturerRow, courses: Option<Vec<Course>>, context: &Context) -> Lecturer {
    Lecturer {
        id: row.id.to_string(),
        first_name: row.first_name,
        last_name: row.last_name,
        patronymic: row.patronymic,
        email: row.email,
        phone: row.phone,
        active: row.active,
        avatar: row.avatar_id.map(|id| super::file(id, context)),
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
        courses: courses.map(|all| all.into_iter().map(Related::from).collect()),
    }
}

/// A label.
pub fn label(row: LabelRow) -> Label {
    Label {
        id: row.id.to_string(),
        title: row.title,
        description: row.description,
        color: row.color,
        text_color: row.text_color,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
    }
}

/// An invite.
pub fn invite(row: InviteRow) -> Invite {
    Invite {
        id: row.id.to_string(),
        email: row.email,
        invitation_token: row.token,
        status: if row.accepted_at.is_some() { InviteStatus::Accepted } else { InviteStatus::Pending },
        sent_at: row.sent_at.date_time(),
        accepted_at: row.accepted_at.map(|at| at.date_time()),
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
        sender: Related::to(row.sender_id.to_string()),
        recipient: row.recipient_id.map(|id| Related::to(id.to_string())),
        group: Related::to(row.group_id.to_string()),
    }
}

/// An announcement.
pub fn announcement(row: AnnouncementRow) -> Announcement {
    Announcement {
        id: row.id.to_string(),
        message: row.message,
        background_color: row.background_color,
        foreground_color: row.foreground_color,
        start_at: row.start_at.date_time(),
        end_at: row.end_at.date_time(),
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
    }
}
