//! What `derive(Handler)` takes: generics, where clauses, enums, all groups, partial ones; and `api!` with a module around
//! its items.

#![deny(warnings)]

housestyle::api! {
    /// The clinic.
    pub mod clinic = "../macros/tests/ui/clinic.yaml", server, client
}

use clinic::operations::*;
use clinic::server::{Patients, partial};
use clinic::types::Patient;
use housestyle::server::{Call, Handler as _, HandlerResult, not_implemented};

#[derive(Clone, housestyle::Handler)]
#[handler(api = crate::clinic, groups(Patients))]
struct Clinic<S>
where
    S: Send + Sync + 'static,
{
    store: S,
}

impl<S: Send + Sync + 'static> Patients for Clinic<S> {
    async fn list_patients(
        &self,
        call: Call<ListPatients>,
    ) -> HandlerResult<Vec<Patient>, ListPatientsError> {
        let _ = &self.store;
        not_implemented(call).await
    }
    async fn create_patient(&self, call: Call<CreatePatient>) -> HandlerResult<Patient, CreatePatientError> {
        not_implemented(call).await
    }
    async fn get_patient(&self, call: Call<GetPatient>) -> HandlerResult<Patient, GetPatientError> {
        not_implemented(call).await
    }
}

#[derive(housestyle::Handler)]
#[handler(api = clinic, partial)]
enum PartialHandler {
    One,
}

impl partial::Patients for PartialHandler {
    async fn get_patient(&self, call: Call<GetPatient>) -> HandlerResult<Patient, GetPatientError> {
        not_implemented(call).await
    }
}

#[test]
fn both_are_handlers_of_the_entire_api() {
    let clinic = Clinic { store: 7 };
    let clone = clinic.clone();
    assert_eq!(clone.store, 7);
    drop((clinic.into_service(), PartialHandler::One.into_service()));
    assert_eq!(format!("{:?}", Clinic::<u8>::table()), format!("{:?}", PartialHandler::table()));
}

mod elsewhere {
    housestyle::api!("../macros/tests/ui/clinic.yaml", client);
}

#[test]
fn an_api_is_where_its_macro_is() {
    assert_eq!(elsewhere::API.title, clinic::API.title);
}
