//! Operations.

use super::{Content, LinkPath, Payload, SchemeId, Server, TypeId, TypeRef};
use crate::style::{KeyUse, KeyedMethod, Outcome};
use serde::Serialize;
use serde_json::Value as Json;

/// An operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Operation {
    /// `operationId`, or what was made of method and path; unique in the document.
    pub id: String,
    /// Whether the document gave the id.
    pub id_given: bool,
    /// An index into [`ApiModel::groups`](super::ApiModel::groups).
    pub group: usize,
    /// The method.
    pub method: Method,
    /// The path, the style's prefix included.
    pub path: Path,
    /// One line.
    pub summary: Option<String>,
    /// Prose.
    pub docs: Option<String>,
    /// Whether the document deprecates it.
    pub deprecated: bool,
    /// Parameters, but those of the style's paging.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// Answers that are successes; never empty.
    pub successes: Vec<Success>,
    /// Failures that the document declares.
    pub failures: Vec<DeclaredFailure>,
    /// How its collection is paged.
    pub paging: Option<Paging>,
    /// What the member `{items}` of the envelope of its list is called, if it has that member.
    pub items: Option<String>,
    /// The relationship whose linkage it reads or changes (`relationship` of `x-style`).
    pub relationship: Option<RelationshipOf>,
    /// Paths of resources that its answers include (`include` of `x-style`), as the document has them: `labels`, `creator.user`.
    pub include: Vec<String>,
    /// What of its answers a request can expand (`expand` of `x-style`), under a style with `expansion`.
    pub expansion: Option<Expandable>,
    /// Fields that may order its collection (`sort` of `x-style`), by their wire names.
    pub sort: Vec<String>,
    /// What is sent next to the payload, in the slot `meta` (`meta` of `x-style`).
    pub meta: Option<TypeRef>,
    /// Whether it is counted where the style's rate counts marked operations alone (`rate` of `x-style`).
    pub rated: bool,
    /// Whether requests have an idempotency key (the style's `idempotency`, or `idempotency` of `x-style`).
    pub idempotency_key: KeyUse,
    /// The link to what it creates, under a style that sends `Location`.
    pub location: Option<OwnLink>,
    /// Who may call.
    pub security: Security,
    /// Where it is served, where that is not where the document is (`servers` of the operation or of its path).
    pub servers: Vec<Server>,
    /// Whether the style's envelope applies (`x-style: off`).
    pub styled: bool,
    /// Whether the work goes on after the answer (`async` of `x-style`).
    pub asynchronous: bool,
    /// Other methods on the same path that mean this operation (the style's `methods`).
    pub aliases: Vec<Method>,
    /// JSON pointer of the operation in the document.
    pub pointer: String,
}

/// The members of an operation's answers that a request can expand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expandable {
    /// Paths of members, with dots: `invoice.subscription`. They begin in the value, or in the items of the list.
    pub paths: Vec<String>,
    /// Whether the answer is a list.
    pub is_list: bool,
}

/// A relationship of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RelationshipOf {
    /// The resource, as it is read.
    pub ty: TypeId,
    /// The name of the relationship on the wire.
    pub wire: String,
    /// Whether it is a to-many relationship.
    pub many: bool,
}

/// An HTTP method that OpenAPI knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Options, Self::Head, Self::Patch, Self::Trace];

    /// As path items spell it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }

    /// The method as one whose operations can have idempotency keys. The others are safe (RFC 9110 §9.2.1).
    #[must_use]
    pub const fn keyed(self) -> Option<KeyedMethod> {
        match self {
            Self::Post => Some(KeyedMethod::Post),
            Self::Patch => Some(KeyedMethod::Patch),
            Self::Put => Some(KeyedMethod::Put),
            Self::Delete => Some(KeyedMethod::Delete),
            Self::Get | Self::Head | Self::Options | Self::Trace => None,
        }
    }

    /// The method that a key of a path item is.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }
}

/// A path template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Path {
    /// As the document writes it, with the style's prefix.
    pub template: String,
    /// Between the slashes; decoded.
    pub segments: Vec<Vec<PathPiece>>,
    /// Whether it ends in a slash.
    pub slash: bool,
}

/// A piece of a path segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum PathPiece {
    /// Decoded text.
    Literal(String),
    /// A parameter's wire name.
    Param(String),
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parameter {
    /// Its name on the wire.
    pub wire: String,
    /// Its location.
    pub place: ParameterLocation,
    /// Prose.
    pub docs: Option<String>,
    /// What it is.
    pub ty: TypeRef,
    /// Whether it must be there.
    pub required: bool,
    /// The default if it is absent.
    pub default: Option<Json>,
    /// How a value becomes text.
    pub encoding: ParamEncoding,
    /// Whether a query parameter may come with nothing for a value (`allowEmptyValue`).
    pub empty: bool,
    /// Whether the document deprecates it.
    pub deprecated: bool,
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)]
pub enum ParameterLocation {
    Path,
    Query,
    Header,
    Cookie,
}

/// OpenAPI's `style` and `explode`, or `content`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub enum ParamEncoding {
    Simple { explode: bool },
    Label { explode: bool },
    Matrix { explode: bool },
    Form { explode: bool, allow_reserved: bool },
    SpaceDelimited { explode: bool, allow_reserved: bool },
    PipeDelimited { explode: bool, allow_reserved: bool },
    DeepObject { allow_reserved: bool },
    Content(String),
}

/// A request body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Body {
    /// Whether it must be there.
    pub required: bool,
    /// Prose.
    pub docs: Option<String>,
    /// One entry a media type, in the document's order; never empty.
    pub contents: Vec<Content>,
    /// The document that its JSON travels as, under a style of resource objects.
    pub document: Option<BodyDocument>,
}

/// The document that the JSON of a request travels as, under a style of resource objects. The content's type is the flat
/// form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum BodyDocument {
    /// A resource object.
    Resource {
        /// The resource's `type` on the wire: `resource` of `x-style`, or `type` for what is not a resource.
        ty: String,
        /// What it is sent for.
        purpose: DocumentPurpose,
    },
    /// The linkage of a to-one relationship; the content's type is [`Shape::Related`](super::Shape::Related), nullable if
    /// the relationship may be empty.
    ToOne,
    /// The linkage of a to-many relationship; the content's type is a list of [`Shape::Related`](super::Shape::Related).
    ToMany,
}

/// What a request's document is sent for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum DocumentPurpose {
    /// To create a resource.
    Create,
    /// To change or replace the one whose id is this parameter of the path.
    Change(String),
    /// To change or replace a resource whose path does not contain its id.
    ChangeOwn,
    /// To send a value that is not a resource in the form of one (`type` of `x-style`).
    Say,
}

/// An answer that is a success.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Success {
    /// Its status.
    pub status: StatusSpec,
    /// Prose.
    pub docs: Option<String>,
    /// What it carries.
    pub payload: Payload,
    /// Headers that the document declares.
    pub headers: Vec<ResponseHeader>,
}

/// The status of a declared response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum StatusSpec {
    /// This one.
    Exact(u16),
    /// `2XX`: the hundreds digit.
    Range(u8),
    /// `default`.
    Default,
}

/// A header of a response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResponseHeader {
    /// Its name, in lower case, checked.
    pub wire: String,
    /// Prose.
    pub docs: Option<String>,
    /// What it is.
    pub ty: TypeRef,
    /// Whether it is always there.
    pub required: bool,
}

/// A failure that the document declares: by code (`errors` of `x-style`), or by a response with its own body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeclaredFailure {
    /// The machine's word for it.
    pub code: Option<String>,
    /// The machine's number.
    pub number: Option<i64>,
    /// Its status.
    pub status: StatusSpec,
    /// The outcome that it is a case of, where its code or its status is that outcome's.
    pub outcome: Option<Outcome>,
    /// The text for people.
    pub message: Option<String>,
    /// The type of the resource that is to blame.
    pub resource: Option<String>,
    /// The reported place: a JSON pointer into the request's document.
    pub pointer: Option<String>,
    /// Whether an app may keep the message to itself.
    pub suppress: Option<bool>,
    /// The type, if it is not that of the style's outcome.
    pub kind: Option<String>,
    /// A body that replaces the style's.
    pub body: Option<Content>,
    /// Prose.
    pub docs: Option<String>,
}

/// How a collection is paged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paging {
    /// A key of the style's `paging`.
    pub kind: String,
    /// The item's members that a keyset page is ordered by; the last one is the key that links carry.
    pub key: Vec<String>,
    /// What a `Range` may name: the unit of positions, or the item's members that keys are of, the default first.
    pub ranges: Vec<String>,
    /// Whether ranges name members.
    pub by_key: bool,
}

impl Paging {
    /// The members of items that pages are ordered by.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        let ranges = if self.by_key { self.ranges.as_slice() } else { &[] };
        self.key.iter().chain(ranges).map(String::as_str)
    }
}

/// Who may call: any of the alternatives, all needs of which are met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Security {
    /// OR of ANDs. Empty: open to all.
    pub alternatives: Vec<Vec<Need>>,
    /// Whether a call without credentials is let through.
    pub optional: bool,
}

/// One security scheme that must be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    /// The scheme.
    pub scheme: SchemeId,
    /// The scopes.
    pub scopes: Vec<String>,
}

/// A link of an item to itself, found by its item operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnLink {
    /// The item's type.
    pub ty: TypeId,
    /// How it is made.
    pub path: LinkPath,
}
