//! What is known of a request in addition to its typed input.

use std::borrow::Cow;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, LazyLock, PoisonError};

use http::header::CONTENT_TYPE;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Uri};
use serde::Serialize;

use crate::Link;
use crate::api::OperationMeta;
use crate::api::UndeclaredError;
use crate::api::{Present, Presentation, Zone};
use crate::codec::json;
use crate::jsonapi::{Compound, Fields, Include, ResourceRefs};
use crate::paging::response::Anchor;
use crate::problem::Outcome;
use crate::problem::{Entry, Problem};
use crate::style::{PayloadForm, Times};

use crate::server::encode::envelope;
use crate::server::encode::response::Document;
use crate::server::negotiate::Representation;
use crate::server::negotiate::language::NegotiatedLanguage;
use crate::server::pipeline::entity_tag::{self, IfMatch};
use crate::server::pipeline::request::Request;
use crate::server::serve::peer::{self, Peer};
#[cfg(feature = "sessions")]
use crate::server::session::Session;

static UTC: LazyLock<Zone> = LazyLock::new(|| Zone::new("UTC", |_| 0));

/// What is known of a request in addition to its typed input. Cheap to clone; it may outlive the response.
///
/// `Debug` shows operation, method, path and request id alone.
///
/// ```
/// use housestyle::server::Context;
/// use http::HeaderValue;
/// use http::header::CACHE_CONTROL;
///
/// fn cache(context: &Context) {
///     tracing::debug!(operation = context.operation().id, request = context.request_id(), "cacheable");
///     context.set_header(CACHE_CONTROL, HeaderValue::from_static("max-age=60"));
/// }
/// # let _: fn(&Context) = cache;
/// ```
#[derive(Debug, Clone)]
pub struct Context {
    pub(crate) request: Arc<Request>,
}

impl Context {
    /// What the document says of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static OperationMeta {
        self.request.head.operation
    }

    /// The method: as it was sent, or the one that the style lets a request name in its place.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.request.head.parts.method
    }

    /// The target, without what the service is nested under. A key may stand in its query: keep it from logs.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.request.head.parts.uri
    }

    /// What the service is nested under, as `axum::Router::nest` does it: `/api`, or empty.
    ///
    /// Links that the server makes begin with it: own links, links by the document, those to neighbouring pages. A link
    /// that a handler writes stays as it is; [`Self::link`] makes one of the API wherever it is nested.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.request.head.address.prefix()
    }

    /// A link to a path of the API: `path`, which begins with a slash and is percent-encoded, under [`Self::prefix`];
    /// with scheme and host where the style has links absolute.
    #[must_use]
    pub fn link(&self, path: impl fmt::Display) -> Link {
        Link(format!("{}{path}", self.request.head.address.base()))
    }

    /// The request's headers. Those that are credentials of the API are marked as sensitive: no `Debug` shows them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.request.head.parts.headers
    }

    /// What layers around the service left for the handler.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.request.head.parts.extensions
    }

    /// The id under which the request is logged; the answer carries it in the style's header.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.request.head.id.to_str().unwrap_or("")
    }

    /// The version and options of the representation that the request asks for.
    #[must_use]
    pub fn representation(&self) -> &Representation {
        &self.request.head.representation
    }

    /// The session of the client that asks.
    ///
    /// # Errors
    /// The style has no sessions.
    #[cfg(feature = "sessions")]
    pub fn session(&self) -> Result<&Session, UndeclaredError> {
        self.request
            .head
            .session
            .as_ref()
            .ok_or_else(|| UndeclaredError::internal("the style has no sessions"))
    }

    /// The related resources that the answer includes: those of the operation, or what the caller made of them. A handler
    /// need not load what is not [among them](Include::has).
    #[must_use]
    pub fn include(&self) -> &Include {
        &self.request.details.include
    }

    /// The fields that the caller wants of each type of resource.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.request.details.fields
    }

    /// The id that the request's document has. If it changes a resource whose path does not have its id, the handler
    /// compares: another one is a [conflict](Problem::conflict).
    #[must_use]
    pub fn document_id(&self) -> Option<&str> {
        self.request.details.document_id.as_deref()
    }

    /// The zone of the times in the answer, where the request names one.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.request.details.zone.as_ref()
    }

    /// The address of the client, where it is known ([`serve`](super::serve) says it): the peer's, or the one that
    /// [trusted proxies](super::ServeOptions::trusted_proxies) name.
    #[must_use]
    pub fn client_address(&self) -> Option<IpAddr> {
        peer::address(&self.request.head.parts.extensions)
    }

    /// The address of the connection's peer, maybe a proxy, if the server passes it on ([`serve`](super::serve) does).
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.request.head.parts.extensions.get::<Peer>().map(|peer| peer.0)
    }

    /// Whether the request came over TLS, as far as the server knows: it is [set](super::Service::behind_tls) that all
    /// do, or [trusts](super::Service::trust_forwarded) a proxy to say so.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.request.head.tls
    }

    /// The condition of `If-Match`, where the style heeds it.
    ///
    /// By the time that a handler runs it has held once, of what a `GET` of the same path answered. Where another change may
    /// come between, the handler looks again inside its transaction: at tags of its own with [`IfMatch::holds`], else with
    /// [`Self::unchanged`].
    #[must_use]
    pub fn if_match(&self) -> Option<IfMatch> {
        let heeded = self.request.head.operation.api.style.caching.checks_if_match();
        heeded.then(|| IfMatch::of(&self.request.head.parts.headers)).flatten()
    }

    /// Checks `If-Match`, where there is one, against `current`, which is what a `GET` of the same path would answer now.
    ///
    /// Where the handler of that `GET` sets an `ETag` of its own, compare those with [`IfMatch::holds`].
    ///
    /// # Errors
    /// [`Outcome::PreconditionFailed`](crate::problem::Outcome::PreconditionFailed): it is not what the client takes it
    /// for. It has no JSON.
    pub fn unchanged<T: Serialize + Present + Clone>(&self, current: &T) -> Result<(), UndeclaredError> {
        let Some(condition) = self.if_match().filter(|condition| *condition != IfMatch::Any) else {
            return Ok(());
        };
        let request = &self.request;
        let mut current = current.clone();
        current.present(&self.presentation());
        let (include, fields, media) = match &request.view {
            Some(view) => (&view.include, &view.fields, &view.media),
            None => (&request.details.include, &request.details.fields, &request.head.representation.media),
        };
        let documents = request.head.operation.api.style.success.form == PayloadForm::Resources;
        let body = match current.resources().filter(|_| documents && request.head.operation.styled) {
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
        self.request.language.map_or("", NegotiatedLanguage::tag)
    }

    /// A text in that language, else in the default: of the key `message.done` by `done`. Empty where there is none, which is
    /// logged.
    #[must_use]
    pub fn text(&self, key: &str) -> Cow<'static, str> {
        let found = self.request.language.and_then(|language| language.text(&format!("message.{key}")));
        if found.is_none() {
            tracing::warn!(key, language = self.language(), "there is no such text");
        }
        Cow::Borrowed(found.unwrap_or_default())
    }

    /// Sets a header of the response, in place of one of that name. A failure does not have it: it has
    /// [`Problem::header`](crate::Problem::header).
    pub fn set_header(&self, wire: HeaderName, value: HeaderValue) {
        self.change_headers(|headers| drop(headers.insert(wire, value)));
    }

    /// Adds a header to the response, in addition to those of that name: `Set-Cookie`, `Link`.
    pub fn append_header(&self, wire: HeaderName, value: HeaderValue) {
        self.change_headers(|headers| {
            headers.append(wire, value);
        });
    }

    /// The problem of a page whose key, cursor or row is invalid, or that of no item.
    #[must_use]
    pub fn bad_anchor(&self, message: impl Into<Cow<'static, str>>) -> Problem {
        let invalid = Entry::new("invalid");
        let (outcome, entry) = match self.request.details.page.as_ref().and_then(|page| page.facts.anchor) {
            Some(Anchor::Range) => (Outcome::MalformedRange, invalid.header("Range").field("Range")),
            Some(Anchor::Parameter(wire)) => (Outcome::InvalidParameter, invalid.parameter(wire).field(wire)),
            None => (Outcome::InvalidParameter, invalid),
        };
        let entry = Entry { resource: self.request.details.subject.map(Cow::Borrowed), ..entry };
        Problem::new(outcome).entry(entry.message(message))
    }

    /// How the answer is shown: in the caller's zone, else in the style's, as deep as was asked for.
    #[must_use]
    pub fn presentation(&self) -> Presentation {
        let utc = self.request.head.operation.api.style.data.times == Times::Utc;
        let zone = self.request.details.zone.clone().or_else(|| utc.then(|| UTC.clone()));
        Presentation { zone, option: self.request.head.representation.option }
    }

    fn change_headers(&self, change: impl FnOnce(&mut HeaderMap)) {
        change(&mut self.request.response_headers.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Takes what the handler set.
    pub(crate) fn take_headers(&self) -> HeaderMap {
        std::mem::take(&mut *self.request.response_headers.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
