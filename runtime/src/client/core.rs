//! What every client of an API is: where it calls, as whom, how long and how often.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_LANGUAGE, IF_MATCH, IF_NONE_MATCH};
use http::{HeaderMap, StatusCode};
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::api::Api;

use super::accept::CallOptions;
use super::cache::Cache;
use super::content_type;
use super::credential::{Credentials, Shown};
use super::error::Fault;
use super::form::Answered;
use super::narrow;
use super::origin::BaseUrl;
use super::retry::{After, RetryPolicy, is_idempotent};
use super::sending::{Refused, Sending};
use super::servers::OwnServers;
use super::session::Session;
use super::timeouts::Timeouts;
use super::transport::{Transport, TransportError, TransportKind};
use super::write::document;

/// A client without its typed face. Cheap to clone; clones share connections, and the session where the style has one.
///
/// ```
/// use housestyle::client::{CallOptions, ClientCore};
///
/// /// The same client, for a reader of German.
/// fn in_german(client: &ClientCore) -> ClientCore {
///     client.with(CallOptions::new().language("de"))
/// }
/// # let _ = in_german;
/// ```
#[derive(Clone)]
pub struct ClientCore {
    pub(super) inner: Arc<Inner>,
    pub(super) defaults: CallOptions,
}

pub(super) struct Inner {
    pub(super) api: &'static Api,
    pub(super) base: BaseUrl,
    pub(super) own_servers: OwnServers,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) credentials: Credentials,
    pub(super) session: Session,
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

impl ClientCore {
    /// The same client with other defaults of what its calls ask for.
    #[must_use]
    pub fn with(&self, defaults: CallOptions) -> Self {
        Self { inner: Arc::clone(&self.inner), defaults }
    }

    /// Adds what is the same for all requests: the caller's headers, `Accept`, conditions, the zone.
    fn complete(&self, sending: &mut Sending, options: &CallOptions) {
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
        if !options.headers.contains_key(ACCEPT) {
            match options.accept_for(sending.meta) {
                Ok(accept) => sending.header("accept", &accept),
                Err(problem) => drop(sending.problem.get_or_insert(Refused::Input(problem))),
            }
        }
        match options.version_header(sending.meta) {
            Ok(Some((header, version))) if !options.headers.contains_key(header) => {
                sending.header(header, &version);
            }
            Ok(_) => {}
            Err(problem) => drop(sending.problem.get_or_insert(Refused::Input(problem))),
        }
        for (header, tag) in [(IF_MATCH, &options.if_match), (IF_NONE_MATCH, &options.if_none_match)] {
            match tag {
                Some(tag) if is_entity_tag(tag) => sending.header(header.as_str(), tag),
                Some(_) => sending.refuse(header.as_str(), "is no entity tag, as `ETag` has it"),
                None => {}
            }
        }
        if let (Some(header), Some(zone)) = (&self.inner.api.style.data.zone_header, &options.zone) {
            sending.header(header, zone);
        }
        if let (Some(_), Some(language)) = (&self.inner.api.style.locale, &options.language) {
            sending.header(ACCEPT_LANGUAGE.as_str(), language);
        }
        narrow::narrow(sending, options);
        document::finish(sending, options);
        content_type::check(sending, options);
    }

    /// Sends with credentials; a second time where the server no longer takes a token that can be renewed.
    pub(super) async fn exchange(&self, sending: &Sending, options: &CallOptions) -> Result<Answered, Fault> {
        let deadline = from_now(options.timeout.unwrap_or(self.inner.timeouts.total));
        let mut sending = sending.clone();
        self.complete(&mut sending, options);
        let mut first = sending.clone();
        let shown = self.show(&mut first, deadline).await?;
        let answered = self.told(&first, options, deadline).await?;
        if answered.status != StatusCode::UNAUTHORIZED || !shown.expire().await {
            return Ok(answered);
        }
        self.show(&mut sending, deadline).await?;
        self.told(&sending, options, deadline).await
    }

    /// Adds credentials. A source of tokens may take as long as the call may.
    async fn show(&self, sending: &mut Sending, deadline: Instant) -> Result<Shown, Fault> {
        let Inner { credentials, session, .. } = &*self.inner;
        let shown = tokio::time::timeout_at(deadline, credentials.show(sending, session)).await;
        shown.unwrap_or_else(|_| Err(Fault::Credential("the source of tokens gave none in time".into())))
    }

    /// Sends, and tells of it.
    async fn told(
        &self,
        sending: &Sending,
        options: &CallOptions,
        deadline: Instant,
    ) -> Result<Answered, Fault> {
        let meta = sending.meta;
        let span = tracing::info_span!(
            "call",
            operation = meta.id,
            method = %meta.method.to_http(),
            status = tracing::field::Empty,
            attempts = tracing::field::Empty,
        );
        let exchanged = self.attempts(sending, options, deadline, &span).instrument(span.clone()).await;
        match &exchanged {
            Ok(answered) => {
                span.record("status", answered.status.as_u16());
                span.in_scope(|| tracing::debug!("answered"));
            }
            Err(fault) => span.in_scope(|| tracing::debug!(?fault, "no answer")),
        }
        exchanged
    }

    /// Sends, as often as it takes and may be.
    async fn attempts(
        &self,
        sending: &Sending,
        options: &CallOptions,
        deadline: Instant,
        span: &tracing::Span,
    ) -> Result<Answered, Fault> {
        if let Some(refused) = &sending.problem {
            return Err(refused.clone().fault());
        }
        let request = sending.request().map_err(Fault::InvalidInput)?;
        let (idempotent, limits) = (is_idempotent(request.method()), sending.meta.api.style.rate.is_some());
        let mut made = 0;
        loop {
            made += 1;
            span.record("attempts", made);
            let attempt = options.attempt_timeout.unwrap_or(self.inner.timeouts.attempt);
            let until = deadline.min(from_now(attempt));
            let tried = tokio::time::timeout_at(until, self.attempt(request.clone(), sending))
                .await
                .unwrap_or_else(|_| Err(Fault::Transport(TransportError::new(TransportKind::Timeout))));
            let after = match &tried {
                Ok(heard) if heard.status == StatusCode::TOO_MANY_REQUESTS && limits => {
                    After::Limited(&heard.headers)
                }
                Ok(heard) => After::Status(heard.status, &heard.headers),
                Err(Fault::Transport(error)) => After::Transport(error.kind()),
                Err(_) => return tried,
            };
            let repeatable = options.repeatable.unwrap_or(idempotent || matches!(after, After::Limited(_)));
            let Some(wait) = self.inner.retry.wait(made, &after).filter(|_| repeatable) else { return tried };
            if from_now(wait) >= deadline {
                return tried;
            }
            tracing::debug!(attempt = made, ?wait, "trying again");
            tokio::time::sleep(wait).await;
        }
    }
}

/// The moment so long from now. One past all that a clock can tell is a century away.
fn from_now(time: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    Instant::now() + time.min(CENTURY)
}

/// RFC 9110 §8.8.3; or `*`, for any.
fn is_entity_tag(text: &str) -> bool {
    let opaque = text.strip_prefix("W/").unwrap_or(text);
    let inner = opaque.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    text == "*"
        || inner.is_some_and(|inner| inner.bytes().all(|byte| byte > b' ' && byte != b'"' && byte != 0x7f))
}
