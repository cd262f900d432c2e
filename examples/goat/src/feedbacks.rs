//! The group `feedbacks`.

use chrono::{DateTime, Utc};
use housestyle::server::{Call, HandlerResult};

use crate::Goat;
use crate::access::entitled;
use crate::children::{ChildKind, delete, must_be_in_event};
use crate::database::Db;
use crate::goat::operations::*;
use crate::goat::server::Feedbacks;
use crate::goat::types::{self, Feedback, FeedbackCreated, Permission};
use crate::login::Person;
use crate::refused;

/// Feedback.
static FEEDBACKS: ChildKind = ChildKind {
    table: "feedbacks",
    not_found: || refused(UpdateFeedbackError::FeedbackNotFound),
    not_in_event: || refused(UpdateFeedbackError::FeedbackIsNotInEvent),
};

#[derive(sqlx::FromRow)]
struct FeedbackRow {
    id: i64,
    participant_id: i64,
    comment: String,
    rating: Option<i64>,
    created_at: DateTime<Utc>,
}

impl From<FeedbackRow> for Feedback {
    fn from(row: FeedbackRow) -> Self {
        Self {
            id: row.id,
            comment: row.comment,
            rating: row.rating,
            participant_id: row.participant_id,
            created_at: row.created_at.into(),
        }
    }
}

impl Feedbacks for Goat {
    async fn create_feedback(
        &self,
        call: Call<CreateFeedback, Person>,
    ) -> HandlerResult<FeedbackCreated, CreateFeedbackError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        let own = entitled(&mut tx, body.event_id, &call.principal, &Permission::CreateEventFeedback).await?;
        let feedback_id = sqlx::query_scalar(
            "INSERT INTO feedbacks (event_id, participant_id, comment, rating, created_at) \
             VALUES ($1, $2, $3, $4, $5) RETURNING id",
        )
        .bind(body.event_id)
        .bind(own.id)
        .bind(&body.comment)
        .bind(body.rating)
        .bind(self.clock.now().timestamp())
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(FeedbackCreated { feedback_id })
    }

    async fn update_feedback(
        &self,
        call: Call<UpdateFeedback, Person>,
    ) -> HandlerResult<(), UpdateFeedbackError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        // Whoever may give feedback may change their own.
        let own = entitled(&mut tx, body.event_id, &call.principal, &Permission::CreateEventFeedback).await?;
        must_be_in_event(&mut tx, &FEEDBACKS, body.feedback_id, body.event_id).await?;
        if find(&mut tx, body.feedback_id).await?.participant_id != own.id {
            own.may(&Permission::UpdateAnothersEventFeedback)?;
        }
        sqlx::query(
            "UPDATE feedbacks SET comment = COALESCE($1, comment), rating = COALESCE($2, rating) WHERE id = $3",
        )
        .bind(&body.comment)
        .bind(body.rating)
        .bind(body.feedback_id)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    async fn get_feedback(
        &self,
        call: Call<GetFeedback, Person>,
    ) -> HandlerResult<Feedback, GetFeedbackError> {
        let body = &call.body;
        let mut tx = self.pool.begin().await?;
        entitled(&mut tx, body.event_id, &call.principal, &Permission::ReadEventFeedbacks).await?;
        must_be_in_event(&mut tx, &FEEDBACKS, body.feedback_id, body.event_id).await?;
        Ok(find(&mut tx, body.feedback_id).await?.into())
    }

    async fn delete_feedback(
        &self,
        call: Call<DeleteFeedback, Person>,
    ) -> HandlerResult<(), DeleteFeedbackError> {
        let body = &call.body;
        let mut tx = self.write().await?;
        let own = entitled(&mut tx, body.event_id, &call.principal, &Permission::CreateEventFeedback).await?;
        must_be_in_event(&mut tx, &FEEDBACKS, body.feedback_id, body.event_id).await?;
        if find(&mut tx, body.feedback_id).await?.participant_id != own.id {
            own.may(&Permission::DeleteAnothersEventFeedback)?;
        }
        delete(&mut tx, &FEEDBACKS, body.feedback_id).await?;
        Ok(tx.commit().await?)
    }

    async fn list_feedbacks(
        &self,
        call: Call<ListFeedbacks, Person>,
    ) -> HandlerResult<types::Feedbacks, ListFeedbacksError> {
        let event_id = call.body.event_id;
        let mut tx = self.pool.begin().await?;
        entitled(&mut tx, event_id, &call.principal, &Permission::ReadEventFeedbacks).await?;
        let rows: Vec<FeedbackRow> =
            sqlx::query_as("SELECT * FROM feedbacks WHERE event_id = $1 ORDER BY id")
                .bind(event_id)
                .fetch_all(&mut *tx)
                .await?;
        Ok(types::Feedbacks { feedbacks: rows.into_iter().map(Feedback::from).collect() })
    }
}

async fn find(db: &mut Db, id: i64) -> sqlx::Result<FeedbackRow> {
    sqlx::query_as("SELECT * FROM feedbacks WHERE id = $1").bind(id).fetch_one(db).await
}
