//! Who may do what.

use housestyle::Problem;

use crate::bestdoctor::types::Permission;
use crate::rows::PatientRow;

/// A user who is logged in.
#[derive(Debug, Clone)]
pub struct Person {
    /// The id of the account.
    pub person_id: i64,
    /// What kind of account it is.
    pub role: Role,
    /// The patient that they are.
    pub patient_id: Option<i64>,
    /// The application that speaks for them.
    pub app: Option<String>,
}

/// A kind of account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A patient: sees and changes their own data.
    Patient,
    /// The care team: sees and changes everything.
    CareTeam,
    /// A client's human resources: sees who is insured by that client.
    Hr {
        /// The client.
        client_id: String,
    },
}

impl Person {
    /// Whether this is the patient themselves.
    pub fn is_patient(&self, patient_id: i64) -> bool {
        self.patient_id == Some(patient_id)
    }

    /// What this person may do with a patient; empty if not even see that they exist.
    pub fn permissions(&self, patient: &PatientRow) -> Vec<Permission> {
        match &self.role {
            Role::CareTeam => {
                vec![Permission::PatientView, Permission::AppealAddForPatient, Permission::AppealAdd]
            }
            Role::Patient if self.is_patient(patient.patient_id) => {
                vec![Permission::PatientView, Permission::AppealAddForPatient]
            }
            Role::Hr { client_id } if patient.client_id.as_ref() == Some(client_id) => {
                vec![Permission::PatientView]
            }
            Role::Patient | Role::Hr { .. } => Vec::new(),
        }
    }

    /// Fails unless the caller belongs to the care team.
    pub fn care_team_only(&self) -> Result<(), Problem> {
        if self.role == Role::CareTeam { Ok(()) } else { Err(Problem::forbidden()) }
    }

    /// Human resources may look at people, not at what ails them.
    pub fn no_hr(&self) -> Result<(), Problem> {
        if matches!(self.role, Role::Hr { .. }) { Err(Problem::forbidden()) } else { Ok(()) }
    }
}
