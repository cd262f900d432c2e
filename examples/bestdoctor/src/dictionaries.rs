//! The group `dictionaries`.

use housestyle::server::{Call, HandlerResult};

use crate::Clinic;
use crate::access::Person;
use crate::bestdoctor::operations::*;
use crate::bestdoctor::server::Dictionaries;
use crate::bestdoctor::types::{AppealCategory, AppealResult};

impl Dictionaries for Clinic {
    async fn list_appeals_results(
        &self,
        _: Call<ListAppealsResults, Option<Person>>,
    ) -> HandlerResult<Vec<AppealResult>, ListAppealsResultsError> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("SELECT id, text FROM results ORDER BY id").fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(id, text)| AppealResult { id, text }).collect())
    }

    async fn list_appeals_categories(
        &self,
        call: Call<ListAppealsCategories, Option<Person>>,
    ) -> HandlerResult<Vec<AppealCategory>, ListAppealsCategoriesError> {
        let rows: Vec<(i64, Option<i64>, String)> =
            sqlx::query_as("SELECT id, parent, text FROM categories WHERE public OR $1 ORDER BY id")
                .bind(call.principal.is_some())
                .fetch_all(&self.pool)
                .await?;
        Ok(rows.into_iter().map(|(id, parent, text)| AppealCategory { id, parent, text }).collect())
    }
}
