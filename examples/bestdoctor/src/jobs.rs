//! The group `jobs`, and the work itself.

use chrono::{DateTime, Utc};
use housestyle::server::{Call, HandlerResult};
use housestyle::{Link, Problem};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::Clinic;
use crate::access::Person;
use crate::appeals::Filter;
use crate::bestdoctor::operations::*;
use crate::bestdoctor::server::Jobs;
use crate::bestdoctor::types::{Job, JobResult, JobStatus};
use crate::database::{Db, Pool};
use crate::rows::AppealRow;

#[derive(Debug, sqlx::FromRow)]
struct JobRow {
    job_id: Uuid,
    status: String,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    line_count: Option<i64>,
    csv: Option<String>,
}

impl Jobs for Clinic {
    async fn get_job(&self, call: Call<GetJob, Person>) -> HandlerResult<Job, GetJobError> {
        let row: Option<JobRow> = sqlx::query_as(
            "SELECT job_id, status, created_at, finished_at, line_count, csv FROM jobs \
             WHERE job_id = $1 AND person_id = $2",
        )
        .bind(call.job_id)
        .bind(call.principal.person_id)
        .fetch_optional(&self.pool)
        .await?;
        let row = row.ok_or_else(Problem::hidden)?;
        Ok(Job {
            url: Link::default(),
            job_id: row.job_id,
            status: JobStatus::from(row.status.as_str()),
            created_at: row.created_at.fixed_offset(),
            finished_at: row.finished_at.map(|at| at.fixed_offset()).into(),
            result: row.line_count.zip(row.csv).map(|(rows, csv)| JobResult { rows, csv }),
        })
    }
}

impl Clinic {
    /// Starts an export, unless one of the same person is still running.
    pub(crate) async fn start_export(
        &self,
        filter: Filter,
        person: &Person,
    ) -> Result<Option<Uuid>, sqlx::Error> {
        let job_id = Uuid::new_v4();
        let started = sqlx::query(
            "INSERT INTO jobs (job_id, person_id, status, created_at) SELECT $1, $2, 'running', $3 \
             WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE person_id = $2 AND status = 'running')",
        )
        .bind(job_id)
        .bind(person.person_id)
        .bind(Utc::now())
        .execute(&self.pool)
        .await?;
        if started.rows_affected() == 0 {
            return Ok(None);
        }
        let (clinic, person) = (self.clone(), person.clone());
        tokio::spawn(async move {
            // A separate task, so that a panic ends the work but its result is still recorded.
            let working = {
                let clinic = clinic.clone();
                tokio::spawn(async move { clinic.export(job_id, &filter, &person).await })
            };
            let error: anyhow::Error = match working.await {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error.into(),
                Err(panic) => panic.into(),
            };
            tracing::error!(%job_id, %error, "export");
            if let Err(error) = fail(&clinic.pool, Some(job_id)).await {
                tracing::error!(%job_id, %error, "a job that failed is still called running");
            }
        });
        Ok(Some(job_id))
    }

    async fn export(&self, job_id: Uuid, filter: &Filter, person: &Person) -> Result<(), sqlx::Error> {
        let rows = self.appeals_for_export(filter, person).await?;
        sqlx::query(
            "UPDATE jobs SET status = 'done', finished_at = $1, line_count = $2, csv = $3 WHERE job_id = $4",
        )
        .bind(Utc::now())
        .bind(i64::try_from(rows.len()).unwrap_or(i64::MAX))
        .bind(csv(&rows))
        .bind(job_id)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

/// Notes that a job failed; without an id, that all failed which are called running.
async fn fail(pool: &Pool, job_id: Option<Uuid>) -> Result<u64, sqlx::Error> {
    let mut query = QueryBuilder::<Db>::new("UPDATE jobs SET status = 'failed', finished_at = ");
    query.push_bind(Utc::now()).push(" WHERE status = 'running'");
    if let Some(job_id) = job_id {
        query.push(" AND job_id = ").push_bind(job_id);
    }
    Ok(query.build().execute(pool).await?.rows_affected())
}

/// Marks jobs as failed that were running when their server ended. Called at the start, before any job runs.
pub(crate) async fn fail_interrupted(pool: &Pool) -> Result<(), sqlx::Error> {
    let interrupted = fail(pool, None).await?;
    if interrupted > 0 {
        tracing::warn!(interrupted, "jobs were interrupted by the end of the server that ran them");
    }
    Ok(())
}

/// RFC 4180: quoted where it must be, lines end in CR LF.
fn csv(rows: &[AppealRow]) -> String {
    let mut text = String::from("appeal_id,patient_id,category_id,priority,created_at,resolved_at,text\r\n");
    for row in rows {
        let patient_id = row.patient_id.map(|id| id.to_string()).unwrap_or_default();
        let resolved_at = row.resolved_at.map(|at| at.to_rfc3339()).unwrap_or_default();
        text += &format!(
            "{},{patient_id},{},{},{},{resolved_at},\"{}\"\r\n",
            row.appeal_id,
            row.category_id,
            row.priority,
            row.created_at.to_rfc3339(),
            row.text.replace('"', "\"\""),
        );
    }
    text
}
