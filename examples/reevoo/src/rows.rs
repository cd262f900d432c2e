//! Rows as the database has them, and what they are over the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::api::types::{Client, ClientKey, ClientState, User, UserKey};

/// A client, with what its references are called and the tags of its reviews.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ClientRow {
    pub id: Uuid,
    pub name: String,
    pub owner_id: Option<Uuid>,
    pub state: String,
    pub trkrefs: String,
    pub trkref_names: String,
    pub trkref_review_tags: String,
    pub contract_expiry: Option<NaiveDate>,
    pub accessible_modules: String,
    pub accessible_dashboards: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What [`ClientRow`] is read with; a `WHERE` may follow.
pub const CLIENTS: &str = "SELECT c.id, c.name, c.owner_id, c.state, c.trkrefs, c.contract_expiry, \
     c.accessible_modules, c.accessible_dashboards, c.created_at, c.updated_at, \
     (SELECT json_group_array(t.name ORDER BY e.key) FROM json_each(c.trkrefs) e \
      JOIN trkrefs t ON t.trkref = e.value) AS trkref_names, \
     (SELECT json_group_object(trkref, json(tags)) FROM \
      (SELECT g.trkref, json_group_array(g.tag ORDER BY g.tag) AS tags FROM review_tags g \
       WHERE g.trkref IN (SELECT value FROM json_each(c.trkrefs)) GROUP BY g.trkref ORDER BY g.trkref)) \
     AS trkref_review_tags FROM clients c";

impl TryFrom<ClientRow> for Client {
    type Error = serde_json::Error;

    fn try_from(row: ClientRow) -> Result<Self, Self::Error> {
        let tags: serde_json::Map<String, serde_json::Value> = parsed(&row.trkref_review_tags)?;
        Ok(Self {
            id: row.id,
            name: row.name,
            owner: row.owner_id.map(|id| UserKey { id }),
            state: ClientState::from(row.state.as_str()),
            trkrefs: parsed(&row.trkrefs)?,
            contract_expiry: row.contract_expiry,
            accessible_modules: parsed(&row.accessible_modules)?,
            accessible_dashboards: parsed(&row.accessible_dashboards)?,
            trkref_names: parsed(&row.trkref_names)?,
            trkref_review_tags: if tags.is_empty() { None } else { Some(parsed(&row.trkref_review_tags)?) },
            created_at: row.created_at.fixed_offset(),
            updated_at: row.updated_at.fixed_offset(),
        })
    }
}

/// A user.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct UserRow {
    pub id: Uuid,
    pub client_id: Uuid,
    pub email: String,
    pub name: Option<String>,
    pub active: bool,
    pub digest_hour: Option<i32>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What [`UserRow`] is read with: users of clients that were not deleted; more conditions may follow.
pub const USERS: &str = "SELECT u.id, u.client_id, u.email, u.name, u.active, u.digest_hour, u.created_at, u.updated_at \
     FROM users u JOIN clients c ON c.id = u.client_id AND c.deleted_at IS NULL WHERE TRUE";

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            client: ClientKey { id: row.client_id },
            email: row.email,
            name: row.name,
            active: row.active,
            digest_hour: row.digest_hour,
            created_at: row.created_at.fixed_offset(),
            updated_at: row.updated_at.fixed_offset(),
        }
    }
}

fn parsed<T: DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(json)
}
