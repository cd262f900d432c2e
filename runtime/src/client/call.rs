//! Calls: an operation with its input, or at a link.

use std::fmt;
use std::marker::PhantomData;

use crate::api::Operation;
use crate::paging::Page;
use crate::value::Link;

use super::accept::CallOptions;
use super::core::ClientCore;
use super::form::ReadForm;
use super::origin::BaseUrl;
use super::pages::{CallStream, items, pages};
use super::prepared::{CallResult, PreparedCall, Reply};
use super::request_builder::RequestBuilder;
use super::write::{Dispatch, DispatchBody, Writer};

/// A call of an operation. Nothing happens until it is sent.
///
/// ```
/// # mod example { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/client.rs")); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # use example::*;
/// # let client = client();
/// use std::time::Duration;
///
/// // The same as `client.list_notes()`, with the operation as a value.
/// let call = client.core().call(ListNotes::new());
/// let notes = call.with(|options| options.timeout(Duration::from_secs(1))).send().await.unwrap();
/// assert_eq!(notes[0].text, "Buy milk");
/// # }
/// ```
#[must_use = "a call does nothing until it is sent"]
#[derive(Debug, Clone)]
pub struct ClientCall<O> {
    /// The input.
    pub input: O,
    /// The options.
    pub options: CallOptions,
    core: ClientCore,
}

/// A call of an operation at a link. Nothing happens until it is sent.
///
/// ```
/// # mod example { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/client.rs")); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # use example::*;
/// # let client = client();
/// use housestyle::Link;
///
/// let link = Link::from("/notes"); // in practice a member of a response
/// let notes = client.follow::<ListNotes>(&link).send().await.unwrap();
/// assert_eq!(notes.len(), 1);
///
/// // No link leads to another origin.
/// assert!(client.follow::<ListNotes>(&Link::from("https://elsewhere.example/notes")).send().await.is_err());
/// # }
/// ```
#[must_use = "a call does nothing until it is sent"]
pub struct LinkCall<O> {
    ready: PreparedCall,
    operation: PhantomData<fn() -> O>,
}

impl ClientCore {
    /// Creates a call of the operation with this input.
    pub fn call<O: Dispatch>(&self, input: O) -> ClientCall<O> {
        ClientCall { input, options: self.defaults.clone(), core: self.clone() }
    }

    /// Creates a call of the operation at a link from a response. The link must have the base's scheme, host and
    /// port; a relative link is resolved against them. Use [`Self::follow_with`] if the operation requires a body.
    pub fn follow<O: Operation>(&self, link: &Link) -> LinkCall<O> {
        let mut ready = self.at::<O>(link);
        if O::META.body.is_some_and(|body| body.required) {
            ready.sending.refuse("body", "is required, and a link has no body");
        }
        LinkCall { ready, operation: PhantomData }
    }

    /// Creates a call of the operation at a link, with a body.
    pub fn follow_with<O: DispatchBody>(&self, link: &Link, body: &O::Body) -> LinkCall<O> {
        let mut ready = self.at::<O>(link);
        let mut writer = Writer::new(ready.sending);
        O::dispatch_body(body, &mut writer);
        ready.sending = writer.given();
        LinkCall { ready, operation: PhantomData }
    }

    /// Creates a call of a page by its number, at a link with the placeholder `{page}`.
    pub fn page_at<O: Operation>(&self, template: &Link, number: u64) -> LinkCall<O> {
        let text = template.as_str().replace("%7Bpage%7D", "{page}").replace("%7bpage%7d", "{page}");
        let mut followed = self.follow(&Link(text.replace("{page}", &number.to_string())));
        if !text.contains("{page}") {
            followed.ready.sending.refuse("link", "has no `{page}`");
        }
        followed
    }

    fn at<O: Operation>(&self, link: &Link) -> PreparedCall {
        let (mut sending, base) = self.sending::<O>();
        match base.follow(link.as_str(), None) {
            Ok(url) if !link.is_empty() => sending.url = url,
            Ok(_) => sending.refuse("link", "is empty"),
            Err(refused) => drop(sending.problem.get_or_insert(refused)),
        }
        PreparedCall { core: self.clone(), base, sending, options: self.defaults.clone() }
    }

    /// Returns a request builder for the operation, and the operation's base.
    fn sending<O: Operation>(&self) -> (RequestBuilder, BaseUrl) {
        match self.base_of::<O>() {
            Ok(base) => (RequestBuilder::new(O::META, base.at("/")), base.into_owned()),
            Err(error) => {
                let mut sending = RequestBuilder::new(O::META, self.inner.base.at("/"));
                sending.refuse("the operation's server", error.0);
                (sending, self.inner.base.clone())
            }
        }
    }
}

impl<O: Dispatch> ClientCall<O> {
    fn ready(self) -> PreparedCall {
        let (sending, base) = self.core.sending::<O>();
        let mut writer = Writer::new(sending);
        self.input.dispatch(&mut writer);
        let sending = writer.at(&base);
        PreparedCall { core: self.core, base, sending, options: self.options }
    }

    /// Changes the options of the call.
    pub fn with(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        self.options = change(self.options);
        self
    }

    /// Sends the request and returns the output.
    ///
    /// # Errors
    /// See [`CallError`](super::CallError).
    pub async fn send(self) -> CallResult<O::Output, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        self.ready().send::<O>().await
    }

    /// Sends the request and returns the output with status, headers and metadata.
    ///
    /// # Errors
    /// See [`CallError`](super::CallError).
    pub async fn send_full(self) -> CallResult<Reply<O::Output>, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        self.ready().send_full::<O>().await
    }

    /// Returns a stream of this page and the pages that follow.
    pub fn pages<T>(self) -> CallStream<Page<T>, O::Error>
    where
        O: Operation<Output = Page<T>>,
        O::Form: ReadForm<Page<T>>,
        T: Send + 'static,
    {
        pages::<O, T>(self.ready())
    }

    /// Returns a stream of the items of this page and of the pages that follow.
    pub fn items<T>(self) -> CallStream<T, O::Error>
    where
        O: Operation<Output = Page<T>>,
        O::Form: ReadForm<Page<T>>,
        T: Send + 'static,
    {
        items::<O, T>(self.ready())
    }
}

impl<O: Operation> LinkCall<O> {
    /// Changes the options of the call.
    pub fn with(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        self.ready.options = change(self.ready.options);
        self
    }

    /// Sets a query parameter of the link, replacing those with the same wire name.
    pub fn query(mut self, wire: &str, value: &str) -> Self {
        self.ready.sending.set_query(wire, value);
        self
    }

    /// Sends the request and returns the output.
    ///
    /// # Errors
    /// See [`CallError`](super::CallError).
    pub async fn send(self) -> CallResult<O::Output, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        self.ready.send::<O>().await
    }

    /// Sends the request and returns the output with status, headers and metadata.
    ///
    /// # Errors
    /// See [`CallError`](super::CallError).
    pub async fn send_full(self) -> CallResult<Reply<O::Output>, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        self.ready.send_full::<O>().await
    }

    /// Returns a stream of this page and the pages that follow.
    pub fn pages<T>(self) -> CallStream<Page<T>, O::Error>
    where
        O: Operation<Output = Page<T>>,
        O::Form: ReadForm<Page<T>>,
        T: Send + 'static,
    {
        pages::<O, T>(self.ready)
    }

    /// Returns a stream of the items of this page and of the pages that follow.
    pub fn items<T>(self) -> CallStream<T, O::Error>
    where
        O: Operation<Output = Page<T>>,
        O::Form: ReadForm<Page<T>>,
        T: Send + 'static,
    {
        items::<O, T>(self.ready)
    }
}

impl<O: Operation> fmt::Debug for LinkCall<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkCall").field("request", &self.ready.sending).finish_non_exhaustive()
    }
}
