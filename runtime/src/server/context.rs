//! What is known of a request besides its typed input.

use std::borrow::Cow;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Uri};
use serde::Serialize;

use crate::Link;
use crate::api::{OperationMeta, Undeclared};
use crate::codec::json;
use crate::jsonapi::{Compound, Fields, Include, ResourceRefs};
use crate::paging::{CursorPage, KeyRangePage, KeysetPage, NumberedPage, RangePage, RowsPage};
use crate::problem::{Entry, Outcome, Problem};
use crate::style::{Direction, Paging, PagingKind, PayloadForm, Times};
use crate::value::{Present, Presentation, Zone};

use crate::server::auth::secrets::Secrets;
use crate::server::encode::envelope;
use crate::server::encode::response::Document;
use crate::server::negotiate::Representation;
use crate::server::negotiate::language::Spoken;
use crate::server::pipeline::address::Address;
use crate::server::pipeline::conditions::View;
use crate::server::pipeline::entity_tag::{self, IfMatch};
use crate::server::serve::peer::{self, Peer};
use crate::server::session::Session;

static UTC: LazyLock<Zone> = LazyLock::new(|| Zone::new("UTC", |_| 0));

/// What is known of a request besides its typed input. Cheap to clone; it may outlive the answer.
///
/// `Debug` shows operation, method, path and request id alone.
#[derive(Debug, Clone)]
pub struct Context {
    pub(crate) request: Arc<Request>,
}

/// A request for an operation, on its way.
pub(crate) struct Request {
    pub(crate) operation: &'static OperationMeta,
    pub(crate) parts: Parts,
    pub(crate) address: Address,
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) id: HeaderValue,
    pub(crate) representation: Representation,
    /// Where the style has sessions.
    pub(crate) session: Option<Session>,
    /// Whether it came over TLS.
    pub(crate) tls: bool,
    pub(crate) zone: Option<Zone>,
    /// The language of its texts; none where the style has none.
    pub(crate) spoken: Option<Spoken>,
    /// Whether it is one of the server's own: a `GET` for the conditions of another request.
    pub(crate) inside: bool,
    /// Whether its `Range` counts: it has no `If-Range`, or one that holds.
    pub(crate) range_counts: bool,
    /// The tag of the set, where `If-Range` holds.
    pub(crate) tag_of_set: Option<HeaderValue>,
    /// How a `GET` of the same target shows what is there, where that was asked for the conditions.
    pub(crate) view: Option<View>,
    /// The page that was asked for.
    pub(crate) asked: Option<Asked>,
    /// What the answer includes, and which fields it has.
    pub(crate) include: Include,
    pub(crate) fields: Fields,
    /// The id of the resource in the request's document.
    pub(crate) document_id: Option<String>,
    /// The resource that the operation is about, in entries of problems.
    pub(crate) subject: Option<&'static str>,
    /// The request as the answer tells it back; none where it does not.
    pub(crate) echo: Option<serde_json::Map<String, serde_json::Value>>,
    /// What the handler adds to the headers of its answer.
    pub(crate) answer: Mutex<HeaderMap>,
}

/// Neither query nor headers nor echo: any of them may carry a secret.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.id)
            .field("method", &self.parts.method)
            .field("path", &self.address.path())
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// The page that a request asks for, and how it is paged.
#[derive(Debug, Clone)]
pub(crate) enum Asked {
    Numbered(&'static Paging, NumberedPage),
    Keyset(&'static Paging, KeysetPage),
    Cursor(&'static Paging, CursorPage),
    /// By a row: nothing is told of the pages beside it.
    Rows(&'static Paging, RowsPage),
    /// By positions; `told` where the request names a range.
    ItemRange {
        paging: &'static Paging,
        page: RangePage,
        told: bool,
    },
    /// By keys; `told` where the request names a range.
    KeyRange {
        paging: &'static Paging,
        page: KeyRangePage,
        told: bool,
    },
}

impl Context {
    /// What the document says of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static OperationMeta {
        self.request.operation
    }

    /// The method: as it was sent, or the one that the style lets a request name in its place.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.request.parts.method
    }

    /// The target, without what the service is nested under. A key may stand in its query: keep it from logs.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.request.parts.uri
    }

    /// What the service is nested under, as `axum::Router::nest` does it: `/api`, or empty.
    ///
    /// Links that the server makes begin with it: own links, links by the document, those to the pages beside. A link
    /// that a handler writes stays as it is; [`Self::link`] makes one of the API wherever it is nested.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.request.address.prefix()
    }

    /// A link to a path of the API: `path`, which begins with a slash and is percent-encoded, under [`Self::prefix`];
    /// with scheme and host where the style has links absolute.
    #[must_use]
    pub fn link(&self, path: impl fmt::Display) -> Link {
        Link(format!("{}{path}", self.request.address.base()))
    }

    /// The request's headers. Those that are credentials of the API are marked as sensitive: no `Debug` shows them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.request.parts.headers
    }

    /// What layers around the service left for the handler.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.request.parts.extensions
    }

    /// The id under which the request is logged; the answer carries it in the style's header.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.request.id.to_str().unwrap_or("")
    }

    /// The version and options of the representation that the request asks for.
    #[must_use]
    pub fn representation(&self) -> &Representation {
        &self.request.representation
    }

    /// The session of the client that asks.
    ///
    /// # Errors
    /// The style has no sessions.
    #[cfg(feature = "sessions")]
    pub fn session(&self) -> Result<&Session, Undeclared> {
        self.request.session.as_ref().ok_or_else(|| Undeclared::internal("the style has no sessions"))
    }

    /// The related resources that the answer includes: those of the operation, or what the caller made of them. A handler
    /// need not load what is not [among them](Include::has).
    #[must_use]
    pub fn include(&self) -> &Include {
        &self.request.include
    }

    /// The fields that the caller wants of each type of resource.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.request.fields
    }

    /// The id that the request's document has. Where it changes a resource whose path does not tell its id, the handler
    /// compares: another one is a [conflict](Problem::conflict).
    #[must_use]
    pub fn document_id(&self) -> Option<&str> {
        self.request.document_id.as_deref()
    }

    /// The zone of the times in the answer, where the request names one.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.request.zone.as_ref()
    }

    /// The address of the client, where it is known ([`serve`](super::serve) says it): the peer's, or the one that
    /// [trusted proxies](super::ServeOptions::trusted_proxies) name.
    #[must_use]
    pub fn client_address(&self) -> Option<IpAddr> {
        peer::address(&self.request.parts.extensions)
    }

    /// The address of the connection's peer, maybe a proxy, where the server told it ([`serve`](super::serve) does).
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.request.parts.extensions.get::<Peer>().map(|peer| peer.0)
    }

    /// Whether the request came over TLS, as far as the server knows: it has been [told](super::Service::behind_tls) that all
    /// do, or [trusts](super::Service::trust_forwarded) a proxy to say so.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.request.tls
    }

    /// The condition of `If-Match`, where the style heeds it.
    ///
    /// By the time that a handler runs it has held once, of what a `GET` of the same path answered. Where another change may
    /// come between, the handler looks again inside its transaction: at tags of its own with [`IfMatch::holds`], else with
    /// [`Self::unchanged`].
    #[must_use]
    pub fn if_match(&self) -> Option<IfMatch> {
        let heeded = self.request.operation.api.style.caching.if_match;
        heeded.then(|| IfMatch::of(&self.request.parts.headers)).flatten()
    }

    /// Checks `If-Match`, where there is one, against `current`, which is what a `GET` of the same path would answer now.
    ///
    /// Where the handler of that `GET` sets an `ETag` of its own, look at such with [`IfMatch::holds`].
    ///
    /// # Errors
    /// [`Outcome::PreconditionFailed`](crate::problem::Outcome::PreconditionFailed): it is not what the client takes it
    /// for. It has no JSON.
    pub fn unchanged<T: Serialize + Present + Clone>(&self, current: &T) -> Result<(), Undeclared> {
        let Some(condition) = self.if_match().filter(|condition| *condition != IfMatch::Any) else {
            return Ok(());
        };
        let request = &self.request;
        let mut current = current.clone();
        current.present(&self.presentation());
        let (include, fields, media) = match &request.view {
            Some(view) => (&view.include, &view.fields, &view.media),
            None => (&request.include, &request.fields, &request.representation.media),
        };
        let documents = request.operation.api.style.success.form == PayloadForm::Resources;
        let body = match current.resources().filter(|_| documents && request.operation.styled) {
            Some(resources) => {
                let mut document =
                    Document::new(Compound::new(include, fields), |compound, out| match &resources {
                        ResourceRefs::One(one) => compound.one(one, out),
                        ResourceRefs::Many(all) => compound.many(all, out),
                    });
                envelope::write(request, &mut document, None)?
            }
            None => envelope::write(request, &mut envelope::payload(|out| json::write(&current, out)), None)?,
        };
        let media = HeaderMap::from_iter([(CONTENT_TYPE, media.clone())]);
        match entity_tag::tag(&media, &body, false) {
            Some(tag) if condition.holds_for(&tag) => Ok(()),
            _ => Err(Problem::precondition_failed().into()),
        }
    }

    /// The language of the answer's texts (BCP 47): the caller's, else the best of those that the request accepts, else
    /// the default; empty where the style has none.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.request.spoken.map_or("", Spoken::tag)
    }

    /// A text in that language, else in the default: of the key `message.done` by `done`. Empty where there is none, which is
    /// logged.
    #[must_use]
    pub fn text(&self, key: &str) -> Cow<'static, str> {
        let found = self.request.spoken.and_then(|spoken| spoken.text(&format!("message.{key}")));
        if found.is_none() {
            tracing::warn!(key, language = self.language(), "there is no such text");
        }
        Cow::Borrowed(found.unwrap_or_default())
    }

    /// Sets a header of the answer, in place of one of that name. A failure does not carry it: it has
    /// [`Problem::header`](crate::Problem::header).
    pub fn set_header(&self, wire: HeaderName, value: HeaderValue) {
        self.answer_headers(|headers| drop(headers.insert(wire, value)));
    }

    /// Adds a header to the answer, beside those of that name: `Set-Cookie`, `Link`.
    pub fn append_header(&self, wire: HeaderName, value: HeaderValue) {
        self.answer_headers(|headers| {
            headers.append(wire, value);
        });
    }

    /// The problem of a page by key, by cursor or by row, whose key, cursor or row is that of no item, or none at all.
    #[must_use]
    pub fn bad_anchor(&self, message: impl Into<Cow<'static, str>>) -> Problem {
        let mut outcome = Outcome::InvalidParameter;
        let entry = match &self.request.asked {
            Some(Asked::KeyRange { .. }) => {
                outcome = Outcome::MalformedRange;
                Entry::new("invalid").header("Range").field("Range")
            }
            Some(Asked::Keyset(paging, page)) => {
                let wire = match (paging.kind, page.direction) {
                    (PagingKind::Keyset { before, .. }, Direction::Before) => before,
                    (PagingKind::Keyset { after, .. }, Direction::After) => after,
                    _ => "",
                };
                Entry::new("invalid").parameter(wire).field(wire)
            }
            Some(Asked::Cursor(paging, page)) => {
                let wire = match (paging.kind, page.direction) {
                    (PagingKind::Cursor { before, .. }, Direction::Before) => before,
                    (PagingKind::Cursor { after, .. }, Direction::After) => after,
                    _ => "",
                };
                Entry::new("invalid").parameter(wire).field(wire)
            }
            Some(Asked::Rows(paging, page)) => {
                let wire = match paging.kind {
                    PagingKind::Number { rows: Some(rows), .. } if page.value.is_some() => rows.value,
                    PagingKind::Number { rows: Some(rows), .. } => rows.last,
                    _ => "",
                };
                Entry::new("invalid").parameter(wire).field(wire)
            }
            _ => Entry::new("invalid"),
        };
        let entry = Entry { resource: self.request.subject.map(Cow::Borrowed), ..entry };
        Problem::new(outcome).entry(entry.message(message))
    }

    /// How the answer is shown: in the caller's zone, else in the style's, as deep as was asked for.
    #[must_use]
    pub fn presentation(&self) -> Presentation {
        let utc = self.request.operation.api.style.data.times == Times::Utc;
        let zone = self.request.zone.clone().or_else(|| utc.then(|| UTC.clone()));
        Presentation { zone, option: self.request.representation.option }
    }

    fn answer_headers(&self, change: impl FnOnce(&mut HeaderMap)) {
        change(&mut self.request.answer.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Takes what the handler set.
    pub(crate) fn take_headers(&self) -> HeaderMap {
        std::mem::take(&mut *self.request.answer.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
