//! The last steps of every response: headers, `HEAD`, CORS, content coding, and accounting of memory.

use std::future::Future;
use std::net::IpAddr;

use axum::body::Body;
use http::header::{CONTENT_LENGTH, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body::Body as _;
use tokio::time::Instant;

use crate::api::{OperationMeta, SuccessMeta};
use crate::version;

use crate::server::core::Core;
use crate::server::encode::compress::AcceptedCodings;
use crate::server::encode::problem::bodiless;
use crate::server::limits::rate::RateStatus;
use crate::server::limits::responses;
use crate::server::route::table::BoundOperation;
use crate::server::serve::peer;

use super::cors;

/// What a response needs of its request.
pub(super) struct Exchange {
    pub(super) id: HeaderValue,
    is_head: bool,
    client: Option<IpAddr>,
    quota: Option<RateStatus>,
}

impl Exchange {
    pub(super) fn new(parts: &Parts, id: HeaderValue, quota: Option<RateStatus>) -> Self {
        Self { id, is_head: parts.method == Method::HEAD, client: peer::holder_of(parts), quota }
    }
}

impl Core {
    /// Responds under the rules for other origins, with an accepted content coding.
    pub(super) async fn with_cors<F>(
        &self,
        request: Request<Body>,
        respond: impl FnOnce(Request<Body>) -> F,
    ) -> Response<Body>
    where
        F: Future<Output = Response<Body>> + Send + 'static,
    {
        let cors = self.cors.as_ref().map(|layer| (layer, cors::CorsRequest::of(&request)));
        let codings = AcceptedCodings::of(self.settings.compress, request.headers());
        let responding = respond(request);
        let response = match cors {
            Some((layer, request)) => cors::answer(layer.clone(), request, Box::pin(responding)).await,
            None => responding.await,
        };
        let mut response = codings.encode(response).await;
        vary_once(response.headers_mut());
        response
    }

    /// Writes the headers of every response. `bound` is the operation that responded.
    pub(super) fn write_headers(
        &self,
        mut response: Response<Body>,
        exchange: Exchange,
        bound: Option<&BoundOperation>,
    ) -> Response<Body> {
        let headers = response.headers_mut();
        if bound.is_some_and(|bound| has_several_media(bound.operation))
            && !version::varies_with_accept(self.style)
        {
            headers.append(VARY, HeaderValue::from_static("Accept"));
        }
        self.admission.write_quota(exchange.quota, headers);
        headers.insert(&self.ids.header, exchange.id);
        if version::varies_with_accept(self.style) {
            headers.append(VARY, HeaderValue::from_static("Accept"));
        }
        if let Some(header) = version::varying_header(self.style) {
            headers.append(VARY, header.into());
        }
        if let Some(Ok(zone)) = self.style.data.time_zone_header.as_deref().map(HeaderValue::from_str) {
            headers.append(VARY, zone);
        }
        if let Some(bound) = bound {
            log_missing_headers(bound, &response);
        }
        let response = if exchange.is_head { without_body(response) } else { response };
        responses::hold(response, self.responses.share(exchange.client))
    }
}

/// Returns whether the responses of an operation vary by `Accept`.
fn has_several_media(operation: &OperationMeta) -> bool {
    operation.media.iter().filter(|media| !media.contains('*')).count() > 1
}

/// Logs how long an operation takes. It only reads the clock if that is logged.
pub(super) struct Stopwatch {
    operation: &'static OperationMeta,
    started: Option<Instant>,
}

impl Stopwatch {
    pub(super) fn start(operation: &'static OperationMeta) -> Self {
        let logs = operation.api.style.slow_after_ms.is_some() || tracing::enabled!(tracing::Level::DEBUG);
        Self { operation, started: logs.then(Instant::now) }
    }

    pub(super) fn log(&self, status: StatusCode) {
        let Some(took) = self.started.map(|started| started.elapsed()) else { return };
        tracing::debug!(status = status.as_u16(), ?took, "answered");
        let took_ms = took.as_millis();
        if self.operation.api.style.slow_after_ms.is_some_and(|limit| took_ms > u128::from(limit)) {
            tracing::warn!(operation = self.operation.id, took_ms, "slow");
        }
    }
}

/// Logs required headers that a response lacks, because clients reject it. It is sent nevertheless, since a layer
/// around the service may add them.
fn log_missing_headers(bound: &BoundOperation, response: &Response<Body>) {
    let status = response.status().as_u16();
    if status >= 400 {
        return;
    }
    let required = SuccessMeta::find(bound.successes, status).map_or(&[][..], |success| success.headers);
    for header in required.iter().filter(|header| !response.headers().contains_key(**header)) {
        let operation = bound.operation.id;
        tracing::error!(operation, status, header, "the response lacks a header that the document requires");
    }
}

/// Merges all `Vary` headers into one list without duplicates.
fn vary_once(headers: &mut HeaderMap) {
    if headers.get_all(VARY).iter().nth(1).is_none() {
        return;
    }
    let mut all: Vec<&str> = Vec::new();
    let lines = headers.get_all(VARY).iter().filter_map(|line| line.to_str().ok());
    for name in lines.flat_map(|line| line.split(',')).map(str::trim).filter(|name| !name.is_empty()) {
        if !all.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            all.push(name);
        }
    }
    if let Ok(list) = HeaderValue::try_from(all.join(", ")) {
        headers.insert(VARY, list);
    }
}

/// Returns the response to `HEAD`: with the length of the body, but without the body.
fn without_body(mut response: Response<Body>) -> Response<Body> {
    if let Some(length) = response.body().size_hint().exact()
        && !bodiless(response.status())
    {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    *response.body_mut() = Body::empty();
    response
}
