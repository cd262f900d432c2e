//! A request to an operation.

use std::fmt;
use std::sync::{Arc, Mutex};

use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use serde_json::{Map, Value};

use crate::api::OperationMeta;
use crate::api::Zone;
use crate::jsonapi::{Fields, Include};
use crate::paging::response::{PageFacts, PageResponse};
use crate::paging::{PageRequest, PagingWay};
use crate::problem::Problem;

use crate::server::auth::secrets::Secrets;
use crate::server::core::Core;
use crate::server::negotiate::language::NegotiatedLanguage;
use crate::server::session::Session;
use crate::version::Representation;

use super::address::Address;
use super::conditions::ResourceView;

/// The part of a request that is known before its body is read.
pub(crate) struct RequestHead {
    pub(crate) operation: &'static OperationMeta,
    pub(crate) parts: Parts,
    pub(crate) address: Address,
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) id: HeaderValue,
    pub(crate) representation: Representation,
    /// `None` if the style has no sessions.
    pub(crate) session: Option<Session>,
    /// Whether it came over TLS.
    pub(crate) tls: bool,
    /// Whether it is an internal `GET` for the preconditions of another request.
    pub(crate) internal: bool,
}

impl RequestHead {
    pub(super) fn new(
        core: &Core,
        operation: &'static OperationMeta,
        mut parts: Parts,
        id: HeaderValue,
        representation: Representation,
        session: Option<Session>,
    ) -> Self {
        let tls = core.admission.is_tls(&parts);
        core.secrets.hide(&mut parts);
        let address = Address::of(&parts, &core.link_root(&parts));
        let secrets = core.secrets.clone();
        Self { operation, parts, address, secrets, id, representation, session, tls, internal: false }
    }
}

/// Omits query and headers, which may contain secrets.
impl fmt::Debug for RequestHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.id)
            .field("method", &self.parts.method)
            .field("path", &self.address.path())
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A request whose checks have passed. It is built once and shared with the handler.
pub(crate) struct CheckedRequest {
    pub(crate) head: RequestHead,
    pub(crate) details: RequestDetails,
    /// The language of the response; `None` if the style has no texts.
    pub(crate) language: Option<NegotiatedLanguage>,
    /// The entity tag of the complete set, if `If-Range` holds.
    pub(crate) tag_of_set: Option<HeaderValue>,
    /// How a `GET` of the same target presents the resource, if the preconditions needed it.
    pub(crate) view: Option<ResourceView>,
    /// The headers that the handler adds to the response.
    pub(crate) response_headers: Mutex<HeaderMap>,
}

impl fmt::Debug for CheckedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head.fmt(f)
    }
}

/// The details of a request in addition to its typed input.
#[derive(Default)]
pub(crate) struct RequestDetails {
    pub(crate) page: Option<RequestedPage>,
    /// The related resources that the response includes.
    pub(crate) include: Include,
    pub(crate) fields: Fields,
    /// The time zone of the response.
    pub(crate) zone: Option<Zone>,
    /// The id in the request document.
    pub(crate) document_id: Option<String>,
    /// The resource of the operation, for entries of problems.
    pub(crate) subject: Option<&'static str>,
    /// The idempotency key.
    pub(crate) key: Option<String>,
    /// The echo of the request; `None` if the response has none.
    pub(crate) echo: Option<Map<String, Value>>,
}

/// The page that a request asks for, of any kind.
pub(crate) struct RequestedPage {
    /// How it is paged.
    pub(crate) way: &'static dyn PagingWay,
    pub(crate) facts: PageFacts,
    /// Whether the request names a range.
    pub(crate) explicit: bool,
    describe: Box<Describe>,
}

/// Completes what a response says of a page; see [`PageRequest::describe`].
type Describe = dyn Fn(&mut PageResponse<'_>) -> Result<(), Problem> + Send + Sync;

impl RequestedPage {
    pub(crate) fn new<P: PageRequest>(way: &'static P::Way, page: P, explicit: bool) -> Self {
        let facts = page.facts(way);
        Self { way, facts, explicit, describe: Box::new(move |response| page.describe(way, response)) }
    }

    /// Completes what a response says of the page.
    ///
    /// # Errors
    /// If the set has no such page.
    pub(crate) fn describe(&self, response: &mut PageResponse<'_>) -> Result<(), Problem> {
        (self.describe)(response)
    }
}
