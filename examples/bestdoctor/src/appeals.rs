//! The group `appeals`.

use chrono::{NaiveDate, Utc};
use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{Link, NumberedPage, Page, Problem, UndeclaredError};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::Clinic;
use crate::access::{Person, Role};
use crate::bestdoctor::operations::*;
use crate::bestdoctor::server::Appeals;
use crate::bestdoctor::types::{Appeal, AppealStatus, NewAppeal, Patient, Resolution};
use crate::database::Db;
use crate::patients::{contains_words, unknown};
use crate::rows::AppealRow;

/// Which appeals are meant.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those bound to this patient.
    pub patient_id: Option<i64>,
    /// Only those bound to the patient with this uuid.
    pub patient: Option<Uuid>,
    /// Only those that have every word of it.
    pub search: Option<String>,
    /// Only those made on this day or later.
    pub since: Option<NaiveDate>,
    /// Only those that are open, or that are resolved.
    pub status: Option<AppealStatus>,
}

impl Filter {
    fn narrow(&self, query: &mut QueryBuilder<Db>, person: &Person) {
        query.push(" WHERE TRUE");
        if person.role != Role::CareTeam {
            query.push(" AND patient_id = ").push_bind(person.patient_id);
        }
        if let Some(patient_id) = self.patient_id {
            query.push(" AND patient_id = ").push_bind(patient_id);
        }
        if let Some(patient) = self.patient {
            query
                .push(" AND patient_id = (SELECT patient_id FROM patients WHERE uuid = ")
                .push_bind(patient)
                .push(")");
        }
        if let Some(since) = self.since {
            query.push(" AND created_at >= ").push_bind(since.and_time(chrono::NaiveTime::MIN).and_utc());
        }
        match self.status {
            Some(AppealStatus::Open) => query.push(" AND resolved_at IS NULL"),
            Some(AppealStatus::Resolved) => query.push(" AND resolved_at IS NOT NULL"),
            _ => query,
        };
        contains_words(query, "search", self.search.as_deref());
    }
}

impl Appeals for Clinic {
    async fn list_appeals(
        &self,
        call: Call<ListAppeals, Person>,
    ) -> HandlerResult<Page<Appeal>, ListAppealsError> {
        call.principal.no_hr()?;
        let filter = Filter { patient: call.patient, search: call.qs.clone(), ..Filter::default() };
        Ok(self.appeals_page(&filter, &call.page, &call.principal, call.context()).await?)
    }

    async fn create_appeal(
        &self,
        call: Call<CreateAppeal, Person>,
    ) -> HandlerResult<Appeal, CreateAppealError> {
        call.principal.care_team_only()?;
        let appeal_id = self.insert_appeal(&call.body, None).await?;
        Ok(self.appeal_answer(appeal_id, &call.principal, call.context()).await?)
    }

    async fn export_appeals(
        &self,
        call: Call<ExportAppeals, Person>,
    ) -> HandlerResult<Link, ExportAppealsError> {
        call.principal.no_hr()?;
        let body = &call.body;
        let filter = Filter {
            patient: body.patient,
            since: body.since,
            status: body.status.clone(),
            ..Filter::default()
        };
        match self.start_export(filter, &call.principal).await? {
            Some(job_id) => Ok(call.context().link(format_args!("/jobs/{job_id}"))),
            None => Err(ExportAppealsError::ExportIsRunning)?,
        }
    }

    async fn get_appeal(&self, call: Call<GetAppeal, Person>) -> HandlerResult<Appeal, GetAppealError> {
        Ok(self.appeal_answer(call.appeal_id, &call.principal, call.context()).await?)
    }

    async fn set_resolution(
        &self,
        call: Call<SetResolution, Person>,
    ) -> HandlerResult<Resolution, SetResolutionError> {
        let row = self.appeal(call.appeal_id, &call.principal).await?;
        call.principal.care_team_only()?;
        self.check_known("results", call.body.result_id)
            .await?
            .ok_or_else(|| unknown("AppealResult", "result_id"))?;
        let changed = sqlx::query(
            "UPDATE appeals SET result_id = $1, comment = $2, resolved_at = $3 \
             WHERE appeal_id = $4 AND resolved_at IS NULL",
        )
        .bind(call.body.result_id)
        .bind(call.body.comment.value())
        .bind(Utc::now())
        .bind(row.appeal_id)
        .execute(&self.pool)
        .await?;
        if changed.rows_affected() == 0 {
            return Err(SetResolutionError::AppealAlreadyResolved)?;
        }
        let row = self.appeal(call.appeal_id, &call.principal).await?;
        Ok(row.resolution().ok_or(sqlx::Error::RowNotFound)?)
    }

    async fn clear_resolution(
        &self,
        call: Call<ClearResolution, Person>,
    ) -> HandlerResult<(), ClearResolutionError> {
        let row = self.appeal(call.appeal_id, &call.principal).await?;
        call.principal.care_team_only()?;
        let changed = sqlx::query(
            "UPDATE appeals SET result_id = NULL, comment = NULL, resolved_at = NULL \
             WHERE appeal_id = $1 AND resolved_at IS NOT NULL",
        )
        .bind(row.appeal_id)
        .execute(&self.pool)
        .await?;
        if changed.rows_affected() == 0 {
            return Err(ClearResolutionError::AppealNotResolved)?;
        }
        Ok(())
    }

    async fn bind_patient(&self, call: Call<BindPatient, Person>) -> HandlerResult<Appeal, BindPatientError> {
        let row = self.appeal(call.appeal_id, &call.principal).await?;
        call.principal.care_team_only()?;
        let patient_id = call.body.patient_id;
        self.find_patient(patient_id).await?.ok_or_else(|| unknown("Patient", "patient_id"))?;
        let changed = sqlx::query(
            "UPDATE appeals SET patient_id = $1 WHERE appeal_id = $2 AND (patient_id IS NULL OR patient_id = $1)",
        )
        .bind(patient_id)
        .bind(row.appeal_id)
        .execute(&self.pool)
        .await?;
        if changed.rows_affected() == 0 {
            return Err(BindPatientError::AppealBoundElsewhere)?;
        }
        Ok(self.appeal_answer(row.appeal_id, &call.principal, call.context()).await?)
    }
}

impl Clinic {
    pub(crate) async fn appeals_page(
        &self,
        filter: &Filter,
        page: &NumberedPage,
        person: &Person,
        context: &Context,
    ) -> Result<Page<Appeal>, UndeclaredError> {
        let mut count = QueryBuilder::<Db>::new("SELECT COUNT(*) FROM appeals");
        filter.narrow(&mut count, person);
        let total: i64 = count.build_query_scalar().fetch_one(&self.pool).await?;
        let mut query = QueryBuilder::<Db>::new("SELECT * FROM appeals");
        filter.narrow(&mut query, person);
        query.push(" ORDER BY created_at DESC, appeal_id DESC LIMIT ").push_bind(page.limit());
        query.push(" OFFSET ").push_bind(page.offset());
        let rows: Vec<AppealRow> = query.build_query_as().fetch_all(&self.pool).await?;
        let mut appeals = Vec::with_capacity(rows.len());
        for row in rows {
            appeals.push(self.in_answer(row, person, context).await?);
        }
        Ok(Page::new(appeals).total(total.unsigned_abs()))
    }

    /// Every appeal of `filter` that `person` may view, oldest first.
    pub(crate) async fn appeals_for_export(
        &self,
        filter: &Filter,
        person: &Person,
    ) -> Result<Vec<AppealRow>, sqlx::Error> {
        let mut query = QueryBuilder::<Db>::new("SELECT * FROM appeals");
        filter.narrow(&mut query, person);
        query.push(" ORDER BY created_at, appeal_id");
        query.build_query_as().fetch_all(&self.pool).await
    }

    pub(crate) async fn appeal_answer(
        &self,
        appeal_id: i64,
        person: &Person,
        context: &Context,
    ) -> Result<Appeal, UndeclaredError> {
        let row = self.appeal(appeal_id, person).await?;
        Ok(self.in_answer(row, person, context).await?)
    }

    /// Embeds the patient if the caller requested everything.
    async fn in_answer(
        &self,
        row: AppealRow,
        person: &Person,
        context: &Context,
    ) -> Result<Appeal, sqlx::Error> {
        let patient: Option<Patient> = match row.patient_id {
            Some(patient_id) if context.representation().asks_for("full") => {
                self.find_patient(patient_id).await?.map(|patient| patient.seen_by(person))
            }
            _ => None,
        };
        Ok(row.with_patient(patient))
    }

    /// An appeal that the caller may view; to anyone else it does not exist.
    async fn appeal(&self, appeal_id: i64, person: &Person) -> Result<AppealRow, UndeclaredError> {
        let row: Option<AppealRow> = sqlx::query_as("SELECT * FROM appeals WHERE appeal_id = $1")
            .bind(appeal_id)
            .fetch_optional(&self.pool)
            .await?;
        let row = row.ok_or_else(Problem::hidden)?;
        let theirs = row.patient_id.is_some_and(|patient_id| person.is_patient(patient_id));
        if person.role != Role::CareTeam && !theirs {
            return Err(Problem::hidden())?;
        }
        Ok(row)
    }

    pub(crate) async fn insert_appeal(&self, new: &NewAppeal, patient_id: Option<i64>) -> HandlerResult<i64> {
        self.check_known("categories", new.category_id)
            .await?
            .ok_or_else(|| unknown("AppealCategory", "category_id"))?;
        let labels = new.labels.clone().unwrap_or_default();
        let search = format!("{} {}", new.text, labels.join(" ")).to_lowercase();
        let appeal_id = sqlx::query_scalar(
            "INSERT INTO appeals (uuid, patient_id, text, category_id, priority, labels, callback_at, search, \
             created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING appeal_id",
        )
        .bind(Uuid::new_v4())
        .bind(patient_id)
        .bind(&new.text)
        .bind(new.category_id)
        .bind(new.priority.to_string())
        .bind(sqlx::types::Json(&labels))
        .bind(new.callback_at.value().map(chrono::DateTime::to_utc))
        .bind(search)
        .bind(Utc::now())
        .fetch_one(&self.pool)
        .await?;
        Ok(appeal_id)
    }

    async fn check_known(&self, dictionary: &'static str, id: i64) -> Result<Option<()>, sqlx::Error> {
        let mut query = QueryBuilder::<Db>::new("SELECT COUNT(*) FROM ");
        query.push(dictionary).push(" WHERE id = ").push_bind(id);
        let known: i64 = query.build_query_scalar().fetch_one(&self.pool).await?;
        Ok((known > 0).then_some(()))
    }
}
