//! A house style as a constant: what the generator resolved from a style file, emitted once beside the code.
//!
//! Every field is an axis, every enum variant a mechanism. Nothing here is looked up while serving.

use crate::problem::Outcome;

mod around;
mod bare;
mod body;
mod locale;
mod paging;
mod query;

pub use around::{Caching, Cors, Origins, Rate, Rated, RequestId, SameSite, Session, Tls};
pub use body::{Member, Slot, Template};
pub use locale::{Language, Locale};
pub use paging::{Direction, Ends, Order, Oversize, Paging, PagingKind, PastEnd, Rows, Unasked};
pub use query::{ListKeys, Query, Sort, Undeclared};

/// A house style, resolved.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// How paths are matched.
    pub trailing_slash: TrailingSlash,
    /// What a path parameter is that its schema refuses.
    pub path_misfit: PathMisfit,
    /// Where the version and the options of a representation go.
    pub version: Version,
    /// Which `Content-Type` a request with a body may have.
    pub request_media: RequestMedia,
    /// Which `Accept` is refused.
    pub acceptance: Acceptance,
    /// The `Content-Type` of JSON where neither document nor version says otherwise.
    pub response_media: &'static str,
    /// What wraps a success.
    pub success: Success,
    /// What wraps a failure.
    pub failure: Failure,
    /// The reaction to each [`Outcome`], by discriminant.
    pub outcomes: &'static [Reaction; Outcome::ALL.len()],
    /// How payloads and inputs are read and written.
    pub data: Data,
    /// What a query may ask for besides the operation's own parameters.
    pub query: Query,
    /// How links go out that the runtime makes.
    pub links: LinkForm,
    /// The languages of texts; one, which nobody asks for, where there is none.
    pub locale: Option<Locale>,
    /// `Authorization` challenges, in the order in which a 401 lists them: `Basic realm="api"`, `Bearer`, `Token`.
    pub challenges: &'static [&'static str],
    /// The session that the server keeps for each client.
    pub session: Option<Session>,
    /// What `POST` is on an item's path, which ends in a parameter, where no operation claims it.
    pub post_on_item: PostOnItem,
    /// What it is on any other path.
    pub post_on_singleton: PostOnItem,
    /// The request header by which a `POST` says that it stands for another method.
    pub method_override: Option<&'static str>,
    /// The order of the checks; what is absent is checked last.
    pub checks: &'static [Check],
    /// Whether a request may come without TLS.
    pub tls: Tls,
    /// The header, both ways, that carries a request's id; in lower case.
    pub request_id: RequestId,
    /// How many requests are taken, and how clients are told.
    pub rate: Option<Rate>,
    /// Who may call from a page of another origin.
    pub cors: Option<Cors>,
    /// Validators of representations, and conditions on them.
    pub caching: Caching,
    /// Work that takes longer is logged as slow; milliseconds.
    pub slow_after_ms: Option<u32>,
}

impl Style {
    /// The reaction to `outcome`.
    #[must_use]
    pub const fn reaction(&self, outcome: Outcome) -> &'static Reaction {
        &self.outcomes[outcome as usize]
    }
}

/// Whether a path may end in a slash that its template lacks, or lack one that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrailingSlash {
    /// Just as the template is written.
    AsWritten,
    /// With and without.
    Optional,
}

/// What a path parameter is that its schema refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathMisfit {
    /// A problem of the parameter, as anywhere else.
    Refused,
    /// The path of no resource: [`Outcome::NotFound`].
    NotFound,
}

/// Where the version goes.
#[derive(Debug, Clone, Copy)]
pub enum Version {
    /// Nowhere, or in the path as the document writes it.
    None,
    /// `application/vnd.{vendor}[.{version}][.{option}[-{suffix}]][+json]` in `Accept`.
    AcceptSubtype {
        /// The vendor, in lower case.
        vendor: &'static str,
        /// The version that is served where none is asked for.
        current: &'static str,
        /// Every version that is served.
        served: &'static [&'static str],
        /// Alternatives, of which one may be asked for.
        options: &'static [&'static str],
        /// An option that stands alone or follows another after a `-`.
        suffix: Option<&'static str>,
    },
    /// A parameter of one media type in `Accept`: `application/vnd.acme+json; version=3`.
    AcceptParameter {
        /// The media type, in lower case.
        media: &'static str,
        /// The parameter, in lower case.
        parameter: &'static str,
        /// The version that clients ask for.
        current: &'static str,
        /// Every version that is served.
        served: &'static [&'static str],
        /// Whether a request that names none is [`Outcome::NotAcceptable`]; else it gets the current one.
        required: bool,
    },
}

/// Which `Content-Type` a request with a body may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestMedia {
    /// One that the operation declares, or none.
    Declared,
    /// Any: the body is read as what the operation declares.
    Any,
    /// JSON in this media type alone, with these parameters at most; a body without a type is refused too. Operations
    /// that are not styled take what they declare.
    Only {
        /// The media type, in lower case.
        media: &'static str,
        /// Parameters that it may have, in lower case.
        parameters: &'static [&'static str],
    },
}

/// Which `Accept` is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceptance {
    /// One that nothing of what there is meets (RFC 9110 §12.5.1).
    Ranges,
    /// One that names the style's media type, and each time with parameters other than these; all else is served.
    Exact(&'static [&'static str]),
    /// None: a request that nothing meets gets what one without the header gets.
    Any,
}

/// How links go out that the runtime makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkForm {
    /// From the host's root: `/clients?page=2`.
    HostRelative,
    /// With scheme and host: those of the request, or those that the service is told.
    Absolute,
}

/// What wraps a success.
#[derive(Debug, Clone, Copy)]
pub struct Success {
    /// The body's template; [`Template::Slot`] of the payload where nothing wraps it.
    pub body: Template,
    /// The body's template where the payload is what [`Slot::Meta`] holds (`answer: meta` of `x-style`).
    pub meta_body: Template,
    /// What payloads are on the wire.
    pub form: PayloadForm,
    /// The request echo.
    pub echo: Option<Echo>,
    /// JSON text of the payload of a styled operation that returns nothing; no body where there is none.
    pub empty: Option<&'static str>,
    /// When JSON is indented.
    pub pretty: Pretty,
    /// Whether a 201 says in `Location` where what came to be has its own operation.
    pub location: bool,
    /// The representation option under which an empty `meta` is written as null.
    pub null_meta_under: Option<&'static str>,
}

/// What payloads are on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadForm {
    /// What the document's schemas say.
    Flat,
    /// Resource objects of JSON:API, made of flat schemas; requests are documents too.
    Resources,
}

/// When JSON is indented: where one of these asks for it.
#[derive(Debug, Clone, Copy)]
pub struct Pretty {
    /// A representation option.
    pub under: Option<&'static str>,
    /// A query parameter that is `true`.
    pub parameter: Option<&'static str>,
    /// A parameter of a media type in `Accept` that is more than 0: `indent=4`. In lower case.
    pub accept: Option<&'static str>,
}

/// The request, told back in the answer.
#[derive(Debug, Clone, Copy)]
pub struct Echo {
    /// What it holds.
    pub of: &'static [EchoPart],
    /// The representation option that asks for it; always where there is none.
    pub under: Option<&'static str>,
}

/// A part of the request in its echo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EchoPart {
    /// Path parameters.
    Path,
    /// Query parameters, with their defaults; not those that are credentials of a security scheme.
    Query,
    /// Members of a JSON body or a form; not those that are write-only, at any depth. A document marks passwords so.
    Body,
}

/// What wraps a failure.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    /// The media type of the body.
    pub media: &'static str,
    /// The body's template.
    pub body: Template,
    /// The template of one entry of [`Slot::Entries`].
    pub entry: Template,
    /// How many problems are told.
    pub report: Report,
    /// Whether a problem that is of nothing in particular is told as one entry.
    pub lone_entry: bool,
    /// The status of problems whose entries have different ones.
    pub mixed: Mixed,
    /// How [`Slot::Parameter`] names a parameter.
    pub parameter: ParameterName,
    /// The member that tells a client of a failure, whatever the HTTP status is; the status does where there is none.
    pub told_by: Option<ToldBy>,
}

/// A member of the whole body that tells failures from successes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToldBy {
    /// The member's name.
    pub wire: &'static str,
    /// Its text in a failure.
    pub is: &'static str,
}

/// How many of the problems that one check finds are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// Every one.
    All,
    /// The first, in the order of the declared parameters.
    First,
}

/// The status of an answer that tells of problems with different ones. Each entry keeps its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mixed {
    /// That of the check that found them: a missing member goes before what is wrong with others.
    Found,
    /// 400 for several of 4xx.
    MostGeneral,
}

/// How a query parameter is named in an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterName {
    /// As it is: `page[size]`.
    Whole,
    /// By what stands in its brackets: `size`.
    InnerKey,
}

/// What goes over the wire for an outcome.
#[derive(Debug, Clone, Copy)]
pub struct Reaction {
    /// The HTTP status.
    pub status: u16,
    /// The machine's word for it, where the handler names none.
    pub code: Option<&'static str>,
    /// The text for people, where the handler gives none. `{place}` and `{reason}` in it stand for the first problem's
    /// parameter, or dotted path into the body, and for what is wrong with it.
    pub message: &'static str,
}

/// How payloads and inputs are read and written.
#[derive(Debug, Clone, Copy)]
pub struct Data {
    /// What becomes of members that no schema knows.
    pub unknown_members: UnknownMembers,
    /// What becomes of a read-only member in a body.
    pub read_only: ReadOnly,
    /// What stands in for a body that is not there, or empty.
    pub absent_body: AbsentBody,
    /// Whether callers may choose the ids of what they create, where payloads are resource objects.
    pub client_ids: bool,
    /// How times go out.
    pub times: Times,
    /// The request header that names the zone of the times in the answer.
    pub zone_header: Option<&'static str>,
}

/// What stands in for a JSON body that is not there, or empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbsentBody {
    /// Nothing: as the operation declares.
    Nothing,
    /// `{}`.
    EmptyObject,
}

/// How times go out. What the wire holds in place of text is the document's and the generator's: see
/// [`UnixTime`](crate::UnixTime).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// With the offset that the handler gave, or in the zone that the request asked for.
    AsGiven,
    /// In UTC, with `Z`.
    Utc,
}

/// What becomes of members that no schema knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownMembers {
    /// Refused where the schema says `additionalProperties: false`.
    AsSchema,
    /// Passed over.
    Ignore,
    /// Refused.
    Reject,
}

/// What becomes of a read-only member in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnly {
    /// Passed over.
    Ignore,
    /// A problem with this code.
    Reject {
        /// The entry's code.
        code: &'static str,
    },
}

/// What `POST` on a path means where no operation claims it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostOnItem {
    /// A wrong method.
    Nothing,
    /// The `PATCH` of the path.
    Patch,
}

/// A check of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The path has the method.
    Method,
    /// Credentials.
    Login,
    /// `Accept` and `Content-Type`.
    Media,
    /// The body's syntax.
    Syntax,
    /// Path, query and header parameters.
    Parameters,
    /// The body against its schema.
    Entity,
}
