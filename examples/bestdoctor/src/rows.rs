//! Rows as the database has them, and what they are over the wire.

use chrono::{DateTime, NaiveDate, Utc};
use housestyle::{Link, Patch};
use uuid::Uuid;

use crate::access::Person;
use crate::bestdoctor::types::{
    Appeal, AppealPriority, AppealStatus, ChatAuthor, ChatMessage, Gender, Patient, Program, Resolution, Slot,
};

/// A patient, with the program and the slot.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PatientRow {
    pub patient_id: i64,
    pub uuid: Uuid,
    pub client_id: Option<String>,
    pub name: String,
    pub surname: String,
    pub patronymic: Option<String>,
    pub gender: Option<String>,
    pub born: Option<NaiveDate>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub program_id: Option<i64>,
    pub slot_id: Option<i64>,
    pub created_at: DateTime<Utc>,
    pub title: Option<String>,
    pub about: Option<String>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub number: Option<String>,
    pub valid_until: Option<NaiveDate>,
    pub open_appeals: i64,
}

/// What [`PatientRow`] is read with; a `WHERE` may follow.
pub const PATIENTS: &str = "SELECT p.*, g.title, g.about, g.starts_on, g.ends_on, s.number, s.valid_until, \
     (SELECT COUNT(*) FROM appeals a WHERE a.patient_id = p.patient_id AND a.resolved_at IS NULL) AS open_appeals \
     FROM patients p LEFT JOIN programs g ON g.program_id = p.program_id LEFT JOIN slots s ON s.slot_id = p.slot_id";

impl PatientRow {
    /// The patient in full, for callers who may view it.
    pub fn seen_by(self, person: &Person) -> Patient {
        let permissions = person.permissions(&self);
        Patient { permissions, ..self.into() }
    }

    /// What every caller may see: no insurance data.
    pub fn reduced(self) -> Patient {
        let all = Patient::from(self);
        Patient {
            born: Patch::Absent,
            phone: None,
            email: None,
            program: None,
            program_id: Patch::Absent,
            slot: None,
            slot_id: Patch::Absent,
            open_appeals: None,
            ..all
        }
    }
}

impl From<PatientRow> for Patient {
    fn from(row: PatientRow) -> Self {
        let program = match (row.program_id, row.title, row.starts_on) {
            (Some(program_id), Some(title), Some(starts_on)) => Some(Program {
                url: Link::default(),
                program_id,
                title,
                about: row.about,
                starts_on,
                ends_on: row.ends_on.into(),
            }),
            _ => None,
        };
        let slot = row.slot_id.zip(row.number).map(|(slot_id, number)| Slot {
            url: Link::default(),
            slot_id,
            number,
            valid_until: row.valid_until.into(),
        });
        Self {
            url: Link::default(),
            patient_id: row.patient_id,
            uuid: row.uuid,
            name: row.name,
            surname: row.surname,
            patronymic: row.patronymic.into(),
            gender: row.gender.map(|gender| Gender::from(gender.as_str())),
            born: row.born.into(),
            phone: row.phone,
            email: row.email,
            program_id: row.program_id.into(),
            program,
            program_url: Link::default(),
            slot_id: row.slot_id.into(),
            slot,
            slot_url: Link::default(),
            appeals_url: Link::default(),
            open_appeals: i32::try_from(row.open_appeals).ok(),
            permissions: Vec::new(),
            created_at: row.created_at.fixed_offset(),
        }
    }
}

/// An appeal.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AppealRow {
    pub appeal_id: i64,
    pub uuid: Uuid,
    pub patient_id: Option<i64>,
    pub text: String,
    pub category_id: i64,
    pub priority: String,
    #[sqlx(json)]
    pub labels: Vec<String>,
    pub callback_at: Option<DateTime<Utc>>,
    pub result_id: Option<i64>,
    pub comment: Option<String>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl AppealRow {
    /// What came of it.
    pub fn resolution(&self) -> Option<Resolution> {
        let (result_id, resolved_at) = self.result_id.zip(self.resolved_at)?;
        Some(Resolution {
            result_id,
            comment: self.comment.clone().into(),
            resolved_at: resolved_at.fixed_offset(),
        })
    }

    /// With the patient where the answer is to embed it.
    pub fn with_patient(self, patient: Option<Patient>) -> Appeal {
        let resolution = self.resolution();
        Appeal {
            url: Link::default(),
            appeal_id: self.appeal_id,
            uuid: self.uuid,
            text: self.text,
            category_id: self.category_id,
            priority: AppealPriority::from(self.priority.as_str()),
            labels: Some(self.labels),
            callback_at: self.callback_at.map(|at| at.fixed_offset()).into(),
            status: if resolution.is_some() { AppealStatus::Resolved } else { AppealStatus::Open },
            patient_id: self.patient_id,
            patient,
            patient_url: Link::default(),
            resolution,
            created_at: self.created_at.fixed_offset(),
        }
    }
}

/// A message.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct MessageRow {
    pub uuid: Uuid,
    pub text: String,
    pub author: String,
    pub created_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

impl From<MessageRow> for ChatMessage {
    fn from(row: MessageRow) -> Self {
        Self {
            uuid: row.uuid,
            text: row.text,
            author: ChatAuthor::from(row.author.as_str()),
            created_at: row.created_at.fixed_offset(),
            read_at: row.read_at.map(|at| at.fixed_offset()),
        }
    }
}
