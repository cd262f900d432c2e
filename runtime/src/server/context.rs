//! The context of a request.

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
use crate::server::negotiate::language::NegotiatedLanguage;
use crate::server::pipeline::entity_tag::{self, IfMatch};
use crate::server::pipeline::request::CheckedRequest;
use crate::server::serve::peer::{self, Peer};
#[cfg(feature = "sessions")]
use crate::server::session::Session;
use crate::version::Representation;

static UTC: LazyLock<Zone> = LazyLock::new(|| Zone::new("UTC", |_| 0));

/// The context of a request, in addition to its typed input. Cheap to clone; it may outlive the response.
///
/// `Debug` prints only operation, method, path and request id.
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
    pub(crate) request: Arc<CheckedRequest>,
}

impl Context {
    /// Returns the description of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static OperationMeta {
        self.request.head.operation
    }

    /// Returns the method: that of the request, or the one that it names instead if the style allows that.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.request.head.parts.method
    }

    /// Returns the target without the prefix of a nested service. Its query may contain an API key, so do not log it.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.request.head.parts.uri
    }

    /// Returns the prefix that the service is nested under with `axum::Router::nest`: `/api`, or empty.
    ///
    /// Links that the server builds include the prefix. A link that a handler sets is sent as it is; [`Self::link`]
    /// builds one that is right wherever the API is nested.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.request.head.address.prefix()
    }

    /// Returns a link to a path of the API: `path`, which starts with a slash and is percent-encoded, under
    /// [`Self::prefix`], with scheme and host if the style has absolute links.
    #[must_use]
    pub fn link(&self, path: impl fmt::Display) -> Link {
        Link(format!("{}{path}", self.request.head.address.base()))
    }

    /// Returns the request's headers. Credentials are marked as sensitive, so that `Debug` does not print them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.request.head.parts.headers
    }

    /// Returns the extensions that layers around the service inserted.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.request.head.parts.extensions
    }

    /// Returns the request id, under which the request is logged; the response carries it in the style's header.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.request.head.id.to_str().unwrap_or("")
    }

    /// Returns the requested representation: version and options.
    #[must_use]
    pub fn representation(&self) -> &Representation {
        &self.request.head.representation
    }

    /// Returns the session of the client.
    ///
    /// # Errors
    /// Returns an error if the style has no sessions.
    #[cfg(feature = "sessions")]
    pub fn session(&self) -> Result<&Session, UndeclaredError> {
        self.request
            .head
            .session
            .as_ref()
            .ok_or_else(|| UndeclaredError::internal("the style has no sessions"))
    }

    /// Returns the related resources that the response includes: those of the operation, or those that the request
    /// selects. A handler need not load [others](Include::has).
    #[must_use]
    pub fn include(&self) -> &Include {
        &self.request.details.include
    }

    /// Returns the fields that the request selects for each type of resource.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.request.details.fields
    }

    /// Returns the id in the request document. If the operation updates a resource whose id is not in the path, the
    /// handler compares it: a different id is a [conflict](Problem::conflict).
    #[must_use]
    pub fn document_id(&self) -> Option<&str> {
        self.request.details.document_id.as_deref()
    }

    /// Returns the time zone of the response, if the request names one.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.request.details.zone.as_ref()
    }

    /// Returns the address of the client, if it is known ([`serve`](super::serve) provides it): that of the peer, or
    /// the one that [trusted proxies](super::ServeOptions::trusted_proxies) name.
    #[must_use]
    pub fn client_address(&self) -> Option<IpAddr> {
        peer::address(&self.request.head.parts.extensions)
    }

    /// Returns the address of the connection's peer, possibly a proxy, if the server provides it
    /// ([`serve`](super::serve) does).
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.request.head.parts.extensions.get::<Peer>().map(|peer| peer.0)
    }

    /// Returns whether the request came over TLS, as far as the server knows: because all requests
    /// [do](super::Service::behind_tls), or a [trusted](super::Service::trust_forwarded) proxy says so.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.request.head.tls
    }

    /// Returns the condition of `If-Match`, if the style supports it.
    ///
    /// When a handler runs, the condition has been evaluated once, with the response to a `GET` of the same path. If
    /// a concurrent change is possible, evaluate it again inside the transaction: with [`IfMatch::holds`] for entity
    /// tags of your own, otherwise with [`Self::unchanged`].
    #[must_use]
    pub fn if_match(&self) -> Option<IfMatch> {
        let heeded = self.request.head.operation.api.style.caching.checks_if_match();
        heeded.then(|| IfMatch::of(&self.request.head.parts.headers)).flatten()
    }

    /// Evaluates `If-Match`, if present, with `current`, the value that a `GET` of the same path would return now.
    ///
    /// If the handler of that `GET` sets an `ETag` of its own, use [`IfMatch::holds`] instead.
    ///
    /// # Errors
    /// Returns [`Outcome::PreconditionFailed`](crate::problem::Outcome::PreconditionFailed) if the resource has
    /// changed, or an error if the value cannot be serialized.
    pub fn unchanged<T: Serialize + Present + Clone>(&self, current: &T) -> Result<(), UndeclaredError> {
        let Some(condition) = self.if_match().filter(|condition| *condition != IfMatch::Any) else {
            return Ok(());
        };
        let request = &self.request;
        let mut current = current.clone();
        current.present(&self.presentation());
        let (operation, include, fields, media) = match &request.view {
            Some(view) => (view.operation, &view.include, &view.fields, &view.media),
            None => {
                let details = &request.details;
                let media = &request.head.representation.media;
                (request.head.operation, &details.include, &details.fields, media)
            }
        };
        let wrapping = operation.envelope(operation.status);
        let documents = request.head.operation.api.style.success.form == PayloadForm::Resources;
        let body = match current.resources().filter(|_| documents && request.head.operation.styled) {
            Some(resources) => {
                let mut document =
                    Document::new(Compound::new(include, fields), |compound, out| match &resources {
                        ResourceRefs::One(one) => compound.one(one, out),
                        ResourceRefs::Many(all) => compound.many(all, out),
                    });
                envelope::write(request, wrapping, &mut document, None)?
            }
            None => {
                let mut content = envelope::payload(|out| json::write(&current, out));
                envelope::write(request, wrapping, &mut content, None)?
            }
        };
        let media = HeaderMap::from_iter([(CONTENT_TYPE, media.clone())]);
        match entity_tag::tag(&media, &body, false) {
            Some(tag) if condition.holds_for(&tag) => Ok(()),
            _ => Err(Problem::precondition_failed().into()),
        }
    }

    /// Returns the language of the response's texts (BCP 47): the caller's, else the best of those that the request
    /// accepts, else the default; empty if the style has no texts.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.request.language.map_or("", NegotiatedLanguage::tag)
    }

    /// Returns the text with the key `message.{key}` in that language, else in the default language. Empty, and
    /// logged, if there is no such text.
    #[must_use]
    pub fn text(&self, key: &str) -> Cow<'static, str> {
        let found = self.request.language.and_then(|language| language.text(&format!("message.{key}")));
        if found.is_none() {
            tracing::warn!(key, language = self.language(), "the style has no such text");
        }
        Cow::Borrowed(found.unwrap_or_default())
    }

    /// Sets a header of the response, replacing those with the same name. Error responses do not have it; use
    /// [`Problem::header`](crate::Problem::header).
    pub fn set_header(&self, wire: HeaderName, value: HeaderValue) {
        self.change_headers(|headers| drop(headers.insert(wire, value)));
    }

    /// Adds a header to the response, in addition to those with the same name: `Set-Cookie`, `Link`.
    pub fn append_header(&self, wire: HeaderName, value: HeaderValue) {
        self.change_headers(|headers| {
            headers.append(wire, value);
        });
    }

    /// Returns the problem of a page by key, cursor or row that is malformed or matches no item.
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

    /// Returns the presentation of the response: in the caller's time zone, else in the style's, with the requested
    /// option.
    #[must_use]
    pub fn presentation(&self) -> Presentation {
        let utc = self.request.head.operation.api.style.data.times == Times::Utc;
        let zone = self.request.details.zone.clone().or_else(|| utc.then(|| UTC.clone()));
        Presentation { zone, option: self.request.head.representation.option }
    }

    fn change_headers(&self, change: impl FnOnce(&mut HeaderMap)) {
        change(&mut self.request.response_headers.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Takes the headers that the handler set.
    pub(crate) fn take_headers(&self) -> HeaderMap {
        std::mem::take(&mut *self.request.response_headers.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
