//! Who may do what at an event.

use housestyle::{UndeclaredError, UnixTime};

use crate::database::Db;
use crate::events::EventRow;
use crate::goat::operations::UpdateEventError;
use crate::goat::types::ParticipantStatus;
use crate::goat::types::Permission::{self, *};
use crate::login::Person;
use crate::refused;

/// What invited people may do.
const INVITED: [Permission; 3] = [ReadShortEventDetails, LeaveEvent, ActivateEventParticipant];

/// What participants who accepted may also do.
const ACTIVE: [Permission; 19] = [
    UpdateEventDetails,
    ReadEventDetails,
    InviteEventParticipant,
    DeleteEventParticipant,
    CreateEventStep,
    DeleteEventStep,
    UpdateEventStep,
    ReadStepDetails,
    CreateStepAssignee,
    DeleteStepAssignee,
    UpdateStepResolution,
    ReadPlaceDetails,
    CreateEventPlanItem,
    DeleteEventPlanItem,
    UpdateEventPlanItem,
    ReorderEventPlanItems,
    ReadPlanItemDetails,
    CreateEventFeedback,
    ReadEventFeedbacks,
];

/// What the owner may also do.
const OWNER: [Permission; 11] = [
    CancelEvent,
    RestoreEvent,
    FinishEvent,
    UnfinishEvent,
    DeleteEvent,
    ReorderEventSteps,
    CreateEventPlace,
    DeleteEventPlace,
    UpdateEventPlace,
    ReorderEventPlaces,
    DeleteAnothersEventFeedback,
];

/// Someone's part in an event.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Member {
    /// The id of it.
    pub id: i64,
    /// Whether the event is theirs.
    pub is_owner: bool,
    /// Whether they said yes.
    pub status: String,
}

impl Member {
    /// What they may do.
    pub fn permissions(&self) -> Vec<Permission> {
        permissions(self.is_owner, &self.status)
    }

    /// Fails if this is not allowed.
    pub fn may(&self, permission: &Permission) -> Result<(), UndeclaredError> {
        if self.permissions().contains(permission) {
            Ok(())
        } else {
            Err(refused(UpdateEventError::PermissionDenied))
        }
    }
}

/// What a part in an event lets someone do.
pub fn permissions(is_owner: bool, status: &str) -> Vec<Permission> {
    let active = is_owner || status == ParticipantStatus::Active.as_str();
    let mut all = INVITED.to_vec();
    if active {
        all.extend(ACTIVE);
    }
    if is_owner {
        all.extend(OWNER);
    }
    all
}

/// The part of an account in an event, which must be there.
pub async fn member(db: &mut Db, event_id: i64, account_id: i64) -> Result<Member, UndeclaredError> {
    sqlx::query_as("SELECT id, is_owner, status FROM participants WHERE event_id = $1 AND account_id = $2")
        .bind(event_id)
        .bind(account_id)
        .fetch_optional(db)
        .await?
        .ok_or_else(|| refused(UpdateEventError::UserIsNotEventParticipant))
}

/// Fails unless the caller takes part in the event and may do this.
pub async fn entitled(
    db: &mut Db,
    event_id: i64,
    person: &Person,
    permission: &Permission,
) -> Result<Member, UndeclaredError> {
    EventRow::find(db, event_id).await?;
    let member = member(db, event_id, person.account_id).await?;
    member.may(permission)?;
    Ok(member)
}

/// Makes an account one of the people of an event.
pub async fn insert(
    db: &mut Db,
    event_id: i64,
    account_id: i64,
    status: &ParticipantStatus,
    is_owner: bool,
    now: UnixTime,
) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO participants (event_id, account_id, status, is_owner, joined_at) VALUES ($1, $2, $3, $4, $5) \
         RETURNING id",
    )
    .bind(event_id)
    .bind(account_id)
    .bind(status.as_str())
    .bind(is_owner)
    .bind(now.timestamp())
    .fetch_one(db)
    .await
}
