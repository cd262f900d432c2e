//! A small JSON:API service of a school's events, in the shape of generated code.

use housestyle::api::operation::{self, Operation};
use housestyle::api::{
    BodyKind, BodyMeta, BodyResource, Declared, DeclaredError, DocumentPurpose, EncodedError, Method,
    NoError, OperationMeta, Param, ParamEncoding, Place, ReceivedError, Security, Segment, StatusSpec,
};
use housestyle::client::{ClientBuilder, ClientCore, Dispatch, DispatchBody, RetryPolicy, Writer};
use housestyle::codec::DecodeError;
use housestyle::jsonapi::{
    Attributes, Related, RelationshipMeta, Relationships, Resource, ResourceMeta, ResourceType, SortField,
};
use housestyle::paging::{CursorPage, NumberedOrRows, Page};
use housestyle::schema::{Kind, Schema};
use housestyle::{Patch, WithMeta};
use serde::{Deserialize, Serialize};

pub use crate::school_style::{API, CURSOR, MEDIA, NUMBERED};

pub static EVENT: ResourceMeta = ResourceMeta::new(
    "event",
    &["title", "starts_at"],
    &[RelationshipMeta::one("creator", &[&STUDENT]), RelationshipMeta::many("labels", &[&LABEL])],
);
static STUDENT: ResourceMeta =
    ResourceMeta::new("student", &["name"], &[RelationshipMeta::many("events", &[&EVENT])]);
static LABEL: ResourceMeta = ResourceMeta::new("label", &["word"], &[]);
static REPORT: ResourceMeta = ResourceMeta::new("report", &["message"], &[]);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub id: String,
    pub title: String,
    pub starts_at: Option<String>,
    pub creator: Option<Related<Student>>,
    #[serde(default)]
    pub labels: Vec<Related<Label>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Student {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub events: Vec<Related<Event>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    pub id: String,
    pub word: String,
}

macro_rules! resource {
    ($ty:ident, $meta:ident, |$this:ident, $attributes:ident, $relationships:ident| $encode:block, $lead:block) => {
        impl Resource for $ty {
            fn meta(&self) -> &'static ResourceMeta {
                &$meta
            }
            fn id(&self) -> &str {
                &self.id
            }
            fn attributes(&self, $attributes: &mut Attributes<'_>) {
                let $this = self;
                $encode
            }
            fn relationships<'a>(&'a self, $relationships: &mut Relationships<'a, '_>) {
                let $this = self;
                $lead
            }
        }
        impl ResourceType for $ty {
            const META: &'static ResourceMeta = &$meta;
        }
    };
}
resource!(
    Event,
    EVENT,
    |this, attributes, relationships| {
        attributes.member("title", &this.title);
        attributes.some("starts_at", &this.starts_at);
    },
    {
        relationships.optional("creator", &this.creator);
        relationships.many("labels", &this.labels);
    }
);
resource!(Student, STUDENT, |this, attributes, relationships| { attributes.member("name", &this.name) }, {
    relationships.many("events", &this.events)
});
resource!(Label, LABEL, |this, attributes, _relationships| { attributes.member("word", &this.word) }, {
    let _ = this;
});

#[derive(Debug, Clone, Default, Serialize)]
pub struct NewEvent {
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator: Option<Related<Student>>,
    pub labels: Vec<Related<Label>>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct EventPatch {
    #[serde(skip_serializing_if = "Patch::is_absent")]
    pub title: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    pub creator: Patch<Related<Student>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub message: String,
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

static SEARCH: Param = param("filter[search]", Place::Query, ParamEncoding::Form { explode: true });
static EVENT_ID: Param = param("event_id", Place::Path, ParamEncoding::Simple { explode: false });

const EVENTS: &[Segment] = &[Segment::Literal("api"), Segment::Literal("v1"), Segment::Literal("events")];
const ONE_EVENT: &[Segment] = &[
    Segment::Literal("api"),
    Segment::Literal("v1"),
    Segment::Literal("events"),
    Segment::Param("event_id"),
];
const EVENT_LABELS: &[Segment] = &[
    Segment::Literal("events"),
    Segment::Param("event_id"),
    Segment::Literal("relationships"),
    Segment::Literal("labels"),
];

pub const META: OperationMeta = OperationMeta {
    api: &API,
    id: "operation",
    group: "events",
    method: Method::Get,
    path: EVENTS,
    slash: false,
    security: Security { alternatives: &[], optional: true },
    paging: None,
    ranges: &[],
    resource: Some(&EVENT),
    include: &["creator.events", "labels"],
    sort: &["title", "starts_at", "id"],
    list: None,
    rated: false,
    idempotency_key: housestyle::style::KeyUse::Off,
    status: 200,
    media: &[],
    styled: true,
    body: None,
};

const fn body(resource: &'static ResourceMeta, purpose: DocumentPurpose) -> BodyMeta {
    BodyMeta {
        required: true,
        media: &["application/json"],
        kind: BodyKind::Json,
        schema: None,
        resource: Some(BodyResource { meta: resource, purpose }),
    }
}

static NEW: BodyMeta = body(&EVENT, DocumentPurpose::Create);
static CHANGED: BodyMeta = body(&EVENT, DocumentPurpose::Change("event_id"));
static OWN: BodyMeta = body(&EVENT, DocumentPurpose::ChangeOwn);
static SAYING: BodyMeta = body(&REPORT, DocumentPurpose::Say);
static LINKAGE: BodyMeta = BodyMeta { resource: None, ..NEW };

macro_rules! operation {
    ($(#[$doc:meta])* $ty:ident { $($field:ident: $of:ty),* }: $output:ty as $form:ty, $error:ty, $meta:expr,
     |$this:ident, $write:ident| $dispatch:block) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $ty { $(pub $field: $of),* }
        impl Operation for $ty {
            const META: &'static OperationMeta = &$meta;
            type Output = $output;
            type Form = $form;
            type Error = $error;
        }
        impl Dispatch for $ty {
            fn dispatch(&self, $write: &mut Writer) {
                let $this = self;
                $dispatch
            }
        }
    };
}

operation!(
    /// `GET /api/v1/events`
    ListEvents { search: Option<String>, sort: Vec<SortField>, page: NumberedOrRows }:
        Page<Event> as operation::ResourcePage, NoError,
    OperationMeta { paging: Some(&NUMBERED), ..META },
    |this, write| {
        write.optional(&SEARCH, &this.search);
        write.sort(&this.sort);
        write.page(&NUMBERED, &this.page);
    }
);
operation!(
    /// `GET /api/v1/events`, by cursors.
    Feed { page: CursorPage }: Page<Event> as operation::ResourcePage, NoError,
    OperationMeta { paging: Some(&CURSOR), ..META },
    |this, write| { write.page(&CURSOR, &this.page) }
);
operation!(
    /// `GET /api/v1/events/{event_id}`
    GetEvent { event_id: String }: Event as operation::OneResource, NoError,
    OperationMeta { path: ONE_EVENT, ..META },
    |this, write| { write.required(&EVENT_ID, &this.event_id) }
);
operation!(
    /// `GET /api/v1/events/{event_id}`, nullable.
    FindEvent { event_id: String }: Option<Event> as operation::MaybeResource, NoError,
    OperationMeta { path: ONE_EVENT, ..META },
    |this, write| { write.required(&EVENT_ID, &this.event_id) }
);
operation!(
    /// `GET /api/v1/events`, unpaged, with `meta`.
    AllEvents {}: WithMeta<Vec<Event>, Said> as operation::WithMetaForm<operation::Resources>, NoError,
    META,
    |_this, _write| {}
);
operation!(
    /// `POST /api/v1/events`
    CreateEvent { body: NewEvent }: Event as operation::LocatedResource, CreateEventError,
    OperationMeta { method: Method::Post, status: 201, body: Some(&NEW), ..META },
    |this, write| { Self::dispatch_body(&this.body, write) }
);
operation!(
    /// `PATCH /api/v1/events/{event_id}`
    ChangeEvent { event_id: String, body: EventPatch }: Event as operation::OneResource, NoError,
    OperationMeta { method: Method::Patch, path: ONE_EVENT, body: Some(&CHANGED), ..META },
    |this, write| {
        write.required(&EVENT_ID, &this.event_id);
        Self::dispatch_body(&this.body, write);
    }
);
operation!(
    /// `PATCH /event`, the caller's own.
    ChangeOwn { body: EventPatch }: Event as operation::OneResource, NoError,
    OperationMeta {
        method: Method::Patch,
        path: &[Segment::Literal("event")],
        body: Some(&OWN),
        ..META
    },
    |this, write| { write.document(&this.body) }
);
operation!(
    /// `POST /reports`
    Report { body: Option<Said> }: Said as operation::MetaOnly, NoError,
    OperationMeta {
        method: Method::Post,
        path: &[Segment::Literal("reports")],
        resource: None,
        body: Some(&SAYING),
        ..META
    },
    |this, write| { write.document_opt(&this.body) }
);
operation!(
    /// `PUT /api/v1/events/{event_id}`, without a body.
    Confirm { event_id: String }: () as operation::Empty, NoError,
    OperationMeta { method: Method::Put, path: ONE_EVENT, status: 204, ..META },
    |this, write| { write.required(&EVENT_ID, &this.event_id) }
);
operation!(
    /// `PATCH /creator`
    SetCreator { body: Option<Related<Student>> }:
        Option<Related<Student>> as operation::ToOne, NoError,
    OperationMeta {
        method: Method::Patch,
        path: &[Segment::Literal("creator")],
        body: Some(&LINKAGE),
        ..META
    },
    |this, write| { write.to_one(&this.body) }
);
operation!(
    /// `POST /events/{event_id}/relationships/labels`
    AddLabels { event_id: String, body: Vec<Related<Label>> }:
        Vec<Related<Label>> as operation::ToMany, NoError,
    OperationMeta { method: Method::Post, path: EVENT_LABELS, body: Some(&LINKAGE), ..META },
    |this, write| {
        write.required(&EVENT_ID, &this.event_id);
        write.to_many(&this.body);
    }
);
operation!(
    /// `POST /plain`, outside the style.
    Plain { body: Said }: Said as operation::Json, NoError,
    OperationMeta {
        method: Method::Post,
        path: &[Segment::Literal("plain")],
        styled: false,
        body: Some(&BodyMeta { resource: None, ..SAYING }),
        ..META
    },
    |this, write| { write.json(&this.body) }
);

impl DispatchBody for CreateEvent {
    type Body = NewEvent;
    fn dispatch_body(body: &NewEvent, write: &mut Writer) {
        write.document(body);
    }
}

impl DispatchBody for ChangeEvent {
    type Body = EventPatch;
    fn dispatch_body(body: &EventPatch, write: &mut Writer) {
        write.document(body);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreateEventError {
    EventIsOver,
    TitleIsTaken,
    SchoolIsOut,
}

const fn declared(status: u16, code: &'static str) -> Declared {
    Declared {
        status: StatusSpec::Exact(status),
        code: Some(code),
        number: None,
        message: None,
        resource: None,
        pointer: None,
        kind: None,
        suppress: None,
        typed: false,
        outcome: None,
    }
}

impl DeclaredError for CreateEventError {
    const DECLARED: &'static [Declared] = &[
        declared(409, "event_is_over"),
        Declared {
            message: Some("The title is taken"),
            pointer: Some("/data/attributes/title"),
            ..declared(422, "title_is_taken")
        },
        declared(420, "school_is_out"),
    ];

    fn encode(&self) -> EncodedError {
        EncodedError::index(*self as usize)
    }

    fn read(received: &ReceivedError<'_>) -> Result<Option<Self>, DecodeError> {
        Ok([Self::EventIsOver, Self::TitleIsTaken, Self::SchoolIsOut].get(received.index).copied())
    }
}

/// Returns a client without retries.
pub fn client(base: &str) -> ClientCore {
    ClientBuilder::new(&API, base).retry(RetryPolicy::never()).build().unwrap()
}
