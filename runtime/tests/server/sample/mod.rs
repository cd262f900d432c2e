//! A small API of clinics, in the shape of generated code.

pub mod clinic;
pub mod operations;
pub mod server;
pub mod style;
pub mod types;

use housestyle::__private as rt;

pub static API: rt::Api = rt::Api {
    title: "Acme",
    version: "1",
    style: &style::STYLE,
    document: None,
    operations: &[
        &operations::LIST_PATIENTS,
        &operations::CREATE_PATIENT,
        &operations::GET_PATIENT,
        &operations::UPDATE_PATIENT,
        &operations::DELETE_PATIENT,
        &operations::CREATE_VISIT,
        &operations::LIST_MESSAGES,
        &operations::START_REPORT,
        &operations::GET_NOTE,
        &operations::PUT_FILE,
        &operations::ASK_TOKEN,
        &operations::FAIL,
        &operations::FORGET,
    ],
};
pub static BASIC: rt::Scheme = rt::Scheme { wire: "basic", kind: rt::SchemeKind::Basic };
pub static TOKEN: rt::Scheme = rt::Scheme { wire: "token", kind: rt::SchemeKind::Authorization("token") };
