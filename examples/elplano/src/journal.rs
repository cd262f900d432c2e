//! The journal of what users do: activity for themselves, and an audit.

use serde_json::json;

use crate::clock::Moment;
use crate::database::{Db, search_text};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It was made.
    Created,
    /// It was changed.
    Updated,
}

/// What it was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An invite.
    Invite(i64),
    /// An assignment.
    Assignment(i64),
    /// A user.
    User(i64),
    /// An event.
    Event(i64),
    /// A task.
    Task(i64),
}

impl Target {
    /// The type on the wire, and the id.
    const fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Invite(id) => ("invite", id),
            Self::Assignment(id) => ("assignment", id),
            Self::User(id) => ("user", id),
            Self::Event(id) => ("event", id),
            Self::Task(id) => ("task", id),
        }
    }
}

/// Notes what a user did.
pub(crate) async fn note(
    db: &mut Db,
    user_id: i64,
    action: Action,
    target: Target,
    now: Moment,
) -> sqlx::Result<()> {
    let (target_type, target_id) = target.parts();
    sqlx::query(
        "INSERT INTO activity_events (author_id, action, target_type, target_id, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(user_id)
    .bind(if action == Action::Created { "created" } else { "updated" })
    .bind(target_type)
    .bind(target_id)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that a user signed in, and from where.
pub(crate) async fn signed_in(db: &mut Db, user_id: i64, ip_address: &str, now: Moment) -> sqlx::Result<()> {
    audit(db, user_id, "authentication", &json!({ "ip_address": ip_address }), now).await
}

/// Notes that a user did something that cannot be undone.
pub(crate) async fn for_good(db: &mut Db, user_id: i64, what: &str, now: Moment) -> sqlx::Result<()> {
    audit(db, user_id, "permanent_action", &json!({ "action": what }), now).await
}

async fn audit(
    db: &mut Db,
    user_id: i64,
    audit_type: &str,
    details: &serde_json::Value,
    now: Moment,
) -> sqlx::Result<()> {
    let texts = details.as_object().into_iter().flatten().map(|(_, value)| value.as_str());
    sqlx::query(
        "INSERT INTO audit_events (user_id, audit_type, details, search, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(user_id)
    .bind(audit_type)
    .bind(details.to_string())
    .bind(search_text(&texts.chain([Some(audit_type)]).collect::<Vec<_>>()))
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}
