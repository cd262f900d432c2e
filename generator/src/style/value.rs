//! A style as a value: every axis answered, `extends` resolved, templates compiled.
//!
//! The axes grow by variants: a mechanism that is not here yet is an unknown value with a place.

use indexmap::IndexMap;
use serde::Serialize;

use super::words::*;

mod around;
mod locale;
mod paging;
mod query;

pub use around::{Caching, Cors, Headers, Origins, Rate, RequestId, Session};
pub use locale::Locale;
pub use paging::{Paging, PagingKind, Rows};
pub use query::{Query, Sort};

/// A resolved house style.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Style {
    /// Its name in its file.
    pub ident: String,
    /// What it is, in a line.
    pub about: Option<String>,
    /// Whether anything is put around payloads: a template that is more than the payload, or a way to page that asks
    /// and tells in the query and the body. Ranges do so in headers, and wrap nothing.
    pub wraps: bool,
    /// How operations are called.
    pub calls: Calls,
    /// Whether a request may come without TLS.
    pub tls: Tls,
    /// Paths.
    pub path: PathStyle,
    /// Where the version goes.
    pub version: Version,
    /// Media types of bodies.
    pub media: Media,
    /// What wraps a success.
    pub success: Success,
    /// What wraps a failure.
    pub failure: Failure,
    /// The reaction to each outcome; complete.
    pub outcomes: IndexMap<Outcome, Reaction>,
    /// Ways to page, by the names that `paging` of `x-style` uses.
    pub paging: IndexMap<String, Paging>,
    /// The way that a paged collection takes where the document names none.
    pub default_paging: Option<String>,
    /// What a query may ask for besides the operation's own parameters.
    pub query: Query,
    /// The languages of texts.
    pub locale: Option<Locale>,
    /// Credentials.
    pub login: Login,
    /// Payloads and inputs.
    pub data: Data,
    /// Verbs that stand for others.
    pub methods: Methods,
    /// Headers that every answer carries.
    pub headers: Headers,
    /// How many requests are taken.
    pub rate: Option<Rate>,
    /// Who may call from a page of another origin.
    pub cors: Option<Cors>,
    /// Validators of representations, and conditions on them.
    pub caching: Caching,
    /// The order of the checks; complete.
    pub checks: Vec<Check>,
    /// Work that takes longer is logged as slow; milliseconds.
    pub slow_after_ms: Option<u32>,
}

/// How paths are made and matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PathStyle {
    /// What stands before every path of the document. It holds [`MAJOR`](Self::MAJOR) just where the version is in
    /// the path.
    pub prefix: String,
    /// Whether a slash at the end matters.
    pub trailing_slash: TrailingSlash,
    /// What a path parameter is that its schema refuses.
    pub misfit: PathMisfit,
}

impl PathStyle {
    /// What stands in a prefix for the number that the document's `info.version` begins with.
    pub const MAJOR: &str = "{major}";
}

/// Where the version goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Version {
    /// Nowhere.
    None,
    /// In the prefix of every path: [`PathStyle::MAJOR`].
    Path,
    /// `application/vnd.{vendor}[.{version}][.{option}[-{suffix}]][+json]` in `Accept`.
    AcceptSubtype {
        /// The vendor, in lower case.
        vendor: String,
        /// The version that is served where none is asked for.
        current: String,
        /// Every version that is served.
        served: Vec<String>,
        /// Alternatives, of which one may be asked for.
        options: Vec<String>,
        /// An option that stands alone or follows another after a `-`.
        suffix: Option<String>,
    },
    /// A parameter of one media type in `Accept`: `application/vnd.acme+json; version=3`.
    AcceptParameter {
        /// The media type, in lower case; a kind of JSON.
        media: String,
        /// The parameter, in lower case.
        parameter: String,
        /// The version that clients ask for.
        current: String,
        /// Every version that is served.
        served: Vec<String>,
        /// Whether a request must name one; else it gets the current one.
        required: bool,
    },
}

impl Version {
    /// Every representation option of the style.
    pub fn options(&self) -> impl Iterator<Item = &str> {
        let (options, suffix) = match self {
            Self::None | Self::Path | Self::AcceptParameter { .. } => (&[][..], &None),
            Self::AcceptSubtype { options, suffix, .. } => (options.as_slice(), suffix),
        };
        options.iter().map(String::as_str).chain(suffix.as_deref())
    }
}

/// Media types of bodies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Media {
    /// Which `Content-Type` a request may have.
    pub request: RequestMedia,
    /// Which `Accept` is refused.
    pub accept: Acceptance,
    /// The `Content-Type` of JSON where neither document nor version says otherwise.
    pub response: String,
}

/// Which `Content-Type` a request with a body may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum RequestMedia {
    /// One that the operation declares, or none.
    Declared,
    /// Any: the body is read as what the operation declares.
    Any,
    /// JSON in one media type alone.
    Only {
        /// The media type, in lower case.
        media: String,
        /// Parameters that it may have, in lower case.
        parameters: Vec<String>,
    },
}

impl RequestMedia {
    /// The parameters that the one media type may have.
    #[must_use]
    pub fn parameters(&self) -> &[String] {
        match self {
            Self::Declared | Self::Any => &[],
            Self::Only { parameters, .. } => parameters,
        }
    }
}

/// What wraps a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Success {
    /// The body's template.
    pub body: Template,
    /// The body's template where an operation answers with what the slot `meta` holds (`answer: meta` of `x-style`).
    pub meta_body: Template,
    /// What payloads are on the wire.
    pub form: PayloadForm,
    /// The request echo.
    pub echo: Option<Echo>,
    /// The payload of an operation that returns nothing, as compact JSON; no body where there is none.
    pub empty: Option<String>,
    /// When JSON is indented.
    pub pretty: Pretty,
    /// Whether a 201 says in `Location` where what came to be has its own operation.
    pub location: bool,
    /// The representation option under which an empty `meta` is written as null.
    pub null_meta_under: Option<String>,
}

/// The request, told back in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Echo {
    /// What it holds.
    pub of: Vec<EchoPart>,
    /// The representation option that asks for it; always where there is none.
    pub under: Option<String>,
}

/// When JSON is indented: where one of these asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Pretty {
    /// A representation option.
    pub under: Option<String>,
    /// A query parameter that is `true`.
    pub parameter: Option<String>,
    /// A parameter of a media type in `Accept` that is more than 0; in lower case.
    pub accept: Option<String>,
}

/// What wraps a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The media type of the body.
    pub media: String,
    /// The body's template.
    pub body: Template,
    /// The template of one entry.
    pub entry: Template,
    /// How many problems are told.
    pub report: Report,
    /// How a problem is told that is of nothing in particular.
    pub lone: LoneProblem,
    /// The status of problems whose entries have different ones.
    pub mixed: Mixed,
    /// How entries name query parameters.
    pub parameter_name: ParameterName,
    /// The member that tells a client of a failure, whatever the HTTP status is; the status does where there is none.
    pub told_by: Option<ToldBy>,
}

/// A member of the whole body that tells failures from successes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToldBy {
    /// Its name on the wire.
    pub wire: String,
    /// Its text in a failure.
    pub is: String,
}

/// A JSON body with slots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Template {
    /// A JSON value, as compact text.
    Constant(String),
    /// What the runtime fills in.
    Slot(Slot),
    /// An object.
    Object(Vec<TemplateMember>),
}

/// A member of a body template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateMember {
    /// Its name on the wire.
    pub wire: String,
    /// Its value.
    pub value: Template,
    /// Written as null where the slot is empty (`$slot!`), instead of going.
    pub keep: bool,
}

/// What goes over the wire for an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reaction {
    /// The HTTP status.
    pub status: u16,
    /// The machine's word for it, where the handler names none.
    pub code: Option<String>,
    /// The text for people, where the handler gives none. `{place}` and `{reason}` in it are filled by the runtime.
    pub message: String,
}

/// Credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Login {
    /// The challenges that a 401 lists in `WWW-Authenticate`, in order, as `Basic realm="…"`, `Bearer`, `Token`.
    /// Empty: those of the document.
    pub schemes: Vec<String>,
    /// The session that the server keeps for each client.
    pub session: Option<Session>,
}

/// Payloads and inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Data {
    /// What becomes of members that no schema knows.
    pub unknown_members: UnknownMembers,
    /// What becomes of a read-only member in a body.
    pub read_only: ReadOnly,
    /// What stands in for a JSON body that is not there, or empty.
    pub absent_body: AbsentBody,
    /// Whether callers may choose the ids of what they create, where payloads are resource objects.
    pub client_ids: bool,
    /// How times are written.
    pub times: Times,
    /// How the words of enumerations are read.
    pub enums: Enums,
    /// The request header that names the zone of the times in the answer.
    pub zone_header: Option<String>,
    /// Links between resources.
    pub links: Links,
    /// The Rust type of each format that has a choice.
    pub formats: IndexMap<String, FormatType>,
    /// The representation option under which relations that have a link are left out.
    pub compact_under: Option<String>,
}

/// Links between resources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Links {
    /// The member that an item with an operation of its own carries, where the style has one.
    pub own: Option<String>,
    /// The suffix of a member that links to a related resource, where the style has one: `_url`.
    pub related_suffix: Option<String>,
    /// How links go out that the server makes.
    pub form: LinkForm,
}

/// What becomes of a read-only member in a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum ReadOnly {
    /// Passed over.
    Ignore,
    /// A problem with this code.
    Reject {
        /// The entry's code.
        code: String,
    },
}

/// Verbs that stand for others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Methods {
    /// Whether `POST` on an item's path is its `PATCH`, where no operation claims it.
    pub post_on_item_is_patch: bool,
    /// Whether `POST` on a path that does not end in a parameter is its `PATCH`, where no operation claims it.
    pub post_on_singleton_is_patch: bool,
    /// Whether `PATCH` merges: its body takes the patch form of the schema.
    pub patch_merges: bool,
    /// Whether `PUT` merges as well; else it is the whole schema.
    pub put_merges: bool,
    /// The request header by which a `POST` says that it stands for another method.
    pub override_header: Option<String>,
}
