//! A handler as a user would write it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use housestyle::__private as rt;
use housestyle::server::{Credentials, Handler, Login, Security};
use housestyle::{Direction, Page, Patch, Problem};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, SET_COOKIE};
use secrecy::ExposeSecret;

use super::operations::*;
use super::server::{Call, HandlerResult, Patients, partial};
use super::types::*;

/// The number of messages and patients.
pub const MESSAGES: u128 = 25;
pub const PATIENTS: u64 = 98;

#[derive(Clone, Default)]
pub struct Clinic {
    pub logins: Arc<AtomicUsize>,
}

/// The error of a database that is locked.
#[derive(Debug)]
pub struct Locked;

impl std::fmt::Display for Locked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the database is locked")
    }
}

impl std::error::Error for Locked {}

/// The caller.
#[derive(Debug, Clone, PartialEq)]
pub struct User(pub String);

impl Handler for Clinic {
    fn api() -> &'static rt::Api {
        &super::API
    }
    fn table() -> rt::Table<Self> {
        <Self as Patients>::__table()
    }
}

impl rt::AuthHandler for Clinic {
    type Principal = <Self as Login>::Principal;
    type Authenticator = rt::Authentication<true>;
}

impl Login for Clinic {
    type Principal = User;

    async fn login(&self, credentials: &Credentials, need: &Security) -> Result<User, Problem> {
        self.logins.fetch_add(1, Ordering::Relaxed);
        assert!(!need.alternatives.is_empty());
        if let Some((user, password)) = credentials.basic() {
            return match password.expose_secret() {
                "secret" => Ok(User(user.to_owned())),
                _ => Err(Problem::unauthenticated()),
            };
        }
        match credentials.authorization("token").map(ExposeSecret::expose_secret) {
            Some("good") => Ok(User("app".into())),
            Some("slow") => {
                tokio::time::sleep(std::time::Duration::from_secs(2)).await;
                Ok(User("app".into()))
            }
            Some("slowly refused") => {
                tokio::time::sleep(std::time::Duration::from_secs(2)).await;
                Err(Problem::unauthenticated())
            }
            Some("narrow") => Err(Problem::forbidden().message("Out of scope")),
            _ => Err(Problem::unauthenticated()),
        }
    }
}

pub fn patient(patient_id: i64, name: &str) -> Patient {
    Patient {
        url: rt::Link::empty(),
        patient_id,
        name: name.to_owned(),
        born: Patch::Null,
        program: Some(Program { name: "Basic".into() }),
        created_at: "2020-04-15T10:45:00+03:00".parse().expect("a time"),
    }
}

impl Patients for Clinic {
    async fn list_patients(&self, call: Call<ListPatients, Option<User>>) -> HandlerResult<Page<Patient>> {
        let total = if call.qs.as_deref() == Some("none") { 0 } else { PATIENTS };
        let first = u64::try_from(call.page.offset())?;
        let ids = first..total.min(first.saturating_add(u64::from(call.page.size)));
        let name = call.principal.as_ref().map_or("John", |user| &user.0);
        let patients = ids.map(|id| patient(id as i64 + 1, name)).collect();
        Ok(Page::new(patients).total(total))
    }

    async fn create_patient(&self, call: Call<CreatePatient, User>) -> HandlerResult<Patient> {
        Ok(patient(7, &call.body.name))
    }

    async fn get_patient(&self, call: Call<GetPatient, Option<User>>) -> HandlerResult<Patient> {
        match call.patient_id {
            PatientRef::Integer(id @ 1..=98) => Ok(patient(id, "John")),
            PatientRef::Integer(99) => Err(Problem::hidden().message("it does exist").code("secret"))?,
            PatientRef::Integer(_) => Err(Problem::not_found())?,
            PatientRef::Text(_) => Ok(patient(51413, "John")),
        }
    }

    async fn update_patient(&self, call: Call<UpdatePatient, User>) -> HandlerResult<Patient> {
        Ok(Patient { born: call.body.born, ..patient(51413, &call.body.name) })
    }

    async fn delete_patient(&self, call: Call<DeletePatient, User>) -> HandlerResult<()> {
        assert!(matches!(call.patient_id, PatientRef::Integer(_)));
        if matches!(call.patient_id, PatientRef::Integer(7)) {
            std::future::pending::<()>().await;
        }
        Ok(())
    }

    async fn create_visit(&self, call: Call<CreateVisit, User>) -> HandlerResult<(), CreateVisitError> {
        if call.body.clinic_id == 54321 {
            Err(CreateVisitError::TimeslotIsBusy)?;
        }
        Ok(())
    }

    async fn list_messages(&self, call: Call<ListMessages>) -> HandlerResult<Page<Message>> {
        let mut uuids: Vec<u128> = (1..=MESSAGES).collect();
        let anchor = match &call.page.anchor {
            None => None,
            Some(anchor) => match anchor.parse::<rt::Uuid>() {
                Ok(uuid) if uuids.contains(&uuid.as_u128()) => Some(uuid.as_u128()),
                _ => Err(call.context().bad_anchor("is no message"))?,
            },
        };
        match call.page.direction {
            Direction::Before => {
                uuids.reverse();
                uuids.retain(|uuid| anchor.is_none_or(|anchor| *uuid < anchor));
            }
            Direction::After => uuids.retain(|uuid| anchor.is_none_or(|anchor| *uuid > anchor)),
        }
        uuids.truncate(usize::try_from(call.page.fetch())?);
        let messages = uuids.into_iter().map(|uuid| Message { uuid: rt::Uuid::from_u128(uuid) }).collect();
        Ok(Page::truncated(messages, call.page.limit()).total(MESSAGES as u64))
    }

    async fn start_report(&self, call: Call<StartReport>) -> HandlerResult<rt::Link> {
        Ok(call.context().link("/jobs/5"))
    }

    async fn get_note(&self, call: Call<GetNote>) -> HandlerResult<String> {
        let context = call.context();
        context.set_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        context.append_header(SET_COOKIE, HeaderValue::from_static("a=1"));
        context.append_header(SET_COOKIE, HeaderValue::from_static("b=2"));
        Ok(format!("{} {} {:?} {:?}", call.name, call.lang, call.trace, call.theme))
    }

    async fn put_file(&self, call: Call<PutFile>) -> HandlerResult<bytes::Bytes> {
        call.context().set_header(http::header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
        let (input, (), _) = call.into_parts();
        Ok(input.body)
    }

    async fn ask_token(&self, call: Call<AskToken>) -> HandlerResult<rt::Map<String, String>> {
        let scopes = format!("{:?}", call.body.scopes);
        Ok(rt::Map::from([("grant_type".into(), call.body.grant_type.clone()), ("scopes".into(), scopes)]))
    }

    async fn fail(&self, call: Call<Fail>) -> HandlerResult<(), FailError> {
        match call.how.as_str() {
            "panic" => panic!("secret cause"),
            "error" => Err("x".parse::<i64>().expect_err("secret cause"))?,
            "anyhow" => Err(anyhow::Error::from(Locked))?,
            "boxed" => Err(anyhow::Error::from_boxed(Box::new(Locked)).context("the visit"))?,
            "forged" => Err(std::io::Error::other("first\nERROR second \u{1b}[2J"))?,
            "slow" => tokio::time::sleep(std::time::Duration::from_millis(260)).await,
            "never" => std::future::pending().await,
            "typed" => Err(FailError::Default(502, "own body".into()))?,
            "many" => Err(Problem::too_many(std::time::Duration::from_secs(3)))?,
            "login" => Err(Problem::unauthenticated().message("Not you"))?,
            _ => {}
        }
        Ok(())
    }

    async fn forget(&self, call: Call<Forget>) -> HandlerResult<Forgotten> {
        match call.context().headers().contains_key("x-later") {
            true => Ok(Forgotten::Accepted),
            false => Ok(Forgotten::Ok(Message { uuid: rt::Uuid::from_u128(1) })),
        }
    }
}

/// A handler with one implemented operation.
pub struct Draft;

impl rt::PartialHandler for Draft {}

impl rt::AuthHandler for Draft {
    type Principal = <Self as Login>::Principal;
    type Authenticator = rt::Authentication<true>;
}

impl Login for Draft {
    type Principal = User;
    async fn login(&self, _: &Credentials, _: &Security) -> Result<User, Problem> {
        Ok(User("anyone".into()))
    }
}

impl partial::Patients for Draft {
    async fn start_report(&self, _: Call<StartReport>) -> HandlerResult<rt::Link> {
        Ok("/jobs/1".into())
    }
}

impl Handler for Draft {
    fn api() -> &'static rt::Api {
        &super::API
    }
    fn table() -> rt::Table<Self> {
        <Self as Patients>::__table()
    }
}
