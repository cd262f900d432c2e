//! The core of every client: base URL, credentials, timeouts and retries.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_LANGUAGE, IF_MATCH, IF_NONE_MATCH};
use http::{HeaderMap, StatusCode};
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::api::Api;
use crate::style::VersionField;
use crate::version::{self, Offer};

use super::accept::CallOptions;
use super::cache::Cache;
use super::content_type;
use super::credential::{AppliedCredentials, CredentialSet};
use super::error::CallFault;
use super::form::Answered;
use super::idempotency;
use super::origin::BaseUrl;
use super::query_options;
use super::request_builder::RequestBuilder;
use super::retry::{AttemptResult, RetryPolicy, is_idempotent};
use super::servers::OperationServers;
use super::session::ClientSession;
use super::timeouts::Timeouts;
use super::transport::{Transport, TransportError, TransportKind};
use super::write::document;

/// An untyped client. Cheap to clone; clones share connections, and the session if the style has one.
///
/// ```
/// # mod example { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/client.rs")); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # use example::*;
/// # let client = client();
/// use housestyle::client::CallOptions;
///
/// // The same client, for a reader of German.
/// let german = Client::from(client.core().with(CallOptions::new().language("de")));
/// assert!(german.list_notes().send().await.is_ok());
/// # }
/// ```
#[derive(Clone)]
pub struct ClientCore {
    pub(super) inner: Arc<ClientInner>,
    pub(super) defaults: CallOptions,
}

pub(super) struct ClientInner {
    pub(super) api: &'static Api,
    pub(super) base: BaseUrl,
    pub(super) own_servers: OperationServers,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) credentials: CredentialSet,
    pub(super) session: ClientSession,
    pub(super) cache: Option<Cache>,
    pub(super) headers: HeaderMap,
    pub(super) timeouts: Timeouts,
    pub(super) retry: RetryPolicy,
    pub(super) body_limit: u64,
}

impl fmt::Debug for ClientCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCore")
            .field("api", &self.inner.api.title)
            .field("base", &self.inner.base)
            .field("credentials", &self.inner.credentials)
            .finish_non_exhaustive()
    }
}

/// Adds `Accept` and the version. What the caller says in its own words goes before both.
fn negotiate(sending: &mut RequestBuilder, options: &CallOptions) {
    let style = sending.meta.api.style;
    let has_accept = options.headers.contains_key(ACCEPT);
    let mut accept = options.accept.clone();
    match version::request(sending.meta, &options.wanted) {
        Ok(Some(VersionField::Accept(versioned))) => accept = accept.or(Some(versioned)),
        Ok(Some(VersionField::Header(header, version))) if !options.headers.contains_key(header) => {
            sending.header(header, &version);
        }
        Ok(Some(VersionField::Query(wire, version))) => sending.set_query(wire, &version),
        Ok(Some(VersionField::Header(..)) | None) => {}
        Err(_) if (accept.is_some() || has_accept) && version::is_in_accept(style) => {}
        Err(unknown) => sending.refuse(unknown.input, unknown.reason),
    }
    if !has_accept {
        let offer = Offer { style, operation: Some(sending.meta) };
        sending.header("accept", &accept.unwrap_or_else(|| offer.accept()));
    }
}

impl ClientCore {
    /// Returns the same client with other default options.
    #[must_use]
    pub fn with(&self, defaults: CallOptions) -> Self {
        Self { inner: Arc::clone(&self.inner), defaults }
    }

    /// Adds what all requests share: the caller's headers, `Accept`, conditions and the time zone.
    fn add_common_headers(&self, sending: &mut RequestBuilder, options: &CallOptions) {
        for (header, value) in &self.inner.headers {
            if !sending.headers.contains_key(header) {
                sending.headers.insert(header.clone(), value.clone());
            }
        }
        for (header, value) in &options.headers {
            sending.headers.insert(header.clone(), value.clone());
        }
        if let Some(header) = &options.bad_header {
            sending.refuse(header, "has a value that a header cannot carry");
        }
        negotiate(sending, options);
        idempotency::add_key(sending, options);
        for (header, tag) in [(IF_MATCH, &options.if_match), (IF_NONE_MATCH, &options.if_none_match)] {
            match tag {
                Some(tag) if is_entity_tag(tag) => sending.header(header.as_str(), tag),
                Some(_) => sending.refuse(header.as_str(), "is not an entity tag"),
                None => {}
            }
        }
        if let (Some(header), Some(zone)) = (&self.inner.api.style.data.time_zone_header, &options.zone) {
            sending.header(header, zone);
        }
        if let (Some(_), Some(language)) = (&self.inner.api.style.locale, &options.language) {
            sending.header(ACCEPT_LANGUAGE.as_str(), language);
        }
        query_options::write(sending, options);
        document::compose_document(sending, options);
        content_type::check(sending, options);
    }

    /// Sends the request with credentials, and once more with a renewed token if the server rejects the first.
    pub(super) async fn exchange(
        &self,
        sending: &RequestBuilder,
        options: &CallOptions,
    ) -> Result<Answered, CallFault> {
        let deadline = from_now(options.timeout.unwrap_or(self.inner.timeouts.total));
        let mut sending = sending.clone();
        self.add_common_headers(&mut sending, options);
        let mut first = sending.clone();
        let applied = self.authenticate(&mut first, deadline).await?;
        let answered = self.send_traced(&first, options, deadline).await?;
        if answered.status != StatusCode::UNAUTHORIZED || !applied.expire().await {
            return Ok(answered);
        }
        self.authenticate(&mut sending, deadline).await?;
        self.send_traced(&sending, options, deadline).await
    }

    /// Adds credentials. A token source may take until the call's deadline.
    async fn authenticate(
        &self,
        sending: &mut RequestBuilder,
        deadline: Instant,
    ) -> Result<AppliedCredentials, CallFault> {
        let ClientInner { credentials, session, .. } = &*self.inner;
        let applied = tokio::time::timeout_at(deadline, credentials.authenticate(sending, session)).await;
        applied.unwrap_or_else(|_| {
            Err(CallFault::Credential("the source of tokens did not return in time".into()))
        })
    }

    /// Sends the request, and logs the result.
    async fn send_traced(
        &self,
        sending: &RequestBuilder,
        options: &CallOptions,
        deadline: Instant,
    ) -> Result<Answered, CallFault> {
        let meta = sending.meta;
        let span = tracing::info_span!(
            "call",
            operation = meta.id,
            method = %meta.method.to_http(),
            status = tracing::field::Empty,
            attempts = tracing::field::Empty,
        );
        let exchanged =
            self.send_with_retries(sending, options, deadline, &span).instrument(span.clone()).await;
        match &exchanged {
            Ok(answered) => {
                span.record("status", answered.status.as_u16());
                span.in_scope(|| tracing::debug!("answered"));
            }
            Err(fault) => span.in_scope(|| tracing::debug!(?fault, "no answer")),
        }
        exchanged
    }

    /// Sends the request until it succeeds or the retry policy gives up.
    async fn send_with_retries(
        &self,
        sending: &RequestBuilder,
        options: &CallOptions,
        deadline: Instant,
        span: &tracing::Span,
    ) -> Result<Answered, CallFault> {
        if let Some(refused) = &sending.problem {
            return Err(refused.clone().fault());
        }
        let request = sending.request().map_err(CallFault::InvalidInput)?;
        let keyed = idempotency::has_key(sending);
        let idempotent = keyed || is_idempotent(request.method());
        let limits = sending.meta.api.style.rate.is_some();
        let mut made = 0;
        loop {
            made += 1;
            span.record("attempts", made);
            let attempt = options.attempt_timeout.unwrap_or(self.inner.timeouts.attempt);
            let until = deadline.min(from_now(attempt));
            let result = tokio::time::timeout_at(until, self.attempt(request.clone(), sending))
                .await
                .unwrap_or_else(|_| Err(CallFault::Transport(TransportError::new(TransportKind::Timeout))));
            let after = match &result {
                Ok(response) if response.status == StatusCode::TOO_MANY_REQUESTS && limits => {
                    AttemptResult::Limited(&response.headers)
                }
                Ok(response) if keyed && idempotency::is_running(response) => {
                    AttemptResult::Running(&response.headers)
                }
                Ok(response) => AttemptResult::Status(response.status, &response.headers),
                Err(CallFault::Transport(error)) => AttemptResult::Transport(error.kind()),
                Err(_) => return result,
            };
            let repeatable =
                options.repeatable.unwrap_or(idempotent || matches!(after, AttemptResult::Limited(_)));
            let Some(wait) = self.inner.retry.wait(made, &after).filter(|_| repeatable) else {
                return result;
            };
            if from_now(wait) >= deadline {
                return result;
            }
            tracing::debug!(attempt = made, ?wait, "trying again");
            tokio::time::sleep(wait).await;
        }
    }
}

/// Returns the instant after `time`, or one a century away if it cannot be represented.
fn from_now(time: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    Instant::now() + time.min(CENTURY)
}

/// Returns whether the text is an entity tag (RFC 9110 §8.8.3) or `*`.
fn is_entity_tag(text: &str) -> bool {
    let opaque = text.strip_prefix("W/").unwrap_or(text);
    let inner = opaque.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    text == "*"
        || inner.is_some_and(|inner| inner.bytes().all(|byte| byte > b' ' && byte != b'"' && byte != 0x7f))
}
