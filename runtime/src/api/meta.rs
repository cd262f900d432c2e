//! What the document says of an operation, as constants that the generator emits.

use crate::api::StatusSpec;
use crate::jsonapi::ResourceMeta;
use crate::schema::Schema;
use crate::style::{Paging, Style};

/// An API: its style and what is common to its operations.
#[derive(Debug)]
pub struct Api {
    /// The document's title.
    pub title: &'static str,
    /// The document's version.
    pub version: &'static str,
    /// The house style.
    pub style: &'static Style,
    /// Every operation, in the document's order.
    pub operations: &'static [&'static OperationMeta],
}

/// An operation.
#[derive(Debug)]
pub struct OperationMeta {
    /// The API that it belongs to.
    pub api: &'static Api,
    /// The document's `operationId`, or what was made of method and path.
    pub id: &'static str,
    /// The group's name on the wire: its first tag.
    pub group: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path's segments, the style's prefix included.
    pub path: &'static [Segment],
    /// Whether the template ends in a slash.
    pub slash: bool,
    /// Who may call.
    pub security: Security,
    /// How its collection is paged.
    pub paging: Option<&'static Paging>,
    /// What a `Range` of it may name: the unit of positions, or the members that keys are of, the usual one first.
    pub ranges: &'static [&'static str],
    /// The resource that it answers with, where the style has payloads of resource objects.
    pub resource: Option<&'static ResourceMeta>,
    /// Paths of resources that its answers include.
    pub include: &'static [&'static str],
    /// Fields that may order its collection.
    pub sort: &'static [&'static str],
    /// Whether it is counted where only marked operations are ([`Rated::Marked`](crate::style::Rated::Marked)).
    pub rated: bool,
    /// The status of a success.
    pub status: u16,
    /// The media types of a success, most wanted first; empty: `application/json`.
    pub media: &'static [&'static str],
    /// Whether the style's envelope applies (`x-style: off` turns it away).
    pub styled: bool,
    /// The body it takes.
    pub body: Option<&'static BodyMeta>,
}

impl OperationMeta {
    /// The unit of positions in a `Range` of it.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        self.ranges.first().copied().unwrap_or("items")
    }
}

/// A success that the document declares.
#[derive(Debug, Clone, Copy)]
pub struct SuccessMeta {
    /// Its status.
    pub status: StatusSpec,
    /// The headers that it must have, in lower case.
    pub headers: &'static [&'static str],
}

impl SuccessMeta {
    /// The one of `all` that an answer of this status is: an exact status goes before a range, and a range before the default.
    #[must_use]
    pub fn find(all: &'static [Self], status: u16) -> Option<&'static Self> {
        all.iter().filter(|one| one.status.covers(status)).min_by_key(|one| one.status.rank())
    }
}

/// A server of the document.
#[derive(Debug, Clone, Copy)]
pub struct ServerMeta {
    /// Its URL, with `{variables}`; absolute, or relative to where the document is.
    pub url: &'static str,
    /// The variables in it.
    pub variables: &'static [ServerVariable],
}

/// A variable of a server's URL.
#[derive(Debug, Clone, Copy)]
pub struct ServerVariable {
    /// Its name in the document.
    pub wire: &'static str,
    /// Its value, where none is given.
    pub default: &'static str,
    /// The values that it may have; none: any.
    pub values: &'static [&'static str],
}

/// An HTTP method that OpenAPI knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

/// A segment of a path template, between two slashes.
#[derive(Debug, Clone, Copy)]
pub enum Segment {
    /// Decoded text.
    Literal(&'static str),
    /// A whole segment: the parameter's wire name.
    Param(&'static str),
    /// Text and parameters in turn: `{id}.json`, `{x}-{y}`, `{id}:cancel`.
    Mixed(&'static [Piece]),
}

/// A piece of a mixed segment.
#[derive(Debug, Clone, Copy)]
pub enum Piece {
    /// Decoded text.
    Literal(&'static str),
    /// The parameter's wire name.
    Param(&'static str),
}

/// Who may call: any of the alternatives, all needs of which are met.
#[derive(Debug, Clone, Copy)]
pub struct Security {
    /// OR of ANDs. Empty: open to all.
    pub alternatives: &'static [&'static [Need]],
    /// Whether a call without credentials is let through.
    pub optional: bool,
}

/// One security scheme that must be met.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// The scheme.
    pub scheme: &'static Scheme,
    /// The scopes.
    pub scopes: &'static [&'static str],
}

/// A security scheme of the document.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the document.
    pub wire: &'static str,
    /// How it is presented.
    pub kind: SchemeKind,
}

/// How credentials are presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: <scheme> <value>`; the scheme as the document writes it: `bearer`, `Token`, `GNAP`, ….
    Authorization(&'static str),
    /// A value in a header.
    Header(&'static str),
    /// A value in the query string.
    Query(&'static str),
    /// A value in a cookie.
    Cookie(&'static str),
    /// A certificate of the client (`mutualTLS`): shown by the connection, not by the request.
    MutualTls,
}

/// Registered authentication schemes with capitals of their own (IANA, HTTP Authentication Schemes).
#[cfg(any(feature = "server", feature = "client"))]
const SCHEMES: [&str; 8] =
    ["DPoP", "GNAP", "HOBA", "OAuth", "PrivateToken", "SCRAM-SHA-1", "SCRAM-SHA-256", "vapid"];

/// An HTTP authentication scheme as it is sent. Capitals of the document's are kept; a word without any is written as it is
/// registered, or with a capital first letter. Receivers compare without case (RFC 9110 §11.1).
#[cfg(any(feature = "server", feature = "client"))]
pub(crate) fn sent_scheme(word: &str) -> String {
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return word.to_owned();
    }
    if let Some(registered) = SCHEMES.iter().find(|scheme| scheme.eq_ignore_ascii_case(word)) {
        return (*registered).to_owned();
    }
    let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
    first.to_ascii_uppercase() + rest
}

/// A parameter.
#[derive(Debug)]
pub struct Param {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Where it stands.
    pub place: Place,
    /// How a value becomes text.
    pub encoding: ParamEncoding,
    /// What values it takes.
    pub schema: &'static Schema,
    /// Whether it must be there.
    pub required: bool,
    /// JSON text of the value that stands in where it is absent.
    pub default: Option<&'static str>,
    /// Whether a client writes reserved characters as they are (`allowReserved`), except those that would end the value.
    pub reserved: bool,
    /// Whether a query parameter may come with nothing for a value (`allowEmptyValue`): `?name` and `?name=` are true, the
    /// empty text, the empty list or the object without members, by its type; null where none of these is of the type and
    /// null is; else as if it were absent.
    pub empty: bool,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a parameter's value becomes text: OpenAPI's `style` and `explode`, or `content`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ParamEncoding {
    Simple { explode: bool },
    Label { explode: bool },
    Matrix { explode: bool },
    Form { explode: bool },
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Json,
}

/// A request body.
#[derive(Debug)]
pub struct BodyMeta {
    /// Whether it must be there.
    pub required: bool,
    /// The media types it takes, most wanted first; `*` matches any.
    pub media: &'static [&'static str],
    /// How it is read.
    pub kind: BodyKind,
    /// What values it takes; for JSON and forms. The flat form of [`resource`](Self::resource), where that is there.
    pub schema: Option<&'static Schema>,
    /// The resource that it is the document of.
    pub resource: Option<BodyResource>,
}

/// The resource that a request's document is of.
#[derive(Debug, Clone, Copy)]
pub struct BodyResource {
    /// Its type.
    pub meta: &'static ResourceMeta,
    /// What the document is sent for.
    pub purpose: DocumentPurpose,
}

/// What a request's document is sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentPurpose {
    /// To create a resource.
    Create,
    /// To change or replace the one whose id is this parameter of the path.
    Change(&'static str),
    /// To change or replace one whose path does not tell its id: the document may, and the handler compares
    /// (`Context::document_id`).
    ChangeOwn,
    /// To say something that is no resource, in the form of one: it has a type, and no id.
    Say,
}

/// How a body is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`, and what the document says of the encoding of its members.
    Form(&'static [FormField]),
    /// `multipart/form-data`, and what the document says of the media types of parts.
    Multipart(&'static [PartMeta]),
    /// UTF-8 text.
    Text,
    /// Bytes as they come.
    Bytes,
}

/// A member of a form whose encoding the document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormField {
    /// Its name on the wire.
    pub wire: &'static str,
    /// How a value becomes text.
    pub encoding: ParamEncoding,
    /// Whether a client writes reserved characters as they are (`allowReserved`).
    pub reserved: bool,
}

impl FormField {
    /// A member with this encoding.
    #[must_use]
    pub const fn new(wire: &'static str, encoding: ParamEncoding, reserved: bool) -> Self {
        Self { wire, encoding, reserved }
    }
}

/// A part whose media type the document tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartMeta {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Media types and ranges of such, most wanted first. A file must be of one; what is no file is written as the first.
    pub media: &'static [&'static str],
}

impl PartMeta {
    /// A part of these media types.
    #[must_use]
    pub const fn new(wire: &'static str, media: &'static [&'static str]) -> Self {
        Self { wire, media }
    }
}
