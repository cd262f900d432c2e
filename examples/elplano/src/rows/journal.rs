//! What people did: activity and audit.

use crate::clock::Moment;
use crate::listing::{Listing, text, time};

/// Something that someone did.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ActivityRow {
    pub id: i64,
    pub author_id: i64,
    pub action: String,
    pub target_type: String,
    pub target_id: i64,
    pub created_at: Moment,
    pub updated_at: Moment,
}

/// Activity events; conditions may follow.
pub const ACTIVITY_FROM: &str = " FROM activity_events a WHERE TRUE";

/// Activity events.
pub const ACTIVITY: Listing = Listing {
    select: "SELECT a.id, a.author_id, a.action, a.target_type, a.target_id, a.created_at, a.updated_at",
    id: "a.id",
    columns: &[
        text("action", "a.action"),
        time("created_at", "a.created_at"),
        time("updated_at", "a.updated_at"),
    ],
};

/// Something that is worth remembering.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AuditRow {
    pub id: i64,
    pub audit_type: String,
    /// A JSON object.
    pub details: String,
    pub created_at: Moment,
    pub updated_at: Moment,
}

/// Audit events; conditions may follow.
pub const AUDIT_FROM: &str = " FROM audit_events a WHERE TRUE";

/// Audit events.
pub const AUDIT: Listing = Listing {
    select: "SELECT a.id, a.audit_type, a.details, a.created_at, a.updated_at",
    id: "a.id",
    columns: &[
        text("audit_type", "a.audit_type"),
        time("created_at", "a.created_at"),
        time("updated_at", "a.updated_at"),
    ],
};
