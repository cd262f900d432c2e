//! Successes on the wire: the write side of the forms of [`crate::operation`].

use axum::body::Body;
use http::header::{CONTENT_TYPE, ETAG, LOCATION};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::api::Present;
use crate::api::{HandlerError, HandlerResult, Operation, UndeclaredError};
use crate::codec::json::{self, WriteError};
use crate::codec::template::Fill;
use crate::paging::PageInfo;
use crate::problem::Problem;
use crate::style::{Slot, Template};
use crate::value::{self, Locate};

use crate::server::context::Context;
use crate::server::encode::envelope;
use crate::server::encode::problem::bodiless;
use crate::server::negotiate;
use crate::server::pipeline::conditions::TagOfSet;
use crate::server::pipeline::entity_tag;

mod document;
mod forms;
mod page;

pub(in crate::server) use document::Document;
pub(in crate::server) use page::add_accept_ranges;

/// Writes an operation's output: implemented by the form for every output that it can carry.
pub trait WriteForm<T> {
    /// Writes `output`.
    ///
    /// # Errors
    /// If there is no such page, or the output has no JSON.
    fn write(output: T, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError>;
}

/// An enum of responses, each with its own status; emitted. Its variants call the methods of [`ResponseBuilder`].
pub trait Respond {
    /// Writes the response.
    ///
    /// # Errors
    /// As of [`ResponseBuilder`].
    fn respond(self, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError>;
}

/// An output that cannot be encoded.
#[derive(Debug)]
pub struct EncodeError(pub(crate) UndeclaredError);

impl From<WriteError> for EncodeError {
    fn from(error: WriteError) -> Self {
        Self(error.into())
    }
}

impl From<Problem> for EncodeError {
    fn from(problem: Problem) -> Self {
        Self(problem.into())
    }
}

/// A response that is being written.
#[derive(Debug)]
pub struct ResponseBuilder<'a> {
    context: &'a Context,
    status: u16,
    headers: HeaderMap,
    /// JSON is without blanks until it is sent.
    body: bytes::Bytes,
    /// Whether the body is indented when it is sent.
    pretty: bool,
    /// JSON of the meta next to the payload.
    meta: Option<Vec<u8>>,
    /// The media types of this very response, where the operation has several of them.
    media: &'static [&'static str],
    /// What the entity tag is made of, if it is that of a set.
    validator: Option<String>,
    /// Whether it is a part of a set.
    part: bool,
}

impl<'a> ResponseBuilder<'a> {
    fn new(context: &'a Context) -> Self {
        let status = context.operation().status;
        let (headers, body) = (HeaderMap::new(), bytes::Bytes::new());
        Self {
            context,
            status,
            headers,
            body,
            pretty: false,
            meta: None,
            media: &[],
            validator: None,
            part: false,
        }
    }

    /// Sets the status in place of the operation's own.
    pub fn status(&mut self, status: u16) -> &mut Self {
        self.status = status;
        self
    }

    /// Sets the media types that this response may have, of all those of the operation.
    pub fn media(&mut self, media: &'static [&'static str]) -> &mut Self {
        self.media = media;
        self
    }

    /// Sets a header of the answer.
    pub fn header(&mut self, wire: http::HeaderName, value: HeaderValue) -> &mut Self {
        self.headers.insert(wire, value);
        self
    }

    /// A body in JSON, in the style's envelope where the operation is styled.
    ///
    /// # Errors
    /// The value has no JSON.
    pub fn json<T: Serialize + Present>(&mut self, mut payload: T) -> Result<(), EncodeError> {
        self.present(&mut payload);
        self.wrap(&mut envelope::payload(|out| json::write(&payload, out)), None)
    }

    /// Sets `Location` to that of the new resource, if it has one.
    fn locate<T: Locate>(&mut self, output: &T) -> Result<(), EncodeError> {
        let location = value::link::under(self.context.request.head.address.base(), || output.location());
        if !location.is_empty() {
            let location =
                HeaderValue::try_from(location.as_str()).map_err(|error| EncodeError(error.into()));
            self.header(LOCATION, location?);
        }
        Ok(())
    }

    /// Text, as `text/plain` where the operation does not say otherwise.
    ///
    /// # Errors
    /// None yet.
    pub fn text(&mut self, text: String) -> Result<(), EncodeError> {
        self.raw(text.into(), "text/plain; charset=utf-8");
        Ok(())
    }

    /// Bytes, as `application/octet-stream` where neither the operation nor the handler says otherwise.
    ///
    /// # Errors
    /// None yet.
    pub fn bytes(&mut self, bytes: bytes::Bytes) -> Result<(), EncodeError> {
        self.raw(bytes, "application/octet-stream");
        Ok(())
    }

    /// No body; or the style's payload of an operation that returns nothing, where it has one and the status a body.
    ///
    /// # Errors
    /// None yet.
    pub fn empty(&mut self) -> Result<(), EncodeError> {
        let operation = self.context.operation();
        match operation.api.style.success.empty.as_ref().filter(|_| operation.styled) {
            Some(payload) => self.wrap(
                &mut envelope::payload(|out| {
                    out.extend_from_slice(payload.0.as_bytes());
                    Ok(())
                }),
                None,
            ),
            None => Ok(()),
        }
    }

    fn raw(&mut self, bytes: bytes::Bytes, usual: &'static str) {
        let request = &self.context.request;
        let negotiated =
            negotiate::media_of(request.head.operation, &request.head.representation, self.media);
        let media = match negotiated.as_bytes() {
            _ if request.head.operation.media.is_empty() => HeaderValue::from_static(usual),
            b"text/plain" => HeaderValue::from_static("text/plain; charset=utf-8"),
            // A range is no type that a body could have.
            media if media.contains(&b'*') => HeaderValue::from_static(usual),
            _ => negotiated,
        };
        self.headers.insert(CONTENT_TYPE, media);
        self.body = bytes;
    }

    fn present<T: Present>(&self, payload: &mut T) {
        // Even where nothing is asked for: some members are only sent when they are.
        payload.present(&self.context.presentation());
    }

    fn wrap(&mut self, content: &mut dyn Fill, page: Option<&PageInfo>) -> Result<(), EncodeError> {
        self.wrap_in(&self.context.operation().api.style.success.body, content, page)
    }

    fn wrap_in(
        &mut self,
        template: &'static Template,
        content: &mut dyn Fill,
        page: Option<&PageInfo>,
    ) -> Result<(), EncodeError> {
        let meta = self.meta.take();
        let mut content = |slot: Slot, out: &mut Vec<u8>| match &meta {
            Some(meta) if slot == Slot::Meta => {
                out.extend_from_slice(meta);
                Ok(true)
            }
            _ => content.fill(slot, out),
        };
        self.body = envelope::write_in(template, &self.context.request, &mut content, page)?.into();
        let request = &self.context.request;
        let negotiated =
            negotiate::media_of(request.head.operation, &request.head.representation, self.media);
        let is_range = negotiated.as_bytes().contains(&b'*');
        self.headers.insert(CONTENT_TYPE, if is_range { negotiate::JSON } else { negotiated });
        self.pretty = self.context.request.head.representation.pretty && self.context.operation().styled;
        Ok(())
    }

    fn finish(mut self) -> Result<Response<Body>, Problem> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let caching = &self.context.operation().api.style.caching;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        *response.headers_mut() = std::mem::take(&mut self.headers);
        // Headers that the handler sets go before those of the runtime.
        for (wire, values) in grouped(self.context.take_headers()) {
            response.headers_mut().remove(&wire);
            values.into_iter().for_each(|value| {
                response.headers_mut().append(wire.clone(), value);
            });
        }
        if bodiless(status) {
            response.headers_mut().remove(CONTENT_TYPE);
            entity_tag::check_own(caching, &self.context.request.head.parts, &mut response)?;
            return Ok(response);
        }
        if caching.has_tags() && status.is_success() && !self.body.is_empty() {
            self.tag(&mut response);
        }
        *response.body_mut() =
            Body::from(if self.pretty { json::indent(&self.body).into() } else { self.body });
        entity_tag::check_own(caching, &self.context.request.head.parts, &mut response)?;
        Ok(response)
    }

    /// Gives an answer its entity tag, unless the handler did.
    fn tag(&mut self, response: &mut Response<Body>) {
        let request = &self.context.request;
        let headers = response.headers_mut();
        if headers.contains_key(ETAG) {
            return;
        }
        let tag = match (request.tag_of_set.clone(), self.validator.take(), headers.get(CONTENT_TYPE)) {
            (Some(tag), ..) => Some(tag),
            (None, Some(validator), Some(media)) => {
                let zone = self.context.operation().api.style.data.zone_header.as_deref();
                let zone = zone.and_then(|wire| request.head.parts.headers.get(wire));
                let zone = zone.map_or(&[][..], HeaderValue::as_bytes);
                self.part = false;
                entity_tag::tag_of_set(media, &validator, zone, self.pretty)
            }
            _ => entity_tag::tag(headers, &self.body, self.pretty),
        };
        headers.extend(tag.map(|tag| (ETAG, tag)));
        if !self.part {
            response.extensions_mut().insert(TagOfSet);
        }
    }
}

fn grouped(headers: HeaderMap) -> Vec<(http::HeaderName, Vec<HeaderValue>)> {
    let mut all: Vec<(http::HeaderName, Vec<HeaderValue>)> = Vec::new();
    for (wire, value) in headers {
        match (wire, all.last_mut()) {
            (Some(wire), _) => all.push((wire, vec![value])),
            (None, Some((_, values))) => values.push(value),
            (None, None) => {}
        }
    }
    all
}

/// Writes what a handler returned.
pub(crate) fn finish<O: Operation>(
    answer: HandlerResult<O::Output, O::Error>,
    context: &Context,
) -> Result<Response<Body>, UndeclaredError>
where
    O::Form: WriteForm<O::Output>,
{
    let encode = |failure: HandlerError<O::Error>| {
        value::link::under(context.request.head.address.base(), || failure.undeclared())
    };
    let output = answer.map_err(encode)?;
    let mut response = ResponseBuilder::new(context);
    <O::Form as WriteForm<O::Output>>::write(output, &mut response).map_err(|error| error.0)?;
    Ok(response.finish()?)
}
