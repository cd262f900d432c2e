//! A group that is listed and not implemented; a method that is missing; a group that does not exist.

housestyle::api!(pub mod clinic = "clinic.yaml", server);

use clinic::operations::*;
use clinic::server::Patients;
use housestyle::server::{HandlerResult, Call, not_implemented};

#[derive(housestyle::Handler)]
#[handler(api = clinic, groups(Patients))]
struct Nothing;

#[derive(housestyle::Handler)]
#[handler(api = clinic)]
struct Everything;

#[derive(housestyle::Handler)]
#[handler(api = clinic, groups(Patients))]
struct Half;

impl Patients for Half {
    async fn create_patient(&self, call: Call<CreatePatient>) -> HandlerResult<clinic::types::Patient, CreatePatientError> {
        not_implemented(call).await
    }
}

#[derive(housestyle::Handler)]
#[handler(api = clinic, groups(Doctors))]
struct Doctors;

fn main() {}
