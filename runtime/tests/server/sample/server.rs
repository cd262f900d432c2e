//! The traits of groups and their tables, in the shape of generated code.

use super::{API, operations, types};
use housestyle::__private as rt;
pub use rt::{Call, HandlerResult};

macro_rules! group {
    ($($method:ident: $kind:ident $ident:ident, $call:ty => $output:ty, $error:ty;)*) => {
        pub trait Patients: rt::AuthHandler {
            $(fn $method(&self, call: $call)
                -> impl ::core::future::Future<Output = HandlerResult<$output, $error>> + Send;)*

            #[doc(hidden)]
            #[must_use]
            fn __table() -> rt::Table<Self> where Self: Sized {
                patients()
            }
        }

        /// The same with 501 for operations that are not implemented.
        pub mod partial {
            use super::*;
            pub trait Patients: rt::AuthHandler + rt::PartialHandler {
                $(fn $method(&self, call: $call)
                    -> impl ::core::future::Future<Output = HandlerResult<$output, $error>> + Send {
                    rt::not_implemented(call)
                })*
            }
            impl<H: Patients> super::Patients for H {
                $(fn $method(&self, call: $call)
                    -> impl ::core::future::Future<Output = HandlerResult<$output, $error>> + Send {
                    Patients::$method(self, call)
                })*
            }
        }

        #[must_use]
        pub fn patients<H: Patients>() -> rt::Table<H> {
            rt::Table::new::<H>(&API)
                $(.entry(rt::$kind::<H, operations::$ident, _, _>(|h, call| async move { h.$method(call).await })))*
        }
    };
}
group! {
    list_patients: optional_login ListPatients, Call<operations::ListPatients, Option<Self::Principal>>
        => rt::Page<types::Patient>, rt::NoError;
    create_patient: required_login CreatePatient, Call<operations::CreatePatient, Self::Principal>
        => types::Patient, rt::NoError;
    get_patient: optional_login GetPatient, Call<operations::GetPatient, Option<Self::Principal>>
        => types::Patient, rt::NoError;
    update_patient: required_login UpdatePatient, Call<operations::UpdatePatient, Self::Principal>
        => types::Patient, rt::NoError;
    delete_patient: required_login DeletePatient, Call<operations::DeletePatient, Self::Principal>
        => (), rt::NoError;
    create_visit: required_login CreateVisit, Call<operations::CreateVisit, Self::Principal>
        => (), operations::CreateVisitError;
    list_messages: open ListMessages, Call<operations::ListMessages>
        => rt::Page<types::Message>, rt::NoError;
    start_report: open StartReport, Call<operations::StartReport>
        => rt::Link, rt::NoError;
    get_note: open GetNote, Call<operations::GetNote>
        => String, rt::NoError;
    put_file: open PutFile, Call<operations::PutFile>
        => bytes::Bytes, rt::NoError;
    ask_token: open AskToken, Call<operations::AskToken>
        => rt::Map<String, String>, rt::NoError;
    fail: open Fail, Call<operations::Fail>
        => (), operations::FailError;
    forget: open Forget, Call<operations::Forget>
        => operations::Forgotten, rt::NoError;
}
