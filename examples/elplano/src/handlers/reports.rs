//! The group `reports`: reports to the people who run the service.

use housestyle::server::{Call, HandlerResult};

use super::accounts::message;
use crate::Planner;
use crate::access::Person;
use crate::elplano::operations::*;
use crate::elplano::server::Reports;
use crate::elplano::types::Message;
use crate::references::{nowhere, one};
use crate::rows::reports;
use crate::rows::users::UserRow;

impl Reports for Planner {
    async fn report_abuse(
        &self,
        call: Call<ReportAbuse, Person>,
    ) -> HandlerResult<Message, ReportAbuseError> {
        let user_id = one(&call.body.user, "user")?;
        let mut tx = self.write().await?;
        if UserRow::find(&mut tx, user_id).await?.is_none() {
            return Err(nowhere("/data/relationships/user"))?;
        }
        if !reports::abuse(&mut tx, call.principal.user_id, user_id, &call.body.message, self.now()).await? {
            return Err(ReportAbuseError::AlreadyReported)?;
        }
        tx.commit().await?;
        Ok(message(call.context(), "reported"))
    }

    async fn report_bug(&self, call: Call<ReportBug, Person>) -> HandlerResult<Message, ReportBugError> {
        let mut tx = self.write().await?;
        reports::bug(&mut tx, call.principal.user_id, &call.body.message, self.now()).await?;
        tx.commit().await?;
        Ok(message(call.context(), "reported"))
    }
}
