//! Operations, in the shape of generated code.

use super::{API, BASIC, TOKEN, style, types};
use housestyle::__private as rt;

use rt::Method::{Delete, Get, Patch, Post, Put};
use rt::Segment::{Literal, Mixed, Param};

const OPEN: rt::Security = rt::Security { alternatives: &[], optional: false };
const CLOSED: rt::Security = rt::Security {
    alternatives: &[
        &[rt::RequiredScheme { scheme: &BASIC, scopes: &[] }],
        &[rt::RequiredScheme { scheme: &TOKEN, scopes: &["all"] }],
    ],
    optional: false,
};
const REDUCED: rt::Security = rt::Security { optional: true, ..CLOSED };
const PATIENT_PATH: &[rt::Segment] = &[Literal("patients"), Param("patient_id")];

static PATIENT_BODY: rt::BodyMeta = rt::BodyMeta {
    required: true,
    media: &["application/json"],
    kind: rt::BodyKind::Json,
    schema: Some(&types::NEW_PATIENT),
    resource: None,
};
static VISIT_BODY: rt::BodyMeta = rt::BodyMeta { schema: Some(&types::NEW_VISIT), ..JSON_BODY };
const JSON_BODY: rt::BodyMeta = rt::BodyMeta {
    required: true,
    media: &["application/json"],
    kind: rt::BodyKind::Json,
    schema: None,
    resource: None,
};
static FORM_BODY: rt::BodyMeta = rt::BodyMeta {
    required: true,
    media: &["application/x-www-form-urlencoded"],
    kind: rt::BodyKind::Form(&[]),
    schema: Some(&types::GRANT),
    resource: None,
};
static FILE_BODY: rt::BodyMeta =
    rt::BodyMeta { required: true, media: &["*/*"], kind: rt::BodyKind::Bytes, schema: None, resource: None };

const fn meta(id: &'static str, method: rt::Method, path: &'static [rt::Segment]) -> rt::OperationMeta {
    rt::OperationMeta {
        api: &API,
        id,
        group: "patients",
        method,
        path,
        slash: false,
        security: CLOSED,
        paging: None,
        ranges: &[],
        resource: None,
        include: &[],
        sort: &[],
        list: None,
        rated: false,
        idempotency_key: rt::KeyUse::Off,
        status: 200,
        media: &[],
        styled: true,
        body: None,
    }
}

macro_rules! operations {
    ($($konst:ident = $ident:ident { $($field:ident: $ty:ty),* }
        -> $output:ty as $form:ident ! $error:ty, $meta:expr;)*) => { $(
        pub static $konst: rt::OperationMeta = $meta;
        #[derive(Debug, Clone, PartialEq)]
        pub struct $ident { $(pub $field: $ty),* }
        impl rt::Operation for $ident {
            const META: &'static rt::OperationMeta = &$konst;
            type Output = $output;
            type Form = rt::$form;
            type Error = $error;
        }
    )* };
}
operations! {
    LIST_PATIENTS = ListPatients { qs: Option<String>, ids: Option<Vec<i64>>, page: rt::NumberedPage }
        -> rt::Page<types::Patient> as Paged ! rt::NoError,
        rt::OperationMeta {
            security: REDUCED, paging: Some(&style::NUMBERED), ranges: &[],
            ..meta("listPatients", Get, &[Literal("patients")])
        };
    CREATE_PATIENT = CreatePatient { body: types::NewPatient }
        -> types::Patient as Json ! rt::NoError,
        rt::OperationMeta {
            status: 201, body: Some(&PATIENT_BODY),
            ..meta("createPatient", Post, &[Literal("patients")])
        };
    GET_PATIENT = GetPatient { patient_id: types::PatientRef }
        -> types::Patient as Json ! rt::NoError,
        rt::OperationMeta { security: REDUCED, ..meta("getPatient", Get, PATIENT_PATH) };
    UPDATE_PATIENT = UpdatePatient { patient_id: types::PatientRef, body: types::NewPatient }
        -> types::Patient as Json ! rt::NoError,
        rt::OperationMeta { body: Some(&PATIENT_BODY), ..meta("updatePatient", Patch, PATIENT_PATH) };
    DELETE_PATIENT = DeletePatient { patient_id: types::PatientRef }
        -> () as Empty ! rt::NoError,
        rt::OperationMeta { status: 204, ..meta("deletePatient", Delete, PATIENT_PATH) };
    CREATE_VISIT = CreateVisit { patient_id: types::PatientRef, body: types::NewVisit }
        -> () as Empty ! CreateVisitError,
        rt::OperationMeta {
            status: 204, body: Some(&VISIT_BODY),
            ..meta("createVisit", Post, &[Literal("patients"), Param("patient_id"), Literal("visits")])
        };
    LIST_MESSAGES = ListMessages { page: rt::KeysetPage }
        -> rt::Page<types::Message> as KeyedPaged ! rt::NoError,
        rt::OperationMeta {
            security: OPEN, paging: Some(&style::RELATIVE), ranges: &[],
            ..meta("listMessages", Get, &[Literal("chat"), Literal("messages")])
        };
    START_REPORT = StartReport {}
        -> rt::Link as JobLink ! rt::NoError,
        rt::OperationMeta { security: OPEN, status: 202, ..meta("startReport", Post, &[Literal("reports")]) };
    GET_NOTE = GetNote { name: String, lang: String, trace: Option<String>, theme: Option<String> }
        -> String as Text ! rt::NoError,
        rt::OperationMeta {
            security: OPEN, media: &["text/plain"],
            ..meta("getNote", Get, &[
                Literal("notes"), Mixed(&[rt::Piece::Param("name"), rt::Piece::Literal(".txt")]),
            ])
        };
    PUT_FILE = PutFile { body: bytes::Bytes }
        -> bytes::Bytes as Bytes ! rt::NoError,
        rt::OperationMeta {
            security: OPEN, styled: false, media: &["image/*"], body: Some(&FILE_BODY),
            ..meta("putFile", Put, &[Literal("file")])
        };
    ASK_TOKEN = AskToken { body: types::Grant }
        -> rt::Map<String, String> as Json ! rt::NoError,
        rt::OperationMeta {
            security: OPEN, styled: false, body: Some(&FORM_BODY),
            ..meta("askToken", Post, &[Literal("token")])
        };
    FAIL = Fail { how: String }
        -> () as Empty ! FailError,
        rt::OperationMeta { security: OPEN, status: 204, ..meta("fail", Post, &[Literal("fail"), Param("how")]) };
    FORGET = Forget {}
        -> Forgotten as Many ! rt::NoError,
        rt::OperationMeta { security: OPEN, ..meta("forget", Post, &[Literal("forget")]) };
}

const fn param(wire: &'static str, place: rt::Place, schema: &'static rt::Schema) -> rt::Param {
    let encoding = match place {
        rt::Place::Query | rt::Place::Cookie => rt::ParamEncoding::Form { explode: true },
        _ => rt::ParamEncoding::Simple { explode: false },
    };
    rt::Param {
        wire,
        place,
        encoding,
        schema,
        required: matches!(place, rt::Place::Path),
        default: None,
        reserved: false,
        empty: false,
    }
}
static IDS_SCHEMA: rt::Schema = rt::Schema::new(rt::Kind::Array(rt::ArrayRules::of(&rt::Schema::INT64)));
static QS: rt::Param = param("qs", rt::Place::Query, &rt::Schema::TEXT);
static IDS: rt::Param = param("ids", rt::Place::Query, &IDS_SCHEMA);
static PATIENT_ID: rt::Param = param("patient_id", rt::Place::Path, &types::PATIENT_REF);
static NAME: rt::Param = param("name", rt::Place::Path, &rt::Schema::TEXT);
static HOW: rt::Param = param("how", rt::Place::Path, &rt::Schema::TEXT);
static LANG: rt::Param =
    rt::Param { default: Some("\"en\""), ..param("lang", rt::Place::Query, &rt::Schema::TEXT) };
static TRACE: rt::Param = param("X-Trace", rt::Place::Header, &rt::Schema::TEXT);
static THEME: rt::Param = param("theme", rt::Place::Cookie, &rt::Schema::TEXT);

impl rt::Receive for ListPatients {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let qs = read.optional(&QS);
        let ids = read.optional(&IDS);
        let page = read.page(&style::NUMBERED);
        Some(Self { qs: qs?, ids: ids?, page: page? })
    }
}
impl rt::Receive for CreatePatient {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let body = read.json(&types::NEW_PATIENT);
        Some(Self { body: body? })
    }
}
impl rt::Receive for GetPatient {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let patient_id = read.required(&PATIENT_ID);
        Some(Self { patient_id: patient_id? })
    }
}
impl rt::Receive for UpdatePatient {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let patient_id = read.required(&PATIENT_ID);
        let body = read.json(&types::NEW_PATIENT);
        Some(Self { patient_id: patient_id?, body: body? })
    }
}
impl rt::Receive for DeletePatient {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let patient_id = read.required(&PATIENT_ID);
        Some(Self { patient_id: patient_id? })
    }
}
impl rt::Receive for CreateVisit {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let patient_id = read.required(&PATIENT_ID);
        let body = read.json(&types::NEW_VISIT);
        Some(Self { patient_id: patient_id?, body: body? })
    }
}
impl rt::Receive for ListMessages {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let page = read.page(&style::RELATIVE);
        Some(Self { page: page? })
    }
}
impl rt::Receive for StartReport {
    fn receive(_: &mut rt::Reader<'_>) -> Option<Self> {
        Some(Self {})
    }
}
impl rt::Receive for GetNote {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let name = read.required(&NAME);
        let lang = read.defaulted(&LANG);
        let trace = read.optional(&TRACE);
        let theme = read.optional(&THEME);
        Some(Self { name: name?, lang: lang?, trace: trace?, theme: theme? })
    }
}
impl rt::Receive for PutFile {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let body = read.bytes();
        Some(Self { body: body? })
    }
}
impl rt::Receive for AskToken {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let body = read.form(&types::GRANT);
        Some(Self { body: body? })
    }
}
impl rt::Receive for Fail {
    fn receive(read: &mut rt::Reader<'_>) -> Option<Self> {
        let how = read.required(&HOW);
        Some(Self { how: how? })
    }
}
impl rt::Receive for Forget {
    fn receive(_: &mut rt::Reader<'_>) -> Option<Self> {
        Some(Self {})
    }
}

/// One of several responses.
#[derive(Debug, Clone, PartialEq)]
pub enum Forgotten {
    Ok(types::Message),
    Accepted,
}
impl rt::Respond for Forgotten {
    fn respond(self, response: &mut rt::ResponseBuilder<'_>) -> Result<(), rt::EncodeError> {
        match self {
            Self::Ok(body) => response.status(200).json(body),
            Self::Accepted => response.status(202).empty(),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum CreateVisitError {
    /// 420, number 90210
    TimeslotIsBusy,
}
impl rt::DeclaredError for CreateVisitError {
    const DECLARED: &'static [rt::Declared] = &[rt::Declared {
        status: rt::StatusSpec::Exact(420),
        code: Some("timeslot_is_busy"),
        number: Some(90210),
        message: Some("That time is taken"),
        resource: Some("Clinic"),
        pointer: None,
        kind: None,
        suppress: Some(false),
        typed: false,
        outcome: None,
    }];
    fn encode(&self) -> rt::EncodedError {
        match self {
            Self::TimeslotIsBusy => rt::EncodedError::index(0),
        }
    }
    fn read(_: &rt::ReceivedError<'_>) -> Result<Option<Self>, rt::DecodeError> {
        Ok(None)
    }
}
impl From<CreateVisitError> for rt::HandlerError<CreateVisitError> {
    fn from(error: CreateVisitError) -> Self {
        Self::Declared(error)
    }
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FailError {
    Default(u16, String),
}
impl rt::DeclaredError for FailError {
    const DECLARED: &'static [rt::Declared] = &[rt::Declared {
        status: rt::StatusSpec::Default,
        code: None,
        number: None,
        message: None,
        resource: None,
        pointer: None,
        kind: None,
        suppress: None,
        typed: true,
        outcome: None,
    }];
    fn encode(&self) -> rt::EncodedError {
        match self {
            Self::Default(status, body) => rt::EncodedError::body(0, Some(*status), body),
        }
    }
    fn read(_: &rt::ReceivedError<'_>) -> Result<Option<Self>, rt::DecodeError> {
        Ok(None)
    }
}
impl From<FailError> for rt::HandlerError<FailError> {
    fn from(error: FailError) -> Self {
        Self::Declared(error)
    }
}
