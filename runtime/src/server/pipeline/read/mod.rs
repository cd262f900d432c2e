//! Reads the parts of a request into types, and records all faults.

mod body;
mod document;
mod expansion;
mod faults;
mod multipart;
mod page;
mod parameter;
mod query;

use std::fmt;

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::api::BodyKind;
use crate::api::Operation;
use crate::codec::param::Pairs;
use crate::schema::check::{Violation, ViolationKind};
use crate::style::{AbsentBody, EchoPart, Style};

use crate::api::UndeclaredError;
use crate::server::core::Core;
use crate::server::idempotency::{RequestKey, read_key};
use crate::server::limits::body::RequestBody;
use crate::server::negotiate::zone::zone;
use crate::server::route::Route;
use crate::server::route::table::Typed;

use super::request::{RequestDetails, RequestHead};
use faults::RequestFaults;
use query::KnownParameters;

/// An operation whose input can be read from a request. Implemented by generated code.
pub trait Receive: Operation {
    /// Reads all parts before it returns, so that every fault is reported. Returns `None` if there was one.
    fn receive(read: &mut Reader<'_>) -> Option<Self>;
}

/// The contents of a request.
pub(super) struct RequestContent {
    /// The operation's struct; `None` if there are faults.
    pub(super) input: Option<Typed>,
    pub(super) details: RequestDetails,
    pub(super) faults: RequestFaults,
    /// The entity tag of the complete set, if `If-Range` holds.
    pub(super) tag_of_set: Option<http::HeaderValue>,
    /// The idempotency key.
    pub(super) key: Option<RequestKey>,
}

impl Core {
    /// Reads body and parameters.
    ///
    /// # Errors
    /// Returns an error if the body exceeds a limit, or `If-Range` cannot be evaluated. Faults of the contents are
    /// not errors: each check reports its own.
    pub(super) async fn read(
        &self,
        route: &Route,
        head: &RequestHead,
        body: &mut RequestBody,
    ) -> Result<RequestContent, UndeclaredError> {
        let range = self.range_condition(head).await?;
        let bytes = match head.operation.body {
            Some(meta) => {
                let bytes = body.read(&self.limits.of(meta.kind)).await?;
                let absent = bytes.is_empty() && meta.kind == BodyKind::Json;
                match head.operation.api.style.data.absent_body {
                    AbsentBody::EmptyObject if absent => Bytes::from_static(b"{}"),
                    AbsentBody::Nothing | AbsentBody::EmptyObject => bytes,
                }
            }
            None => Bytes::new(),
        };
        let mut reader = Reader::new(head, bytes.clone(), range.counts);
        let input = (route.bound.receive)(&mut reader);
        let (mut details, faults) = reader.finish();
        let key = details.key.take().map(|key| RequestKey::new(key, head, &bytes));
        Ok(RequestContent { input, details, faults, tag_of_set: range.tag_of_set, key })
    }
}

/// Reads the parts of a request. A method that returns `None` has recorded a fault.
pub struct Reader<'r> {
    head: &'r RequestHead,
    style: &'static Style,
    /// `None` after the query has been checked for unknown parameters.
    query: Option<Pairs<'r>>,
    body: Bytes,
    /// Whether `Range` applies: there is no `If-Range`, or it holds.
    range_counts: bool,
    known: KnownParameters,
    /// The parameter of expansion, if the form may have it.
    expanded_in_form: Option<&'static str>,
    faults: RequestFaults,
    details: RequestDetails,
}

/// Prints no contents of the request.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("request", self.head).finish_non_exhaustive()
    }
}

impl<'r> Reader<'r> {
    fn new(head: &'r RequestHead, body: Bytes, range_counts: bool) -> Self {
        let operation = head.operation;
        let style = operation.api.style;
        let echo = style.success.echo.as_ref().filter(|echo| {
            operation.styled && echo.option.as_ref().is_none_or(|option| head.representation.asks_for(option))
        });
        let mut faults = RequestFaults::default();
        let query = Some(Pairs::query(head.parts.uri.query().unwrap_or(""), &mut faults.parameters));
        let details = RequestDetails { echo: echo.map(|_| Map::new()), ..RequestDetails::default() };
        let (known, expanded_in_form) = (KnownParameters::default(), None);
        Self { head, style, query, body, range_counts, known, expanded_in_form, faults, details }
    }

    /// Sets the resource of the operation, which entries for its parameters carry.
    pub fn about(&mut self, resource: &'static str) {
        self.details.subject = Some(resource);
    }

    /// Records a violation of a parameter.
    fn refuse(&mut self, violation: Violation) {
        self.faults.parameters.push(violation);
    }

    /// Allows any query parameter, for operations that are not implemented.
    pub(crate) fn any_query(&mut self) {
        self.known.all();
    }

    fn finish(mut self) -> (RequestDetails, RequestFaults) {
        self.read_zone();
        match read_key(self.head.operation, &self.head.parts.headers) {
            Ok(key) => self.details.key = key,
            Err(violation) => self.refuse(*violation),
        }
        self.read_query_options();
        self.faults.attribute(self.details.subject);
        (self.details, self.faults)
    }

    /// Reads the time zone from its header, if the style has one.
    fn read_zone(&mut self) {
        let Some(header) = self.style.data.time_zone_header.as_deref() else { return };
        match zone(&self.head.parts.headers, header) {
            Ok(zone) => self.details.zone = zone,
            Err(()) => {
                let message = "must be the name of a time zone, like Europe/Moscow";
                let found =
                    Violation::of_parameter(header, ViolationKind::Constraint, "unknown_zone", message);
                self.refuse(found.of_header(header));
            }
        }
    }

    fn echo(&mut self, part: EchoPart, wire: &str, value: impl FnOnce() -> Value) {
        if part == EchoPart::Query && self.head.secrets.in_query(wire) {
            return;
        }
        if let (Some(echo), Some(style)) = (&mut self.details.echo, &self.style.success.echo)
            && style.parts.contains(&part)
        {
            echo.insert(wire.to_owned(), value());
        }
    }
}
