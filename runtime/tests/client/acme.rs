//! A small API of pets, in the shape of generated code.

use housestyle::Link;
use housestyle::api::operation::{self, Operation};
use housestyle::api::{
    BodyKind, BodyMeta, Declared, DeclaredError, EncodedError, Method, NoError, OperationMeta, Param,
    ParamEncoding, Piece, Place, ReceivedError, RequiredScheme, Scheme, SchemeKind, Security, Segment,
    StatusSpec,
};
use housestyle::client::{ClientBuilder, ClientCore, Dispatch, DispatchBody, RetryPolicy, Writer};
use housestyle::codec::DecodeError;
use housestyle::paging::{KeysetPage, NumberedPage, Page, PageRequest};
use housestyle::schema::{Kind, Schema};
use serde::{Deserialize, Serialize};

pub use crate::acme_style::{API, NUMBERED, RELATIVE};

static BASIC: Scheme = Scheme { wire: "login", kind: SchemeKind::Basic };
static TOKEN: Scheme = Scheme { wire: "app", kind: SchemeKind::Authorization("token") };
static KEY: Scheme = Scheme { wire: "key", kind: SchemeKind::Header("X-Api-Key") };
static QUERY: Scheme = Scheme { wire: "query_key", kind: SchemeKind::Query("api_key") };
static COOKIE: Scheme = Scheme { wire: "session", kind: SchemeKind::Cookie("sid") };

const fn need(scheme: &'static Scheme) -> RequiredScheme {
    RequiredScheme { scheme, scopes: &[] }
}

static SECURITY: Security = Security {
    alternatives: &[
        const { &[need(&BASIC)] },
        const { &[need(&TOKEN)] },
        const { &[need(&KEY), need(&COOKIE)] },
        const { &[need(&QUERY)] },
    ],
    optional: true,
};

const fn meta(id: &'static str, method: Method, path: &'static [Segment]) -> OperationMeta {
    OperationMeta {
        api: &API,
        id,
        group: "pets",
        method,
        path,
        slash: false,
        security: SECURITY,
        paging: None,
        ranges: &[],
        resource: None,
        include: &[],
        sort: &[],
        list: None,
        rated: false,
        idempotency_key: housestyle::style::KeyUse::Off,
        status: 200,
        styled: true,
        body: None,
        media: &[],
    }
}

static ANY: Schema = Schema::new(Kind::Any);

const fn param(wire: &'static str, place: Place, encoding: ParamEncoding) -> Param {
    Param {
        wire,
        place,
        encoding,
        schema: &ANY,
        required: false,
        default: None,
        reserved: false,
        empty: false,
    }
}

static QS: Param = param("qs", Place::Query, ParamEncoding::Form { explode: true });
static TAGS: Param = param("tags", Place::Query, ParamEncoding::Form { explode: false });
static TRACE: Param = param("X-Trace", Place::Header, ParamEncoding::Simple { explode: false });
static FLAVOUR: Param = param("flavour", Place::Cookie, ParamEncoding::Form { explode: true });
static PET_ID: Param = param("pet_id", Place::Path, ParamEncoding::Simple { explode: false });
static FILE: Param = param("file", Place::Path, ParamEncoding::Simple { explode: false });

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pet {
    pub id: i64,
    pub name: String,
    #[serde(default)]
    pub visits_url: Link,
}

/// `GET /pets`
#[derive(Debug, Clone)]
pub struct ListPets {
    pub qs: Option<String>,
    pub tags: Option<Vec<String>>,
    pub trace: Option<String>,
    pub flavour: Option<String>,
    pub page: NumberedPage,
}

impl ListPets {
    pub fn new() -> Self {
        Self { qs: None, tags: None, trace: None, flavour: None, page: NumberedPage::first(&NUMBERED, &[]) }
    }
}

impl Operation for ListPets {
    const META: &'static OperationMeta = &OperationMeta {
        paging: Some(&NUMBERED),
        ranges: &[],
        resource: None,
        include: &[],
        sort: &[],
        list: None,
        rated: false,
        idempotency_key: housestyle::style::KeyUse::Off,
        ..meta("listPets", Method::Get, &[Segment::Literal("pets")])
    };
    type Output = Page<Pet>;
    type Form = operation::Paged;
    type Error = NoError;
}

impl Dispatch for ListPets {
    fn dispatch(&self, write: &mut Writer) {
        write.optional(&QS, &self.qs);
        write.optional(&TAGS, &self.tags);
        write.optional(&TRACE, &self.trace);
        write.optional(&FLAVOUR, &self.flavour);
        write.page(&NUMBERED, &self.page);
    }
}

/// `GET /events`
#[derive(Debug, Clone)]
pub struct ListEvents {
    pub page: KeysetPage,
}

impl Operation for ListEvents {
    const META: &'static OperationMeta = &OperationMeta {
        paging: Some(&RELATIVE),
        ranges: &[],
        resource: None,
        include: &[],
        sort: &[],
        list: None,
        rated: false,
        idempotency_key: housestyle::style::KeyUse::Off,
        ..meta("listEvents", Method::Get, &[Segment::Literal("events")])
    };
    type Output = Page<i64>;
    type Form = operation::KeyedPaged;
    type Error = NoError;
}

impl Dispatch for ListEvents {
    fn dispatch(&self, write: &mut Writer) {
        write.page(&RELATIVE, &self.page);
    }
}

/// `GET /pets/{pet_id}`
#[derive(Debug, Clone)]
pub struct GetPet {
    pub pet_id: String,
}

impl Operation for GetPet {
    const META: &'static OperationMeta =
        &meta("getPet", Method::Get, &[Segment::Literal("pets"), Segment::Param("pet_id")]);
    type Output = Pet;
    type Form = operation::Json;
    type Error = NoError;
}

impl Dispatch for GetPet {
    fn dispatch(&self, write: &mut Writer) {
        write.required(&PET_ID, &self.pet_id);
    }
}

/// `DELETE /pets/{pet_id}`
#[derive(Debug, Clone)]
pub struct DeletePet {
    pub pet_id: String,
}

impl Operation for DeletePet {
    const META: &'static OperationMeta = &OperationMeta {
        status: 204,
        ..meta("deletePet", Method::Delete, &[Segment::Literal("pets"), Segment::Param("pet_id")])
    };
    type Output = ();
    type Form = operation::Empty;
    type Error = NoError;
}

impl Dispatch for DeletePet {
    fn dispatch(&self, write: &mut Writer) {
        write.required(&PET_ID, &self.pet_id);
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewVisit {
    pub clinic_id: i64,
}

/// `POST /pets/{pet_id}/visits`
#[derive(Debug, Clone)]
pub struct CreateVisit {
    pub pet_id: String,
    pub body: NewVisit,
}

static VISIT_BODY: BodyMeta = BodyMeta {
    required: true,
    media: &["application/json"],
    kind: BodyKind::Json,
    schema: None,
    resource: None,
};

impl Operation for CreateVisit {
    const META: &'static OperationMeta = &OperationMeta {
        status: 201,
        body: Some(&VISIT_BODY),
        ..meta(
            "createVisit",
            Method::Post,
            &[Segment::Literal("pets"), Segment::Param("pet_id"), Segment::Literal("visits")],
        )
    };
    type Output = i64;
    type Form = operation::Json;
    type Error = CreateVisitError;
}

impl Dispatch for CreateVisit {
    fn dispatch(&self, write: &mut Writer) {
        write.required(&PET_ID, &self.pet_id);
        Self::dispatch_body(&self.body, write);
    }
}

impl DispatchBody for CreateVisit {
    type Body = NewVisit;

    fn dispatch_body(body: &NewVisit, write: &mut Writer) {
        write.json(body);
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreateVisitError {
    TimeslotIsBusy,
    ClinicIsClosed,
    Gone(Why),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Why {
    pub why: String,
}

const fn declared(status: u16, code: Option<&'static str>, number: Option<i64>) -> Declared {
    let (message, resource, suppress) = (None, None, None);
    Declared {
        status: StatusSpec::Exact(status),
        code,
        number,
        message,
        resource,
        pointer: None,
        kind: None,
        suppress,
        typed: code.is_none(),
        outcome: None,
    }
}

impl DeclaredError for CreateVisitError {
    const DECLARED: &'static [Declared] = &[
        declared(420, Some("timeslot_is_busy"), Some(90210)),
        declared(420, Some("clinic_is_closed"), None),
        declared(410, None, None),
    ];

    fn encode(&self) -> EncodedError {
        EncodedError::index(0)
    }

    fn read(received: &ReceivedError<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(match received.index {
            0 => Some(Self::TimeslotIsBusy),
            1 => Some(Self::ClinicIsClosed),
            2 => Some(Self::Gone(received.body()?)),
            _ => None,
        })
    }
}

/// `GET /files/{file}.txt`, outside the style.
#[derive(Debug, Clone)]
pub struct GetFile {
    pub file: String,
}

impl Operation for GetFile {
    const META: &'static OperationMeta = &OperationMeta {
        styled: false,
        media: &["text/plain"],
        ..meta(
            "getFile",
            Method::Get,
            &[Segment::Literal("files"), Segment::Mixed(&[Piece::Param("file"), Piece::Literal(".txt")])],
        )
    };
    type Output = String;
    type Form = operation::Text;
    type Error = NoError;
}

impl Dispatch for GetFile {
    fn dispatch(&self, write: &mut Writer) {
        write.required(&FILE, &self.file);
    }
}

/// Returns a client without retries.
pub fn client(base: &str) -> ClientCore {
    builder(base).build().unwrap()
}

/// Returns the builder of a client without retries.
pub fn builder(base: &str) -> ClientBuilder {
    ClientBuilder::new(&API, base).retry(RetryPolicy::never())
}

/// Returns a call of [`GetPet`].
pub fn get_pet(pet_id: &str) -> GetPet {
    GetPet { pet_id: pet_id.to_owned() }
}

/// Returns a call of [`CreateVisit`].
pub fn create_visit() -> CreateVisit {
    CreateVisit { pet_id: "7".to_owned(), body: NewVisit { clinic_id: 5 } }
}

/// Returns a pet as JSON.
pub const PET: &str =
    r#"{"data":{"id":7,"name":"Rex","visits_url":"/pets/7/visits","unheard":[1]},"meta":null}"#;
