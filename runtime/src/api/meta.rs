//! Descriptions of operations, as constants that the generator emits.

use super::{Method, StatusSpec};
use crate::codec::multipart::PartMeta;
use crate::codec::param::FormField;
use crate::codec::path_template::Segment;
#[cfg(any(feature = "server", feature = "client"))]
use crate::codec::template::Envelope;
use crate::jsonapi::ResourceMeta;
use crate::paging::PagingWay;
use crate::schema::Schema;
use crate::style::{KeyUse, Style};

/// An API: its style, and what its operations share.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// use housestyle::Handler;
///
/// let api = board::Board::api();
/// assert_eq!((api.title, api.version), ("Notes", "1"));
/// assert_eq!(api.operations.iter().map(|operation| operation.id).collect::<Vec<_>>(), ["listNotes", "createNote"]);
/// ```
#[derive(Debug)]
pub struct Api {
    /// The document's title.
    pub title: &'static str,
    /// The document's version.
    pub version: &'static str,
    /// The house style.
    pub style: &'static Style,
    /// The document as it goes over the wire, as JSON, if it was generated too.
    pub document: Option<&'static str>,
    /// All operations, in the document's order.
    pub operations: &'static [&'static OperationMeta],
}

/// An operation.
///
/// ```
/// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
/// use housestyle::Operation as _;
///
/// let meta = board::CreateNote::META;
/// assert_eq!((meta.id, meta.group), ("createNote", "notes"));
/// ```
#[derive(Debug)]
pub struct OperationMeta {
    /// The API that the operation belongs to.
    pub api: &'static Api,
    /// The `operationId`, or an id derived from method and path.
    pub id: &'static str,
    /// The name of the group: the operation's first tag.
    pub group: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The segments of the path, including the style's prefix.
    pub path: &'static [Segment],
    /// Whether the path ends with a slash.
    pub slash: bool,
    /// The security requirements.
    pub security: Security,
    /// How the collection is paged.
    pub paging: Option<&'static dyn PagingWay>,
    /// What a `Range` may name: the unit of positions, or the members that serve as keys. The first is the default.
    pub ranges: &'static [&'static str],
    /// Which successes hold a list, in a style that wraps lists in a template of their own.
    pub list: Option<&'static ListMeta>,
    /// The resource of the response, if the style's payloads are resource objects.
    pub resource: Option<&'static ResourceMeta>,
    /// Paths of the resources that responses include.
    pub include: &'static [&'static str],
    /// The fields that the collection may be sorted by.
    pub sort: &'static [&'static str],
    /// Whether the operation counts against the rate limit if only marked operations do
    /// ([`RatedRequests::Marked`](crate::style::RatedRequests::Marked)).
    pub rated: bool,
    /// Whether requests have an idempotency key.
    pub idempotency_key: KeyUse,
    /// The status of a successful response.
    pub status: u16,
    /// The media types of a successful response, preferred first; `application/json` if empty.
    pub media: &'static [&'static str],
    /// Whether the style's envelope applies (`x-style: off` disables it).
    pub styled: bool,
    /// The request body.
    pub body: Option<&'static BodyMeta>,
}

/// The successes of an operation that has lists.
#[derive(Debug, Clone, Copy)]
pub struct ListMeta {
    /// What the body of each status holds.
    pub payloads: &'static [(StatusSpec, PayloadKind)],
    /// What [`Template::ITEMS`](crate::style::Template::ITEMS) is called in its bodies.
    pub items: &'static str,
}

/// What the body of a success holds, as templates of a style distinguish it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadKind {
    /// One value.
    One,
    /// A list.
    List,
    /// A page of a list.
    Page,
}

#[cfg(any(feature = "server", feature = "client"))]
impl OperationMeta {
    /// The envelope of a success with this status.
    pub(crate) fn envelope(&'static self, status: u16) -> Envelope {
        if !self.styled {
            return Envelope::BARE;
        }
        let success = &self.api.style.success;
        let of_status = |list: &'static ListMeta| {
            let payloads = list.payloads.iter().filter(|(spec, _)| spec.covers(status));
            let kind = payloads.min_by_key(|(spec, _)| spec.rank()).map(|(_, kind)| *kind)?;
            let template = match kind {
                PayloadKind::One => &success.body,
                PayloadKind::List => success.list_body(None),
                PayloadKind::Page => success.list_body(self.paging.and_then(|way| way.list())),
            };
            Some(Envelope { template, items: list.items })
        };
        self.list.and_then(of_status).unwrap_or(Envelope::new(&success.body))
    }
}

/// A successful response that the document declares.
#[derive(Debug, Clone, Copy)]
pub struct SuccessMeta {
    /// The status.
    pub status: StatusSpec,
    /// The required headers, in lower case.
    pub headers: &'static [&'static str],
}

impl SuccessMeta {
    /// Returns the declaration that covers `status`: an exact status takes precedence over a range, and a range over
    /// the default.
    #[must_use]
    pub fn find(all: &'static [Self], status: u16) -> Option<&'static Self> {
        all.iter().filter(|one| one.status.covers(status)).min_by_key(|one| one.status.rank())
    }
}

/// A server of the document.
#[derive(Debug, Clone, Copy)]
pub struct ServerMeta {
    /// The URL, with `{variables}`; absolute, or relative to the document's own URL.
    pub url: &'static str,
    /// The variables of the URL.
    pub variables: &'static [ServerVariable],
}

/// A variable of a server's URL.
#[derive(Debug, Clone, Copy)]
pub struct ServerVariable {
    /// The name in the document.
    pub wire: &'static str,
    /// The default value.
    pub default: &'static str,
    /// The allowed values; any value if empty.
    pub values: &'static [&'static str],
}

/// The security requirements of an operation: one alternative must be met, with all its schemes.
#[derive(Debug, Clone, Copy)]
pub struct Security {
    /// The alternatives (OR), each a list of schemes (AND). Empty if the operation is public.
    pub alternatives: &'static [&'static [RequiredScheme]],
    /// Whether a call without credentials is also allowed.
    pub optional: bool,
}

/// A security scheme that a caller must satisfy.
#[derive(Debug, Clone, Copy)]
pub struct RequiredScheme {
    /// The scheme.
    pub scheme: &'static Scheme,
    /// The required scopes.
    pub scopes: &'static [&'static str],
}

/// A security scheme of the document.
#[derive(Debug)]
pub struct Scheme {
    /// The name in the document.
    pub wire: &'static str,
    /// How credentials are presented.
    pub kind: SchemeKind,
}

/// How credentials are presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: <scheme> <value>`, with the scheme as the document writes it: `bearer`, `Token`, `GNAP`, ….
    Authorization(&'static str),
    /// A value in a header.
    Header(&'static str),
    /// A value in the query string.
    Query(&'static str),
    /// A value in a cookie.
    Cookie(&'static str),
    /// A client certificate (`mutualTLS`), presented by the connection.
    MutualTls,
}

/// Registered authentication schemes with capitals of their own (IANA, HTTP Authentication Schemes).
#[cfg(any(feature = "server", feature = "client"))]
const SCHEMES: [&str; 8] =
    ["DPoP", "GNAP", "HOBA", "OAuth", "PrivateToken", "SCRAM-SHA-1", "SCRAM-SHA-256", "vapid"];

/// Returns an HTTP authentication scheme as it is sent. Capitals of the document are kept; a word without any is
/// written as registered, or else capitalized. Receivers ignore case (RFC 9110 §11.1).
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
    /// Whether the body is required.
    pub required: bool,
    /// The accepted media types, preferred first; `*` matches any.
    pub media: &'static [&'static str],
    /// How the body is read and written.
    pub kind: BodyKind,
    /// The schema, for JSON and forms. If [`resource`](Self::resource) is set, the schema of its flat form.
    pub schema: Option<&'static Schema>,
    /// The resource, if the body is a JSON:API document.
    pub resource: Option<BodyResource>,
}

/// The resource in a request document.
#[derive(Debug, Clone, Copy)]
pub struct BodyResource {
    /// The type of the resource.
    pub meta: &'static ResourceMeta,
    /// What the document is sent for.
    pub purpose: DocumentPurpose,
}

/// What a request's document is sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentPurpose {
    /// To create a resource.
    Create,
    /// To update or replace the resource whose id is this path parameter.
    Change(&'static str),
    /// To update or replace a resource whose id is not in the path. The document may contain the id, which the
    /// handler compares (`Context::document_id`).
    ChangeOwn,
    /// To send a message in the form of a resource object, with a type and without an id.
    Say,
}

/// How a body is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`, with the encodings that the document declares for members.
    Form(&'static [FormField]),
    /// `multipart/form-data`, with the media types that the document declares for parts.
    Multipart(&'static [PartMeta]),
    /// UTF-8 text.
    Text,
    /// Bytes.
    Bytes,
}
