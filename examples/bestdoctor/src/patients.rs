//! The group `patients`.

use chrono::Utc;
use housestyle::server::{Call, HandlerResult};
use housestyle::{Page, Problem, UndeclaredError};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::Clinic;
use crate::access::{Person, Role};
use crate::bestdoctor::operations::*;
use crate::bestdoctor::server::Patients;
use crate::bestdoctor::types::{Appeal, NewPatient, Patient, PatientRef, Visit};
use crate::database::Db;
use crate::rows::{PATIENTS, PatientRow};

impl Patients for Clinic {
    async fn list_patients(
        &self,
        call: Call<ListPatients, Option<Person>>,
    ) -> HandlerResult<Page<Patient>, ListPatientsError> {
        let viewer = call.principal.as_ref();
        let mut count = QueryBuilder::<Db>::new("SELECT COUNT(*) FROM patients p");
        narrow(&mut count, viewer, call.qs.as_deref());
        let total: i64 = count.build_query_scalar().fetch_one(&self.pool).await?;

        let mut query = QueryBuilder::<Db>::new(PATIENTS);
        narrow(&mut query, viewer, call.qs.as_deref());
        query.push(" ORDER BY p.patient_id LIMIT ").push_bind(call.page.limit());
        query.push(" OFFSET ").push_bind(call.page.offset());
        let rows: Vec<PatientRow> = query.build_query_as().fetch_all(&self.pool).await?;
        let seen = rows.into_iter().map(|row| match viewer {
            Some(person) => row.seen_by(person),
            None => row.reduced(),
        });
        Ok(Page::new(seen.collect()).total(total.unsigned_abs()))
    }

    async fn create_patient(
        &self,
        call: Call<CreatePatient, Person>,
    ) -> HandlerResult<Patient, CreatePatientError> {
        call.principal.care_team_only()?;
        let body = &call.body;
        if self.phone_is_taken(body.phone.as_deref(), None).await? {
            return Err(CreatePatientError::PhoneIsTaken)?;
        }
        self.check_program(body.program_id.value().copied()).await?;
        let patient_id = self.insert(body).await?;
        Ok(self.patient(patient_id).await?.seen_by(&call.principal))
    }

    async fn get_patient(&self, call: Call<GetPatient, Person>) -> HandlerResult<Patient, GetPatientError> {
        Ok(self.visible(&call.patient_id, &call.principal).await?.seen_by(&call.principal))
    }

    async fn update_patient(
        &self,
        call: Call<UpdatePatient, Person>,
    ) -> HandlerResult<Patient, UpdatePatientError> {
        let row = self.visible(&call.patient_id, &call.principal).await?;
        call.principal.no_hr()?;
        let patch = &call.body;
        if self.phone_is_taken(patch.phone.as_deref(), Some(row.patient_id)).await? {
            return Err(UpdatePatientError::PhoneIsTaken)?;
        }
        self.check_program(patch.program_id.value().copied()).await?;
        let mut changed = PatientRow {
            name: patch.name.clone().unwrap_or(row.name),
            surname: patch.surname.clone().unwrap_or(row.surname),
            gender: patch.gender.as_ref().map(ToString::to_string).or(row.gender),
            phone: patch.phone.clone().or(row.phone),
            email: patch.email.clone().or(row.email),
            ..row
        };
        patch.patronymic.clone().apply(&mut changed.patronymic);
        patch.born.apply(&mut changed.born);
        patch.program_id.apply(&mut changed.program_id);
        self.update(&changed).await?;
        Ok(self.patient(changed.patient_id).await?.seen_by(&call.principal))
    }

    async fn delete_patient(
        &self,
        call: Call<DeletePatient, Person>,
    ) -> HandlerResult<(), DeletePatientError> {
        let row = self.visible(&call.patient_id, &call.principal).await?;
        call.principal.care_team_only()?;
        if row.open_appeals > 0 {
            return Err(DeletePatientError::PatientHasOpenAppeals)?;
        }
        sqlx::query("DELETE FROM patients WHERE patient_id = $1")
            .bind(row.patient_id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn list_patient_appeals(
        &self,
        call: Call<ListPatientAppeals, Person>,
    ) -> HandlerResult<Page<Appeal>, ListPatientAppealsError> {
        let patient = self.visible(&call.patient_id, &call.principal).await?;
        call.principal.no_hr()?;
        let filter = crate::appeals::Filter { patient_id: Some(patient.patient_id), ..Default::default() };
        Ok(self.appeals_page(&filter, &call.page, &call.principal, call.context()).await?)
    }

    async fn create_patient_appeal(
        &self,
        call: Call<CreatePatientAppeal, Person>,
    ) -> HandlerResult<Appeal, CreatePatientAppealError> {
        let patient = self.visible(&call.patient_id, &call.principal).await?;
        call.principal.no_hr()?;
        let appeal_id = self.insert_appeal(&call.body, Some(patient.patient_id)).await?;
        Ok(self.appeal_answer(appeal_id, &call.principal, call.context()).await?)
    }

    async fn create_visit(&self, call: Call<CreateVisit, Person>) -> HandlerResult<Visit, CreateVisitError> {
        let patient = self.visible(&call.patient_id, &call.principal).await?;
        call.principal.no_hr()?;
        self.book(patient.patient_id, &call.body).await
    }

    async fn get_visit(&self, call: Call<GetVisit, Person>) -> HandlerResult<Visit, GetVisitError> {
        Ok(self.visit(call.visit_id, &call.principal).await?)
    }
}

/// Only what `viewer` may see, and of that only what has every word of `search`.
fn narrow(query: &mut QueryBuilder<Db>, viewer: Option<&Person>, search: Option<&str>) {
    match viewer.map(|person| (&person.role, person.patient_id)) {
        None => query.push(" WHERE p.public"),
        Some((Role::CareTeam, _)) => query.push(" WHERE TRUE"),
        Some((Role::Hr { client_id }, _)) => query.push(" WHERE p.client_id = ").push_bind(client_id.clone()),
        Some((Role::Patient, patient_id)) => query.push(" WHERE p.patient_id = ").push_bind(patient_id),
    };
    contains_words(query, if viewer.is_some() { "p.search" } else { NAMES }, search);
}

/// The names in `p.search`, which phone and email follow. A search must not reveal whose a phone or email is.
const NAMES: &str = "substr(p.search, 1, \
     length(p.search) - COALESCE(length(p.phone) + 1, 0) - COALESCE(length(p.email) + 1, 0))";

/// Adds a condition a word of `search` to a `WHERE`.
pub fn contains_words(query: &mut QueryBuilder<Db>, column: &str, search: Option<&str>) {
    for word in search.unwrap_or_default().to_lowercase().split_whitespace() {
        let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        query.push(format!(" AND {column} LIKE ")).push_bind(format!("%{escaped}%")).push(" ESCAPE '\\'");
    }
}

impl Clinic {
    /// The patient that a path names, if the caller may know of them: to anyone else they do not exist.
    pub(crate) async fn visible(
        &self,
        patient: &PatientRef,
        person: &Person,
    ) -> Result<PatientRow, UndeclaredError> {
        let patient_id = match patient {
            PatientRef::Integer(patient_id) => *patient_id,
            _ => person.patient_id.ok_or_else(Problem::hidden)?,
        };
        self.visible_id(patient_id, person).await
    }

    /// The same by id.
    pub(crate) async fn visible_id(
        &self,
        patient_id: i64,
        person: &Person,
    ) -> Result<PatientRow, UndeclaredError> {
        let row = self.find_patient(patient_id).await?.ok_or_else(Problem::hidden)?;
        if person.permissions(&row).is_empty() {
            return Err(Problem::hidden())?;
        }
        Ok(row)
    }

    pub(crate) async fn find_patient(&self, patient_id: i64) -> Result<Option<PatientRow>, sqlx::Error> {
        let mut query = QueryBuilder::<Db>::new(PATIENTS);
        query.push(" WHERE p.patient_id = ").push_bind(patient_id);
        query.build_query_as().fetch_optional(&self.pool).await
    }

    async fn patient(&self, patient_id: i64) -> Result<PatientRow, sqlx::Error> {
        self.find_patient(patient_id).await?.ok_or(sqlx::Error::RowNotFound)
    }

    async fn phone_is_taken(
        &self,
        phone: Option<&str>,
        by_other_than: Option<i64>,
    ) -> Result<bool, sqlx::Error> {
        let Some(phone) = phone else { return Ok(false) };
        let holder: Option<i64> = sqlx::query_scalar("SELECT patient_id FROM patients WHERE phone = $1")
            .bind(phone)
            .fetch_optional(&self.pool)
            .await?;
        Ok(holder.is_some_and(|holder| Some(holder) != by_other_than))
    }

    /// A reference to a program that does not exist is the body's fault.
    async fn check_program(&self, program_id: Option<i64>) -> Result<(), UndeclaredError> {
        let Some(program_id) = program_id else { return Ok(()) };
        let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM programs WHERE program_id = $1")
            .bind(program_id)
            .fetch_one(&self.pool)
            .await?;
        if known == 0 {
            return Err(unknown("Program", "program_id"))?;
        }
        Ok(())
    }

    async fn insert(&self, new: &NewPatient) -> Result<i64, sqlx::Error> {
        let search = search_text(&[
            Some(&new.name),
            Some(&new.surname),
            new.patronymic.value(),
            new.phone.as_ref(),
            new.email.as_ref(),
        ]);
        sqlx::query_scalar(
            "INSERT INTO patients (uuid, name, surname, patronymic, gender, born, phone, email, program_id, search, \
             created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING patient_id",
        )
        .bind(Uuid::new_v4())
        .bind(&new.name)
        .bind(&new.surname)
        .bind(new.patronymic.value())
        .bind(new.gender.as_ref().map(ToString::to_string))
        .bind(new.born.value())
        .bind(&new.phone)
        .bind(&new.email)
        .bind(new.program_id.value())
        .bind(search)
        .bind(Utc::now())
        .fetch_one(&self.pool)
        .await
    }

    async fn update(&self, row: &PatientRow) -> Result<(), sqlx::Error> {
        let search = search_text(&[
            Some(&row.name),
            Some(&row.surname),
            row.patronymic.as_ref(),
            row.phone.as_ref(),
            row.email.as_ref(),
        ]);
        sqlx::query(
            "UPDATE patients SET name = $1, surname = $2, patronymic = $3, gender = $4, born = $5, phone = $6, \
             email = $7, program_id = $8, search = $9 WHERE patient_id = $10",
        )
        .bind(&row.name)
        .bind(&row.surname)
        .bind(&row.patronymic)
        .bind(&row.gender)
        .bind(row.born)
        .bind(&row.phone)
        .bind(&row.email)
        .bind(row.program_id)
        .bind(search)
        .bind(row.patient_id)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

/// What a search looks through.
pub fn search_text(parts: &[Option<&String>]) -> String {
    parts.iter().flatten().map(|part| part.to_lowercase()).collect::<Vec<_>>().join(" ")
}

/// A body that refers to something that is not there.
pub fn unknown(resource: &'static str, field: &'static str) -> Problem {
    Problem::invalid_entity().entry(
        housestyle::Entry::new("not_found").resource(resource).field(field).message("There is no such thing"),
    )
}
