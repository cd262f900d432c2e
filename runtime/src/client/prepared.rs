//! A call with its request built: sending it, and decoding the response.

use http::header::{ETAG, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::value::RawValue;
use url::Url;

use crate::api::{Operation, StatusSpec, SuccessMeta};
use crate::codec::DecodeError;
use crate::paging::PagingWay;
use crate::paging::follow::PageParameters;
use crate::value::Link;

use super::accept::CallOptions;
use super::classify::ResponseClass;
use super::coding;
use super::core::ClientCore;
use super::error::{CallError, CallFault};
use super::form::{Answered, DecodeFailure, ReadForm};
use super::origin::BaseUrl;
use super::refusal;
use super::request_builder::{RequestBuilder, SendError};

/// The result of an operation's call.
///
/// ```
/// # mod example { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/client.rs")); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # use example::*;
/// # let client = client();
/// use housestyle::client::CallResult;
///
/// async fn count(client: &Client) -> CallResult<usize, ListNotes> {
///     Ok(client.list_notes().send().await?.len())
/// }
/// assert_eq!(count(&client).await.unwrap(), 1);
/// # }
/// ```
pub type CallResult<T, O> = Result<T, CallError<<O as Operation>::Error>>;

/// The response of a call: the decoded value with status, headers and metadata.
///
/// ```
/// # mod example { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/client.rs")); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # use example::*;
/// # let client = client();
/// let reply = client.list_notes().send_full().await.unwrap();
/// assert_eq!((reply.status.as_u16(), reply.value.len()), (200, 1));
/// assert!(reply.etag.is_none()); // the style has no entity tags; else `CallOptions::if_match` takes it
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reply<T> {
    /// The value.
    pub value: T,
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The request id, if the server sends it.
    pub request_id: Option<String>,
    /// The entity tag, as [`CallOptions::if_match`] and [`CallOptions::if_none_match`] accept it.
    pub etag: Option<String>,
    /// The style's `meta` as JSON text.
    pub meta: Option<Box<RawValue>>,
    /// The style's echo of the request as JSON text.
    pub echo: Option<Box<RawValue>>,
}

/// A request with its options, without the types of its operation.
#[derive(Clone)]
pub(super) struct PreparedCall {
    pub(super) core: ClientCore,
    /// The base that links must stay within.
    pub(super) base: BaseUrl,
    pub(super) sending: RequestBuilder,
    pub(super) options: CallOptions,
}

impl PreparedCall {
    pub(super) const fn options(&self) -> &CallOptions {
        &self.options
    }

    pub(super) const fn url(&self) -> &Url {
        &self.sending.url
    }

    /// Moves the request to `link`, which a response from `found` carries.
    pub(super) fn go(&mut self, link: &Link, found: &Url) -> Result<(), CallFault> {
        self.sending.url = self.base.follow(link.as_str(), Some(found)).map_err(SendError::fault)?;
        Ok(())
    }

    pub(super) const fn paging(&self) -> Option<&'static dyn PagingWay> {
        self.sending.meta.paging
    }

    pub(super) fn range(&self) -> Option<&HeaderValue> {
        self.sending.headers.get(RANGE)
    }

    /// Replaces the range.
    pub(super) fn set_range(&mut self, range: HeaderValue) {
        self.sending.headers.insert(RANGE, range);
    }

    /// Replaces the parameters of the page.
    pub(super) fn set_page(&mut self, parameters: &PageParameters) {
        parameters.query.iter().for_each(|(wire, value)| self.sending.set_query(wire, value));
        parameters.range.iter().for_each(|range| self.sending.header(RANGE.as_str(), range));
    }

    /// Moves a range from the caller's headers to the options: a stream of pages starts there.
    pub(super) fn adopt_range(&mut self) {
        if let Some(range) = self.options.headers.remove(RANGE) {
            self.set_range(range);
        }
    }

    /// Sends the request. Boxed, so that the future of each operation stays small.
    pub(super) async fn answer(&self) -> Result<Answered, CallFault> {
        Box::pin(self.core.exchange(&self.sending, &self.options)).await
    }

    pub(super) async fn send<O: Operation>(self) -> CallResult<O::Output, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        read::<O>(self.answer().await?).map(|(value, _)| value)
    }

    pub(super) async fn send_full<O: Operation>(self) -> CallResult<Reply<O::Output>, O>
    where
        O::Form: ReadForm<O::Output>,
    {
        let (value, answer) = read::<O>(self.answer().await?)?;
        let (meta, echo) = answer.meta_and_echo();
        Ok(Reply {
            value,
            request_id: answer.request_id(),
            etag: answer.header(ETAG.as_str()),
            meta,
            echo,
            status: answer.status,
            headers: answer.headers,
        })
    }
}

/// Decodes a response as the operation's output or error.
pub(super) fn read<O: Operation>(answer: Answered) -> CallResult<(O::Output, Answered), O>
where
    O::Form: ReadForm<O::Output>,
{
    if answer.status == StatusCode::NOT_MODIFIED && answer.asked.if_none_match {
        return Err(CallError::NotModified(answer.headers));
    }
    if let Some(error) = coding::undecoded(&answer) {
        return Err(refusal::decode(answer, error));
    }
    let declared = SuccessMeta::find(O::SUCCESSES, answer.status());
    let by_status = answer.failure_flag().is_none();
    match answer.classify() {
        ResponseClass::Success => {}
        ResponseClass::Failure
            if by_status && declared.is_some_and(|one| one.status != StatusSpec::Default) => {}
        ResponseClass::Failure => return Err(refusal::read(answer)),
        ResponseClass::Ambiguous => return Err(refusal::unexpected(answer)),
    }
    match O::Form::read(&answer) {
        Ok(value) => match declared.and_then(|declared| missing(declared, &answer)) {
            None => Ok((value, answer)),
            Some(error) => Err(refusal::decode(answer, error)),
        },
        Err(DecodeFailure::Decode(error)) if answer.is_expected() || declared.is_some() => {
            Err(refusal::decode(answer, error))
        }
        Err(_) => Err(refusal::unexpected(answer)),
    }
}

/// Returns the error for the first required header that the response lacks.
fn missing(declared: &SuccessMeta, answer: &Answered) -> Option<DecodeError> {
    let wire = declared.headers.iter().find(|wire| !answer.headers.contains_key(**wire))?;
    Some(DecodeError::of(format!("the header `{wire}`, which is required, is missing"), &[]))
}
