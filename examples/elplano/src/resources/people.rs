//! Users, students, and what they did.

use housestyle::Related;
use housestyle::server::Context;

use crate::database::parsed;
use crate::elplano::types::*;
use crate::rows::journal::{ActivityRow, AuditRow};
use crate::rows::statuses::StatusRow;
use crate::rows::students::StudentRow;
use crate::rows::tokens::LoginRow;
use crate::rows::users::UserRow;

/// A user.
pub fn user(row: UserRow, context: &Context) -> Result<User, serde_json::Error> {
    Ok(User {
        id: row.id.to_string(),
        email: row.email,
        username: row.username,
        admin: row.admin,
        confirmed: row.confirmed,
        banned: row.banned,
        locked: row.locked,
        locale: row.locale.map(Locale::from),
        settings: parsed(&row.settings)?,
        timezone: row.timezone,
        avatar: row.avatar_id.map(|id| super::file(id, context)),
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
        student: Related::to(row.student_id.to_string()),
        status: row.status_id.map(|id| Related::to(id.to_string())),
        recent_access_token: None,
    })
}

/// A student.
pub fn student(row: StudentRow) -> Result<Student, serde_json::Error> {
    Ok(Student {
        id: row.id.to_string(),
        full_name: row.full_name,
        email: row.email,
        phone: row.phone,
        birthday: row.birthday,
        gender: row.gender.map(Gender::from),
        about: row.about,
        social_networks: parsed(&row.social_networks)?,
        president: row.president,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
        group: row.group_id.map(|id| Related::to(id.to_string())),
        user: Related::to(row.user_id.to_string()),
    })
}

/// A user's status.
pub fn status(row: StatusRow) -> UserStatus {
    UserStatus {
        id: row.id.to_string(),
        message: row.message,
        emoji: row.emoji,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
    }
}

/// Where someone is signed in. Tokens are kept as hashes, so the id is that of the login.
pub fn login(row: LoginRow) -> ActiveToken {
    ActiveToken {
        id: row.id,
        ip_address: row.ip_address,
        browser: row.browser,
        os: row.os,
        device_name: row.device_name,
        device_type: row.device_type,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
    }
}

/// Something that someone did; `target` is what it was done to, while that is there.
pub fn activity(row: ActivityRow, target: Option<ActivityEventTarget>) -> ActivityEvent {
    ActivityEvent {
        id: row.id.to_string(),
        action: ActivityAction::from(row.action),
        details: None,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
        target: target.map(Related::from),
        author: Related::to(row.author_id.to_string()),
    }
}

/// Something that is worth remembering.
pub fn audit(row: AuditRow) -> Result<AuditEvent, serde_json::Error> {
    Ok(AuditEvent {
        id: row.id.to_string(),
        audit_type: AuditType::from(row.audit_type),
        details: parsed(&row.details)?,
        created_at: row.created_at.date_time(),
        updated_at: row.updated_at.date_time(),
    })
}
