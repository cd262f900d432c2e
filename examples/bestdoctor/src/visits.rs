//! Visits to clinics; their operations are in the group `patients`.

use chrono::{DateTime, Utc};
use housestyle::server::HandlerResult;
use housestyle::{Link, Problem, UndeclaredError};

use crate::Clinic;
use crate::access::Person;
use crate::bestdoctor::operations::CreateVisitError;
use crate::bestdoctor::types::{NewVisit, Visit};
use crate::patients::unknown;

#[derive(Debug, sqlx::FromRow)]
struct VisitRow {
    visit_id: i64,
    patient_id: i64,
    clinic_id: i64,
    timeslot: DateTime<Utc>,
    reason: Option<String>,
    created_at: DateTime<Utc>,
}

impl From<VisitRow> for Visit {
    fn from(row: VisitRow) -> Self {
        Self {
            url: Link::default(),
            visit_id: row.visit_id,
            patient_id: row.patient_id,
            patient_url: Link::default(),
            clinic_id: row.clinic_id,
            timeslot: row.timeslot.fixed_offset(),
            reason: row.reason,
            created_at: row.created_at.fixed_offset(),
        }
    }
}

impl Clinic {
    /// Books a time. The table lets each be taken once, so two callers at once cannot both have it.
    pub(crate) async fn book(
        &self,
        patient_id: i64,
        new: &NewVisit,
    ) -> HandlerResult<Visit, CreateVisitError> {
        let clinics: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM clinics WHERE clinic_id = $1")
            .bind(new.clinic_id)
            .fetch_one(&self.pool)
            .await?;
        if clinics == 0 {
            return Err(unknown("Clinic", "clinic_id"))?;
        }
        let timeslot = new.timeslot.to_utc();
        let taken: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM visits WHERE clinic_id = $1 AND timeslot = $2")
                .bind(new.clinic_id)
                .bind(timeslot)
                .fetch_one(&self.pool)
                .await?;
        if taken > 0 {
            return Err(CreateVisitError::TimeslotIsBusy)?;
        }
        if timeslot < Utc::now() {
            return Err(CreateVisitError::TimeslotIsPast)?;
        }
        let booked: Result<VisitRow, sqlx::Error> = sqlx::query_as(
            "INSERT INTO visits (patient_id, clinic_id, timeslot, reason, created_at) VALUES ($1, $2, $3, $4, $5) \
             RETURNING visit_id, patient_id, clinic_id, timeslot, reason, created_at",
        )
        .bind(patient_id)
        .bind(new.clinic_id)
        .bind(timeslot)
        .bind(&new.reason)
        .bind(Utc::now())
        .fetch_one(&self.pool)
        .await;
        match booked {
            Ok(row) => Ok(row.into()),
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                Err(CreateVisitError::TimeslotIsBusy)?
            }
            Err(error) => Err(error)?,
        }
    }

    /// A visit of a patient whom the caller may view.
    pub(crate) async fn visit(&self, visit_id: i64, person: &Person) -> Result<Visit, UndeclaredError> {
        let row: Option<VisitRow> = sqlx::query_as(
            "SELECT visit_id, patient_id, clinic_id, timeslot, reason, created_at FROM visits \
             WHERE visit_id = $1 AND patient_id IS NOT NULL",
        )
        .bind(visit_id)
        .fetch_optional(&self.pool)
        .await?;
        let row = row.ok_or_else(Problem::hidden)?;
        self.visible_id(row.patient_id, person).await?;
        person.no_hr()?;
        Ok(row.into())
    }
}
