//! What the document says of an operation, as constants that the generator emits.

use super::{Method, StatusSpec};
use crate::codec::multipart::PartMeta;
use crate::codec::param::FormField;
use crate::codec::path_template::Segment;
use crate::jsonapi::ResourceMeta;
use crate::paging::PagingWay;
use crate::schema::Schema;
use crate::style::Style;

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
    pub paging: Option<&'static dyn PagingWay>,
    /// What a `Range` of it may name: the unit of positions, or the members that keys are of, the usual one first.
    pub ranges: &'static [&'static str],
    /// The resource that it answers with, where the style has payloads of resource objects.
    pub resource: Option<&'static ResourceMeta>,
    /// Paths of resources that its answers include.
    pub include: &'static [&'static str],
    /// Fields that may order its collection.
    pub sort: &'static [&'static str],
    /// Whether it is counted where only marked operations are ([`RatedRequests::Marked`](crate::style::RatedRequests::Marked)).
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
