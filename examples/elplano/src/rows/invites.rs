//! Invites.

use sqlx::{QueryBuilder, Sqlite};

use crate::clock::Moment;
use crate::database::{Db, ids};
use crate::listing::{Listing, text, time};

/// An invite.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct InviteRow {
    pub id: i64,
    pub email: String,
    pub token: Option<String>,
    pub sent_at: Moment,
    pub accepted_at: Option<Moment>,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub sender_id: i64,
    pub recipient_id: Option<i64>,
    pub group_id: i64,
}

const SELECT: &str = "SELECT i.id, i.email, i.token, i.sent_at, i.accepted_at, i.created_at, i.updated_at, i.sender_id, \
     i.recipient_id, i.group_id";

/// Invites; conditions may follow.
pub const FROM: &str = " FROM invites i WHERE TRUE";

/// Invites.
pub const INVITES: Listing = Listing {
    select: SELECT,
    id: "i.id",
    columns: &[
        text("email", "i.email"),
        text("invitation_token", "COALESCE(i.token, '')"),
        text("status", "iif(i.accepted_at IS NULL, 'pending', 'accepted')"),
        time("sent_at", "i.sent_at"),
        time("accepted_at", "COALESCE(i.accepted_at, -9223372036854775808)"),
        time("created_at", "i.created_at"),
        time("updated_at", "i.updated_at"),
    ],
};

impl InviteRow {
    /// The invite of this id, into a group.
    pub async fn find(db: &mut Db, group_id: i64, id: i64) -> sqlx::Result<Option<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND i.group_id = ").push_bind(group_id).push(" AND i.id = ").push_bind(id);
        query.build_query_as().fetch_optional(db).await
    }

    /// The invite of this token, to an address in lower case.
    pub async fn by_token(db: &mut Db, email_key: &str, token: &str) -> sqlx::Result<Option<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND i.email_key = ").push_bind(email_key);
        query.push(" AND i.token = ").push_bind(token);
        query.build_query_as().fetch_optional(db).await
    }

    /// The invites of these ids, in any order.
    pub async fn all(db: &mut Db, of: &[i64]) -> sqlx::Result<Vec<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND i.id IN (SELECT value FROM json_each(").push_bind(ids(of)).push("))");
        query.build_query_as().fetch_all(db).await
    }
}

/// An invite that is to be sent.
#[derive(Debug, Clone)]
pub struct NewInvite<'a> {
    pub group_id: i64,
    pub sender_id: i64,
    pub email: &'a str,
    pub token: &'a str,
}

impl NewInvite<'_> {
    /// Writes it down; nothing where the address was invited already.
    pub async fn insert(&self, db: &mut Db, now: Moment) -> sqlx::Result<Option<i64>> {
        sqlx::query_scalar(
            "INSERT INTO invites (group_id, sender_id, email, email_key, token, sent_at, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $6, $6) ON CONFLICT (group_id, email_key) DO NOTHING RETURNING id",
        )
        .bind(self.group_id)
        .bind(self.sender_id)
        .bind(self.email)
        .bind(self.email.to_lowercase())
        .bind(self.token)
        .bind(now)
        .fetch_optional(db)
        .await
    }
}

/// Records who accepted an invite. Its token cannot be used again.
pub async fn accept(db: &mut Db, id: i64, recipient_id: i64, now: Moment) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE invites SET recipient_id = $1, accepted_at = $2, token = NULL, updated_at = $2 WHERE id = $3",
    )
    .bind(recipient_id)
    .bind(now)
    .bind(id)
    .execute(db)
    .await?;
    Ok(())
}
