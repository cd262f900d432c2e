//! The group `programs`.

use chrono::NaiveDate;
use housestyle::server::{Call, HandlerResult};
use housestyle::{Link, Problem};

use crate::Clinic;
use crate::access::{Person, Role};
use crate::bestdoctor::operations::*;
use crate::bestdoctor::server::Programs;
use crate::bestdoctor::types::{Program, Slot};

impl Programs for Clinic {
    async fn get_program(
        &self,
        call: Call<GetProgram, Option<Person>>,
    ) -> HandlerResult<Program, GetProgramError> {
        type Row = (i64, String, Option<String>, NaiveDate, Option<NaiveDate>);
        let row: Option<Row> = sqlx::query_as(
            "SELECT program_id, title, about, starts_on, ends_on FROM programs WHERE program_id = $1",
        )
        .bind(call.program_id)
        .fetch_optional(&self.pool)
        .await?;
        let (program_id, title, about, starts_on, ends_on) = row.ok_or_else(Problem::not_found)?;
        Ok(Program { url: Link::default(), program_id, title, about, starts_on, ends_on: ends_on.into() })
    }

    async fn get_slot(&self, call: Call<GetSlot, Person>) -> HandlerResult<Slot, GetSlotError> {
        let row: Option<(i64, String, Option<NaiveDate>, Option<i64>)> = sqlx::query_as(
            "SELECT s.slot_id, s.number, s.valid_until, p.patient_id FROM slots s \
             LEFT JOIN patients p ON p.slot_id = s.slot_id WHERE s.slot_id = $1",
        )
        .bind(call.slot_id)
        .fetch_optional(&self.pool)
        .await?;
        let (slot_id, number, valid_until, patient_id) = row.ok_or_else(Problem::hidden)?;
        let person = &call.principal;
        if person.role != Role::CareTeam
            && !patient_id.is_some_and(|patient_id| person.is_patient(patient_id))
        {
            return Err(Problem::hidden())?;
        }
        Ok(Slot { url: Link::default(), slot_id, number, valid_until: valid_until.into() })
    }
}
