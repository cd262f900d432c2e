//! Cross-origin resource sharing (<https://fetch.spec.whatwg.org/#http-cors-protocol>).

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ALLOW, CONTENT_DISPOSITION,
    CONTENT_LANGUAGE, CONTENT_RANGE, ETAG, HeaderName, LINK, LOCATION, ORIGIN, RETRY_AFTER, WWW_AUTHENTICATE,
};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};
use tower_layer::Layer;

use crate::api::{self, OperationMeta};
use crate::style::{Cors, Origins, PostMeaning, Style};

use crate::paging::rows::DEPRECATION;
use crate::server::route::table::HandlerFuture;

/// The default lifetime of preflight responses.
const MAX_AGE_S: u32 = 600;

/// The origins that a service uses instead of the style's.
pub(in crate::server) type OriginList = Arc<[HeaderValue]>;

/// Returns the layer that applies the rules of a style; `None` if it has none.
pub(in crate::server) fn layer(
    style: &Style,
    named: Option<&OriginList>,
    operations: &[&'static OperationMeta],
    id: &HeaderName,
) -> Option<CorsLayer> {
    let usual = Cors { origins: Origins::Any, credentials: false, max_age: MAX_AGE_S };
    let rules = style.cors.as_ref().or(named.map(|_| &usual))?;
    let (origins, varies) = match (named, &rules.origins) {
        (Some(named), _) => (listed(named.iter().cloned()), true),
        (None, Origins::These(these)) => {
            (listed(these.iter().filter_map(|one| HeaderValue::from_str(one).ok())), true)
        }
        // Browsers do not accept `*` with credentials.
        (None, Origins::Any) if rules.credentials => (AllowOrigin::mirror_request(), true),
        (None, Origins::Any) => (AllowOrigin::any(), false),
    };
    let layer = CorsLayer::new()
        .allow_origin(origins)
        .allow_credentials(rules.credentials)
        .allow_methods(methods(style, operations))
        // `*` does not include `Authorization`.
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(exposed(style, id))
        .max_age(Duration::from_secs(u64::from(rules.max_age)));
    Some(if varies { layer.vary([ORIGIN]) } else { layer.vary([]) })
}

/// Allows these origins. `*` is not an origin and would make the layer panic.
fn listed(origins: impl Iterator<Item = HeaderValue>) -> AllowOrigin {
    AllowOrigin::list(origins.filter(|origin| origin != "*"))
}

/// Returns the methods of the API.
fn methods(style: &Style, operations: &[&'static OperationMeta]) -> Vec<Method> {
    let stands_in =
        [style.methods.post_on_item, style.methods.post_on_singleton].contains(&PostMeaning::Patch);
    let mut all: Vec<Method> = Vec::new();
    for operation in operations {
        let own = operation.method.to_http();
        let other = match operation.method {
            api::Method::Get => Some(Method::HEAD),
            api::Method::Patch if stands_in => Some(Method::POST),
            api::Method::Put
            | api::Method::Post
            | api::Method::Delete
            | api::Method::Options
            | api::Method::Head
            | api::Method::Patch
            | api::Method::Trace => None,
        };
        for method in [Some(own), other].into_iter().flatten() {
            if !all.contains(&method) {
                all.push(method);
            }
        }
    }
    all
}

/// Returns the response headers that scripts may read.
fn exposed(style: &Style, id: &HeaderName) -> Vec<HeaderName> {
    let mut all = vec![LOCATION, ETAG, LINK, ALLOW, CONTENT_LANGUAGE, RETRY_AFTER, WWW_AUTHENTICATE];
    all.extend([ACCEPT_RANGES, CONTENT_RANGE, CONTENT_DISPOSITION, DEPRECATION.clone(), id.clone()]);
    let rate = style.rate.iter().flat_map(|rate| [&rate.limit, &rate.remaining, &rate.reset]).flatten();
    let pages = style.paging.ways.iter().filter_map(|way| way.value.kind().next_header());
    let replays = style.idempotency.iter().filter_map(|keys| keys.replay_header.as_ref());
    let named = rate.chain(pages).chain(replays);
    all.extend(named.filter_map(|wire| HeaderName::try_from(&**wire).ok()));
    all
}

/// The parts of a request that the rules depend on.
pub(in crate::server) struct CorsRequest {
    request: Request<()>,
    preflight: bool,
}

impl CorsRequest {
    pub(in crate::server) fn of(request: &Request<Body>) -> Self {
        let headers = request.headers();
        let preflight = request.method() == Method::OPTIONS
            && headers.contains_key(ORIGIN)
            && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        // The layer would answer any other `OPTIONS` itself.
        let mut asked = Request::new(());
        *asked.method_mut() = if preflight { Method::OPTIONS } else { Method::GET };
        for wire in [ORIGIN, ACCESS_CONTROL_REQUEST_METHOD, ACCESS_CONTROL_REQUEST_HEADERS] {
            asked.headers_mut().extend(headers.get(&wire).cloned().map(|value| (wire, value)));
        }
        Self { request: asked, preflight }
    }
}

/// Responds to a request under the rules; they answer a preflight themselves.
pub(in crate::server) async fn answer(
    layer: CorsLayer,
    request: CorsRequest,
    answering: HandlerFuture<Response<Body>>,
) -> Response<Body> {
    let mut service = layer.layer(ResponseService(Some(answering)));
    let Ok(mut response) = tower_service::Service::call(&mut service, request.request).await;
    if request.preflight {
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    response
}

/// Responds to the request, once.
struct ResponseService(Option<HandlerFuture<Response<Body>>>);

impl tower_service::Service<Request<()>> for ResponseService {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = HandlerFuture<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let answering = self.0.take();
        Box::pin(async move {
            match answering {
                Some(answering) => Ok(answering.await),
                None => Ok(Response::default()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow::Borrowed;

    use super::{exposed, *};
    use crate::style::{
        self, Idempotency, KeptFailures, KeyRangePaging, Named, Order, Oversize, PageLimits, Pagination,
        Paging, Text, WithoutRange, Zero,
    };

    const fn named(wire: &'static str) -> style::HeaderName {
        style::HeaderName(Borrowed(wire))
    }

    #[test]
    fn scripts_may_read_every_header_that_a_style_names() {
        let by_keys = KeyRangePaging {
            by: Borrowed(&[Text::Borrowed("id")]),
            default_order: Order::Ascending,
            next_header: named("next-range"),
            without_range: WithoutRange::Partial,
            limits: PageLimits {
                size_default: 20,
                size_max: 100,
                oversize: Oversize::Clamp,
                zero: Zero::Reject,
            },
            meta: None,
            list: None,
        };
        let way = Named { name: Borrowed("keys"), value: Paging::KeyRange(by_keys) };
        let keys = Idempotency {
            header: named("idempotency-key"),
            methods: Borrowed(&[]),
            required: false,
            max_length: 255,
            quoted: false,
            lifetime_s: 60,
            replay_header: Some(named("idempotent-replayed")),
            failures: KeptFailures::Replay,
        };
        let paging = Pagination { default: None, ways: vec![way].into() };
        let style = Style { paging, idempotency: Some(keys), ..Style::MINIMAL };
        let all = exposed(&style, &HeaderName::from_static("x-request-id"));
        for wire in ["accept-ranges", "content-range", "next-range", "idempotent-replayed", "x-request-id"] {
            assert!(all.iter().any(|one| one == wire), "{wire}: {all:?}");
        }
    }
}
