//! A house style as a constant: what the generator resolved from a style file, emitted once beside the code.
//!
//! Every field is an axis, every enum variant a mechanism. Nothing here is looked up while serving.

use crate::outcome::Outcome;

/// A house style, resolved.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// How paths are matched.
    pub trailing_slash: TrailingSlash,
    /// Where the version and the options of a representation go.
    pub version: Version,
    /// Which `Content-Type` a request with a body may have.
    pub request_media: RequestMedia,
    /// What wraps a success.
    pub success: Success,
    /// What wraps a failure.
    pub failure: Failure,
    /// The reaction to each [`Outcome`], by discriminant.
    pub outcomes: &'static [Reaction; 28],
    /// How payloads and inputs are read and written.
    pub data: Data,
    /// `Authorization` challenges, in the order in which a 401 lists them: `Basic realm="api"`, `Bearer`, `Token`.
    pub challenges: &'static [&'static str],
    /// Which verb stands for which on an item's path.
    pub post_on_item: PostOnItem,
    /// The order of the checks; what is absent is checked last.
    pub checks: &'static [Check],
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
}

/// Which `Content-Type` a request with a body may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestMedia {
    /// One that the operation declares, or none.
    Declared,
    /// Any: the body is read as what the operation declares.
    Any,
}

/// What wraps a success.
#[derive(Debug, Clone, Copy)]
pub struct Success {
    /// The body's template; [`Template::Slot`] of the payload where nothing wraps it.
    pub body: Template,
    /// The request echo.
    pub echo: Option<Echo>,
    /// The representation option under which JSON is indented.
    pub pretty_under: Option<&'static str>,
    /// The representation option under which an empty `meta` is written as null.
    pub null_meta_under: Option<&'static str>,
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
}

/// How many of the problems that one check finds are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// Every one.
    All,
    /// The first, in the order of the declared parameters.
    First,
}

/// What goes over the wire for an outcome.
#[derive(Debug, Clone, Copy)]
pub struct Reaction {
    /// The HTTP status.
    pub status: u16,
    /// The machine's word for it, where the handler names none.
    pub code: Option<&'static str>,
    /// The text for people, where the handler gives none.
    pub message: &'static str,
}

/// A JSON body with slots. Members go where their slot is empty, unless they are kept.
#[derive(Debug, Clone, Copy)]
pub enum Template {
    /// JSON text, as it is.
    Constant(&'static str),
    /// What the runtime fills in.
    Slot(Slot),
    /// An object.
    Object(&'static [Member]),
}

/// A member of a body template.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Its value.
    pub value: Template,
    /// Written as null where the slot is empty, instead of going.
    pub keep: bool,
}

/// What the runtime fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Success: what the handler returned.
    Payload,
    /// Success: the paging's own template.
    Meta,
    /// Success: the request echo.
    Echo,
    /// Paging: items in the set.
    Total,
    /// Paging: pages in the set.
    Pages,
    /// Paging: the page's number.
    Number,
    /// Paging: the page's size.
    Size,
    /// Paging: link to this page.
    SelfLink,
    /// Paging: link to the first page.
    First,
    /// Paging: link to the page before.
    Prev,
    /// Paging: link to the next page.
    Next,
    /// Paging: link to the last page.
    Last,
    /// Paging: a page's link with `{page}` in the number's place.
    PageTemplate,
    /// Failure or entry: the machine's word.
    Code,
    /// Failure: the machine's number.
    CodeNumber,
    /// Failure: the HTTP status, as a number.
    Status,
    /// Failure: the status' usual phrase.
    Title,
    /// Failure or entry: the text for people.
    Message,
    /// Failure: whether an app may keep the message to itself.
    Suppress,
    /// Failure: where to read on.
    Help,
    /// Failure: one [`Failure::entry`] a problem.
    Entries,
    /// Failure: the request's id.
    RequestId,
    /// Entry: the resource's type.
    Resource,
    /// Entry: the field's dotted name.
    Field,
    /// Entry: the JSON pointer into the body.
    Pointer,
    /// Entry: the parameter's name.
    Parameter,
}

/// How payloads and inputs are read and written.
#[derive(Debug, Clone, Copy)]
pub struct Data {
    /// What becomes of members that no schema knows.
    pub unknown_members: UnknownMembers,
    /// What becomes of a read-only member in a body.
    pub read_only: ReadOnly,
    /// The request header that names the zone of the times in the answer.
    pub zone_header: Option<&'static str>,
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

/// What `POST` on an item's path means where no operation claims it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostOnItem {
    /// A wrong method.
    Nothing,
    /// The item's `PATCH`.
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

/// A way to page through a collection.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// The mechanism.
    pub kind: PagingKind,
    /// The template of [`Slot::Meta`].
    pub meta: Template,
    /// The parameter for the page's size.
    pub size: &'static str,
    /// Items a page where none are asked for.
    pub size_default: u32,
    /// Most items a page.
    pub size_max: u32,
    /// What a larger size is.
    pub oversize: Oversize,
}

/// A mechanism of paging.
#[derive(Debug, Clone, Copy)]
pub enum PagingKind {
    /// By a page's number, from 1.
    Number {
        /// The parameter for the number.
        number: &'static str,
        /// What a number past the last page is, in a set that is not empty.
        past_end: PastEnd,
    },
    /// By the key of an item: strictly before it, descending, or strictly after it, ascending.
    Keyset {
        /// The parameter for items before.
        before: &'static str,
        /// The parameter for items after.
        after: &'static str,
        /// The direction without either.
        default: Direction,
    },
}

/// What a page size over the limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oversize {
    /// The limit.
    Clamp,
    /// An invalid parameter.
    Refuse,
}

/// What a page past the end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PastEnd {
    /// An empty page.
    Empty,
    /// [`Outcome::NotFound`].
    NotFound,
}

/// A direction in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Items before the anchor, newest first.
    Before,
    /// Items after the anchor, oldest first.
    After,
}
