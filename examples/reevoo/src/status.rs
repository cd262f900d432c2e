//! The group `status`.

use housestyle::server::{Call, HandlerResult};

use crate::Reviews;
use crate::api::API;
use crate::api::operations::*;
use crate::api::server::Status;
use crate::api::types;
use crate::database::now;

impl Status for Reviews {
    async fn get_status(&self, _: Call<GetStatus, ()>) -> HandlerResult<types::Status, GetStatusError> {
        let state = match sqlx::query("SELECT 1 FROM clients LIMIT 1").fetch_optional(&self.pool).await {
            Ok(_) => types::StatusState::Ok,
            Err(error) => {
                tracing::error!(%error, "status");
                types::StatusState::Degraded
            }
        };
        Ok(types::Status { state, version: API.version.to_owned(), updated_at: now().fixed_offset() })
    }
}
