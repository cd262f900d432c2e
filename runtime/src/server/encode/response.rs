//! Encodes successful responses: the server's side of the forms in [`crate::operation`].

use axum::body::Body;
use http::header::{CONTENT_TYPE, ETAG, LINK, LOCATION};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::api::Present;
use crate::api::{HandlerError, HandlerResult, Operation, UndeclaredError};
use crate::codec::json::{self, WriteError};
use crate::codec::template::Envelope;
use crate::envelope::success::SuccessContent;
use crate::paging::PageInfo;
use crate::problem::Problem;
use crate::value::{self, Locate};

use crate::server::context::Context;
use crate::server::encode::envelope;
use crate::server::encode::problem::bodiless;
use crate::server::pipeline::conditions::SetEntityTag;
use crate::server::pipeline::entity_tag;
use crate::version::{self, Offer};

mod document;
mod forms;
mod page;

pub(in crate::server) use document::Document;
pub(in crate::server) use page::add_accept_ranges;

/// Encodes an operation's output. Implemented by the form for each output type.
pub trait WriteForm<T> {
    /// Encodes `output`.
    ///
    /// # Errors
    /// Returns an error if there is no such page, or the output cannot be serialized.
    fn write(output: T, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError>;
}

/// An enum of responses, each with its own status. Implemented by generated code with the methods of
/// [`ResponseBuilder`].
pub trait Respond {
    /// Encodes the response.
    ///
    /// # Errors
    /// Returns the errors of [`ResponseBuilder`].
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

/// Builds a response.
#[derive(Debug)]
pub struct ResponseBuilder<'a> {
    context: &'a Context,
    status: u16,
    headers: HeaderMap,
    /// JSON without whitespace.
    body: bytes::Bytes,
    /// Whether the body is indented when it is sent.
    pretty: bool,
    /// The `meta` next to the payload, as JSON.
    meta: Option<Vec<u8>>,
    /// The media types of this response, if it has only some of the operation's.
    media: &'static [&'static str],
    /// The source of the entity tag, if it is that of a set.
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

    /// Sets a status that differs from the operation's.
    pub fn status(&mut self, status: u16) -> &mut Self {
        self.status = status;
        self
    }

    /// Sets the media types of this response, if it has only some of the operation's.
    pub fn media(&mut self, media: &'static [&'static str]) -> &mut Self {
        self.media = media;
        self
    }

    /// Sets a header.
    pub fn header(&mut self, wire: http::HeaderName, value: HeaderValue) -> &mut Self {
        self.headers.insert(wire, value);
        self
    }

    /// Sets a JSON body, in the style's envelope if the operation is styled.
    ///
    /// # Errors
    /// Returns an error if the value cannot be serialized.
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

    /// Sets a text body, `text/plain` by default.
    ///
    /// # Errors
    /// Currently none.
    pub fn text(&mut self, text: String) -> Result<(), EncodeError> {
        self.raw(text.into(), "text/plain; charset=utf-8");
        Ok(())
    }

    /// Sets a body of bytes, `application/octet-stream` by default.
    ///
    /// # Errors
    /// Currently none.
    pub fn bytes(&mut self, bytes: bytes::Bytes) -> Result<(), EncodeError> {
        self.raw(bytes, "application/octet-stream");
        Ok(())
    }

    /// Sets an empty body, or the style's payload for operations without output, if the status allows a body.
    ///
    /// # Errors
    /// Currently none.
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

    fn negotiated_media(&self) -> HeaderValue {
        let head = &self.context.request.head;
        let offer = Offer { style: head.operation.api.style, operation: Some(head.operation) };
        offer.media_of(&head.representation, self.media)
    }

    fn raw(&mut self, bytes: bytes::Bytes, usual: &'static str) {
        let request = &self.context.request;
        let negotiated = self.negotiated_media();
        let media = match negotiated.as_bytes() {
            _ if request.head.operation.media.is_empty() => HeaderValue::from_static(usual),
            b"text/plain" => HeaderValue::from_static("text/plain; charset=utf-8"),
            // A media range is not a valid `Content-Type`.
            media if media.contains(&b'*') => HeaderValue::from_static(usual),
            _ => negotiated,
        };
        self.headers.insert(CONTENT_TYPE, media);
        self.body = bytes;
    }

    fn present<T: Present>(&self, payload: &mut T) {
        // Also needed without a requested option, because some members are only sent with one.
        payload.present(&self.context.presentation());
    }

    fn wrap(&mut self, content: &mut dyn SuccessContent, page: Option<&PageInfo>) -> Result<(), EncodeError> {
        self.wrap_in(self.context.operation().envelope(self.status), content, page)
    }

    fn wrap_in(
        &mut self,
        envelope: Envelope,
        content: &mut dyn SuccessContent,
        page: Option<&PageInfo>,
    ) -> Result<(), EncodeError> {
        let meta = self.meta.take();
        self.body =
            envelope::write_in(envelope, &self.context.request, content, meta.as_deref(), page)?.into();
        let negotiated = self.negotiated_media();
        let is_range = negotiated.as_bytes().contains(&b'*');
        self.headers.insert(CONTENT_TYPE, if is_range { version::JSON } else { negotiated });
        self.pretty = self.context.request.head.representation.pretty && self.context.operation().styled;
        Ok(())
    }

    fn build(mut self) -> Result<Response<Body>, Problem> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let caching = &self.context.operation().api.style.caching;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        *response.headers_mut() = std::mem::take(&mut self.headers);
        // Headers of the handler take precedence.
        for (wire, values) in grouped(self.context.take_headers()) {
            // Links of the handler are further ones.
            if wire != LINK {
                response.headers_mut().remove(&wire);
            }
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

    /// Sets the entity tag, unless the handler did.
    fn tag(&mut self, response: &mut Response<Body>) {
        let request = &self.context.request;
        let headers = response.headers_mut();
        if headers.contains_key(ETAG) {
            return;
        }
        let tag = match (request.tag_of_set.clone(), self.validator.take(), headers.get(CONTENT_TYPE)) {
            (Some(tag), ..) => Some(tag),
            (None, Some(validator), Some(media)) => {
                let zone = self.context.operation().api.style.data.time_zone_header.as_deref();
                let zone = zone.and_then(|wire| request.head.parts.headers.get(wire));
                let zone = zone.map_or(&[][..], HeaderValue::as_bytes);
                self.part = false;
                entity_tag::tag_of_set(media, &validator, zone, self.pretty)
            }
            _ => entity_tag::tag(headers, &self.body, self.pretty),
        };
        let caching = &self.context.operation().api.style.caching;
        headers.extend(tag.map(|tag| (ETAG, entity_tag::as_sent(caching, tag))));
        if !self.part {
            response.extensions_mut().insert(SetEntityTag);
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

/// Encodes the output of a handler.
pub(crate) fn encode<O: Operation>(
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
    Ok(response.build()?)
}
