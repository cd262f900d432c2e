//! What is known of a request besides its typed input.

use std::borrow::Cow;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Uri};

use crate::Link;
#[cfg(feature = "sessions")]
use crate::answer::Undeclared;
use crate::meta::OperationMeta;
use crate::page::{KeysetPage, NumberedPage};
use crate::present::{Presentation, Zone};
use crate::problem::{Entry, Problem};
use crate::range::{KeyRangePage, RangePage};
use crate::style::{Direction, Paging, PagingKind};

use super::address::Address;
use super::negotiate::Representation;
use super::secrets::Secrets;
use super::serve::Peer;
use super::session::Session;

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
    pub(crate) zone: Option<Zone>,
    /// The page that was asked for.
    pub(crate) asked: Option<Asked>,
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

    /// The method, as it was sent.
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

    /// A link to a path of the API: `path`, which begins with a slash and is percent-encoded, under [`Self::prefix`].
    #[must_use]
    pub fn link(&self, path: impl fmt::Display) -> Link {
        Link(format!("{}{path}", self.prefix()))
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

    /// The id under which the request is logged; the answer carries it as `x-request-id`.
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

    /// The zone of the times in the answer, where the request names one.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.request.zone.as_ref()
    }

    /// The address that the request came from, where the server told it ([`serve`](super::serve) does).
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.request.parts.extensions.get::<Peer>().map(|peer| peer.0)
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

    /// The problem of a page by key whose key is that of no item, or none at all.
    #[must_use]
    pub fn bad_anchor(&self, message: impl Into<Cow<'static, str>>) -> Problem {
        let entry = match &self.request.asked {
            Some(Asked::Keyset(paging, page)) => {
                let wire = match (paging.kind, page.direction) {
                    (PagingKind::Keyset { before, .. }, Direction::Before) => before,
                    (PagingKind::Keyset { after, .. }, Direction::After) => after,
                    _ => "",
                };
                Entry::new("invalid").parameter(wire).field(wire)
            }
            _ => Entry::new("invalid"),
        };
        Problem::invalid_parameter().entry(entry.message(message))
    }

    /// How the answer is shown: in the caller's zone, as deep as was asked for.
    #[must_use]
    pub fn presentation(&self) -> Presentation {
        Presentation { zone: self.request.zone.clone(), option: self.request.representation.option }
    }

    fn answer_headers(&self, change: impl FnOnce(&mut HeaderMap)) {
        change(&mut self.request.answer.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Takes what the handler set.
    pub(crate) fn take_headers(&self) -> HeaderMap {
        std::mem::take(&mut *self.request.answer.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
