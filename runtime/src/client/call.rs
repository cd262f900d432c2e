//! Calls: an operation with its input, or at a link, ready to be sent.

use std::fmt;
use std::marker::PhantomData;

use http::header::{ETAG, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::value::RawValue;
use url::Url;

use crate::api::{Operation, StatusSpec, SuccessMeta};
use crate::codec::DecodeError;
use crate::paging::Page;
use crate::style::{Paging, Slot};
use crate::value::Link;

use super::accept::CallOptions;
use super::coding;
use super::core::ClientCore;
use super::error::{CallError, Fault};
use super::form::{Answered, ReadForm, Unread};
use super::origin::Base;
use super::pages::{CallStream, items, pages};
use super::refusal;
use super::sending::{Refused, Sending};
use super::verdict::Verdict;
use super::write::{Dispatch, DispatchBody, Writer};

/// What an operation's call comes to.
pub type CallResult<T, O> = Result<T, CallError<<O as Operation>::Error>>;

/// An operation with its input. Nothing happens until it is sent.
#[must_use = "a call does nothing until it is sent"]
#[derive(Debug, Clone)]
pub struct ClientCall<O> {
    /// The input.
    pub input: O,
    /// What it asks for besides.
    pub options: CallOptions,
    core: ClientCore,
}

/// An operation at a link. Nothing happens until it is sent.
#[must_use = "a call does nothing until it is sent"]
pub struct Followed<O> {
    ready: Ready,
    operation: PhantomData<fn() -> O>,
}

/// An answer with all that came with its value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reply<T> {
    /// The value.
    pub value: T,
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The request's id, where the server tells it.
    pub request_id: Option<String>,
    /// The validator of what was answered, as `ETag` has it: what [`CallOptions::if_match`] and
    /// [`CallOptions::if_none_match`] take.
    pub etag: Option<String>,
    /// The style's `meta`, as JSON text.
    pub meta: Option<Box<RawValue>>,
    /// The style's echo of the request, as JSON text.
    pub echo: Option<Box<RawValue>>,
}

/// A request and what it is sent with, without types.
#[derive(Clone)]
pub(super) struct Ready {
    core: ClientCore,
    /// Where links may lead.
    base: Base,
    sending: Sending,
    options: CallOptions,
}

impl ClientCore {
    /// A call of the operation with this input.
    pub fn call<O: Dispatch>(&self, input: O) -> ClientCall<O> {
        ClientCall { input, options: self.defaults.clone(), core: self.clone() }
    }

    /// A call of the operation at a link that an answer carried. The link must stay at the base's scheme, host and
    /// port; a host-relative one starts there. An operation that requires a body is for [`Self::follow_with`].
    pub fn follow<O: Operation>(&self, link: &Link) -> Followed<O> {
        let mut ready = self.at::<O>(link);
        if O::META.body.is_some_and(|body| body.required) {
            ready.sending.refuse("body", "is required, and a link has none");
        }
        Followed { ready, operation: PhantomData }
    }

    /// The same with a body.
    pub fn follow_with<O: DispatchBody>(&self, link: &Link, body: &O::Body) -> Followed<O> {
        let mut ready = self.at::<O>(link);
        let mut writer = Writer::new(ready.sending);
        O::dispatch_body(body, &mut writer);
        ready.sending = writer.given();
        Followed { ready, operation: PhantomData }
    }

    /// A call of a page by its number, at a link with `{page}` in the number's place.
    pub fn page_at<O: Operation>(&self, template: &Link, number: u64) -> Followed<O> {
        let text = template.as_str().replace("%7Bpage%7D", "{page}").replace("%7bpage%7d", "{page}");
        let mut followed = self.follow(&Link(text.replace("{page}", &number.to_string())));
        if !text.contains("{page}") {
            followed.ready.sending.refuse("link", "has no `{page}`");
        }
        followed
    }

    fn at<O: Operation>(&self, link: &Link) -> Ready {
        let (mut sending, base) = self.sending::<O>();
        match base.follow(link.as_str(), None) {
            Ok(url) if !link.is_empty() => sending.url = url,
            Ok(_) => sending.refuse("link", "is empty"),
            Err(refused) => drop(sending.problem.get_or_insert(refused)),
        }
        Ready { core: self.clone(), base, sending, options: self.defaults.clone() }
    }

    /// A request in the making, and the base of its operation.
    fn sending<O: Operation>(&self) -> (Sending, Base) {
        match self.base_of::<O>() {
            Ok(base) => (Sending::new(O::META, base.at("/")), base.into_owned()),
            Err(error) => {
                let mut sending = Sending::new(O::META, self.inner.base.at("/"));
                sending.refuse("the operation's server", error.0);
                (sending, self.inner.base.clone())
            }
        }
    }
}

impl<O: Dispatch> ClientCall<O> {
    fn ready(self) -> Ready {
        let (sending, base) = self.core.sending::<O>();
        let mut writer = Writer::new(sending);
        self.input.dispatch(&mut writer);
        let sending = writer.at(&base);
        Ready { core: self.core, base, sending, options: self.options }
    }

    /// Changes what the call asks for besides its input.
    pub fn with(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        self.options = change(self.options);
        self
    }

    /// Sends it; the answer's value.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn send(self) -> CallResult<O::Output, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        self.ready().send::<O>().await
    }

    /// Sends it; the answer's value and all that came with it.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn send_full(self) -> CallResult<Reply<O::Output>, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        self.ready().send_full::<O>().await
    }

    /// This page, and those that it leads on to: by links, or by ranges.
    pub fn pages<T>(self) -> CallStream<Page<T>, O::Error>
    where
        O: Operation<Output = Page<T>>,
        O::Form: ReadForm<Page<T>>,
        T: Send + 'static,
    {
        pages::<O, T>(self.ready())
    }

    /// The items of this page, and of those that it leads on to.
    pub fn items<T>(self) -> CallStream<T, O::Error>
    where
        O: Operation<Output = Page<T>>,
        O::Form: ReadForm<Page<T>>,
        T: Send + 'static,
    {
        items::<O, T>(self.ready())
    }
}

impl<O: Operation> Followed<O> {
    /// Changes what the call asks for besides.
    pub fn with(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        self.ready.options = change(self.ready.options);
        self
    }

    /// Sets a query parameter of the link, in the place of any of that wire name.
    pub fn query(mut self, wire: &str, value: &str) -> Self {
        self.ready.sending.set_query(wire, value);
        self
    }

    /// Sends it; the answer's value.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn send(self) -> CallResult<O::Output, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        self.ready.send::<O>().await
    }

    /// Sends it; the answer's value and all that came with it.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn send_full(self) -> CallResult<Reply<O::Output>, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        self.ready.send_full::<O>().await
    }

    /// This page, and those that it leads on to: by links, or by ranges.
    pub fn pages<T>(self) -> CallStream<Page<T>, O::Error>
    where
        O: Operation<Output = Page<T>>,
        O::Form: ReadForm<Page<T>>,
        T: Send + 'static,
    {
        pages::<O, T>(self.ready)
    }

    /// The items of this page, and of those that it leads on to.
    pub fn items<T>(self) -> CallStream<T, O::Error>
    where
        O: Operation<Output = Page<T>>,
        O::Form: ReadForm<Page<T>>,
        T: Send + 'static,
    {
        items::<O, T>(self.ready)
    }
}

impl<O: Operation> fmt::Debug for Followed<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Followed").field("request", &self.ready.sending).finish_non_exhaustive()
    }
}

impl Ready {
    pub(super) const fn options(&self) -> &CallOptions {
        &self.options
    }

    pub(super) const fn url(&self) -> &Url {
        &self.sending.url
    }

    /// The same request elsewhere: at `link`, found in an answer from `found`.
    pub(super) fn go(&mut self, link: &Link, found: &Url) -> Result<(), Fault> {
        self.sending.url = self.base.follow(link.as_str(), Some(found)).map_err(Refused::fault)?;
        Ok(())
    }

    pub(super) const fn paging(&self) -> Option<&'static Paging> {
        self.sending.meta.paging
    }

    pub(super) fn range(&self) -> Option<&HeaderValue> {
        self.sending.headers.get(RANGE)
    }

    /// The same request for another range.
    pub(super) fn set_range(&mut self, range: HeaderValue) {
        self.sending.headers.insert(RANGE, range);
    }

    /// The same request with another value of a query parameter.
    pub(super) fn set_query(&mut self, wire: &str, value: &str) {
        self.sending.set_query(wire, value);
    }

    /// A range among the caller's own headers is where a stream begins, and not all that it asks for.
    pub(super) fn adopt_range(&mut self) {
        if let Some(range) = self.options.headers.remove(RANGE) {
            self.set_range(range);
        }
    }

    /// Sends it. Boxed, so that each operation's future stays small.
    pub(super) async fn answer(&self) -> Result<Answered, Fault> {
        Box::pin(self.core.exchange(&self.sending, &self.options)).await
    }

    async fn send<O: Operation>(self) -> CallResult<O::Output, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        read::<O>(self.answer().await?).map(|(value, _)| value)
    }

    async fn send_full<O: Operation>(self) -> CallResult<Reply<O::Output>, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        let (value, answer) = read::<O>(self.answer().await?)?;
        Ok(Reply {
            value,
            request_id: answer.request_id(),
            etag: answer.header(ETAG.as_str()),
            meta: answer.raw(Slot::Meta),
            echo: answer.raw(Slot::Echo),
            status: answer.status,
            headers: answer.headers,
        })
    }
}

/// Reads an answer as the operation's output or failure.
pub(super) fn read<O: Operation>(answer: Answered) -> CallResult<(O::Output, Answered), O>
where
    O::Form: ReadForm<O::Output>,
{
    if answer.status == StatusCode::NOT_MODIFIED && answer.asked.if_none_match {
        return Err(CallError::NotModified(answer.headers));
    }
    if let Some(error) = coding::left(&answer) {
        return Err(refusal::decode(answer, error));
    }
    let declared = SuccessMeta::find(O::SUCCESSES, answer.status());
    let by_status = answer.told_by().is_none();
    match answer.verdict() {
        Verdict::Success => {}
        Verdict::Failure if by_status && declared.is_some_and(|one| one.status != StatusSpec::Default) => {}
        Verdict::Failure => return Err(refusal::read(answer)),
        Verdict::Untold => return Err(refusal::unexpected(answer)),
    }
    match O::Form::read(&answer) {
        Ok(value) => match declared.and_then(|declared| missing(declared, &answer)) {
            None => Ok((value, answer)),
            Some(error) => Err(refusal::decode(answer, error)),
        },
        Err(Unread::Decode(error)) if answer.is_expected() || declared.is_some() => {
            Err(refusal::decode(answer, error))
        }
        Err(_) => Err(refusal::unexpected(answer)),
    }
}

/// The first header that the document requires and the answer lacks.
fn missing(declared: &SuccessMeta, answer: &Answered) -> Option<DecodeError> {
    let wire = declared.headers.iter().find(|wire| !answer.headers.contains_key(**wire))?;
    Some(DecodeError::of(format!("the header `{wire}`, which is required, is missing"), &[]))
}
