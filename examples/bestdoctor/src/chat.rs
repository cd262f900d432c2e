//! The group `chat`.

use chrono::{DateTime, SubsecRound, Utc};
use housestyle::server::{Call, HandlerResult};
use housestyle::{Direction, Page};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::Clinic;
use crate::access::Person;
use crate::bestdoctor::operations::*;
use crate::bestdoctor::server::Chat;
use crate::bestdoctor::types::ChatMessage;
use crate::database::Db;
use crate::rows::MessageRow;

impl Chat for Clinic {
    async fn list_messages(
        &self,
        call: Call<ListMessages, Person>,
    ) -> HandlerResult<Page<ChatMessage>, ListMessagesError> {
        let person_id = call.principal.person_id;
        let anchor = match &call.page.anchor {
            None => None,
            Some(anchor) => Some(
                self.anchor(anchor, person_id)
                    .await?
                    .ok_or_else(|| call.context().bad_anchor("There is no such message"))?,
            ),
        };
        let mut query = QueryBuilder::<Db>::new("SELECT * FROM messages WHERE person_id = ");
        query.push_bind(person_id);
        let (compare, order) = match call.page.direction {
            Direction::Before => (" < (", "DESC"),
            Direction::After => (" > (", "ASC"),
        };
        if let Some((at, uuid)) = anchor {
            // The uuid breaks ties, so that messages of one instant are not lost between pages.
            query
                .push(" AND (created_at, uuid)")
                .push(compare)
                .push_bind(at)
                .push(", ")
                .push_bind(uuid)
                .push(")");
        }
        query.push(format!(" ORDER BY created_at {order}, uuid {order} LIMIT ")).push_bind(call.page.fetch());
        let rows: Vec<MessageRow> = query.build_query_as().fetch_all(&self.pool).await?;
        let total: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM messages WHERE person_id = $1")
            .bind(person_id)
            .fetch_one(&self.pool)
            .await?;
        let messages = rows.into_iter().map(ChatMessage::from).collect();
        Ok(Page::truncated(messages, call.page.size).total(total.unsigned_abs()))
    }

    async fn create_message(
        &self,
        call: Call<CreateMessage, Person>,
    ) -> HandlerResult<ChatMessage, CreateMessageError> {
        let row = MessageRow {
            uuid: Uuid::new_v4(),
            text: call.body.text.clone(),
            author: if call.principal.patient_id.is_some() { "patient" } else { "care_team" }.to_owned(),
            created_at: Utc::now().trunc_subsecs(6),
            read_at: None,
        };
        insert(&self.pool, call.principal.person_id, &row).await?;
        Ok(row.into())
    }
}

impl Clinic {
    /// The position of a message in the caller's conversation.
    async fn anchor(&self, uuid: &str, person_id: i64) -> Result<Option<(DateTime<Utc>, Uuid)>, sqlx::Error> {
        let Ok(uuid) = uuid.parse::<Uuid>() else { return Ok(None) };
        sqlx::query_as("SELECT created_at, uuid FROM messages WHERE uuid = $1 AND person_id = $2")
            .bind(uuid)
            .bind(person_id)
            .fetch_optional(&self.pool)
            .await
    }
}

/// Adds a message to a conversation.
pub async fn insert(
    pool: &crate::database::Pool,
    person_id: i64,
    row: &MessageRow,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO messages (uuid, person_id, text, author, created_at, read_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(row.uuid)
    .bind(person_id)
    .bind(&row.text)
    .bind(&row.author)
    .bind(row.created_at)
    .bind(row.read_at)
    .execute(pool)
    .await?;
    Ok(())
}
