//! A style as a value: every axis answered, `extends` resolved, templates compiled.
//!
//! The axes grow by variants: a mechanism that is not here yet is an unknown value with a place.

use indexmap::IndexMap;
use serde::Serialize;

use super::words::*;

/// A resolved house style.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Style {
    /// Its name in its file.
    pub ident: String,
    /// What it is, in a line.
    pub about: Option<String>,
    /// Whether anything is put around payloads: a template that is more than the payload, or a way to page.
    /// `false`: the document stands as it is.
    pub wraps: bool,
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
    /// Ways to page, by the names that `x-paging` uses.
    pub paging: IndexMap<String, Paging>,
    /// The way that a paged collection takes where the document names none.
    pub default_paging: Option<String>,
    /// Credentials.
    pub login: Login,
    /// Payloads and inputs.
    pub data: Data,
    /// Verbs that stand for others.
    pub methods: Methods,
    /// The order of the checks; complete.
    pub checks: Vec<Check>,
    /// Work that takes longer is logged as slow; milliseconds.
    pub slow_after_ms: Option<u32>,
}

/// How paths are made and matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PathStyle {
    /// What stands before every path of the document.
    pub prefix: String,
    /// Whether a slash at the end matters.
    pub trailing_slash: TrailingSlash,
}

/// Where the version goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Version {
    /// Nowhere.
    None,
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
}

impl Version {
    /// Every representation option of the style.
    pub fn options(&self) -> impl Iterator<Item = &str> {
        let (options, suffix) = match self {
            Self::None => (&[][..], &None),
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
}

/// What wraps a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Success {
    /// The body's template.
    pub body: Template,
    /// The request echo.
    pub echo: Option<Echo>,
    /// The representation option under which JSON is indented.
    pub pretty_under: Option<String>,
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
    /// The text for people, where the handler gives none.
    pub message: String,
}

/// A way to page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paging {
    /// The mechanism.
    pub kind: PagingKind,
    /// The template of the slot `meta`.
    pub meta: Template,
    /// The parameter for the page's size.
    pub size: String,
    /// Items a page where none are asked for.
    pub size_default: u32,
    /// Most items a page.
    pub size_max: u32,
    /// What a larger size is.
    pub oversize: Oversize,
}

/// A mechanism of paging.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum PagingKind {
    /// By a page's number, from 1.
    Number {
        /// The parameter for the number.
        number: String,
        /// What a number past the last page is, in a set that is not empty.
        past_end: PastEnd,
    },
    /// By the key of an item: strictly before it, descending, or strictly after it, ascending.
    Keyset {
        /// The parameter for items before.
        before: String,
        /// The parameter for items after.
        after: String,
        /// The item's members that order it; the last one is the key in links.
        by: Vec<String>,
        /// The direction without either.
        default: Direction,
    },
}

/// Credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Login {
    /// The challenges that a 401 lists in `WWW-Authenticate`, in order, as `Basic realm="…"`, `Bearer`, `Token`.
    /// Empty: those of the document.
    pub schemes: Vec<String>,
}

/// Payloads and inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Data {
    /// What becomes of members that no schema knows.
    pub unknown_members: UnknownMembers,
    /// What becomes of a read-only member in a body.
    pub read_only: ReadOnly,
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
    /// Whether `PATCH` merges: its body takes the patch form of the schema.
    pub patch_merges: bool,
}
